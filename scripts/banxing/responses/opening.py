"""Files that came back → what they hold, by a look at their first bytes: papers, a table, or a workbook's tables."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from banxing.responses.browser import identity_of
from banxing.responses.codes import MARK as CODE
from banxing.responses.csvfile import decode, read_csv
from banxing.responses.ours import is_result_page, is_results
from banxing.responses.parts import MAX_BYTES
from banxing.responses.pasted import MARK, Pasted, parse_papers
from banxing.responses.ratings import RATINGS, Panel, read_panel
from banxing.responses.records import Note, Refused, Rejection, listed
from banxing.responses.workbook import META, Meta, read_meta
from banxing.responses.xlsx import Table, read_xlsx

SUFFIXES = (".json", ".txt", ".csv", ".xlsx", ".xlsm", ".parquet")
MAX_JSON = 4 * 1024 * 1024
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PARQUET = b"PAR1"
_HEAD = 4096
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # workbooks of Excel 97–2003


@dataclass
class Source:
    """One file, opened: `papers` of a browser, or `tables` by sheet name with `meta` when `banxing sheet` made it.

    `panel` is there instead when raters fill it in.
    """

    file: str
    papers: list[Pasted] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    meta: Meta | None = None
    panel: Panel | None = None
    encoding: str = ""
    results: bool = False  # of an earlier run

    @property
    def quizzes(self) -> list[str]:
        """The quizzes it says it belongs to."""
        if made := self.meta or self.panel:
            return [made.quiz]
        named = (paper.value.get("quiz") for paper in self.papers if isinstance(paper.value, dict))
        return [name for name in named if isinstance(name, str)]


@dataclass
class Opened:
    sources: list[Source] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def reject(self, path: Path, code: str, **fields: Any) -> None:
        self.rejections.append(Rejection(path.name, None, "", code, fields))


Streams = Mapping[str, Callable[[Path], Table]]
"""Suffix → what opens a table whose rows are not held in memory."""


def open_all(paths: Iterable[Path], *, leave_out: Path | None = None) -> Opened:
    """Open files, and the files of folders with a known suffix, `leave_out` (where results go) excepted.

    Results of an earlier run are passed over, which one note tells.
    """
    opened = Opened()
    opened.sources = list(open_each(paths, opened, leave_out=leave_out))
    return opened


def open_each(
    paths: Iterable[Path], opened: Opened, *, leave_out: Path | None = None, streams: Streams | None = None
) -> Iterator[Source]:
    """One source after another, as `open_all` finds them; what is refused or to be told goes to `opened`."""
    results = list[str]()
    for path in paths:
        folder = path.is_dir()
        for file in _files(path, leave_out, opened) if folder else [path]:
            if is_result_page(file):
                results.append(_home(file, path))
            elif folder and file.suffix.lower() not in SUFFIXES:
                opened.notes.append(Note("skipped_file", {"file": file.name}))
            elif source := _open(file, opened, streams or {}):
                if source.results:
                    results.append(_home(file, path))
                else:
                    yield source
    if results:
        fields = {"count": len(results), "folders": listed(dict.fromkeys(results))}
        opened.notes.append(Note("own_results", fields))


def _open(path: Path, opened: Opened, streams: Streams) -> Source | None:
    """A file's content; nothing where it was refused."""
    try:
        source = open_file(path, streams)
        source.results = is_results(source.tables)
    except Refused as refused:
        opened.reject(path, refused.code, **refused.fields)
        return None
    for paper in source.papers:
        if paper.refused:
            code, fields = paper.refused.code, paper.refused.fields
            opened.rejections.append(Rejection(source.file, paper.row, identity_of(paper.value), code, fields))
    source.papers = [paper for paper in source.papers if not paper.refused]
    return source


def open_file(path: Path, streams: Streams | None = None) -> Source:
    """Read one file; refuses what cannot be read, is too large, or is none of the three kinds."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused("not-a-file")
        return _read(path, streams or {})
    except OSError as error:
        if isinstance(error, FileNotFoundError) and path.is_symlink():
            raise Refused("broken-link") from error
        raise Refused("unreadable", reason=error.strerror or type(error).__name__) from error


def _read(path: Path, streams: Streams) -> Source:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(_OLE):
        raise Refused("old-workbook")
    if head.startswith(_ZIP):
        tables = read_xlsx(path)
        return _workbook(path.name, tables)
    stream_of = streams.get(path.suffix.lower())
    if stream_of and head.strip() and not _OBJECT.match(head):
        table = stream_of(path)
        return Source(path.name, tables={"": table}, encoding=table.encoding)
    if head.startswith(_PARQUET):
        raise Refused("parquet")
    if path.stat().st_size > MAX_BYTES:
        raise Refused("file-too-large", limit=MAX_BYTES // 1024 // 1024)
    raw = path.read_bytes()
    if not raw.strip():
        raise Refused("empty-file")
    if not _holds_papers(path.suffix.lower(), raw):
        table = read_csv(raw)
        return Source(path.name, tables={"": table}, encoding=table.encoding)
    if len(raw) > MAX_JSON:
        raise Refused("file-too-large", limit=MAX_JSON // 1024 // 1024)
    text, encoding = decode(raw)
    return Source(path.name, papers=list(parse_papers(text)), encoding=encoding)


def _workbook(name: str, tables: dict[str, Table]) -> Source:
    source = Source(name, tables=tables)
    if META in tables and not is_results(tables):
        if any(cells[:2] == ["format", RATINGS] for _, cells in tables[META].rows):
            source.panel = read_panel(tables[META])
        else:
            source.meta = read_meta(tables[META])
    return source


def _holds_papers(suffix: str, raw: bytes) -> bool:
    """A .json always, a table's file only where it is JSON in fact, any other text where a paper stands in it."""
    return (
        suffix == ".json"
        or _OBJECT.match(raw) is not None
        or (suffix != ".csv" and (MARK.encode() in raw or CODE.search(raw) is not None))
    )


def _files(folder: Path, leave_out: Path | None, opened: Opened) -> Iterator[Path]:
    for file in sorted(_walk(folder, leave_out.resolve() if leave_out else None, opened)):
        if not file.name.startswith(("~$", ".")):  # what Excel and file managers leave beside open files
            yield file


def _walk(top: Path, leave_out: Path | None, opened: Opened) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        opened.reject(Path(error.filename), "unreadable-folder", reason=error.strerror)

    for name, folders, files in os.walk(top, onerror=refuse):
        here = Path(name)
        for folder in [here / folder for folder in sorted(folders)]:
            if folder.is_symlink():
                opened.reject(folder, "linked-folder")
            elif folder.resolve() == leave_out:
                folders.remove(folder.name)
        yield from (here / file for file in files)


def _home(file: Path, given: Path) -> str:
    """The folder of a result, as the person who named `given` knows it."""
    if file == given:
        return given.name
    folder = file.parent.parent if file.parent.name == "slips" else file.parent
    return folder.relative_to(given.parent).as_posix()
