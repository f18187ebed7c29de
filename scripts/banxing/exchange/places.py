"""Where something stands in a bank from elsewhere, and what is said about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from banxing.diagnostics import START, Diagnostic
from banxing.messages import Lang, text

_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, order=True)
class Place:
    """A cell or a line. `row` is 1-based, 0 for a whole sheet; `column` is 1-based, 0 where there is none (text)."""

    index: int = 0  # of the sheet, for the order
    row: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        """`单选题!D12` as a spreadsheet's name box takes it; the bare line number for text."""
        cell = f"{letters(self.column)}{self.row}" if self.row else ""
        return "!".join(filter(None, (self.sheet, cell)))


@dataclass(frozen=True)
class Cell:
    """A text and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class Fault:
    """What could not be read, so that it was left out. `section` of the messages holds the sentence for `code`."""

    place: Place
    code: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    section: Literal["import", "diagnostics"] = "import"

    def line(self, file: str, lang: Lang) -> str:
        return f"{_at(file, self.place)}: {self.message(lang, file)} [{self.code}]"

    def message(self, lang: Lang, file: str = "") -> str:
        if self.section == "diagnostics":
            return Diagnostic("", START, self.code, self.fields).message(lang)
        return text(f"import.{self.code}", lang, **_said(self.fields, lang, file))


@dataclass(frozen=True)
class Note:
    """What a person should know of a file that was read. `code` names a sentence `import.note_…`."""

    code: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def message(self, lang: Lang) -> str:
        return text(f"import.note_{self.code}", lang, **_said(self.fields, lang))


class Unread(Exception):
    """Ends the reading of one question, or of a file where `place` is the whole."""

    def __init__(self, place: Place, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.reason = Fault(place, code, fields)

    @classmethod
    def of(cls, fault: Fault) -> Unread:
        unread = cls(fault.place, fault.code)
        unread.reason = fault
        return unread


def letters(column: int) -> str:
    """1 → `A`, 28 → `AB`; nothing for 0."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def short(value: str, limit: int = 30) -> str:
    """A value on one line and not too long to quote."""
    line = " ".join(value.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _visible(words: str) -> str:
    """Nothing that a cell holds may steer a terminal."""
    return "".join(" " if unicodedata.category(char) in _INVISIBLE else char for char in words)


def _at(file: str, place: Place) -> str:
    return ":".join(filter(None, (file, str(place))))


def _said(fields: Mapping[str, Any], lang: Lang, file: str = "") -> dict[str, Any]:
    """What is called `kind` is a question type and `field` a column, both said by their names; lists are joined."""
    said = dict(fields)
    if kind := said.get("kind"):
        said["kind"] = text(f"player.type_{kind}", lang)
    if name := said.get("field"):
        said["field"] = text(f"export.column_{name}", lang)
    joint = text("terms.joint", lang)
    for name, value in said.items():
        if isinstance(value, Place):
            said[name] = _at(file, value)
        elif isinstance(value, str):
            said[name] = _visible(value)
        elif isinstance(value, (list, tuple)):
            said[name] = joint.join(_visible(str(entry)) for entry in value)
    return said
