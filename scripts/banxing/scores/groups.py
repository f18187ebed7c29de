"""Totals of all, of each unit and of each printed form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
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
    """Some candidates. `scores` and `most` (what they could reach) are of the complete papers, in hundredths."""

    name: str
    absent: int = 0
    pending: int = 0
    passed: int = 0
    scores: list[int] = field(default_factory=list)
    most: int = 0

    @property
    def papers(self) -> int:
        return len(self.scores) + self.pending

    @property
    def pass_rate(self) -> Decimal | None:
        """In percent, cut after two decimals."""
        return percent(self.passed, len(self.scores))

    @property
    def mean(self) -> Decimal | None:
        """In points."""
        return rounded(Fraction(sum(self.scores), 100 * len(self.scores)), 1) if self.scores else None

    @property
    def share(self) -> Fraction | None:
        """Of what could be reached, 0–1."""
        return Fraction(sum(self.scores), self.most) if self.most else None

    @property
    def median(self) -> Decimal | None:
        scores, n = sorted(self.scores), len(self.scores)
        return rounded(Fraction(scores[(n - 1) // 2] + scores[n // 2], 200), 1) if n else None

    @property
    def deviation(self) -> Decimal | None:
        """Standard deviation in points, with n − 1."""
        spread = st.deviation(Counter(self.scores))
        return rounded(spread / 100, 1) if spread is not None else None

    @property
    def lowest(self) -> Decimal | None:
        return points(min(self.scores)) if self.scores else None

    @property
    def highest(self) -> Decimal | None:
        return points(max(self.scores)) if self.scores else None


def everybody(outcome: Outcome) -> Group:
    return next(iter(_grouped(outcome, lambda paper: "", lambda person: "")), Group(""))


def by_unit(outcome: Outcome) -> list[Group]:
    """The better first, those without a result last; nothing where there is one unit or none."""
    groups = _grouped(outcome, lambda paper: paper.candidate.unit, lambda person: person.unit)
    groups.sort(key=lambda group: (group.share is None, -(group.share or 0)))
    return groups if len(groups) > 1 else []


def by_form(outcome: Outcome) -> list[Group]:
    """Of printed papers, by form; nothing where there are fewer than two."""
    papers = [paper for paper in outcome.papers if paper.printed_form]
    groups = _grouped(outcome, lambda paper: paper.printed_form, None, papers)
    return sorted(groups, key=lambda group: group.name) if len(groups) > 1 else []


def distribution(scores: Iterable[tuple[int, int]]) -> list[int]:
    """How many have 0–10 %, 10–20 % … of what they could reach; each bin without its upper end but the last."""
    counts = [0] * BINS
    for score, most in scores:
        counts[min(BINS - 1, BINS * score // most)] += 1
    return counts


def _grouped(
    outcome: Outcome,
    of_paper: Callable[[Standing], str],
    of_absent: Callable[[Candidate], str] | None,
    papers: Iterable[Standing] | None = None,
) -> list[Group]:
    groups: dict[str, Group] = {}
    for paper in outcome.papers if papers is None else papers:
        group = groups.setdefault(name := of_paper(paper), Group(name))
        if paper.pending:
            group.pending += 1
            continue
        group.scores.append(paper.score)
        group.most += paper.max
        group.passed += outcome.passed(paper)
    for person in outcome.absent if of_absent else ():
        assert of_absent
        groups.setdefault(name := of_absent(person), Group(name)).absent += 1
    return list(groups.values())


Facts = list[tuple[str, Any]]


def facts(outcome: Outcome) -> Facts:
    """The numbers of a run by name, without those it does not have."""
    group = everybody(outcome)
    found: Facts = [("papers", group.papers)]
    if outcome.roster:
        found.append(("absent", group.absent))
    if group.pending:
        found.append(("pending", group.pending))
    if group.scores:
        found += [("passed", group.passed), ("pass_rate", group.pass_rate), ("mean", group.mean)]
        found += [("median", group.median), ("deviation", group.deviation)]
        found += [("lowest", group.lowest), ("highest", group.highest)]
    found.append(("rejected", len(outcome.rejections)))
    return [(name, value) for name, value in found if value is not None]
