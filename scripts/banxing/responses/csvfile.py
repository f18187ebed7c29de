"""CSV files from outside → rows of text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from banxing.responses.parts import MAX_COLUMNS
from banxing.responses.records import Broken, Refused
from banxing.responses.xlsx import Table

MAX_LINE = 1024 * 1024
_CODECS = {"utf-8-sig": "", "gb18030": "GB18030"}
"""As Python calls them → as people are told, where it is not UTF-8."""


def read_csv(raw: bytes) -> Table:
    """UTF-8 with or without BOM, else GB18030, which `encoding` then says. Refuses what is no text."""
    _check_lines(raw)
    text, encoding = decode(raw)
    return Table(list(_rows(io.StringIO(text, newline=""))), encoding=encoding)


class CsvRows:
    """The rows of a file of any size, read anew each time they are asked for, in bounded memory.

    Making one reads the file once, to tell its encoding. Refuses as `read_csv` does, while rows are read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._codec = next((codec for codec in _CODECS if _decodes(path, codec)), "")
        if not self._codec:
            raise Refused("wrong-encoding")
        self.encoding = _CODECS[self._codec]

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        with self._path.open(encoding=self._codec, newline="") as stream:
            yield from _rows(stream)


def stream_csv(path: Path) -> Table:
    rows = CsvRows(path)
    return Table([], encoding=rows.encoding, stream=rows)


def _decodes(path: Path, codec: str) -> bool:
    decoder, start = codecs.getincrementaldecoder(codec)(), True
    with path.open("rb") as stream:
        while block := stream.read(MAX_LINE):
            _refuse_binary(block, start=start)
            start = False
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _rows(lines: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line it ends in; a line break inside quotes is the csv module's business."""
    reader = csv.reader(_lines(lines), strict=True)
    try:
        while (cells := next(reader, None)) is not None:
            if len(cells) > MAX_COLUMNS:
                raise Broken("too-many-columns", line=reader.line_num, limit=MAX_COLUMNS)
            yield reader.line_num, cells
    except csv.Error as error:
        raise Broken("broken-csv", line=reader.line_num) from error


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
    _refuse_binary(raw)
    for codec, name in _CODECS.items():
        try:
            return raw.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise Refused("wrong-encoding")


def _refuse_binary(raw: bytes, *, start: bool = True) -> None:
    if start and raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("utf-16")
    if b"\x00" in raw:
        raise Refused("wrong-encoding")


def _lines(text: TextIO) -> Iterator[str]:
    """The lines with their ends, none of them held in memory beyond the longest allowed."""
    number = 0
    while line := text.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise Broken("long-line", line=number)
        yield line
