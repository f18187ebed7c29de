"""The grid that the register and the sheet of marks share: a row a candidate, a column a part, heads above."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from banxing.messages import Lang, text
from banxing.responses.records import Candidate
from banxing.sheets.formats import Styles
from banxing.sheets.paper import Item, Paper

FIRST_ROW = 5  # 0-based: below title, advice, the line on double entry, numbers, part ids
FIRST_PART = 3
STEPS = "_steps"  # the hidden sheet of helper cells; its first columns say whether a row was typed, once and twice
A4 = 9
RESULTS = {"score": 7, "percent": 8, "status": 8}
_PEOPLE = {"id": 15, "name": 8.5, "unit": 15}
_WIDTHS = {
    "fill_blank": 9,
    "ordering": 7.5,
    "matching": 7.5,
    "essay": 6.5,
    "multiple_choice": 6,
    "indefinite_choice": 6,
}
_PAGE_WIDTH = 150  # characters that print legibly on A4 landscape


class Grid:
    """Where things stand, in 0-based rows and columns."""

    def __init__(self, paper: Paper, people: Sequence[Candidate], style: Styles, lang: Lang) -> None:
        self.paper, self.people, self.style, self.lang = paper, people, style, lang
        self.columns: list[tuple[int, Item]] = list(enumerate(paper.leaves, FIRST_PART))
        self.last_part = self.columns[-1][0]
        self.last_row = FIRST_ROW + len(people) - 1
        self.rows = range(FIRST_ROW, self.last_row + 1)

    def head(self, sheet: Any, kind: str) -> None:
        """Title, advice, numbers and part ids; A4 landscape with the heads on every page; locked without a password."""
        title = text(f"sheet.title_{kind}", self.lang, title=self.paper.quiz.head.title)
        form = text("sheet.form", self.lang, form=self.paper.form) if self.paper.form else ""
        sheet.write_string(0, 0, title + form, self.style.title)
        sheet.write_string(1, 0, text(f"sheet.advice_{kind}", self.lang), self.style.advice)
        for column, name in enumerate(_PEOPLE):
            self.tall_head(sheet, column, name)
        for column, item in self.columns:
            sheet.write_string(FIRST_ROW - 2, column, item.label, self.style.head)
            sheet.write_string(FIRST_ROW - 1, column, item.part, self.style.part)
        widths = [*_PEOPLE.values(), *(_width(item) for _, item in self.columns)]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_default_row(18)
        sheet.set_row(0, 26)
        sheet.set_row(FIRST_ROW - 1, 110)
        sheet.freeze_panes(FIRST_ROW, 2)
        # The title prints as the page header: as cells it would be cut at the columns that every page repeats.
        sheet.set_header("&L&14" + (title + form).replace("&", "&&"))
        on_paper(sheet, self.lang, pages_wide=ceil(sum((*widths, *RESULTS.values())) / _PAGE_WIDTH))
        sheet.repeat_rows(FIRST_ROW - 2, FIRST_ROW - 1)
        sheet.repeat_columns(0, 1)

    def tall_head(self, sheet: Any, column: int, name: str) -> None:
        words = text(f"sheet.{name}", self.lang)
        sheet.merge_range(FIRST_ROW - 2, column, FIRST_ROW - 1, column, words, self.style.head)

    def used(self, row: int) -> str:
        """The cell that is 1 where a row has an id and anything typed, else 0."""
        return f"{place(STEPS)}$A{row + 1}"

    def second_used(self, row: int) -> str:
        """The cell that is 1 where a row has anything on the second typist's sheet, else 0."""
        return f"{place(STEPS)}$B{row + 1}"

    @property
    def all_second(self) -> str:
        """How many rows that are."""
        return f"SUM({self.down(STEPS, 1)})"

    def down(self, name: str, column: int) -> str:
        """The range of all candidates in a column of a sheet."""
        first = xl_rowcol_to_cell(FIRST_ROW, column, True, True)
        return f"{place(name)}{first}:{xl_rowcol_to_cell(self.last_row, column, True, True)}"

    def copy_people(self, sheet: Any, first: str) -> None:
        """Number, name and unit as they stand on the sheet `first`."""
        for row, person in zip(self.rows, self.people, strict=True):
            for column, value in enumerate((person.id, person.name, person.unit)):
                there = f"{place(first)}{xl_rowcol_to_cell(row, column)}"
                sheet.write_formula(row, column, f'=IF({there}="","",{there})', self.style.locked_person, value)

    def parts(self, name: str, row: int) -> str:
        """The range of a row's parts on a sheet."""
        return f"{place(name)}{xl_rowcol_to_cell(row, FIRST_PART)}:{xl_rowcol_to_cell(row, self.last_part)}"


def on_paper(sheet: Any, lang: Lang, *, pages_wide: int = 1) -> None:
    """A4 landscape with page numbers; formulas locked, without a password."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.set_margins(0.4, 0.4, 0.75, 0.6)
    sheet.set_footer(text("sheet.page", lang))
    sheet.protect("", {"format_columns": True, "format_rows": True})


def place(name: str) -> str:
    """A sheet's name as a formula writes it."""
    return f"'{name}'!"


def _width(item: Item) -> float:
    return max(_WIDTHS.get(item.question.type, 4), len(item.label) + 1)
