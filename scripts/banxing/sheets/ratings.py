"""The raters' workbook: a sheet for each with criteria and deductions, one for whoever is called in, and a summary.

Raters see numbers, not names; the summary has both. What the formulas say is what `responses.panel` computes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from banxing.messages import Lang, text
from banxing.numerals import points
from banxing.responses.ours import properties
from banxing.responses.panel import GAP, rubric_print
from banxing.responses.ratings import RATINGS
from banxing.responses.records import Candidate
from banxing.responses.workbook import META
from banxing.sheets.formats import Styles
from banxing.sheets.formulas import quoted
from banxing.sheets.layout import on_paper, place
from banxing.sheets.measures import ems
from banxing.sheets.panel import FIRST_ROW, Column, Essay, RatingGrid
from banxing.sheets.paper import Paper
from banxing.sheets.rubric import write_rubric
from banxing.sheets.summary import write_summary
from banxing.sheets.workbook import EMPTY_ROWS

_WIDTH = 11  # of a criterion
Rated = Mapping[int, Mapping[str, Mapping[tuple[str, str], float | str]]]
"""Rater → candidate id → (part, criterion or deduction) → what stands in the cell."""


def write_ratings(
    paper: Paper,
    path: Path,
    roster: Sequence[Candidate],
    lang: Lang,
    *,
    raters: int,
    gap: int = GAP,
    rated: Rated | None = None,
) -> None:
    """Write the workbook for `raters` people; `gap` is how far they may lie apart, in percent of a question's points.

    The paper has an essay. `rated` puts marks into it.
    """
    people = list(roster) or [Candidate("")] * EMPTY_ROWS
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties(properties(paper.quiz.head.title))
        grid = RatingGrid(paper, people, Styles(book), lang, raters, gap)
        summary, *sheets = [book.add_worksheet(name) for name in (grid.summary, *grid.names)]
        rubric, meta = book.add_worksheet(text("sheet.tab_rubric", lang)), book.add_worksheet(META)
        meta.hide()
        meta.protect()
        write_summary(summary, grid)
        for number, sheet in enumerate(sheets, 1):
            _Rater(grid, number).write(sheet, (rated or {}).get(number, {}))
        write_rubric(rubric, grid)
        _write_meta(meta, grid)
        summary.activate()


class _Rater:
    """The sheet of one rater."""

    def __init__(self, grid: RatingGrid, number: int) -> None:
        self.grid, self.number, self.style, self.lang = grid, number, grid.style, grid.lang
        self.essays, self.last_row = grid.essays, grid.last_row

    def write(self, sheet: Any, rated: Mapping[str, Mapping[tuple[str, str], float | str]]) -> None:
        kind = "rater" if self.number <= self.grid.raters else "extra"
        title = self.grid.title(kind, number=self.number)
        sheet.write_string(0, 0, title, self.style.title)
        sheet.write_string(1, 0, text("sheet.advice_rater", self.lang), self.style.advice)
        sheet.write_string(2, 0, text("sheet.rater_name", self.lang), self.style.told)
        sheet.merge_range(2, 1, 2, 3, "", self.style.signature)
        sheet.merge_range(3, 0, 4, 0, text("sheet.id", self.lang), self.style.head)
        for essay in self.essays:
            self._write_heads(sheet, essay)
        remark = self.essays[-1].total + 1
        sheet.merge_range(3, remark, 4, remark, text("sheet.remark", self.lang), self.style.head)
        for row, person in zip(self.grid.rows, self.grid.people, strict=True):
            there = f"{place(self.grid.summary)}{xl_rowcol_to_cell(row, 0)}"
            sheet.write_formula(row, 0, f'=IF({there}="","",{there})', self.style.locked_person, person.id)
            for essay in self.essays:
                self._write_row(sheet, row, essay, rated.get(person.id, {}))
            sheet.write_blank(row, remark, None, self.style.person)
        self._measure(sheet, remark)
        on_paper(sheet, self.lang)
        sheet.repeat_rows(3, 4)

    def _measure(self, sheet: Any, remark: int) -> None:
        sheet.set_default_row(19)
        sheet.set_row(0, 26)
        sheet.set_row(2, 22)
        sheet.set_row(3, 20)
        longest = max(ems(column.of.name) + 2 * column.deducts for essay in self.essays for column in essay.columns)
        sheet.set_row(4, 14 * (2 + ceil(longest * 2.1 / _WIDTH)))
        sheet.set_column(0, 0, 19)
        sheet.set_column(1, remark - 1, _WIDTH)
        for essay in self.essays:
            sheet.set_column(essay.total, essay.total, 8)
        sheet.set_column(remark, remark, 18)
        sheet.freeze_panes(FIRST_ROW, 1)

    def _write_heads(self, sheet: Any, essay: Essay) -> None:
        item = essay.item
        most = points(item.question.points)
        told = text("sheet.essay_head", self.lang, label=item.label, points=most)
        sheet.merge_range(3, essay.columns[0].at, 3, essay.total, told, self.style.head)
        for column in essay.columns:
            kind = "deduct_of" if column.deducts else "item_of"
            name = text(f"sheet.{kind}", self.lang, name=column.of.name, points=points(column.of.points))
            sheet.write_string(4, column.at, name, self.style.head)
            levels = getattr(column.of, "levels", ())
            lines = [
                text("sheet.level_line", self.lang, points=points(level.points), text=level.text) for level in levels
            ]
            if lines:
                size = {"width": 360, "height": 40 + 18 * sum(1 + len(line) // 26 for line in lines)}
                sheet.write_comment(4, column.at, "\n".join(lines), {"author": "", "font_name": "宋体", **size})
            self._validate(sheet, column)
        sheet.write_string(4, essay.total, text("sheet.total", self.lang), self.style.head)

    def _validate(self, sheet: Any, column: Column) -> None:
        told = text("sheet.rating_range", self.lang, points=points(column.of.points))
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": column.of.points / 100}
        rule |= {"error_title": text("sheet.check", self.lang), "error_message": told}
        sheet.data_validation(FIRST_ROW, column.at, self.last_row, column.at, rule)

    def _write_row(self, sheet: Any, row: int, essay: Essay, typed: Mapping[tuple[str, str], float | str]) -> None:
        for column in essay.columns:
            value = typed.get((column.part, column.of.id), "")
            write = (
                sheet.write_number if not isinstance(value, str) else sheet.write_string if value else sheet.write_blank
            )
            write(row, column.at, value, self.style.mark)
        sheet.write_formula(row, essay.total, f"={self._total(row, essay)}", self.style.score, "")

    def _total(self, row: int, essay: Essay) -> str:
        """Empty, the sum, or the word for what cannot be one."""
        cells = {column: xl_rowcol_to_cell(row, column.at) for column in essay.columns}
        whole = f"{xl_rowcol_to_cell(row, essay.columns[0].at)}:{xl_rowcol_to_cell(row, essay.columns[-1].at)}"
        given = [cell for column, cell in cells.items() if not column.deducts]
        taken = [cell for column, cell in cells.items() if column.deducts]
        wrong = ",".join(f"{cell}<0,{cell}>{points(column.of.points)}" for column, cell in cells.items())
        less = f"-SUM({','.join(taken)})" if taken else ""
        total = f"MAX(ROUND(SUM({','.join(given)}){less},2),0)"
        check, half = (quoted(text(f"sheet.{name}", self.lang)) for name in ("call_check", "half_rated"))
        return (
            f'IF(COUNTA({whole})=0,"",IF(OR(COUNTA({whole})>COUNT({whole}),{wrong}),{check},'
            f"IF(COUNT({','.join(given)})<{len(given)},{half},{total})))"
        )


def _write_meta(sheet: Any, grid: RatingGrid) -> None:
    rows = [
        ("format", RATINGS),
        ("quiz", grid.paper.quiz.id),
        ("form", grid.paper.form),
        ("sheet", grid.summary),
        ("first_row", str(FIRST_ROW + 1)),
        ("raters", str(grid.raters)),
        ("gap", str(grid.gap)),
        *((f"rater:{number}", name) for number, name in enumerate(grid.names, 1)),
        *((f"print:{item.part}", item.question.fingerprint()) for item in grid.paper.items),
    ]
    for essay in grid.essays:
        rows.append((f"rubric:{essay.item.part}", rubric_print(essay.key)))
        for column in essay.columns:
            kind = "deduction" if column.deducts else "criterion"
            name = f"{column.part}#{column.of.id}#{column.of.points}"
            rows.append((f"{kind}:{xl_col_to_name(column.at)}", name))
    for row, (name, value) in enumerate(rows):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.protect()
