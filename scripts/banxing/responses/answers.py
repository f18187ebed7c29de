"""An answer as typed → the answer as stored (see `marking`): authored letters, one text a part."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from banxing.marking import BLANK_SEPARATOR, NOTHING
from banxing.model.questions import FillBlank, Matching, Question
from banxing.responses.records import Refused

TRUE = ("对", "√", "✓", "✔", "正确", "T", "TRUE")
FALSE = ("错", "×", "✗", "✘", "X", "错误", "F", "FALSE")
LABELLED_STEMS = 9  # `1B2A` can be told apart up to nine stems
_BETWEEN = re.compile(r"[\s,，、;；.>→]+")
_PAIRS = re.compile(r"(?:[0-9][:：=\-]?[A-Z\-])+")
_SEMICOLON = re.compile("[;；]")


def read_cell(question: Question, cell: str, letters: Mapping[str, str]) -> str:
    """A table's cell. `letters` is shown → authored. Empty = unanswered; refuses what cannot be an answer."""
    if not cell.strip():
        return ""
    if isinstance(question, FillBlank):
        pieces = _SEMICOLON.split(cell) if question.blanks > 1 else [cell]
        return read_blanks(question, pieces)
    return read_letters(question, cell, letters)


def read_blanks(question: FillBlank, pieces: list[str]) -> str:
    """One text a blank → the stored form; empty when every blank is."""
    if len(pieces) > question.blanks:
        raise Refused("too-many-blanks", question=question.id, found=len(pieces), blanks=question.blanks)
    texts = [piece.replace(BLANK_SEPARATOR, "").strip() for piece in pieces]
    return BLANK_SEPARATOR.join(texts) if any(texts) else ""


def read_letters(question: Question, raw: str, letters: Mapping[str, str]) -> str:
    """Everything but blanks."""
    if question.type == "essay":
        return raw
    text = _BETWEEN.sub("", unicodedata.normalize("NFKC", raw)).upper()
    if question.type == "true_false":
        return _true_false(question, text)
    if isinstance(question, Matching):
        return _matching(question, text, letters)
    authored = "".join(_authored(question, char, letters) for char in text)
    if question.type == "ordering":
        if len(set(authored)) < len(authored):
            raise Refused("letters-repeat", question=question.id, value=raw[:40])
        return authored
    if question.type == "single_choice" and len(authored) > 1:
        raise Refused("several-letters", question=question.id, value=raw[:40])
    return "".join(sorted(set(authored)))


def _true_false(question: Question, text: str) -> str:
    if text in TRUE:
        return "对"
    if text in FALSE:
        return "错"
    raise Refused("not-true-false", question=question.id, value=text[:20])


def _matching(question: Matching, text: str, letters: Mapping[str, str]) -> str:
    count = len(question.stems)
    chosen = [NOTHING] * count
    if count <= LABELLED_STEMS and _PAIRS.fullmatch(text):
        pairs = [(int(found[0]), found[-1]) for found in re.findall(r"[0-9][:=\-]?[A-Z\-]", text)]
    else:
        pairs = list(enumerate(text, 1))
    for stem, letter in pairs:
        if not 1 <= stem <= count:
            raise Refused("no-such-stem", question=question.id, value=text[:40], stems=count)
        if chosen[stem - 1] != NOTHING:
            raise Refused("letters-repeat", question=question.id, value=text[:40])
        chosen[stem - 1] = letter if letter == NOTHING else _authored(question, letter, letters)
    return "".join(chosen) if any(letter != NOTHING for letter in chosen) else ""


def _authored(question: Question, letter: str, letters: Mapping[str, str]) -> str:
    if letter not in letters:
        raise Refused("not-an-option", question=question.id, value=letter, options="".join(letters))
    return letters[letter]
