"""Tables → files. Everything is written aside first, and then all of it is put in its place or none."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from errno import EISDIR
from pathlib import Path

from banxing.messages import Lang
from banxing.responses.ours import is_result_page
from banxing.scores.outcome import Outcome
from banxing.scores.results import Cell, Sheet, written
from banxing.scores.workbook import workbook_bytes

WORKBOOK = "results.xlsx"
BOM, LINE_END = "\ufeff", "\r\n"


class Aside:
    """New files of a folder, not yet in their places. `folder` is on the same disk and holds nothing yet."""

    def __init__(self, directory: Path, folder: Path) -> None:
        self.directory, self.new, self.old = directory, folder / "new", folder / "old"
        self._names = list[str]()
        self._gone = list[str]()

    def add(self, name: str, content: bytes) -> None:
        """Write `name` (it may name one folder: `slips/1.html`)."""
        self.stream(name, [content])

    def stream(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write `name` block by block, for what is too large to hold."""
        path = self.new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.writelines(blocks)
        self._names.append(name)

    def drop(self, name: str) -> None:
        """Take away what an earlier run may have written under `name`."""
        self._gone.append(name)

    def put(self) -> None:
        """Put the files in their places, and take away slips of an earlier run that this one does not have.

        What stands in those places is moved away first, so a file that somebody holds open is met before any is new.
        On any OSError, which names the file, all is put back.
        """
        with ExitStack() as undo:
            for name in self._names:
                self._make_room(self.directory / name, undo)
            for name in [*self._names, *self._stale(), *self._gone]:
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


@contextmanager
def workspace(directory: Path) -> Iterator[Path]:
    """A hidden folder in `directory` for what a run sets aside; gone at the end, as `directory` is when still empty."""
    made = [path for path in (directory, *directory.parents) if not path.exists()]
    directory.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".banxing-", dir=directory, ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    finally:
        for path in made:
            if not any(path.iterdir()):
                path.rmdir()


def write_tables(files: Aside, sheets: Iterable[Sheet], outcome: Outcome, lang: Lang) -> None:
    """A CSV a table (UTF-8 with BOM, for Excel), and results.xlsx with all of them."""
    sheets = list(sheets)
    for sheet in sheets:
        files.add(f"{sheet.name}.csv", csv_bytes(sheet))
    files.add(WORKBOOK, workbook_bytes(sheets, outcome, lang))


def csv_bytes(sheet: Sheet) -> bytes:
    return (BOM + csv_lines([sheet.columns, *sheet.rows])).encode()


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as lines of a CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=LINE_END).writerows(map(written, rows))
    return out.getvalue()
