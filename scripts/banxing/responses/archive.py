"""A workbook's archive before it is opened: what opening it would cost, and what a reader of values does not tell."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from xml.parsers import expat

from banxing.responses.parts import MAX_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ENTRIES, Marks, Part, Room, too_large
from banxing.responses.records import Refused

MAX_CHARS = 64 * 1024 * 1024  # of all cells: a text may be stored once and stand in each of them
_CHUNK = 8 * 1024 * 1024  # expat 2.5 begins a long token again with each chunk
_ENTRY = b"PK\x01\x02"
_OTHERS = {"xl/workbook.bin", "content.xml"}  # .xlsb, .ods: their readers unfold what nothing here has measured


def inspect(path: Path) -> dict[str, Marks]:
    """Sheet name → marks. Refuses what is damaged, no XLSX, or would not fit into memory."""
    try:
        _count(path)
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise too_large()
            if _OTHERS & {entry.filename for entry in entries}:
                raise Refused("old-workbook")
            reader = _Reader()
            for entry in entries:
                reader.read(archive, entry)
        return reader.finish()
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, RuntimeError, ValueError) as error:
        raise Refused("broken-workbook") from error


def _count(path: Path) -> None:
    """Refuse an archive by its own size and the number of its entries, before each becomes an object."""
    if path.stat().st_size > MAX_BYTES:
        raise too_large()
    count, tail = 0, b""
    with path.open("rb") as stream:
        while chunk := stream.read(1024 * 1024):
            count += (tail + chunk).count(_ENTRY)
            tail = chunk[1 - len(_ENTRY) :]
    if count > MAX_ENTRIES:
        raise too_large()


class _Reader:
    """Reads every entry once, to its end. What a sheet is, its relationships decide: so each XML part is measured."""

    def __init__(self) -> None:
        self.bytes = 0
        self.room = Room()
        self.parts: dict[str, Part] = {}

    def read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        part = Part(self.room)
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = part.start, part.end
        parser.CharacterDataHandler = part.text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.buffer_text = True
        size, is_xml = 0, False
        for chunk in _contents(archive, entry):
            if not size:
                head = chunk.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
                is_xml = not head or head.startswith(b"<")
            size += len(chunk)
            self.bytes += len(chunk)
            if self.bytes > MAX_BYTES:
                raise too_large()
            if is_xml:
                parser.Parse(chunk)
        if size != entry.file_size:
            raise Refused("broken-workbook")
        if is_xml and size:
            parser.Parse(b"", True)
            self.room.cells -= part.rows * part.columns
            self.parts[entry.filename] = part

    def finish(self) -> dict[str, Marks]:
        book, relations = (self.parts.get(name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
        sheets = {}
        for name, relation in book.sheets.items() if book else ():
            target = relations.targets.get(relation, "") if relations else ""
            if part := self.parts.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")):
                sheets[name] = part
        self._check_unfolded(list(sheets.values()))
        return {name: part.marks for name, part in sheets.items()}

    def _check_unfolded(self, sheets: list[Part]) -> None:
        """A sheet may be named many times, and a text shown by many cells."""
        if sum(part.rows * part.columns for part in sheets) > MAX_CELLS:
            raise Refused("sheet-too-large", columns=MAX_COLUMNS)
        for strings in (part.strings for part in self.parts.values() if part.strings):
            if sum(strings[index] for part in sheets for index in part.uses if index < len(strings)) > MAX_CHARS:
                raise too_large()


def _contents(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What an entry holds in fact, piece by piece: a directory may say less, and checksums then fit what it says."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # the others unpack without bounds
        raise Refused("broken-workbook")
    whole = copy(entry)
    whole.file_size = 2 * MAX_BYTES
    with archive.open(whole) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _refuse_doctype(*_: object) -> None:
    raise Refused("broken-workbook")
