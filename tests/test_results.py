"""The folder of results: never read as answers, and never half new."""

from __future__ import annotations

import csv
import io
import os
import time
from pathlib import Path

import pytest

import papers
from banxing.cli import main
from banxing.responses import read
from banxing.responses.opening import open_all
from banxing.responses.ours import GENERATOR
from banxing.responses.roster import read_roster
from banxing.scores.files import aside
from test_responses import book

PRACTICE = papers.practice()
PARTS = [part for part in PRACTICE.plain_keys if part != "advise"]
RIGHT = ["B", "ACD", "A", "对", "5；200；执法人员", "BCAD", "BA", "A", "两"]
TABLE = f"准考证号,姓名,{','.join(PARTS)}\nK1,张三,{','.join(RIGHT)}\nK2,李四,A{',' * (len(PARTS) - 1)}\n"


def score(source: Path, out: Path, *more: str) -> int:
    args = ["score", str(source), "--quiz", "basics/signature", "--root", str(papers.COURSE), "-o", str(out)]
    return main([*args, *more])


def answers(folder: Path) -> Path:
    folder.mkdir()
    (folder / "answers.csv").write_text(TABLE, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(folder: Path, *names: str) -> None:
    """Write the files as a run would, each with something new."""
    with aside(folder) as files:
        for name in names:
            files.add(name, f"{GENERATOR}{time.perf_counter_ns()}".encode())


# --- results among the answers ---------------------------------------------------------------------------------------


def test_results_among_the_answers_are_no_later_attempt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = answers(tmp_path / "ans")
    assert score(source, source / "old") == 0
    capsys.readouterr()
    assert score(source, tmp_path / "new") == 0
    told = capsys.readouterr().err.splitlines()
    assert (tmp_path / "new/scores.csv").read_bytes() == (source / "old/scores.csv").read_bytes()
    assert (tmp_path / "new/rejected.csv").read_text(encoding="utf-8-sig").splitlines() == ["file,row,id,reason"]
    # seven tables, the workbook, the report and two slips
    assert [line for line in told if "old" in line] == ["没有读 ans/old 里的 11 个文件：是以前算出的结果，不是答卷"]
    assert not any("report.html" in line or "K1.html" in line for line in told)


def test_results_moved_or_saved_again_are_known(tmp_path: Path) -> None:
    source = answers(tmp_path / "ans")
    score(source, tmp_path / "old")
    plain = (tmp_path / "old/scores.csv").read_text(encoding="utf-8-sig")
    again = tmp_path / "again"
    again.mkdir()
    (again / "a.csv").write_bytes(("\n" + plain.replace("id,name", "ID , Name", 1)).encode("gb18030"))
    book(again / "b.xlsx", {"Sheet1": list(csv.reader(io.StringIO(plain)))})
    (again / "c.xlsx").write_bytes((tmp_path / "old/results.xlsx").read_bytes())
    (again / "d.csv").write_bytes((tmp_path / "old/rejected.csv").read_bytes())
    opened = open_all([again, *(tmp_path / "old").glob("*.csv")])
    assert (opened.sources, opened.rejections) == ([], [])
    assert [(note.code, note.fields["count"]) for note in opened.notes] == [("own_results", 4 + 7)]


def test_a_table_that_only_resembles_results_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("file,row,id,reason,two-officers,score\na,1,K1,x,B,3\n", encoding="utf-8")
    found = read(open_all([path]), PRACTICE.quiz)
    assert [record.candidate.id for record in found.records] == ["K1"]


def test_scores_may_serve_as_a_roster(tmp_path: Path) -> None:
    source = answers(tmp_path / "ans")
    score(source, tmp_path / "old")
    wanted = [("K1", "张三"), ("K2", "李四")]
    for name in ("scores.csv", "results.xlsx"):
        assert [(person.id, person.name) for person in read_roster(tmp_path / "old" / name)] == wanted


def test_nothing_but_results_is_nothing_to_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score(answers(tmp_path / "ans"), tmp_path / "old")
    capsys.readouterr()
    assert score(tmp_path / "old", tmp_path / "new") == 2
    told = capsys.readouterr().err
    assert "以前算出的结果" in told and f"在 {tmp_path / 'old'} 里没有找到答卷" in told
    assert not (tmp_path / "new").exists()


# --- all or nothing --------------------------------------------------------------------------------------------------


def test_what_cannot_be_replaced_leaves_all_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = answers(tmp_path / "ans"), tmp_path / "out"
    score(source, out)
    (out / "report.html").unlink()
    (out / "report.html").mkdir()
    before = contents(out)
    (source / "answers.csv").write_text(TABLE.replace("K2,李四", "K3,王五"), encoding="utf-8")
    capsys.readouterr()
    assert score(source, out) == 3
    told = capsys.readouterr().err
    assert told == f"“{out / 'report.html'}”是文件夹，结果要用这个文件名；请移走或改名后重算，原有的结果没有改动\n"
    assert contents(out) == before
    assert sorted(path.name for path in out.iterdir() if path.name.startswith(".")) == []


def test_a_file_in_place_of_the_slips_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "slips").write_text("mine")
    assert score(answers(tmp_path / "ans"), out) == 3
    assert str(out / "slips") in capsys.readouterr().err
    assert contents(out) == {"slips": b"mine"}


@pytest.mark.parametrize("refused", ["b.csv", "slips/2.html", "slips/old.html"])
def test_a_file_that_is_locked_halfway_undoes_the_rest(
    tmp_path: Path, refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A spreadsheet on Windows holds its file: it can be neither moved nor replaced. Here the system call says so.
    put(tmp_path, "a.csv", "b.csv", "slips/1.html", "slips/2.html", "slips/old.html")
    before, real = contents(tmp_path), os.replace

    def replace(source: Path, target: Path) -> None:
        if tmp_path / refused in (Path(source), Path(target)):
            raise PermissionError(13, "in use", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PermissionError) as failed:
        put(tmp_path, "a.csv", "b.csv", "new.csv", "slips/1.html", "slips/2.html")
    assert (failed.value.filename, failed.value.filename2) == (str(tmp_path / refused), None)
    assert contents(tmp_path) == before


def test_a_new_file_that_cannot_be_put_undoes_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if Path(target) == tmp_path / "slips/1.html":
            raise OSError(28, "no space", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OSError, match="no space") as failed:
        put(tmp_path, "a.csv", "slips/1.html")
    assert failed.value.filename == str(tmp_path / "slips/1.html")
    assert contents(tmp_path) == {"a.csv": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_what_cannot_be_put_back_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(b"old " + name.encode())
    real, calls = os.replace, []

    def replace(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) > 1:
            raise OSError(5, "the disk is gone", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OSError, match="the disk is gone"):
        put(tmp_path, "a.csv", "b.csv")
    assert sorted(contents(tmp_path).values()) == [b"old a.csv", b"old b.csv"]
