"""Workbooks from outside → rows of text, after a look at what opening them would cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from banxing.responses.archive import inspect
from banxing.responses.parts import Marks
from banxing.responses.records import Refused

_EXACT = 10**15  # a spreadsheet keeps fifteen digits; longer numbers have lost their end


@dataclass
class Table:
    """Rows of text with their 1-based numbers.

    `dates` holds (row, column), 1-based, of cells made dates. `hidden` is a sheet that a spreadsheet does not show.
    The rows of a large file are not held in memory: `stream` reads them, anew each time.
    """

    rows: list[tuple[int, list[str]]]
    dates: set[tuple[int, int]] = field(default_factory=set)
    encoding: str = ""
    marks: Marks = field(default_factory=Marks)
    hidden: bool = False
    stream: Iterable[tuple[int, list[str]]] | None = None

    def each(self) -> Iterable[tuple[int, list[str]]]:
        return self.rows if self.stream is None else self.stream


def read_xlsx(path: Path) -> dict[str, Table]:
    """Sheet name → table, in order, hidden sheets too. Refuses archives that are broken or too large."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    marks = inspect(path)
    try:
        tables = {}
        with path.open("rb") as stream:  # the name may end in anything
            book = CalamineWorkbook.from_filelike(stream)
            for sheet in book.sheets_metadata:
                if sheet.typ == SheetTypeEnum.WorkSheet:
                    grid = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                    hidden = sheet.visible != SheetVisibleEnum.Visible
                    tables[sheet.name] = _table(grid, marks.get(sheet.name, Marks()), hidden=hidden)
        return tables
    except BaseException as error:  # a panic inside the reader is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError, OSError)):
            raise
        raise Refused("broken-workbook") from error


def column_name(number: int) -> str:
    """1 → `A`, 28 → `AB`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _table(grid: list[list[Any]], marks: Marks, *, hidden: bool) -> Table:
    table = Table([], marks=marks, hidden=hidden)
    for row, values in enumerate(grid, 1):
        for column, value in enumerate(values, 1):
            if isinstance(value, (dt.date, dt.time, dt.timedelta)):
                table.dates.add((row, column))
        table.rows.append((row, [_text(value) for value in values]))
    for (row, column), shown in marks.errors.items():
        if row <= len(table.rows) and column <= len(table.rows[row - 1][1]):
            table.rows[row - 1][1][column - 1] = shown
    return table


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        if abs(value) >= _EXACT:
            return f"{value:.2E}"
        return str(int(value)) if value == int(value) else repr(value)
    return "" if value is None else str(value)
