"""How far the totals can be trusted: alpha with its interval, for papers that held the same items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from banxing.scores import statistics as st

FEW = 10  # papers of one form below which an alpha says nothing
Row = Mapping[str, int]


@dataclass(frozen=True)
class Reliability:
    """`forms` are the printed forms that held these items, empty for the papers of a whole run.

    `alpha` is None for fewer than two papers or items, or without variance; what follows from it is None with it.
    `low`–`high` is its 95 % interval, `sem` in hundredths.
    """

    forms: tuple[str, ...]
    n: int
    items: int
    alpha: Fraction | None = None
    kr20: bool = False
    low: float | None = None
    high: float | None = None
    sem: float | None = None


def reliability(rows: Sequence[Row], points: Mapping[str, int], forms: Iterable[str] = ()) -> Reliability:
    """Of papers with the same parts. `rows` are marks by part, `points` what a part can earn."""
    parts = list(rows[0])
    columns = [[row[part] for row in rows] for part in parts]
    n, k, named = len(rows), len(parts), tuple(forms)
    alpha = st.alpha(columns)
    if alpha is None:
        return Reliability(named, n, k)
    kr20 = st.is_kr20(columns, [points[part] for part in parts])
    low, high = st.alpha_interval(alpha, n, k) or (None, None)
    sem = st.standard_error(st.totals_of(columns), alpha)
    return Reliability(named, n, k, alpha, kr20, low, high, sem)


def by_form(rows: Sequence[Row], forms: Sequence[str], points: Mapping[str, int]) -> list[Reliability]:
    """One for each set of items that enough papers of printed forms share. `forms` has an entry a row, or ''."""
    groups: dict[frozenset[str], list[int]] = {}
    for index, row in enumerate(rows):
        if forms[index]:
            groups.setdefault(frozenset(row), []).append(index)
    found = [
        reliability([rows[i] for i in group], points, sorted({forms[i] for i in group}))
        for group in groups.values()
        if len(group) >= FEW
    ]
    return sorted(found, key=lambda one: one.forms)
