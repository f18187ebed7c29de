"""Looks of results.xlsx, and its cells."""

from __future__ import annotations

from typing import Any

BLUE, PALE = "#1F5FA8", "#9DB3CC"
_LINE = {"border": 1, "border_color": "#C9D3DE", "valign": "vcenter"}
_HEAD = {**_LINE, "bold": True, "bg_color": "#E8EEF4"}


class Styles:
    """Formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self.words = book.add_format({**_LINE, "text_wrap": True})
        self.number = book.add_format({**_LINE, "align": "center"})
        self.head = book.add_format({**_HEAD, "text_wrap": True})
        self.turned = book.add_format({**_HEAD, "rotation": 90, "align": "center"})
        self.title = book.add_format({"bold": True, "font_size": 15})
        self.told = book.add_format({"text_wrap": True, "valign": "top"})


def write_cell(page: Any, row: int, column: int, cell: object, styles: Styles) -> None:
    """A text, a number, or nothing."""
    if isinstance(cell, str):
        page.write_string(row, column, cell, styles.words)
    elif cell is None:
        page.write_blank(row, column, None, styles.number)
    else:
        page.write_number(row, column, cell, styles.number)


def width(cell: object) -> int:
    """Columns a text takes: a Chinese character is two wide."""
    lines = str(cell).split("\n") if cell is not None else [""]
    return max(sum(1 if char.isascii() else 2 for char in line) for line in lines)
