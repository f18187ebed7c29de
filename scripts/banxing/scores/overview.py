"""The sheet of results.xlsx that is looked at first: numbers and sentences on the left, charts on the right."""

from __future__ import annotations

from typing import Any

from banxing.messages import Lang, text
from banxing.scores.groups import BINS, distribution, facts
from banxing.scores.numbers import rounded
from banxing.scores.outcome import Outcome
from banxing.scores.results import Sheet
from banxing.scores.sentences import about_scores, reliability_name
from banxing.scores.styles import BLUE, PALE, Styles, width, write_cell

_WIDE, _TALL = 620, 300  # of a chart, in pixels
_ROW = 20  # pixels of a row
_MOST_BARS = 40


class Overview:
    """Fills `page`; `shown` are the other sheets, which the charts point to."""

    def __init__(self, book: Any, page: Any, styles: Styles, outcome: Outcome, lang: Lang) -> None:
        self._book, self._page, self._styles, self._outcome, self._lang = book, page, styles, outcome, lang
        self._row = 0
        self._pixels = 0  # height of the charts so far

    def write(self, shown: dict[str, Sheet]) -> None:
        page, lang, outcome = self._page, self._lang, self._outcome
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 12)
        page.set_column(2, 2, 3)
        page.set_paper(9)
        page.fit_to_pages(1, 1)
        page.hide_gridlines(2)
        page.write_string(0, 0, text("report.title", lang, title=outcome.file.quiz.head.title), self._styles.title)
        self._row = 2
        for name, value in facts(outcome):
            self._line(text(f"report.{name}", lang), value)
        self._row += 1
        for sentence in about_scores(outcome.analysis, lang) if outcome.standings else [text("report.nobody", lang)]:
            lines = -(-width(sentence) // 34)
            page.merge_range(self._row, 0, self._row, 1, sentence, self._styles.told)
            page.set_row_pixels(self._row, _ROW * lines)
            self._row += 1
        self._reliability()
        for one in self._outcome.agreements:
            self._heading(one.part, "")
            self._line(text("report.rater_count", lang), one.raters)
            self._line(text("report.n", lang), one.n)
            self._line("Kendall W", rounded(one.w))
            self._line("ICC(2,k)", rounded(one.icc))
        self._distribution()
        self._groups(shown["groups"])
        self._scatter(shown["items"])

    def _line(self, name: str, value: Any) -> None:
        self._page.write_string(self._row, 0, name, self._styles.words)
        write_cell(self._page, self._row, 1, value, self._styles)
        self._row += 1

    def _heading(self, name: str, unit: str) -> None:
        self._row += 1
        self._page.write_string(self._row, 0, name, self._styles.head)
        self._page.write_string(self._row, 1, unit, self._styles.head)
        self._row += 1

    def _reliability(self) -> None:
        for one in self._outcome.analysis.reliability:
            if one.alpha is None:
                continue
            forms = text("terms.joint", self._lang).join(one.forms)
            self._heading(text("report.form_named", self._lang, form=forms) if forms else reliability_name(one), "")
            self._line(text("report.n", self._lang), one.n)
            self._line(text("report.items", self._lang), one.items)
            self._line(reliability_name(one), rounded(one.alpha))
            self._line(text("report.interval_low", self._lang), rounded(one.low))
            self._line(text("report.interval_high", self._lang), rounded(one.high))
            self._line(text("report.sem", self._lang), rounded(one.sem / 100, 2) if one.sem is not None else None)

    def _distribution(self) -> None:
        complete = self._outcome.complete
        if not complete:
            return
        self._heading(text("report.axis", self._lang), text("report.papers", self._lang))
        first = self._row
        for index, count in enumerate(distribution(complete)):
            self._line(f"{index * 100 // BINS}–{(index + 1) * 100 // BINS}", count)
        line = self._outcome.file.quiz.head.pass_mark
        colours = [{"fill": {"color": BLUE if index * 100 // BINS >= line else PALE}} for index in range(BINS)]
        series = {"points": colours, "gap": 15, "data_labels": {"value": True}}
        tab = self._page.get_name()
        places = tuple((tab, first, column, self._row - 1, column) for column in (0, 1))
        self._chart("column", text("report.distribution", self._lang), places, series, _TALL)

    def _groups(self, sheet: Sheet) -> None:
        last = len(sheet.rows)
        rate = sheet.columns.index("pass_rate")
        if last > _MOST_BARS or all(row[rate] is None for row in sheet.rows):
            return
        tab = text("score.tab_groups", self._lang)
        places = tuple((tab, 1, at, last, at) for at in map(sheet.columns.index, ("group", "pass_rate")))
        series = {"fill": {"color": BLUE}, "gap": 40, "data_labels": {"value": True}}
        self._chart("bar", text("report.chart_groups", self._lang), places, series, 90 + 26 * last)

    def _scatter(self, sheet: Sheet) -> None:
        if not any(row[sheet.columns.index("discrimination")] is not None for row in sheet.rows):
            return
        tab, last = text("score.tab_items", self._lang), len(sheet.rows)
        places = tuple((tab, 1, at, last, at) for at in map(sheet.columns.index, ("facility", "discrimination")))
        series = {"marker": {"type": "circle", "size": 6, "fill": {"color": BLUE}, "border": {"color": "#FFFFFF"}}}
        names = text("report.facility", self._lang), text("report.discrimination", self._lang)
        self._chart("scatter", text("report.chart_items", self._lang), places, series, 360, names=names)

    def _chart(
        self,
        kind: str,
        title: str,
        places: tuple[tuple[Any, ...], ...],
        series: dict[str, Any],
        height: int,
        names: tuple[str, str] = ("", ""),
    ) -> None:
        """A chart of (categories, values), below the one before."""
        chart = self._book.add_chart({"type": kind})
        chart.add_series({"categories": [*places[0]], "values": [*places[1]], **series})
        chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"none": True})
        grid = {"major_gridlines": {"visible": True, "line": {"color": "#D5DCE4"}}}
        if kind == "scatter":
            chart.set_y_axis({"name": names[1], "label_position": "low", **grid})
            chart.set_x_axis({"name": names[0], "min": 0, "max": 1, "label_position": "low", **grid})
        elif kind == "bar":
            chart.set_y_axis({"reverse": True})
            chart.set_x_axis({"min": 0, "max": 100, "label_position": "high", **grid})
        else:
            chart.set_y_axis(grid)
        chart.set_size({"width": _WIDE, "height": height})
        self._page.insert_chart(2, 3, chart, {"y_offset": self._pixels, "object_position": 3})
        self._pixels += height + 12
