"""What is wrong with a file, and where: the one value every reader, rule and command passes on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from banxing.messages import Lang, text

Level = Literal["error", "warning"]
Loc = tuple[str | int, ...]


class Pos(NamedTuple):
    """A place in a text file, both 1-based and counted in characters."""

    line: int
    col: int


START = Pos(1, 1)


@dataclass(frozen=True)
class Term:
    """A field of a sentence that has words of its own in each language: `terms.name`, filled with `fields`."""

    name: str
    fields: tuple[tuple[str, str | int], ...] = ()

    def say(self, lang: Lang) -> str:
        return text(f"terms.{self.name}", lang, **dict(self.fields))


@dataclass(frozen=True)
class Diagnostic:
    """One finding. `code` names the fault and picks the sentence; `fields` fill it in.

    A field may be a `Term`, or a tuple of what there is to choose from.
    """

    path: str
    pos: Pos
    code: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    level: Level = "error"

    def message(self, lang: Lang) -> str:
        said = {name: _said(value, lang) for name, value in self.fields.items()}
        return text(f"diagnostics.{self.code}", lang, **said)

    def line(self, lang: Lang) -> str:
        """`path:line:col: message [code]`, the form editors and CI logs make clickable."""
        mark = text("check.warning_mark", lang) if self.level == "warning" else ""
        return f"{self.path}:{self.pos.line}:{self.pos.col}: {mark}{self.message(lang)} [{self.code}]"


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place, without doubles."""
    unique = {(d.path, d.pos, d.code, str(sorted(d.fields.items()))): d for d in diagnostics}
    return [unique[key] for key in sorted(unique)]


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.level == "error" for d in diagnostics)


def as_text(diagnostics: Iterable[Diagnostic], lang: Lang) -> str:
    return "".join(f"{d.line(lang)}\n" for d in diagnostics)


def as_json(diagnostics: Iterable[Diagnostic], lang: Lang) -> str:
    rows = [
        {
            "path": d.path,
            "line": d.pos.line,
            "col": d.pos.col,
            "level": d.level,
            "code": d.code,
            "message": d.message(lang),
        }
        for d in diagnostics
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_github(diagnostics: Iterable[Diagnostic], lang: Lang) -> str:
    """Workflow commands: GitHub shows each as an annotation at its line."""
    return "".join(
        f"::{d.level} file={_escape(d.path, ',:')},line={d.pos.line},col={d.pos.col},"
        f"title={_escape(d.code, ',:')}::{_escape(d.message(lang))}\n"
        for d in diagnostics
    )


def as_gitlab(diagnostics: Iterable[Diagnostic], lang: Lang) -> str:
    """A Code Quality report, which GitLab shows in the merge request.

    GitLab knows a finding by its fingerprint and shows one of those that share it: no line number, so that a finding
    is not new when lines above it change, but a running number where the same is wrong twice in a file.
    """
    rows = []
    met: Counter[str] = Counter()
    for d in diagnostics:
        what = f"{d.path}:{d.code}:{sorted(d.fields.items())}"
        met[what] += 1
        rows.append(
            {
                "description": f"{d.message(lang)} [{d.code}]",
                "check_name": d.code,
                "fingerprint": sha256(f"{what}:{met[what]}".encode()).hexdigest()[:32],
                "severity": "major" if d.level == "error" else "minor",
                "location": {"path": d.path, "lines": {"begin": d.pos.line}},
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": as_text, "json": as_json, "github": as_github, "gitlab": as_gitlab}


def _said(value: Any, lang: Lang) -> str:
    if isinstance(value, Term):
        return value.say(lang)
    if isinstance(value, tuple):
        return text("terms.joint", lang).join(map(str, value))
    return str(value)


def _escape(value: str, more: str = "") -> str:
    # docs.github.com, "Workflow commands": % CR LF everywhere, and : , inside properties.
    for char in "%\r\n" + more:
        value = value.replace(char, f"%{ord(char):02X}")
    return value
