"""What a reader of values does not tell of a workbook: which cells are computed, which are merged."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from banxing.responses.xlsx import column_number

MAX_MARKS = 100_000
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Corner = tuple[int, int]


@dataclass
class Marks:
    """1-based (row, column) of formulas, and merged ranges as (first, last)."""

    formulas: set[Corner] = field(default_factory=set)
    merged: list[tuple[Corner, Corner]] = field(default_factory=list)


def read_marks(path: Path) -> dict[str, Marks]:
    """Sheet name → marks, for a workbook that `responses.xlsx` has already found to be sound and of bounded size."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        sheets, targets = _Sheets(), _Targets()
        for part, found in (("xl/workbook.xml", sheets), ("xl/_rels/workbook.xml.rels", targets)):
            if part in names:
                _parse(archive, part, found)
        result = {}
        for name, relation in sheets.found.items():
            part = posixpath.normpath(posixpath.join("/xl", targets.found.get(relation, ""))).lstrip("/")
            reader = _Cells()
            if part in names:
                _parse(archive, part, reader)
            result[name] = reader.marks
        return result


class _Sheets:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.found[attributes.get("name", "")] = relation


class _Targets:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")


class _Cells:
    """Rows and cells may leave out where they stand: then they follow the one before."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.row = self.column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        if name == "row":
            self.row, self.column = int(reference) if reference.isdigit() else self.row + 1, 0
        elif name == "c":
            place = _corner(reference)
            self.row, self.column = place or (self.row, self.column + 1)
        elif name == "f" and len(self.marks.formulas) < MAX_MARKS:
            self.marks.formulas.add((self.row, self.column))
        elif name == "mergeCell" and len(self.marks.merged) < MAX_MARKS:
            first, _, last = attributes.get("ref", "").partition(":")
            corners = _corner(first), _corner(last)
            if corners[0] and corners[1]:
                self.marks.merged.append((corners[0], corners[1]))


def _parse(archive: zipfile.ZipFile, part: str, reader: _Sheets | _Targets | _Cells) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: reader.start(name.rpartition(":")[2], attributes)
    with archive.open(part) as stream:
        parser.ParseFile(stream)


def _corner(reference: str) -> Corner | None:
    found = _CELL.fullmatch(reference)
    return (int(found[2]), column_number(found[1])) if found else None
