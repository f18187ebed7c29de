"""Files made to harm, given to `import`, to `score` and as a roster: real runs, with no more memory than they need."""

from __future__ import annotations

import os
import re
import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

import papers

MEMORY = 600 * 1024 * 1024  # of addresses; the libraries alone take half of it
HEAD = ["题型", "题干", "选项A", "选项B", "答案"]
SHEET = "xl/worksheets/sheet1.xml"
Maker = Callable[[Path], None]


def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "banxing", *map(str, args), "--root", str(papers.COURSE), "--lang", "zh"]
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )


def plain(path: Path, rows: int = 1) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        for row in range(rows):
            sheet.write_row(row, 0, [*HEAD, "id"])


def changed(path: Path, part: str, old: bytes, new: bytes) -> None:
    """A workbook whose part reads `new` for `old`."""
    plain(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def lying(path: Path) -> None:
    """400 MB that the directory calls 1000 bytes, with the checksum of those."""
    changed(path, SHEET, b"</worksheet>", b"</worksheet>" + b" " * (400 << 20))
    with zipfile.ZipFile(path) as archive, archive.open(SHEET) as stream:
        told = struct.pack("<I", zlib.crc32(stream.read(1000)))
    raw = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 16), (b"PK\x03\x04", 14)):
        place = raw.rfind(SHEET.encode()) if mark.endswith(b"\x02") else raw.find(SHEET.encode())
        start = raw.rfind(mark, 0, place)
        raw[start + at : start + at + 4] = told
        raw[start + at + 8 : start + at + 12] = struct.pack("<I", 1000)
    path.write_bytes(raw)


def one_text_in_many_cells(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*HEAD, "id"])
        for row in range(1, 20_000):
            sheet.write_string(row, 1, "字" * 32_000)


def one_sheet_of_many_names(path: Path) -> None:
    sheets = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2, 1000))
    changed(path, "xl/workbook.xml", b"</sheets>", sheets + b"</sheets>")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = parts[SHEET].replace(b"</row>", b'</row><row r="500000"><c r="A500000"><v>1</v></c></row>', 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def other_kind(path: Path) -> None:
    cells = (
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", cells)


def doctype(path: Path) -> None:
    entity = b'<!DOCTYPE sst [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><sst'
    changed(path, "xl/sharedStrings.xml", b"<sst", entity)


def many_entries(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", b"a")
    raw = path.read_bytes()
    start = raw.index(b"PK\x01\x02")
    path.write_bytes(raw[:start] + raw[start : raw.index(b"PK\x05\x06")] * 400_000 + raw[raw.index(b"PK\x05\x06") :])


def columns(path: Path) -> None:
    path.write_text(",".join(["题干"] * 20_000) + "\n", encoding="utf-8")


def gigabyte(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(1 << 30)  # of which nothing is on the disk


HOSTILE: dict[str, tuple[str, Maker, str]] = {
    "bomb": ("a.xlsx", lambda p: changed(p, SHEET, b"</worksheet>", b" " * (300 << 20)), "超过 200 MB"),
    "lying": ("a.xlsx", lying, "超过 200 MB"),
    "texts": ("a.xlsx", one_text_in_many_cells, "超过 200 MB"),
    "names": ("a.xlsx", one_sheet_of_many_names, "工作表太大"),
    "entries": ("a.xlsx", many_entries, "2000 个文件"),
    "doctype": ("a.xlsx", doctype, "工作簿损坏"),
    "deep": ("a.xlsx", lambda p: changed(p, SHEET, b"<sheetData>", b"<a>" * 5_000_000 + b"<sheetData>"), "工作簿损坏"),
    "other": ("a.xlsx", other_kind, "另存为 .xlsx"),
    "old": ("a.xlsx", lambda p: p.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99)) and None, "另存为 .xlsx"),
    "columns": ("a.csv", columns, "超过 10000 列"),
    "file": ("a.csv", gigabyte, "文件超过"),
    "line": ("a.csv", lambda p: p.write_bytes(b"id\nK" + b"x" * (120 << 20)) and None, "太长|文件超过"),
    "utf-16": ("a.csv", lambda p: p.write_bytes("id,题干\n".encode("utf-16")) and None, "UTF-16"),
    "encoding": ("a.csv", lambda p: p.write_bytes("id,题干\n题".encode() + b"\xff\xff\n") and None, "文字编码"),
    "pipe": ("a.csv", lambda p: os.mkfifo(p), "不是普通文件"),
    "device": ("a.csv", lambda p: p.symlink_to("/dev/zero"), "不是普通文件"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_harm_costs_itself_only(name: str, tmp_path: Path) -> None:
    suffix, make, words = HOSTILE[name]
    says = re.compile(words).search
    bad, good, out = tmp_path / suffix, tmp_path / "good.csv", tmp_path / "out"
    make(bad)
    good.write_text("id,two-officers\nK1,B\n", encoding="utf-8")
    quiz = ("--quiz", "basics/signature", "-o", out)
    imported = run("import", bad, "-o", out / "a.yml")
    assert (imported.returncode, imported.stdout, len(imported.stderr.splitlines())) == (3, "", 1), imported
    assert says(imported.stderr) and str(bad) in imported.stderr and not out.exists()
    listed = run("score", good, "--roster", bad, *quiz)
    assert (listed.returncode, listed.stdout, len(listed.stderr.splitlines())) == (2, "", 1), listed
    assert says(listed.stderr) and str(bad) in listed.stderr and not out.exists()
    scored = run("score", bad, good, *quiz)
    assert scored.returncode == 1 and "Traceback" not in scored.stderr, scored
    rejected = (out / "rejected.csv").read_text("utf-8-sig").splitlines()
    assert len(rejected) == 2 and says(rejected[1]) and rejected[1].startswith(bad.name)
    assert "K1" in (out / "scores.csv").read_text("utf-8-sig")
