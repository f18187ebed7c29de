"""How far the raters of an essay agree. Their marks have become one before: see `responses`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from banxing.responses.panel import Rating
from banxing.scores.agreement import icc2k, kendall_w


@dataclass(frozen=True)
class Agreement:
    """Of one essay's raters over the `n` candidates whom all of them marked; None where that tells nothing.

    A rater who was called in for few candidates only is left out.
    """

    part: str
    raters: int
    n: int
    w: Fraction | None = None
    icc: Fraction | None = None


def agreements(ratings: Iterable[Rating]) -> list[Agreement]:
    """One for each essay that more than one rater marked."""
    by_part: dict[str, dict[tuple[str, str], dict[int, int]]] = {}
    for rating in ratings:
        by_part.setdefault(rating.part, {}).setdefault((rating.candidate, rating.form), {})[rating.rater] = rating.total
    return [found for part, rated in by_part.items() if (found := _agreement(part, list(rated.values())))]


def _agreement(part: str, rated: list[dict[int, int]]) -> Agreement | None:
    """`rated` is rater → mark, a candidate each."""
    counts = {rater: sum(rater in marks for marks in rated) for rater in sorted({r for marks in rated for r in marks})}
    regular = [rater for rater, count in counts.items() if 2 * count > max(counts.values())]
    if len(regular) < 2:
        return None
    full = [marks for marks in rated if all(rater in marks for rater in regular)]
    table = [[marks[rater] for marks in full] for rater in regular]
    return Agreement(part, len(regular), len(full), kendall_w(table), icc2k(table))
