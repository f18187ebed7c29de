"""Tables → files. Everything is written aside first, and then all of it is put in its place or none."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from errno import EISDIR
from pathlib import Path
from typing import Any

from banxing.messages import Lang, text
from banxing.responses.ours import RESULTS, is_result_page, properties
from banxing.responses.workbook import META
from banxing.scores.results import Sheet, for_people, titles, written


class Aside:
    """New files of a folder, not yet in their places. `folder` is on the same disk and holds nothing yet."""

    def __init__(self, directory: Path, folder: Path) -> None:
        self.directory, self.new, self.old = directory, folder / "new", folder / "old"
        self._names = list[str]()

    def add(self, name: str, content: bytes) -> None:
        """Write `name` (it may name one folder: `slips/1.html`)."""
        path = self.new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._names.append(name)

    def put(self) -> None:
        """Put the files in their places, and take away slips of an earlier run that this one does not have.

        What stands in those places is moved away first, so a file that somebody holds open is met before any is new.
        On any OSError, which names the file, all is put back.
        """
        with ExitStack() as undo:
            for name in self._names:
                self._make_room(self.directory / name, undo)
            for name in [*self._names, *self._stale()]:
                if os.path.lexists(self.directory / name):
                    self._move(self.directory / name, self.old / name, name, undo)
            for name in self._names:
                self._move(self.new / name, self.directory / name, name, undo)
            undo.pop_all()
        shutil.rmtree(self.old, ignore_errors=True)

    def _make_room(self, place: Path, undo: ExitStack) -> None:
        if not place.parent.is_dir():
            place.parent.mkdir()
            undo.callback(place.parent.rmdir)
        if place.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(place))

    def _stale(self) -> list[str]:
        slips = (f"slips/{path.name}" for path in self.directory.glob("slips/*.html") if is_result_page(path))
        return sorted(set(slips) - set(self._names))

    def _move(self, source: Path, target: Path, name: str, undo: ExitStack) -> None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
        except OSError as error:
            raise type(error)(error.errno, error.strerror, str(self.directory / name)) from error
        undo.callback(os.replace, target, source)


@contextmanager
def aside(directory: Path) -> Iterator[Aside]:
    """Collect files for `directory`; all of them reach it when the block ends without an exception, or none does.

    Raises OSError. Earlier files that cannot even be put back stay in a hidden folder of `directory`.
    """
    directory.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".banxing-", dir=directory))
    files = Aside(directory, folder)
    try:
        yield files
        files.put()
    finally:
        kept = any(path.is_file() for path in files.old.rglob("*"))
        shutil.rmtree(files.new if kept else folder, ignore_errors=True)


def write_tables(files: Aside, sheets: Iterable[Sheet], title: str, lang: Lang) -> None:
    """A CSV a table (UTF-8 with BOM, for Excel), and results.xlsx with all of them."""
    sheets = list(sheets)
    for sheet in sheets:
        files.add(f"{sheet.name}.csv", csv_bytes(sheet))
    files.add("results.xlsx", workbook_bytes(sheets, title, lang))


def csv_bytes(sheet: Sheet) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(written(sheet.columns))
    writer.writerows(map(written, sheet.rows))
    return out.getvalue().encode("utf-8-sig")


def workbook_bytes(sheets: Iterable[Sheet], title: str, lang: Lang) -> bytes:
    """The tables as a workbook for people. Texts are written as texts whatever they begin with."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties(properties(title))
        for sheet in for_people(sheets):
            _write_sheet(book, sheet, lang)
        marks = book.add_worksheet(META)  # what this is, so that it is not read as answers
        marks.write_row(0, 0, ("format", RESULTS))
        marks.hide()
    return out.getvalue()


def _write_sheet(book: Any, sheet: Sheet, lang: Lang) -> None:
    page = book.add_worksheet(text(f"score.tab_{sheet.name}", lang))
    upright = sheet.name == "marks"  # ids of questions are long, marks are short
    line = {"border": 1, "border_color": "#C9D3DE", "valign": "vcenter"}
    head = book.add_format({**line, "bold": True, "bg_color": "#E8EEF4", "text_wrap": True})
    turned = book.add_format({**line, "bold": True, "bg_color": "#E8EEF4", "rotation": 90, "align": "center"})
    words, number = book.add_format(line), book.add_format({**line, "align": "center"})
    for column, name in enumerate(titles(sheet, lang)):
        narrow = upright and column > 1
        page.write_string(0, column, name, turned if narrow else head)
        page.set_column(column, column, 6 if narrow else _column_width(name, sheet, column))
    for row, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                said = text(f"player.type_{cell}", lang) if sheet.columns[column] == "type" else cell
                page.write_string(row, column, said, words)
            elif cell is None:
                page.write_blank(row, column, None, number)
            else:
                page.write_number(row, column, cell, number)
    _set_up(page, sheet, upright)


def _set_up(page: Any, sheet: Sheet, upright: bool) -> None:
    page.freeze_panes(1, 2 if sheet.name in ("scores", "marks") else 1)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.set_paper(9)
    page.repeat_rows(0)
    if sheet.name != "scores":
        page.set_landscape()
    if upright:
        page.set_row(0, 12 + 6.5 * max(map(len, sheet.columns)))
        page.repeat_columns(0, 1)
    else:
        page.fit_to_pages(1, 0)


def _column_width(name: str, sheet: Sheet, column: int) -> int:
    return min(max([_width(name) + 2, *(_width(cells[column]) for cells in sheet.rows)]) + 2, 60)


def _width(cell: object) -> int:
    """Columns a text takes: a Chinese character is two wide."""
    return sum(1 if char.isascii() else 2 for char in str(cell)) if cell is not None else 0
