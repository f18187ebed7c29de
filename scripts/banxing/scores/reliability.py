"""How far the totals can be trusted: alpha with its interval, for papers that held the same items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from banxing.scores import statistics as st
from banxing.scores.tally import Cells, Tally

FEW = 10  # papers of one form below which an alpha says nothing


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


def reliability(items: Mapping[str, Cells], points: Mapping[str, int], forms: Iterable[str] = ()) -> Reliability:
    """Of papers with the same parts. `items` are marks and totals by part, `points` what a part can earn."""
    columns = list(items.values())
    totals = st.totals_of(columns[0])
    n, k, named = totals.total(), len(columns), tuple(forms)
    alpha = st.alpha(columns)
    if alpha is None:
        return Reliability(named, n, k)
    kr20 = st.is_kr20(columns, [points[part] for part in items])
    low, high = st.alpha_interval(alpha, n, k) or (None, None)
    return Reliability(named, n, k, alpha, kr20, low, high, st.standard_error(totals, alpha))


def by_form(tally: Tally, points: Mapping[str, int]) -> list[Reliability]:
    """One for each set of items that enough papers of printed forms share."""
    papers, parts = Counter[str](), defaultdict[str, set[str]](set)
    for (form, _), count in tally.totals.items():
        papers[form] += count
    for part, seen in tally.seen.items():
        for form in {form for form, *_ in seen}:
            parts[form].add(part)
    alike = defaultdict[frozenset[str], list[str]](list)
    for form in sorted(papers):
        if form and parts[form]:
            alike[frozenset(parts[form])].append(form)
    return [
        reliability({part: tally.cells(part, frozenset(forms)) for part in points if part in shared}, points, forms)
        for shared, forms in alike.items()
        if sum(papers[form] for form in forms) >= FEW
    ]
