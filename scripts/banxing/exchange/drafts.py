"""A question on its way from an entry to a quiz file, and what all questions of a bank share."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from banxing.diagnostics import Loc
from banxing.exchange.entries import Entry
from banxing.exchange.places import Place, short
from banxing.messages import Lang


@dataclass
class Draft:
    """`data` is the question as in a quiz file, key and all. `places` is by path in it: ("options", "A")."""

    entry: Entry
    data: dict[str, Any]
    places: dict[Loc, Place] = field(default_factory=dict)
    named: bool = False  # whether the id was written, and not made

    @property
    def kind(self) -> str:
        return str(self.data["type"])

    @property
    def place(self) -> Place:
        return self.places.get(("stem",), self.entry.place)

    @property
    def subs(self) -> list[dict[str, Any]]:
        """The questions of a case."""
        return list(self.data.get("questions", ()))


@dataclass
class Context:
    """What all questions of a bank share, and what is counted on the way to be told once."""

    lang: Lang
    prefix: str
    objectives: Mapping[str, str]  # id → sentence
    scale: int = 0  # of difficulties in digits
    optional: set[str] = field(default_factory=set)  # fields a question may lack: the answers of an exam without any
    counts: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, Counter[str]] = field(default_factory=dict)  # field → words → how often

    def pass_over(self, name: str, words: str) -> None:
        self.unknown.setdefault(name, Counter())[short(words)] += 1


def made_id(prefix: str, kind: str, stem: str) -> str:
    """An id out of type and stem: the same whenever the same question is imported, whatever stands around it.

    40 bits of SHA-256 over the stem without marks and white space, so that a comma more makes no other question.
    """
    bare = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", stem)).lower()
    return f"{prefix}-{hashlib.sha256(f'{kind}|{bare}'.encode()).hexdigest()[:10]}"
