"""results.xlsx: the tables for people. Texts are written as texts whatever they begin with."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from banxing.messages import Lang, text
from banxing.responses.ours import RESULTS, properties
from banxing.responses.workbook import META
from banxing.scores.outcome import Outcome
from banxing.scores.overview import Overview
from banxing.scores.results import STATES, Cell, Sheet, for_people, titles
from banxing.scores.sentences import about_item
from banxing.scores.styles import PALE, Styles, width, write_cell

_LONGEST = 60  # columns a text may take before it wraps
_BARS = {"objectives": ("facility", 1), "items": ("facility", 1), "groups": ("pass_rate", 100)}  # column, its most


def workbook_bytes(sheets: Iterable[Sheet], outcome: Outcome, lang: Lang) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    title = outcome.file.quiz.head.title
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties(properties(title))
        styles = Styles(book)
        shown: dict[str, Sheet] = {}
        overview = None
        for sheet in for_people(sheets):
            if sheet.name == "summary":
                overview = book.add_worksheet(text("score.tab_summary", lang))
                continue
            shown[sheet.name] = _in_words(sheet, outcome, lang)
            _write_sheet(book, shown[sheet.name], styles, lang)
        if overview is not None:
            Overview(book, overview, styles, outcome, lang).write(shown)
        marks = book.add_worksheet(META)  # what this is, so that it is not read as answers
        marks.write_row(0, 0, ("format", RESULTS))
        marks.hide()
    return out.getvalue()


def _in_words(sheet: Sheet, outcome: Outcome, lang: Lang) -> Sheet:
    """A table with the codes of programs replaced by what people call them."""
    if sheet.name == "items":
        told = {figure.item.part: about_item(figure, lang) for figure in outcome.analysis.items}
        rows = [[*row[:-1], "\n".join(told[str(row[0])])] for row in sheet.rows]
        at = sheet.columns.index("type")
        rows = [[*row[:at], text(f"player.type_{row[at]}", lang), *row[at + 1 :]] for row in rows]
        return Sheet(sheet.name, sheet.columns, rows)
    if sheet.name == "groups":
        nameless = text("report.no_unit", lang)
        rows = [[text(f"report.by_{row[0]}", lang), row[1] or nameless, *row[2:]] for row in sheet.rows]
        return Sheet(sheet.name, sheet.columns, rows)
    if sheet.name == "options":
        rows = [
            [row[0], row[1] or text("report.unanswered", lang), _state(row[2], lang), *row[3:]] for row in sheet.rows
        ]
        return Sheet(sheet.name, sheet.columns, rows)
    if people := {"scores": 3, "marks": 2}.get(sheet.name):  # columns that hold what a person is called
        rows = [[*row[:people], *(_state(cell, lang) for cell in row[people:])] for row in sheet.rows]
        return Sheet(sheet.name, sheet.columns, rows)
    return sheet


def _state(cell: Cell, lang: Lang) -> Cell:
    return text(f"score.state_{STATES[cell]}", lang) if isinstance(cell, str) and cell in STATES else cell


def _write_sheet(book: Any, sheet: Sheet, styles: Styles, lang: Lang) -> None:
    page = book.add_worksheet(text(f"score.tab_{sheet.name}", lang))
    upright = sheet.name == "marks"  # ids of questions are long, marks are short
    for column, name in enumerate(titles(sheet, lang)):
        narrow = upright and column > 1
        page.write_string(0, column, name, styles.turned if narrow else styles.head)
        page.set_column(column, column, 6 if narrow else _column_width(name, sheet, column))
    for row, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells):
            write_cell(page, row, column, cell, styles)
    if sheet.name in _BARS and sheet.rows:
        share, most = _BARS[sheet.name]
        at = sheet.columns.index(share)
        bar = {"type": "data_bar", "bar_color": PALE, "bar_solid": True, "min_type": "num", "max_type": "num"}
        page.conditional_format(1, at, len(sheet.rows), at, {**bar, "min_value": 0, "max_value": most})
    page.freeze_panes(1, 2 if sheet.name in ("scores", "marks") else 1)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.repeat_rows(0)
    if sheet.name == "scores":
        page.set_paper(9)
    else:
        _landscape(page)
    if upright:
        page.set_row(0, 12 + 6.5 * max(map(len, sheet.columns)))
        page.repeat_columns(0, 1)
    else:
        page.fit_to_pages(1, 0)


def _landscape(page: Any) -> None:
    page.set_paper(9)
    page.set_landscape()


def _column_width(name: str, sheet: Sheet, column: int) -> int:
    return min(max([width(name) + 2, *(width(cells[column]) for cells in sheet.rows)]) + 2, _LONGEST)
