"""The rubric as a sheet to read and to print: every criterion with its levels, every deduction."""

from __future__ import annotations

from math import ceil
from typing import Any

from banxing.messages import text
from banxing.numerals import points
from banxing.sheets.layout import on_paper
from banxing.sheets.measures import ems
from banxing.sheets.panel import Column, RatingGrid

_NAME, _POINTS, _LEVELS = 24, 9, 90  # widths


def write_rubric(sheet: Any, grid: RatingGrid) -> None:
    """A line a criterion, its levels one below the other."""
    style, lang = grid.style, grid.lang
    sheet.write_string(0, 0, grid.title("rubric"), style.title)
    sheet.set_row(0, 26)
    for column, width in enumerate((_NAME, _POINTS, _LEVELS)):
        sheet.set_column(column, column, width)
    row = 2
    for essay in grid.essays:
        most = points(essay.item.question.points)
        told = text("sheet.essay_head", lang, label=essay.item.label, points=most)
        sheet.merge_range(row, 0, row, 2, told, style.head)
        for column, name in enumerate(("criterion", "full", "levels")):
            sheet.write_string(row + 1, column, text(f"sheet.{name}", lang), style.head)
        row += 2
        for line in essay.columns:
            words, lines = _levels(line, grid)
            sheet.write_string(row, 0, line.of.name, style.locked_text)
            full = text("sheet.deduct" if line.deducts else "sheet.points_each", lang, points=points(line.of.points))
            sheet.write_string(row, 1, full, style.locked_number)
            sheet.write_string(row, 2, words, style.locked_text)
            sheet.set_row(row, 4 + 15 * max(lines, ceil(ems(line.of.name) * 2.1 / _NAME)))
            row += 1
        row += 1
    on_paper(sheet, lang)


def _levels(column: Column, grid: RatingGrid) -> tuple[str, int]:
    levels = getattr(column.of, "levels", ())
    words = [text("sheet.level_line", grid.lang, points=points(level.points), text=level.text) for level in levels]
    return "\n".join(words), max(1, sum(ceil(ems(line) * 2.1 / _LEVELS) for line in words))
