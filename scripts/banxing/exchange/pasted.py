"""Text pasted from Word → entries: headings, numbered questions, answers beside them or in a list at the end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import accumulate, pairwise

from banxing.exchange.answerlist import starts_list, take_answers
from banxing.exchange.blocks import Block, Blocks
from banxing.exchange.entries import Bank, Entry
from banxing.exchange.headings import Heading
from banxing.exchange.labels import split_labels
from banxing.exchange.options import TwoReadings, fold_width, split_options
from banxing.exchange.places import Cell, Fault, Place, short
from banxing.exchange.stems import answer_inside, tagged_points, take_tag
from banxing.exchange.words import type_of
from banxing.responses.records import listed

_POINTS = re.compile(r"\(\s*(?:本题|共)?\s*(\d+(?:\.\d+)?)\s*分\s*\)")
_WITHOUT_OPTIONS = {"essay", "fill_blank", "true_false", "case"}


def read_text(lines: list[str]) -> Bank:
    """The questions of a pasted text."""
    bank = Bank()
    reader = Blocks()
    numbered = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    answers: list[tuple[int, str]] = []
    for position, (number, line) in enumerate(numbered):
        following = numbered[position + 1][1] if position + 1 < len(numbered) else ""
        if starts_list(line, following, reader):
            answers = numbered[position:]
            break
        reader.take(number, line, following)
    _check_cut(reader.blocks, has_list=bool(answers))
    entries = [_entry(block) for block in reader.blocks]
    sizes = Counter(id(block.heading) for block in reader.blocks)
    for block, entry in zip(reader.blocks, entries, strict=True):
        _take_points(entry, block.heading, sizes[id(block.heading)] == 1)
    if answers:
        bank.faults += take_answers(answers, reader.blocks, entries)
    bank.entries = entries
    _tell(bank, reader, sizes)
    if not entries:
        bank.faults.append(Fault(Place(), "no-question"))
    return bank


def _check_cut(blocks: list[Block], *, has_list: bool) -> None:
    """A number followed by bare words, behind a question with its answer, may be the end of that question."""
    for before, block in pairwise(blocks):
        if has_list or block.heading is not before.heading or "explanation" not in before.labels:
            continue
        answered = block.labels != {""} or block.heading.kind == "essay" or answer_inside(block.whole)
        if not answered and not before.faults and not _may_have_options(block):
            before.faults.append(Fault(block.first, "number-or-text", {"number": block.number}))


def _may_have_options(block: Block) -> bool:
    try:
        return bool(split_options(block.whole)[1])
    except TwoReadings:
        return True


def _entry(block: Block) -> Entry:
    place_of = _Places(block)
    entry = Entry(block.first, kind=block.heading.kind, faults=block.faults)
    for piece in split_labels(block.whole):
        if not piece.field:
            _read_stem(entry, piece.text, piece.start, place_of)
        elif piece.field in entry.cells:
            entry.faults.append(Fault(place_of(piece.start), "field-twice", {"field": piece.field}))
        elif piece.text:
            entry.cells[piece.field] = Cell(piece.text, place_of(piece.start))
    return entry


class _Places:
    """Offsets in a block's text → lines."""

    def __init__(self, block: Block) -> None:
        self._numbers = [number for number, _ in block.lines]
        self._starts = [0, *accumulate(len(text) + 1 for _, text in block.lines)]

    def __call__(self, offset: int) -> Place:
        return Place(row=self._numbers[min(bisect_right(self._starts, offset) - 1, len(self._numbers) - 1)])


def _read_stem(entry: Entry, text: str, start: int, place_of: _Places) -> None:
    stem = text
    kind = entry.kind or type_of(take_tag(text)[1])
    if kind not in _WITHOUT_OPTIONS:
        try:
            before, options = split_options(stem)
        except TwoReadings as doubt:
            entry.faults.append(Fault(place_of(start + doubt.at), "two-readings"))
            before, options = stem, []
        entry.options = {o.letter: Cell(o.text, place_of(start + o.start)) for o in options if o.text}
        stem = before
    if tagged := tagged_points(stem):
        entry.cells["points"] = Cell(tagged[0], place_of(start + tagged[1]))
    folded = fold_width(stem)
    for found in _POINTS.finditer(folded):
        if not folded[: found.start()].strip() or not folded[found.end() :].strip():
            entry.cells["points"] = Cell(found[1], place_of(start + found.start()))
            stem = (stem[: found.start()] + stem[found.end() :]).strip()
            break
    if stem.strip():
        entry.cells["stem"] = Cell(stem.strip(), place_of(start))


def _take_points(entry: Entry, heading: Heading, alone: bool) -> None:
    """What the heading says each question earns; the whole of it where there is but one."""
    words = heading.each or (f"每空{heading.each_blank}" if heading.each_blank else heading.total if alone else "")
    if words and "points" not in entry.cells:
        entry.cells["points"] = Cell(words, Place(row=heading.line))


def _tell(bank: Bank, reader: Blocks, sizes: Counter[int]) -> None:
    if reader.stray:
        bank.tell("lines_skipped", lines=listed(map(str, reader.stray)))
    for position, heading in enumerate(reader.headings, 1):
        count = sizes[id(heading)]
        if not count and (heading.prose or heading.stray or position == len(reader.headings)):
            bank.faults.append(Fault(Place(row=heading.line), "heading-empty"))
        if heading.total and count > 1 and not (heading.each or heading.each_blank):
            bank.tell("no_points_each", line=heading.line, said=heading.total, count=count)
        if heading.policy:
            bank.tell("heading_policy", line=heading.line, text=short(heading.policy, 60))
        if heading.count and heading.count != count:
            bank.tell("count_differs", line=heading.line, said=heading.count, found=count)
        elif heading.total and heading.each and float(heading.each) * count != float(heading.total):
            bank.tell("total_differs", line=heading.line, said=heading.total, count=count, each=heading.each)
