"""Quantiles of Fisher's F distribution, which confidence intervals of reliabilities need.

The distribution function of F is the regularised incomplete beta function (Abramowitz and Stegun 1964, 26.6.2), here by
its continued fraction (DLMF 8.17.22) with the modified method of Lentz (Thompson and Barnett, J. Comput. Phys. 1986).
The quantile is found by halving. Agreement with R's `qf`: see docs/reference/marking.md.
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p

_TINY, _ENOUGH = 1e-300, 1e-16
_TERMS = 20_000  # the fraction needs about √(a + b) of them
_HALVINGS = 200


def f_quantile(probability: float, df1: int, df2: int) -> float:
    """What an F variable of `df1`, `df2` ≥ 1 degrees of freedom stays below with `probability` (0 < p < 1)."""
    a, b = df1 / 2, df2 / 2
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if incomplete_beta(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    x = (low + high) / 2
    return df2 * x / (df1 * (1 - x))


def incomplete_beta(x: float, a: float, b: float) -> float:
    """I_x(a, b) for 0 ≤ x ≤ 1 and positive a, b."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # the fraction is quick on the other side
        return 1 - _lower(1 - x, b, a)
    return _lower(x, a, b)


def _lower(x: float, a: float, b: float) -> float:
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _off_zero(1 + term * d)
            c = _off_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < _ENOUGH:
            break
    return value


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
