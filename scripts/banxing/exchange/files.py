"""A bank's file → its sheets or its text, and a refusal for what is too large, broken, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from banxing.exchange.places import Place, Unread
from banxing.responses.csvfile import decode
from banxing.responses.opening import open_file
from banxing.responses.parts import MAX_MARKS
from banxing.responses.records import Refused, clean_name
from banxing.responses.xlsx import Table

MAX_TEXT = 16 * 1024 * 1024  # bytes of a CSV or a text: ten thousand questions are a third of that
MAX_ROWS = 100_000  # with content, or lines: ten thousand questions of ten lines
MAX_CHARS = 20_000  # of a line or a cell: a case that fills ten pages has some eight thousand
_GAP = re.compile(r"(\s{9})\s+")
_ZIP = b"PK\x03\x04"
_OFFICE = {".doc", ".docx", ".wps", ".pdf", ".rtf", ".odt"}
TABLES = (".csv", ".xlsx", ".xlsm", ".xls", ".et")


@dataclass
class Sheet:
    """A table as read. `name` is empty for a CSV. Rows are numbered as a spreadsheet shows them, empty ones too."""

    name: str
    table: Table


@dataclass
class Opened:
    """Either sheets or lines of text. `encoding` is set where it is not UTF-8."""

    sheets: list[Sheet]
    lines: list[str]
    encoding: str = ""


def open_bank(path: Path) -> Opened:
    """Read a file. Raises Refused or Unread."""
    suffix = path.suffix.lower()
    try:
        if suffix in _OFFICE:
            raise Unread(Place(), "office", suffix=suffix)
        if not path.is_file():  # a pipe would never end
            raise Refused("not-a-file")
        with path.open("rb") as stream:
            head = stream.read(len(_ZIP))
        if head == _ZIP:
            return _within([Sheet(clean_name(name), table) for name, table in open_file(path).tables.items()])
        if path.stat().st_size > MAX_TEXT:
            raise Refused("file-too-large", limit=MAX_TEXT // 1024 // 1024)
        if suffix in TABLES:
            source = open_file(path)
            rows = [(number, cells) for number, (_, cells) in enumerate(source.tables.get("", Table([])).rows, 1)]
            return _within([Sheet("", Table(rows))], source.encoding)
        return _text(path)
    except OSError as error:
        raise Refused("unreadable", reason=error.strerror or type(error).__name__) from error


def _within(sheets: list[Sheet], encoding: str = "") -> Opened:
    if sum(any(cells) for sheet in sheets for _, cells in sheet.table.rows) > MAX_ROWS:
        raise Refused("too-many-rows", limit=MAX_ROWS)
    if sum(len(sheet.table.marks.formulas) for sheet in sheets) >= MAX_MARKS:  # there may be more than were kept
        raise Refused("too-many-formulas", limit=MAX_MARKS)
    return Opened(sheets, [], encoding)


def _text(path: Path) -> Opened:
    text, encoding = decode(path.read_bytes())
    if not text.strip():
        raise Refused("empty-file")
    # Word writes its soft line breaks as \v.
    lines = re.split(r"\r\n|[\r\n\v\f\u2028\u2029]", text)
    if len(lines) > MAX_ROWS:
        raise Refused("too-many-rows", limit=MAX_ROWS)
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_CHARS:
            raise Unread(Place(row=number), "long-line", line=number, limit=MAX_CHARS)
    return Opened([], [without_gaps(line) for line in lines], encoding)


def without_gaps(text: str) -> str:
    """With at most nine characters of white space in a row: patterns need not guard against ten thousand."""
    return _GAP.sub(r"\1", text)
