"""Files that came back → what they hold, by a look at their first bytes: papers, a table, or a workbook's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from banxing.responses.browser import Pasted, parse_papers
from banxing.responses.csvfile import decode, read_csv
from banxing.responses.records import Note, Refused, Rejection
from banxing.responses.workbook import META, Meta, read_meta
from banxing.responses.xlsx import Table, read_xlsx

SUFFIXES = (".json", ".txt", ".csv", ".xlsx", ".xlsm")
MAX_JSON = 4 * 1024 * 1024
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # workbooks of Excel 97–2003


@dataclass
class Source:
    """One file, opened: `papers` of a browser, or `tables` by sheet name with `meta` when `banxing sheet` made it."""

    file: str
    papers: list[Pasted] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    meta: Meta | None = None
    encoding: str = ""

    @property
    def quizzes(self) -> list[str]:
        """The quizzes it says it belongs to."""
        if self.meta:
            return [self.meta.quiz]
        named = (paper.value.get("quiz") for paper in self.papers if isinstance(paper.value, dict))
        return [name for name in named if isinstance(name, str)]


@dataclass
class Opened:
    sources: list[Source] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def open_all(paths: Iterable[Path], *, leave_out: Path | None = None) -> Opened:
    """Open files, and the files of folders with a known suffix, `leave_out` (where results go) excepted."""
    opened = Opened()
    for path in paths:
        for file in _files(path, leave_out, opened):
            try:
                opened.sources.append(open_file(file))
            except Refused as refused:
                opened.rejections.append(Rejection(file.name, None, "", refused.code, refused.fields))
    return opened


def open_file(path: Path) -> Source:
    """Read one file; refuses what cannot be read, is too large, or is none of the three kinds."""
    try:
        if not path.is_file():
            raise Refused("unreadable", reason="not a file")
        with path.open("rb") as stream:
            head = stream.read(64)
        return _read(path, head)
    except OSError as error:
        raise Refused("unreadable", reason=error.strerror or type(error).__name__) from error


def _read(path: Path, head: bytes) -> Source:
    if not head.strip():
        raise Refused("empty-file")
    if head.startswith(_OLE):
        raise Refused("old-workbook")
    if head.startswith(_ZIP):
        tables = read_xlsx(path)
        meta = read_meta(tables[META]) if META in tables else None
        return Source(path.name, tables=tables, meta=meta)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        if path.stat().st_size > MAX_JSON:
            raise Refused("file-too-large", limit=MAX_JSON // 1024 // 1024)
        text, encoding = decode(path.read_bytes())
        return Source(path.name, papers=list(parse_papers(text)), encoding=encoding)
    table = read_csv(path)
    return Source(path.name, tables={"": table}, encoding=table.encoding)


def _files(path: Path, leave_out: Path | None, opened: Opened) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if not file.is_file() or (leave_out and file.resolve().is_relative_to(leave_out.resolve())):
            continue
        if file.name.startswith(("~$", ".")):  # what Excel and file managers leave beside open files
            continue
        if file.suffix.lower() in SUFFIXES:
            yield file
        else:
            opened.notes.append(Note("skipped_file", {"file": file.name}))
