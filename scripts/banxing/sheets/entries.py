"""Double entry: a second sheet to type into, and a sheet that shows by formula where the two differ."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from banxing.messages import text
from banxing.responses.answers import FALSE, TRUE
from banxing.responses.entries import BETWEEN, SPACES
from banxing.sheets.formulas import narrow, quoted, without
from banxing.sheets.layout import FIRST_PART, FIRST_ROW, Grid, place
from banxing.sheets.paper import Item
from banxing.sheets.register import Filled, write_answers

_DIFFERENCES = 7  # width of the column that counts them


def write_second(sheet: Any, grid: Grid, first: str, filled: Filled) -> None:
    """The same grid with the people of the sheet `first`, so that nobody is typed in twice under two numbers."""
    grid.head(sheet, "second")
    grid.copy_people(sheet, first)
    write_answers(sheet, grid, filled)
    sheet.print_area(FIRST_ROW - 2, 0, grid.last_row, grid.last_part)


def write_differences(sheet: Any, grid: Grid, first: str, second: str) -> None:
    """Each cell empty, or with what the two typists wrote; behind the row how many there are."""
    grid.head(sheet, "differences")
    grid.copy_people(sheet, first)
    count = grid.last_part + 1
    grid.tall_head(sheet, count, "differences")
    sheet.set_column(count, count, _DIFFERENCES)
    for row in grid.rows:
        for column, item in grid.columns:
            cell = xl_rowcol_to_cell(row, column)
            one, two = f"{place(first)}{cell}", f"{place(second)}{cell}"
            same = f"EXACT({_plain(item, one)},{_plain(item, two)})"
            shown = f'{one}&"｜"&{two}'
            formula = f'=IF({grid.second_used(row)}=0,"",IF({same},"",{shown}))'
            sheet.write_formula(row, column, formula, grid.style.locked_mark, "")
        cells = f"{xl_rowcol_to_cell(row, FIRST_PART)}:{xl_rowcol_to_cell(row, grid.last_part)}"
        sheet.write_formula(row, count, f"=SUMPRODUCT(--(LEN({cells})>0))", grid.style.score, 0)
    rule: dict[str, Any] = {"type": "formula", "criteria": f"=LEN({xl_rowcol_to_cell(FIRST_ROW, FIRST_PART)})>0"}
    sheet.conditional_format(
        FIRST_ROW, FIRST_PART, grid.last_row, grid.last_part, {**rule, "format": grid.style.doubtful}
    )
    rule = {"type": "cell", "criteria": ">", "value": 0, "format": grid.style.doubtful}
    sheet.conditional_format(FIRST_ROW, count, grid.last_row, count, rule)
    sheet.print_area(FIRST_ROW - 2, 0, grid.last_row, count)


def differences(grid: Grid, name: str, row: int) -> str:
    """The cell that counts a row's differences on the sheet `name`."""
    return f"{place(name)}{xl_rowcol_to_cell(row, grid.last_part + 1)}"


def tell_differences(sheets: list[Any], grid: Grid, name: str) -> None:
    """One line above the grid of each sheet: how many were typed twice, and how many cells differ."""
    column = xl_rowcol_to_cell(FIRST_ROW, grid.last_part + 1, True, True)
    counts = f"{place(name)}{column}:{xl_rowcol_to_cell(grid.last_row, grid.last_part + 1, True, True)}"
    cells, people = f"SUM({counts})", f'COUNTIF({counts},">0")'
    before, cells_word, people_word, after = text("sheet.entered_twice", grid.lang, gap="\x1f").split("\x1f")
    told = [quoted(before), grid.all_second, quoted(cells_word), cells, quoted(people_word), people, quoted(after)]
    formula = f"=IF({grid.all_second}=0,{quoted(text('sheet.entered_once', grid.lang))},{'&'.join(told)})"
    for sheet in sheets:
        sheet.write_formula(2, 0, formula, grid.style.told, text("sheet.entered_once", grid.lang))
        rule = {"type": "formula", "criteria": f"={cells}>0", "format": grid.style.doubtful}
        sheet.conditional_format(2, 0, 2, FIRST_PART - 1, rule)


def _plain(item: Item, cell: str) -> str:
    """`responses.entries`, as a formula."""
    kind = item.question.type
    if kind == "essay":
        return f'IF(ISNUMBER({cell}),TEXT(ROUND({cell},2),"0.00"),TRIM({cell}))'
    if kind == "fill_blank":
        return narrow(f"UPPER({without(cell, SPACES)})", "0123456789.,-;")
    letters = "TFXRUEALS" if kind == "true_false" else "".join(item.letters)
    digits = "0123456789-" if kind == "matching" else "-"
    plain = narrow(f"UPPER({without(cell, BETWEEN)})", letters + digits)
    if kind != "true_false":
        return plain
    yes, no = (f'ISNUMBER(FIND("|"&{plain}&"|",{quoted("|" + "|".join(words) + "|")}))' for words in (TRUE, FALSE))
    return f'IF({yes},"对",IF({no},"错",{plain}))'
