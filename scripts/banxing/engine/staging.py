"""Papers → files of integers: what was answered, and beside it who sat.

A code stands for a distinct (part, answer) and so for its mark; 0 for a part that was not on the paper. A block of
candidates is stored part by part, with all parts of the pool, so every answer can be found again by arithmetic.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from banxing.catalogue.quizzes import QuizFile
from banxing.marking import mark
from banxing.model.questions import parts
from banxing.responses.forms import drawn_questions
from banxing.responses.records import Candidate, Record
from banxing.scores.papers import items_of
from banxing.scores.tally import choice

BLOCK = 16_384  # candidates
NOT_DRAWN = 0
CELLS = pa.schema([("candidate", pa.int32()), ("code", pa.int32())])
SAT = pa.schema([
    *((name, pa.string()) for name in ("id", "name", "unit", "form", "submitted", "file")),
    ("source", pa.int32()), ("row", pa.int64()),
    ("plain", pa.bool_()),  # id, name and unit are letters and digits only
])  # fmt: skip


@dataclass
class Codes:
    """Distinct answers by code, from 1: their part, text and mark in hundredths, None for essays.

    What counts alike in all statistics is of one kind: `kinds` has part, mark and what was chosen.
    """

    file: QuizFile
    parts: list[str] = field(default_factory=lambda: [""])
    answers: list[str] = field(default_factory=lambda: [""])
    marks: list[int | None] = field(default_factory=lambda: [0])
    kind_of: list[int] = field(default_factory=lambda: [-1])
    kinds: list[tuple[str, int | None, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.items = items_of(self.file)
        self._known: dict[str, dict[str, int]] = {part: {} for part in self.items}
        self._kinds: dict[tuple[str, int | None, str], int] = {}

    def of(self, part: str, answer: str) -> int:
        """The code of a stored answer, which is marked when it is met first."""
        known = self._known[part]
        if answer not in known:
            known[answer] = len(self.parts)
            item = self.items[part]
            earned = mark(item.question, item.key, answer) if item.question.type != "essay" else None
            kind = part, earned, choice(item, answer)
            if kind not in self._kinds:
                self._kinds[kind] = len(self.kinds)
                self.kinds.append(kind)
            self.parts.append(part)
            self.answers.append(answer)
            self.marks.append(earned)
            self.kind_of.append(self._kinds[kind])
        return known[answer]


class Stage:
    """Collects papers. Candidates are numbered from 0 in the order they come; `source` counts the files of a run."""

    def __init__(self, file: QuizFile, path: Path) -> None:
        self.codes, self.path, self.source, self.count = Codes(file), path, 0, 0
        self.pool = list(self.codes.items)
        self.owner = {part: question.id for question in file.quiz.questions for part, _ in parts(question)}
        self._sat: list[Any] = []
        self._blocks: list[int] = []  # candidates in each
        self._undone: list[range] = []
        self._records: list[tuple[dict[str, Any], dict[str, int]]] = []
        self._writer = pq.ParquetWriter(path, CELLS, use_dictionary=["code"])

    def add(self, sat: Mapping[str, Any], columns: Mapping[str, Any], rows: int) -> None:
        """Papers at once: columns of SAT, and arrays of codes by part; parts without one were not on them."""
        self._flush()
        self._write(pa.table([sat[name] for name in SAT.names], schema=SAT), columns, rows)
        self.count += rows

    def add_record(self, record: Record) -> None:
        """A paper as the plain reader makes it, without essay marks."""
        person, drawn = record.candidate, set(record.drawn)
        sat = {"id": person.id, "name": person.name, "unit": person.unit, "form": record.form, "plain": False}
        sat |= {"submitted": record.submitted, "file": record.file, "source": self.source, "row": record.row}
        on_paper = (part for part in self.pool if self.owner[part] in drawn)
        self._records.append((sat, {part: self.codes.of(part, record.answers.get(part, "")) for part in on_paper}))
        self.count += 1
        if len(self._records) >= BLOCK:
            self._flush()

    def take_back(self, first: int) -> None:
        """Forget the papers from number `first` on."""
        self._undone.append(range(first, self.count))

    def close(self) -> None:
        """The files are complete; only reading follows."""
        self._flush()
        self._writer.close()
        self.sat = pa.concat_tables(self._sat) if self._sat else SAT.empty_table()
        gone = pa.array([number for undone in self._undone for number in undone], pa.int64())
        everybody = pa.array(range(self.count), pa.int64()) if len(gone) else None
        alive = (
            pc.invert(pc.is_in(everybody, gone)) if everybody is not None else pa.array([True]).take(_zeros(self.count))
        )
        self.sat = self.sat.append_column("alive", alive)

    def records(self, numbers: Iterable[int]) -> Iterator[tuple[tuple[int, int], Record]]:
        """Some papers as records, as they were read, with (source, row)."""
        wanted = list(numbers)
        cells = self.cells() if wanted else None
        for number, sat in zip(wanted, self.sat.take(pa.array(wanted, pa.int64())).to_pylist(), strict=True):
            codes = dict(zip(self.pool, self._codes_of(number, cells), strict=True))
            yield (sat["source"], sat["row"] or 0), self._record(sat, codes)

    def cells(self) -> Any:
        """All codes, in the order of the file."""
        return flat(pq.read_table(self.path, columns=["code"])["code"])

    def blocks(self, cells: Any) -> Iterator[tuple[int, dict[str, Any]]]:
        """The number of the first candidate and the codes by part, a block each."""
        start = first = 0
        for size in self._blocks:
            yield first, {part: cells.slice(start + n * size, size) for n, part in enumerate(self.pool)}
            start, first = start + size * len(self.pool), first + size

    def _codes_of(self, number: int, cells: Any) -> list[int]:
        start = 0
        for size in self._blocks:
            if number < size:
                break
            number, start = number - size, start + size * len(self.pool)
        return [cells[start + n * size + number].as_py() for n in range(len(self.pool))]

    def _record(self, sat: Mapping[str, Any], codes: Mapping[str, int]) -> Record:
        found = {self.owner[part] for part, code in codes.items() if code != NOT_DRAWN}
        drawn = drawn_questions(self.codes.file.quiz, sat["form"])
        answers = {part: self.codes.answers[code] for part, code in codes.items() if self.codes.answers[code]}
        return Record(
            sat["file"],
            sat["row"],
            Candidate(sat["id"], sat["name"], sat["unit"]),
            tuple(question.id for question in drawn if question.id in found),
            answers,
            form=sat["form"],
            submitted=sat["submitted"],
        )

    def _flush(self) -> None:
        """Write the records that wait."""
        if self._records:
            table = pa.Table.from_pylist([sat for sat, _ in self._records], schema=SAT)
            columns = {
                part: integers(array("i", (codes.get(part, NOT_DRAWN) for _, codes in self._records)))
                for part in self.pool
            }
            self._write(table, columns, len(self._records))
            self._records.clear()

    def _write(self, sat: Any, columns: Mapping[str, Any], rows: int) -> None:
        first, nothing = sum(self._blocks), integers(array("i", [NOT_DRAWN]) * rows)
        candidates = integers(array("i", range(first, first + rows)) * len(self.pool))
        codes = pa.concat_arrays([columns.get(part, nothing) for part in self.pool])
        self._writer.write_table(pa.Table.from_arrays([candidates, codes], schema=CELLS))
        self._sat.append(sat)
        self._blocks.append(rows)


def integers(values: array[int]) -> Any:
    """The same memory as a column of 32-bit integers."""
    assert values.itemsize == 4
    return pa.Array.from_buffers(pa.int32(), len(values), [None, pa.py_buffer(values)])


def flat(column: Any) -> Any:
    """A column in one piece."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    return pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column


def _zeros(count: int) -> Any:
    return integers(array("i", [0]) * count)
