"""CSV files from outside → rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from banxing.responses.parts import MAX_COLUMNS
from banxing.responses.records import Refused
from banxing.responses.xlsx import Table

MAX_LINE = 1024 * 1024


def read_csv(raw: bytes) -> Table:
    """UTF-8 with or without BOM, else GB18030, which `encoding` then says. Refuses what is no text."""
    _check_lines(raw)
    text, encoding = decode(raw)
    table = Table([], encoding=encoding)
    reader = csv.reader(_lines(text), strict=True)
    try:
        while (cells := next(reader, None)) is not None:
            if len(cells) > MAX_COLUMNS:
                raise Refused("too-many-columns", line=reader.line_num, limit=MAX_COLUMNS)
            table.rows.append((reader.line_num, cells))
    except csv.Error as error:
        raise Refused("broken-csv", line=reader.line_num) from error
    return table


def _check_lines(raw: bytes) -> None:
    """Refuse a line without end before it is decoded, which takes several times its size."""
    at, longest = 0, 4 * MAX_LINE  # bytes: four is the most a character takes
    while at + longest < len(raw):
        end = max(raw.rfind(b"\n", at, at + longest), raw.rfind(b"\r", at, at + longest))
        if end < 0:
            raise Refused("long-line", line=raw.count(b"\n", 0, at) + 1)
        at = end + 1


def decode(raw: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding when that is not UTF-8. Refuses UTF-16 and what is no text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("utf-16")
    if b"\x00" in raw:
        raise Refused("wrong-encoding")
    for name in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(name), "" if name == "utf-8-sig" else "GB18030"
        except UnicodeDecodeError:
            continue
    raise Refused("wrong-encoding")


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends; a line break inside quotes is the csv module's business."""
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > MAX_LINE:
            raise Refused("long-line", line=number)
        yield line
