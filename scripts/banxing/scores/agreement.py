"""How far raters agree who have marked the same candidates. Sums are integers or fractions; one division comes last.

    Kendall's W    12 S / (m²(n³ − n) − m ΣT), T = Σ(t³ − t) over the ties of a rater
                   (Kendall and Babington Smith 1939; the correction for ties: Kendall, Rank Correlation Methods, 1948)
    ICC(2,k)       (BMS − EMS) / (BMS + (JMS − EMS)/n): the mean of k raters drawn from many, each of whom marked all
                   (Shrout and Fleiss, Psychol. Bull. 1979)

`marks` is a list of marks a rater, in hundredths, all in one order of candidates. None: they cannot tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

Marks = Sequence[Sequence[int]]


def kendall_w(marks: Marks) -> Fraction | None:
    """From 0 (no agreement on the order) to 1; at least two raters and two candidates, not all of them tied."""
    m, n = len(marks), len(marks[0]) if marks else 0
    if m < 2 or n < 2:
        return None
    ranks = [_twice_ranks(row) for row in marks]
    sums = [sum(column) for column in zip(*ranks, strict=True)]
    # S is the sum of squares of the rank sums about their mean m(n + 1)/2; with doubled ranks four times that.
    spread = sum((total - m * (n + 1)) ** 2 for total in sums)
    ties = sum(t**3 - t for row in marks for t in Counter(row).values())
    most = m * m * (n**3 - n) - m * ties
    return Fraction(3 * spread, most) if most else None


def icc2k(marks: Marks) -> Fraction | None:
    """The reliability of the raters' mean. It may be negative; None where all marks are alike."""
    k, n = len(marks), len(marks[0]) if marks else 0
    if k < 2 or n < 2:
        return None
    rows = [sum(column) for column in zip(*marks, strict=True)]
    grand = Fraction(sum(rows) ** 2, n * k)
    between = Fraction(sum(total * total for total in rows), k) - grand
    judges = Fraction(sum(sum(row) ** 2 for row in marks), n) - grand
    error = sum(value * value for row in marks for value in row) - grand - between - judges
    bms, jms, ems = between / (n - 1), judges / (k - 1), error / ((n - 1) * (k - 1))
    whole = bms + (jms - ems) / n
    return (bms - ems) / whole if whole > 0 else None


def _twice_ranks(values: Sequence[int]) -> list[int]:
    """Twice the mid-ranks, 1 for the lowest: those tied share the mean of their places."""
    counts, below, place = Counter(values), 0, {}
    for value in sorted(counts):
        place[value] = 2 * below + counts[value] + 1
        below += counts[value]
    return [place[value] for value in values]
