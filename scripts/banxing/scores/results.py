"""An outcome → tables: CSV for programs, one workbook for people.

`passed` is 是 or 否, 待评 while an essay waits for its mark, 缺考 for those of the roster who handed in nothing.
A part that was not on a candidate's paper is an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from banxing.messages import Lang, text
from banxing.responses.ours import ITEMS, OBJECTIVES, REJECTED, SCORES
from banxing.responses.records import Candidate, clean_name
from banxing.scores.analysis import NOTHING, ItemFigures
from banxing.scores.numbers import percent, points, rounded
from banxing.scores.outcome import Outcome
from banxing.scores.papers import Paper

Cell = str | int | Decimal | None
FIXED, PASSED = len(SCORES), SCORES.index("passed")
YES, NO, PENDING, ABSENT = "是", "否", "待评", "缺考"


@dataclass(frozen=True)
class Sheet:
    """A table. `columns` are the names programs read; `rows` have as many cells, None for an empty one."""

    name: str
    columns: list[str]
    rows: list[list[Cell]]


def sheets_of(outcome: Outcome, sentences: dict[str, str], lang: Lang) -> list[Sheet]:
    """scores, items, objectives, rejected. `sentences` is objective id → what it says."""
    return [_scores(outcome), _items(outcome), _objectives(outcome, sentences), _rejected(outcome, lang)]


def _scores(outcome: Outcome) -> Sheet:
    seen = {part for paper in outcome.papers for part in paper.marks}
    columns = [part for part in outcome.items if part in seen]
    ranks = outcome.ranks()
    rows = [_score_row(outcome, paper, columns, ranks) for paper in outcome.papers]
    most = points(outcome.file.quiz.max_points)
    rows += [[*_who(p), None, most, None, ABSENT, None, *[None] * len(columns)] for p in outcome.absent]
    return Sheet("scores", [*SCORES, *columns], rows)


def _score_row(outcome: Outcome, paper: Paper, columns: list[str], ranks: dict[str, int]) -> list[Cell]:
    share, passed = (None, PENDING) if paper.pending else (percent(paper.score, paper.max), YES)
    if not paper.pending and not outcome.passed(paper):
        passed = NO
    marks = [_mark(paper, part) for part in columns]
    rank = ranks.get(paper.candidate.id)
    return [*_who(paper.candidate), points(paper.score), points(paper.max), share, passed, rank, *marks]


def _mark(paper: Paper, part: str) -> Cell:
    if part not in paper.marks:
        return None
    value = paper.marks[part]
    return PENDING if value is None else points(value)


def _who(person: Candidate) -> list[Cell]:
    return [person.id, person.name, person.unit]


def _items(outcome: Outcome) -> Sheet:
    figures = [figure for figure in outcome.analysis.items if figure.n]
    letters = list(dict.fromkeys(name for figure in figures for name in figure.shares if name))
    letters.sort(key=lambda name: (not name.isascii(), name))
    unanswered = ["share_none"] if letters else []
    columns = [*ITEMS, *(f"share_{name}" for name in letters), *unanswered]
    return Sheet("items", columns, [_item_row(figure, letters) for figure in figures])


def _item_row(figure: ItemFigures, letters: list[str]) -> list[Cell]:
    question, shares = figure.item.question, figure.shares
    values = (figure.facility, figure.discrimination, figure.item_total, figure.alpha_if_dropped)
    names = [*letters, NOTHING] if letters else []
    took = [rounded(shares[name].all) if name in shares else None for name in names]
    return [figure.item.part, question.type, figure.n, points(question.points), *map(rounded, values), *took]


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
        marks = [[*row[:2], *row[FIXED:]] for row in sheet.rows if row[PASSED] != ABSENT]
        yield Sheet("marks", [*sheet.columns[:2], *sheet.columns[FIXED:]], marks)


def titles(sheet: Sheet, lang: Lang) -> Iterator[str]:
    """The columns' names as people read them; a part keeps its id."""
    fixed = {"scores": FIXED, "items": len(ITEMS), "marks": 2}.get(sheet.name, len(sheet.columns))
    for index, column in enumerate(sheet.columns):
        if index < fixed:
            yield text(f"score.column_{column}", lang)
        elif column == "share_none":
            yield text("score.column_share_none", lang)
        else:
            yield text("score.column_share", lang, name=column[6:]) if sheet.name == "items" else column


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
