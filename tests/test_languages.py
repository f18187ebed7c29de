"""No text escapes the catalogue: a course in English shows no Chinese, and nothing is said in the code itself."""

from __future__ import annotations

import ast
import csv
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
import typer.main
from python_calamine import CalamineWorkbook

from banxing import cli
from banxing.catalogue import load
from banxing.messages import LANGS, catalogue
from banxing.model.questions import parts
from sites import mkdocs_build

COURSE = Path(__file__).parent / "data" / "english"
PACKAGE = Path(str(files("banxing")))
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uff3e\uff40-\uffef]")  # all but ＿, a line to write on
STORED = re.compile("[对错]|^(?:是|否|待评|缺考)$")  # answers as they are stored and typed, states in scores.csv
NUMERALS = "零〇一二两三四五六七八九十百千万亿"
ROSTER = "id,name,unit\n001,Ann,East\n002,Ben,West\n003,Cat,West\n"
# Letters of the exam in authored order: one right throughout, one wrong throughout.
RIGHT = {
    "e-one": "-", "e-two": "B", "e-three": "C", "e-many": "ABC", "e-some": "C", "e-true": "对", "e-blank": "7；3000",
    "e-order": "CAB", "e-match": "CA", "e-case/a": "AC", "e-case/b": "错", "e-essay": "Please show the card.",
}  # fmt: skip


class _Shown(HTMLParser):
    """What a person sees or hears of a page: its text, and the attributes that are read out or handed to the player."""

    SPOKEN = ("title", "aria-label", "placeholder", "alt", "content", "data-paper", "data-texts", "data-search")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.found += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_data(self, data: str) -> None:
        if self._inside not in ("style", "script"):
            self.found.append(data)


def of_page(path: Path) -> list[str]:
    shown = _Shown()
    shown.feed(path.read_text(encoding="utf-8"))
    return shown.found


def of_workbook(path: Path) -> Iterator[str]:
    """The cells, the sheets' names, and what a cell says while it is filled in."""
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        if name.startswith("_"):  # hidden, for the program: formulas that read full-width marks
            continue
        yield name
        for row in book.get_sheet_by_name(name).to_python():
            yield from (cell for cell in row if isinstance(cell, str))
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet"):
                yield from re.findall(r'(?:prompt|promptTitle|error|errorTitle)="([^"]*)"', archive.read(part).decode())


def of_table(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.reader(lines):
            yield from row


def of_folder(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text of every page, workbook and table under a folder, with the file's name."""
    readers = {".html": of_page, ".xlsx": of_workbook, ".csv": of_table}
    for path in sorted(folder.rglob("*")):
        if path.suffix in readers:
            yield from ((path.name, told) for told in readers[path.suffix](path))


def chinese(folder: Path) -> set[tuple[str, str]]:
    told = list(of_folder(folder))
    assert len(told) > 100, "the scan finds nothing"
    workbook = re.compile("[对错]")
    return {
        (name, text[:80])
        for name, text in told
        if HAN.search((workbook if name.endswith("xlsx") else STORED).sub("", text))
    }


def in_english(*arguments: str | Path) -> int:
    return cli.main([*map(str, arguments), "--root", str(COURSE), "--lang", "en"])


def test_the_course_has_every_question_type_and_no_chinese() -> None:
    course = load(COURSE)
    kinds = {part.type for file in course.quizzes.values() for q in file.quiz.questions for _, part in parts(q)}
    assert len(kinds) == 8
    for path in COURSE.rglob("*"):
        if path.is_file():
            assert not HAN.search(STORED.sub("", path.read_text(encoding="utf-8"))), path


def test_a_site_in_english_shows_no_chinese(tmp_path: Path) -> None:
    built = mkdocs_build(COURSE, tmp_path / "site")
    assert built.returncode == 0, built.stderr
    assert chinese(tmp_path / "site") == set()
    assert not HAN.search(built.stdout + built.stderr)


def test_papers_and_workbooks_in_english_show_no_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    exam = ("--forms", "A,B", "--raters", "2", "--roster", roster)
    assert in_english("sheet", "exam", "-o", tmp_path / "exam", "--no-pdf", *exam) == 0
    assert in_english("sheet", "basics/signature", "-o", tmp_path / "practice", "--no-pdf") == 0
    assert chinese(tmp_path / "exam") == set()
    assert chinese(tmp_path / "practice") == set()
    told = capsys.readouterr()
    assert not HAN.search(told.out + told.err)


def test_results_in_english_show_no_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER + "004,Dan,East\n", encoding="utf-8")
    answers = tmp_path / "answers.csv"
    with answers.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name", "unit", *RIGHT])
        rows.writerow(["001", "Ann", "East", *RIGHT.values()])
        rows.writerow(["002", "Ben", "West", "-", *("" for _ in list(RIGHT)[1:])])
        rows.writerow(["003", "Cat", "West", "-", "C", "A", "AB", "A", "错", "9；x", "ABC", "AB", "A", "对", "No."])
        rows.writerow(["3.70E+17", "Eve", "West", *RIGHT.values()])
    assert in_english("score", answers, "--quiz", "exam", "-o", tmp_path / "out", "--roster", roster) == 1
    assert chinese(tmp_path / "out") == set()
    told = capsys.readouterr()
    assert not HAN.search(told.out + told.err)
    assert "3.70E+17" in told.err


def sentences(path: Path) -> Iterator[str]:
    """The string constants of a module that could be said: no docstrings, no bugs' messages to programmers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {"ValueError", "TypeError", "AssertionError", "KeyError"}
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if (
            isinstance(node, ast.Raise)
            and isinstance(node.exc, ast.Call)
            and getattr(node.exc.func, "id", "") in silent
        ):
            skipped |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value


def said(source: str) -> bool:
    """Whether a text looks like a sentence. Words that are read come one by one, in patterns and in lists."""
    plain = re.sub(rf"\[[^\]]*\]|[{NUMERALS}]+|中华人民共和国", " ", source)
    return bool(re.search(r"[\u4e00-\u9fff]{8}|[\u4e00-\u9fff][，。；：！？][\u4e00-\u9fff]", plain)) or bool(
        re.search(r"[A-Za-z]{2,}(?: [a-z]{2,}){3}", plain)
    )


def test_the_code_itself_says_nothing() -> None:
    read = {"could not find expected ':'", "mapping values are not allowed", "did not find expected"}  # PyYAML's words
    found = {
        (path.name, constant)
        for path in PACKAGE.rglob("*.py")
        for constant in sentences(path)
        if said(constant) and constant not in read and " · " not in constant
    }
    assert found == set()


def test_the_player_says_nothing_of_its_own() -> None:
    scripts = sorted((PACKAGE / "player").glob("*.js"))
    assert len(scripts) > 10
    for path in scripts:
        code = re.sub(r"(?m)//.*$", "", path.read_text(encoding="utf-8"))
        for quoted in re.findall(r"'(?:[^'\\\n]|\\.)*'|`[^`]*`|\"[^\"\n]*\"", code):
            assert not said(quoted), (path.name, quoted)


def test_the_help_of_the_command_line_speaks_both() -> None:
    """Options are explained before a language is chosen: Chinese · English."""
    command = typer.main.get_command(cli.app)
    helps = [command.help or ""]
    for name in command.commands:  # type: ignore[attr-defined]
        one = command.commands[name]  # type: ignore[attr-defined]
        helps += [one.help or "", *(p.help for p in one.params if getattr(p, "help", None) and p.name != "help")]
    assert len(helps) > 30
    for told in helps:
        if re.fullmatch(r"[a-z]+(?: \| [a-z]+)+", told):  # zh | en
            continue
        chinese_half, joint, english_half = told.partition(" · ")
        assert joint, told
        assert HAN.search(chinese_half), told
        assert english_half, told
        assert not HAN.search(english_half), told


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_stands_in_the_wrong_catalogue(lang: str) -> None:
    for section, texts in catalogue(lang).items():  # type: ignore[arg-type]
        for name, told in texts.items():
            plain = re.sub(r"\{\w*\}|“[^”]*”|`[^`]*`|《[^》]*》|\"[^\"]*\"", " ", told)
            if lang == "zh":
                assert not re.search(r"[A-Za-z]{2,}(?: [a-z]{2,}){3}", plain), (section, name)
            else:
                left = re.sub(r"[对错甲乙√×；：、，]|--\w+|〔|〕|号|第|条|款|（|）", " ", plain)
                assert not re.search(r"[\u4e00-\u9fff]{4}", left), (section, name)
