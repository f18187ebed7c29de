"""Filled workbooks of raters → ratings, and over all files of a run → marks for essays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from banxing.model.keys import EssayKey, Key
from banxing.model.questions import parts
from banxing.model.quiz import Quiz
from banxing.numerals import points as in_words
from banxing.responses.forms import all_parts, check_prints, drawn_questions
from banxing.responses.panel import Given, Rating, Waiting, judge, rubric_print
from banxing.responses.parts import column_number
from banxing.responses.records import Candidate, Note, Readings, Record, Refused, Rejection, clean_name, listed
from banxing.responses.tables import Columns, person
from banxing.responses.xlsx import Table

RATINGS = "banxing-ratings/1"
_PEOPLE = {"id": 0, "name": 1, "unit": 2}
_COUNT = re.compile(r"[0-9]{1,3}")


class Cell(NamedTuple):
    """A column of a rater's sheet: a criterion, or a deduction, of an essay. `most` is in hundredths."""

    part: str
    name: str
    most: int
    deducts: bool


@dataclass
class Panel:
    """What the hidden sheet says. `sheets` is rater → sheet; `cells` is 0-based column → what stands there."""

    quiz: str
    form: str
    summary: str
    first_row: int
    raters: int
    gap: int
    prints: dict[str, str] = field(default_factory=dict)
    rubrics: dict[str, str] = field(default_factory=dict)
    sheets: dict[int, str] = field(default_factory=dict)
    cells: dict[int, Cell] = field(default_factory=dict)


def read_panel(table: Table) -> Panel:
    """Key and value in the first two columns. Refuses a sheet that somebody has damaged."""
    pairs = [(cells[0].strip(), cells[1].strip()) for _, cells in table.rows if len(cells) > 1 and cells[0].strip()]
    plain = dict(pairs)
    counts = [plain.get(name, "") for name in ("first_row", "raters", "gap")]
    if len(plain) < len(pairs) or not plain.get("sheet") or not all(map(_COUNT.fullmatch, counts)):
        raise Refused("damaged-workbook")
    first, raters, gap = map(int, counts)
    panel = Panel(plain.get("quiz", ""), plain.get("form", ""), plain["sheet"], first, raters, gap)
    for name, value in pairs:
        kind, _, rest = name.partition(":")
        if kind == "print":
            panel.prints[rest] = value
        elif kind == "rubric":
            panel.rubrics[rest] = value
        elif kind == "rater" and _COUNT.fullmatch(rest):
            panel.sheets[int(rest)] = value
        elif kind in ("criterion", "deduction"):
            panel.cells[column_number(rest) - 1] = _read_cell(value, kind == "deduction")
    if sorted(panel.sheets) != list(range(1, panel.raters + 2)) or not panel.cells or min(panel.cells) < 0:
        raise Refused("damaged-workbook")
    return panel


def _read_cell(value: str, deducts: bool) -> Cell:
    part, _, rest = value.partition("#")
    name, _, most = rest.partition("#")
    if not most.isdecimal() or len(most) > 8:
        raise Refused("damaged-workbook")
    return Cell(part, name, int(most), deducts)


@dataclass
class _Case:
    """All there is on one essay of one candidate."""

    candidate: Candidate
    form: str
    panel: Panel
    ratings: dict[int, Rating] = field(default_factory=dict)
    at: tuple[str, int] = ("", 0)
    broken: bool = False


class Raters:
    """Collects what the raters' workbooks of a run say."""

    def __init__(self, quiz: Quiz, keys: Mapping[str, Key]) -> None:
        self._quiz, self._keys, self._known = quiz, keys, all_parts(quiz)
        self._cases: dict[tuple[str, str, str], _Case] = {}

    def read(self, file: str, panel: Panel, tables: Mapping[str, Table], readings: Readings) -> None:
        """One workbook; a copy made for one rater has nothing on the sheets of the others."""
        self._check(panel)
        summary = tables.get(panel.summary)
        if summary is None or any(name not in tables for name in panel.sheets.values()):
            raise Refused("damaged-workbook")
        people = {number: cells for number, cells in summary.rows if number >= panel.first_row}
        for rater, name in panel.sheets.items():
            for number, cells in tables[name].rows:
                typed = {column: cells[column].strip() for column in panel.cells if column < len(cells)}
                if number >= panel.first_row and any(typed.values()):
                    self._row(file, panel, (rater, number), people.get(number, []), typed, readings)

    def _check(self, panel: Panel) -> None:
        if panel.quiz != self._quiz.id:
            raise Refused("other-quiz", found=panel.quiz, quiz=self._quiz.id)
        check_prints(self._quiz, panel.prints)
        if {q.id for q in drawn_questions(self._quiz, panel.form if self._quiz.is_exam else "")} != set(panel.prints):
            raise Refused("drawn-differs")
        for part in {cell.part for cell in panel.cells.values()}:
            key = self._keys.get(part)
            if part not in self._known or self._known[part].type != "essay":
                raise Refused("damaged-workbook")
            if isinstance(key, EssayKey) and rubric_print(key) != panel.rubrics.get(part):
                raise Refused("rubric-changed", question=part)

    def _row(
        self,
        file: str,
        panel: Panel,
        where: tuple[int, int],
        who: list[str],
        typed: Mapping[int, str],
        readings: Readings,
    ) -> None:
        rater, number = where
        identity = clean_name(who[0]) if who else ""
        try:
            candidate = person(who or [""], Columns(dict(_PEOPLE)))
        except Refused as refused:
            readings.rejections.append(Rejection(file, number, identity, refused.code, refused.fields))
            return
        for part in dict.fromkeys(cell.part for cell in panel.cells.values()):
            mine = {panel.cells[column]: value for column, value in typed.items() if panel.cells[column].part == part}
            if not any(mine.values()):
                continue
            case = self._cases.setdefault((candidate.id, panel.form, part), _Case(candidate, panel.form, panel))
            case.at = case.at if case.at[0] else (file, number)
            try:
                given = _given(mine, rater)
                form = panel.form if self._quiz.is_exam else ""
                self._take(
                    case, Rating(candidate.id, part, rater, _total(given), f"{file}:{number}", form, _rounded(given))
                )
            except Refused as refused:
                case.broken = True
                fields = refused.fields | self._named(part, panel.form, refused.fields.get("criterion", ""))
                readings.rejections.append(Rejection(file, number, candidate.id, refused.code, fields))

    def _named(self, part: str, form: str, criterion: str) -> dict[str, str]:
        """What the raters' sheet calls the essay and the criterion: its number on the paper and the name shown."""
        drawn = drawn_questions(self._quiz, form if self._quiz.is_exam else "")
        question, _, sub = part.partition("/")
        at = next((number for number, one in enumerate(drawn, 1) if one.id == question), 0)
        places = [name for name, _ in parts(drawn[at - 1])] if sub and at else []
        key = self._keys.get(part)
        names = dict[str, str]()
        if isinstance(key, EssayKey):
            names = {row.id: row.name for row in key.rubric} | {row.id: row.name for row in key.deductions}
        return {
            "number": f"{at}({places.index(part) + 1})" if places else str(at),
            "criterion": names.get(criterion, criterion),
        }

    def _take(self, case: _Case, rating: Rating) -> None:
        known = case.ratings.get(rating.rater, rating)
        if known.total != rating.total:
            raise Refused("ratings-differ", rater=rating.rater, question=rating.part, other=known.place)
        case.ratings[rating.rater] = rating

    def finish(self, readings: Readings) -> None:
        """Marks as records, open ones as notes; every rating for the statistics."""
        waiting: dict[Waiting, list[str]] = {"missing": [], "apart": []}
        marks: dict[tuple[str, str], tuple[_Case, dict[str, int]]] = {}
        for (identity, form, part), case in self._cases.items():
            readings.ratings += [rating for _, rating in sorted(case.ratings.items())]
            if case.broken:
                continue
            totals = {rater: rating.total for rater, rating in case.ratings.items()}
            mark = judge(totals, case.panel.raters, case.panel.gap, self._known[part].points)
            if isinstance(mark, int):
                marks.setdefault((identity, form), (case, {}))[1][part] = mark
            else:
                waiting[mark].append(identity)
        for case, found in marks.values():
            form = case.form if self._quiz.is_exam else ""
            drawn = tuple(question.id for question in drawn_questions(self._quiz, form))
            readings.records.append(Record(*case.at, case.candidate, drawn, {}, found, form=form))
        for why, ids in waiting.items():
            if ids:
                fields = {"count": len(ids), "ids": listed(dict.fromkeys(ids))}
                readings.notes.append(Note(f"ratings_{why}", fields))


def _given(cells: Mapping[Cell, str], rater: int) -> list[tuple[Cell, Decimal]]:
    """What was given or taken off, in points. Refuses what is missing, no number or out of range."""
    found = []
    for cell, value in cells.items():
        where = {"criterion": cell.name, "rater": rater}
        if not value:
            if not cell.deducts:
                raise Refused("rating-incomplete", **where)
            continue
        try:
            mark = Decimal(unicodedata.normalize("NFKC", value))
        except InvalidOperation as error:
            raise Refused("bad-rating", value=value, **where) from error
        if not mark.is_finite() or not 0 <= mark * 100 <= cell.most:
            raise Refused("rating-out-of-range", value=value, points=in_words(cell.most), **where)
        found.append((cell, mark))
    return found


def _total(given: list[tuple[Cell, Decimal]]) -> int:
    """Criteria less deductions, not below 0, in hundredths."""
    return max(_hundredths(sum((-mark if cell.deducts else mark for cell, mark in given), Decimal(0))), 0)


def _rounded(given: list[tuple[Cell, Decimal]]) -> tuple[Given, ...]:
    return tuple(Given(cell.name, _hundredths(mark), cell.deducts) for cell, mark in given)


def _hundredths(points: Decimal) -> int:
    return int((points * 100).quantize(Decimal(1), ROUND_HALF_UP))
