"""Whole courses: a good one is clean, each bad one gets the findings beside it, nothing makes the check fall."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from banxing.catalogue import Catalogue, load
from banxing.catalogue.keyfiles import read_keys
from banxing.catalogue.quizzes import read_quiz
from banxing.diagnostics import Diagnostic, as_text, has_errors, in_order
from banxing.messages import catalogue as messages
from banxing.rules import check
from banxing.search.queries import check_queries
from banxing.source.files import decode
from banxing.source.yaml import parse_yaml

CHECK = Path(__file__).parent / "data" / "check"
AS_OF = date(2026, 6, 1)
BAD = sorted(path.name for path in (CHECK / "bad").iterdir())
ENGLISH = sorted(path.parent.name for path in CHECK.glob("bad/*/expected.en.txt"))
LINE = re.compile(r"(?P<path>[^:]+):(?P<line>\d+):(?P<col>\d+): .*\[(?P<code>[a-z0-9-]+)\]")
# Codes that no small file laid over the good course can provoke; the tests at the end of this module do.
ELSEWHERE = {"missing-file", "unreadable-file", "file-too-large"}  # here, and in test_since.py
ELSEWHERE |= {"law-revised-since", "law-changed-since", "article-changed-since"}

Course = Callable[..., Path]
Golden = Callable[[Path, str], None]


def findings(root: Path) -> list[Diagnostic]:
    catalogue = load(root, as_of=AS_OF)
    found = check(catalogue)
    return found if has_errors(found) else in_order([*found, *check_queries(catalogue)])


def codes(root: Path) -> list[str]:
    return [found.code for found in findings(root)]


def expected(name: str) -> list[re.Match[str]]:
    lines = (CHECK / "bad" / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    found = [LINE.fullmatch(line) for line in lines]
    assert found and all(found), f"{name}: expected.txt is empty or holds what is no finding"
    return [line for line in found if line]


def test_the_good_course_is_clean(course: Course) -> None:
    assert as_text(findings(course()), "zh") == ""


@pytest.mark.parametrize("name", BAD)
def test_a_bad_course_gets_its_findings(name: str, course: Course, golden: Golden) -> None:
    found = as_text(findings(course(name)), "zh")
    assert found, "a bad course without a finding"
    golden(CHECK / "bad" / name / "expected.txt", found)


@pytest.mark.parametrize("name", ENGLISH)
def test_the_same_in_english(name: str, course: Course, golden: Golden) -> None:
    golden(CHECK / "bad" / name / "expected.en.txt", as_text(findings(course(name)), "en"))


@pytest.mark.parametrize("name", BAD)
def test_places_lie_inside_the_files(name: str, course: Course) -> None:
    root = course(name)
    for found in expected(name):
        lines = (root / found["path"]).read_bytes().decode("utf-8", "replace").splitlines() or [""]
        line, col = int(found["line"]), int(found["col"])
        assert 1 <= line <= len(lines)
        assert 1 <= col <= len(lines[line - 1]) + 1


def test_every_code_has_a_bad_course() -> None:
    provoked = {found["code"] for name in BAD for found in expected(name)}
    assert provoked | ELSEWHERE == set(messages("zh")["diagnostics"])
    assert not provoked & ELSEWHERE


# --- what a file in the repository cannot be ------------------------------------------------------------------------


def test_a_missing_register_is_named(course: Course) -> None:
    root = course()
    (root / "docs/laws/register.yml").unlink()
    assert as_text(findings(root), "zh") == "docs/laws/register.yml:1:1: 找不到这个文件 [missing-file]\n"


def test_a_file_the_system_refuses_is_named(course: Course) -> None:
    root = course()
    (root / "docs/laws/register.yml").unlink()
    (root / "docs/laws/register.yml").mkdir()
    assert codes(root) == ["unreadable-file"]


def test_a_file_too_large_is_not_read(course: Course) -> None:
    root = course()
    with (root / "quizzes/large.yml").open("wb") as file:
        file.truncate(8 * 1024 * 1024 + 1)
    assert as_text(findings(root), "zh") == "quizzes/large.yml:1:1: 文件超过 8 MB，请拆开 [file-too-large]\n"


def test_what_only_has_the_name_of_a_file_is_not_passed_over(course: Course) -> None:
    root = course()
    (root / "quizzes/folder.yml").mkdir()
    (root / "training/basics/gone.md").symlink_to(root / "nowhere.md")
    (root / "docs/laws/glossary.yml").unlink()
    (root / "docs/laws/glossary.yml").symlink_to(root / "nowhere.yml")
    assert {(f.path, f.code) for f in findings(root)} >= {
        ("quizzes/folder.yml", "unreadable-file"),
        ("training/basics/gone.md", "missing-file"),
        ("docs/laws/glossary.yml", "missing-file"),
    }


def test_no_glossary_is_no_fault(course: Course) -> None:
    root = course()
    (root / "docs/laws/glossary.yml").unlink()
    assert codes(root) == []


# --- keys ----------------------------------------------------------------------------------------------------------


def test_without_the_key_file_the_public_part_is_checked(course: Course) -> None:
    root = course("draw-exceeds-pool")
    (root / "quizzes/final.key.yml").unlink()
    catalogue = load(root, as_of=AS_OF)
    assert catalogue.missing_keys == ["final"]
    assert [found.code for found in check(catalogue)] == ["draw-exceeds-pool"]


def test_the_site_never_opens_a_key_file(course: Course) -> None:
    root = course()
    (root / "quizzes/final.key.yml").write_bytes(b"\xff")
    catalogue = load(root, as_of=AS_OF, with_keys=False)
    assert check(catalogue) == []
    assert catalogue.missing_keys == []
    assert catalogue.quizzes["final"].keys == {}


def test_an_exam_with_a_faulty_heading_is_still_an_exam(course: Course) -> None:
    for name in ("weird-mode", "mode-misspelt", "sections-not-a-list", "sections-without-mode", "section-a-text"):
        assert load(course(name)).quizzes["final"].quiz.is_exam, name


def test_a_quiz_keeps_its_good_questions(course: Course) -> None:
    quiz = load(course("case-faulty-question")).quizzes["standards/scene"].quiz
    assert "two-officers" in [question.id for question in quiz.questions]
    assert "shop-case" not in [question.id for question in quiz.questions]


def test_blanks_round_an_id_are_not_part_of_it(course: Course) -> None:
    root = course()
    path = root / "quizzes/standards/scene.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("id: two-officers", 'id: "two-officers "'), encoding="utf-8"
    )
    assert codes(root) == []


def test_stems_without_words_are_not_the_same_stem(course: Course) -> None:
    root = course()
    for name in ("quizzes/standards/scene.yml", "quizzes/final.yml"):
        path = root / name
        text = re.sub("stem: .*？", "stem: ……？", path.read_text(encoding="utf-8"), count=1)
        path.write_text(text, encoding="utf-8")
    assert codes(root) == []


# --- whatever a file holds, the check ends and says something ---------------------------------------------------------

GOOD_FILES = sorted(path for path in (CHECK / "good").rglob("*") if path.is_file())
QUIZ = CHECK / "good/quizzes/standards/scene.yml"
EXAM, KEY = CHECK / "good/quizzes/final.yml", CHECK / "good/quizzes/final.key.yml"
ODD: list[Any] = [
    "",
    "null",
    "[]",
    "{}",
    "[[]]",
    "{a: {b: c}}",
    "[null]",
    "{a: }",
    "0",
    "-1",
    "1e999",
    "9" * 400,
    "《",
    "x: y",
]
MARKS = "：:-[]{}\"'#|>&*!%@`\t \n,?~　，，A1《》第条款项之_\\\x00\u2028"


def check_alone(catalogue: Catalogue, exam: str, key: str, quiz: str) -> list[Diagnostic]:
    """The findings of a catalogue with the three quiz files replaced; the rest of the course is read once."""
    catalogue.quizzes.clear()
    catalogue.faults.clear()
    documents = []
    for name, text in (("final", exam), ("final.key", key), ("standards/scene", quiz)):
        decoded, faults = decode(text.encode("utf-8", "surrogatepass"), f"quizzes/{name}.yml")
        document, more = parse_yaml(decoded, f"quizzes/{name}.yml") if decoded is not None else (None, [])
        catalogue.faults += [*faults, *more]
        documents.append(document)
    for name, document in (("final", documents[0]), ("standards/scene", documents[2])):
        if document is None:
            continue
        file, faults = read_quiz(document, name)
        catalogue.faults += faults
        if file:
            catalogue.quizzes[name] = file
            if name == "final" and documents[1]:
                catalogue.faults += read_keys(documents[1], file)
    return check(catalogue)


def mutated(text: str, rnd: random.Random) -> str:
    """One to three slips of the keyboard: characters or lines deleted, doubled, swapped, put in."""
    for _ in range(rnd.randint(1, 3)):
        at = rnd.randrange(len(text) + 1)
        match rnd.randrange(5):
            case 0:
                text = text[:at] + text[at + rnd.randint(1, 4) :]
            case 1:
                text = text[:at] + rnd.choice(MARKS) + text[at:]
            case 2:
                text = text[:at] + rnd.choice(MARKS) + text[at + 1 :]
            case _:
                lines = text.split("\n")
                i, j = rnd.randrange(len(lines)), rnd.randrange(len(lines))
                lines[i : i + 1] = rnd.choice([[], [lines[i]] * 2, [lines[j]], [lines[i] + lines[j].strip()]])
                text = "\n".join(lines)
    return text


@pytest.mark.parametrize("seed", range(6))
def test_slips_of_the_keyboard_never_make_the_check_fall(seed: int) -> None:
    rnd = random.Random(seed)
    catalogue = load(CHECK / "good", as_of=AS_OF)
    texts = [path.read_text(encoding="utf-8") for path in (EXAM, KEY, QUIZ)]
    for _ in range(350):
        files = [mutated(text, rnd) if rnd.random() < 0.6 else text for text in texts]
        for found in check_alone(catalogue, *files):
            assert found.message("zh")
            assert found.message("en")


def every_place(data: Any, loc: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [loc] * bool(loc) + [place for step, value in inner for place in every_place(value, (*loc, step))]


def with_value(data: Any, loc: tuple[Any, ...], value: Any) -> Any:
    if not loc:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[loc[0]] = with_value(data[loc[0]], loc[1:], value)
    return copy


def as_yaml(data: Any) -> str:
    """JSON is YAML, and quicker to write."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=str)


@pytest.mark.parametrize("path", [EXAM, KEY, QUIZ], ids=lambda path: path.name)
def test_a_value_of_any_shape_at_any_place_is_a_finding_or_fine(path: Path) -> None:
    catalogue = load(CHECK / "good", as_of=AS_OF)
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for loc in every_place(data):
        for odd in random.Random(str(loc)).sample(ODD, 6):
            text = as_yaml(with_value(data, loc, yaml.safe_load(odd)))
            files = {p: p.read_text(encoding="utf-8") for p in (EXAM, KEY, QUIZ)} | {path: text}
            as_text(check_alone(catalogue, *files.values()), "zh")


@pytest.mark.parametrize("path", GOOD_FILES, ids=lambda path: path.relative_to(CHECK / "good").as_posix())
def test_slips_in_every_kind_of_file(path: Path, course: Course) -> None:
    root, rnd = course(), random.Random(path.name)
    target = root / path.relative_to(CHECK / "good")
    text = path.read_text(encoding="utf-8")
    for _ in range(40):
        target.write_bytes(mutated(text, rnd).encode("utf-8", "surrogatepass"))
        as_text(findings(root), "zh")


@pytest.mark.parametrize("odd", ODD)
def test_a_course_of_any_shape(odd: str, course: Course) -> None:
    root = course()
    for name in (
        "training/course.yml",
        "docs/laws/register.yml",
        "docs/laws/glossary.yml",
        "training/basics/people.md",
    ):
        good = (CHECK / "good" / name).read_text(encoding="utf-8")
        front, body = (good.split("---\n")[1], "---\n正文\n") if name.endswith(".md") else (good, "")
        data = yaml.load(front, Loader=yaml.BaseLoader)
        for loc in [(), *every_place(data)]:
            text = as_yaml(with_value(data, loc, yaml.safe_load(odd)))
            (root / name).write_text(("---\n" if body else "") + text + "\n" + body, encoding="utf-8")
            as_text(findings(root), "zh")
        (root / name).write_text(good, encoding="utf-8")


def test_every_code_is_documented_once() -> None:
    page = (CHECK.parents[2] / "docs/reference/checks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| \S.* \| \S.* \|$", page, re.MULTILINE)
    assert sorted(rows) == sorted(messages("zh")["diagnostics"])
