"""An outcome → tables: CSV for programs, one workbook for people.

`passed` is 是 or 否, 待评 while an essay waits for its mark, 缺考 for those of the roster who handed in nothing,
未计入 for those of whom nothing counts.
A part that was not on a candidate's paper is an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from banxing.messages import Lang, text
from banxing.responses.ours import GROUPS, ITEMS, OBJECTIVES, OPTIONS, REJECTED, SCORES, SUMMARY
from banxing.responses.records import Candidate, clean_name
from banxing.scores.analysis import NOTHING, ItemFigures
from banxing.scores.groups import by_form, by_unit, facts
from banxing.scores.numbers import percent, points, rounded
from banxing.scores.outcome import Outcome
from banxing.scores.papers import Paper, Standing

Cell = str | int | Decimal | None
FIXED, PASSED = len(SCORES), SCORES.index("passed")
YES, NO, PENDING, ABSENT, REFUSED = "是", "否", "待评", "缺考", "未计入"
STATES = {YES: "yes", NO: "no", PENDING: "pending", ABSENT: "absent", REFUSED: "not_counted"}
"""The names under which the catalogue says what a table holds for programs."""


@dataclass(frozen=True)
class Sheet:
    """A table. `columns` are the names programs read; `rows` have as many cells, None for an empty one."""

    name: str
    columns: list[str]
    rows: list[list[Cell]]


def sheets_of(outcome: Outcome, sentences: dict[str, str], lang: Lang) -> list[Sheet]:
    """scores, summary, groups, items, options, objectives, rejected. `sentences` is objective id → what it says."""
    return [_scores(outcome), *tables_of(outcome, sentences, lang)]


def tables_of(outcome: Outcome, sentences: dict[str, str], lang: Lang) -> list[Sheet]:
    """All but `scores`: nothing in them is about one candidate, but for what was rejected."""
    figures = [figure for figure in outcome.analysis.items if figure.n]
    return [
        _summary(outcome),
        _groups(outcome),
        _items(figures),
        _options(figures),
        _objectives(outcome, sentences),
        _rejected(outcome, lang),
    ]


def _scores(outcome: Outcome) -> Sheet:
    ranks = outcome.ranks()
    rows = [
        [*who(paper.candidate), *result(outcome, paper), ranks.get(paper.candidate.id), *marks_of(paper, outcome.parts)]
        for paper in outcome.papers
    ]
    return Sheet("scores", [*SCORES, *outcome.parts], [*rows, *missing_rows(outcome)])


def missing_rows(outcome: Outcome) -> Iterator[list[Cell]]:
    """Of those of whom nothing counts, and of those who handed in nothing; as wide as the rows of `scores`."""
    most = points(outcome.file.quiz.max_points)
    for state, people in ((REFUSED, outcome.refused), (ABSENT, outcome.absent)):
        for person in people:
            yield [*who(person), None, most, None, state, None, *[None] * len(outcome.parts)]


def result(outcome: Outcome, paper: Paper | Standing) -> list[Cell]:
    """`score`, `max`, `percent`, `passed`."""
    share, passed = (None, PENDING) if paper.pending else (percent(paper.score, paper.max), YES)
    if not paper.pending and not outcome.passed(paper):
        passed = NO
    return [points(paper.score), points(paper.max), share, passed]


def marks_of(paper: Paper, parts: Iterable[str]) -> list[Cell]:
    """A cell a part, empty where it was not on the paper."""
    return [mark_cell(paper.marks[part]) if part in paper.marks else None for part in parts]


def mark_cell(mark: int | None) -> Cell:
    return PENDING if mark is None else points(mark)


def who(person: Candidate) -> list[Cell]:
    return [person.id, person.name, person.unit]


def _summary(outcome: Outcome) -> Sheet:
    """Numbers of the run, the reliability of each form (or of all, without a form), the agreement on each essay."""
    rows: list[list[Cell]] = [["", name, value] for name, value in facts(outcome)]
    for one in outcome.analysis.reliability:
        if one.alpha is None:
            continue
        sem = rounded(one.sem / 100) if one.sem is not None else None
        found = {"n": one.n, "items": one.items, "kr20" if one.kr20 else "alpha": rounded(one.alpha)}
        found |= {"interval_low": rounded(one.low), "interval_high": rounded(one.high), "sem": sem}
        rows += [[" ".join(one.forms), name, value] for name, value in found.items()]
    for agreed in outcome.agreements:
        told = {"raters": agreed.raters, "n": agreed.n, "kendall_w": rounded(agreed.w), "icc_2k": rounded(agreed.icc)}
        rows += [[agreed.part, name, value] for name, value in told.items()]
    return Sheet("summary", [*SUMMARY], rows)


def _groups(outcome: Outcome) -> Sheet:
    rows: list[list[Cell]] = [
        [kind, g.name, g.papers, g.absent, g.refused, g.pending,
         g.passed, g.pass_rate, g.mean, g.deviation, g.lowest, g.highest]
        for kind, groups in (("unit", by_unit(outcome)), ("form", by_form(outcome)))
        for g in groups
    ]  # fmt: skip
    return Sheet("groups", [*GROUPS], rows)


def _items(figures: list[ItemFigures]) -> Sheet:
    letters = list(dict.fromkeys(name for figure in figures for name in figure.shares if name))
    letters.sort(key=lambda name: (not name.isascii(), name))
    unanswered = ["share_none"] if letters else []
    columns = [*ITEMS, *(f"share_{name}" for name in letters), *unanswered, "hints"]
    return Sheet("items", columns, [_item_row(figure, letters) for figure in figures])


def _item_row(figure: ItemFigures, letters: list[str]) -> list[Cell]:
    question, shares = figure.item.question, figure.shares
    values = (figure.facility, figure.discrimination, figure.item_total, figure.alpha_if_dropped)
    names = [*letters, NOTHING] if letters else []
    took = [rounded(shares[name].all) if name in shares else None for name in names]
    told = " ".join(figure.hints)
    return [figure.item.part, question.type, figure.n, points(question.points), *map(rounded, values), *took, told]


def _options(figures: list[ItemFigures]) -> Sheet:
    """Who took what: of all, and of the upper, middle and lower third by total; the unanswered without a letter."""
    rows: list[list[Cell]] = [
        [figure.item.part, name, YES if name and name in figure.right else "", figure.n,
         *map(rounded, (share.all, share.upper, share.middle, share.lower))]
        for figure in figures
        for name, share in figure.shares.items()
    ]  # fmt: skip
    return Sheet("options", [*OPTIONS], rows)


def _objectives(outcome: Outcome, sentences: dict[str, str]) -> Sheet:
    rows: list[list[Cell]] = [
        [f.objective, sentences.get(f.objective, ""), f.items, points(f.points), points(f.earned), rounded(f.facility)]
        for f in outcome.analysis.objectives
    ]
    return Sheet("objectives", [*OBJECTIVES], rows)


def _rejected(outcome: Outcome, lang: Lang) -> Sheet:
    rows: list[list[Cell]] = [
        [clean_name(r.file), r.row, clean_name(r.id), r.message(lang)] for r in outcome.rejections
    ]
    return Sheet("rejected", [*REJECTED], rows)


def for_people(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """The tables with `scores` in two: what goes on a page, and the marks of each part."""
    for sheet in sheets:
        if sheet.name != "scores":
            yield sheet
            continue
        yield Sheet("scores", sheet.columns[:FIXED], [row[:FIXED] for row in sheet.rows])
        marks = [[*row[:2], *row[FIXED:]] for row in sheet.rows if row[PASSED] not in (ABSENT, REFUSED)]
        yield Sheet("marks", [*sheet.columns[:2], *sheet.columns[FIXED:]], marks)


def titles(sheet: Sheet, lang: Lang) -> Iterator[str]:
    """The columns' names as people read them; a part keeps its id."""
    parts_from = {"scores": FIXED, "marks": 2}.get(sheet.name, len(sheet.columns))
    for index, column in enumerate(sheet.columns):
        if index >= parts_from:
            yield column
        elif column.startswith("share_") and column != "share_none":
            yield text("score.column_share_of", lang, name=column[6:])
        else:
            yield text(f"score.column_{column}", lang)


def written(cells: Iterable[Cell]) -> list[str]:
    """Cells as CSV holds them. A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return [_written(cell) for cell in cells]


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return _harmless(cell)
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _harmless(value: str) -> str:
    # OWASP, "CSV injection"; Excel reads the full-width signs as formulas in East Asian locales.
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) else value
