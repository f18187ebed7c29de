"""The workbook a trainer fills in: answers or marks typed on one sheet, marks and results computed by formulas.

Sheets: the register to fill · the same for a second typist · where the two differ · marks · the key · figures of the
class and of each question; and hidden ones: `_steps` (helper cells of the formulas),
`_spellings` (what blanks accept), `_banxing` (which paper this is, what stands where: `banxing score` reads it).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from banxing.messages import Lang, text
from banxing.responses.ours import properties
from banxing.responses.records import Candidate
from banxing.responses.workbook import FORMAT, META
from banxing.sheets.blanks import Accepted
from banxing.sheets.entries import differences, tell_differences, write_differences, write_second
from banxing.sheets.figures import COUNTED, Figures
from banxing.sheets.formats import Styles
from banxing.sheets.formulas import Steps, mark_formula
from banxing.sheets.layout import FIRST_PART, FIRST_ROW, STEPS, Grid, on_paper, place
from banxing.sheets.measures import ems
from banxing.sheets.paper import Paper
from banxing.sheets.register import Filled, write_register
from banxing.sheets.wording import answer_words, policy_words

EMPTY_ROWS = 40
SPELLINGS = "_spellings"
_TABS = ("entry", "second", "differences", "marks", "key", "figures", "items")
_FIRST_STEP = COUNTED + 1
_KEY_ROW = 2
_KEY_COLUMNS = {"number": 7, "part": 30, "type": 12, "answer": 30, "points": 7, "policy": 46, "value": 9}


def write_workbook(
    paper: Paper,
    path: Path,
    roster: Sequence[Candidate],
    lang: Lang,
    *,
    filled: Filled | None = None,
    second: Filled | None = None,
) -> None:
    """Write the workbook of a form. Without a roster it has forty empty rows.

    `filled` and `second` put answers into it, as the first and the second typist would.
    """
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties(properties(paper.quiz.head.title))
        people = list(roster) or [Candidate("")] * EMPTY_ROWS
        _Writer(book, Grid(paper, people, Styles(book), lang)).write(filled or {}, second or {})


class _Writer:
    def __init__(self, book: Any, grid: Grid) -> None:
        self.grid, self.paper, self.lang, self.style = grid, grid.paper, grid.lang, grid.style
        names = [text(f"sheet.tab_{tab}", self.lang) for tab in _TABS]
        self.book, sheets = book, [book.add_worksheet(name) for name in names]
        self.entry, self.second, self.differences, self.marks, self.key, self.whole, self.items = sheets
        self.steps, self.spellings, self.meta = (book.add_worksheet(name) for name in (STEPS, SPELLINGS, META))
        for sheet in (self.steps, self.spellings, self.meta):
            sheet.hide()
            sheet.protect()  # shown again, it still decides marks
        self._ranges: dict[Accepted, str] = {}
        self._next_step = _FIRST_STEP
        self.figures = Figures(self.grid, self.entry.get_name(), self.marks.get_name())

    def write(self, filled: Filled, second: Filled) -> None:
        entry, other, differ = (sheet.get_name() for sheet in (self.entry, self.second, self.differences))
        grid = self.grid
        write_register(self.entry, grid, self.marks.get_name(), filled, lambda row: differences(grid, differ, row))
        write_second(self.second, grid, entry, second)
        write_differences(self.differences, grid, entry, other)
        tell_differences([self.entry, self.second, self.differences], grid, differ)
        self._write_marks()
        self.figures.write_whole(self.book, self.whole)
        self.figures.write_items(self.items)
        self._write_key()
        self._write_meta()
        self.entry.activate()

    def _write_marks(self) -> None:
        self.grid.head(self.marks, "marks")
        self.grid.copy_people(self.marks, self.entry.get_name())
        for row in self.grid.rows:
            answers, again = (self.grid.parts(sheet.get_name(), row) for sheet in (self.entry, self.second))
            self._put_step(row, 0, f'IF(AND({self._typed(row, 0)}<>"",COUNTA({answers})>0),1,0)', 0)
            self._put_step(row, 1, f"IF(COUNTA({again})>0,1,0)", 0)
            for column, formula in self.figures.step_formulas(row).items():
                self._put_step(row, column, formula, "")
            self._next_step = _FIRST_STEP
            for column, item in self.grid.columns:
                formula = f'=IF({self.grid.used(row)}=0,"",{mark_formula(item, self._steps(row, column))})'
                self.marks.write_formula(row, column, formula, self.style.locked_mark, "")
        self.marks.print_area(FIRST_ROW - 2, 0, self.grid.last_row, self.grid.last_part)

    def _typed(self, row: int, column: int) -> str:
        return f"{place(self.entry.get_name())}{xl_rowcol_to_cell(row, column)}"

    def _steps(self, row: int, column: int) -> Steps:
        index = _KEY_ROW + column - FIRST_PART + 1
        key = place(self.key.get_name())
        return Steps(
            raw=self._typed(row, column),
            key=f"{key}$D${index}",
            points=f"{key}$E${index}",
            value=f"{key}$G${index}",
            keep=lambda formula: self._keep(row, formula),
            spellings=self._list_spellings,
            unreadable=text("sheet.status_unreadable", self.lang),
            pending=text("sheet.status_pending", self.lang),
        )

    def _keep(self, row: int, formula: str) -> str:
        column = self._next_step
        self._next_step += 1
        self._put_step(row, column, formula, "")
        return f"{place(STEPS)}{xl_rowcol_to_cell(row, column)}"

    def _put_step(self, row: int, column: int, formula: str, value: str | int) -> None:
        self.steps.write_formula(row, column, f"={formula}", None, value)

    def _list_spellings(self, blank: Accepted) -> str:
        """The range on the hidden sheet that lists a blank's spellings, written on first use."""
        if blank not in self._ranges:
            column = len(self._ranges)
            for row, spelling in enumerate(blank.spellings):
                self.spellings.write_string(row, column, spelling)
            name = xl_col_to_name(column, True)
            self._ranges[blank] = f"{place(SPELLINGS)}{name}$1:{name}${len(blank.spellings)}"
        return self._ranges[blank]

    def _write_key(self) -> None:
        sheet, style = self.key, self.style
        sheet.write_string(0, 0, text("sheet.advice_key", self.lang), style.advice)
        for column, (name, width) in enumerate(_KEY_COLUMNS.items()):
            sheet.write_string(_KEY_ROW - 1, column, text(f"sheet.{name}", self.lang), style.head)
            sheet.set_column(column, column, width)
        for row, item in enumerate(self.paper.leaves, _KEY_ROW):
            kind = text(f"player.type_{item.question.type}", self.lang)
            shown = item.shown_answer or answer_words(item, self.lang)
            for column, words in enumerate((item.label, item.part, kind, shown)):
                sheet.write_string(row, column, words, style.locked_text)
            sheet.set_row(row, 15 * max(1, ceil(ems(shown) * 2.1 / _KEY_COLUMNS["answer"])))
            sheet.write_number(row, 4, item.question.points / 100, style.locked_number)
            sheet.write_string(row, 5, policy_words(item.question, self.lang), style.locked_text)
            value = item.question.paid_by.value / 100
            sheet.write(row, 6, value or None, style.locked_number)  # an empty cell counts as 0
        sheet.freeze_panes(_KEY_ROW, 0)
        on_paper(sheet, self.lang)
        sheet.repeat_rows(_KEY_ROW - 1)

    def _write_meta(self) -> None:
        rows = [
            ("format", FORMAT),
            ("quiz", self.paper.quiz.id),
            ("form", self.paper.form),
            ("sheet", self.entry.get_name()),
            ("second", self.second.get_name()),
            ("first_row", str(FIRST_ROW + 1)),
            *((f"print:{item.part}", item.question.fingerprint()) for item in self.paper.items),
        ]
        for column, item in self.grid.columns:
            kind = "marks" if item.question.type == "essay" else "column"
            rows.append((f"{kind}:{xl_col_to_name(column)}", item.part))
        for row, (name, value) in enumerate(rows):
            self.meta.write_string(row, 0, name)
            self.meta.write_string(row, 1, value)
