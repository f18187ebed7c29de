"""A tally → what it says about the items, the objectives and the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from banxing.scores import hints
from banxing.scores import statistics as st
from banxing.scores.hints import Hint
from banxing.scores.papers import Item
from banxing.scores.reliability import Reliability, by_form, reliability
from banxing.scores.tally import Cells, Seen, Tally, choices

NOTHING = ""


@dataclass(frozen=True)
class Share:
    """How many took an option: of all who saw the item, and of its upper, middle and lower third by total."""

    all: Fraction
    upper: Fraction | None = None
    middle: Fraction | None = None
    lower: Fraction | None = None


@dataclass
class ItemFigures:
    """One item over those who saw it and whose marks are complete in it."""

    item: Item
    n: int
    facility: Fraction | None = None
    discrimination: Fraction | None = None
    item_total: float | None = None
    alpha_if_dropped: Fraction | None = None
    shares: dict[str, Share] = field(default_factory=dict)
    hints: list[Hint] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)  # wrong options that nobody took
    rivals: list[str] = field(default_factory=list)  # wrong options that the upper third prefers

    @property
    def weak(self) -> bool:
        """Whether more is to be said of it than that an option may be replaced."""
        return any(hint != "idle_options" for hint in self.hints)

    @property
    def right(self) -> str:
        """The right letters, 对 or 错; empty where options are not chosen."""
        return str(getattr(self.item.key, "answer", "")) if choices(self.item) else ""


@dataclass
class ObjectiveFigures:
    objective: str
    items: int
    points: int  # offered to all candidates together, hundredths
    earned: int

    @property
    def facility(self) -> Fraction:
        return Fraction(self.earned, self.points)


@dataclass
class Analysis:
    """Figures of the papers that a tally counts. `totals` is total → papers; `left_out` are essays' part ids.

    `reliability` holds one for all papers where they had the same items, else one for each printed form that
    enough of them were of.
    """

    items: list[ItemFigures]
    objectives: list[ObjectiveFigures]
    totals: Counter[int]
    drawn: bool
    left_out: list[str]
    reliability: list[Reliability] = field(default_factory=list)
    printed: bool = False  # whether some papers were of printed forms

    @property
    def whole(self) -> Reliability | None:
        """The reliability of all papers, where they had the same items."""
        return self.reliability[0] if self.reliability and not self.drawn else None


def analyse(items: Mapping[str, Item], tally: Tally) -> Analysis:
    """All figures of a run. `items` is the pool; those nobody saw have n = 0."""
    cells = {part: tally.cells(part) for part in items}
    figures = [_figures(item, cells[part], tally.seen.get(part, Counter())) for part, item in items.items()]
    totals = Counter[int]()
    for (_, total), papers in tally.totals.items():
        totals[total] += papers
    drawn = any(0 < figure.n < tally.papers for figure in figures)
    printed = any(form for form, _ in tally.totals)
    analysis = Analysis(figures, _objectives(figures), totals, drawn, tally.left_out, printed=printed)
    points = {part: item.question.points for part, item in items.items()}
    taken = {part: marks for part, marks in cells.items() if marks}
    if drawn:
        analysis.reliability = by_form(tally, points)
    elif taken:
        analysis.reliability = [reliability(taken, points)]
        _drop_each(analysis, taken)
    for figure in figures:
        _hint(figure)
    return analysis


def _figures(item: Item, cells: Cells, seen: Mapping[Seen, int]) -> ItemFigures:
    points = item.question.points
    return ItemFigures(
        item,
        sum(cells.values()),
        st.facility(cells, points),
        st.discrimination(cells, points),
        st.item_total(cells),
        shares=_shares(item, seen),
    )


def _shares(item: Item, seen: Mapping[Seen, int]) -> dict[str, Share]:
    """By authored letter, `对`/`错`, and NOTHING for the unanswered."""
    names = choices(item)
    if not names or not seen:
        return {}
    shares = {}
    for name in (*names, NOTHING):
        took = Counter[tuple[int, int]]()
        for (_, _, chosen, total), papers in seen.items():
            took[int(name in chosen if name else not chosen), total] += papers
        all_ = st.facility(took, 1)
        assert all_ is not None
        shares[name] = Share(all_, *(st.thirds(took) or ()))
    return shares


def _drop_each(analysis: Analysis, taken: Mapping[str, Cells]) -> None:
    if analysis.whole is None or analysis.whole.alpha is None:
        return
    dropped = dict(zip(taken, st.alphas_if_dropped(list(taken.values())), strict=True))
    for figure in analysis.items:
        figure.alpha_if_dropped = dropped.get(figure.item.part)


def _objectives(figures: Iterable[ItemFigures]) -> list[ObjectiveFigures]:
    found: dict[str, ObjectiveFigures] = {}
    for figure in figures:
        if figure.facility is None:
            continue
        name, offered = figure.item.objective or "", figure.n * figure.item.question.points
        objective = found.setdefault(name, ObjectiveFigures(name, 0, 0, 0))
        objective.items += 1
        objective.points += offered
        objective.earned += int(figure.facility * offered)
    return list(found.values())


def _hint(figure: ItemFigures) -> None:
    if figure.facility is None or figure.n < hints.ENOUGH:
        return
    figure.hints = hints.of_marks(figure.facility, figure.discrimination)
    if figure.n < hints.MANY or not figure.shares:
        return
    upper = {name: share.upper for name, share in figure.shares.items() if name and share.upper is not None}
    if found := hints.rivals(upper, figure.right):
        figure.rivals = found
        figure.hints.insert(0, "rival")
    wrong = {name: share for name, share in figure.shares.items() if name and name not in figure.right}
    figure.idle = [name for name, share in wrong.items() if not share.all]
    if figure.idle and figure.item.question.choice:
        figure.hints.append("idle_options")
