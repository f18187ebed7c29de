"""Numbers as tables show them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from banxing import numerals


def points(hundredths: int) -> Decimal:
    """`250` → `2.5`, exactly."""
    return Decimal(numerals.points(hundredths))


def percent(score: int, most: int) -> Decimal | None:
    """Score in percent, cut after two decimals: rounded up, 59.996 would stand as a pass that it is not."""
    return Decimal(10_000 * score // most) / 100 if most else None


def rounded(value: Fraction | float | None, places: int = 3) -> Decimal | None:
    """Half up; no minus zero."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    result = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return result if result else abs(result)
