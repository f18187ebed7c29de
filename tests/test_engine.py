"""`banxing score --engine`: the same bytes as without it, whatever comes in."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import papers
from banxing.catalogue import load
from banxing.cli import main
from banxing.engine.staging import BLOCK
from banxing.model.questions import parts
from banxing.responses.forms import drawn_questions
from banxing.responses.records import Candidate
from banxing.sheets.paper import lay_out
from banxing.sheets.workbook import write_workbook
from test_ratings import RUBRIC, Row, written
from test_responses import book
from test_results import PARTS, RIGHT, contents
from test_whole_exam import ABSENT, ROOT, people, write_answers

ENGINES = ("duckdb", "polars")
TABLES = ("scores", "summary", "groups", "items", "options", "objectives", "rejected")
QUOTED = '","'
HEAD = f"准考证号,姓名,单位,{','.join(PARTS)}"


def score(
    sources: list[Path], out: Path, *more: str, quiz: str = "basics/signature", root: Path = papers.COURSE
) -> int:
    return main(["score", *map(str, sources), "--quiz", quiz, "--root", str(root), "-o", str(out), *more])


def same(tmp_path: Path, sources: list[Path], *more: str, quiz: str = "basics/signature") -> Mapping[str, bytes]:
    """The tables and the report, which every engine writes as the plain way does, and the exit code."""
    code = score(sources, tmp_path / "plain", *more, quiz=quiz)
    wanted = contents(tmp_path / "plain")
    for engine in ENGINES:
        out = tmp_path / engine
        assert score(sources, out, "--engine", engine, *more, quiz=quiz) == code
        found = contents(out)
        assert sorted(found) == sorted([*(f"{name}.csv" for name in TABLES), "report.html"])
        for name in found:
            assert found[name] == wanted[name], (engine, name)
    return wanted


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def table(path: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join([head, *lines, ""]).encode(encoding))
    return path


def line(identity: str, *answers: str, name: str = "", unit: str = "") -> str:
    given = [*answers, *[""] * (len(PARTS) - len(answers))]
    return ",".join([identity, name, unit, *given])


# --- the same bytes --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exam")
    everybody = list(people(file := load(ROOT).quizzes["final"]))
    write_answers(folder / "answers", file, everybody)
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["id", "name", "unit"], *([p.id, p.name, p.unit] for p in everybody), ABSENT])
    options = ["--roster", str(folder / "roster.csv")]
    assert score([folder / "answers"], folder / "plain", *options, quiz="final", root=ROOT) == 0
    return folder


@pytest.mark.parametrize("engine", ENGINES)
def test_the_whole_exam(exam: Path, engine: str) -> None:
    out = exam / engine
    options = ["--roster", str(exam / "roster.csv"), "--engine", engine]
    assert score([exam / "answers"], out, *options, quiz="final", root=ROOT) == 0
    for name in [*(f"{name}.csv" for name in TABLES), "report.html"]:
        assert (out / name).read_bytes() == (exam / "plain" / name).read_bytes(), name
    assert sorted(contents(out)) == sorted([*(f"{name}.csv" for name in TABLES), "report.html"])


@pytest.mark.parametrize("engine", ENGINES)
def test_the_whole_exam_without_its_essays_marked(exam: Path, tmp_path: Path, engine: str) -> None:
    tables = sorted(path for path in (exam / "answers").iterdir() if "essays" not in path.name)
    assert score(tables, tmp_path / "plain", quiz="final", root=ROOT) == 0
    assert score(tables, tmp_path / "large", "--engine", engine, quiz="final", root=ROOT) == 0
    for name in [*(f"{name}.csv" for name in TABLES), "report.html"]:
        assert (tmp_path / "large" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes(), name
    waiting = {row["passed"] for row in rows((tmp_path / "large/scores.csv").read_bytes())}
    assert waiting == {"待评"}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_whole_exam_with_one_form_not_marked(exam: Path, tmp_path: Path, engine: str) -> None:
    some = sorted(path for path in (exam / "answers").iterdir() if path.name != "essays-B.xlsx")
    assert score(some, tmp_path / "plain", quiz="final", root=ROOT) == 0
    assert score(some, tmp_path / "large", "--engine", engine, quiz="final", root=ROOT) == 0
    for name in [*(f"{name}.csv" for name in TABLES), "report.html"]:
        assert (tmp_path / "large" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes(), name
    told = [row["passed"] for row in rows((tmp_path / "large/scores.csv").read_bytes())]
    assert told.count("待评") == 67


def test_a_table_with_everything_quoted(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", *(line(f"K{n}", *RIGHT[: n % 9], name="王五") for n in range(1, 30)))
    text = path.read_text(encoding="utf-8")
    path.write_text("".join(f'"{row.replace(",", QUOTED)}"\n' for row in text.splitlines()), encoding="utf-8")
    found = same(tmp_path, [path])
    assert {row["name"] for row in rows(found["scores.csv"])} == {"王五"}


def test_hostile_rows_are_refused_alike(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        line("K2", *RIGHT, name="=1+1", unit="@cmd"),
        line("3.70E+17", *RIGHT),
        line("", *RIGHT),
        "",
        line("K10", "B", "AC", "Z"),
        line("K11", *RIGHT) + ",多出一格",
        line("K１２", "B", name="　王 五\u200b"),
        line("K13", "-"),
        '"K14","赵\n六",一队,B',
        line("K15", *RIGHT, name="张三"),
        line("K15", *RIGHT, name="李四"),
        line("K16", "A"),
        line("K16", "B"),
        line("K17", "B"),
        line("K17", "B"),
        line("x" * 41, "B"),
        "K18,-甲",
        line("K19", name="长" * 120),
    )
    found = same(tmp_path, [path])
    scores = rows(found["scores.csv"])
    assert [row["id"] for row in scores] == ["K2", "K12", "K14", "K17", "K18", "K19"]
    assert (scores[0]["name"], scores[0]["unit"], scores[-2]["name"]) == ("'=1+1", "'@cmd", "'-甲")
    assert len(rows(found["rejected.csv"])) == 10


@pytest.mark.parametrize("attempts", ["first", "best", "last"])
def test_attempts_in_several_files(tmp_path: Path, attempts: str) -> None:
    one = table(tmp_path / "a.csv", *(line(f"K{n}", *RIGHT[: n % 9]) for n in range(30)))
    two = table(tmp_path / "b.csv", *(line(f"K{n}", *RIGHT[: (n * 5) % 9]) for n in range(20, 50)), encoding="gb18030")
    book(tmp_path / "c.xlsx", {"答": [HEAD.split(","), *[line("K3", "B").split(","), line("K77", "C").split(",")]]})
    found = same(tmp_path, [one, two, tmp_path / "c.xlsx"], "--attempts", attempts)
    refused = {row["id"] for row in rows(found["rejected.csv"])}
    assert len(rows(found["scores.csv"])) == (51 if attempts == "best" else 51 - len(refused)) and "K3" in refused


def test_the_roster_s_units_and_who_is_not_counted(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        line("K1", *RIGHT, unit="二队"),
        line("K2", "B"),
        line("K3", "Z", unit="三队"),
        line("K4", "A", unit="一队"),
        line("K5", "B", unit="四队"),
        line("K6", "A"),
        line("K6", "B", unit="五队"),
    )
    roster = tmp_path / "roster.csv"
    told = ("K1,一队", "K2,=1+1", "K3,一队", "K4,一队", "K5,", "K6,一队", "K7,一队")
    roster.write_text("\n".join(["id,unit", *told]), encoding="utf-8")
    for attempts in ("last", "best"):
        found = same(tmp_path, [path], "--roster", str(roster), "--attempts", attempts)
        scores = {row["id"]: (row["unit"], row["passed"]) for row in rows(found["scores.csv"])}
        assert [scores[name][0] for name in ("K1", "K2", "K4", "K5", "K6")] == ["一队", "'=1+1", "一队", "四队", "一队"]
        assert (scores["K3"][1], scores["K7"][1]) == ("未计入", "缺考")
        assert (scores["K6"][1] == "未计入") == (attempts == "last")


def test_registers_and_raters(tmp_path: Path) -> None:
    """A blank row with noughts, marks for another form, raters of papers that do not count."""
    course, file = tmp_path / "course", papers.exam()
    shutil.copytree(papers.COURSE, course)
    key = course / "quizzes" / "exam.key.yml"
    key.write_text(key.read_text("utf-8").partition("    rubric:\n")[0] + RUBRIC, "utf-8")
    given: dict[str, Sequence[Row | None]] = {
        "K1": [(5, 3, ""), (4, 3, "")],
        "K2": [(0, 0, ""), (0, 0, "")],
        "K3": [(5, 3, ""), (6, 3, "")],
        "K4": [(3, 3, ""), (4, 3, "")],
        "K5": [(5, 2, ""), None],
        "K6": [(1, 2, ""), (2, 2, "")],
    }
    ratings = written(course, tmp_path / "ratings-A.xlsx", given, 2)
    register = tmp_path / "register-A.xlsx"
    write_workbook(lay_out(file, "A"), register, [Candidate("K2"), Candidate("K1")], "zh")
    drawn = exam_table(tmp_path / "own.csv", "K1", "K4", "K5", "K7", form=False)
    again = exam_table(tmp_path / "own-again.csv", "K4", form=False, changed=1)
    form = exam_table(tmp_path / "printed.csv", "K9", "K3", form=True)  # K3 has form B
    sources = [ratings, register, drawn, again, form]
    code = score(sources, tmp_path / "plain", quiz="exam", root=course)
    wanted = contents(tmp_path / "plain")
    states = {row["id"]: row["e-essay"] for row in rows(wanted["scores.csv"])}
    assert states == {"K1": "7.5", "K3": "待评", "K5": "待评", "K6": "3.5", "K7": "待评", "K9": "待评"}
    for engine in ENGINES:
        assert score(sources, tmp_path / engine, "--engine", engine, quiz="exam", root=course) == code
        for name, content in contents(tmp_path / engine).items():
            assert content == wanted[name], (engine, name)


def test_a_file_that_breaks_off_counts_for_nothing(tmp_path: Path) -> None:
    good = table(tmp_path / "a.csv", *(line(f"K{n}", *RIGHT[: n % 9]) for n in range(12)))
    broken = table(tmp_path / "b.csv", line("K5", *RIGHT), line("K99", *RIGHT), 'K98,"张三')
    long = table(tmp_path / "c.csv", line("K97"), line("K96", "x" * 1_100_000))
    wide = table(tmp_path / "d.csv", head="id," + ",".join(f"c{n}" for n in range(10_001)))
    (tmp_path / "e.csv").write_bytes("id\nK1\n".encode("utf-16"))
    (tmp_path / "f.csv").write_bytes(b"id,x\n\xff\xfe\xfd\n")
    last = table(tmp_path / "g.csv", line("K95", *RIGHT))
    found = same(tmp_path, [good, broken, long, wide, tmp_path / "e.csv", tmp_path / "f.csv", last])
    assert len(rows(found["scores.csv"])) == 13
    assert [row["file"] for row in rows(found["rejected.csv"])] == ["b.csv", "c.csv", "d.csv", "e.csv", "f.csv"]


def test_a_file_that_breaks_off_late_counts_for_nothing(tmp_path: Path) -> None:
    good = table(tmp_path / "a.csv", "K3,B", "K1,A", head=f"id,{PARTS[0]}")
    many = (f"K{n},{'AB'[n % 2]}" for n in range(BLOCK + 500))
    broken = table(tmp_path / "b.csv", *many, 'K98,"B', head=f"id,{PARTS[0]}")
    last = table(tmp_path / "c.csv", "K2,B", head=f"id,{PARTS[0]}")
    found = same(tmp_path, [good, broken, last])
    assert [row["id"] for row in rows(found["scores.csv"])] == ["K1", "K2", "K3"]


def test_what_is_in_the_table_and_not_in_the_quiz(tmp_path: Path) -> None:
    missing = table(tmp_path / "a.csv", "K1,B,x", "K2,A,y", head=f"id,{PARTS[0]},没有的")
    nothing = table(tmp_path / "b.csv", "K3,B", head="id,没有的")
    nobody = table(tmp_path / "c.csv", "甲,B", head=f"名,{PARTS[0]}")
    same(tmp_path, [missing, nothing, nobody])


def exam_table(path: Path, *identities: str, form: bool, changed: int = 0) -> Path:
    """Each candidate's own draw as a table: by a column 卷别, or with dashes for what was not drawn."""
    quiz = papers.exam().quiz
    known = [part for question in quiz.questions for part, _ in parts(question) if part != "e-essay" or not form]
    lines = []
    for number, identity in enumerate(identities):
        seed = "AB"[number % 2] if form else identity
        drawn = {part for question in drawn_questions(quiz, seed) for part, _ in parts(question)}
        cells = []
        for place, part in enumerate(known):
            answer = papers.RIGHT[part]
            given = "；".join(answer) if isinstance(answer, list) else answer
            cells.append("-" if part not in drawn else "" if (place + number) % (3 + changed) == 0 else given)
        lines.append(",".join([identity, *([seed] if form else []), *cells]))
    return table(path, *lines, head=",".join(["id", *(["form"] if form else []), *known]))


def test_papers_drawn_by_candidate_and_by_form(tmp_path: Path) -> None:
    own = exam_table(tmp_path / "own.csv", *(f"K{n}" for n in range(1, 40)), form=False)
    printed = exam_table(tmp_path / "printed.csv", *(f"P{n}" for n in range(1, 41)), form=True)
    spoilt = tmp_path / "spoilt.csv"
    spoilt.write_text(own.read_text(encoding="utf-8").replace(",-,", ",,", 1).replace("K", "S"), encoding="utf-8")
    found = same(tmp_path, [own, printed, spoilt], quiz="exam")
    assert len(rows(found["scores.csv"])) == 39 + 40 + 38
    assert [row["file"] for row in rows(found["rejected.csv"])] == ["spoilt.csv"]


def test_a_folder_of_json(tmp_path: Path) -> None:
    quiz, folder = papers.exam().quiz, tmp_path / "papers"
    folder.mkdir()
    for number in range(30):
        changed = {"e-some": "A", "e-true-1": None} if number % 3 else {"e-blank": ["八", str(number)]}
        papers.saved(folder, papers.paper(quiz, f"K{number}", changed), f"{number}.json")
    late = papers.paper(quiz, "K4", submitted="2026-11-23T10:00:00+08:00")
    papers.saved(folder, late, "0-late.json")
    papers.saved(folder, papers.paper(quiz, "K5"), "same-time.json")
    papers.saved(folder, papers.paper(quiz, "K6") | {"check": "00000000"}, "typo.json")
    (folder / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    (folder / "list.json").write_text(json.dumps([papers.paper(quiz, "K50"), {"x": 1}]), encoding="utf-8")
    found = same(tmp_path, [folder], quiz="exam")
    assert len(rows(found["scores.csv"])) == 30


def test_parquet_is_read_as_csv_is(tmp_path: Path) -> None:
    lines = [line(f"{n}", *RIGHT[: n % 9], name="=x", unit=f"第{n % 3}队") for n in range(1, 60)]
    path = table(tmp_path / "a.csv", *lines, line("60", "Z"))
    assert score([path], tmp_path / "csv", "--engine", "duckdb") == 1
    cells = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    columns = {name: [row[n] or None for row in cells[1:]] for n, name in enumerate(cells[0])}
    columns["准考证号"] = [int(value or 0) for value in columns["准考证号"]]  # type: ignore[misc]
    pq.write_table(pa.table({**columns, "时间": pa.array([1.5] * 60)}), tmp_path / "a.parquet")
    assert score([tmp_path / "a.parquet"], tmp_path / "parquet", "--engine", "duckdb") == 1
    for name in TABLES[:-1]:
        assert (tmp_path / "csv" / f"{name}.csv").read_bytes() == (tmp_path / "parquet" / f"{name}.csv").read_bytes()
    (refused,) = rows((tmp_path / "parquet/rejected.csv").read_bytes())
    assert (refused["file"], refused["row"], refused["id"]) == ("a.parquet", "61", "60")


def test_parquet_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pq.write_table(pa.table({"id": [1.5], PARTS[0]: ["B"]}), tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:200])
    assert score([tmp_path / "a.parquet", tmp_path / "b.parquet"], tmp_path / "out", "--engine", "duckdb") == 1
    told = capsys.readouterr().err
    assert "a.parquet：“id”列的类型是 double，请改成文本再导出" in told and "b.parquet：Parquet 文件已损坏" in told
    assert score([tmp_path / "a.parquet"], tmp_path / "plain") == 1
    assert "请加 --engine duckdb 来读" in capsys.readouterr().err


# --- use -------------------------------------------------------------------------------------------------------------


def test_what_is_left_out_is_said_and_taken_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = table(tmp_path / "a.csv", line("K1", *RIGHT)), tmp_path / "out"
    assert score([path], out) == 0
    capsys.readouterr()
    assert score([path], out, "--engine", "duckdb") == 0
    assert "不写 results.xlsx 和成绩单" in capsys.readouterr().err
    assert sorted(contents(out)) == sorted([*(f"{name}.csv" for name in TABLES), "report.html"])
    assert [entry.name for entry in out.iterdir() if entry.name.startswith(".")] == []


def test_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = table(tmp_path / "a.csv", line("K1", *RIGHT)), tmp_path / "new" / "out"
    assert score([path], out, "--engine", "sqlite") == 2
    assert main(["score", str(path), "-o", str(out), "--engine", "duckdb", "--root", str(papers.COURSE)]) == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    assert score([empty], out, "--engine", "duckdb") == 2
    told = capsys.readouterr().err
    assert "--engine 只能是 duckdb | polars | spark" in told and "请写 --quiz" in told and "没有找到答卷" in told
    assert not out.parent.exists()


@pytest.mark.parametrize(("package", "engine", "extra"), [
    ("duckdb", "duckdb", "scale"), ("narwhals", "duckdb", "scale"), ("pyarrow", "duckdb", "scale"),
    ("polars", "polars", "polars"), ("pyspark", "spark", "spark"),
])  # fmt: skip
def test_without_the_package(
    package: str, engine: str, extra: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, package, None)
    path = table(tmp_path / "a.csv", line("K1", *RIGHT))
    assert score([path], tmp_path / "out", "--engine", engine) == 3
    assert f'pip install --no-build-isolation -e ".[{extra}]"' in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_nothing_stays_when_the_results_cannot_be_written(tmp_path: Path) -> None:
    path, out = table(tmp_path / "a.csv", line("K1", *RIGHT)), tmp_path / "out"
    assert score([path], out) == 0
    shutil.rmtree(out / "slips")
    (out / "report.html").unlink()
    (out / "report.html").mkdir()
    before = contents(out)
    assert score([path], out, "--engine", "duckdb") == 3
    assert contents(out) == before
    assert [entry.name for entry in out.iterdir() if entry.name.startswith(".")] == []
