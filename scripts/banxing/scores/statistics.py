"""Classical item statistics. Marks and scores are integers; sums come first, one division or root last.

    facility            mean mark / points (item difficulty P)
    discrimination      mean of the upper 27 % less that of the lower 27 %, over points (Kelley, J. Educ. Psychol. 1939)
    item–total          Pearson's r of the item with the total without it (corrected item–total correlation)
    thirds              mean in the upper, middle and lower third by total (Haladyna, Multiple-Choice Test Items, 2004)
    alpha               Cronbach, Psychometrika 1951; for items marked 0/1 with equal points it is KR-20
    its interval        1 − (1 − alpha)·F(1 ∓ p/2; n − 1, (n − 1)(k − 1))
                        (Feldt, Woodruff and Salih, Appl. Psychol. Meas. 1987)
    SEM                 s·√(1 − alpha), s with n − 1

None stands for what a sample cannot tell: too few candidates, or no variance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

from banxing.scores.fisher import f_quantile

Marks = Sequence[int]


def facility(marks: Marks, points: int) -> Fraction | None:
    return Fraction(sum(marks), len(marks) * points) if marks else None


def group_size(n: int) -> int:
    """27 % of n, rounded half up, at least one."""
    return max(1, (2 * 27 * n + 100) // 200)


def upper_lower(values: Marks, totals: Marks) -> tuple[Fraction, Fraction] | None:
    """Means of `values` in the upper and the lower group by total.

    Those tied at a group's border share its last places evenly, so no order of candidates changes the result.
    """
    if len(values) < 2 or min(totals) == max(totals):
        return None
    size = group_size(len(values))
    return _top(values, totals, size), _top(values, [-total for total in totals], size)


def discrimination(marks: Marks, totals: Marks, points: int) -> Fraction | None:
    groups = upper_lower(marks, totals)
    return (groups[0] - groups[1]) / points if groups else None


def thirds(values: Marks, totals: Marks) -> tuple[Fraction, Fraction, Fraction] | None:
    """Means of `values` in the upper, middle and lower third by total: exact thirds of n.

    Those tied share the places they fill together, so a third may hold a part of each of them.
    """
    n = len(values)
    if n < 3 or min(totals) == max(totals):
        return None
    counts, earned = Counter(totals), Counter[int]()
    for value, total in zip(values, totals, strict=True):
        earned[total] += value
    sums, place = [Fraction(0)] * 3, 0
    for total in sorted(counts, reverse=True):
        tied = counts[total]
        for third in range(3):
            # Places are counted in thirds of one, so that the borders n/3 and 2n/3 are whole.
            held = min(3 * (place + tied), n * (third + 1)) - max(3 * place, n * third)
            if held > 0:
                sums[third] += Fraction(held * earned[total], 3 * tied)
        place += tied
    upper, middle, lower = (3 * total / n for total in sums)
    return upper, middle, lower


def item_total(marks: Marks, totals: Marks) -> float | None:
    """The corrected item–total correlation; `totals` include the item."""
    rest = [total - value for value, total in zip(marks, totals, strict=True)]
    both = squares(marks) * squares(rest)
    return products(marks, rest) / sqrt(both) if both else None


def alpha(items: Sequence[Marks]) -> Fraction | None:
    """Cronbach's alpha of items that all candidates took; `items` is a list of marks an item."""
    k = len(items)
    total = squares(totals_of(items)) if k > 1 else 0
    if not total:
        return None
    return Fraction(k, k - 1) * (1 - Fraction(sum(map(squares, items)), total))


def alpha_interval(value: Fraction, n: int, k: int, level: float = 0.95) -> tuple[float, float] | None:
    """Feldt's confidence interval of an alpha from `n` candidates and `k` items."""
    if n < 2 or k < 2:
        return None
    df1, df2, tail = n - 1, (n - 1) * (k - 1), (1 - level) / 2
    rest = float(1 - value)
    return 1 - rest * f_quantile(1 - tail, df1, df2), 1 - rest * f_quantile(tail, df1, df2)


def alphas_if_dropped(items: Sequence[Marks]) -> list[Fraction | None]:
    """Alpha of the others, an item each."""
    k, totals = len(items), totals_of(items)
    own = [squares(item) for item in items]
    found: list[Fraction | None] = []
    for item, square in zip(items, own, strict=True):
        rest = squares(totals) + square - 2 * products(item, totals)
        fits = k > 2 and rest > 0
        found.append(Fraction(k - 1, k - 2) * (1 - Fraction(sum(own) - square, rest)) if fits else None)
    return found


def is_kr20(items: Sequence[Marks], points: Sequence[int]) -> bool:
    """Whether alpha is Kuder and Richardson's formula 20: all items right or wrong, with the same points."""
    return len(set(points)) == 1 and all(value in (0, points[0]) for item in items for value in item)


def deviation(values: Marks) -> float | None:
    """The standard deviation, with n − 1."""
    n = len(values)
    return sqrt(squares(values) / (n * (n - 1))) if n > 1 else None


def standard_error(totals: Marks, reliability: Fraction) -> float | None:
    spread = deviation(totals)
    return spread * sqrt(1 - reliability) if spread is not None else None


def totals_of(items: Sequence[Marks]) -> list[int]:
    return [sum(row) for row in zip(*items, strict=True)]


def squares(values: Marks) -> int:
    """n Σx² − (Σx)²: n² times the variance, exactly."""
    return products(values, values)


def products(a: Marks, b: Marks) -> int:
    """n Σxy − Σx Σy."""
    return len(a) * sum(x * y for x, y in zip(a, b, strict=True)) - sum(a) * sum(b)


def _top(values: Marks, totals: Marks, size: int) -> Fraction:
    border = sorted(totals, reverse=True)[size - 1]
    above = [value for value, total in zip(values, totals, strict=True) if total > border]
    tied = [value for value, total in zip(values, totals, strict=True) if total == border]
    return (sum(above) + Fraction((size - len(above)) * sum(tied), len(tied))) / size
