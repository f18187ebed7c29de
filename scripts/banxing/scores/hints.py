"""What a trainer should look at in an item, in words he knows."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

Hint = Literal["too_hard", "too_easy", "negative", "rival", "low", "idle_options"]
# Customary bounds for achievement tests: facility 0.2–0.95 by the trainer's eye, discrimination by Ebel (1965).
HARD, EASY = Fraction(1, 5), Fraction(19, 20)
LOW = Fraction(1, 5)
ENOUGH = 10  # candidates below which hints are chance
MANY = 20  # candidates from which the shares of single options mean something


def of_marks(facility: Fraction, discrimination: Fraction | None) -> list[Hint]:
    """What facility and discrimination say."""
    found: list[Hint] = []
    if facility < HARD:
        found.append("too_hard")
    if facility > EASY:
        found.append("too_easy")
    if discrimination is not None and discrimination < 0:
        found.append("negative")
    elif discrimination is not None and discrimination < LOW and HARD <= facility <= EASY:
        found.append("low")
    return found


def rivals(upper: Mapping[str, Fraction], right: str) -> list[str]:
    """Wrong options that the upper third takes more often than one of the right ones: is the key wrong?"""
    least = min((share for name, share in upper.items() if name in right), default=None)
    return [name for name, share in upper.items() if name not in right and least is not None and share > least]
