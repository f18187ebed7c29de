"""Essays marked by a panel: the rule, the workbook that LibreOffice computes, and what `banxing score` makes of it."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from banxing.catalogue import load
from banxing.cli import main
from banxing.model.keys import EssayKey
from banxing.responses import read
from banxing.responses.opening import open_all
from banxing.responses.panel import apart, judge, panel_mark, rubric_print
from banxing.responses.records import Candidate, Readings
from banxing.sheets.panel import FIRST_ROW, essays_of
from banxing.sheets.paper import lay_out
from banxing.sheets.ratings import Rated, write_ratings

PLAYER = Path(__file__).parent / "data" / "player"
RUBRIC = """    rubric:
      - {id: facts, name: 说清事实, points: 6, levels: [{points: 6, text: 都有}, {points: 0, text: 没有}]}
      - {id: manner, name: 说话得体, points: 4}
    deductions:
      - {id: oversteps, name: 越权, points: 3}
"""
Office = Callable[[Path], Path]
Row = tuple[float | str, float | str, float | str]  # facts, manner, deduction


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The course with an exam whose essay (10 points) has two criteria and a deduction."""
    course = tmp_path / "course"
    shutil.copytree(PLAYER, course)
    key = course / "quizzes" / "exam.key.yml"
    head, _, _ = key.read_text("utf-8").partition("    rubric:\n")
    key.write_text(head + RUBRIC, "utf-8")
    return course


def rated(totals: dict[str, Sequence[Row | None]]) -> Rated:
    """Candidate → what each rater gave; None = nothing."""
    found: dict[int, dict[str, Any]] = {}
    for candidate, rows in totals.items():
        for rater, row in enumerate(rows, 1):
            if row:
                cells = {("e-essay", name): v for name, v in zip(("facts", "manner", "oversteps"), row, strict=True)}
                found.setdefault(rater, {})[candidate] = cells
    return found


def written(root: Path, path: Path, totals: dict[str, Sequence[Row | None]], raters: int, gap: int = 20) -> Path:
    people = [Candidate(name, f"学员{name}") for name in totals]
    paper = lay_out(load(root).quizzes["exam"], "A")
    write_ratings(paper, path, people, "zh", raters=raters, gap=gap, rated=rated(totals))
    return path


def readings(root: Path, *paths: Path) -> Readings:
    file = load(root).quizzes["exam"]
    return read(open_all(paths), file.quiz, file.plain_keys)


# --- the rule ---


@pytest.mark.parametrize(
    ("totals", "mark"),
    [
        ([700], 700),
        ([700, 801], 751),  # 750.5, half up
        ([600, 700, 701], 667),  # 667.0
        ([100, 800, 800, 900], 650),  # four: all count
        ([100, 800, 800, 900, 1000], 833),  # five: (8 + 8 + 9) / 3
        ([0, 0, 0, 0, 1000], 0),
        ([500, 600, 700, 800, 900, 1000], 750),
    ],
)
def test_the_mean_from_five_up_without_the_ends(totals: list[int], mark: int) -> None:
    assert panel_mark(totals) == mark


def test_raters_apart_call_for_one_more() -> None:
    assert not apart([600, 800], 20, 1000)  # 2 of 10 points is 20 %, not more
    assert apart([600, 801], 20, 1000)
    assert judge({1: 600, 2: 801}, 2, 20, 1000) == "apart"
    assert judge({1: 600, 2: 801, 3: 700}, 2, 20, 1000) == 700  # 700.33
    assert judge({1: 600, 3: 700}, 2, 20, 1000) == "missing"
    assert judge({1: 600, 2: 801}, 2, 25, 1000) == 701  # 700.5
    assert judge({1: 600, 2: 800, 3: 1000}, 2, 20, 1000) == 800  # nobody had to be called, but his mark counts


# --- the workbook ---

TOTALS: dict[str, Sequence[Row | None]] = {
    "near": [(5, 3, ""), (4.5, 3.5, ""), (6, 3, "")],
    "apart": [(6, 4, ""), (3, 2, ""), (5, 3, "")],
    "called": [(6, 4, ""), (3, 2, ""), (5, 3, ""), (5, 2.55, "")],
    "lacking": [(6, 4, ""), None, (5, 3, "")],
    "less": [(6, 4, 3), (5, 3, 1), (5, 3, 0.5)],
    "below": [(1, 0, 3), (1, 1, 3), (2, 0, 3)],
    "half": [(6, "", ""), (5, 3, ""), (5, 3, "")],
    "over": [(7, 3, ""), (5, 3, ""), (5, 3, "")],
    "word": [("六", 3, ""), (5, 3, ""), (5, 3, "")],
    "third": [(5, 3, ""), (5, 3, ""), (5, 3.01, "")],
    "nobody": [],
}


def summary(book: Path) -> dict[str, list[Any]]:
    table = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("汇总").to_python(skip_empty_area=False)
    return {row[0]: row[3:] for row in table[FIRST_ROW:]}


@pytest.mark.office
def test_the_summary_is_what_score_computes(root: Path, office: Office, tmp_path: Path) -> None:
    book = office(written(root, tmp_path / "ratings-A.xlsx", TOTALS, 3))
    table = summary(book)
    found = readings(root, book)
    marks = {record.candidate.id: record.marks["e-essay"] / 100 for record in found.records}
    assert marks == {name: row[5] for name, row in table.items() if isinstance(row[5], float)}
    # (8 + 8 + 9) / 3; (10 + 5 + 8 + 7.55) / 4 = 7.6375; (7 + 7 + 7.5) / 3; never below 0; 24.01 / 3
    assert marks == {"near": 8.33, "called": 7.64, "less": 7.17, "below": 0, "third": 8}
    notes = {name: row[6] for name, row in table.items() if row[6]}
    assert notes == {
        "apart": "请第 4 位评委",
        "lacking": "评委没有评齐",
        "half": "请核对",
        "over": "请核对",
        "word": "请核对",
    }
    assert {name for name, row in table.items() if row[5] == "待评"} == set(notes)
    assert table["apart"][:5] == [10, 5, 8, "", 5]
    assert table["nobody"] == [""] * 7
    assert [(rejection.id, rejection.code) for rejection in found.rejections] == [
        ("half", "rating-incomplete"),
        ("over", "rating-out-of-range"),
        ("word", "bad-rating"),
    ]
    assert [(note.code, note.fields["ids"]) for note in found.notes] == [
        ("ratings_missing", ("lacking",)),
        ("ratings_apart", ("apart",)),
    ]


@pytest.mark.office
@pytest.mark.parametrize("raters", [1, 2, 5, 7])
def test_any_number_of_raters(raters: int, root: Path, office: Office, tmp_path: Path) -> None:
    rows: list[Row] = [(6 - 0.25 * n, 4 - 0.17 * n, "") for n in range(raters)]
    totals: dict[str, Sequence[Row | None]] = {"p1": rows, "p2": [*rows, (0, 0, "")], "p3": rows[::-1]}
    book = office(written(root, tmp_path / "ratings-A.xlsx", totals, raters, gap=100))
    marks = {record.candidate.id: record.marks["e-essay"] / 100 for record in readings(root, book).records}
    assert marks == {name: row[-2] for name, row in summary(book).items()}
    assert len(marks) == 3


def test_what_a_rater_gets_to_see(root: Path, tmp_path: Path) -> None:
    path = written(root, tmp_path / "ratings-A.xlsx", {"20260001": []}, 2)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names[:5] == ["汇总", "评委1", "评委2", "加评", "评分标准"]
    sheet = book.get_sheet_by_name("评委1").to_python(skip_empty_area=False)
    assert sheet[4][1:5] == ["说清事实\n（6 分）", "说话得体\n（4 分）", "扣：越权\n（至多 3 分）", "合计"]
    assert sheet[FIRST_ROW][0] == "20260001"
    assert "学员" not in str(sheet)  # blind
    with zipfile.ZipFile(path) as archive:
        comments = "".join(archive.read(name).decode() for name in archive.namelist() if "comments" in name)
        page = archive.read("xl/worksheets/sheet2.xml").decode()
    assert "6 分：都有" in comments
    assert page.count('type="decimal"') == 3
    assert "<sheetProtection " in page


# --- from the workbooks to the scores ---


def test_each_rater_may_fill_in_a_copy(root: Path, tmp_path: Path) -> None:
    one = written(root, tmp_path / "one.xlsx", {"p1": [(5, 3, "")]}, 2)
    two = written(root, tmp_path / "two.xlsx", {"p1": [None, (4, 3, "")]}, 2)
    (record,) = readings(root, one, two).records
    assert (record.marks, record.only_marks) == ({"e-essay": 750}, True)
    ratings = readings(root, one, two).ratings
    assert [(r.candidate, r.part, r.rater, r.total) for r in ratings] == [
        ("p1", "e-essay", 1, 800),
        ("p1", "e-essay", 2, 700),
    ]


def test_a_rater_who_says_two_things(root: Path, tmp_path: Path) -> None:
    one = written(root, tmp_path / "one.xlsx", {"p1": [(5, 3, ""), (5, 3, "")]}, 2)
    other = written(root, tmp_path / "other.xlsx", {"p1": [(5, 2, "")]}, 2)
    same = written(root, tmp_path / "same.xlsx", {"p1": [(4, 4, "")]}, 2)
    found = readings(root, one, other)
    assert found.records == []
    assert [r.message("zh") for r in found.rejections] == ["评委 1 给题“e-essay”的分数和 one.xlsx:6 不同，请核对"]
    assert len(readings(root, one, same).records) == 1


def test_a_fault_is_named_as_the_sheet_names_it(root: Path, tmp_path: Path) -> None:
    totals = {"p1": [("六", 3, "")], "p2": [(5, "", "")], "p3": [(5, 3, 4)]}
    path = written(root, tmp_path / "book.xlsx", totals, 1)  # type: ignore[arg-type]
    number = next(item.label for item in lay_out(load(root).quizzes["exam"], "A").leaves if item.part == "e-essay")
    assert [rejection.message("zh") for rejection in readings(root, path).rejections] == [
        f"评委 1 给第 {number} 题“说清事实”的分数“六”不是数字",
        f"评委 1 没有评第 {number} 题的“说话得体”",
        f"评委 1 给第 {number} 题“越权”的分数 4 应在 0 到 3 之间",
    ]


def test_a_rubric_that_changed(root: Path, tmp_path: Path) -> None:
    path = written(root, tmp_path / "book.xlsx", {"p1": [(5, 3, "")]}, 1)
    key = root / "quizzes" / "exam.key.yml"
    key.write_text(
        key.read_text("utf-8").replace("points: 6,", "points: 7,").replace("points: 4}", "points: 3}"), "utf-8"
    )
    assert [r.code for r in readings(root, path).rejections] == ["rubric-changed"]


def test_the_rubric_s_print_is_of_what_the_columns_mean() -> None:
    raw = {"rubric": [{"id": "a", "name": "甲", "points": "2"}]}
    key = EssayKey.model_validate(raw)
    raw["rubric"][0]["name"] = "乙"
    assert rubric_print(EssayKey.model_validate(raw)) == rubric_print(key)
    raw["rubric"][0]["points"] = "3"
    assert rubric_print(EssayKey.model_validate(raw)) != rubric_print(key)


def test_the_whole_way(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Answers in the register, marks from two raters: what was pending becomes a result."""
    from banxing.sheets.workbook import write_workbook

    paper = lay_out(load(root).quizzes["exam"], "A")
    answers = {item.part: item.shown_answer for item in paper.leaves}
    people = [Candidate("p1"), Candidate("p2")]
    (tmp_path / "in").mkdir()
    write_workbook(paper, tmp_path / "in/score-sheet-A.xlsx", people, "zh", filled={"p1": answers, "p2": answers})
    written(root, tmp_path / "in/ratings-A.xlsx", {"p1": [(5, 3, ""), (5, 4, "")], "p2": [(6, 4, ""), (1, 1, "")]}, 2)
    assert main(["score", str(tmp_path / "in"), "--root", str(root), "-o", str(tmp_path / "out")]) == 0
    with (tmp_path / "out/scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        scores = {row["id"]: row for row in csv.DictReader(stream)}
    assert {name: (row["e-essay"], row["passed"]) for name, row in scores.items()} == {
        "p1": ("8.5", "是"),
        "p2": ("待评", "待评"),
    }
    slip = (tmp_path / "out/slips/p1.html").read_text("utf-8")
    table = slip[slip.index('<table class="raters">') :].split("</table>")[0]
    assert [re.sub("<[^>]*>", " ", row).split() for row in table.split("</tr>")[:-1]] == [
        ["说清事实", "说话得体", "扣：越权", "合计"],
        ["评委", "1", "5", "3", "8"],
        ["评委", "2", "5", "4", "9"],
    ]
    assert "得分是各评委合计的平均数" in slip
    assert "raters" not in (tmp_path / "out/slips/p2.html").read_text("utf-8").partition("<main>")[2]
    assert "有 1 份论述题评委分差太大，要请加评的评委，暂按待评：p2" in capsys.readouterr().err


def test_a_blank_row_with_noughts_is_no_paper(root: Path, tmp_path: Path) -> None:
    """With a mark it is one, and then nobody says that nothing was handed in."""
    from banxing.sheets.workbook import write_workbook

    paper, people = lay_out(load(root).quizzes["exam"], "A"), [Candidate("p1"), Candidate("p2"), Candidate("p3")]
    register = tmp_path / "score-sheet-A.xlsx"
    write_workbook(paper, register, people, "zh")
    book = written(root, tmp_path / "ratings-A.xlsx", {"p1": [(0, 0, "")], "p2": [(5, 3, "")]}, 1)
    found = readings(root, register, book)
    assert [record.candidate.id for record in found.records] == ["p2"]
    assert [(note.code, note.fields["ids"]) for note in found.notes] == [("empty_rows", ("p1", "p3"))]
    assert len(readings(root, book).records) == 2


def test_marks_alone_are_no_paper_of_someone_whose_answers_were_refused(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else he would stand in the results with his essay and nothing else."""
    (tmp_path / "in").mkdir()
    paper = lay_out(load(root).quizzes["exam"], "A")
    part = paper.leaves[0].part
    (tmp_path / "in/a.csv").write_text(f"id,form,{part}\np1,A,Z\n", "utf-8")
    written(root, tmp_path / "in/ratings.xlsx", {"p1": [(5, 3, "")], "p2": [(5, 3, "")]}, 1)
    assert main(["score", str(tmp_path / "in"), "--root", str(root), "-o", str(tmp_path / "out")]) == 1
    with (tmp_path / "out/scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["id"] for row in csv.DictReader(stream)] == ["p2"]
    assert "有 1 人的答卷没有计入，论述题的评分先不用：p1" in capsys.readouterr().err


def test_the_command(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def sheet(*args: str) -> int:
        return main(["sheet", *args, "--no-pdf", "--root", str(root), "-o", str(tmp_path / "out")])

    assert sheet("exam", "--raters", "3", "--rater-gap", "25", "--forms", "A,B") == 0
    book = CalamineWorkbook.from_path(str(tmp_path / "out/ratings-B.xlsx"))
    meta = dict(row[:2] for row in book.get_sheet_by_name("_banxing").to_python())
    assert (meta["raters"], meta["gap"], meta["form"]) == ("3", "25", "B")
    assert len(essays_of(lay_out(load(root).quizzes["exam"], "A"))[0].columns) == 3
    for args, told in (
        (["exam", "--raters", "0"], "--raters 应是 1 到 15 之间的整数"),
        (["exam", "--raters", "16"], "--raters 应是 1 到 15 之间的整数"),
        (["exam", "--raters", "2", "--rater-gap", "101"], "--rater-gap 应是 0 到 100 之间的整数"),
    ):
        assert sheet(*args) == 2
        assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "change",
    [("raters", "2", "x"), ("rater:1", "评委1", ""), ("criterion:B", "e-essay#facts#600", "e-single-1#a#b")],
)
def test_a_damaged_hidden_sheet(change: tuple[str, str, str], root: Path, tmp_path: Path) -> None:
    path = written(root, tmp_path / "book.xlsx", {"p1": [(5, 3, "")]}, 2)
    damaged = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/sharedStrings.xml" and change[0] != "raters":
                content = content.replace(f">{change[1]}<".encode(), f">{change[2]}<".encode())
            elif name == "xl/sharedStrings.xml":
                content = content.replace(b"<t>raters</t>", b"<t>rates</t>")
            new.writestr(name, content)
    found = readings(root, damaged)
    assert found.records == []
    assert [rejection.code for rejection in found.rejections] == ["damaged-workbook"]
