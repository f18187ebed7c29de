"""Entries → all that a search knows of them: who holds which token, what is called what, how it sounds."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

from banxing.search.postings import APART, Postings, gather
from banxing.search.readings import common, fold, other_readings, reading, simplified
from banxing.search.tokens import HAN, normalise, tokens
from banxing.search.units import STATE, Entry, Unit

_TITLE = re.compile("《([^《》]{2,60})》")
_MARKS = re.compile(f"[^{HAN}a-z0-9]")
_NUMBERING = re.compile(r"^(?:第[〇零一二三四五六七八九十百]+[编章节]|[一二三四五六七八九十0-9]+[、.])[\s\u3000]*")


@dataclass
class Index:
    """`first[i]` is the number of the first unit of entry i; the units of all entries are numbered through."""

    entries: tuple[Entry, ...]
    units: tuple[Unit, ...]
    first: tuple[int, ...]
    postings: Postings
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
        return self.postings.count(token)

    def idf(self, token: str) -> float:
        count = self.count(token)
        return log(1 + (len(self.units) - count + 0.5) / (count + 0.5))

    def sound(self, text: str) -> str:
        """`行政` → `xin zen`: folded syllables; "" where a character has no reading."""
        syllables = [self.heard.get(char, "") for char in text]
        return " ".join(syllables) if all(syllables) else ""

    @cached_property
    def heard(self) -> dict[str, str]:
        """How each character sounds, folded."""
        return {char: fold(said) for char, said in self.readings.items()}

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
        for token in self.postings.tokens:
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
    texts = _normalised(APART.join(unit.text for unit in units), table)
    postings, firm, chars = gather(texts, len(units), _heading_tokens(units, table))
    readings = {char: reading(char) for char in sorted(chars | set(common()) - {chr(code) for code in table})}
    return Index(entries, units, tuple(first), postings, firm, _cited(entries), readings)


def _heading_tokens(units: Iterable[Unit], table: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Units by number, with each token of their own headings and the number of their articles."""
    for number, unit in enumerate(units):
        if unit.head and unit.path:
            for token in set(tokens(normalise(unit.path[-1], table))):
                yield number, token
        if unit.article:
            yield number, f"#{unit.article}"


def _normalised(text: str, table: Mapping[int, str]) -> str:
    """What `normalise` gives of a long text, from what it gives of the few thousand characters in it."""
    chars = set(text)
    # A mark joins the letter before it, a jamo makes a syllable with its neighbours, a sigma is another one at an end.
    if any(unicodedata.category(c).startswith("M") or "\u1100" <= c <= "\u11ff" or c == "Σ" for c in chars):
        return normalise(text, table)
    return text.translate({ord(char): normalise(char, table) for char in chars})


def _cited(entries: tuple[Entry, ...]) -> tuple[float, ...]:
    """How much others name each entry in 《》: 0 for never, 1 for the most named of all, on a logarithmic scale."""
    named: defaultdict[str, set[int]] = defaultdict(set)  # several versions of a law have one name
    for number, entry in enumerate(entries):
        for name in entry.names:
            named[name].add(number)
    counts = [0] * len(entries)
    for entry in entries:
        found = {title for unit in entry.units for title in _TITLE.findall(unit.text)}
        for number in set().union(*(named.get(title.removeprefix(STATE), ()) for title in found)):
            if entries[number].title != entry.title:
                counts[number] += 1
    most = log(1 + max(counts, default=0)) or 1.0
    return tuple(round(log(1 + count) / most, 2) for count in counts)
