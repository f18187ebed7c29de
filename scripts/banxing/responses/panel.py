"""Essays marked by several people: their totals → one mark, or the reason to wait for another.

The rule: the mean of the raters' totals, from five raters up without the highest and the lowest; rounded half up once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from banxing.marking import share
from banxing.model.keys import EssayKey

TRIMMED_FROM = 5
MOST_RATERS = 15
GAP = 20  # percent of the question's points that raters may lie apart
Waiting = Literal["missing", "apart"]


class Given(NamedTuple):
    """What a rater gave for a criterion, or took off, in hundredths; `name` is the id in the rubric."""

    name: str
    mark: int
    deducts: bool


@dataclass(frozen=True)
class Rating:
    """One rater's total for one essay of one candidate, in hundredths. Raters are numbered from 1.

    `form` is that of the paper whose essay it is; `given` is what the total comes from.
    """

    candidate: str
    part: str
    rater: int
    total: int
    place: str = ""
    form: str = ""
    given: tuple[Given, ...] = ()


def panel_mark(totals: Sequence[int]) -> int:
    """The mark, in hundredths; `totals` must not be empty."""
    kept = sorted(totals)[1:-1] if len(totals) >= TRIMMED_FROM else totals
    return share(sum(kept), 1, len(kept))


def judge(totals: Mapping[int, int], raters: int, gap: int, points: int) -> int | Waiting:
    """The mark, or why there is none yet. `totals` is rater → hundredths.

    Where the raters lie apart, rater `raters + 1` is called in, whose total then counts like the others.
    """
    if any(rater not in totals for rater in range(1, raters + 1)):
        return "missing"
    if raters + 1 not in totals and apart(totals.values(), gap, points):
        return "apart"
    return panel_mark(list(totals.values()))


def apart(totals: Iterable[int], gap: int, points: int) -> bool:
    """Whether the highest and the lowest total lie more than `gap` percent of the points apart."""
    found = list(totals)
    return 100 * (max(found) - min(found)) > gap * points


def rubric_print(key: EssayKey) -> str:
    """16 hex digits over ids and points of criteria and deductions: what the columns of a rating sheet mean."""
    lines = [[(row.id, row.points) for row in rows] for rows in (key.rubric, key.deductions)]
    return hashlib.sha256(json.dumps(lines).encode()).hexdigest()[:16]
