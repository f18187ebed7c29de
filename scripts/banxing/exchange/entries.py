"""One question as a bank from elsewhere has it: texts with their places, nothing understood yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from banxing.exchange.places import Cell, Fault, Note, Place


@dataclass
class Entry:
    """`cells` is by field (see `columns.FIELDS`); empty ones are absent. `kind` is what a heading or the sheet says."""

    place: Place
    cells: dict[str, Cell] = field(default_factory=dict)
    options: dict[str, Cell] = field(default_factory=dict)
    kind: str = ""
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.cells[name].text if name in self.cells else ""

    def at(self, name: str) -> Place:
        """Where a field stands, or would."""
        return self.cells[name].place if name in self.cells else self.place


@dataclass
class Section:
    """A part of an exam as a sheet says it."""

    kind: str
    place: Place
    points: Cell | None = None
    draw: Cell | None = None
    by: Cell | None = None
    policy: Cell | None = None


@dataclass
class Bank:
    """All that was found in a file. `facts` are the quiz's own: title, module, mode, pass_mark, policy, time_limit."""

    entries: list[Entry] = field(default_factory=list)
    facts: dict[str, Cell] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def tell(self, code: str, **fields: object) -> None:
        self.notes.append(Note(code, fields))
