"""The workbook to fill in: what it holds, and that LibreOffice computes from it what `marking.mark` says."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import mean, median, stdev
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from banxing.catalogue import load
from banxing.catalogue.quizzes import Keyed, QuizFile
from banxing.cli import main
from banxing.marking import BLANK_SEPARATOR, mark
from banxing.model.keys import KEY_TYPES
from banxing.model.questions import QUESTION_TYPES
from banxing.model.quiz import PracticeHead, Quiz
from banxing.responses import read
from banxing.responses.answers import read_cell
from banxing.responses.entries import same_entry
from banxing.responses.forms import all_parts
from banxing.responses.opening import open_all
from banxing.responses.records import Candidate, Refused
from banxing.responses.workbook import columns_of, read_meta
from banxing.responses.xlsx import read_xlsx
from banxing.sheets.layout import FIRST_PART, FIRST_ROW
from banxing.sheets.paper import Item, Paper, lay_out
from banxing.sheets.workbook import write_workbook
from banxing.source.yaml import parse_yaml

DATA = Path(__file__).parent / "data"
PLAYER = DATA / "player"
GROUPS: list[dict[str, Any]] = [
    group for path in sorted((DATA / "marking").glob("*.json")) for group in json.loads(path.read_text("utf-8"))
]
Office = Callable[[Path], Path]


def rows(path: Path, sheet: str) -> list[list[Any]]:
    """The candidates' rows of a sheet, as calamine reads them."""
    book = CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[FIRST_ROW:]


def quiz_file(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> QuizFile:
    """A practice quiz of raw questions with their keys; ids are q1, q2, …"""
    models: list[Any] = []
    keys = {}
    document = parse_yaml("title: t", "t.yml")[0]
    assert document is not None
    for number, (raw, key) in enumerate(pairs, 1):
        models.append(QUESTION_TYPES[raw["type"]].model_validate({**raw, "id": f"q{number}"}))
        keys[f"q{number}"] = Keyed(KEY_TYPES[raw["type"]].model_validate(key), document, ())
    return QuizFile(document, Quiz("t", PracticeHead(title="题表"), tuple(models)), {}, keys)


def computed(office: Office, tmp_path: Path, paper: Paper, cells: list[list[str | float]]) -> list[list[Any]]:
    """The marks LibreOffice computes for candidates c1, c2, …, a list of cells each."""
    people = [Candidate(f"c{n}") for n in range(1, len(cells) + 1)]
    parts = [item.part for item in paper.leaves]
    filled = {p.id: dict(zip(parts, row, strict=True)) for p, row in zip(people, cells, strict=True)}
    write_workbook(paper, tmp_path / "book.xlsx", people, "zh", filled=filled)
    return [row[FIRST_PART:] for row in rows(office(tmp_path / "book.xlsx"), "评分")]


def by_marking(item: Item, cell: str) -> float | str:
    """What `banxing score` makes of a cell."""
    assert item.key is not None
    try:
        marked = mark(item.question, item.key, read_cell(item.question, cell, {x: x for x in item.letters}))
    except Refused:
        return "核对"
    assert marked is not None
    return marked / 100


def disagreements(office: Office, tmp_path: Path, file: QuizFile, answers: list[list[str]]) -> list[Any]:
    """Where workbook and `marking.mark` differ. `answers` is a list of cells a question."""
    paper = lay_out(file, "")
    depth = max(map(len, answers))
    cells: list[list[str | float]] = [[mine[n] if n < len(mine) else "" for mine in answers] for n in range(depth)]
    got = computed(office, tmp_path, paper, cells)
    return [
        (item.question.stem, cell, got[n][column], by_marking(item, cell))
        for column, (item, mine) in enumerate(zip(paper.leaves, answers, strict=True))
        for n, cell in enumerate(mine)
        if any(cells[n]) and got[n][column] != by_marking(item, cell)
    ]


@pytest.mark.office
def test_formulas_mark_as_the_table_of_cases_says(office: Office, tmp_path: Path) -> None:
    groups = [group for group in GROUPS if group["question"]["type"] != "essay"]
    file = quiz_file([(group["question"], group["key"]) for group in groups])
    answers = [[(a or "").replace(BLANK_SEPARATOR, "；") for a, _ in group["cases"]] for group in groups]
    assert sum(map(len, answers)) > 100
    assert disagreements(office, tmp_path, file, answers) == []


FOUR = {"A": "甲", "B": "乙", "C": "丙", "D": "丁"}
TYPED: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    (
        {"type": "single_choice", "options": FOUR},
        {"answer": "B"},
        ["B", "b", "Ｂ", " B ", "ｂ", "AB", "E", "*", "?", "-"],
    ),
    (
        {"type": "multiple_choice", "options": FOUR, "points": "2", "policy": {"per_option": "0.5"}},
        {"answer": "ACD"},
        ["A,C", "ca", "A、C、D", "AＤC", "A，C；D", "AAC", "ABCD", "ACE", "1", "=A1", "A\nC\nD"],
    ),
    (
        {"type": "true_false"},
        {"answer": "对"},
        ["对", "√", "T", "true", "正确", "✓", "错", "×", "x", "F", "错误", "Ｔ", "不对", "是"],
    ),
    (
        {"type": "ordering", "options": FOUR, "points": "3", "policy": "pairs"},
        {"answer": "CADB"},
        ["CADB", "C→A→D→B", "c>a>d>b", "C A D B", "BCAD", "CA", "CAAB", "CADE"],
    ),
    (
        {"type": "matching", "options": FOUR, "stems": {"1": "子", "2": "丑", "3": "寅"}, "points": "1"},
        {"answer": {"1": "B", "2": "D", "3": "A"}},
        [
            "BDA",
            "bda",
            "B-A",
            "B",
            "---",
            "1B2D3A",
            "3A1B",
            "1-B 2-D 3-A",
            "1:B,2:D",
            "①B②D③A",
            "１Ｂ２Ｄ",
            "2-",
            "4B",
            "BDAC",
        ],
    ),
    (
        {"type": "fill_blank", "stem": "限____日内，罚____元。", "points": "3"},
        {"answer": [["七", "一周"], {"number": "3000", "tolerance": "0.5"}]},
        [
            "7；3000",
            "七日;三千元",
            "７ 日内；3,000",
            "一周日；3000.5",
            "7；3000.6",
            "7",
            "；3千",
            "*；*",
            "7；2026/1/2",
            "7；300000%",
            "7；3e3",
            "7；－3000",
            "7；3000；1",
            "7日内；.3000",
            "7；¥3000",
            "；",
        ],
    ),
    (
        {"type": "fill_blank", "stem": "气温____度。"},
        {"answer": [{"number": "-5.25"}]},
        ["-5.25", "－5.25度", "5.25", "--5.25", "-5.250"],
    ),
    ({"type": "fill_blank", "stem": "共____。"}, {"answer": [{"number": "3"}]}, ["3", "3.", "３．", "三"]),
    ({"type": "fill_blank", "stem": "占____。"}, {"answer": [{"number": "0.5"}]}, ["0.5", ".5", "0.50", "0.5."]),
    ({"type": "fill_blank", "stem": "写出____。"}, {"answer": ["A;B（甲）"]}, ["A;B（甲）", "a；b(甲)", "A;B"]),
]


@pytest.mark.office
def test_answers_are_read_as_people_type_them(office: Office, tmp_path: Path) -> None:
    file = quiz_file([({"stem": f"题{n}", **question}, key) for n, (question, key, _) in enumerate(TYPED)])
    assert disagreements(office, tmp_path, file, [cells for _, _, cells in TYPED]) == []


def exam(form: str = "A") -> Paper:
    return lay_out(load(PLAYER).quizzes["exam"], form)


def right(paper: Paper) -> dict[str, str | float]:
    """All right, as typed in the letters of the form, and 7.5 for the essay."""
    blanks = {"e-blank": "7；三千元"}
    return {i.part: i.shown_answer or blanks.get(i.part, 7.5) for i in paper.leaves}


@pytest.mark.office
def test_the_totals_are_those_of_banxing_score(office: Office, tmp_path: Path) -> None:
    paper = exam("A")
    people = [Candidate(name, f"学员{name}", "=1+1") for name in ("p1", "p2", "p3", "p4", "p5")]
    full = right(paper)
    filled: dict[str, dict[str, str | float]] = {
        "p1": full,
        "p2": {**full, "e-multi-1": "", "e-multi-2": "", "e-order": full["e-order"][1:]},  # type: ignore[index]
        "p3": dict.fromkeys(full, "") | {"e-true-1": "错", "e-true-2": "错", "e-true-3": "错", "e-essay": 0},
        "p4": {**full, "e-essay": ""},
    }
    write_workbook(paper, tmp_path / "filled.xlsx", people, "zh", filled=filled)
    book = office(tmp_path / "filled.xlsx")
    totals = {row[0]: row[-3:] for row in rows(book, "成绩登记")}
    assert main(["score", str(book), "--root", str(PLAYER), "-o", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        scores = {row["id"].lstrip("'"): row for row in csv.DictReader(stream)}
    assert set(scores) == {"p1", "p2", "p3", "p4"}
    assert {name: float(row["score"]) for name, row in scores.items()} == {n: totals[n][0] for n in scores}
    # Points of form A: 3·2 + 2 + 2 + 2·1 + 2 + 3 + 2 + 4 + 10 = 33; the essay got 7.5.
    assert totals["p1"] == [30.5, pytest.approx(30.5 / 33), "及格"]
    # A multiple choice (2) and one of three neighbours (1) lost.
    assert totals["p2"][0] == 30.5 - 2 - 1
    assert totals["p3"][2] == "不及格"
    assert totals["p4"] == [23, pytest.approx(23 / 33), "待评"]
    assert totals["p5"] == ["", "", ""]


@pytest.mark.office
def test_an_essay_is_marked_within_its_points(office: Office, tmp_path: Path) -> None:
    paper = exam()
    column = [item.part for item in paper.leaves].index("e-essay")
    given: list[str | float] = [10, 0, 3.456, 10.01, -1, "八", ""]
    cells: list[list[str | float]] = [[""] * len(paper.leaves) for _ in given]
    for row, value in zip(cells, given, strict=True):
        row[0], row[column] = "A", value
    got = [row[column] for row in computed(office, tmp_path, paper, cells)]
    assert got == [10, 0, 3.46, "核对", "核对", "核对", "待评"]


def test_the_hidden_sheet_is_what_score_reads(tmp_path: Path) -> None:
    paper = exam("B")
    write_workbook(paper, tmp_path / "book.xlsx", [], "zh")
    tables = read_xlsx(tmp_path / "book.xlsx")
    meta = read_meta(tables["_banxing"])
    assert (meta.quiz, meta.form, meta.sheet, meta.first_row) == ("exam", "B", "成绩登记", FIRST_ROW + 1)
    columns = columns_of(meta, paper.quiz)
    heads = tables["成绩登记"].rows[FIRST_ROW - 1][1]
    assert {part: heads[index] for part, index in columns.parts.items()} == {p: p for p in columns.parts}
    assert list(columns.marks) == ["e-essay"]
    assert len(columns.parts) + 1 == len(paper.leaves)


def test_a_roster_is_text_whatever_it_holds(tmp_path: Path) -> None:
    people = [Candidate("510101199001011234", "=HYPERLINK(1)", "@机关"), Candidate("0042", "+甲", "-乙")]
    write_workbook(exam(), tmp_path / "book.xlsx", people, "zh")
    shown = [row[:FIRST_PART] for row in rows(tmp_path / "book.xlsx", "成绩登记")]
    assert shown == [[p.id, p.name, p.unit] for p in people]
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        assert b"HYPERLINK" not in archive.read("xl/worksheets/sheet1.xml")


def test_without_a_roster_there_are_forty_rows_to_fill(tmp_path: Path) -> None:
    write_workbook(exam(), tmp_path / "book.xlsx", [], "zh")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == FIRST_ROW + 40
    for part in ("<sheetProtection ", 'type="list"', 'type="decimal"', 'orientation="landscape"', "<pane "):
        assert part in sheet


def test_no_sheet_can_be_changed_by_a_slip(tmp_path: Path) -> None:
    """The hidden ones, which decide marks, are protected like those that are seen."""
    write_workbook(exam(), tmp_path / "book.xlsx", [], "zh")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 10
        assert [name for name in sheets if b"<sheetProtection " not in archive.read(name)] == []


def test_the_same_bytes_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(exam(), tmp_path / name, [Candidate("p1")], "zh")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.xlsx") as archive:
        assert b"2026-11-23T" in archive.read("docProps/core.xml")


# --- typed in twice ---

ENTRIES: list[tuple[str, str, str, bool]] = [  # part, first, second, alike
    ("e-single-1", "B", " b", True),
    ("e-single-1", "Ｂ", "B", True),
    ("e-single-1", "B", "C", False),
    ("e-single-1", "B", "", False),
    ("e-multi-1", "A,C", "AC", True),
    ("e-multi-1", "AC", "ACD", False),
    ("e-true-1", "√", "对", True),
    ("e-true-1", "T", "正确", True),
    ("e-true-1", "x", "×", True),
    ("e-true-1", "对", "错", False),
    ("e-order", "C→A→D→B", "cadb", True),
    ("e-order", "CADB", "CABD", False),
    ("e-match", "C-", "c－", True),
    ("e-match", "CA", "C-", False),
    ("e-blank", "７；三千", "7; 三千", True),
    ("e-blank", "7；3000", "7；3001", False),
    ("e-blank", "7日；3000", "7；3000", False),
    ("e-essay", "7.5", "7.50", True),
    ("e-essay", "7.5", "7", False),
    ("e-essay", "", "0", False),
]


def whole_exam() -> Paper:
    """All questions of the pool on one paper."""
    file = load(PLAYER).quizzes["exam"]
    sections = tuple(section.model_copy(update={"draw": None}) for section in file.quiz.sections)
    head = file.quiz.head.model_copy(update={"sections": sections})
    return lay_out(replace(file, quiz=replace(file.quiz, head=head)), "A")


def number(item: Item, cell: str) -> str | float:
    return float(cell) if item.question.type == "essay" and cell else cell


def test_two_entries_are_alike_or_not() -> None:
    known = all_parts(load(PLAYER).quizzes["exam"].quiz)
    for part, first, second, alike in ENTRIES:
        assert same_entry(known[part], first, second) is alike, (part, first, second)


@pytest.mark.office
def test_the_sheet_of_differences_shows_what_python_finds(office: Office, tmp_path: Path) -> None:
    paper = whole_exam()
    items = {item.part: item for item in paper.leaves}
    people = [Candidate(f"c{n}") for n in range(len(ENTRIES) + 2)]
    base = dict.fromkeys(items, "")
    filled = {"c0": {"e-single-1": "A"}, "c1": {"e-single-1": "A"}}
    second = {"c1": {"e-single-1": "A"}}
    for person, (part, one, two, _) in zip(people[2:], ENTRIES, strict=True):
        other = "e-single-2"  # so that a row has something in it
        filled[person.id] = {**base, other: "A", part: number(items[part], one)}
        second[person.id] = {**base, other: "A", part: number(items[part], two)}
    write_workbook(paper, tmp_path / "book.xlsx", people, "zh", filled=filled, second=second)
    book = office(tmp_path / "book.xlsx")
    found = {row[0]: row[-1] for row in rows(book, "录入差异")}
    wanted = {"c0": 0, "c1": 0} | {f"c{n}": int(not alike) for n, (*_, alike) in enumerate(ENTRIES, 2)}
    assert found == wanted
    status = {row[0]: row[-1] for row in rows(book, "成绩登记")}
    assert [n for n, word in status.items() if word == "不一致"] == [n for n, count in wanted.items() if count]
    told = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("成绩登记").to_python(skip_empty_area=False)[2][0]
    assert told == "已复核 21 人，两遍不一致 10 处（10 人），照答题卡改好再算分"


def test_who_was_typed_in_differently_is_not_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = exam("A")
    people = [Candidate(name) for name in ("p1", "p2", "p3", "p4", "p5")]
    full = right(paper)
    parts = [item.part for item in paper.leaves]
    other = {**full, parts[0]: "", "e-essay": 8}
    filled = {"p1": full, "p2": full, "p3": full}
    second = {"p1": full, "p2": other, "p4": full}
    write_workbook(paper, tmp_path / "book.xlsx", people, "zh", filled=filled, second=second)
    assert main(["score", str(tmp_path / "book.xlsx"), "--root", str(PLAYER), "-o", str(tmp_path / "out")]) == 1
    with (tmp_path / "out" / "rejected.csv").open(encoding="utf-8-sig", newline="") as stream:
        refused = list(csv.DictReader(stream))
    assert [(row["id"], row["row"]) for row in refused] == [("p2", str(FIRST_ROW + 2)), ("p4", str(FIRST_ROW + 4))]
    assert refused[0]["reason"] == "两遍录入不一致（1 (D)、12 (P)），请照答题卡改好再算"
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["id"] for row in csv.DictReader(stream)] == ["p1", "p3"]
    told = capsys.readouterr().err
    assert "有 1 人只录入了一遍，没有复核：p3" in told
    assert "有 1 人没有填任何答案，按没有交卷处理：p5" in told


def test_a_second_sheet_that_is_gone_is_no_second_entry(tmp_path: Path) -> None:
    write_workbook(exam(), tmp_path / "book.xlsx", [Candidate("p1")], "zh", filled={"p1": right(exam())})
    opened = open_all([tmp_path / "book.xlsx"])
    del opened.sources[0].tables["复核录入"]
    readings = read(opened, load(PLAYER).quizzes["exam"].quiz)
    assert [rejection.code for rejection in readings.rejections] == ["damaged-workbook"]


# --- figures ---


@pytest.mark.office
def test_the_figures_are_those_of_banxing_score(office: Office, tmp_path: Path) -> None:
    """Twelve candidates who lose more and more; one not marked, one differs, one unreadable, one absent."""
    paper = exam("B")
    full = right(paper)
    parts = list(full)
    names = [f"p{n:02}" for n in range(12)]
    filled: dict[str, dict[str, str | float]] = {}
    for count, name in enumerate(names):
        filled[name] = {part: "" if place < count else value for place, (part, value) in enumerate(full.items())}
        filled[name]["e-essay"] = count * 0.8
    filled["wait"] = {**full, "e-essay": ""}
    filled["twice"], filled["odd"] = full, {**full, parts[0]: "Z"}
    second = {"twice": {**full, parts[0]: ""}}
    people = [Candidate(name) for name in (*filled, "gone")]
    write_workbook(paper, tmp_path / "book.xlsx", people, "zh", filled=filled, second=second)
    book = office(tmp_path / "book.xlsx")
    assert main(["score", str(book), "--root", str(PLAYER), "-o", str(tmp_path / "out")]) == 1
    with (tmp_path / "out" / "items.csv").open(encoding="utf-8-sig", newline="") as stream:
        items = {row["question"]: row for row in csv.DictReader(stream)}
    table = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("题目统计").to_python(skip_empty_area=False)
    head, found = table[2], {row[1]: row for row in table[3:]}
    assert set(found) == set(items)
    for item in paper.leaves:
        row = dict(zip(head, found[item.part], strict=True))
        wanted = items[item.part]
        assert (row["人数"], row["得分率"]) == (int(wanted["n"]), pytest.approx(float(wanted["facility"]), abs=0.0006))
        for shown, authored in item.letters.items() if item.question.choice else ():
            assert row[f"选 {shown}"] == pytest.approx(float(wanted[f"share_{authored}"]), abs=0.0006), item.part
    whole = {row[0]: row[1] for row in CalamineWorkbook.from_path(str(book)).get_sheet_by_name("统计").to_python()}
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        scored = [row for row in csv.DictReader(stream) if row["passed"] in ("是", "否")]
    marks = [float(row["score"]) for row in scored]
    passed = sum(row["passed"] == "是" for row in scored)
    assert len(marks) == 12
    assert (whole["登记的人数"], whole["有作答"], whole["没有作答"], whole["待评"]) == (16, 15, 1, 1)
    assert (whole["及格"], whole["不及格"], whole["要核对（含两遍不一致）"]) == (passed, 12 - passed, 2)
    assert whole["平均分"] == pytest.approx(mean(marks))
    assert (whole["标准差"], whole["中位数"]) == (pytest.approx(stdev(marks)), pytest.approx(median(marks)))
    assert (whole["最高分"], whole["最低分"]) == (max(marks), min(marks))
    sheet = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("统计").to_python()
    assert sum(row[4] for row in sheet[3:13]) == 12
