"""A test blueprint (双向细目表): how many questions, worth how much, ask for which objective at which level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from banxing.catalogue import Catalogue
from banxing.messages import Lang, text
from banxing.model.questions import Difficulty, Level, Question, parts
from banxing.numerals import points

LEVELS: tuple[str, ...] = (*get_args(Level), "")
DIFFICULTIES: tuple[str, ...] = (*get_args(Difficulty), "")
"""What a question may be marked as; "" for those that are not."""


@dataclass(frozen=True)
class Share:
    """So many questions, worth so many hundredths of a point together."""

    count: int = 0
    points: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.count + other.count, self.points + other.points)


@dataclass(frozen=True)
class Row:
    """What is asked for, the heading it belongs under, and its share in each column and in all."""

    group: str
    name: str
    shares: tuple[Share, ...]

    @property
    def total(self) -> Share:
        return sum(self.shares, Share())


def by_objective(questions: Iterable[Question], catalogue: Catalogue, lang: Lang) -> list[Row]:
    """A row an objective that is asked for, in the order of the course, a column a level.

    The parts of a case count one by one; what a part does not say is said by its case. Questions without an objective
    stand last.
    """
    found: dict[str, dict[str, Share]] = defaultdict(lambda: defaultdict(Share))
    for question in questions:
        for _, part in parts(question):
            objective, level = part.objective or question.objective or "", part.level or question.level or ""
            found[objective][level] += Share(1, part.points)
    course = catalogue.course.value.module_ids if catalogue.course else ()
    listed = [catalogue.modules[module] for module in course if module in catalogue.modules]
    others = [file for file in catalogue.modules.values() if file not in listed]
    rows = []
    for file in (*listed, *others):
        for name, sentence in file.module.objectives.items():
            if shares := found.pop(name, None):
                rows.append(_row(file.module.title, sentence, shares, LEVELS))
    for name, shares in found.items():  # an objective that no module has is a fault that the check names
        rows.append(_row("", name or text("blueprint.no_objective", lang), shares, LEVELS))
    return rows


def by_type(questions: Iterable[Question], lang: Lang) -> list[Row]:
    """A row a type of question, in the order they are met, a column a difficulty."""
    found: dict[str, dict[str, Share]] = defaultdict(lambda: defaultdict(Share))
    for question in questions:
        for _, part in parts(question):
            found[part.type][part.difficulty or question.difficulty or ""] += Share(1, part.points)
    return [_row("", text(f"player.type_{kind}", lang), shares, DIFFICULTIES) for kind, shares in found.items()]


def _row(group: str, name: str, shares: Mapping[str, Share], columns: Sequence[str]) -> Row:
    return Row(group, name, tuple(shares.get(column, Share()) for column in columns))


def table(rows: Sequence[Row], columns: Sequence[str], lang: Lang) -> list[list[str]]:
    """The lines of a table: a heading, the rows, their sum. `columns` are LEVELS or DIFFICULTIES.

    A cell says questions and points, in words since Excel takes 1/2 for a date, and nothing where nothing is asked; a
    column that is empty throughout is left out. The last column is the share of all points.
    """
    sums = [sum((row.shares[i] for row in rows), Share()) for i in range(len(columns))]
    kept = [i for i, share in enumerate(sums) if share.count]
    whole = sum(sums, Share())
    kind = "level" if columns is LEVELS else "difficulty"
    names = [
        text(f"export.{kind}_{columns[i]}", lang) if columns[i] else text("blueprint.unmarked", lang) for i in kept
    ]
    head = [text(f"blueprint.{name}", lang) for name in ("group", "name")]
    tail = [text(f"blueprint.{name}", lang) for name in ("total", "share")]
    lines = [[*head, *names, *tail]]
    for row in [*rows, Row("", text("blueprint.total", lang), tuple(sums))]:
        percent = f"{100 * row.total.points / whole.points:.1f}%" if whole.points else ""
        cells = [_cell(share, lang) for share in (*(row.shares[i] for i in kept), row.total)]
        lines.append([row.group, row.name, *cells, percent])
    return [line[1:] for line in lines] if not any(row.group for row in rows) else lines


def _cell(share: Share, lang: Lang) -> str:
    return text("blueprint.cell", lang, count=share.count, points=points(share.points)) if share.count else ""
