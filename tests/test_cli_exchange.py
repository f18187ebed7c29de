"""`banxing import` and `banxing export` as a person runs them: files, sentences, exit codes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from banxing.cli import main
from banxing.exchange.writing import write_all
from banxing.messages import LANGS, catalogue

Course = Callable[..., Path]
Captured = pytest.CaptureFixture[str]
TEXT = """一、单选题（每题2分）
1. 第一题问什么？
A. 甲
B. 乙
答案：A
2. 第二题问什么？
A. 甲
B. 乙
答案：C
二、判断题
1. 第三题。（ √ ）
"""


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BANXING_LANG", raising=False)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "题库.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*args: str | Path) -> int:
    return main([str(arg) for arg in args])


def test_what_is_read_is_written_and_the_rest_is_listed(bank: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "new" / "scene.yml"
    assert run("import", bank, "-o", out, "--root", tmp_path) == 1
    captured = capsys.readouterr()
    assert captured.out == "题库.txt:9: 答案“C”不在选项 A–B 中 [answer-not-an-option]\n"
    assert captured.err.splitlines() == ["有 1 行（或题）没有写，原因见上", f"写出 2 题：{out}"]
    assert out.read_text("utf-8").startswith("title: 题库\nmode: practice\nquestions:\n  - id: q-")
    assert [path.name for path in out.parent.iterdir()] == ["scene.yml"]  # nothing beside it is left


def test_a_clean_bank(bank: Path, tmp_path: Path, capsys: Captured) -> None:
    bank.write_text(TEXT.replace("答案：C", "答案：B"), encoding="utf-8")
    assert run("import", bank, "-o", tmp_path / "a.yml", "--root", tmp_path, "--prefix", "law", "--lang", "en") == 0
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err == f"wrote 3 questions: {tmp_path / 'a.yml'}\n"
    assert "id: law-" in (tmp_path / "a.yml").read_text("utf-8")


def test_nothing_to_write(bank: Path, tmp_path: Path, capsys: Captured) -> None:
    bank.write_text("会议纪要", encoding="utf-8")
    assert run("import", bank, "-o", tmp_path / "a.yml", "--root", tmp_path) == 1
    assert not (tmp_path / "a.yml").exists()
    assert "一道题也没有写出" in capsys.readouterr().err


def test_an_exam_is_two_files_that_pass_the_check(bank: Path, course: Course, capsys: Captured) -> None:
    root = course()
    bank.write_text(TEXT.replace("答案：C", "答案：B"), encoding="utf-8")
    out = root / "quizzes" / "second.yml"
    assert run("import", bank, "-o", out, "--exam", "--root", root) == 0, capsys.readouterr()
    assert "sections:\n  - type: single_choice\n    points: 2\n  - type: true_false\n    points: 1\n" in out.read_text(
        "utf-8"
    )
    assert "answer" not in out.read_text("utf-8")
    key = (root / "quizzes" / "second.key.yml").read_text("utf-8")
    assert key.startswith("keys:\n  q-") and "answer: 对" in key
    capsys.readouterr()
    assert run("check", "--root", root, "--as-of", "2026-06-01") == 0, capsys.readouterr().out


def test_what_the_check_will_say_is_said_at_once(bank: Path, course: Course, capsys: Captured) -> None:
    root = course()
    bank.write_text("1. 依据《没有登记的法》第三条吗？\n答案：对\n", encoding="utf-8")
    out = root / "quizzes" / "standards" / "more.yml"
    assert run("import", bank, "-o", out, "--module", "x/y", "--root", root) == 1
    captured = capsys.readouterr()
    assert "放进课程以后还有 2 处要改" in captured.err
    said = captured.out.splitlines()
    assert said[0].startswith("quizzes/standards/more.yml:2:9: ") and said[0].endswith("[unknown-module]")
    assert said[1].startswith("quizzes/standards/more.yml:7:") and said[1].endswith("[unknown-law]")
    run("check", "--root", root, "--as-of", "2026-06-01")
    assert capsys.readouterr().out == captured.out


@pytest.mark.parametrize("kind", ["import", "key", "export", "template"])
def test_nothing_is_overwritten_unless_asked(
    kind: str, bank: Path, course: Course, tmp_path: Path, capsys: Captured
) -> None:
    there = tmp_path / {"import": "a.yml", "key": "a.key.yml"}.get(kind, "a.xlsx")
    there.write_text("mine", encoding="utf-8")
    command: list[str | Path] = {
        "import": ["import", bank, "-o", there, "--root", tmp_path],
        "key": ["import", bank, "-o", tmp_path / "a.yml", "--exam", "--root", tmp_path],
        "export": ["export", "final", "-o", there, "--root", course()],
        "template": ["import", "--template", there],
    }[kind]  # type: ignore[assignment]
    assert run(*command) == 2
    captured = capsys.readouterr()
    assert there.read_text("utf-8") == "mine" and "--force" in captured.err
    assert captured.out == ""  # nothing was read for nothing
    assert not (tmp_path / "a.yml").exists() or kind == "import"
    assert run(*command, "--force") in (0, 1)
    assert there.read_bytes() != b"mine"


def test_a_bank_that_says_it_is_an_exam_becomes_one(course: Course, tmp_path: Path, capsys: Captured) -> None:
    root, book = course(), tmp_path / "final.xlsx"
    assert run("export", "final", "-o", book, "--root", root) == 0
    out = tmp_path / "again.yml"
    assert run("import", book, "-o", out, "--root", tmp_path) == 0, capsys.readouterr()
    assert "mode: exam" in out.read_text("utf-8") and (tmp_path / "again.key.yml").exists()
    (tmp_path / "again.yml").unlink()
    assert run("import", book, "-o", out, "--root", tmp_path) == 2  # the key's file is there
    assert not out.exists()


def test_an_export_without_the_key_says_so(course: Course, tmp_path: Path, capsys: Captured) -> None:
    root = course()
    (root / "quizzes" / "final.key.yml").unlink()
    assert run("export", "quizzes/final.yml", "-o", tmp_path / "a.xlsx", "--root", root) == 0
    assert capsys.readouterr().err.splitlines()[0] == "没有答案文件，表里没有答案"


def test_an_export_says_what_does_not_fit(course: Course, tmp_path: Path, capsys: Captured) -> None:
    root = course()
    path = root / "quizzes" / "standards" / "scene.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("A: 一个人的笔录缺少互相印证。", "A: |-\n        甲\n        B. 乙"), "utf-8")
    assert run("export", "standards/scene", "-o", tmp_path / "a.xlsx", "--root", root) == 1
    captured = capsys.readouterr()
    assert captured.out == "题目“two-officers”有表格放不下的内容，导回来会不同：feedback\n"
    assert (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["import"], 2, "请写要导入的文件"),
        (["import", "BANK"], 2, "请用 -o 写明测验文件"),
        (["import", "none.txt", "-o", "a.yml"], 2, "没有文件“none.txt”"),
        (["import", "BANK", "-o", "a.txt"], 2, "不是测验文件名"),
        (["import", "BANK", "-o", "第一章.yml"], 2, "不是测验文件名"),
        (["import", "BANK", "-o", "a.key.yml"], 2, "不是测验文件名"),
        (["import", "BANK", "-o", "a.yml", "--prefix", "一"], 2, "前缀“一”"),
        (["import", ".", "-o", "a.yml"], 3, "没有读"),
        (["import", "/dev/null", "-o", "a.yml"], 3, "没有读"),
        (["import", "BANK", "-o", "BANK/a.yml"], 3, "写不进"),
        (["import", "--template", "a.csv"], 2, "应以 .xlsx 结尾"),
        (["import", "--template", "BANK/a.xlsx"], 3, "写不进"),
        (["export", "final", "-o", "a.csv"], 2, "应以 .xlsx 结尾"),
        (["export", "none", "-o", "a.xlsx"], 2, "没有测验“none”"),
    ],
)
def test_wrong_use(
    args: list[str], code: int, said: str, bank: Path, course: Course, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(course())
    assert run(*[arg.replace("BANK", str(bank)) for arg in args]) == code
    captured = capsys.readouterr()
    assert said in captured.err and (captured.out == "" or "写不进" in said)


def test_a_pipe_is_no_bank(tmp_path: Path, capsys: Captured) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert run("import", tmp_path / "a.txt", "-o", tmp_path / "a.yml", "--root", tmp_path) == 3
    assert "没有读" in capsys.readouterr().err


def test_no_cell_steers_a_terminal(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.csv"
    path.write_text("题型,题干,答案,\x1b[2J列\n\x1b[31m题,甲{x}。,对,\n判断题,乙{0}。,\x1b[31m略,\n", encoding="utf-8")
    assert run("import", path, "-o", tmp_path / "a.yml", "--root", tmp_path) == 1
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err and len(captured.out.splitlines()) == 2


@pytest.mark.parametrize("lang", LANGS)
def test_the_template(lang: str, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.xlsx"
    assert run("import", "--template", path, "--lang", lang) == 0
    assert path.exists() and str(path) in capsys.readouterr().err


def test_an_exam_of_several_points(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("题库")
        rows = [
            ["题型", "题干", "答案", "分值"],
            ["判断", "甲。", "对", "1"],
            ["判断", "乙。", "对", "2"],
            ["填空", "丙 ____。", "丁", "2"],
        ]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    assert run("import", path, "-o", tmp_path / "a.yml", "--exam", "--root", tmp_path) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("a.xlsx:题库!D3: 判断题有几种分值（1 分、2 分）")
    assert (tmp_path / "a.yml").read_text("utf-8").count("- id:") == 1


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(OSError, match="b"):
        write_all({tmp_path / "a": "new", tmp_path / "b": "new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_every_sentence_of_an_import_is_said_somewhere() -> None:
    package = Path(__file__).parent.parent / "scripts" / "banxing"
    source = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    made = {"unknown_objective", "unknown_level", "unknown_difficulty"}  # note_{field}
    for code in catalogue("zh")["import"]:
        name = code.removeprefix("note_")
        assert name in made or f'"{name}"' in source or f'"import.{name}"' in source, code
