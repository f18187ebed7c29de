"""What stands in the column 答案 → the `answer` of a quiz file, by type. What has two readings is refused."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Any

from banxing.exchange.entries import Entry
from banxing.exchange.options import fold_width
from banxing.exchange.places import Cell, Unread, short
from banxing.exchange.words import fold, truth
from banxing.model.keys import micro
from banxing.model.questions import BLANK, LETTERS

MAX_LITERALS = 500
_BETWEEN = re.compile(r"[\s,，、;；.。|/]+")
_LABELLED = re.compile(r"\(?([A-Z])(?:[.、:)])\s*(.+)", re.DOTALL)
_QUOTED = re.compile("“([^“”]*)”")
_NUMBERED = re.compile(r"(?:[(（]\d[)）]|[①-⑨]|(?:(?<=\s)|(?<=\A))\d[.．、](?!\d))\s*")
_TOLERANT = re.compile(r"(-?[\d.]+)±([\d.]+)")
_PAIR = re.compile(r"(\d{1,2})\s*[-—–:：=→.]?\s*([A-Z])")
_JOINTS = (r"[;；|\n]+", r"[、]", r"[，,]", r"\s{2,}|\t")


def read_letters(cell: Cell, entry: Entry) -> str:
    """`ABD`, `A、B、D`, `B. 两人` (as the option says), `两人` → letters as written."""
    text = fold_width(cell.text).upper()
    bare = _BETWEEN.sub("", text)
    if bare and all(char in LETTERS for char in bare):
        return bare
    same = [letter for letter, option in entry.options.items() if fold(option.text) == fold(cell.text)]
    if len(same) == 1:
        return same[0]
    if found := _LABELLED.fullmatch(fold_width(cell.text).strip()):
        option = entry.options.get(found[1])
        if option and fold(option.text) == fold(found[2]):
            return found[1]
    raise Unread(cell.place, "not-letters", value=short(cell.text))


def read_order(cell: Cell) -> str:
    """`B→C→A`, `B-C-A`, `BCA`."""
    bare = re.sub(r"[\s,，、;；.。|/>＞→\-—–]+", "", fold_width(cell.text).upper())
    if not bare or any(char not in LETTERS for char in bare):
        raise Unread(cell.place, "not-letters", value=short(cell.text))
    return bare


def read_truth(cell: Cell, entry: Entry) -> str:
    """对 or 错; a letter where the options say which is which."""
    if not entry.options:
        if found := truth(cell.text.strip("。. ")):
            return found
        raise Unread(cell.place, "not-true-or-false", value=short(cell.text))
    meant = {letter: truth(option.text) for letter, option in entry.options.items()}
    if sorted(meant.values()) != ["对", "错"]:
        raise Unread(entry.place, "options-of-true-false")
    letter = _BETWEEN.sub("", fold_width(cell.text).upper())
    found = meant.get(letter, "") or ("" if letter in ("T", "F") and letter in meant else truth(cell.text))
    if not found:
        raise Unread(cell.place, "not-true-or-false", value=short(cell.text))
    return found


def read_matching(cell: Cell, stems: int) -> dict[str, str]:
    """`1B；2A`, `1-B 2-A`, or `BA` in the order of the stems → letter by stem number."""
    text = unicodedata.normalize("NFKC", cell.text).upper()
    bare = re.sub(r"[\s,、;|]+", "", text)
    if bare and all(char in LETTERS for char in bare):
        if len(bare) != stems:
            raise Unread(cell.place, "pairs-count", value=short(cell.text), stems=stems)
        return {str(number): letter for number, letter in enumerate(bare, 1)}
    pairs: dict[str, str] = {}
    if not re.fullmatch(rf"(?:{_PAIR.pattern}[\s,、;|]*)+", text):
        raise Unread(cell.place, "not-pairs", value=short(cell.text))
    for number, letter in _PAIR.findall(text):
        if pairs.setdefault(str(int(number)), letter) != letter:
            raise Unread(cell.place, "not-pairs", value=short(cell.text))
    return dict(sorted(pairs.items(), key=lambda pair: int(pair[0])))


def read_blanks(cell: Cell, stem: str) -> Any:
    """`30；七日/一周` → one entry a blank: a text, texts that are all right, or a number (`30±0.5`)."""
    blanks = len(BLANK.findall(stem))
    masked, literals = _mask(cell.text)
    if len(literals) > MAX_LITERALS:
        raise Unread(cell.place, "blank-pieces", value=short(cell.text), blanks=blanks)
    pieces = _split_blanks(masked, blanks, cell)
    found = [_blank(piece, literals, cell) for piece in pieces]
    return found[0] if len(found) == 1 and isinstance(found[0], str) else found


def _split_blanks(text: str, blanks: int, cell: Cell) -> list[str]:
    """As many pieces as there are blanks; the first mark between them that gives so many is the one that was meant."""
    if blanks == 1:
        if re.search(_JOINTS[0], text.strip()):
            raise Unread(cell.place, "one-blank", value=short(cell.text))
        return [text]
    found = set()
    for joint in _JOINTS:
        pieces = [piece.strip() for piece in re.split(joint, text.strip()) if piece.strip()]
        if len(pieces) == blanks:
            found.add(tuple(pieces))
            break
        if len(pieces) > 1 and joint == _JOINTS[0]:  # the documented mark, in another number
            break
    pieces = [piece.strip(" ;；,，、") for piece in _NUMBERED.split(text) if piece.strip(" ;；,，、")]
    if len(pieces) == blanks and _NUMBERED.match(text):
        found = {tuple(pieces)}
    if len(found) != 1:
        raise Unread(cell.place, "blank-pieces", value=short(cell.text), blanks=blanks)
    return list(found.pop())


def _blank(piece: str, literals: list[str], cell: Cell) -> Any:
    texts = [text.strip() for text in piece.split("/")]
    if len(texts) > 1 and any(re.search(r"\d$", a) and re.match(r"\d", b) for a, b in pairwise(texts)):
        raise Unread(cell.place, "slash-in-number", value=short(_unmask(piece, literals)))
    if not all(texts):
        raise Unread(cell.place, "blank-empty", value=short(_unmask(piece, literals)))
    if len(texts) > 1:
        return [_unmask(text, literals) for text in texts]
    plain = unicodedata.normalize("NFKC", texts[0])
    if micro(plain) is not None:
        return {"number": plain}
    if (
        (found := _TOLERANT.fullmatch(plain.replace(" ", "")))
        and micro(found[1]) is not None
        and micro(found[2]) is not None
    ):
        return {"number": found[1], "tolerance": found[2]}
    return _unmask(texts[0], literals)


def _mask(text: str) -> tuple[str, list[str]]:
    """Words in “ ” stand for themselves: a mark inside them parts nothing."""
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1])
        return f"\ue000{chr(0xE001 + len(literals) - 1)}"

    return _QUOTED.sub(keep, text.replace("\ue000", "")), literals


def _unmask(text: str, literals: list[str]) -> str:
    def put(found: re.Match[str]) -> str:
        literal = literals[ord(found[1]) - 0xE001]
        return literal if text == found[0] else f"“{literal}”"

    return re.sub("\ue000(.)", put, text)
