"""Wide tables → staged papers, thousands at once.

What is plainly in order is coded column by column; every other row goes to the plain reader, which says what is wrong
with it or makes a record of it. So each cell means what it means there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from banxing.engine.columns import Block, Columnar, block_of
from banxing.engine.staging import BLOCK, NOT_DRAWN, Stage
from banxing.model.quiz import Quiz
from banxing.responses.forms import check_drawn
from banxing.responses.records import MAX_ID, MAX_NAME, Readings, Refused
from banxing.responses.tables import Columns, RowReader, is_dash
from banxing.responses.xlsx import Table

ODD = -1  # a cell for the plain reader
Row = tuple[int, list[str]]


class BatchReader(RowReader):
    """Stages what it reads; `readings` gets rejections only."""

    def __init__(self, quiz: Quiz, file: str, columns: Columns, table: Table, stage: Stage) -> None:
        super().__init__(quiz, file, columns, table)
        self._stage = stage
        self._coded: dict[tuple[str, str], dict[str, int]] = {}
        self._drawable: dict[tuple[bool, ...], bool] = {}

    def read(self, rows: Iterable[Row], readings: Readings) -> None:
        """Every row is staged or becomes a rejection."""
        for block in self._blocks(rows):
            odd = self._stage_plain(block)
            before = len(readings.records)
            super().read(block.rows(odd), readings)
            for record in readings.records[before:]:
                self._stage.add_record(record)
            del readings.records[before:]

    def _blocks(self, rows: Iterable[Row]) -> Iterator[Block]:
        """By columns from the file where it is neat, else of `rows`."""
        stream, used, texts = self.table.stream, sorted(self.columns.used), {*self.columns.people.values()}
        if isinstance(stream, Columnar) and stream.neat:
            yield from stream.blocks(used, texts)
            return
        waiting = iter(rows)
        while batch := list(islice(waiting, BLOCK)):
            yield block_of(batch, used, texts)

    def _stage_plain(self, block: Block) -> list[int]:
        """Stage the rows that are in order; the places of the others."""
        people = {name: block.columns[index] for name, index in self.columns.people.items()}
        empty = pa.array([""]).take(pa.array([0] * block.size, pa.int32()))
        names = {name: people.get(name, empty) for name in ("id", "name", "unit")}
        fine = _plain_ids(names["id"])
        for name in {"name", "unit"} & people.keys():
            fine = pc.and_(fine, _plain_names(names[name]))
        odd = pc.indices_nonzero(pc.invert(fine)).to_pylist()
        for form, places in self._by_form(people.get("form", empty), fine, odd):
            part = block if places is None else block.take(places)
            odd += self._stage_form(form, part, names, places)
        return sorted(odd)

    def _by_form(self, forms: Any, fine: Any, odd: list[int]) -> list[tuple[str, Any]]:
        """Each form with the places of its rows; None where that is all of them."""
        found: dict[str, list[str]] = {}
        for raw in pc.unique(forms).to_pylist():
            try:
                found.setdefault(self._form([raw] * (1 + max(self.columns.people.values()))), []).append(raw)
            except Refused:
                odd += pc.indices_nonzero(pc.and_(fine, pc.equal(forms, raw))).to_pylist()
        if len(found) == 1 and not odd:
            return [(next(iter(found)), None)]
        return [
            (form, pc.indices_nonzero(pc.and_(fine, pc.is_in(forms, pa.array(raws, pa.string())))))
            for form, raws in found.items()
        ]

    def _stage_form(self, form: str, block: Block, names: Mapping[str, Any], places: Any) -> list[int]:
        """Stage rows of one form; the places (in the whole block) of those that are not in order after all."""
        coded, wrong = {}, set[int]()
        for part, index in self.columns.parts.items():
            values, codes = self._codes(form, part, block.columns[index])
            coded[part] = codes
            if ODD in values:
                wrong.update(pc.indices_nonzero(pc.equal(codes, ODD)).to_pylist())
        if not self._fixed(form):
            wrong |= self._not_drawable(coded, block.size)
        numbers, kept = block.numbers, None
        if wrong:
            kept = pa.array([n for n in range(block.size) if n not in wrong], pa.int64())
            coded, numbers = {part: codes.take(kept) for part, codes in coded.items()}, numbers.take(kept)
        if len(numbers):
            self._add_unanswered(form, coded, len(numbers))
            sat = {name: _picked(column, places, kept) for name, column in names.items()}
            self._stage.add(sat | self._same(form, len(numbers)) | {"row": numbers}, coded, len(numbers))
        return [n if places is None else places[n].as_py() for n in wrong]

    def _same(self, form: str, rows: int) -> dict[str, Any]:
        """The columns of SAT that are the same in all rows."""
        zeros = pa.array([0], pa.int32()).take(pa.array([0] * rows, pa.int32()))
        values = {"form": pa.array([form]), "submitted": pa.array([""]), "file": pa.array([self.file])}
        values |= {"source": pa.array([self._stage.source], pa.int32()), "plain": pa.array([True])}
        return {name: value.take(zeros) for name, value in values.items()}

    def _codes(self, form: str, part: str, cells: Any) -> tuple[set[int], Any]:
        """The codes that occur in a column, and the column."""
        table = self._coded.setdefault((form, part), {})
        texts: Sequence[str] = cells.dictionary.to_pylist()
        for text in texts:
            if text not in table:
                table[text] = self._code(form, part, text)
        values = [table[text] for text in texts]
        return {*values}, pa.array(values, pa.int32()).take(cells.indices)

    def _code(self, form: str, part: str, cell: str) -> int:
        dash = is_dash(cell)
        if self._fixed(form):
            on_paper = self._owner[part] in self._drawn_in(form, [])
            if dash or not on_paper:
                return ODD if on_paper or (cell.strip() and not dash) else NOT_DRAWN
        elif dash:
            return NOT_DRAWN
        try:
            return self._stage.codes.of(part, self._answer(part, cell, form) if cell.strip() else "")
        except Refused:
            return ODD

    def _fixed(self, form: str) -> bool:
        """Whether the form says which questions were on the paper, and not the row's dashes."""
        return bool(form) or not self.quiz.is_exam

    def _not_drawable(self, coded: Mapping[str, Any], rows: int) -> set[int]:
        """The rows whose dashes no draw can have made."""
        patterns = zip(*(pc.not_equal(codes, NOT_DRAWN).to_pylist() for codes in coded.values()), strict=True)
        return {n for n, pattern in enumerate(patterns) if not self._can_be_drawn(tuple(coded), pattern)}

    def _can_be_drawn(self, parts: tuple[str, ...], pattern: tuple[bool, ...]) -> bool:
        if pattern not in self._drawable:
            there = {part for part, on_paper in zip(parts, pattern, strict=True) if on_paper}
            met = {self._owner[part] for part in there}
            self._drawable[pattern] = there == {part for part, owner in self._owner.items() if owner in met}
            try:
                check_drawn(self.quiz, met)
            except Refused:
                self._drawable[pattern] = False
        return self._drawable[pattern]

    def _add_unanswered(self, form: str, coded: dict[str, Any], rows: int) -> None:
        """The parts on the paper that have no column."""
        if not self._fixed(form):
            return
        drawn = self._drawn_in(form, [])
        for part, owner in self._owner.items():
            if owner in drawn and part not in coded:
                self.missing.add(part)
                coded[part] = pa.array([self._stage.codes.of(part, "")] * rows, pa.int32())


def _plain_ids(ids: Any) -> Any:
    """Where `candidate_id` changes nothing, and nothing is a formula: digits, a letter may be before them."""
    digits = pc.ascii_is_decimal(pc.utf8_slice_codeunits(ids, 1))
    return pc.and_(pc.and_(digits, pc.ascii_is_alnum(ids)), pc.less_equal(pc.binary_length(ids), MAX_ID))


def _plain_names(names: Any) -> Any:
    """Where `clean_name` changes nothing, and nothing is a formula: letters and digits of any script."""
    short = pc.less_equal(pc.utf8_length(names), MAX_NAME)
    return pc.and_(pc.or_(pc.utf8_is_alnum(names), pc.equal(names, "")), short)


def _picked(column: Any, *picks: Any) -> Any:
    for pick in picks:
        column = column if pick is None else column.take(pick)
    return column
