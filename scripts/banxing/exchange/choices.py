"""Options and the items of a matching, from wherever a bank keeps them."""

from __future__ import annotations

import re

from banxing.exchange.entries import Entry
from banxing.exchange.options import TwoReadings, fold_width, split_options
from banxing.exchange.places import Cell, Unread, short
from banxing.model.questions import LETTERS


def take_from_stem(entry: Entry) -> None:
    """Options that stand behind the stem, in its cell."""
    cell = entry.cells["stem"]
    before, options = _split(cell)
    if options:
        entry.cells["stem"] = Cell(before, cell.place)
        entry.options = options


def take_from_cell(entry: Entry) -> None:
    """Options in a cell of their own: with letters, a line each, or with `|` between them."""
    cell = entry.cells["options"]
    if entry.options:
        raise Unread(cell.place, "options-twice")
    before, entry.options = _split(cell)
    if entry.options and not before.strip():
        return
    texts = [part.strip() for part in re.split("[|｜]", cell.text) if part.strip()]
    if len(texts) < 2:
        texts = cell.text.splitlines()
    if entry.options or not 2 <= len(texts) <= len(LETTERS):
        raise Unread(cell.place, "options-unread", value=short(cell.text))
    entry.options = {letter: Cell(text, cell.place) for letter, text in zip(LETTERS, texts, strict=False)}


def _split(cell: Cell) -> tuple[str, dict[str, Cell]]:
    try:
        before, options = split_options(cell.text)
    except TwoReadings as doubt:
        raise Unread(cell.place, "two-readings") from doubt
    for option in options:
        if not option.text:
            raise Unread(cell.place, "option-empty", letter=option.letter)
    return before, {option.letter: Cell(option.text, cell.place) for option in options}


def checked_options(entry: Entry) -> dict[str, Cell]:
    """The options, without a letter of their own in their cells. Raises Unread where one is missing."""
    own = {
        letter: re.match(rf"\(?{letter}\s?[.、:)]\s*(?=\S)", fold_width(cell.text))
        for letter, cell in entry.options.items()
    }
    if all(own.values()):  # `A. 一人` in the column of A, `B. 两人` in that of B
        entry.options = {k: Cell(c.text[m.end() :], c.place) for k, c in entry.options.items() if (m := own[k])}
    for letter in LETTERS[: len(entry.options)]:
        if letter not in entry.options:
            raise Unread(entry.at("stem"), "option-empty", letter=letter)
    return entry.options


def read_stems(cell: Cell) -> dict[str, str]:
    """The items to match by number: a line each, or with `|` between them; numbers of their own are no part of them."""
    lines = [line for line in cell.text.splitlines() if line]
    if len(lines) == 1:
        lines = [part.strip() for part in re.split("[|｜]", lines[0]) if part.strip()]
    own = [re.match(r"\(?(\d{1,2})\s?[.、:)]\s*", fold_width(line)) for line in lines]
    if all(found and int(found[1]) == number for number, found in enumerate(own, 1)):
        lines = [line[found.end() :] for line, found in zip(lines, own, strict=True) if found]
    return {str(number): line for number, line in enumerate(lines, 1)}
