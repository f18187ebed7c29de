"""The summary of a raters' workbook: everyone's totals side by side, the mark, and who must be called in."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from banxing.messages import text
from banxing.numerals import points
from banxing.responses.panel import TRIMMED_FROM
from banxing.sheets.formulas import quoted
from banxing.sheets.layout import on_paper, place
from banxing.sheets.panel import FIRST_ROW, Essay, RatingGrid

_PEOPLE = {"id": 19, "name": 10, "unit": 22}
_BEHIND = {"spread": 7, "final_mark": 8, "call": 18}


def write_summary(sheet: Any, grid: RatingGrid) -> None:
    """Numbers, names and units are typed here; all else is computed."""
    style, lang = grid.style, grid.lang
    sheet.write_string(0, 0, grid.title("summary"), style.title)
    advice = text("sheet.advice_summary", lang, gap=grid.gap, extra=grid.raters + 1)
    last = len(_PEOPLE) + len(grid.essays) * (grid.raters + 1 + len(_BEHIND)) - 1
    sheet.merge_range(1, 0, 1, max(last, 6), advice, style.paragraph)
    for column, (name, width) in enumerate(_PEOPLE.items()):
        sheet.merge_range(3, column, 4, column, text(f"sheet.{name}", lang), style.head)
        sheet.set_column(column, column, width)
    for row, person in zip(grid.rows, grid.people, strict=True):
        for column, value in enumerate((person.id, person.name, person.unit)):
            sheet.write_string(row, column, value, style.person)
    for index, essay in enumerate(grid.essays):
        _write_essay(sheet, grid, essay, len(_PEOPLE) + index * (grid.raters + 1 + len(_BEHIND)))
    sheet.set_default_row(19)
    sheet.set_row(0, 26)
    sheet.set_row(1, 32)
    sheet.set_row(3, 20)
    sheet.freeze_panes(FIRST_ROW, 2)
    on_paper(sheet, lang)
    sheet.repeat_rows(3, 4)


def _write_essay(sheet: Any, grid: RatingGrid, essay: Essay, first: int) -> None:
    style, lang, item = grid.style, grid.lang, essay.item
    told = text("sheet.essay_head", lang, label=item.label, points=points(item.question.points))
    behind = first + grid.raters + 1
    sheet.merge_range(3, first, 3, behind + len(_BEHIND) - 1, told, style.head)
    for column, name in enumerate(grid.names, first):
        sheet.write_string(4, column, name, style.head)
        sheet.set_column(column, column, 7.5)
    for column, (name, width) in enumerate(_BEHIND.items(), behind):
        sheet.write_string(4, column, text(f"sheet.{name}", lang), style.head)
        sheet.set_column(column, column, width)
    for row in grid.rows:
        for column, name in enumerate(grid.names, first):
            there = f"{place(name)}{xl_rowcol_to_cell(row, essay.total)}"
            sheet.write_formula(row, column, f'=IF({there}="","",{there})', style.locked_mark, "")
        looks = (style.locked_mark, style.score, style.status)
        for column, (formula, look) in enumerate(zip(_formulas(grid, essay, row, first), looks, strict=True), behind):
            sheet.write_formula(row, column, f"={formula}", look, "")
    call = behind + 2
    for name, look in (("next", style.failed), ("missing", style.waiting), ("check", style.doubtful)):
        rule = {"type": "cell", "criteria": "==", "value": quoted(_call(grid, name)), "format": look}
        sheet.conditional_format(FIRST_ROW, call, grid.last_row, call, rule)


def _call(grid: RatingGrid, name: str) -> str:
    fields = {"number": grid.raters + 1} if name == "next" else {}
    return text(f"sheet.call_{name}", grid.lang, **fields)


def _formulas(grid: RatingGrid, essay: Essay, row: int, first: int) -> tuple[str, str, str]:
    """Spread, mark and note of one candidate: `responses.panel.judge`, in whole hundredths."""
    regular = f"{xl_rowcol_to_cell(row, first)}:{xl_rowcol_to_cell(row, first + grid.raters - 1)}"
    extra = xl_rowcol_to_cell(row, first + grid.raters)
    whole = f"{xl_rowcol_to_cell(row, first)}:{extra}"
    note = xl_rowcol_to_cell(row, first + grid.raters + 3)
    odd = f"SUMPRODUCT(--ISTEXT({whole}),--(LEN({whole})>0))>0"
    spread = f"(MAX({whole})-MIN({whole}))"
    wide = f"ROUND({spread}*100,0)*100>{grid.gap * essay.item.question.points}"
    nobody = f"AND(COUNT({whole})=0,NOT({odd}))"
    words = {name: quoted(_call(grid, name)) for name in ("next", "missing", "check")}
    call = (
        f'IF({nobody},"",IF({odd},{words["check"]},IF(COUNT({regular})<{grid.raters},{words["missing"]},'
        f'IF(AND(NOT(ISNUMBER({extra})),{wide}),{words["next"]},""))))'
    )
    total, n = f"ROUND(SUM({whole})*100,0)", f"COUNT({whole})"
    ends = f"ROUND((MAX({whole})+MIN({whole}))*100,0)"
    mean = f"IF({n}>={TRIMMED_FROM},ROUND(({total}-{ends})/({n}-2),0),ROUND({total}/{n},0))/100"
    waits = quoted(text("sheet.status_pending", grid.lang))
    return (
        f'IF(COUNT({whole})<2,"",ROUND({spread},2))',
        f'IF({nobody},"",IF({note}<>"",{waits},{mean}))',
        call,
    )
