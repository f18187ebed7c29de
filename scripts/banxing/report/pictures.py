"""Numbers → where things stand in the report's pictures, in the units of each picture. The templates draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from banxing.scores.analysis import ItemFigures
from banxing.scores.groups import BINS, distribution
from banxing.scores.papers import Standing
from banxing.scores.reliability import Reliability

LEFT, TOP, WIDTH, HEIGHT = 34, 22, 560, 180  # of the plot of the histogram
SCATTER_HEIGHT = 240
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


def histogram(standings: Mapping[Standing, int], pass_mark: int) -> Histogram:
    """Ten bins of ten percent each. The pass line stands at `pass_mark` %."""
    counts = distribution(standings)
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


@dataclass(frozen=True)
class Dot:
    """An item by facility (x) and discrimination (y); `number` is its place in the table where it is weak."""

    x: float
    y: float
    number: int | None
    name: str


@dataclass(frozen=True)
class Scatter:
    dots: tuple[Dot, ...]
    columns: tuple[tuple[str, float], ...]  # facility → x
    lines: tuple[tuple[str, float], ...]  # discrimination → y
    zero: float  # y of no discrimination


def scatter(figures: Sequence[ItemFigures]) -> Scatter | None:
    """`figures` in the order of the table. None where no item has a discrimination."""
    shown = [f for f in figures if f.facility is not None and f.discrimination is not None]
    if not shown:
        return None
    values = [float(f.discrimination or 0) for f in shown]
    low = min(0, int(min(values) * 5 - 0.999))  # in fifths
    high = max(3, int(max(values) * 5 + 0.999))

    def y(value: float) -> float:
        return round(TOP + SCATTER_HEIGHT * (1 - (5 * value - low) / (high - low)), 1)

    dots = tuple(
        Dot(
            x=round(LEFT + WIDTH * float(f.facility or 0), 1),
            y=y(float(f.discrimination or 0)),
            number=number if f.weak else None,
            name=f.item.part,
        )
        for number, f in enumerate(figures, 1)
        if f in shown
    )
    columns = tuple((f"{fifth / 5:g}", LEFT + WIDTH * fifth / 5) for fifth in range(6))
    return Scatter(dots, columns, tuple((f"{fifth / 5:g}", y(fifth / 5)) for fifth in range(low, high + 1)), y(0))


@dataclass(frozen=True)
class Span:
    """An alpha and its interval on a line from 0 to 1; what lies below 0 is drawn at 0."""

    low: float
    high: float
    at: float


def span(one: Reliability, width: int) -> Span | None:
    """In a picture of `width`. None without an alpha."""
    if one.alpha is None or one.low is None or one.high is None:
        return None
    low, high, at = (round(width * min(1.0, max(0.0, float(v))), 1) for v in (one.low, one.high, one.alpha))
    return Span(low, high, at)
