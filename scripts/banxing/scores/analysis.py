"""Marked papers → what they say about the items, the objectives and the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from banxing.model.questions import Optioned
from banxing.scores import statistics as st
from banxing.scores.papers import Item, Paper

NOTHING = ""
Hint = Literal["too_hard", "too_easy", "negative", "low", "idle_options"]
# Customary bounds for achievement tests: facility 0.2–0.95 by the trainer's eye, discrimination by Ebel (1965).
HARD, EASY = Fraction(1, 5), Fraction(19, 20)
LOW = Fraction(1, 5)
ENOUGH = 10  # candidates below which hints are chance
IDLE_FROM = 20  # candidates from which an option that nobody takes means something


@dataclass(frozen=True)
class Share:
    """How many took an option: of all who saw the item, and of its upper and lower 27 % by total."""

    all: Fraction
    upper: Fraction | None = None
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
    idle: list[str] = field(default_factory=list)


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

    `left_out` are those essays' part ids; `totals` has an entry for each paper taken into account.
    """

    items: list[ItemFigures]
    objectives: list[ObjectiveFigures]
    totals: list[int]
    drawn: bool
    left_out: list[str]
    alpha: Fraction | None = None
    kr20: bool = False
    sem: float | None = None


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
    if rows and not drawn:
        _reliability(analysis, rows)
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
    names = _choices(item)
    if not names or not answers:
        return {}
    shares = {}
    for name in (*names, NOTHING):
        took = [int(name in answer if name else not answer) for answer in answers]
        groups = st.upper_lower(took, totals)
        shares[name] = Share(Fraction(sum(took), len(took)), *(groups or ()))
    return shares


def _choices(item: Item) -> tuple[str, ...]:
    if item.question.type == "true_false":
        return ("对", "错")
    return tuple(item.question.options) if isinstance(item.question, Optioned) and item.question.choice else ()


def _reliability(analysis: Analysis, rows: Sequence[Mapping[str, int]]) -> None:
    taken = [figure for figure in analysis.items if figure.n]
    columns = [[row[figure.item.part] for row in rows] for figure in taken]
    analysis.alpha = st.alpha(columns)
    if analysis.alpha is None:
        return
    analysis.kr20 = st.is_kr20(columns, [figure.item.question.points for figure in taken])
    analysis.sem = st.standard_error(analysis.totals, analysis.alpha)
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
    """What a trainer should look at, in words he knows."""
    if figure.facility is None or figure.n < ENOUGH:
        return
    if figure.facility < HARD:
        figure.hints.append("too_hard")
    if figure.facility > EASY:
        figure.hints.append("too_easy")
    value = figure.discrimination
    if value is not None and value < 0:
        figure.hints.append("negative")
    elif value is not None and value < LOW and HARD <= figure.facility <= EASY:
        figure.hints.append("low")
    if figure.n >= IDLE_FROM and figure.item.question.choice:
        right = str(getattr(figure.item.key, "answer", ""))
        figure.idle = [name for name, share in figure.shares.items() if name and name not in right and not share.all]
        if figure.idle:
            figure.hints.append("idle_options")
