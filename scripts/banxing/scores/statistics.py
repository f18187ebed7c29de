"""Classical item statistics. Marks and scores are integers; sums come first, one division or root last.

    facility            mean mark / points (item difficulty P)
    discrimination      mean of the upper 27 % less that of the lower 27 %, over points (Kelley, J. Educ. Psychol. 1939)
    item–total          Pearson's r of the item with the total without it (corrected item–total correlation)
    thirds              mean in the upper, middle and lower third by total (Haladyna, Multiple-Choice Test Items, 2004)
    alpha               Cronbach, Psychometrika 1951; for items marked 0/1 with equal points it is KR-20
    its interval        1 − (1 − alpha)·F(1 ∓ p/2; n − 1, (n − 1)(k − 1))
                        (Feldt, Woodruff and Salih, Appl. Psychol. Meas. 1987)
    SEM                 s·√(1 − alpha), s with n − 1

An item is given as `Cells`, (mark, total) → candidates; `cells` makes them of lists.
None stands for what a sample cannot tell: too few candidates, or no variance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import sqrt

from banxing.scores.fisher import f_quantile

Cells = Mapping[tuple[int, int], int]
Spread = Mapping[int, int]
"""Value → how many have it."""


def cells(values: Iterable[int], totals: Iterable[int]) -> Counter[tuple[int, int]]:
    """Of a value and a total a candidate."""
    return Counter(zip(values, totals, strict=True))


def facility(cells: Cells, points: int) -> Fraction | None:
    return Fraction(_sum(cells), _count(cells) * points) if cells else None


def group_size(n: int) -> int:
    """27 % of n, rounded half up, at least one."""
    return max(1, (2 * 27 * n + 100) // 200)


def discrimination(cells: Cells, points: int) -> Fraction | None:
    """Those tied at a group's border share its last places evenly, so no order of candidates changes the result."""
    by_total = _by_total(cells)
    if _count(cells) < 2 or len(by_total) < 2:
        return None
    size = group_size(_count(cells))
    return (_first(by_total, size, reverse=True) - _first(by_total, size, reverse=False)) / points


def thirds(cells: Cells) -> tuple[Fraction, Fraction, Fraction] | None:
    """Means in the upper, middle and lower third by total: exact thirds of n.

    Those tied share the places they fill together, so a third may hold a part of each of them.
    """
    n, by_total = _count(cells), _by_total(cells)
    if n < 3 or len(by_total) < 2:
        return None
    sums, parts, place = [0] * 3, [Fraction(0)] * 3, 0
    for total in sorted(by_total, reverse=True):
        tied, earned = by_total[total]
        for third in range(3):
            # Places are counted in thirds of one, so that the borders n/3 and 2n/3 are whole.
            held = min(3 * (place + tied), n * (third + 1)) - max(3 * place, n * third)
            if held == 3 * tied:
                sums[third] += earned
            elif held > 0:
                parts[third] += Fraction(held * earned, 3 * tied)
        place += tied
    upper, middle, lower = (3 * (whole + part) / n for whole, part in zip(sums, parts, strict=True))
    return upper, middle, lower


def item_total(cells: Cells) -> float | None:
    """The corrected item–total correlation; totals include the item."""
    rest = Counter[tuple[int, int]]()
    for (mark, total), count in cells.items():
        rest[mark, total - mark] += count
    both = squares(marks_of(rest)) * squares(totals_of(rest))
    return products(rest) / sqrt(both) if both else None


def alpha(items: Sequence[Cells]) -> Fraction | None:
    """Cronbach's alpha of items that all candidates took, with their totals in these items."""
    k = len(items)
    total = squares(totals_of(items[0])) if k > 1 else 0
    if not total:
        return None
    return Fraction(k, k - 1) * (1 - Fraction(sum(squares(marks_of(item)) for item in items), total))


def alpha_interval(value: Fraction, n: int, k: int, level: float = 0.95) -> tuple[float, float] | None:
    """Feldt's confidence interval of an alpha from `n` candidates and `k` items."""
    if n < 2 or k < 2:
        return None
    df1, df2, tail = n - 1, (n - 1) * (k - 1), (1 - level) / 2
    rest = float(1 - value)
    return 1 - rest * f_quantile(1 - tail, df1, df2), 1 - rest * f_quantile(tail, df1, df2)


def alphas_if_dropped(items: Sequence[Cells]) -> list[Fraction | None]:
    """Alpha of the others, an item each."""
    k, own = len(items), [squares(marks_of(item)) for item in items]
    whole = squares(totals_of(items[0])) if items else 0
    found: list[Fraction | None] = []
    for item, square in zip(items, own, strict=True):
        rest = whole + square - 2 * products(item)
        fits = k > 2 and rest > 0
        found.append(Fraction(k - 1, k - 2) * (1 - Fraction(sum(own) - square, rest)) if fits else None)
    return found


def is_kr20(items: Sequence[Cells], points: Sequence[int]) -> bool:
    """Whether alpha is Kuder and Richardson's formula 20: all items right or wrong, with the same points."""
    return len(set(points)) == 1 and all(mark in (0, points[0]) for item in items for mark, _ in item)


def deviation(values: Spread) -> float | None:
    """The standard deviation, with n − 1."""
    n = sum(values.values())
    return sqrt(squares(values) / (n * (n - 1))) if n > 1 else None


def standard_error(totals: Spread, reliability: Fraction) -> float | None:
    spread = deviation(totals)
    return spread * sqrt(1 - reliability) if spread is not None else None


def marks_of(cells: Cells) -> Counter[int]:
    found = Counter[int]()
    for (mark, _), count in cells.items():
        found[mark] += count
    return found


def totals_of(cells: Cells) -> Counter[int]:
    found = Counter[int]()
    for (_, total), count in cells.items():
        found[total] += count
    return found


def squares(values: Spread) -> int:
    """n Σx² − (Σx)²: n² times the variance, exactly."""
    n, first = sum(values.values()), sum(x * count for x, count in values.items())
    return n * sum(x * x * count for x, count in values.items()) - first * first


def products(cells: Cells) -> int:
    """n Σxy − Σx Σy."""
    second = sum(y * count for (_, y), count in cells.items())
    return _count(cells) * sum(x * y * count for (x, y), count in cells.items()) - _sum(cells) * second


def _count(cells: Cells) -> int:
    return sum(cells.values())


def _sum(cells: Cells) -> int:
    return sum(mark * count for (mark, _), count in cells.items())


def _by_total(cells: Cells) -> dict[int, tuple[int, int]]:
    """Total → candidates who have it, and the sum of their marks."""
    found: dict[int, tuple[int, int]] = {}
    for (mark, total), count in cells.items():
        tied, earned = found.get(total, (0, 0))
        found[total] = tied + count, earned + mark * count
    return found


def _first(by_total: Mapping[int, tuple[int, int]], size: int, *, reverse: bool) -> Fraction:
    """The mean mark of the `size` highest (`reverse`) or lowest in total."""
    got, left = Fraction(0), size
    for total in sorted(by_total, reverse=reverse):
        tied, earned = by_total[total]
        got += Fraction(min(left, tied) * earned, tied)
        left -= min(left, tied)
        if not left:
            break
    return got / size
