"""One candidate's answers as read, and what was refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from banxing.messages import Lang, text
from banxing.responses.panel import Rating

MAX_ID = 40
MAX_NAME = 100
_SHOWN, _LONG = 8, 40  # names in a list, characters of each
_EXPONENT = re.compile(r"\d+(\.\d+)?E[+-]?\d+", re.IGNORECASE)
_PLAIN_ID = re.compile(rf"[A-Za-z]?[0-9]{{1,{MAX_ID - 1}}}")
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, format, surrogate, line and paragraph separators


Fault = tuple[str, Mapping[str, Any]]
"""Code and fields of a sentence."""


class Refused(Exception):
    """Ends the reading of one record or file. `code` names the sentence in the section `rejected` of the messages.

    `more` are further faults of the same record.
    """

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.code, self.fields = code, fields
        self.more: tuple[Fault, ...] = ()


class Faults:
    """Collects the faults of one record: `with faults:` keeps what its block refuses and goes on."""

    def __init__(self) -> None:
        self.found: list[Refused] = []

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Refused) and not isinstance(error, Broken):
            self.found.append(error)
            return True
        return False

    def check(self) -> None:
        """Refuses the record, with all its faults, where there were any."""
        if self.found:
            first, *others = self.found
            first.more = tuple((other.code, other.fields) for other in others)
            raise first


class Broken(Refused):
    """Ends the reading of a file that cannot be read to its end: nothing of it counts."""


@dataclass(frozen=True, slots=True)
class Candidate:
    id: str
    name: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Record:
    """One paper handed in.

    `answers` is by part id, in authored letters, blanks joined by `\\x1f`; unanswered parts are absent.
    `marks` are people's marks for essays in hundredths. `drawn` is the ids of the questions on the paper, in its order.
    `form` seeded the order of its options (a form or a candidate's id); without one they stood as authored.
    """

    file: str
    row: int | None
    candidate: Candidate
    drawn: tuple[str, ...]
    answers: Mapping[str, str]
    marks: Mapping[str, int] = field(default_factory=dict)
    form: str = ""
    submitted: str = ""

    @property
    def place(self) -> str:
        return _place(self.file, self.row)

    @property
    def only_marks(self) -> bool:
        """A rater's row: marks for essays whose answers may come from elsewhere."""
        return bool(self.marks) and not self.answers


@dataclass(frozen=True)
class Rejection:
    """A record (or a whole file, `row` None) that does not count, and why; `more` are further faults of it."""

    file: str
    row: int | None
    id: str
    code: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    more: tuple[Fault, ...] = ()

    @property
    def place(self) -> str:
        return _place(self.file, self.row)

    def message(self, lang: Lang) -> str:
        faults = ((self.code, self.fields), *self.more)
        return text("terms.apart", lang).join(text(f"rejected.{code}", lang, **said(f, lang)) for code, f in faults)


@dataclass(frozen=True)
class Note:
    """Something the trainer must know that rejects nothing. `code` is in the section `score` of the messages."""

    code: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def message(self, lang: Lang) -> str:
        return text(f"score.{self.code}", lang, **said(self.fields, lang))


@dataclass
class Readings:
    """All that was read in one run, in the order it was met. `ratings` are what each rater gave, marks or none yet.

    `blank` are the ids of registers' rows with a person and nothing else, by file.
    """

    records: list[Record] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    blank: dict[str, list[str]] = field(default_factory=dict)


def candidate_id(raw: str) -> str:
    """NFKC, no white space; 1–40 visible characters, and not a number that a spreadsheet has cut short."""
    if _PLAIN_ID.fullmatch(raw):  # almost all: nothing below could change or refuse it
        return raw
    value = "".join(unicodedata.normalize("NFKC", raw).replace("\ufeff", "").split())
    if not value:
        raise Refused("no-id")
    if len(value) > MAX_ID:
        raise Refused("long-id", limit=MAX_ID)
    if _EXPONENT.fullmatch(value):
        raise Refused("cut-id", value=value)
    if any(unicodedata.category(char) in _INVISIBLE for char in value):
        raise Refused("odd-id")
    return value


def plain_id(raw: str) -> str:
    """The number as records have it; what is none stays as it was written."""
    try:
        return candidate_id(raw)
    except Refused:
        return raw


def said(fields: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Fields as a sentence takes them: a question type in words, lists joined, nothing that would steer a terminal."""
    joint = text("terms.joint", lang)
    words = {
        name: clean_name(value)
        if isinstance(value, str)
        else joint.join(map(clean_name, value))
        if isinstance(value, tuple)
        else value
        for name, value in fields.items()
    }
    if "type" in words:
        words["type"] = text(f"player.type_{words['type']}", lang)
    return words


def clean_name(raw: str) -> str:
    """A name or unit on one line, without invisible characters, at most 100 long."""
    if raw.isalnum():
        return raw[:MAX_NAME]
    visible = "".join(" " if unicodedata.category(c) in _INVISIBLE else c for c in raw[: 4 * MAX_NAME])
    return " ".join(visible.split())[:MAX_NAME]


def listed(names: Iterable[str]) -> tuple[str, ...]:
    """Names for a sentence: the first few, each on the short side. `said` joins them."""
    found = [name[:_LONG] for name in names]
    return (*found[:_SHOWN], "…") if len(found) > _SHOWN else tuple(found)


def _place(file: str, row: int | None) -> str:
    return file if row is None else f"{file}:{row}"
