"""Marked papers → what they say about the items, the objectives and the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from banxing.model.questions import Optioned
from banxing.scores import hints
from banxing.scores import statistics as st
from banxing.scores.hints import Hint
from banxing.scores.papers import Item, Paper
from banxing.scores.reliability import Reliability, by_form, reliability

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
    """Figures over the complete papers; while more than half wait for essay marks, over all without these essays.

    `left_out` are those essays' part ids; `totals` has an entry for each paper taken into account. `reliability` holds
    one for all papers where they had the same items, else one for each printed form that enough had.
    """

    items: list[ItemFigures]
    objectives: list[ObjectiveFigures]
    totals: list[int]
    drawn: bool
    left_out: list[str]
    reliability: list[Reliability] = field(default_factory=list)

    @property
    def whole(self) -> Reliability | None:
        """The reliability of all papers, where they had the same items."""
        return self.reliability[0] if self.reliability and not self.drawn else None


def analyse(items: Mapping[str, Item], papers: Sequence[Paper]) -> Analysis:
    """All figures of a run. `items` is the pool; those nobody saw have n = 0."""
    complete = [paper for paper in papers if not paper.pending]
    if 2 * len(complete) >= len(papers):
        papers = complete
    left_out = [part for part in items if any(part in p.marks and p.marks[part] is None for p in papers)]
    open_parts = set(left_out)
    rows = [{part: v for part, v in p.marks.items() if v is not None and part not in open_parts} for p in papers]
    totals = [sum(row.values()) for row in rows]
    figures = [_figures(item, papers, rows, totals) for item in items.values()]
    drawn = len({frozenset(row) for row in rows}) > 1
    analysis = Analysis(figures, _objectives(items, rows), totals, drawn, left_out)
    points = {part: item.question.points for part, item in items.items()}
    if drawn:
        analysis.reliability = by_form(rows, [paper.printed_form for paper in papers], points)
    elif rows and rows[0]:
        analysis.reliability = [reliability(rows, points)]
        _drop_each(analysis, rows)
    for figure in figures:
        _hint(figure)
    return analysis


def _figures(
    item: Item, papers: Sequence[Paper], rows: Sequence[Mapping[str, int]], totals: Sequence[int]
) -> ItemFigures:
    seen = [i for i, row in enumerate(rows) if item.part in row]
    marks = [rows[i][item.part] for i in seen]
    theirs = [totals[i] for i in seen]
    return ItemFigures(
        item,
        len(seen),
        st.facility(marks, item.question.points),
        st.discrimination(marks, theirs, item.question.points),
        st.item_total(marks, theirs),
        shares=_shares(item, [papers[i].record.answers.get(item.part, NOTHING) for i in seen], theirs),
    )


def _shares(item: Item, answers: Sequence[str], totals: Sequence[int]) -> dict[str, Share]:
    """By authored letter, `对`/`错`, and NOTHING for the unanswered."""
    names = choices(item)
    if not names or not answers:
        return {}
    shares = {}
    for name in (*names, NOTHING):
        took = [int(name in answer if name else not answer) for answer in answers]
        shares[name] = Share(Fraction(sum(took), len(took)), *(st.thirds(took, totals) or ()))
    return shares


def choices(item: Item) -> tuple[str, ...]:
    """What a candidate chooses from; empty where nothing is chosen."""
    if item.question.type == "true_false":
        return ("对", "错")
    return tuple(item.question.options) if isinstance(item.question, Optioned) and item.question.choice else ()


def _drop_each(analysis: Analysis, rows: Sequence[Mapping[str, int]]) -> None:
    if analysis.whole is None or analysis.whole.alpha is None:
        return
    taken = [figure for figure in analysis.items if figure.n]
    columns = [[row[figure.item.part] for row in rows] for figure in taken]
    for figure, value in zip(taken, st.alphas_if_dropped(columns), strict=True):
        figure.alpha_if_dropped = value


def _objectives(items: Mapping[str, Item], rows: Sequence[Mapping[str, int]]) -> list[ObjectiveFigures]:
    found: dict[str, ObjectiveFigures] = {}
    for part, item in items.items():
        seen = [row[part] for row in rows if part in row]
        if not seen:
            continue
        figures = found.setdefault(item.objective or "", ObjectiveFigures(item.objective or "", 0, 0, 0))
        figures.items += 1
        figures.points += len(seen) * item.question.points
        figures.earned += sum(seen)
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
