"""The sheet people fill in, with what the formulas make of it: score, percent, result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from banxing.messages import text
from banxing.model.questions import LETTERS
from banxing.numerals import points
from banxing.sheets.formulas import quoted
from banxing.sheets.layout import FIRST_PART, FIRST_ROW, RESULTS, Grid, place
from banxing.sheets.paper import Item

Filled = Mapping[str, Mapping[str, str | float]]
"""Candidate id → part id → what stands in the cell."""


def write_register(sheet: Any, grid: Grid, marks: str, filled: Filled, differ: Callable[[int], str]) -> None:
    """`marks` is the name of the sheet with the marks; `differ(row)` the cell that counts a row's differences."""
    grid.head(sheet, "entry")
    for row, person in zip(grid.rows, grid.people, strict=True):
        for column, value in enumerate((person.id, person.name, person.unit)):
            sheet.write_string(row, column, value, grid.style.person)
    write_answers(sheet, grid, filled)
    _write_results(sheet, grid, marks, differ)
    _colour(sheet, grid, marks)
    sheet.print_area(FIRST_ROW - 2, 0, grid.last_row, grid.last_part + len(RESULTS))


def write_answers(sheet: Any, grid: Grid, filled: Filled) -> None:
    """The cells to type into, with what may be typed."""
    for row, person in zip(grid.rows, grid.people, strict=True):
        typed = filled.get(person.id, {})
        for column, item in grid.columns:
            _write_answer(sheet, grid, (row, column), item, typed.get(item.part, ""))
    for column, item in grid.columns:
        sheet.data_validation(FIRST_ROW, column, grid.last_row, column, _rule(item, grid))


def _write_answer(sheet: Any, grid: Grid, cell: tuple[int, int], item: Item, value: str | float) -> None:
    style = grid.style.mark if item.question.type == "essay" else grid.style.answer
    if isinstance(value, str):
        (sheet.write_string if value else sheet.write_blank)(*cell, value, style)
    else:
        sheet.write_number(*cell, value, style)


def _rule(item: Item, grid: Grid) -> dict[str, Any]:
    """What may be typed: one of a list, a mark in range; elsewhere a hint is all that a cell can say."""
    kind, number, lang = item.question.type, item.label, grid.lang
    if kind in ("single_choice", "true_false"):
        source = list(LETTERS[: len(item.letters)]) if item.letters else ["对", "错"]
        told = text("sheet.one_of", lang, number=number, choices=text("terms.joint", lang).join(source))
        rule: dict[str, Any] = {"validate": "list", "source": source}
    elif kind == "essay":
        most = item.question.points
        told = text("sheet.mark_of", lang, number=number, points=points(most))
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most / 100}
    else:
        return {"validate": "any", "input_message": text(f"sheet.hint_{kind}", lang, number=number)}
    return {**rule, "error_title": text("sheet.check", lang), "error_message": told}


def _write_results(sheet: Any, grid: Grid, marks: str, differ: Callable[[int], str]) -> None:
    first, style = grid.last_part + 1, grid.style
    for column, (name, width) in enumerate(RESULTS.items(), first):
        grid.tall_head(sheet, column, name)
        sheet.set_column(column, column, width)
    for row in grid.rows:
        score = xl_rowcol_to_cell(row, first)
        row_marks = grid.parts(marks, row)
        values = (
            (f"ROUND(SUM({row_marks}),2)", style.score),
            (f"{score}/{points(grid.paper.points)}", style.percent),
        )
        for column, (value, look) in enumerate(values, first):
            sheet.write_formula(row, column, f'=IF({grid.used(row)}=0,"",{value})', look, "")
        verdict = f'IF({grid.used(row)}=0,"",{_verdict(grid, score, row_marks)})'
        verdict = f"=IF({differ(row)}>0,{_word(grid, 'differ')},{verdict})"
        sheet.write_formula(row, first + len(values), verdict, style.status, "")


def _verdict(grid: Grid, score: str, marks: str) -> str:
    # As everywhere: 100 × score ≥ pass mark × maximum, in whole hundredths.
    passed = f"ROUND({score}*100,0)*100>={grid.paper.quiz.head.pass_mark * grid.paper.points}"
    verdict = f"IF({passed},{_word(grid, 'passed')},{_word(grid, 'failed')})"
    for name in ("pending", "unreadable"):
        verdict = f"IF(COUNTIF({marks},{_word(grid, name)})>0,{_word(grid, name)},{verdict})"
    return verdict


def _colour(sheet: Any, grid: Grid, marks: str) -> None:
    status = grid.last_part + len(RESULTS)
    looks = {
        "failed": grid.style.failed,
        "unreadable": grid.style.doubtful,
        "differ": grid.style.doubtful,
        "pending": grid.style.waiting,
    }
    for name, look in looks.items():
        rule = {"type": "cell", "criteria": "==", "value": _word(grid, name), "format": look}
        sheet.conditional_format(FIRST_ROW, status, grid.last_row, status, rule)
    mark = f"{place(marks)}{xl_rowcol_to_cell(FIRST_ROW, FIRST_PART)}"
    criteria = f"={mark}={_word(grid, 'unreadable')}"
    rule = {"type": "formula", "criteria": criteria, "format": grid.style.doubtful}
    sheet.conditional_format(FIRST_ROW, FIRST_PART, grid.last_row, grid.last_part, rule)


def _word(grid: Grid, name: str) -> str:
    return quoted(text(f"sheet.status_{name}", grid.lang))
