"""`A. 一人  B. 两人` → options by letter, wherever the letters stand: a line each, several on a line, behind a stem."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from banxing.model.questions import LETTERS

_SEPARATOR = r"\s?[.、:)]"
# How sure a letter is that it begins an option: at a line's start, behind white space, inside a line.
_BEFORE = (r"(?:(?<=\n)|(?<=\A))[ \t\u3000]*", r"(?<=\s)", r"(?<=[;,|\u0080-\U0010ffff])")
_STRAY = re.compile(rf"(?:{_BEFORE[0]}|{_BEFORE[1]})(?:\([A-Z]\)|[A-Z]{_SEPARATOR})")


@dataclass(frozen=True)
class Option:
    """`start` is where its text begins in the whole."""

    letter: str
    text: str
    start: int


class TwoReadings(Exception):
    """Nobody can tell where an option begins. `at` is the place in the text."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def fold_width(value: str) -> str:
    """Full-width letters, digits and marks as half-width ones, character by character: places stay the same."""
    return value.translate(_NARROW)


_NARROW = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF01, 0xFF5F)}


def split_options(whole: str) -> tuple[str, list[Option]]:
    """What stands before the options, and the options; none where no A begins one. Raises TwoReadings."""
    folded = fold_width(whole)
    marks: list[tuple[int, int]] = []
    for letter in LETTERS:
        found = _next_mark(folded, letter, marks[-1][1] if marks else 0)
        if found is None:
            break
        marks.append(found)
    if len(marks) < 2:
        return whole, []
    ends = [start for start, _ in marks[1:]] + [len(whole)]
    options = []
    for letter, (_, begin), end in zip(LETTERS, marks, ends, strict=False):
        if stray := _STRAY.search(folded, begin, end):
            raise TwoReadings(stray.start())
        text = whole[begin:end]
        options.append(Option(letter, text.strip(), begin + len(text) - len(text.lstrip())))
    return whole[: marks[0][0]].rstrip(), _without_joints(options)


def _without_joints(options: list[Option]) -> list[Option]:
    """`一人； 两人； 三人`: a mark behind every option but the last joins them and is no part of them."""
    joints = {option.text[-1:] for option in options[:-1]}
    entities = any(re.search(r"&#?\w+;$", option.text) for option in options)
    if len(joints) > 1 or not joints <= set("；;|") or entities:
        return options
    return [Option(o.letter, o.text.rstrip("；;|").rstrip(), o.start) for o in options]


def _next_mark(folded: str, letter: str, start: int) -> tuple[int, int] | None:
    """Where the one mark of a letter behind `start` begins and ends, by the surest kind of mark there is."""
    for before in _BEFORE:
        pattern = re.compile(rf"{before}(?:\({letter}\)|{letter}{_SEPARATOR})[ \t]*")
        found = list(pattern.finditer(folded, start))
        if len(found) > 1:
            raise TwoReadings(found[1].start())
        if found:
            return found[0].span()
    return None
