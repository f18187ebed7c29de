"""What the class did, by formula: a sheet for the whole with a picture, and one for the questions.

The figures are those of `scores.analysis`: over the complete papers, or over all
while more than half wait for essay marks.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from banxing.messages import text
from banxing.model.questions import LETTERS
from banxing.sheets.formulas import quoted
from banxing.sheets.layout import STEPS, Grid, on_paper, place
from banxing.sheets.paper import Item

WEIGHT, COUNTED = 3, 4  # columns of the hidden sheet: 1 where a paper counts in the figures, its score where complete
_BINS = 10
_ITEM_ROW = 3
_ITEMS = {
    "number": 7,
    "part": 30,
    "type": 12,
    "points": 6,
    "figure_n": 7,
    "figure_mean": 8,
    "figure_facility": 8,
    "figure_full": 8,
    "figure_zero": 8,
}


class Figures:
    """Writes both sheets. `names` are the sheets with the register and with the marks."""

    def __init__(self, grid: Grid, entry: str, marks: str) -> None:
        self.grid, self.entry, self.marks = grid, entry, marks
        self.style, self.lang = grid.style, grid.lang
        self.status = grid.down(entry, grid.last_part + 3)
        self.counted = grid.down(STEPS, COUNTED)
        self.weight = grid.down(STEPS, WEIGHT)

    def step_formulas(self, row: int) -> dict[int, str]:
        """Helper cells of a candidate, by column."""
        status = f"{place(self.entry)}{xl_rowcol_to_cell(row, self.grid.last_part + 3)}"
        score = f"{place(self.entry)}{xl_rowcol_to_cell(row, self.grid.last_part + 1)}"
        complete = f"OR({status}={self._word('passed')},{status}={self._word('failed')})"
        few = f"2*({self._count('passed')}+{self._count('failed')})<{self._papers()}"
        waits = f"AND({status}={self._word('pending')},{few})"
        return {WEIGHT: f"IF({complete},1,IF({waits},1,0))", COUNTED: f'IF({complete},{score},"")'}

    def _word(self, name: str) -> str:
        return quoted(text(f"sheet.status_{name}", self.lang))

    def _count(self, name: str) -> str:
        return f"COUNTIF({self.status},{self._word(name)})"

    def _papers(self) -> str:
        return f"({self._count('passed')}+{self._count('failed')}+{self._count('pending')})"

    def write_whole(self, book: Any, sheet: Any) -> None:
        """Counts, mean and spread on the left; the distribution with its picture beside them."""
        sheet.write_string(0, 0, self._title("figures"), self.style.title)
        sheet.set_row(0, 26)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 10)
        sheet.set_column(2, 2, 3)
        sheet.set_column(3, 3, 12)
        sheet.set_column(4, 4, 8)
        for row, (name, formula, style) in enumerate(self._whole(), 2):
            sheet.write_string(row, 0, text(f"sheet.whole_{name}", self.lang), self.style.locked_text)
            sheet.write_formula(row, 1, f"={formula}", style, "")
        self._distribution(book, sheet)
        on_paper(sheet, self.lang)

    def _whole(self) -> list[tuple[str, str, Any]]:
        ids, number, score = self.grid.down(self.entry, 0), self.style.locked_number, self.style.two_places
        used = f"SUM({self.grid.down(STEPS, 0)})"
        done = f"({self._count('passed')}+{self._count('failed')})"
        spread = {"mean": "AVERAGE", "median": "MEDIAN", "highest": "MAX", "lowest": "MIN"}
        any_ = f"IF({done}=0,{{}})".replace("{}", '"",{}')
        return [
            ("listed", f"SUMPRODUCT(--(LEN({ids})>0))", number),
            ("papers", used, number),
            ("absent", f"SUMPRODUCT(--(LEN({ids})>0))-{used}", number),
            *((name, self._count(name), number) for name in ("passed", "failed", "pending")),
            ("check", f"{self._count('unreadable')}+{self._count('differ')}", number),
            ("rate", any_.format(f"{self._count('passed')}/{done}"), self.style.percent),
            *((name, any_.format(f"{call}({self.counted})"), score) for name, call in spread.items()),
            ("deviation", f'IF({done}<2,"",STDEV({self.counted}))', score),
        ]

    def _distribution(self, book: Any, sheet: Any) -> None:
        for column, name in ((3, "bin"), (4, "people")):
            sheet.write_string(2, column, text(f"sheet.whole_{name}", self.lang), self.style.head)
        most = self.grid.paper.points
        for index in range(_BINS):
            row, low, high = 3 + index, most * index / 1000, most * (index + 1) / 1000
            last = index == _BINS - 1
            sheet.write_string(row, 3, f"{index * 10}–{100 if last else index * 10 + 9}%", self.style.locked_number)
            below = "" if last else f',{self.counted},"<{high:g}"'
            formula = f'=COUNTIFS({self.counted},">={low:g}"{below})'
            sheet.write_formula(row, 4, formula, self.style.locked_number, 0)
        chart = book.add_chart({"type": "column"})
        name = sheet.get_name()
        chart.add_series(
            {
                "categories": [name, 3, 3, 2 + _BINS, 3],
                "values": [name, 3, 4, 2 + _BINS, 4],
                "fill": {"color": "#4472A8"},
                "gap": 30,
                "data_labels": {"value": True, "num_format": "0;;"},
            }
        )
        font = {"name": "宋体", "size": 10}
        chart.set_title({"name": text("sheet.whole_chart", self.lang), "name_font": {**font, "size": 12}})
        chart.set_x_axis({"num_font": {**font, "size": 9}})
        chart.set_y_axis({"num_font": font, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
        chart.set_legend({"none": True})
        chart.set_size({"width": 560, "height": 330})
        sheet.insert_chart(2, 6, chart)

    def write_items(self, sheet: Any) -> None:
        """A row a question."""
        sheet.write_string(0, 0, self._title("items"), self.style.title)
        sheet.set_row(0, 26)
        sheet.write_string(1, 0, text("sheet.advice_items", self.lang), self.style.advice)
        choices = [item for _, item in self.grid.columns if item.question.choice]
        letters = LETTERS[: max((len(item.letters) for item in choices), default=0)]
        chosen = {text("sheet.figure_chose", self.lang, letter=letter): 7 for letter in letters}
        heads = {text(f"sheet.{name}", self.lang): width for name, width in _ITEMS.items()}
        heads |= {**chosen, text("sheet.figure_none", self.lang): 7}
        sheet.set_row(_ITEM_ROW - 1, 30)
        for column, (head, width) in enumerate(heads.items()):
            sheet.write_string(_ITEM_ROW - 1, column, head, self.style.head)
            sheet.set_column(column, column, width)
        for row, (column, item) in enumerate(self.grid.columns, _ITEM_ROW):
            self._write_item(sheet, row, column, item, letters)
        share = {"type": "data_bar", "bar_color": "#9DC3E6", "bar_solid": True, "min_type": "num", "min_value": 0}
        bars = {**share, "max_type": "num", "max_value": 1}
        sheet.conditional_format(_ITEM_ROW, 6, _ITEM_ROW + len(self.grid.columns) - 1, 6, bars)
        sheet.freeze_panes(_ITEM_ROW, 2)
        on_paper(sheet, self.lang)
        sheet.repeat_rows(_ITEM_ROW - 1)

    def _write_item(self, sheet: Any, row: int, column: int, item: Item, letters: str) -> None:
        style, grid = self.style, self.grid
        kind = text(f"player.type_{item.question.type}", self.lang)
        for place_, words in enumerate((item.label, item.part, kind)):
            sheet.write_string(row, place_, words, style.locked_text)
        sheet.write_number(row, 3, item.question.points / 100, style.locked_number)
        marks, typed = grid.down(self.marks, column), grid.down(self.entry, column)
        points, n = f"$D{row + 1}", f"$E{row + 1}"
        total, counted = f"SUMIF({self.weight},1,{marks})", f"COUNTIFS({self.weight},1,{marks}"
        nothing = f"OR({n}=0,{n}<SUM({self.weight}))"
        sheet.write_formula(row, 4, f"=SUMPRODUCT({self.weight}*ISNUMBER({marks}))", style.locked_number, 0)
        values = [(f"{total}/{n}", style.two_places), (f"{total}/({n}*{points})", style.percent)]
        values += [(f"{counted},{points})/{n}", style.percent), (f"{counted},0)/{n}", style.percent)]
        shown = letters[: len(item.letters)] if item.question.choice else ""
        values += [(self._chose(typed, letter, n), style.percent) for letter in shown]
        for at, (value, look) in enumerate(values, 5):
            sheet.write_formula(row, at, f'=IF({nothing},"",{value})', look, "")
        for at in range(5 + len(values), 9 + len(letters)):
            sheet.write_blank(row, at, None, style.percent)
        at = 9 + len(letters)
        if item.question.type == "essay":
            sheet.write_blank(row, at, None, style.percent)
        else:
            empty = f"SUMPRODUCT({self.weight}*(LEN(TRIM({typed}))=0))/{n}"
            sheet.write_formula(row, at, f'=IF({nothing},"",{empty})', style.percent, "")

    def _chose(self, typed: str, letter: str, n: str) -> str:
        ways = "+".join(f"ISNUMBER(FIND({quoted(way)},UPPER({typed})))" for way in (letter, chr(ord(letter) + 0xFEE0)))
        return f"SUMPRODUCT({self.weight}*({ways}>0))/{n}"

    def _title(self, kind: str) -> str:
        paper = self.grid.paper
        form = text("sheet.form", self.lang, form=paper.form) if paper.form else ""
        return text(f"sheet.title_{kind}", self.lang, title=paper.quiz.head.title) + form
