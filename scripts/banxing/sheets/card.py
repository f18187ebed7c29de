"""The answer sheet, cut into pages: blocks of known height, so that a machine can find every bubble again.

A page holds rows of blocks from top to bottom; all measures are millimetres and stand in the page's style sheet too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from banxing.model.questions import FillBlank, Matching
from banxing.sheets.measures import ems
from banxing.sheets.paper import Item, PrintedSection

WIDTH, HEIGHT = 180.0, 265.0  # between the corner marks of an A4 page
HEAD = 8.5
BUBBLE_ROW, LINE, BOX_ROW, RULE, TITLE = 5.8, 10.0, 12.0, 8.6, 8.0
IN_COLUMN = 5  # bubbles stand in fives, as eyes and machines count them
_LABEL, _BUBBLE, _GAP = 12.0, 7.6, 7.0
_PER_LINE = {"bubbles": 22, "ordering": 10, "matching": 7}
_ESSAY_LINES = (8, 20)
_FEWEST_LINES = 4  # of an essay at the foot of a page
_SPARED = 4  # a quarter of the lines is given up rather than a page begun for it
Kind = Literal["bubbles", "blanks", "places", "essay"]


@dataclass(frozen=True)
class Block:
    """What stays together. `rows` counts bubbles in a column, or lines to write on; `heading` is index of a section."""

    kind: Kind
    items: tuple[Item, ...]
    height: float
    width: float = WIDTH
    rows: int = 1
    column: float = 0.0  # width of a column of bubbles
    places: tuple[tuple[str, int], ...] = ()  # blanks: label (once a question) and number (0 = the only one)
    section: int | None = None
    begins: bool = True  # an essay's first part


Headed = tuple[PrintedSection, str, str]
"""A section, its heading, and the note behind the heading."""
Row = tuple[Block, ...]
Page = tuple[Row, ...]


def pages_of(sections: Sequence[Headed], first: float, other: float) -> list[Page]:
    """Cut up the sections; `first` and `other` are the heights of the pages' heads."""
    pages: list[list[Row]] = [[]]
    room = HEIGHT - first
    for row in _side_by_side(_blocks(sections)):
        for piece in _cut(row, room, HEIGHT - other):
            height = max(block.height for block in piece)
            if height > room and pages[-1]:
                pages.append([])
                room = HEIGHT - other
            pages[-1].append(piece)
            room -= height
    return [tuple(page) for page in pages]


def _blocks(sections: Sequence[Headed]) -> Iterator[Block]:
    for index, (section, heading, note) in enumerate(sections):
        blocks = [block for kind, items in section.runs for block in _run(kind, items)]
        if heading:
            wide = min(max(blocks[0].width, ems(heading) * 3.9 + ems(note) * 3.2 + _GAP), WIDTH)
            blocks[0] = replace(blocks[0], section=index, width=wide, height=blocks[0].height + HEAD)
        yield from blocks


def _run(kind: str, items: tuple[Item, ...]) -> Iterator[Block]:
    if kind == "bubbles":
        yield from _bands(items)
    elif kind == "fill_blank":
        for places in _lines(items):
            yield Block("blanks", (), LINE, places=places)
    elif kind == "essay":
        for item in items:
            count = essay_lines(item)
            yield Block("essay", (item,), TITLE + count * RULE, rows=count)
    else:
        for item in items:
            lines = -(-_boxes(item) // _PER_LINE[kind])
            yield Block("places", (item,), lines * BOX_ROW)


def _bands(items: tuple[Item, ...]) -> Iterator[Block]:
    """Bubbles in columns of five; few stand in one row."""
    most = max(len(item.letters) or 2 for item in items)
    lines = -(-most // _PER_LINE["bubbles"])
    column = _LABEL + _BUBBLE * min(most, _PER_LINE["bubbles"]) + _GAP
    columns = max(int((WIDTH + _GAP) // column), 1)
    size = columns * IN_COLUMN
    for start in range(0, len(items), size):
        band = items[start : start + size]
        rows = 1 if len(band) <= min(columns, IN_COLUMN - 1) else min(len(band), IN_COLUMN)
        width = -(-len(band) // rows) * column
        yield Block("bubbles", band, rows * lines * BUBBLE_ROW + 3.5, min(width, WIDTH), rows, column)


def _lines(items: tuple[Item, ...]) -> Iterator[tuple[tuple[str, int], ...]]:
    """Two blanks a line; a question with several blanks begins a line of its own."""
    single: list[tuple[str, int]] = []
    for item in items:
        assert isinstance(item.question, FillBlank)
        if item.question.blanks == 1:
            single.append((item.label, 0))
        if len(single) == 2 or (single and item.question.blanks > 1):
            yield tuple(single)
            single = []
        if item.question.blanks > 1:
            places = [("" if n > 1 else item.label, n) for n in range(1, item.question.blanks + 1)]
            yield from (tuple(places[n : n + 2]) for n in range(0, len(places), 2))
    if single:
        yield tuple(single)


def _boxes(item: Item) -> int:
    return len(item.question.stems) if isinstance(item.question, Matching) else len(item.letters)


def essay_lines(item: Item) -> int:
    """Lines to write on: about one a point."""
    least, most = _ESSAY_LINES
    return min(max(item.question.points // 100, least), most)


def _side_by_side(blocks: Iterator[Block]) -> Iterator[Row]:
    """Narrow blocks of bubbles share a row."""
    row: list[Block] = []
    for block in blocks:
        narrow = block.kind == "bubbles" and all(other.kind == "bubbles" for other in row)
        if row and not (narrow and sum(other.width for other in row) + block.width <= WIDTH):
            yield tuple(row)
            row = []
        row.append(block)
    if row:
        yield tuple(row)


def _cut(row: Row, room: float, full: float) -> Iterator[Row]:
    """An essay in as many pieces as it needs, none with fewer lines than make sense, and no page for a few."""
    block = row[0]
    if block.kind != "essay":
        yield row
        return
    left, head = block.rows, block.height - block.rows * RULE
    while left:
        count = min(int((room - head) // RULE), left)
        if 0 < left - count <= block.rows // _SPARED:
            left = count
        elif 0 < left - count < _FEWEST_LINES:
            count = left - _FEWEST_LINES
        if count < _FEWEST_LINES:  # this page is full; the next one is empty
            count = min(int((full - head) // RULE), left)
        yield (replace(block, rows=count, height=head + count * RULE),)
        left -= count
        block, head, room = replace(block, section=None, begins=False), TITLE, full
