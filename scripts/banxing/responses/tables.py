"""Wide tables, a row a candidate and a column a part → records."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import chain

from banxing.model.questions import Question, parts
from banxing.model.quiz import Quiz
from banxing.numerals import points
from banxing.responses.answers import read_cell
from banxing.responses.forms import all_parts, check_drawn, drawn_questions, form_name, shown_letters
from banxing.responses.records import Candidate, Faults, Readings, Record, Refused, Rejection, candidate_id, clean_name
from banxing.responses.xlsx import Table, column_name

NAMES = {
    "id": ("id", "准考证号", "工号", "编号"),
    "name": ("name", "姓名"),
    "unit": ("unit", "单位"),
    "form": ("form", "卷别"),
}
MEANING = {name: column for column, names in NAMES.items() for name in names}
_DASHES = ("-", "－", "—", "–")


def is_dash(cell: str) -> bool:
    """Whether a cell says that its part was not on the paper."""
    return cell.strip() in _DASHES


@dataclass
class Columns:
    """Where things stand: 0-based columns of `id`, `name`, `unit`, `form`; of parts' answers; of raters' marks."""

    people: dict[str, int]
    parts: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def used(self) -> set[int]:
        return {*self.people.values(), *self.parts.values(), *self.marks.values()}


def read_header(cells: list[str], known: Iterable[str] = (), *, forms: bool = True) -> Columns:
    """The first row. Refuses a table without ids, and one that names a column twice."""
    columns, wanted = Columns({}), set(known)
    for index, cell in enumerate(cells):
        name = unicodedata.normalize("NFKC", cell).strip().lower().removeprefix("\ufeff")
        meaning = MEANING.get(name)
        if meaning and (meaning != "form" or forms):
            place, key = columns.people, meaning
        elif name in wanted:
            place, key = columns.parts, name
        else:
            if name:
                columns.unknown.append(clean_name(cell))
            continue
        if key in place:
            raise Refused("repeated-column", column=cell)
        place[key] = index
    if "id" not in columns.people:
        raise Refused("no-id-column")
    return columns


def shown_tables(tables: Mapping[str, Table]) -> dict[str, Table]:
    """The tables with content that a spreadsheet shows, by name. Refuses a file without any."""
    filled = {name: table for name, table in tables.items() if any(any(cells) for _, cells in table.each())}
    found = {name: table for name, table in filled.items() if not table.hidden}
    if not found:
        raise Refused("empty-table")
    return found


def split_header(table: Table) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The first row with content, and the rows below it that have any."""
    rows = ((number, cells) for number, cells in table.each() if any(map(str.strip, cells)))
    for _, header in rows:
        return header, rows
    raise Refused("empty-table")


def person(cells: list[str], columns: Columns) -> Candidate:
    """Who a row is about. Refuses what is no id."""
    raw = {name: _cell(cells, index) for name, index in columns.people.items()}
    return Candidate(candidate_id(raw["id"]), clean_name(raw.get("name", "")), clean_name(raw.get("unit", "")))


def check_cells(table: Table, columns: Columns, number: int) -> None:
    """Refuses a row with cells whose content a spreadsheet has made something else."""
    faults = Faults()
    for index in sorted(columns.used):
        where = {"column": index + 1, "letter": column_name(index + 1)}
        with faults:
            if (number, index + 1) in table.dates:
                raise Refused("date-cell", **where)
            if shown := table.marks.errors.get((number, index + 1)):
                raise Refused("error-cell", value=shown, **where)
    faults.check()


def check_merged(table: Table, columns: Columns, first_row: int) -> None:
    """Refuses a table with merged cells in columns that are read: only one of them holds what all seem to."""
    for (top, left), (bottom, right) in table.marks.merged:
        if bottom >= first_row and any(left <= index + 1 <= right for index in columns.used):
            area = f"{column_name(left)}{top}:{column_name(right)}{bottom}"
            raise Refused("merged-cells", range=area)


class RowReader:
    """Reads the rows of one file. `form` is given where the whole file has one (a workbook of `banxing sheet`)."""

    def __init__(self, quiz: Quiz, file: str, columns: Columns, table: Table, form: str | None = None) -> None:
        self.quiz, self.file, self.columns, self.table, self.form = quiz, file, columns, table, form
        self.missing: set[str] = set()  # parts on some paper that have no column
        self._known = all_parts(quiz)
        self._owner = {part: question.id for question in quiz.questions for part, _ in parts(question)}
        self._drawn: dict[str, tuple[str, ...]] = {}
        self._letters: dict[tuple[str, str], Mapping[str, str]] = {}

    def read(self, rows: Iterable[tuple[int, list[str]]], readings: Readings) -> None:
        """Every row becomes a record or a rejection. Refuses the whole where cells are merged."""
        left = iter(rows)
        first = next(left, None)
        if first is None:
            return
        check_merged(self.table, self.columns, first[0])
        for number, cells in chain([first], left):
            try:
                readings.records.append(self._record(number, cells))
            except Refused as refused:
                raw = clean_name(_cell(cells, self.columns.people["id"]))
                readings.rejections.append(
                    Rejection(self.file, number, raw, refused.code, refused.fields, refused.more)
                )

    def _record(self, number: int, cells: list[str]) -> Record:
        check_cells(self.table, self.columns, number)
        candidate = person(cells, self.columns)
        form = self._form(cells)
        drawn = self._drawn_in(form, cells)
        self.missing.update(
            part
            for part, owner in self._owner.items()
            if owner in drawn and part not in self.columns.parts and part not in self.columns.marks
        )
        faults = Faults()
        answers, marks = self._answers(cells, set(drawn), form, faults), self._marks(cells, faults)
        faults.check()
        return Record(self.file, number, candidate, drawn, answers, marks, form=form)

    def _form(self, cells: list[str]) -> str:
        if self.form is not None:
            return self.form
        if "form" not in self.columns.people:
            return ""
        raw = _cell(cells, self.columns.people["form"])
        if not raw.strip():
            raise Refused("no-form")
        return form_name(raw)

    def _drawn_in(self, form: str, cells: list[str]) -> tuple[str, ...]:
        if form or not self.quiz.is_exam:
            if form not in self._drawn:
                self._drawn[form] = tuple(question.id for question in drawn_questions(self.quiz, form))
            return self._drawn[form]
        met = {self._owner[part] for part, index in self.columns.parts.items() if not is_dash(_cell(cells, index))}
        check_drawn(self.quiz, met)
        return tuple(question.id for question in self.quiz.questions if question.id in met)

    def _answers(self, cells: list[str], drawn: set[str], form: str, faults: Faults) -> dict[str, str]:
        answers = {}
        for part, index in self.columns.parts.items():
            cell = _cell(cells, index)
            dash, on_paper = is_dash(cell), self._owner[part] in drawn
            with faults:
                if dash and on_paper:
                    raise Refused("dash-on-paper", question=part)
                if not cell.strip() or dash:
                    continue
                if not on_paper:
                    raise Refused("not-on-paper", question=part)
                if answer := self._answer(part, cell, form):
                    answers[part] = answer
        return answers

    def _answer(self, part: str, cell: str, form: str) -> str:
        question = self._known[part]
        if (form, part) not in self._letters:
            self._letters[form, part] = shown_letters(question, form)
        try:
            return read_cell(question, cell, self._letters[form, part])
        except Refused as refused:
            raise Refused(refused.code, **{**refused.fields, "question": part}) from refused

    def _marks(self, cells: list[str], faults: Faults) -> dict[str, int]:
        found = {}
        for part, index in self.columns.marks.items():
            cell = _cell(cells, index).strip()
            with faults:
                if not cell:
                    continue
                found[part] = read_mark(self._known[part], part, cell)
        return found


def read_mark(question: Question, part: str, cell: str) -> int:
    """A rater's mark in hundredths, rounded half up; refuses what lies outside 0 … the question's points."""
    try:
        value = Decimal(unicodedata.normalize("NFKC", cell))
        if not value.is_finite() or abs(value) > 10_000:
            raise InvalidOperation
    except InvalidOperation as error:
        raise Refused("bad-mark", question=part, value=cell) from error
    mark = int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 <= value * 100 <= question.points:
        raise Refused("mark-out-of-range", question=part, value=cell, points=points(question.points))
    return mark


def _cell(cells: list[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""
