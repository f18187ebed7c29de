"""What `banxing sheet` prints: papers, answer sheets and keys as whole files, and the command as a person runs it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from banxing.catalogue import load
from banxing.cli import main
from banxing.marking import fits
from banxing.messages import Lang
from banxing.model.keys import BlanksKey, Texts
from banxing.model.questions import FillBlank, Matching, Optioned, SingleChoice, TrueFalse
from banxing.numerals import to_digits
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.sheets.blanks import accepted, chinese
from banxing.sheets.paper import Item, lay_out
from banxing.sheets.printed import KINDS, Printer, bubble_rows, columns, essay_lines
from banxing.shuffle import draw, option_order

PLAYER = Path(__file__).parent / "data" / "player"
GOLDEN = Path(__file__).parent / "data" / "sheets"
CATALOGUE = load(PLAYER)
EXAM, PRACTICE = CATALOGUE.quizzes["exam"], CATALOGUE.quizzes["basics/signature"]


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BANXING_LANG", raising=False)


def printed(kind: str, form: str, lang: Lang = "zh") -> str:
    inline = Inline(Linker(CATALOGUE.laws, None))
    return Printer(inline, lang).html(kind, lay_out(EXAM if form else PRACTICE, form))


def body(html: str) -> str:
    """The words of a page, in order, without its styles."""
    return re.sub(r"<[^>]*>", "", re.sub(r"<style>.*?</style>", "", html, flags=re.S))


def sheet(*args: str, root: Path = PLAYER) -> int:
    return main(["sheet", *args, "--root", str(root)])


# --- whole files ---


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["A", ""])
def test_the_files_as_printed(kind: str, form: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"{kind}-{form or 'practice'}.html", printed(kind, form))


def test_an_english_trainer_gets_english_headings() -> None:
    assert "Hand in paper and answer sheet together." in printed("paper", "A", "en")


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_asks_another_host_for_anything(kind: str) -> None:
    html = printed(kind, "A")
    assert not re.search(r"https?:|//[a-z]|<script|<link|<img|url\(|@import", html)


# --- what is on a paper ---


def test_a_form_has_the_questions_and_letters_that_its_seed_draws() -> None:
    for form in ("A", "B"):
        paper = lay_out(EXAM, form)
        assert [item.part for item in paper.items] == [q.id for q in draw(EXAM.quiz, form)]
        for item in paper.items:
            assert list(item.letters.values()) == option_order(item.question, form)
    assert {i.part: i.letters for i in lay_out(EXAM, "A").items} != {
        i.part: i.letters for i in lay_out(EXAM, "B").items
    }


def test_numbers_run_through_and_sub_questions_hang_below() -> None:
    labels = [leaf.label for leaf in lay_out(EXAM, "A").leaves]
    assert labels == [*map(str, range(1, 11)), "11(1)", "11(2)", "12"]


def test_sections_stand_in_the_order_of_the_exam() -> None:
    kinds = [section.kind for section in lay_out(EXAM, "A").sections]
    assert kinds == [section.type for section in EXAM.quiz.sections]


def test_the_key_names_what_the_form_shows() -> None:
    """Through the letters of the form, each key leads back to the option the author meant."""
    for form in ("A", "B", "C"):
        for item in lay_out(EXAM, form).leaves:
            if isinstance(item.question, Optioned):
                back = "".join(item.letters[letter] for letter in item.shown_answer)
                key = item.key.answer  # type: ignore[union-attr]
                wanted = "".join(key[s] for s in sorted(key)) if isinstance(item.question, Matching) else key
                same = back == wanted if item.question.type in ("ordering", "matching") else set(back) == set(wanted)
                assert same, (form, item.part)


def test_options_follow_their_letters_on_paper() -> None:
    paper = lay_out(EXAM, "A")
    words = body(printed("paper", "A"))
    item = paper.sections[0].items[0]
    assert isinstance(item.question, SingleChoice)
    shown = [f"{letter}.{item.question.options[authored]}" for letter, authored in item.letters.items()]
    assert re.sub(r"\s", "", "".join(shown)) in re.sub(r"\s", "", words)


def test_paper_and_answer_sheet_tell_no_answer() -> None:
    told = [key.explanation for key in PRACTICE.plain_keys.values() if key.explanation]
    assert len(told) > 5
    for kind in ("paper", "answer-sheet"):
        assert not any(words in printed(kind, "") for words in told)
    assert all(words in body(printed("key", "")) for words in told)


def test_feedback_stands_at_the_letter_shown() -> None:
    keys = dict(EXAM.keys)
    for part, keyed in keys.items():
        told = {letter: f"关于{part}的{letter}" for letter in "ABC"}
        keys[part] = replace(keyed, key=keyed.key.model_copy(update={"feedback": told}))
    paper = lay_out(replace(EXAM, keys=keys), "A")
    words = body(Printer(Inline(Linker(CATALOGUE.laws, None)), "zh").html("key", paper))
    item = next(
        i for i in paper.items if i.question.type == "single_choice" and list(i.letters.values())[:3] != [*"ABC"]
    )
    for shown, authored in item.letters.items():
        if authored in "ABC":
            assert f"{shown}关于{item.part}的{authored}" in words


# --- measures ---


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["是", "否", "可以", "不行"], 4),
        (["是", "否", "可以"], 3),
        (["一二三四五六七", "二", "三", "四"], 4),
        (["一二三四五六七八", "二", "三", "四"], 2),
        (["一" * 16, "二", "三", "四"], 2),
        (["一" * 17, "二", "三", "四"], 1),
        (["abcdefghijkl", "b", "c", "d"], 4),  # Latin letters are half as wide
    ],
)
def test_options_in_a_row(options: list[str], expected: int) -> None:
    lettered = dict(zip("ABCD", options, strict=False))
    question = SingleChoice(id="q", type="single_choice", stem="题", options=lettered)
    assert columns(Item("1", "q", question, None, {x: x for x in lettered})) == expected


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (3, 1), (5, 5), (10, 5), (15, 5), (40, 10), (100, 20)])
def test_bubbles_stand_in_columns_of_five(count: int, rows: int) -> None:
    item = Item("1", "q", TrueFalse(id="q", type="true_false", stem="题"), None, {})
    assert bubble_rows((item,) * count) == rows


def test_an_essay_has_a_line_a_point() -> None:
    essay = next(item for item in lay_out(EXAM, "A").items if item.question.type == "essay")
    assert essay_lines(essay) == 10
    assert printed("answer-sheet", "A").count('class="rule"') == 10


@pytest.mark.parametrize("value", [0, 2, 7, 10, 12, 20, 24, 105, 110, 200, 1000, 2026, 3000, 10_010, 1_050_000, 10**8])
def test_chinese_numerals_mean_their_number(value: int) -> None:
    assert {to_digits(way) for way in chinese(value)} == {str(value)}


@pytest.mark.parametrize(
    ("value", "ways"),
    [
        (2, {"二", "两"}),
        (12, {"十二", "一十二"}),
        (200, {"二百", "两百"}),
        (2026, {"二〇二六", "两千零二十六"}),
        (30_000, {"三万", "3万"}),
    ],
)
def test_the_usual_spellings_are_among_them(value: int, ways: set[str]) -> None:
    assert ways <= set(chinese(value))


def test_a_blank_lists_only_what_it_accepts() -> None:
    question = FillBlank(id="q", type="fill_blank", stem="告知后____日内提出。")
    key = BlanksKey.model_validate({"answer": [["七", "一周"]]})
    (blank,) = accepted(question, key)
    assert {"七", "7", "七日", "7日内", "7日内提出", "一周"} <= set(blank.spellings)
    assert isinstance(key.answer[0], Texts)
    assert all(fits(key.answer[0], spelling, "日内提出") for spelling in blank.spellings)


def test_what_is_no_number_is_not_respelled() -> None:
    """In 万12 the 12 stands inside a run that reads as no number: 万十二 would be something else."""
    question = FillBlank(id="q", type="fill_blank", stem="型号____。")
    (blank,) = accepted(question, BlanksKey.model_validate({"answer": [["万12"]]}))
    assert blank.spellings == ("万12",)


# --- the command ---


def test_it_writes_four_files_a_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "out"
    assert sheet("exam", "-o", str(out), "--forms", "a, B,A") == 0
    names = {f"{kind}-{form}.html" for kind in KINDS for form in "AB"} | {"score-sheet-A.xlsx", "score-sheet-B.xlsx"}
    assert {path.name for path in out.iterdir()} == names
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert stderr.count("已写出") == 8


def test_a_practice_quiz_has_no_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sheet("quizzes/basics/signature.yml", "-o", str(tmp_path)) == 0
    assert {path.name for path in tmp_path.iterdir()} == {*(f"{kind}.html" for kind in KINDS), "score-sheet.xlsx"}
    capsys.readouterr()
    assert sheet("basics/signature", "-o", str(tmp_path), "--forms", "A") == 2
    assert "不分卷别" in capsys.readouterr().err


def test_boxes_are_as_many_as_the_longest_number(tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text("准考证号,姓名\n=1+1,甲\n20261123000123,乙\n", encoding="utf-8")
    assert sheet("exam", "-o", str(tmp_path), "--roster", str(roster)) == 0
    html = (tmp_path / "answer-sheet-A.html").read_text(encoding="utf-8")
    numbers = html[html.index('class="wide id"') : html.index('class="marks"')]
    assert numbers.count('class="box"') == 14


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["nothing"], 2, "没有测验“nothing”；现有：basics/signature"),
        (["exam", "--forms", "甲"], 2, "卷别“甲”不对"),
        (["exam", "--forms", "A,"], 2, "卷别“”不对"),
        (["exam", "--keys", "nowhere"], 2, "没有文件“nowhere”"),
        (["exam", "--roster", "nowhere.csv"], 2, "名单“nowhere.csv”读不了"),
    ],
)
def test_wrong_use(args: list[str], code: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sheet(*args, "-o", str(tmp_path / "out")) == code
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_fault_in_the_roster_names_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = tmp_path / "list.csv"
    roster.write_text("id,name\n1,甲\n3.70E+17,乙\n", encoding="utf-8")
    assert sheet("exam", "-o", str(tmp_path / "out"), "--roster", str(roster)) == 2
    assert "第 3 行有问题" in capsys.readouterr().err


def test_an_exam_needs_its_key_and_a_quiz_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "course"
    shutil.copytree(PLAYER, root)
    key = root / "quizzes" / "exam.key.yml"
    text = key.read_text(encoding="utf-8")
    key.unlink()
    assert sheet("exam", "-o", str(tmp_path / "out"), root=root) == 2
    assert f"没有找到考试的答案文件 {key}" in capsys.readouterr().err
    for broken in ("keys: [", text.replace("e-single-1: {answer: A}", "e-single-1: {answer: E}")):
        assert broken != text
        key.write_text(broken, encoding="utf-8")
        assert sheet("exam", "-o", str(tmp_path / "out"), root=root) == 3
        assert "有错误，先用 banxing check 检查" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    assert sheet("exam", "-o", str(tmp_path / "out")) == 3
    assert f"写不进“{tmp_path / 'out'}”" in capsys.readouterr().err
