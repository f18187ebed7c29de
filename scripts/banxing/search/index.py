"""Entries → who holds which token, and how strongly.

What BM25 says of a token in a unit (its count against the unit's length) is settled here and kept as one of a few
levels, so that a browser needs no lengths and a posting is no more than a number.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log

from banxing.search.readings import common, fold, other_readings, reading, simplified
from banxing.search.tokens import HAN, normalise, tokens
from banxing.search.units import STATE, Entry, Unit

LEVELS = (0.5, 0.75, 1.0, 1.3, 1.7, 2.4)
"""Strength of a token in a unit, by level; the last is that of its own heading."""
HEADING = len(LEVELS) - 1
_BOUNDS = [(a + b) / 2 for a, b in pairwise(LEVELS[:-1])]
_TITLE = re.compile("《([^《》]{2,60})》")
_HAN = re.compile(f"[{HAN}]")
_MARKS = re.compile(f"[^{HAN}a-z0-9]")
_NUMBERING = re.compile(r"^(?:第[〇零一二三四五六七八九十百]+[编章节]|[一二三四五六七八九十0-9]+[、.])[\s\u3000]*")
_K1, _B = 1.2, 0.75
_MOST = 5
"""How often a token can stand in a unit and count for it."""
_APART = "\0"  # no text holds it, and normalising leaves it alone
KNOWN = 3
"""Units a pair must stand in to belong together."""
FIRM = 8
"""How many times oftener than by chance."""
COMMON = 5
"""A character of more than one in so many units tells nothing alone."""
Postings = list[int]
"""The units that hold a token, ascending, each as 8 × its number + level."""


@dataclass
class Index:
    """`first[i]` is the number of the first unit of entry i; the units of all entries are numbered through."""

    entries: tuple[Entry, ...]
    units: tuple[Unit, ...]
    first: tuple[int, ...]
    postings: dict[str, Postings]
    firm: frozenset[str]
    """Pairs that belong together: they stand side by side far oftener than their characters would by chance."""

    cited: tuple[float, ...]
    """How much other entries name each entry, 0 to 1."""
    readings: dict[str, str]
    """How each character of the texts, and each common one, is read."""

    def entry_of(self, unit: int) -> int:
        return bisect(self.first, unit) - 1

    def count(self, token: str) -> int:
        """In how many units a token stands."""
        return len(self.postings.get(token, ()))

    def idf(self, token: str) -> float:
        count = self.count(token)
        return log(1 + (len(self.units) - count + 0.5) / (count + 0.5))

    def sound(self, text: str) -> str:
        """`行政` → `xin zen`: folded syllables; "" where a character has no reading."""
        syllables = [fold(self.readings.get(char, "")) for char in text]
        return " ".join(syllables) if all(syllables) else ""

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of entries there are."""
        return frozenset(entry.kind for entry in self.entries)

    def initials(self, char: str) -> set[str]:
        """The letters that may stand for a character."""
        return {said[0] for said in (self.readings.get(char) or char, *self.others.get(char, ()))}

    @cached_property
    def headings(self) -> list[str]:
        """What sections are called, without their numbering, each once."""
        found = {clean_heading(unit.path[-1]) for unit in self.units if unit.head and unit.path}
        return sorted(heading for heading in found if len(heading) > 1)

    @cached_property
    def names(self) -> list[list[str]]:
        """What each entry is called, as queries are: simplified, lower case, without spaces and marks."""
        table = simplified()
        return [
            [name for name in dict.fromkeys(squeezed(normalise(name, table)) for name in entry.names) if name]
            for entry in self.entries
        ]

    @cached_property
    def others(self) -> dict[str, list[str]]:
        """Readings that characters have in names and headings beside their usual ones: 银行 → {行: [hang]}."""
        return other_readings([*(name for names in self.names for name in names), *self.headings])

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """Pairs of characters by how they sound, folded."""
        found: dict[str, list[str]] = defaultdict(list)
        for token in self.postings:
            if len(token) == 2 and (key := self.sound(token)):
                found[key].append(token)
        return {key: sorted(pairs) for key, pairs in found.items()}


def squeezed(text: str) -> str:
    """Without what names are written with or without: spaces and marks."""
    return _MARKS.sub("", text)


def clean_heading(heading: str) -> str:
    """第三章 听证程序 → 听证程序."""
    return squeezed(normalise(_NUMBERING.sub("", heading), simplified()))


def build(found: Iterable[Entry]) -> Index:
    """The index of these entries."""
    entries = tuple(found)
    units = tuple(unit for entry in entries for unit in entry.units)
    first, start = [], 0
    for entry in entries:
        first.append(start)
        start += len(entry.units)
    table = simplified()
    whole = _normalised(_APART.join(unit.text for unit in units), table)
    texts = whole.split(_APART) if units else []
    han = {char for char in set(whole) if _HAN.match(char)}
    held = [tokens(text) for text in texts]
    average = sum(map(len, held)) / max(1, len(held)) or 1.0
    postings: defaultdict[str, Postings] = defaultdict(list)
    chars: defaultdict[str, Postings] = defaultdict(list)
    for number, (unit, text, words) in enumerate(zip(units, texts, held, strict=True)):
        counts = Counter(words)
        heading = set(tokens(normalise(unit.path[-1], table))) if unit.head and unit.path else set()
        if unit.article:
            heading.add(f"#{unit.article}")
        for token in heading:
            postings[token].append(8 * number + HEADING)
            counts.pop(token, None)
        codes = [8 * number + level for level in (0, *_levels(len(words), average))]
        for token, count in counts.items():
            postings[token].append(codes[count if count < _MOST else _MOST])
        code = codes[1]
        for char in han.intersection(text):
            chars[char].append(code)
    total = sum(map(len, held))
    firm = frozenset(
        token
        for token, found in postings.items()
        if len(found) >= KNOWN
        and len(token) == 2
        and token[0] in chars
        and token[1] in chars
        and len(found) * total >= FIRM * len(chars[token[0]]) * len(chars[token[1]])
    )
    readings = {char: reading(char) for char in sorted(chars.keys() | set(common()) - {chr(code) for code in table})}
    telling = {char: found for char, found in chars.items() if len(found) <= len(units) / COMMON}
    return Index(entries, units, tuple(first), {**postings, **telling}, firm, _cited(entries), readings)


def _normalised(text: str, table: Mapping[int, str]) -> str:
    """What `normalise` gives of a long text, from what it gives of the few thousand characters in it."""
    chars = set(text)
    # A mark joins the letter before it, a jamo makes a syllable with its neighbours, a sigma is another one at an end.
    if any(unicodedata.category(c).startswith("M") or "\u1100" <= c <= "\u11ff" or c == "Σ" for c in chars):
        return normalise(text, table)
    return text.translate({ord(char): normalise(char, table) for char in chars})


def _cited(entries: tuple[Entry, ...]) -> tuple[float, ...]:
    """How much others name each entry in 《》: 0 for never, 1 for the most named of all, on a logarithmic scale."""
    named = {name: number for number, entry in enumerate(entries) for name in reversed(entry.names)}
    counts = [0] * len(entries)
    for number, entry in enumerate(entries):
        found = {title for unit in entry.units for title in _TITLE.findall(unit.text)}
        for title in {named.get(title.removeprefix(STATE)) for title in found}:
            if title is not None and title != number:
                counts[title] += 1
    most = log(1 + max(counts, default=0)) or 1.0
    return tuple(round(log(1 + count) / most, 2) for count in counts)


def _levels(length: int, average: float) -> list[int]:
    """Level of a token that stands once, twice, … in a unit of this length."""
    damped = _K1 * (1 - _B + _B * length / average)
    return [bisect(_BOUNDS, count * (_K1 + 1) / (count + damped)) for count in range(1, _MOST + 1)]
