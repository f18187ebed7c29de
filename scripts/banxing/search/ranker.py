"""The ranker: BM25 by unit, coverage, names. The browser's copy is `player/search-ranker.js`, held to the same scores.

A result is an entry with its best unit. Its score is the sum of the parts that `?debug` shows, times a factor of its
kind and of how often others name it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from banxing.search.index import Index, squeezed
from banxing.search.names import MAX_ABBREVIATION, Names, left_out
from banxing.search.postings import LEVELS
from banxing.search.query import Query, parse
from banxing.search.tokens import is_han, tokens
from banxing.search.weights import WEIGHTS

_NUMBERS = re.compile(r"第?\s*[0-9〇零一二三四五六七八九十百千]+\s*条(?:之[一二三四五六七八九十])?|\d+")
CROWD = 200
"""Results among which titles that come again are looked for."""
_FULL = 0.999
"""The share of a query that is all of it."""


@dataclass(frozen=True)
class Result:
    """An entry and its best unit, by number. `score` is `factor` × (`body` + `title` + `spread`)."""

    entry: int
    unit: int
    factor: float
    body: float
    title: float
    spread: float

    @property
    def score(self) -> float:
        return self.factor * (self.body + self.title + self.spread)


class Ranker:
    """Answers queries from one index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.names = Names(index)

    def search(self, words: str, limit: int = 10) -> tuple[Query, list[Result]]:
        """The query as it was read, and the best results, each with the unit that is meant."""
        query = parse(words, self.index, self.names)
        return query, [replace(result, unit=self._pointed(result, query)) for result in self.rank(query)[:limit]]

    def rank(self, query: Query) -> list[Result]:
        """All that holds any of it, best first, each with its best unit."""
        idf = self._idf(query)
        whole = sum(value for token, value in idf.items() if self.index.count(token)) or 1.0
        bodies, held = self._bodies(idf, whole)
        titles = self._titles(query, idf, {entry: value / whole for entry, value in held.items()})
        found = []
        for entry in bodies.keys() | titles.keys():
            units = sorted(bodies.get(entry, ()), key=lambda pair: (-pair[1], pair[0]))[: WEIGHTS.depth]
            best = units[0][0] if units else self.index.first[entry]
            body = self._shortness(entry) * sum(score * WEIGHTS.decay**place for place, (_, score) in enumerate(units))
            title = WEIGHTS.title * whole * titles.get(entry, 0.0)
            spread = WEIGHTS.spread * held.get(entry, 0.0) ** 2 / whole
            found.append(Result(entry, best, self._factor(entry, query), body, title, spread))
        return self._without_crowds(sorted(found, key=lambda result: (-result.score, result.entry)))

    def _idf(self, query: Query) -> dict[str, float]:
        return {token: weight * self.index.idf(token) for token, weight in query.weights.items()}

    def _factor(self, entry: int, query: Query) -> float:
        kind = self.index.entries[entry].kind
        asked = WEIGHTS.asked if kind in query.kinds else 1.0
        return WEIGHTS.kinds[kind] * asked * (1 + WEIGHTS.cited * self.index.cited[entry])

    def _shortness(self, entry: int) -> float:
        """Less than 1 for an entry of many units: with so many, some hold pieces of any query."""
        average = len(self.index.units) / len(self.index.entries)
        return math.pow(min(1.0, average / max(1, len(self.index.entries[entry].units))), WEIGHTS.long)

    def _without_crowds(self, found: list[Result]) -> list[Result]:
        """Best first, where of entries of one kind and title, as versions of a law are, each next one counts less."""
        met: Counter[tuple[str, str]] = Counter()
        for place, result in enumerate(found[:CROWD]):
            entry = self.index.entries[result.entry]
            again = met[entry.kind, entry.title]
            met[entry.kind, entry.title] += 1
            if again:
                found[place] = replace(result, factor=result.factor * WEIGHTS.again**again)
        return sorted(found, key=lambda result: (-result.score, result.entry))

    def _pointed(self, result: Result, query: Query) -> int:
        """The unit of an article that is asked for; of what the query says more than the entry's name; or the best."""
        entry = result.entry
        if query.article and (units := self._within(f"#{query.article}", entry)):
            return units[0] >> 3
        text = squeezed(query.text)
        named = next((name for name in self.index.names[entry] if len(name) > 2 and name in text), None)
        if named is None:
            return result.unit
        own = {*tokens(named), *named}
        scores: dict[int, float] = defaultdict(float)
        for token, value in self._idf(query).items():
            if token not in own:
                for code in self._within(token, entry):
                    scores[code >> 3] += value * LEVELS[code & 7]
        return min(scores, key=lambda unit: (-scores[unit], unit), default=self.index.first[entry])

    def _within(self, token: str, entry: int) -> list[int]:
        """The postings of a token in one entry."""
        postings = self.index.postings.of(token)
        start = self.index.first[entry]
        end = start + len(self.index.entries[entry].units)
        return postings[bisect_left(postings, 8 * start) : bisect_left(postings, 8 * end)]

    def _bodies(
        self, idf: dict[str, float], whole: float
    ) -> tuple[dict[int, list[tuple[int, float]]], dict[int, float]]:
        """Entry → its units that hold anything, with their scores; and entry → weight of what it holds of the query."""
        scores: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        held: dict[int, float] = defaultdict(float)
        for token, value in idf.items():
            if self.index.count(token) > WEIGHTS.heavy and value < WEIGHTS.light * whole:
                continue
            entries = set()
            for code in self.index.postings.of(token):
                scores[code >> 3] += value * LEVELS[code & 7]
                covered[code >> 3] += value
                entries.add(self.index.entry_of(code >> 3))
            for entry in entries:
                held[entry] += value
        bodies: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for unit, score in scores.items():
            share = covered[unit] / whole
            score *= share**WEIGHTS.power * (WEIGHTS.whole if share > _FULL else 1.0)
            bodies[self.index.entry_of(unit)].append((unit, score))
        return bodies, held

    def _titles(self, query: Query, idf: dict[str, float], held: dict[int, float]) -> dict[int, float]:
        """Entry → how well one of its names is what was asked, from 0. `held`: the share of the query that it holds."""
        core = squeezed(_NUMBERS.sub(" ", query.core)) or squeezed(query.text)
        pairs = {token: idf[token] for token in tokens(core) if token in idf}
        letters = {token: value for token, value in idf.items() if len(token) == 1 and is_han(token)}
        asked = _Asked(core, pairs, sum(pairs.values()) or 1.0, letters)
        scores = {
            entry: max((asked.alike(name, held.get(entry, 0.0)) for name in names), default=0.0)
            for entry, names in enumerate(self.index.names)
        }
        return {entry: score for entry, score in scores.items() if score}


@dataclass(frozen=True)
class _Asked:
    """A query as names are compared with it: its letters, the weights of its pairs, their sum, its loose characters."""

    core: str
    pairs: dict[str, float]
    total: float
    letters: dict[str, float]

    def alike(self, name: str, held: float) -> float:
        """Most for the same; less for what holds or begins the other, shares its words, or leaves letters out.

        A name that is a part of the query counts as far as its entry has the rest too: 听证 is not 听证几日内提出.
        """
        core = self.core
        if core == name:
            return WEIGHTS.same
        if len(core) < 2:
            return 0.3 if core and core in name else 0.0
        shared = sum(value for token, value in self.pairs.items() if token in name) / self.total
        if name in core and len(name) > 1:
            return (0.45 + 0.4 * len(name) / len(core)) * min(1.0, max(held, shared))
        if core in name:
            return 0.4 + 0.4 * len(core) / len(name) + (0.05 if name.startswith(core) else 0.0)
        cover = sum(token in name for token in self.pairs) / max(1, len(name) - 1)
        alike = 0.6 * shared * math.sqrt(cover)
        if len(core) <= MAX_ABBREVIATION and left_out(core, name):
            alike = max(alike, 0.3 + 0.3 * len(core) / len(name))
        in_name = sum(value for letter, value in self.letters.items() if letter in name)
        return alike + WEIGHTS.letters * in_name / (self.total + sum(self.letters.values()))
