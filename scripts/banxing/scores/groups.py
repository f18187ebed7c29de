"""Totals of all, of each unit and of each printed form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from banxing.responses.records import Candidate
from banxing.scores import statistics as st
from banxing.scores.numbers import percent, points, rounded
from banxing.scores.outcome import Outcome
from banxing.scores.papers import Standing

BINS = 10


@dataclass
class Group:
    """Some candidates. Of the complete papers: `scores` is score → papers, `most` what they could reach; hundredths."""

    name: str
    absent: int = 0
    refused: int = 0  # people of whom nothing counts
    pending: int = 0
    passed: int = 0
    scores: Counter[int] = field(default_factory=Counter)
    most: int = 0

    @property
    def complete(self) -> int:
        return self.scores.total()

    @property
    def papers(self) -> int:
        return self.complete + self.pending

    @property
    def pass_rate(self) -> Decimal | None:
        """In percent, cut after two decimals."""
        return percent(self.passed, self.complete)

    @property
    def earned(self) -> int:
        """By all together."""
        return sum(score * count for score, count in self.scores.items())

    @property
    def mean(self) -> Decimal | None:
        """In points."""
        return rounded(Fraction(self.earned, 100 * self.complete), 1) if self.scores else None

    @property
    def share(self) -> Fraction | None:
        """Of what could be reached, 0–1."""
        return Fraction(self.earned, self.most) if self.most else None

    @property
    def median(self) -> Decimal | None:
        n = self.complete
        return rounded(Fraction(self._at((n - 1) // 2) + self._at(n // 2), 200), 1) if n else None

    def _at(self, place: int) -> int:
        """The score at a place from below, counted from 0."""
        for score in sorted(self.scores):
            place -= self.scores[score]
            if place < 0:
                break
        return score

    @property
    def deviation(self) -> Decimal | None:
        """Standard deviation in points, with n − 1."""
        spread = st.deviation(self.scores)
        return rounded(spread / 100, 1) if spread is not None else None

    @property
    def lowest(self) -> Decimal | None:
        return points(min(self.scores)) if self.scores else None

    @property
    def highest(self) -> Decimal | None:
        return points(max(self.scores)) if self.scores else None


def everybody(outcome: Outcome) -> Group:
    return next(iter(_grouped(outcome, lambda standing: "", lambda person: "")), Group(""))


def by_unit(outcome: Outcome) -> list[Group]:
    """The better first, those without a result last; nothing where there is one unit or none."""
    groups = _grouped(outcome, lambda standing: standing.unit, lambda person: person.unit)
    groups.sort(key=lambda group: (group.share is None, -(group.share or 0), group.name))
    return groups if len(groups) > 1 else []


def by_form(outcome: Outcome) -> list[Group]:
    """Of printed papers, by form; nothing where there are fewer than two."""
    groups = [group for group in _grouped(outcome, lambda standing: standing.form, None) if group.name]
    return sorted(groups, key=lambda group: group.name) if len(groups) > 1 else []


def distribution(standings: Mapping[Standing, int]) -> list[int]:
    """How many have 0–10 %, 10–20 % … of what they could reach; each bin without its upper end but the last."""
    counts = [0] * BINS
    for standing, count in standings.items():
        counts[min(BINS - 1, BINS * standing.score // standing.max)] += count
    return counts


def _grouped(
    outcome: Outcome,
    of_paper: Callable[[Standing], str],
    of_absent: Callable[[Candidate], str] | None,
) -> list[Group]:
    groups: dict[str, Group] = {}
    for standing, count in outcome.standings.items():
        if (name := of_paper(standing)) not in groups:
            groups[name] = Group(name)
        group = groups[name]
        if standing.pending:
            group.pending += count
            continue
        group.scores[standing.score] += count
        group.most += count * standing.max
        group.passed += count * outcome.passed(standing)
    if of_absent:
        for person in outcome.absent:
            groups.setdefault(name := of_absent(person), Group(name)).absent += 1
        for person in outcome.refused:
            groups.setdefault(name := of_absent(person), Group(name)).refused += 1
    return list(groups.values())


Facts = list[tuple[str, Any]]


def facts(outcome: Outcome) -> Facts:
    """The numbers of a run by name, without those it does not have."""
    group = everybody(outcome)
    found: Facts = [("papers", group.papers)]
    if outcome.roster:
        found.append(("absent", group.absent))
    if group.refused:
        found.append(("not_counted", group.refused))
    if group.pending:
        found.append(("pending", group.pending))
    if group.scores:
        found += [("passed", group.passed), ("pass_rate", group.pass_rate), ("mean", group.mean)]
        found += [("median", group.median), ("deviation", group.deviation)]
        found += [("lowest", group.lowest), ("highest", group.highest)]
    found.append(("rejected", len(outcome.rejections)))
    return [(name, value) for name, value in found if value is not None]
