"""The hidden sheet `_banxing` of a workbook that `banxing sheet` made: which paper it is, and what stands where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from banxing.model.quiz import Quiz
from banxing.responses.forms import all_parts, check_prints, drawn_questions
from banxing.responses.parts import column_number
from banxing.responses.records import Refused
from banxing.responses.tables import Columns
from banxing.responses.xlsx import Table

META = "_banxing"
FORMAT = "banxing-workbook/1"
_ROW = re.compile(r"[0-9]{1,7}")
PEOPLE = {"id": 0, "name": 1, "unit": 2}


@dataclass
class Meta:
    """`prints` is question id → fingerprint; `columns` and `marks` are part id → 0-based column.

    `second` is the sheet that another person filled in from the same answer sheets; empty in older workbooks.
    """

    quiz: str
    form: str
    sheet: str
    first_row: int
    second: str = ""
    prints: dict[str, str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)


def read_meta(table: Table) -> Meta:
    """Key and value in the first two columns. Refuses another format or a sheet somebody has damaged."""
    pairs = [(cells[0].strip(), cells[1].strip()) for _, cells in table.rows if len(cells) > 1 and cells[0].strip()]
    plain = {name: value for name, value in pairs if ":" not in name}
    if plain.get("format") != FORMAT or not _ROW.fullmatch(plain.get("first_row", "")) or not plain.get("sheet"):
        raise Refused("damaged-workbook")
    meta = Meta(
        plain.get("quiz", ""), plain.get("form", ""), plain["sheet"], int(plain["first_row"]), plain.get("second", "")
    )
    if len({name for name, _ in pairs}) < len(pairs):
        raise Refused("damaged-workbook")
    for name, value in pairs:
        kind, _, rest = name.partition(":")
        if kind == "print":
            meta.prints[rest] = value
        elif kind in ("column", "marks"):
            place = meta.columns if kind == "column" else meta.marks
            if value in place:
                raise Refused("damaged-workbook")
            place[value] = column_number(rest) - 1
    return meta


def columns_of(meta: Meta, quiz: Quiz) -> Columns:
    """Where a workbook's answers and marks stand. Refuses one of another quiz, another text or another draw."""
    if meta.quiz != quiz.id:
        raise Refused("other-quiz", found=meta.quiz, quiz=quiz.id)
    check_prints(quiz, meta.prints)
    if {question.id for question in drawn_questions(quiz, meta.form if quiz.is_exam else "")} != set(meta.prints):
        raise Refused("drawn-differs")
    known = all_parts(quiz)
    if any(part not in known or index < 0 for part, index in (*meta.columns.items(), *meta.marks.items())):
        raise Refused("damaged-workbook")
    return Columns(dict(PEOPLE), dict(meta.columns), dict(meta.marks))
