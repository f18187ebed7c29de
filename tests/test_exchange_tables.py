"""Tables of questions: columns by any name, cells that cannot be trusted, files that would harm."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from banxing.exchange.checking import Imported
from banxing.exchange.columns import read_columns
from banxing.exchange.importing import import_bank
from banxing.exchange.words import difficulty_of, plain_number, truth, type_of
from banxing.responses.records import Refused

HEAD = ["题型", "题干", "选项A", "选项B", "选项C", "答案"]
SINGLE = ["单选题", "不得少于几人？", "一人", "两人", "三人", "B"]
Rows = list[list[Any]]
Dress = Callable[[Any, Any], None]


def workbook(path: Path, sheets: dict[str, Rows], dress: Dress | None = None) -> Path:
    """A real workbook; `dress(book, sheet)` does what rows cannot say."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
            if dress:
                dress(book, sheet)
    return path


def of_rows(tmp_path: Path, *rows: list[Any], head: list[str] = HEAD, dress: Dress | None = None) -> Imported:
    return told(import_bank(workbook(tmp_path / "bank.xlsx", {"题库": [head, *rows]}, dress), "bank", "zh"))


def of_csv(tmp_path: Path, *rows: list[str], head: list[str] = HEAD, encoding: str = "utf-8-sig") -> Imported:
    path = tmp_path / "bank.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    return told(import_bank(path, "bank", "zh"))


def told(found: Imported) -> Imported:
    for fault in found.faults:
        assert fault.line("bank", "zh") and fault.line("bank", "en")
    for note in found.notes:
        assert note.message("zh") and note.message("en")
    return found


def lines(found: Imported) -> list[str]:
    return [f"{fault.place} {fault.code}" for fault in found.faults]


def notes(found: Imported) -> list[str]:
    return [note.code for note in found.notes]


def question(found: Imported) -> Any:
    assert found.file and not found.faults, lines(found)
    return found.file.document.data["questions"][0]


# --- columns and words -----------------------------------------------------------------------------------------------


def test_columns_go_by_many_names_in_any_order() -> None:
    cells = [
        "序号",
        "正确答案",
        "试题内容（必填）",
        "＊题目类型",
        "B",
        "选项 a",
        "答案解析",
        "分数",
        "难易程度",
        "知识点",
        "创建人",
    ]
    columns = read_columns(cells)
    assert columns.fields == {
        "answer": 1, "stem": 2, "type": 3, "explanation": 6, "points": 7, "difficulty": 8, "objective": 9,
    }  # fmt: skip
    assert columns.options == {"B": 4, "A": 5}
    assert columns.unknown == ["创建人"]


@pytest.mark.parametrize("name", ["选项A", "A", "A选项", "选项1", "备选答案A", "备选项A", "Option A", "Ａ"])
def test_an_option_goes_by_many_names(name: str) -> None:
    assert read_columns([name]).options == {"A": 0}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("单选", "single_choice"),
        ("单项选择题", "single_choice"),
        ("多选题", "multiple_choice"),
        ("不定项选择题", "indefinite_choice"),
        ("判 断 题", "true_false"),
        ("填空", "fill_blank"),
        ("连线题", "matching"),
        ("简答题", "essay"),
        ("案例分析题", "case"),
        ("multiple_choice", "multiple_choice"),
        ("Single choice", "single_choice"),
        ("听力题", ""),
    ],
)
def test_types(words: str, kind: str) -> None:
    assert type_of(words) == kind


def test_words_of_cells() -> None:
    assert [truth(word) for word in ("√", "正确", "T", "true", "是", "×", "错误", "F", "X", "否", "1", "略")] == [
        *["对"] * 5, *["错"] * 5, "", "",
    ]  # fmt: skip
    assert [plain_number(word) for word in ("2", "2.0", "２分", "0.50", "二", "-1", "1e3", "")] == [
        "2", "2", "2", "0.5", "", "", "", "",
    ]  # fmt: skip
    assert [difficulty_of(word, 5) for word in ("易", "较难", "1", "2", "3", "5.0", "6")] == [
        "easy", "hard", "easy", "easy", "medium", "hard", "",
    ]  # fmt: skip
    assert [difficulty_of(word, 0) for word in ("1", "2", "3")] == ["easy", "", ""]


# --- what is read ----------------------------------------------------------------------------------------------------


def test_a_table_with_everything(tmp_path: Path) -> None:
    head = ["题型", "题干", "选项A", "选项B", "选项C", "答案", "解析", "分值", "难度", "知识点"]
    row = ["多选题", "写什么？", "A. 时间", "B. 地点", "C. 心情", "a、b", "见法条。", 2, "易", "proc-record"]
    assert question(of_rows(tmp_path, row, head=head)) == {
        "id": "q-0fe1684444", "type": "multiple_choice", "stem": "写什么？",
        "options": {"A": "时间", "B": "地点", "C": "心情"}, "answer": "AB", "explanation": "见法条。",
        "points": "2", "objective": "proc-record", "difficulty": "easy",
    }  # fmt: skip


def test_numbers_are_texts(tmp_path: Path) -> None:
    found = question(of_rows(tmp_path, ["单选题", "多少？", 1.0, 2, 2.5, "B", 1.0], head=[*HEAD, "分值"]))
    assert found["options"] == {"A": "1", "B": "2", "C": "2.5"} and "points" not in found


@pytest.mark.parametrize(
    "cell",
    [
        "A.一人\nB.两人\nC.三人",
        "一人|两人|三人",
        "一人\n两人\n三人",
        "A、一人；B、两人；C、三人",
        "A. 一人  B. 两人  C. 三人",
    ],
)
def test_options_in_one_cell(cell: str, tmp_path: Path) -> None:
    found = question(of_rows(tmp_path, ["单选题", "几人？", cell, "B"], head=["题型", "题干", "选项", "答案"]))
    assert found["options"] == {"A": "一人", "B": "两人", "C": "三人"}


def test_options_in_the_cell_of_the_stem(tmp_path: Path) -> None:
    found = question(of_rows(tmp_path, ["单选", "几人（ ）\nA.一人\nB.两人", "B"], head=["题型", "题目", "答案"]))
    assert (found["stem"], found["options"]) == ("几人（ ）", {"A": "一人", "B": "两人"})


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        (["判断题", "甲。", "", "", "", "√"], "对"),
        (["判断题", "甲。", "正确", "错误", "", "B"], "错"),
        (["判断题", "甲。", "错", "对", "", "A"], "错"),
        (["判断题", "甲（×）。", "", "", "", ""], "错"),
        (["判断题", "甲。", "", "", "", True], "对"),
        (["单选题", "甲？", "一人", "两人", "", "两人"], "B"),
        (["单选题", "甲？", "一人", "两人", "", "B、两人"], "B"),
        (["多选题", "甲？", "一", "二", "三", "C,A"], "AC"),
        (["多选题", "甲（ABC）？", "一", "二", "三", ""], "ABC"),
        (["不定项", "甲？", "一", "二", "三", "b"], "B"),
        (["排序题", "甲？", "一", "二", "三", "C→A→B"], "CAB"),
        (["填空题", "甲 ____。", "", "", "", "七日"], "七日"),
        (["填空题", "甲 ____。", "", "", "", 30], [{"number": "30"}]),
        (["填空题", "甲 ____。", "", "", "", "“30”"], "30"),
        (["填空题", "甲 ____。", "", "", "", "七日/一周"], [["七日", "一周"]]),
        (
            ["填空题", "甲（  ）乙（  ）。", "", "", "", "2.5±0.1；七日"],
            [{"number": "2.5", "tolerance": "0.1"}, "七日"],
        ),
        (["填空题", "甲 ____ 乙 ____。", "", "", "", "①丙②丁"], ["丙", "丁"]),
        (["填空题", "甲 ____ 乙 ____。", "", "", "", "丙、丁"], ["丙", "丁"]),
        (["填空题", "甲 ____ 乙 ____。", "", "", "", "“丙；戊”；丁"], ["丙；戊", "丁"]),
        (["", "甲？", "一", "二", "三", "B"], "B"),
    ],
)
def test_answers(row: list[Any], answer: Any, tmp_path: Path) -> None:
    assert question(of_rows(tmp_path, row))["answer"] == answer


@pytest.mark.parametrize("cell", ["1B；2A", "1-B 2-A", "1：B，2：A", "BA", "1B2A"])
def test_pairs(cell: str, tmp_path: Path) -> None:
    head = ["题型", "题干", "待配对项", "选项A", "选项B", "答案"]
    found = question(of_rows(tmp_path, ["匹配题", "配。", "1. 甲\n2. 乙", "丙", "丁", cell], head=head))
    assert (found["stems"], found["answer"]) == ({"1": "甲", "2": "乙"}, {"1": "B", "2": "A"})


def test_a_case_is_rows_with_one_name(tmp_path: Path) -> None:
    head = [*HEAD, "案例", "分值"]
    rows = [
        ["案例题", "两人进店。", "", "", "", "", "甲", 3],
        ["单选题", "先做什么？", "一", "二", "", "A", "甲", 2],
        ["判断题", "对不对？", "", "", "", "错", "甲", 1],
    ]
    found = question(of_rows(tmp_path, *rows, head=head))
    assert found["type"] == "case" and "points" not in found and "answer" not in found
    assert [sub["type"] for sub in found["questions"]] == ["single_choice", "true_false"]
    rows[2][5] = "略"
    assert lines(of_rows(tmp_path, *rows, head=head)) == ["题库!B2 case-left-out", "题库!F4 not-true-or-false"]
    rows[2][5], rows[0][7] = "错", 4
    assert lines(of_rows(tmp_path, *rows, head=head)) == ["题库!H2 case-sum"]
    assert lines(of_rows(tmp_path, *rows[1:], head=head)) == ["题库!B2 case-parts"]
    rows[0][6] = ""
    assert "题库!B2 case-alone" in lines(of_rows(tmp_path, *rows, head=head))


def test_sheets_name_the_type(tmp_path: Path) -> None:
    head = ["题干", "选项A", "选项B", "答案"]
    sheets = {
        "说明": [["怎样填"], ["略"]],
        "单选题": [["某县题库"], head, ["甲？", "一", "二", "A"]],
        "判断题": [["题目", "答案"], ["乙。", "对"]],
        "Sheet3": [],
    }
    found = told(import_bank(workbook(tmp_path / "a.xlsx", sheets), "a", "zh"))
    assert found.file and [q.type for q in found.file.quiz.questions] == ["single_choice", "true_false"]
    assert notes(found) == ["sheet_skipped", "rows_above"]


def test_a_type_merged_downwards_is_that_of_all_its_rows(tmp_path: Path) -> None:
    second = ["", "第二题？", "一人", "两人", "三人", "C"]

    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range(1, 0, 2, 0, "不定项选择题")

    found = of_rows(tmp_path, SINGLE, second, dress=merge)
    assert found.file and [q.type for q in found.file.quiz.questions] == ["indefinite_choice"] * 2


def test_csv_in_both_encodings(tmp_path: Path) -> None:
    row = ["单选题", "几人？\n说说看", "一人", "两,人", "", "B"]
    for encoding, told_of in (("utf-8", []), ("utf-8-sig", []), ("gb18030", ["encoding"])):
        found = of_csv(tmp_path, row, encoding=encoding)
        assert question(found)["options"]["B"] == "两,人" and notes(found) == told_of
    assert "    stem: |-\n      几人？\n      说说看\n" in found.text


def test_rows_of_a_csv_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    found = of_csv(
        tmp_path, ["单选题", "一\n二\n三？", "一", "二", "", "A"], [], ["单选题", "坏？", "一", "二", "", "E"]
    )
    assert lines(found) == ["F4 answer-not-an-option"]


def test_objectives_by_id_or_sentence(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        {"s": [[*HEAD, "知识点"], [*SINGLE, "说清边界"], [*SINGLE[:1], "乙？", *SINGLE[2:], "别的"]]},
    )
    found = told(import_bank(path, "a", "zh", objectives={"proc-limits": "说清边界"}))
    assert found.file and [q.objective for q in found.file.quiz.questions] == ["proc-limits", None]
    assert [note.message("zh") for note in found.notes] == ["知识点不是课程的学习目标，没有写：别的×1"]


# --- what is not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["听力题", "甲？", "一", "二", "", "A"], "A2 unknown-type"),
        (["单选题", "", "一", "二", "", "A"], "B2 no-stem"),
        (["单选题", "（ ）", "一", "二", "", "A"], "B2 no-stem"),
        (["单选题", "甲？", "", "", "", "A"], "B2 no-options"),
        (["单选题", "甲？", "一", "", "三", "A"], "B2 option-empty"),
        (["单选题", "甲？", "一", "二", "", ""], "B2 no-answer"),
        (["单选题", "甲？", "一", "二", "", "C"], "F2 answer-not-an-option"),
        (["单选题", "甲？", "一", "二", "", "AB"], "F2 several-answers"),
        (["单选题", "甲？", "一", "二", "", 2], "F2 not-letters"),
        (["单选题", "【多选】甲？", "一", "二", "", "A"], "B2 two-types"),
        (["单选题", "甲（B）？", "一", "二", "", "A"], "B2 answer-in-stem-differs"),
        (["单选题", "甲？", "一", "一", "", "A"], "D2 duplicate-option"),
        (["单选题", "甲？", "<b>一</b>", "二", "", "A"], "C2 raw-html"),
        (["单选题", "甲&nbsp;？", "一", "二", "", "A"], "B2 html-entity"),
        (["单选题", "甲\u202e？", "一", "二", "", "A"], "B2 control-character"),
        (["单选题", "看[这里](http://x.cn)？", "一", "二", "", "A"], "B2 link-in-question"),
        (["多选题", "甲？", "一", "二", "", "A"], "F2 one-right-option"),
        (["多选题", "甲？", "一", "二", "", "AA"], "F2 answer-repeats"),
        (["判断题", "甲。", "", "", "", "A"], "F2 not-true-or-false"),
        (["判断题", "甲。", "", "", "", 1], "F2 not-true-or-false"),
        (["判断题", "甲。", "一", "二", "", "A"], "B2 options-of-true-false"),
        (["填空题", "甲。", "", "", "", "乙"], "B2 no-blank"),
        (["填空题", "甲 ____。", "一", "", "", "乙"], "C2 options-for-type"),
        (["填空题", "甲 ____。", "", "", "", "乙；丙"], "F2 one-blank"),
        (["填空题", "甲 ____。", "", "", "", "1/3"], "F2 slash-in-number"),
        (["填空题", "甲 ____。", "", "", "", "乙/"], "F2 blank-empty"),
        (["填空题", "甲 ____ 乙 ____。", "", "", "", "丙"], "F2 blank-pieces"),
        (["填空题", "甲 ____ 乙 ____。", "", "", "", "丙；丁；戊"], "F2 blank-pieces"),
        (["填空题", "甲 ____ 乙（ ）。", "", "", "", "丙；丁"], "B2 blanks-two-ways"),
        (["排序题", "甲？", "一", "二", "三", "CA"], "F2 ordering-incomplete"),
        (["排序题", "甲？", "一", "二", "三", "ABC"], "F2 ordering-as-printed"),
        (["匹配题", "甲？", "一", "二", "", "1A"], "B2 no-stems"),
        (["", "甲？", "", "", "", "乙丙"], "B2 no-type"),
    ],
)
def test_faults_name_the_cell(row: list[Any], expected: str, tmp_path: Path) -> None:
    good = ["判断题", "别的。", "", "", "", "对"]
    found = of_rows(tmp_path, row, good)
    assert f"题库!{expected}" in lines(found), lines(found)
    assert found.count == 1 and found.left_out == 1  # the other one is written


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("分值", "两分", "points-unread"),
        ("分值", "0", "not-points"),
        ("计分办法", "看着给", "policy-unread"),
        ("计分办法", "少选得 1 分，错选扣 1 分", "policy-unread"),
        ("计分办法", "按相邻对", "policy-not-for-type"),
        ("选项反馈", "一个人不行", "feedback-unread"),
        ("选项反馈", "E. 没有这项", "feedback-not-an-option"),
        ("评分要点", "要点（2分）", "rubric-for-type"),
        ("待配对项", "甲\n乙", "stems-for-type"),
        ("打乱选项", "也许", "not-yes-or-no"),
        ("标识", "第一题", "bad-id"),
    ],
)
def test_faults_of_further_columns(column: str, cell: str, code: str, tmp_path: Path) -> None:
    assert lines(of_rows(tmp_path, [*SINGLE, cell], head=[*HEAD, column])) == [f"题库!G2 {code}"]


def test_what_only_describes_is_passed_over_and_told(tmp_path: Path) -> None:
    found = of_rows(tmp_path, [*SINGLE, "2", "懂得"], head=[*HEAD, "难度", "要求"])
    assert found.count == 1 and sorted(notes(found)) == ["unknown_difficulty", "unknown_level"]
    second = ["单选题", "乙？", *SINGLE[2:], "5", "分析"]
    found = of_rows(tmp_path, [*SINGLE, "2", "识记"], second, head=[*HEAD, "难度", "要求"])
    assert found.file and [(q.difficulty, q.level) for q in found.file.quiz.questions] == [
        ("easy", "recall"),
        ("hard", "analyse"),
    ]


def test_the_same_question_twice(tmp_path: Path) -> None:
    other = [*SINGLE[:2], "十人", *SINGLE[3:]]
    assert lines(of_rows(tmp_path, SINGLE, SINGLE)) == ["题库!B3 stem-twice"]
    assert lines(of_rows(tmp_path, SINGLE, other)) == ["题库!B2 stem-twice", "题库!B3 stem-twice"]
    named = of_rows(tmp_path, [*SINGLE, "one"], [*other, "two"], head=[*HEAD, "标识"])
    assert named.count == 2
    assert "id-twice" in {
        fault.code for fault in of_rows(tmp_path, [*SINGLE, "one"], [*other, "one"], head=[*HEAD, "标识"]).faults
    }


def test_columns_of_one_meaning(tmp_path: Path) -> None:
    found = of_rows(tmp_path, [*SINGLE, "A"], head=[*HEAD, "正确答案"])
    assert lines(found) == ["题库!G1 repeated-column"] and not found.text


def test_a_table_without_a_header(tmp_path: Path) -> None:
    found = of_rows(tmp_path, head=SINGLE)
    assert [fault.code for fault in found.faults] == ["no-header"] and not found.text


def test_rows_without_a_question(tmp_path: Path) -> None:
    found = of_rows(tmp_path, ["单选题"], SINGLE, [], ["合计"])
    assert found.count == 1 and not found.faults and notes(found) == ["rows_skipped"]


def test_formulas_dates_and_merged_cells_are_faults(tmp_path: Path) -> None:
    def spoil(book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 5, "=CHAR(66)", None, "B")
        sheet.write_datetime(2, 5, dt.datetime(2026, 1, 2), book.add_format({"num_format": "m-d"}))
        sheet.merge_range(3, 2, 3, 3, "一人")
        sheet.merge_range(4, 1, 5, 1, "合并的题干？")

    rows = [[kind, f"{number}？", *SINGLE[2:]] for number, kind in enumerate(["单选题"] * 5)]
    found = of_rows(tmp_path, *rows, dress=spoil)
    assert lines(found) == [
        "题库!F2 formula", "题库!F3 date-cell", "题库!C4 merged-cells", "题库!B5 merged-cells", "题库!B6 merged-cells",
    ]  # fmt: skip
    assert not found.text


def test_a_formula_in_a_column_that_is_not_read_does_no_harm(tmp_path: Path) -> None:
    def number(book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 6, "=ROW()-1", None, 1)

    assert of_rows(tmp_path, SINGLE, head=[*HEAD, "序号"], dress=number).count == 1


def test_the_structure_of_an_exam_holds_for_its_questions(tmp_path: Path) -> None:
    sheets = {
        "题目": [[*HEAD, "分值", "计分办法"], [*SINGLE, 2, ""], ["单选题", "乙？", *SINGLE[2:], 3, ""]],
        "测验": [
            ["项目", "内容"],
            ["标题", "结业考试"],
            ["方式", "考试"],
            ["及格线（%）", "70%"],
        ],
        "试卷结构": [["题型", "每题分值", "抽题数", "抽法"], ["单选题", 2, 1, "按学习目标平均抽"]],
    }
    found = told(import_bank(workbook(tmp_path / "a.xlsx", sheets), "a", "zh"))
    assert lines(found) == ["题目!G3 points-differ"]
    assert found.text.startswith(
        "title: 结业考试\nmode: exam\npass_mark: 70\nsections:\n"
        "  - type: single_choice\n    draw: 1\n    by: objective\n    points: 2\nquestions:\n"
    )
    sheets["试卷结构"][1][2] = 2  # more than there are: no question is to blame, and nothing is written
    found = told(import_bank(workbook(tmp_path / "a.xlsx", sheets), "a", "zh"))
    assert "试卷结构!A2 draw-exceeds-pool" in lines(found) and not found.text
    sheets["测验"][3][1] = "多数"
    found = told(import_bank(workbook(tmp_path / "a.xlsx", sheets), "a", "zh"))
    assert "测验!B4 not-a-fact" in lines(found)


def test_an_exam_has_all_its_answers_or_none(tmp_path: Path) -> None:
    rows = [["判断题", "甲。", "", "", "", ""], ["判断题", "乙。", "", "", "", ""]]
    path = workbook(tmp_path / "a.xlsx", {"s": [HEAD, *rows]})
    found = told(import_bank(path, "a", "zh", exam=True))
    assert found.count == 2 and not found.key_text and notes(found) == ["no_answers"]
    rows[0][1] = "甲。（√）"  # an answer after all
    path = workbook(tmp_path / "a.xlsx", {"s": [HEAD, *rows]})
    found = told(import_bank(path, "a", "zh", exam=True))
    assert lines(found) == ["s!B3 no-answer"] and found.count == 1 and "answer: 对" in found.key_text


def test_an_answer_inside_one_stem_asks_for_all_the_others(tmp_path: Path) -> None:
    rows = [["单选题", "甲（A）？", "一|二"], ["单选题", "乙（ ）？", "一|二"]]
    path = workbook(tmp_path / "a.xlsx", {"s": [["题型", "题干", "选项"], *rows]})
    found = told(import_bank(path, "a", "zh", exam=True))
    assert lines(found) == ["s!B3 no-answer"] and "answer: A" in found.key_text


def test_no_title_steers_a_terminal_or_breaks_the_file(tmp_path: Path) -> None:
    path = workbook(tmp_path / "第\x1b[2J一\n章.xlsx", {"s": [HEAD, SINGLE]})
    assert told(import_bank(path, "a", "zh")).text.startswith("title: 第 [2J一 章\n")
    facts = [["项目", "内容"], ["标题", "甲\u202e乙"]]
    path = workbook(tmp_path / "a.xlsx", {"s": [HEAD, SINGLE], "测验": facts})
    assert lines(told(import_bank(path, "a", "zh"))) == ["测验!B2 control-character"]


# --- what would harm -------------------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as raised:
        import_bank(path, "a", "zh")
    return raised.value.code


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<a>" + b" " * (300 << 20))
    assert path.stat().st_size < 1 << 20
    assert refusal(path) == "workbook-too-large"


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("题干," * 1_000_000, encoding="utf-8")
    assert refusal(path) in ("too-many-columns", "long-line")
    book = workbook(tmp_path / "a.xlsx", {"s": [HEAD, SINGLE]}, lambda _, sheet: sheet.write(1, 16_383, "x"))
    assert refusal(book) == "sheet-too-large"


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.truncate(1 << 30)
    assert refusal(path) == "file-too-large"
    path.write_bytes(b"a" * (3 << 20))
    assert refusal(path) == "long-line"


@pytest.mark.parametrize("stem", ["甲" + "`" * 19_000, "“" * 19_000 + "甲"], ids=["code", "quotes"])
def test_a_cell_of_one_thing_again_and_again_takes_no_longer_than_another(stem: str, tmp_path: Path) -> None:
    found = of_csv(tmp_path, ["判断题", stem, "", "", "", "对"])  # this hung where a pattern looked back at each
    assert found.count == 1
    longer = of_csv(tmp_path, ["判断题", stem + "一" * 2000, "", "", "", "对"])
    assert lines(longer) == ["B2 long-cell"]


def test_a_header_of_one_thing_again_and_again_takes_no_longer_than_another(tmp_path: Path) -> None:
    found = of_csv(tmp_path, [*SINGLE, ""], head=[*HEAD, "(" * 100_000])  # so did this
    assert found.count == 1 and notes(found) == ["unknown_columns"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b"PK\x03\x04"])
def test_a_broken_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal(path) == "broken-workbook"


def test_merged_ranges_that_lie_over_one_another_are_refused(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", {"s": [HEAD, *[SINGLE] * 50]}, lambda _, sheet: sheet.merge_range("A2:A3", "x")
    )
    source = zipfile.ZipFile(path)
    merged = b"".join(b'<mergeCell ref="A2:F51"/>' for _ in range(1000))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b'<mergeCell ref="A2:A3"/>', merged))
    path.write_bytes(out.getvalue())
    assert refusal(path) == "broken-workbook"


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_workbook_never_makes_the_reader_fall(seed: int, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"s": [HEAD, SINGLE]})
    raw, chance = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(20):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    path.write_bytes(raw)
    with contextlib.suppress(Refused):
        told(import_bank(path, "a", "zh"))


def test_errors_hidden_sheets_and_odd_names_of_workbooks(tmp_path: Path) -> None:
    def spoil(book: Any, sheet: Any) -> None:
        if sheet.name == "题库":
            sheet.write_formula(2, 1, "=A99", None, "#REF!")
        else:
            sheet.hide()

    rows = [HEAD, SINGLE, [*SINGLE[:1], "", *SINGLE[2:]]]
    book = workbook(tmp_path / "a.xlsx", {"题库": rows, "旧题": [HEAD, [*SINGLE[:1], "旧？", *SINGLE[2:]]]}, spoil)
    raw = zipfile.ZipFile(book)
    with zipfile.ZipFile(tmp_path / "b.xls", "w") as archive:  # a workbook of today under an old name
        for name in raw.namelist():
            archive.writestr(name, raw.read(name).replace(b"<f>A99</f>", b"").replace(b't="str"', b't="e"'))
    found = told(import_bank(tmp_path / "b.xls", "a", "zh"))
    assert lines(found) == ["题库!B3 error-cell"] and found.count == 1
    assert notes(found) == ["hidden_skipped"]


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("题型,题干,答案\n" + "判断题,甲,对\n" * 100_001, encoding="utf-8")
    assert refusal(path) == "too-many-rows"
    (tmp_path / "a.txt").write_text("1. 甲\n" * 100_001, encoding="utf-8")
    assert refusal(tmp_path / "a.txt") == "too-many-rows"
