"""Papers sent as text, with whatever a chat puts around them; folders with something that cannot be read."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import papers
from banxing.cli import main
from banxing.responses import read
from banxing.responses.opening import MAX_JSON, open_all
from banxing.responses.records import Readings

EXAM = papers.exam()


def paper(identity: str, **fields: Any) -> str:
    """As the browser writes it: no spaces, `format` first."""
    value = papers.paper(EXAM.quiz, identity, **fields)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


A, B = paper("K1"), paper("K2")
CURLED = B.replace('{"format":"', "{“format”:“")  # by a keyboard that means well
UP_TO_A_VALUE = A[: A.index('"prints":') + len('"prints":')]
MOVED = json.dumps(dict(reversed(papers.paper(EXAM.quiz, "K3").items())), ensure_ascii=False, indent=2)


def of(tmp_path: Path, text: str | bytes, name: str = "wechat.txt") -> Readings:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(open_all([path]), EXAM.quiz)


def found(readings: Readings) -> tuple[list[str], list[str]]:
    assert all(r.message("zh") and r.message("en") for r in readings.rejections)
    return [record.candidate.id for record in readings.records], [r.code for r in readings.rejections]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (f"张三 2026/11/23 10:00\n{A}", ["K1"]),
        (f"张三的答卷：{A}\n收到了吗？", ["K1"]),
        (f"```json\n{A}\n```\n", ["K1"]),
        (f"{A}李四：{B}", ["K1", "K2"]),
        (f"张三\n{A}\n\n李四 {{补交}}\n{B}", ["K1", "K2"]),
        (f"[{A},\n{B}]", ["K1", "K2"]),
        (f"\ufeff\n{'换行' * 60}\n{A}", ["K1"]),
        (f"{A}\n{MOVED}\n{B}", ["K1", "K3", "K2"]),
        (f"王五\n{MOVED}\n李四\n{B}", ["K3", "K2"]),
        (A.replace('{"format":"', '{ "format" :\n "'), ["K1"]),
        ("\n" * 100 + MOVED, ["K3"]),
    ],
    ids=["line above", "same line", "fence", "between", "braces in chat", "list", "far down", "keys moved",
         "moved last", "spaces", "blank lines first"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["wechat.txt", "paper.json"])
def test_a_paper_is_found_in_the_text_around_it(tmp_path: Path, text: str, ids: list[str], name: str) -> None:
    assert found(of(tmp_path, text, name)) == (ids, [])


@pytest.mark.parametrize(
    ("text", "ids", "rows"),
    [
        (f"张三\n{A[:-30]}\n李四\n{B}", ["K2"], [1]),  # the end is missing
        (f"张三：{A[:300]}李四：{B}", ["K2"], [1]),
        (f"{A}\n李四\n{B[40:]}", ["K1"], [2]),  # the beginning is missing
        (f"{B[40:]}\n{A}", ["K1"], [1]),
        (f"张三\n{A[:-1]}", [], [None]),
        (f"{A}\n{CURLED}", ["K1"], [2]),
        (CURLED, [], [None]),
        (f"{UP_TO_A_VALUE}\n{B}", ["K2"], [1]),  # the next paper stands where a value should
    ],
    ids=["cut", "cut on one line", "no head last", "no head first", "one brace", "curled", "only curled", "value"],
)
def test_a_paper_that_only_partly_parses_is_told(
    tmp_path: Path, text: str, ids: list[str], rows: list[int | None]
) -> None:
    readings = of(tmp_path, text)
    assert found(readings) == (ids, ["broken-json"] * len(rows))
    assert [rejection.row for rejection in readings.rejections] == rows


def test_what_was_changed_by_hand_is_told_as_such(tmp_path: Path) -> None:
    changed, newer = A.replace('"check":"', '"check":"0'), B.replace("banxing-response/1", "banxing-response/2")
    readings = of(tmp_path, f"张三 {changed} 李四 {newer}")
    assert {r.row: (r.id, r.code) for r in readings.rejections} == {
        1: ("K1", "check-code"),
        2: ("K2", "not-a-response"),
    }


def test_a_text_without_a_paper_is_a_table(tmp_path: Path) -> None:
    table = "id,name,e-true-1\nK1,张三 {补考},对\n"
    assert found(of(tmp_path, table)) == ([], ["drawn-count"])
    assert found(of(tmp_path, "准考证号,姓名,备注\nK1,张三,见群聊\n")) == ([], ["no-question-columns"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]", "not-a-response"),
        ("[1, 2]", "not-a-response"),
        ('[{"id": "K1"}]', "not-a-response"),
        ('"text"', "not-a-response"),
        ("5", "not-a-response"),
        ("null", "not-a-response"),
        ("id,e-some\nK1,C\n", "broken-json"),
        ("[1, 2", "broken-json"),
        (A.encode("utf-16"), "utf-16"),
        (A.encode("utf-16-be"), "wrong-encoding"),
    ],
)
def test_a_json_file_that_is_no_paper(tmp_path: Path, text: str | bytes, code: str) -> None:
    readings = of(tmp_path, text, "paper.json")
    assert found(readings) == ([], [code])
    assert "CSV" not in readings.rejections[0].message("zh") or code in ("utf-16", "wrong-encoding")


def test_a_json_file_that_is_no_paper_says_so(tmp_path: Path) -> None:
    assert "banxing-response/1" in of(tmp_path, "[1]", "paper.json").rejections[0].message("zh")
    assert "UTF-16" in of(tmp_path, A.encode("utf-16"), "paper.json").rejections[0].message("zh")


def test_a_long_text_is_a_table_unless_there_is_a_paper_in_it(tmp_path: Path) -> None:
    rows = "K1,备注\n" * (MAX_JSON // 10 + 1)
    assert found(of(tmp_path, f"id,remark\n{rows}")) == ([], ["no-question-columns"])
    assert found(of(tmp_path, f"id,remark\n{rows}{A}")) == ([], ["file-too-large"])


@pytest.mark.parametrize(
    "text",
    [
        '{"format":"banxing-response/1","a":' * 100_000,
        '{"format":"banxing-response/1","a":' * 900 + "[" + "1," * 1_900_000,
        '{"format":"banxing-response/1"' * 100_000,
        "{" * 4_000_000,
        '{"a":"' * 600_000 + "banxing-response/1",
        '{"a":[' * 600_000 + "banxing-response/1",
        '{"a":[\n' * 900 + "1," * 1_900_000 + "banxing-response/1",
        '{"format"' + " " * 4_000_000,
        '"' * 4_000_000 + "banxing-response/",
    ],
    ids=["nested", "tail", "repeated", "braces", "strings", "lists", "lines", "spaces", "quotes"],
)
@pytest.mark.parametrize("name", ["wechat.txt", "paper.json"])
def test_no_text_takes_long(tmp_path: Path, text: str, name: str) -> None:
    began = time.perf_counter()
    readings = of(tmp_path, text, name)
    assert readings.records == [] and readings.rejections
    assert time.perf_counter() - began < 10


def test_after_many_cut_papers_the_whole_one_is_still_found(tmp_path: Path) -> None:
    ids, codes = found(of(tmp_path, f"{A[:400]}\n" * 2000 + B))
    assert (ids, codes) == (["K2"], ["broken-json"] * 2000)


# --- folders ---------------------------------------------------------------------------------------------------------


def test_a_link_to_nowhere_is_told(tmp_path: Path) -> None:
    papers.saved(tmp_path, papers.paper(EXAM.quiz, "K1"), "a.json")
    (tmp_path / "b.json").symlink_to(tmp_path / "gone.json")
    (tmp_path / "c.json").symlink_to(tmp_path / "a.json")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    readings = read(open_all([tmp_path]), EXAM.quiz)
    assert {record.file for record in readings.records} == {"a.json", "c.json"}
    assert [(r.file, r.code) for r in readings.rejections] == [("b.json", "broken-link"), ("loop.csv", "unreadable")]
    assert "指向的文件不存在" in readings.rejections[0].message("zh")


def test_a_linked_folder_is_told(tmp_path: Path) -> None:
    inside, folder = tmp_path / "elsewhere", tmp_path / "ans"
    inside.mkdir()
    folder.mkdir()
    papers.saved(inside, papers.paper(EXAM.quiz, "K1"))
    (folder / "link").symlink_to(inside, target_is_directory=True)
    assert found(read(open_all([folder]), EXAM.quiz)) == ([], ["linked-folder"])
    assert found(read(open_all([folder / "link"]), EXAM.quiz)) == (["K1"], [])


def test_what_is_neither_file_nor_folder_is_told(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(tmp_path / "a.json")
    assert found(read(open_all([tmp_path]), EXAM.quiz)) == ([], ["not-a-file"])


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that an unprivileged user may enter, where root gives up its privileges: it could read anything."""
    if not hasattr(os, "geteuid"):
        pytest.skip("no permissions of this kind here")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_cannot_be_opened_is_told(shared: Path) -> None:
    papers.saved(shared, papers.paper(EXAM.quiz, "K1"), "a.json").chmod(0o644)
    for name, mode in (("locked", 0o000), ("listed", 0o444)):
        (shared / name).mkdir()
        papers.saved(shared / name, papers.paper(EXAM.quiz, "K2"), "b.json").chmod(0o644)
        (shared / name).chmod(mode)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        opened = open_all([shared])
    finally:
        if root:
            os.seteuid(0)
    locked, inside = opened.rejections
    assert [(r.file, r.code) for r in (locked, inside)] == [("locked", "unreadable-folder"), ("b.json", "unreadable")]
    assert "Permission denied" in locked.message("zh")
    assert [source.file for source in opened.sources] == ["a.json"]


# --- the command -----------------------------------------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str]:
    code = main(["score", *map(str, args), "--root", str(papers.COURSE)])
    return code, capsys.readouterr().err


def test_an_empty_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ans").mkdir()
    code, said = told(capsys, tmp_path / "ans", "-o", tmp_path / "out")
    assert (code, said) == (2, f"在 {tmp_path / 'ans'} 里没有找到答卷文件（.json、.txt、.csv、.xlsx）\n")
    (tmp_path / "ans/photo.jpg").write_bytes(b"x")
    code, said = told(capsys, tmp_path / "ans", "--quiz", "exam", "-o", tmp_path / "out")
    assert code == 2 and said.startswith("没有读 photo.jpg") and "没有找到答卷文件" in said
    assert not (tmp_path / "out").exists()


def test_why_no_file_says_its_quiz_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text("[1]", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"张三\n{A[:300]}", encoding="utf-8")
    code, said = told(capsys, tmp_path / "a.json", tmp_path / "b.txt", "-o", tmp_path / "out")
    assert code == 2
    lines = said.splitlines()
    assert [line.split("：")[0] for line in lines[:2]] == ["a.json", "b.txt"] and "--quiz" in lines[2]
