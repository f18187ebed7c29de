"""`banxing blueprint`: what a paper asks for, counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from banxing.catalogue import load
from banxing.cli import main
from banxing.responses.forms import drawn_questions

COURSE = Path(__file__).parent.parent


@pytest.fixture
def root(course: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("BANXING_LANG", raising=False)
    return course()


def table(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[list[str]]:
    capsys.readouterr()
    assert main(["blueprint", *options, "--root", str(root)]) == 0
    return list(csv.reader(io.StringIO(capsys.readouterr().out)))


def test_the_pool_of_an_exam(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert table(root, capsys, "final") == [
        ["模块", "考什么", "运用", "未标", "合计", "占分"],
        ["谁来监督", "能说清监督人员不能做什么", "", "1 题 2 分", "1 题 2 分", "10.5%"],
        ["第一眼看人", "能核对执法人员的人数和资格", "1 题 2 分", "", "1 题 2 分", "10.5%"],
        ["", "（没有写学习目标）", "", "4 题 15 分", "4 题 15 分", "78.9%"],
        ["", "合计", "1 题 2 分", "5 题 17 分", "6 题 19 分", "100.0%"],
    ]


def test_a_part_of_a_case_counts_by_itself_and_has_from_its_case_what_it_does_not_say(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "quizzes/final.yml"
    text = path.read_text("utf-8")
    case = "    stem: 市场上，一名队员独自扣押了秤。\n"
    text = text.replace(case, f"{case}    objective: know-limits\n    level: analyse\n    difficulty: hard\n")
    alone = "        stem: 一个人可以实施扣押。\n"
    path.write_text(text.replace(alone, f"{alone}        level: recall\n"), "utf-8")
    lines = table(root, capsys, "final")
    assert lines[0][2:-1] == ["记住", "运用", "分析", "未标", "合计"]
    (limits,) = [line for line in lines if line[1] == "能说清监督人员不能做什么"]
    assert limits[2:-1] == ["1 题 1 分", "", "1 题 2 分", "1 题 2 分", "3 题 5 分"]
    kinds = {line[0]: line[1:-1] for line in table(root, capsys, "final", "--by", "type")}
    assert kinds["考什么"] == ["难", "未标", "合计"]
    assert kinds["填空题"] == ["1 题 2 分", "", "1 题 2 分"]
    assert kinds["论述题"] == ["", "1 题 10 分", "1 题 10 分"]


def test_a_question_of_a_module_that_the_course_does_not_list_counts_too(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = table(root, capsys, "final")
    course = root / "training/course.yml"
    lines = course.read_text("utf-8").splitlines(keepends=True)
    course.write_text("".join(line.replace("[basics/people]", "[standards/scene]") for line in lines), "utf-8")
    assert table(root, capsys, "final")[-1] == before[-1]


def test_a_form_is_what_that_form_draws(capsys: pytest.CaptureFixture[str]) -> None:
    catalogue = load(COURSE, with_keys=False)
    asked = {question.objective for question in drawn_questions(catalogue.quizzes["final"].quiz, "B")}
    lines = table(COURSE, capsys, "final", "--form", "b")
    assert lines[-1][-2:] == ["36 题 100 分", "100.0%"]
    assert {catalogue.objectives[name][1] for name in asked if name} <= {line[1] for line in lines}
    assert lines != table(COURSE, capsys, "final", "--form", "A")
    assert len(lines) < len(table(COURSE, capsys, "final"))


def test_a_file_for_excel(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "blueprint.csv"
    assert main(["blueprint", "final", "--by", "type", "-o", str(out), "--root", str(root), "--lang", "en"]) == 0
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfWhat is asked,")
    assert raw.endswith(b",100.0%\r\n")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert str(out) in printed.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["nothing"], "nothing"),
        (["standards/scene", "--form", "A"], "standards/scene"),
        (["final", "--form", "一"], "一"),
        (["final", "--by", "colour"], "objective, type"),
    ],
)
def test_wrong_use(root: Path, options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["blueprint", *options, "--root", str(root)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
