"""Tables of questions as a workbook: text everywhere, lists to choose from, print set-up."""

from __future__ import annotations

import io
import os
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter

from banxing.exchange.columns import FIELDS
from banxing.exchange.rows import Row, title_of
from banxing.exchange.writing import write_all
from banxing.messages import Lang, text
from banxing.model.questions import LETTERS, QUESTION_TYPES

MAX_CELL = 32_767  # characters a spreadsheet keeps
_A4 = 9
_WIDTHS = {"type": 11, "stem": 44, "answer": 14, "explanation": 36, "points": 6, "difficulty": 6, "objective": 16}
_WIDTHS |= {"level": 7, "policy": 16, "stems": 26, "feedback": 34, "rubric": 40, "shuffle": 9, "case": 12, "id": 26}
_OPTION_WIDTH, _OTHER_WIDTH, _HELP_WIDTH = 22, 24, 96
_PAGE_WIDTH = 170  # characters that print legibly across an A4 page on its side
_LINE, _TALLEST = 13.5, 400  # points
_SHORT = {"type", "points", "difficulty", "level", "shuffle"}
_MUST = {"type", "stem", "answer"}


@dataclass
class Table:
    """`columns` are fields and option letters of a table of questions, else titles. `blank` rows are set up to fill."""

    name: str
    columns: list[str]
    rows: list[Row]
    blank: int = 0

    def titles(self, lang: Lang) -> list[str]:
        return [title_of(c, lang) if c in FIELDS or c in LETTERS else c for c in self.columns]

    def cells(self, lang: Lang) -> list[list[str]]:
        """The whole table as rows of text, titles first."""
        return [self.titles(lang), *([row.get(column, "") for column in self.columns] for row in self.rows)]


def write_book(
    path: Path, tables: list[Table], lang: Lang, *, title: str, explained: list[tuple[str, str]] | None = None
) -> None:
    """Write a workbook. `explained` is (column, what to write there) for a sheet of instructions. Raises OSError."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": _created()})
        style = _Styles(book)
        for table in tables:
            _write(book.add_worksheet(table.name), table, style, lang)
        if explained:
            _explain(book.add_worksheet(text("export.tab_help", lang)), explained, style, lang)
    write_all({path: content.getvalue()})


class _Styles:
    def __init__(self, book: Any) -> None:
        font = {"font_name": "宋体", "font_size": 10}
        box = {"border": 1, "border_color": "#BFBFBF"}
        head = {**font, **box, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
        # Text, so that a spreadsheet takes no `1-2` for a date and no answer for a formula.
        cell = {**font, "num_format": "@", "text_wrap": True, "valign": "top"}
        self.head = book.add_format({**head, "bg_color": "#DDE6F0"})
        self.must = book.add_format({**head, "bg_color": "#BDD0E6"})
        self.cell = book.add_format({**cell, **box})
        self.middle = book.add_format({**cell, **box, "align": "center"})
        self.plain = book.add_format(cell)
        self.title = book.add_format({**font, "bold": True, "font_size": 14})


def _write(sheet: Any, table: Table, style: _Styles, lang: Lang) -> None:
    for column, (name, title) in enumerate(zip(table.columns, table.titles(lang), strict=True)):
        look = style.middle if name in _SHORT else style.cell
        sheet.set_column(column, column, _width(name), style.plain if not table.blank else look)
        sheet.write_string(0, column, title, style.must if name in _MUST else style.head)
        for row, values in enumerate(table.rows, 1):
            value = values.get(name, "")[:MAX_CELL]
            (sheet.write_string if value else sheet.write_blank)(row, column, value, look)
        if rule := _choices(name, lang):
            sheet.data_validation(1, column, max(len(table.rows), table.blank, 1), column, rule)
    for row, values in enumerate(table.rows, 1):
        cells = [(values.get(name, ""), _width(name)) for name in table.columns]
        sheet.set_row(row, _height(cells))
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 2 if "stem" in table.columns else 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(ceil(sum(map(_width, table.columns)) / _PAGE_WIDTH), 0)
    sheet.repeat_rows(0)
    sheet.set_footer(text("sheet.page", lang))


def _choices(name: str, lang: Lang) -> dict[str, Any] | None:
    """What a list offers. Other words may be typed all the same: an import knows more of them."""
    words = {
        "type": [text(f"player.type_{kind}", lang) for kind in QUESTION_TYPES],
        "difficulty": [text(f"export.difficulty_{step}", lang) for step in ("easy", "medium", "hard")],
        "level": [text(f"export.level_{level}", lang) for level in ("recall", "apply", "analyse")],
        "shuffle": [text("export.no", lang)],
    }.get(name)
    return {"validate": "list", "source": words, "show_error": False} if words else None


def _explain(sheet: Any, explained: list[tuple[str, str]], style: _Styles, lang: Lang) -> None:
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, _HELP_WIDTH)
    sheet.write_string(0, 0, text("export.help_title", lang), style.title)
    sheet.set_row(0, 24)
    steps = [text(f"export.help_step_{number}", lang) for number in range(1, 5)]
    for row, words in enumerate(steps, 1):
        sheet.set_row(row, _height([(words, _HELP_WIDTH)]))
        sheet.write_string(row, 0, str(row), style.middle)
        sheet.write_string(row, 1, words, style.cell)
    start = len(steps) + 2
    for column, name in enumerate(("help_column", "help_what")):
        sheet.write_string(start, column, text(f"export.{name}", lang), style.head)
    for row, pair in enumerate(explained, start + 1):
        sheet.set_row(row, _height([(pair[1], _HELP_WIDTH)]))
        for column, words in enumerate(pair):
            sheet.write_string(row, column, words, style.cell)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _width(column: str) -> int:
    return _WIDTHS.get(column, _OPTION_WIDTH if column in LETTERS else _OTHER_WIDTH)


def _height(cells: list[tuple[str, int]]) -> float:
    """Points for the tallest of some (text, width in characters): not every program measures wrapped text itself."""
    lines = [sum(ceil(max(_columns(line), 1) / (width - 1)) for line in text.split("\n")) for text, width in cells]
    return min(max(lines) * _LINE + 3, _TALLEST)


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)


def _created() -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.replace(tzinfo=None)
