"""Files that come back: what is read, what is refused and why; nothing makes the reader fall."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import papers
from banxing.cli import main
from banxing.messages import catalogue
from banxing.model.questions import parts
from banxing.pages.assets import source_text
from banxing.responses import read
from banxing.responses.forms import drawn_questions, shown_letters
from banxing.responses.opening import MAX_JSON, open_all
from banxing.responses.records import Candidate, Readings, Refused, candidate_id
from banxing.responses.roster import read_roster
from banxing.responses.tables import read_mark
from banxing.responses.workbook import META
from banxing.sheets.paper import lay_out
from banxing.sheets.workbook import write_workbook

EXAM = papers.exam()
PRACTICE = papers.practice()
HEAD = "id,name,unit"
Row = list[Any]


def readings(*paths: Path, quiz: Any = EXAM.quiz) -> Readings:
    return read(open_all(paths), quiz)


def of_text(tmp_path: Path, content: str | bytes, quiz: Any = PRACTICE.quiz) -> Readings:
    path = tmp_path / "answers.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return readings(path, quiz=quiz)


def codes(found: Readings) -> list[str]:
    for rejection in found.rejections:
        assert rejection.message("zh") and rejection.message("en")  # the sentence exists and has its fields
    for note in found.notes:
        assert note.message("zh") and note.message("en")
    return [rejection.code for rejection in found.rejections]


# --- papers of the browser -------------------------------------------------------------------------------------------


def test_a_paper_of_the_browser_is_read(tmp_path: Path) -> None:
    value = papers.paper(EXAM.quiz, "K7", {"e-blank": ["七", ""], "e-match": "-A"})
    value = papers.sealed({**value, "candidate": {"id": "K7", "name": "张\u202e三\n", "unit": "一队"}})
    (record,) = readings(papers.saved(tmp_path, value)).records
    assert record.candidate == Candidate("K7", "张 三", "一队")
    assert (record.row, record.form, list(record.drawn)) == (None, "K7", list(value["prints"]))
    assert (record.answers["e-blank"], record.answers["e-match"]) == ("七\x1f", "-A")
    assert record.answers["e-order"] == "CADB"


_BUILD = """
const [source, {quiz, record, drawn, questions}] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const context = require('vm').createContext({ TextEncoder });
require('vm').runInContext(source, context);
const response = context.Banxing.buildResponse(quiz, record, drawn, questions, 1700000000000);
process.stdout.write(context.Banxing.responseText(response));
"""


def test_what_the_player_writes_is_read(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node")
    drawn = drawn_questions(EXAM.quiz, "K7")
    leaves = [(part, sub) for question in drawn for part, sub in parts(question)]
    stored = {part: "\x1f".join(a) if isinstance(a, list) else a for part, a in papers.RIGHT.items()}
    asked = {
        "quiz": EXAM.quiz.id,
        "record": {
            "candidate": {"id": "K7", "name": '张"三', "unit": ""},
            "started": 1699999000000,
            "answers": {part: {"v": stored[part], "t": 1, "p": sub.fingerprint()} for part, sub in leaves},
        },
        "drawn": [{"id": question.id, "print": question.fingerprint()} for question in drawn],
        "questions": [{"id": part, "type": sub.type, "print": sub.fingerprint()} for part, sub in leaves],
    }
    source = "\n".join(source_text(name) for name in ("core.js", "fields.js", "shuffle.js", "response.js"))
    done = subprocess.run(
        [node, "-e", _BUILD], input=json.dumps([source, asked]), capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    path = tmp_path / "copied.txt"
    path.write_text(done.stdout, encoding="utf-8")
    found = readings(path)
    assert codes(found) == []
    assert found.records[0].answers == {part: stored[part] for part, _ in leaves}


def test_papers_copied_into_one_text_are_read_one_by_one(tmp_path: Path) -> None:
    texts = [json.dumps(papers.paper(EXAM.quiz, name), ensure_ascii=False) for name in ("K1", "K2", "K3")]
    path = tmp_path / "wechat.txt"
    path.write_text(f"\ufeff{texts[0]}\n{texts[1][:200]}\n\n{texts[2]}", encoding="utf-8")
    found = readings(path)
    assert [(record.row, record.candidate.id) for record in found.records] == [(1, "K1"), (3, "K3")]
    assert [(rejection.row, rejection.code) for rejection in found.rejections] == [(2, "broken-json")]


def other(value: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return papers.sealed({**value, **fields})


PAPER = papers.paper(EXAM.quiz, "K7")
FIRST = next(iter(PAPER["prints"]))
SHORT = dict(list(PAPER["prints"].items())[1:])
FAULTS: dict[str, tuple[Any, str]] = {
    "another format": ({**PAPER, "format": "banxing-response/2"}, "not-a-response"),
    "no format": ({"a": 1}, "not-a-response"),
    "another quiz": (other(PAPER, quiz="basics/signature"), "other-quiz"),
    "a letter mistyped": ({**PAPER, "answers": {**PAPER["answers"], "e-some": "A"}}, "check-code"),
    "another id": ({**PAPER, "candidate": {"id": "K8"}}, "check-code"),
    "another seed": (other(PAPER, seed="K8"), "seed-differs"),
    "a field more": ({**PAPER, "extra": 1}, "bad-shape"),
    "a field less": ({name: value for name, value in PAPER.items() if name != "seed"}, "bad-shape"),
    "answers as a list": ({**PAPER, "answers": []}, "bad-shape"),
    "a number for an answer": ({**PAPER, "answers": {"e-some": 1}}, "bad-shape"),
    "a list for a letter": (other(PAPER, answers={"e-some": ["C"]}), "bad-shape"),
    "a text changed": (other(PAPER, prints={**PAPER["prints"], FIRST: "0" * 16}), "text-changed"),
    "a question gone": (other(PAPER, prints={**PAPER["prints"], "gone": "0" * 16}), "unknown-question"),
    "another draw": (other(PAPER, prints=SHORT), "drawn-differs"),
    "an answer to nothing": (other(PAPER, answers={"gone": "A"}), "not-on-paper"),
    "no such option": (other(PAPER, answers={"e-some": "Z"}), "not-an-option"),
    "two of one": (other(PAPER, answers={"e-true-1": "AB"}), ""),
    "three blanks of two": (other(PAPER, answers={"e-blank": ["1", "2", "3"]}), "too-many-blanks"),
    "an hour that is none": (other(PAPER, submitted="yesterday"), "bad-time"),
    "an hour without zone": (other(PAPER, submitted="2026-11-23T09:00:00"), "bad-time"),
    "no id": (other(papers.paper(EXAM.quiz, ""), candidate={"id": " "}), "no-id"),
    "a long id": (other(PAPER, candidate={"id": "7" * 41}), "long-id"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_paper_that_does_not_count(tmp_path: Path, name: str) -> None:
    value, code = FAULTS[name]
    found = readings(papers.saved(tmp_path, value))
    assert found.records == []
    assert codes(found) == [code] if code else len(codes(found)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '{"a":' * 100_000,
        '{"a": 1, "a": 2}',
        '{"format": NaN}',
        '{"a": ' + "9" * 5000 + "}",
        '{"candidate": {"id": "\\ud800"}}',
        "{",
        "{'a': 1}",
        '{"format":"banxing-response/1"',
    ],
    ids=["deep", "repeated key", "NaN", "huge number", "half a character", "cut", "quotes", "end missing"],
)
def test_broken_json_is_one_refusal(tmp_path: Path, text: str) -> None:
    path = tmp_path / "paper.json"
    path.write_text(text, encoding="utf-8")
    assert codes(readings(path)) == ["broken-json"]


def test_a_paper_too_large_is_not_parsed(tmp_path: Path) -> None:
    path = tmp_path / "paper.json"
    path.write_text('{"a": "' + "x" * MAX_JSON + '"}', encoding="utf-8")
    assert codes(readings(path)) == ["file-too-large"]


# --- tables ----------------------------------------------------------------------------------------------------------


def test_the_ways_to_write_an_answer(tmp_path: Path) -> None:
    table = """工号,姓名,单位,two-officers,what-to-note,refuse-entry,numbers,steps,who-does-what,advise
１００１,张 三,一队,b,"A，C",√,五；200元；执法人员,B-C-A-D,1B2A,随便写
1002,,,Ｂ,CA,×,"5;200",b c a d,BA,
1003,,,,,T,；200；,BC,B-,
1004,,,,,错误,,,2A,
"""
    found = of_text(tmp_path, table)
    assert codes(found) == ["not-an-option"]  # a dash between letters is no way to write an order
    answers = {record.candidate.id: dict(record.answers) for record in found.records}
    assert answers == {
        "1002": {
            "two-officers": "B", "what-to-note": "AC", "refuse-entry": "错", "numbers": "5\x1f200",
            "steps": "BCAD", "who-does-what": "BA",
        },
        "1003": {"refuse-entry": "对", "numbers": "\x1f200\x1f", "steps": "BC", "who-does-what": "B-"},
        "1004": {"refuse-entry": "错", "who-does-what": "-A"},
    }  # fmt: skip
    (missing,) = found.notes
    assert missing.code == "missing_columns" and "which-cards" in missing.message("zh")


def form_table(form: str) -> str:
    """An exam's table for a form, all right in the letters that the form shows."""
    cells = {"id": "K1", "form": form}
    for question in drawn_questions(EXAM.quiz, form):
        for part, sub in parts(question):
            shown = {letter: name for name, letter in shown_letters(sub, form).items()}
            right = papers.RIGHT[part]
            text = "；".join(right) if isinstance(right, list) else "".join(shown.get(c, c) for c in right)
            cells[part] = text
    return ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"


@pytest.mark.parametrize("form", ["A", "B", "C"])
def test_shown_letters_are_read_back_to_authored_ones(tmp_path: Path, form: str) -> None:
    found = of_text(tmp_path, form_table(form), EXAM.quiz)
    assert codes(found) == [] and found.notes == []
    (record,) = found.records
    wanted = {part: "\x1f".join(a) if isinstance(a, list) else a for part, a in papers.RIGHT.items()}
    assert record.answers == {part: wanted[part] for part in record.answers}
    assert record.drawn == tuple(question.id for question in drawn_questions(EXAM.quiz, form))
    assert len(record.answers) == sum(len(parts(question)) for question in drawn_questions(EXAM.quiz, form))


def test_an_exam_table_without_forms_says_what_was_drawn(tmp_path: Path) -> None:
    known = [part for question in EXAM.quiz.questions for part, _ in parts(question)]
    left_out = {"404", "e-single-5", "e-multi-2", "e-true-3"}
    full = ["-" if part in left_out else "" for part in known]
    cut = ["-" if part in left_out | {"e-order"} else "" for part in known]
    table = f"id,{','.join(known)}\nK1,{','.join(full)}\nK2,{','.join(cut)}\n"
    found = of_text(tmp_path, table, EXAM.quiz)
    assert [record.candidate.id for record in found.records] == ["K1"]
    assert len(found.records[0].drawn) == 12
    assert codes(found) == ["drawn-count"] and "排序题应有 1 题" in found.rejections[0].message("zh")
    assert [note.code for note in found.notes] == ["no_form_column"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("K1,,,E", "not-an-option"),
        ("K1,,,AB", "several-letters"),
        ("K1,,,-", "dash-on-paper"),
        ("K1,,,B,,,", None),
        ("K1,,,B,C", "extra-cells"),
        (",张三,,B", "no-id"),
        ("3.70102E+17,张三,,B", "cut-id"),
        ("=cmd|' /C calc'!A0,张三,,B", None),
        ("K\u200b1,张三,,B", "odd-id"),
        ("7" * 41 + ",张三,,B", "long-id"),
    ],
)
def test_a_row_alone_is_refused(tmp_path: Path, row: str, code: str | None) -> None:
    found = of_text(tmp_path, f"{HEAD},two-officers\n{row}\nK9,,,B\n")
    assert codes(found) == ([code] if code else [])
    assert found.records[-1].candidate.id == "K9"
    if code:
        assert [(r.file, r.row) for r in found.rejections] == [("answers.csv", 2)]


@pytest.mark.parametrize(
    ("row", "code"),
    [("K1,A b!,", "bad-form"), ("K1,,", "no-form"), ("K1,A,-", "dash-on-paper"), ("K1,A,ZZ", "not-an-option")],
)
def test_a_row_of_a_form_is_refused(tmp_path: Path, row: str, code: str) -> None:
    assert codes(of_text(tmp_path, f"编号,卷别,e-some\n{row}\n", EXAM.quiz)) == [code]


def test_an_answer_to_a_question_the_form_does_not_have(tmp_path: Path) -> None:
    drawn = {question.id for question in drawn_questions(EXAM.quiz, "A")}
    stranger = next(question.id for question in EXAM.quiz.questions if question.id not in drawn)
    assert codes(of_text(tmp_path, f"id,form,{stranger}\nK1,A,A\nK2,A,-\n", EXAM.quiz)) == ["not-on-paper"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"\n\n \n", "empty-file"),
        (b",,\n,,\n", "empty-table"),
        (b"name,two-officers\nx,B\n", "no-id-column"),
        (b"id,two-officers,two-officers\nK1,B,C\n", "repeated-column"),
        ("id,工号,two-officers\n1,2,B\n".encode(), "repeated-column"),
        (b"id,remark\nK1,B\n", "no-question-columns"),
        (b'id,two-officers\nK1,"B\n', "broken-csv"),
        (b'id,two-officers\nK1,"B"x\n', "broken-csv"),
        (b"id,two-officers\nK1," + b"B" * 1_100_000, "long-line"),
        (b"id" + b"," * 10_001 + b"\n", "too-many-columns"),
        ("id,two-officers\n".encode("utf-16"), "utf-16"),
        (b"id,two-officers\nK1,\xff\xff\xff\n", "wrong-encoding"),
        (b"id\x00,two-officers\n", "wrong-encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old-workbook"),
        (b"PK\x03\x04 and no more", "broken-workbook"),
    ],
)
def test_a_file_is_refused_as_a_whole(tmp_path: Path, content: bytes, code: str) -> None:
    found = of_text(tmp_path, content)
    assert codes(found) == [code] and found.records == [] and found.rejections[0].row is None


def test_an_old_encoding_is_read_and_said(tmp_path: Path) -> None:
    found = of_text(tmp_path, "准考证号,姓名,two-officers\nK1,张三,B\n".encode("gb18030"))
    assert (found.records[0].candidate.name, codes(found)) == ("张三", [])
    assert "GB18030" in found.notes[0].message("zh")


def test_columns_nobody_knows_are_said(tmp_path: Path) -> None:
    found = of_text(tmp_path, "id,备注,two-officers,form\nK1,x,B,A\n")
    assert [note.code for note in found.notes] == ["unknown_columns", "missing_columns"]
    assert "备注、form" in found.notes[0].message("zh")  # a practice quiz has no forms


# --- workbooks -------------------------------------------------------------------------------------------------------


def book(path: Path, sheets: Mapping[str, list[Row]]) -> Path:
    """A workbook of cells as they are; a date becomes a date."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return path


@pytest.mark.parametrize("column", [0, 3])
def test_a_date_is_refused_with_its_column(column: int, tmp_path: Path) -> None:
    row: Row = ["1001", "张三", "B", "5"]
    row[column] = dt.date(2026, 1, 2)
    found = readings(
        book(tmp_path / "a.xlsx", {"答案": [["id", "name", "two-officers", "numbers"], row]}), quiz=PRACTICE.quiz
    )
    assert [(r.code, r.fields) for r in found.rejections] == [
        ("date-cell", {"column": column + 1, "letter": "ABCD"[column]})
    ]


def test_a_plain_workbook_is_a_table(tmp_path: Path) -> None:
    rows = [
        ["准考证号", "姓名", "two-officers", "numbers"],
        [1001, "张三", "B", 5],
        ["1002", "李四", "B", dt.date(2026, 1, 2)],
    ]
    rows.append([370102199001011234, "王五", "B", ""])
    found = readings(book(tmp_path / "a.xlsx", {"答案": rows, "说明": [["x"]]}), quiz=PRACTICE.quiz)
    assert [(r.candidate.id, dict(r.answers)) for r in found.records] == [
        ("1001", {"two-officers": "B", "numbers": "5"})
    ]
    assert codes(found) == ["date-cell", "cut-id"]
    assert found.notes[0].code == "other_sheets"


def filled(path: Path, rows: list[Row], changed: Mapping[str, str] | None = None) -> Path:
    """What `banxing sheet` makes, filled in: ids, then a column a part in printed order, essays for marks."""
    drawn = drawn_questions(EXAM.quiz, "A")
    leaves = [(part, sub) for question in drawn for part, sub in parts(question)]
    meta = {"format": "banxing-workbook/1", "quiz": "exam", "form": "A", "sheet": "成绩登记", "first_row": "3"}
    meta |= {f"print:{question.id}": question.fingerprint() for question in drawn}
    for column, (part, sub) in enumerate(leaves, 3):
        kind = "marks" if sub.type == "essay" else "column"
        meta[f"{kind}:{xlsxwriter.utility.xl_col_to_name(column)}"] = part
    lines = [[name, value] for name, value in (meta | (changed or {})).items()]
    head = ["准考证号", "姓名", "单位", *range(1, len(leaves) + 1)]
    return book(path, {"成绩登记": [["标题"], head, *rows], "别的": [["x"]], META: lines})


def right_row(form: str = "A", essay: Any = None) -> Row:
    """All right, as typed on the sheet of a form."""
    cells = dict(zip(*(line.split(",") for line in form_table(form).split()), strict=True))
    return [cell if part != "e-essay" else essay for part, cell in list(cells.items())[2:]]


def test_a_filled_workbook(tmp_path: Path) -> None:
    rows = [
        ["K1", "张三", "一队", *right_row(essay=7.5)],
        ["K2", "李四", "", *([None] * 20)],
        ["K3", "", "", *right_row()],
    ]
    marked = right_row(essay="８")
    rows.append(["K4", "", "", *[cell if cell == "８" else None for cell in marked]])
    found = readings(filled(tmp_path / "score-sheet-A.xlsx", rows))
    assert codes(found) == []
    one, three, four = found.records
    assert (one.candidate, one.row, one.form, one.marks) == (Candidate("K1", "张三", "一队"), 3, "A", {"e-essay": 750})
    assert (one.answers["e-order"], one.answers["e-some"]) == ("CADB", "C")
    assert (three.marks, three.answers == one.answers) == ({}, True)
    assert (four.only_marks, four.marks) == (True, {"e-essay": 800})
    assert [(note.code, note.fields["ids"]) for note in found.notes] == [("empty_rows", ("K2",))]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"quiz": "other"}, "other-quiz"),
        ({"form": "B"}, "drawn-differs"),
        ({"format": "banxing-workbook/9"}, "damaged-workbook"),
        ({"first_row": "x"}, "damaged-workbook"),
        ({"sheet": "没有"}, "damaged-workbook"),
        ({"column:!": "e-some"}, "damaged-workbook"),
        ({"column:ZZ": "gone"}, "damaged-workbook"),
        ({"print:e-some": "0"}, "text-changed"),
        ({"print:gone": "0"}, "unknown-question"),
        ({"print: e-some": "0", " form": "B"}, "damaged-workbook"),  # a key twice
    ],
)
def test_a_workbook_of_something_else(tmp_path: Path, changed: dict[str, str], code: str) -> None:
    found = readings(filled(tmp_path / "a.xlsx", [["K1", "", "", *right_row()]], changed))
    assert codes(found) == [code]


def test_the_workbook_that_the_tool_makes(tmp_path: Path) -> None:
    laid = lay_out(EXAM, "B")
    cells = dict(zip(*(line.split(",") for line in form_table("B").split()), strict=True))
    answers = {part: cells[part] for part in list(cells)[2:] if part != "e-essay"} | {"e-essay": 6.5}
    path = tmp_path / "score-sheet-B.xlsx"
    write_workbook(laid, path, [Candidate("K1", "=甲"), Candidate("K2")], "zh", filled={"K1": answers})
    found = readings(path)
    assert codes(found) == [] and [note.code for note in found.notes] == ["empty_rows"]
    (record,) = found.records
    assert (record.candidate, record.form, record.marks) == (Candidate("K1", "=甲"), "B", {"e-essay": 650})
    wanted = {part: "\x1f".join(a) if isinstance(a, list) else a for part, a in papers.RIGHT.items()}
    assert record.answers == {leaf.part: wanted[leaf.part] for leaf in laid.leaves if leaf.part != "e-essay"}


@pytest.mark.parametrize(("mark", "code"), [("11", "mark-out-of-range"), (-1, "mark-out-of-range"), ("好", "bad-mark")])
def test_a_mark_that_cannot_be(tmp_path: Path, mark: Any, code: str) -> None:
    assert codes(readings(filled(tmp_path / "a.xlsx", [["K1", "", "", *right_row(essay=mark)]]))) == [code]


def test_marks_are_rounded_half_up_to_hundredths() -> None:
    essay = next(question for question in EXAM.quiz.questions if question.type == "essay")
    assert [read_mark(essay, "e-essay", cell) for cell in ("7.005", "0", "10", "1e0")] == [701, 0, 1000, 100]
    for cell in ("nan", "1e999999", "Infinity", "10.004", ""):
        with pytest.raises(Refused):
            read_mark(essay, "e-essay", cell)


def zipped(path: Path, entries: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.xlsx", {"xl/worksheets/sheet1.xml": bytes(201 * 1024 * 1024)})
    assert bomb.stat().st_size < 1_000_000
    assert codes(readings(bomb)) == ["workbook-too-large"]
    many = zipped(tmp_path / "many.xlsx", {f"f{n}": b"" for n in range(2001)})
    assert codes(readings(many)) == ["workbook-too-large"]


@pytest.mark.parametrize(("row", "column"), [(1, 16_000), (1_000_000, 500)])
def test_a_cell_far_out_does_not_fill_the_memory(tmp_path: Path, row: int, column: int) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet().write_string(row, column, "x")
    assert codes(readings(path)) == ["sheet-too-large"]


@pytest.mark.parametrize("seed", range(40))
def test_damaged_workbooks_never_fall(tmp_path: Path, seed: int) -> None:
    path = filled(tmp_path / "a.xlsx", [["K1", "", "", *right_row()]])
    chance, raw = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 20)):
        raw[chance.randrange(4, len(raw))] = chance.randrange(256)
    path.write_bytes(raw[: chance.randint(len(raw) // 2, len(raw))] if seed % 2 else raw)
    codes(readings(path))


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    source = filled(tmp_path / "a.xlsx", [["K1", "", "", *right_row()]])
    with zipfile.ZipFile(source) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    entries[sheet] = entries[sheet].replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "bb">]><worksheet', 1)
    assert codes(readings(zipped(tmp_path / "b.xlsx", entries))) == ["broken-workbook"]


@pytest.mark.parametrize("kind", ["error", "merged", "hidden", "long number"])
def test_cells_that_are_not_what_they_seem(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("old")
        if kind == "hidden":
            sheet.write_row(0, 0, ["id", "two-officers"])
            sheet.write_row(1, 0, ["K9", "A"])
            sheet.hide()
            sheet = book.add_worksheet("new")
            sheet.activate()
        sheet.write_row(0, 0, ["id", "two-officers"])
        for row, number in enumerate(["K1", "K2", 370102199001011234.0 if kind == "long number" else "K3"], 1):
            sheet.write_row(row, 0, [number, "B"])
        if kind == "error":
            sheet.write_formula(1, 1, "=A99", None, "#REF!")
            sheet.write_formula(2, 0, "=A99", None, "#N/A")
        elif kind == "merged":
            sheet.merge_range("B2:B3", "B")
    found = readings(path, quiz=PRACTICE.quiz)
    told = [(rejection.row, rejection.message("zh")) for rejection in found.rejections]
    assert (
        told
        == {
            "error": [
                (2, "第 2 列（B）是表格软件的出错标记“#REF!”，请改好后重存"),
                (3, "第 1 列（A）是表格软件的出错标记“#N/A”，请改好后重存"),
            ],
            "merged": [(None, "单元格 B2:B3 是合并的，请取消合并、逐格填好")],
            "hidden": [],
            "long number": [(4, "准考证号被表格软件变成了“3.70E+17”，末几位已丢失，请把该列设为文本后重填")],
        }[kind]
    )
    ids = {"error": ["K3"], "merged": [], "hidden": ["K1", "K2", "K3"], "long number": ["K1", "K2"]}
    assert [record.candidate.id for record in found.records] == ids[kind]
    if kind in ("error", "long number"):
        with pytest.raises(Refused) as refused:
            read_roster(path)
        assert refused.value.code == found.rejections[-1].code
    else:  # its ids are not merged
        assert [candidate.id for candidate in read_roster(path)] == ["K1", "K2", "K3"]


# --- folders, rosters, ids -------------------------------------------------------------------------------------------


def test_a_folder_is_read_but_for_the_results(tmp_path: Path) -> None:
    papers.saved(tmp_path, papers.paper(EXAM.quiz, "K1"), "a.json")
    (tmp_path / "results").mkdir()
    papers.saved(tmp_path / "results", papers.paper(EXAM.quiz, "K2"), "b.json")
    (tmp_path / "~$a.xlsx").write_bytes(b"lock")
    (tmp_path / "photo.jpg").write_bytes(b"x")
    found = read(open_all([tmp_path], leave_out=tmp_path / "results"), EXAM.quiz)
    assert [record.candidate.id for record in found.records] == ["K1"]
    assert [note.message("zh") for note in found.notes] == ["没有读 photo.jpg：不是 .json、.txt、.csv 或 .xlsx"]
    assert codes(found) == []


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert codes(readings(tmp_path / "missing.csv")) == ["unreadable"]
    assert codes(readings(Path("/dev/zero"))) == ["not-a-file"]


def test_a_roster(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("工号,姓名,手机\nK1,张三,1\n\nK2,李四,2\n", encoding="utf-8")
    assert read_roster(path) == [Candidate("K1", "张三"), Candidate("K2", "李四")]
    path.write_text("工号,姓名\nK1,张三\nK 1,李四\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_roster(path)
    assert (refused.value.code, refused.value.fields["row"]) == ("repeated-id", 3)


@pytest.mark.parametrize("content", ["工号,姓名\n", "\n工号,姓名\n\n,\n"])
def test_a_roster_of_nobody(tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    path, answers, out = tmp_path / "roster.csv", tmp_path / "answers.csv", tmp_path / "out"
    path.write_text(content, encoding="utf-8")
    answers.write_text("id,two-officers\nK1,B\n", encoding="utf-8")
    where = ["--roster", str(path), "--root", str(papers.COURSE), "-o", str(out)]
    for command in (["sheet", "basics/signature"], ["score", str(answers), "--quiz", "basics/signature"]):
        assert main([*command, *where]) == 2
        assert capsys.readouterr().err == f"名单“{path}”读不了：只有表头，没有一名考生\n"
    assert not out.exists()


@pytest.mark.parametrize(("raw", "identity"), [(" Ｋ１ 2\u3000", "K12"), ("\ufeff007", "007"), ("张三-1", "张三-1")])
def test_ids_are_folded(raw: str, identity: str) -> None:
    assert candidate_id(raw) == identity


def test_no_sentence_steers_a_terminal(tmp_path: Path) -> None:
    found = of_text(tmp_path, f"{HEAD},two-officers\n\x1b[31mK1,,,B\nK2,,,\x1b[2J{{x}}\n")
    assert codes(found) == ["odd-id", "not-an-option"]
    assert all("\x1b" not in rejection.message("zh") + rejection.id for rejection in found.rejections)


def test_every_refusal_has_its_sentence_and_every_sentence_its_refusal() -> None:
    package = Path(papers.__file__).parent.parent / "scripts" / "banxing"
    source = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    for code in catalogue("zh")["rejected"]:
        assert f'"{code}"' in source, code


def test_bytes_at_random_never_fall(tmp_path: Path) -> None:
    chance = random.Random(7)
    path = tmp_path / "x.csv"
    for start in (b"", b"id,two-officers\n", b'{"format":"banxing-response/1",', b"PK\x03\x04"):
        for _ in range(30):
            path.write_bytes(start + chance.randbytes(chance.randint(1, 400)))
            codes(readings(path, quiz=PRACTICE.quiz))
