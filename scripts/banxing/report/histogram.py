"""Scores → the bars of a histogram."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BINS = 10
LEFT, TOP, WIDTH, HEIGHT = 34, 22, 560, 180  # of the plot, in the picture's units
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """`x`, `y`, `width`, `height` in the picture; the bin holds `low` ≤ percent < `high`, the last one 100 too."""

    low: int
    high: int
    count: int
    x: float
    y: float
    width: float
    height: float
    passed: bool


@dataclass(frozen=True)
class Histogram:
    bars: tuple[Bar, ...]
    lines: tuple[tuple[int, float], ...]  # count → y
    pass_x: float


def histogram(scores: Iterable[tuple[int, int]], pass_mark: int) -> Histogram:
    """Ten bins of ten percent each. `scores` are (score, max) in hundredths; the pass line stands at `pass_mark` %."""
    counts = [0] * BINS
    for score, most in scores:
        counts[min(BINS - 1, BINS * score // most)] += 1
    step = _step(max(counts))
    top = max(step, -(-max(counts) // step) * step)
    width = WIDTH / BINS
    bars = tuple(
        Bar(
            low=100 * index // BINS,
            high=100 * (index + 1) // BINS,
            count=count,
            x=round(LEFT + index * width + 2, 1),
            y=round(TOP + HEIGHT * (1 - count / top), 1),
            width=round(width - 4, 1),
            height=round(HEIGHT * count / top, 1),
            passed=100 * index // BINS >= pass_mark,
        )
        for index, count in enumerate(counts)
    )
    lines = tuple((count, round(TOP + HEIGHT * (1 - count / top), 1)) for count in range(0, top + 1, step))
    return Histogram(bars, lines, round(LEFT + WIDTH * pass_mark / 100, 1))


def _step(most: int) -> int:
    """A round step that makes five lines or fewer."""
    scale = 1
    while True:
        for step in _STEPS:
            if most <= 5 * step * scale:
                return step * scale
        scale *= 10
