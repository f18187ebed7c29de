"""One XML part of a workbook, read through once: how much it unfolds to, which of its cells are not what they seem."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field

from banxing.responses.records import Refused

MAX_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_COLUMNS = 10_000
MAX_CELLS = 5_000_000  # of all sheets together, with the empty ones between
_MAX_DEPTH = 100
MAX_MARKS = 100_000  # of all sheets; of formulas no more are kept
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Corner = tuple[int, int]


@dataclass
class Marks:
    """1-based (row, column) of formulas, of errors with what they show (`#REF!`); merged ranges as (first, last)."""

    formulas: set[Corner] = field(default_factory=set)
    errors: dict[Corner, str] = field(default_factory=dict)
    merged: list[tuple[Corner, Corner]] = field(default_factory=list)


@dataclass
class Room:
    """What is left, of all parts together."""

    cells: int = MAX_CELLS
    elements: int = 4 * MAX_CELLS
    marks: int = MAX_MARKS
    formulas: int = MAX_MARKS


class Part:
    """One XML part. Rows and cells may leave out where they stand: then they follow the one before."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.marks = Marks()
        self.sheets: dict[str, str] = {}  # name → relationship
        self.targets: dict[str, str] = {}  # relationship → part
        self.strings, self.uses = array("I"), array("I")  # lengths of stored texts; which one each cell shows
        self.rows = self.columns = 0
        self._row = self._column = self._depth = 0
        self._told = self._in_string = False  # whether a value is wanted; whether this is a stored text
        self._value: str | None = None
        self._starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "v": self._start_value,
            "si": self._start_string,
            "mergeCell": self._merge,
            "sheet": self._name_sheet,
            "Relationship": self._relate,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Refused("broken-workbook")
        self.room.elements -= 1
        if self.room.elements < 0:
            raise too_large()
        if begin := self._starts.get(name.rpartition(":")[2]):
            begin(attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        name = name.rpartition(":")[2]
        if name == "si":
            self._in_string = False
        elif name == "v" and self._value is not None:
            if (self._row, self._column) in self.marks.errors:
                self.marks.errors[self._row, self._column] = self._value[:10]
            elif self._value.isdigit() and len(self._value) < 10:
                self.uses.append(int(self._value))
            self._value = None

    def text(self, data: str) -> None:
        if self._in_string:
            self.strings[-1] += len(data)
        elif self._value is not None and len(self._value) < 10:
            self._value += data

    def _start_row(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        self._row, self._column = int(reference[:9]) if reference.isdigit() else self._row + 1, 0
        self._grow()

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        place = corner(reference)
        if reference and not place:
            raise Refused("broken-workbook")
        self._row, self._column = place or (self._row, self._column + 1)
        self._grow()
        self._told = attributes.get("t") in ("s", "e")
        if attributes.get("t") == "e":
            self._spend()
            self.marks.errors[self._row, self._column] = "#"

    def _grow(self) -> None:
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        if self.columns > MAX_COLUMNS or self.rows * self.columns > self.room.cells:
            raise Refused("sheet-too-large", columns=MAX_COLUMNS)

    def _start_value(self, _: dict[str, str]) -> None:
        self._value = "" if self._told else None

    def _start_string(self, _: dict[str, str]) -> None:
        self.strings.append(0)
        self._in_string = True

    def _start_formula(self, _: dict[str, str]) -> None:
        if self.room.formulas:
            self.room.formulas -= 1
            self.marks.formulas.add((self._row, self._column))

    def _spend(self) -> None:
        self.room.marks -= 1
        if self.room.marks < 0:
            raise Refused("broken-workbook")

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        corners = corner(first), corner(last)
        if corners[0] and corners[1]:
            self._spend()
            self.marks.merged.append((corners[0], corners[1]))

    def _name_sheet(self, attributes: dict[str, str]) -> None:
        relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        self._spend()
        self.sheets[attributes.get("name", "")] = relation

    def _relate(self, attributes: dict[str, str]) -> None:
        self._spend()
        self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


def corner(reference: str) -> Corner | None:
    """`B7` → (7, 2); None for what is no cell."""
    found = _CELL.fullmatch(reference)
    return (int(found[2]), column_number(found[1])) if found else None


def column_number(letters: str) -> int:
    """`A` → 1, `AB` → 28; 0 for what names no column."""
    if not letters.isascii() or not letters.isalpha():
        return 0
    number = 0
    for char in letters.upper()[:6]:
        number = number * 26 + ord(char) - 64
    return number


def too_large() -> Refused:
    return Refused("workbook-too-large", limit=MAX_BYTES // 1024 // 1024, entries=MAX_ENTRIES)
