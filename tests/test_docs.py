"""What the reader's documentation shows is true: examples pass, outputs are real, commands exist, tables are computed.

A block is marked by a comment on the line before its fence: <!-- quiz --> a quiz, or its questions alone, <!-- key -->
the key of the exam before it, <!-- bad-quiz --> one whose findings follow, <!-- module -->, <!-- course -->,
<!-- register -->, <!-- glossary -->, <!-- form -->, <!-- queries -->.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from banxing.cli import app, main
from banxing.exchange.columns import FIELDS, read_columns
from banxing.marking import pay
from banxing.model.policy import Policy
from banxing.responses.browser import Response, check_code
from banxing.shuffle import shuffled

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md"])
DAY = ["--as-of", "2026-11-23"]
QUIZ = "quizzes/standards/scene.yml"
FORMATS = ("quiz-format.md", "module-format.md", "register-format.md", "form-format.md", "search.md")
PLACES = {
    "quiz": QUIZ,
    "module": "training/standards/scene.md",
    "course": "training/course.yml",
    "register": "docs/laws/register.yml",
    "glossary": "docs/laws/glossary.yml",
    "form": "docs/forms/reminder.yml",
    "queries": "search-queries.yml",
}
_BLOCK = re.compile(r"^<!-- ([\w-]+) -->\n(`{3,})\w+\n(.*?)^\2$", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^ *(`{3,}) *(\w*)[^\n]*\n(.*?)^ *\1$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")


def blocks(*pages: str) -> list[Any]:
    """(kind, text) of each marked block of docs/reference; an exam with the key that follows it as a third."""
    found: list[Any] = []
    for page in pages:
        for number, (kind, _, text) in enumerate(_BLOCK.findall((ROOT / "docs/reference" / page).read_text("utf-8"))):
            if kind == "key":
                found[-1] = pytest.param(*found[-1].values[:2], text, id=found[-1].id)
            elif kind in PLACES:
                found.append(pytest.param(kind, text, "", id=f"{page}-{number}-{kind}"))
    return found


def module(objectives: str) -> str:
    """A module that the examples refer to."""
    return (
        "---\ntitle: 模块\nsummary: 供示例引用。\naudience: [trainer]\nminutes: 1\n"
        f"objectives: {{{objectives}: 能做一件事}}\nreviewed: 2026-11-23\nsources: [xzcf-2021]\n---\n正文。\n"
    )


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small clean course with the real register, in which each example takes one file's place."""
    question = "  - {id: %s, type: true_false, stem: 这句话对不对%s？%s}\n"
    files = {
        "docs/laws/register.yml": (ROOT / PLACES["register"]).read_text("utf-8"),
        "training/course.yml": "title: 课\nsummary: 课\nparts:\n"
        "  - {id: one, title: 一, summary: 一, modules: [basics/people, standards/scene]}\n",
        "training/basics/people.md": module("know-people"),
        "training/standards/scene.md": module("show-identity"),
        QUIZ: "title: 练习\nquestions:\n" + question % ("two-officers", "", ", answer: 对"),
        "quizzes/final.yml": "title: 考试\nmode: exam\nsections:\n  - {type: true_false, points: 1}\nquestions:\n"
        + question % ("in-exam", "吗", ""),
        "quizzes/final.key.yml": "keys:\n  in-exam: {answer: 对}\n",
    }
    for name, text in files.items():
        write(tmp_path / name, text)
    return tmp_path


def errors(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What is wrong; an example is too small to ask two questions of each objective."""
    main(["check", "--root", str(root), "--format", "json", *DAY])
    return [found["message"] for found in json.loads(capsys.readouterr().out) if found["level"] == "error"]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_small_course_is_clean_by_itself(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(small, capsys) == []


@pytest.mark.parametrize(("kind", "text", "key"), blocks(*FORMATS))
def test_examples_are_valid(kind: str, text: str, key: str, small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if kind == "quiz" and text.startswith("- "):
        text = f"title: 示例\nquestions:\n{text}"
    write(small / PLACES[kind], text)
    if key:
        write(small / QUIZ.replace(".yml", ".key.yml"), key)
    assert errors(small, capsys) == []


def test_every_format_page_has_examples() -> None:
    kinds = [param.values[0] for param in blocks(*FORMATS)]
    assert set(kinds) == set(PLACES)
    text = (ROOT / "docs/reference/quiz-format.md").read_text("utf-8")
    shown = {question["type"] for _, _, block in _BLOCK.findall(text) for question in questions_of(block)}
    listed = set(re.findall(r"^\| `(\w+)` \|", text.partition("## 题型")[2].partition("###")[0], re.MULTILINE))
    assert shown == listed - {"type"}  # each type of the table has an example


def questions_of(block: str) -> list[dict[str, Any]]:
    data = yaml.safe_load(block)
    return data if isinstance(data, list) else data.get("questions", [])


def test_outputs_are_what_the_command_prints(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `$ banxing check …` block shows the findings of the bad example before it."""
    monkeypatch.delenv("BANXING_LANG", raising=False)
    monkeypatch.chdir(small)
    text = (ROOT / "docs/reference/quiz-format.md").read_text("utf-8")
    shown = re.findall(
        r"<!-- bad-quiz -->\n```yaml\n(.*?)^```\n\n```console\n\$ banxing (.*?)\n(.*?)^```", text, re.M | re.S
    )
    assert len(shown) == text.count("$ banxing") > 0
    for bad, command, output in shown:
        write(small / QUIZ, bad)
        assert main(command.split()) == 1
        captured = capsys.readouterr()
        assert captured.out + captured.err == output


IMPORT = (ROOT / "docs/reference/import.md").read_text("utf-8")


def shown(kind: str) -> str:
    """The text of the block of a kind on the page on importing."""
    (found,) = (text for name, _, text in _BLOCK.findall(IMPORT) if name == kind)
    return str(found)


def test_the_bank_shown_becomes_the_quiz_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "题库.txt", shown("bank"))
    assert main(["import", str(tmp_path / "题库.txt"), "-o", str(tmp_path / "a.yml"), "--root", str(tmp_path)]) == 0
    written = (tmp_path / "a.yml").read_text("utf-8")
    assert written.startswith(shown("imported")) and written.count("- id:") == 3


def test_the_faults_of_a_bank_are_what_the_command_prints(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BANXING_LANG", raising=False)
    monkeypatch.chdir(small)
    found = re.search(r"```console\n\$ banxing (.*?)\n(.*?)^```", IMPORT, re.M | re.S)
    assert found
    write(small / "题库.txt", shown("bad-bank"))
    assert main(found[1].split()) == 1
    captured = capsys.readouterr()
    assert captured.out + captured.err == found[2]


def test_columns_go_by_the_names_shown() -> None:
    _, *rows = table("import.md", "<!-- columns -->")
    known = read_columns([row[0] for row in rows])
    assert not known.unknown and set(known.fields) == set(FIELDS) and set(known.options) == {"A"}
    for name, others, _ in rows:
        wanted = read_columns([name])
        for other in others.split("、"):
            same = read_columns([other])
            assert (same.fields, same.options) == (wanted.fields, wanted.options), other


def commands() -> Iterator[tuple[str, str]]:
    """(page, command line) of every `banxing …` in code of the docs and the README."""
    for page in PAGES:
        text = page.read_text("utf-8")
        code = [line for _, kind, body in _FENCE.findall(text) if kind != "yaml" for line in body.splitlines()]
        code += [span for _, span in _SPAN.findall(_FENCE.sub("", text))]
        for line in code:
            if found := re.search(r"(?:^|[\s/\\])banxing ((?:[a-z]+\b).*)", line):
                yield page.relative_to(ROOT).as_posix(), found[1]


@pytest.mark.parametrize(("page", "line"), list(commands()))
def test_commands_exist(page: str, line: str) -> None:
    name, *words = line.replace(",", " ").split()
    known = get_command(app).commands
    assert name in known, f"{page}: banxing {line}"
    options = {option for param in known[name].params for option in param.opts if option.startswith("-")}
    written = {re.split("[=`]", word)[0] for word in words if re.match(r"--?[a-z]", word)}
    assert written <= options | {"--help"}, f"{page}: banxing {line}"


def table(page: str, start: str) -> list[list[str]]:
    """The cells of the first table behind `start`, its ruler left out."""
    text = (ROOT / "docs/reference" / page).read_text("utf-8").partition(start)[2]
    lines = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert lines
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines[0].splitlines()]
    return [rows[0], *rows[2:]]


def test_policies_pay_what_the_table_says() -> None:
    head, *rows = table("quiz-format.md", "正确答案是 ABC")
    with_points = {"per_option: 0.5": Policy("per_option", 50), "flat: 1": Policy("flat", 100)}
    policies = [with_points.get(name) or Policy(name) for name in head[1:]]  # type: ignore[arg-type]
    assert len(rows) == 6
    for answer, *paid in rows:
        chosen = set(answer) if answer.isascii() else set()
        found = [pay(policy, 200, len(chosen & set("ABC")), len(chosen - set("ABC")), 3) for policy in policies]
        assert found == [round(float(value) * 100) for value in paid], answer


def test_shuffling_gives_what_the_table_says() -> None:
    _, *rows = table("marking.md", "<!-- vectors -->")
    assert len(rows) == 3
    for items, seed, order in rows:
        assert "".join(shuffled(items, seed)) == order


def test_the_response_shown_has_its_check_code() -> None:
    text = (ROOT / "docs/reference/marking.md").read_text("utf-8")
    shown = re.search(r"<!-- response -->\n```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert shown
    response = Response.model_validate(json.loads(shown[1]))
    assert check_code(response) == response.check
