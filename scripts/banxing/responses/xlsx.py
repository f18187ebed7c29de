"""Workbooks from outside → rows of text, after a look at what opening them would cost."""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from banxing.responses.records import Refused

MAX_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_COLUMNS = 10_000
MAX_CELLS = 5_000_000
_EXACT = 10**15  # a spreadsheet keeps fifteen digits; longer numbers have lost their end


@dataclass
class Table:
    """Rows of text with their 1-based numbers. `dates` holds (row, column), 1-based, of cells made dates.

    The rows of a large file are not held in memory: `stream` reads them, anew each time.
    """

    rows: list[tuple[int, list[str]]]
    dates: set[tuple[int, int]] = field(default_factory=set)
    encoding: str = ""
    stream: Iterable[tuple[int, list[str]]] | None = None

    def each(self) -> Iterable[tuple[int, list[str]]]:
        return self.rows if self.stream is None else self.stream


def read_xlsx(path: Path) -> dict[str, Table]:
    """Sheet name → table, in order, hidden sheets too. Refuses archives that are broken or too large."""
    from python_calamine import CalamineWorkbook

    _inspect(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {
            name: _table(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        }
    except BaseException as error:  # a panic inside the reader is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise Refused("broken-workbook") from error


def _inspect(path: Path) -> None:
    """Count before unpacking, then unpack once: a directory that lies about sizes fails its checksums."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise Refused("workbook-too-large", limit=MAX_BYTES // 1024 // 1024, entries=MAX_ENTRIES)
            for entry in entries:
                # A sheet may lie under any name; its relationships decide, so every XML part is measured.
                content = archive.read(entry)
                if content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
                    _measure(content)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, RuntimeError, ValueError) as error:
        raise Refused("broken-workbook") from error
    except NotImplementedError as error:  # a compression this Python does not know
        raise Refused("broken-workbook") from error


def _measure(xml: bytes) -> None:
    """Refuse a sheet whose last cell lies so far out that a full grid would not fit into memory."""
    rows = columns = 1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows, columns
        name = name.rpartition(":")[2]
        reference = attributes.get("r", "")
        if name == "row" and reference.isdigit():
            rows = max(rows, int(reference[:9]))
        elif name == "c" and reference:
            letters = reference.rstrip("0123456789")
            rows = max(rows, int(reference[len(letters) :][:9] or "1"))
            columns = max(columns, column_number(letters) or 1)
        if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
            raise Refused("sheet-too-large", columns=MAX_COLUMNS)

    def doctype(*_: Any) -> None:
        raise Refused("broken-workbook")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(xml, True)


def column_number(letters: str) -> int:
    """`A` → 1, `AB` → 28; 0 for what names no column."""
    if not letters.isascii() or not letters.isalpha():
        return 0
    number = 0
    for char in letters.upper()[:6]:
        number = number * 26 + ord(char) - 64
    return number


def column_name(number: int) -> str:
    """1 → `A`, 28 → `AB`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _table(grid: list[list[Any]]) -> Table:
    table = Table([])
    for row, values in enumerate(grid, 1):
        for column, value in enumerate(values, 1):
            if isinstance(value, (dt.date, dt.time, dt.timedelta)):
                table.dates.add((row, column))
        table.rows.append((row, [_text(value) for value in values]))
    return table


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        if abs(value) >= _EXACT:
            return f"{value:.2E}"
        return str(int(value)) if value == int(value) else repr(value)
    return "" if value is None else str(value)
