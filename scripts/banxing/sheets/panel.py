"""What the sheets of a raters' workbook share: a row a candidate, the columns of each essay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from banxing.messages import Lang, text
from banxing.model.keys import Criterion, Deduction, EssayKey
from banxing.responses.records import Candidate
from banxing.sheets.formats import Styles
from banxing.sheets.paper import Item, Paper

FIRST_ROW = 5  # 0-based: below title, advice, signature, questions, criteria


@dataclass(frozen=True)
class Column:
    """A column of a rater's sheet."""

    at: int
    part: str
    of: Criterion | Deduction

    @property
    def deducts(self) -> bool:
        return isinstance(self.of, Deduction)


@dataclass(frozen=True)
class Essay:
    """An essay's columns on every rater's sheet; its total stands in the column `total`."""

    item: Item
    columns: tuple[Column, ...]

    @property
    def total(self) -> int:
        return self.columns[-1].at + 1

    @property
    def key(self) -> EssayKey:
        assert isinstance(self.item.key, EssayKey)
        return self.item.key


def essays_of(paper: Paper) -> list[Essay]:
    """The essays of a form with the places of their columns, behind the column with the number."""
    found, at = [], 1
    for item in paper.leaves:
        if isinstance(item.key, EssayKey):
            rows: tuple[Criterion | Deduction, ...] = (*item.key.rubric, *item.key.deductions)
            found.append(Essay(item, tuple(Column(at + n, item.part, row) for n, row in enumerate(rows))))
            at = found[-1].total + 1
    return found


class RatingGrid:
    """Where things stand, in 0-based rows and columns. `raters` people mark, one more where they lie apart."""

    def __init__(
        self, paper: Paper, people: Sequence[Candidate], style: Styles, lang: Lang, raters: int, gap: int
    ) -> None:
        self.paper, self.people, self.style, self.lang = paper, people, style, lang
        self.raters, self.gap, self.essays = raters, gap, essays_of(paper)
        self.last_row = FIRST_ROW + len(people) - 1
        self.rows = range(FIRST_ROW, self.last_row + 1)
        names = [text("sheet.tab_rater", lang, number=number) for number in range(1, raters + 1)]
        self.names = [*names, text("sheet.tab_extra", lang)]
        self.summary = text("sheet.tab_summary", lang)

    def title(self, kind: str, **fields: Any) -> str:
        """The heading of a sheet."""
        form = text("sheet.form", self.lang, form=self.paper.form) if self.paper.form else ""
        return text(f"sheet.title_{kind}", self.lang, title=self.paper.quiz.head.title, **fields) + form
