"""What `banxing sheet` prints: papers, answer sheets and keys as whole files, and the command as a person runs it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from banxing.catalogue import load
from banxing.cli import main
from banxing.marking import fits
from banxing.messages import Lang
from banxing.model.keys import BlanksKey, Texts
from banxing.model.questions import FillBlank, Matching, Optioned, SingleChoice
from banxing.numerals import to_digits
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.sheets.blanks import accepted, chinese
from banxing.sheets.paper import Item, lay_out
from banxing.sheets.printed import KINDS, Printer, columns
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
    return main(["sheet", *args, "--no-pdf", "--root", str(root)])


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
    html = html.replace('xmlns="http://www.w3.org/2000/svg"', "")  # a name, not an address that is asked
    assert not re.search(r"https?:|//[a-z]|<script|<link|<img|url\(|@import", html)


def test_a_title_cannot_leave_the_page_header() -> None:
    head = EXAM.quiz.head.model_copy(update={"title": '"} </style><b>甲\\'})
    paper = lay_out(replace(EXAM, quiz=replace(EXAM.quiz, head=head)), "A")
    html = Printer(Inline(Linker(CATALOGUE.laws, None)), "zh").html("paper", paper)
    styles = html[html.index("<style>") + 7 :]
    assert styles.index("</style>") > styles.index(".seal")
    (shown,) = re.findall(r'@top-left \{ content: "(.*?)"', styles[: styles.index("</style>")])
    assert re.sub(r"\\([0-9a-f]{6})", lambda code: chr(int(code[1], 16)), shown) == f"{head.title}　试卷"


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


def test_each_of_a_roster_gets_a_sheet_of_the_form_that_he_sits(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("准考证号,姓名,单位,卷别\n2026001,甲<b>,一局,b\n2026002,乙,二局,A\n2026003,丙,,B\n", "utf-8")
    assert sheet("exam", "-o", str(tmp_path / "out"), "--roster", str(roster)) == 0
    words = {form: body((tmp_path / "out" / f"answer-sheets-{form}.html").read_text("utf-8")) for form in "AB"}
    assert ["乙" in words[form] for form in "AB"] == [True, False]
    assert all(f"姓名{name}" in words["B"] for name in ("甲&lt;b&gt;", "丙"))
    assert "姓名乙" not in body((tmp_path / "out" / "answer-sheet-A.html").read_text("utf-8"))
    first = CalamineWorkbook.from_path(str(tmp_path / "out" / "score-sheet-B.xlsx")).get_sheet_by_index(0).to_python()
    assert [row[0] for row in first if str(row[0]).startswith("2026")] == ["2026001", "2026003"]


def test_a_roster_whose_forms_are_not_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("id,form\n1,A\n2,C\n", "utf-8")
    assert sheet("exam", "-o", str(tmp_path / "out"), "--roster", str(roster), "--forms", "A,B") == 2
    assert "名单里还有卷别 C" in capsys.readouterr().err
    roster.write_text("id,form\n1,A\n2,\n", "utf-8")
    assert sheet("exam", "-o", str(tmp_path / "out"), "--roster", str(roster)) == 2
    assert "第 3 行有问题：没有填卷别" in capsys.readouterr().err


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
    numbers = html[html.index('class="grid"') : html.index('class="marks"')]
    assert numbers.count('class="box"') == 14
    assert [numbers.count(f">{digit}</span>") for digit in range(10)] == [14] * 10


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
