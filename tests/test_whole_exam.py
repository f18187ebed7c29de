"""The course's final exam on three printed forms, 200 made-up candidates, the whole way.

What each answer is worth is decided here, by the rules of docs/reference/marking.md and not by the marking of the
program, and then looked for in every result.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import floor
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from banxing.catalogue import load
from banxing.catalogue.quizzes import QuizFile
from banxing.cli import main
from banxing.model.keys import BlanksKey, LettersKey, MatchingKey, Texts, TrueFalseKey
from banxing.sheets.paper import Item, Paper, lay_out
from test_responses import book

ROOT = Path(__file__).parents[1]
FORMS = "ABC"
UNITS = ("市司法局", "甲县司法局", "=乙区司法局")
ABSENT = ("K900", "缺考者", "甲县司法局")


@dataclass
class Person:
    """`truth` is part → hundredths; `cells` what stands on the answer sheet, in the letters of the form."""

    id: str
    name: str
    unit: str
    form: str
    truth: dict[str, int] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    essays: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.truth.values())


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def part_of(points: int, got: int, of: int) -> int:
    return half_up(Fraction(points * got, of))


def answer(item: Item, chance: random.Random, skill: float) -> tuple[str, int]:
    """(what the candidate writes, what it is worth). Skill is how likely each step is right."""
    key, points = item.key, item.question.points
    shown = {authored: letter for letter, authored in item.letters.items()}
    right = chance.random() < skill
    if chance.random() < 0.03:
        return "", 0
    if isinstance(key, TrueFalseKey):
        return (key.answer, points) if right else ({"对": "×", "错": "√"}[key.answer], 0)
    if isinstance(key, BlanksKey):
        known = [chance.random() < skill for _ in key.answer]
        texts = [blank.accepted[-1] if isinstance(blank, Texts) else f"{blank.number / 1e6:g}" for blank in key.answer]
        written = "；".join(text if ok else "不会" for text, ok in zip(texts, known, strict=True))
        return written, part_of(points, sum(known), len(known))
    if isinstance(key, MatchingKey):
        wanted = [shown[key.answer[stem]] for stem in sorted(key.answer, key=int)]
        written = [letter if chance.random() < skill else "-" for letter in wanted]
        return "".join(written), part_of(points, sum(letter != "-" for letter in written), len(wanted))
    assert isinstance(key, LettersKey)
    return letters(item, key.answer, shown, chance, right)


def letters(item: Item, key: str, shown: Mapping[str, str], chance: random.Random, right: bool) -> tuple[str, int]:
    """Choices and orders. The final pays 0.5 for each right option of an incomplete answer, pairs for orders."""
    points, kind = item.question.points, item.question.type
    wanted = [shown[letter] for letter in key]
    wrong = sorted(set(item.letters) - set(wanted))
    if kind == "ordering":
        order = wanted if right else chance.sample(wanted, len(wanted))
        kept = sum(pair in list(pairwise(wanted)) for pair in pairwise(order))
        return "".join(order), part_of(points, kept, len(wanted) - 1)
    if right:
        return "、".join(chance.sample(wanted, len(wanted))), points
    if kind == "single_choice":
        return chance.choice(wrong).lower(), 0
    if wrong and chance.random() < 0.5:
        return "".join([*wanted[1:], chance.choice(wrong)]), 0
    some = wanted[1:]
    return ",".join(some), 50 * len(some)


def people(file: QuizFile) -> Iterator[Person]:
    chance = random.Random(20261123)
    papers: dict[str, Paper] = {form: lay_out(file, form) for form in FORMS}
    for number in range(200):
        form = FORMS[number % 3]
        person = Person(f"{20260000 + number}", f"考生{number}", UNITS[number % len(UNITS)], form)
        skill = chance.uniform(0.15, 0.98)
        for item in papers[form].leaves:
            if item.question.type == "essay":
                mark = half_up(Fraction(item.question.points * chance.randrange(0, 101), 10_000)) * 100
                person.essays[item.part], person.truth[item.part] = mark / 100, mark
            else:
                person.cells[item.part], person.truth[item.part] = answer(item, chance, skill)
        yield person


def write_answers(folder: Path, file: QuizFile, everybody: list[Person]) -> None:
    """Forms A and B typed into CSV files, B in the encoding of an old spreadsheet; C into a workbook; essays apart."""
    folder.mkdir()
    columns = list(dict.fromkeys(part for person in everybody for part in person.cells))
    for form in FORMS:
        rows = [["准考证号", "姓名", "单位", "卷别", *columns]]
        mine = [person for person in everybody if person.form == form]
        rows += [[p.id, p.name, p.unit, form.lower(), *(p.cells.get(part, "") for part in columns)] for p in mine]
        if form == "C":
            book(folder / "C.xlsx", {"答案": rows})
        else:
            text = io.StringIO(newline="")
            csv.writer(text).writerows(rows)
            (folder / f"{form}.csv").write_bytes(text.getvalue().encode("gb18030" if form == "B" else "utf-8-sig"))
        write_essays(folder / f"essays-{form}.xlsx", file, form, mine)


def write_essays(path: Path, file: QuizFile, form: str, mine: list[Person]) -> None:
    paper = lay_out(file, form)
    meta = [["format", "banxing-workbook/1"], ["quiz", "final"], ["form", form], ["sheet", "评分"], ["first_row", "1"]]
    meta += [[f"print:{item.part}", item.question.fingerprint()] for item in paper.items]
    meta += [[f"marks:{'DEFG'[n]}", part] for n, part in enumerate(mine[0].essays)]
    book(path, {"评分": [[p.id, p.name, p.unit, *p.essays.values()] for p in mine], "_banxing": meta})


@dataclass
class Run:
    out: Path
    file: QuizFile
    people: dict[str, Person]

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("exam")
    file = load(ROOT).quizzes["final"]
    everybody = list(people(file))
    write_answers(folder / "answers", file, everybody)
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["id", "name", "unit"], *([p.id, p.name, p.unit] for p in everybody), ABSENT])
    options = ["--roster", str(folder / "roster.csv"), "--root", str(ROOT), "--quiz", "final"]
    assert main(["score", str(folder / "answers"), "-o", str(folder / "out"), *options]) == 0
    return Run(folder / "out", file, {person.id: person for person in everybody})


def hundredths(text: str) -> int:
    return half_up(Fraction(text) * 100)


def test_the_data_are_worth_scoring(run: Run) -> None:
    totals = [person.total for person in run.people.values()]
    assert len(totals) == 200 and len(set(totals)) < 200  # ties
    assert min(totals) < 3000 and max(totals) > 8000
    kinds = {q.type for q in run.file.quiz.questions}
    seen = {item.question.type for form in FORMS for item in lay_out(run.file, form).items}
    assert seen == kinds
    partly = [p.truth[part] for p in run.people.values() for part in p.truth if p.truth[part] % 100]
    assert len(partly) > 30


def test_every_score_is_the_known_truth(run: Run) -> None:
    rows = run.table("scores")
    assert [row["id"] for row in rows] == [*run.people, "K900"]
    totals = sorted((person.total for person in run.people.values()), reverse=True)
    for row in rows[:-1]:
        person = run.people[row["id"]]
        marks = {part: hundredths(row[part]) for part in person.truth}
        assert marks == person.truth, person.id
        assert all(row[part] == "" for part in set(row) & set(run.file.plain_keys) - set(person.truth))
        passed = "是" if Fraction(person.total, 10_000) >= Fraction(run.file.quiz.head.pass_mark, 100) else "否"
        found = (hundredths(row["score"]), row["max"], row["passed"], int(row["rank"]))
        assert found == (person.total, "100", passed, totals.index(person.total) + 1), person.id
    assert (rows[-1]["passed"], rows[-1]["score"]) == ("缺考", "")
    assert run.table("rejected") == []


def test_the_workbook_holds_the_same_scores(run: Run) -> None:
    cells = CalamineWorkbook.from_path(str(run.out / "results.xlsx"))
    rows = cells.get_sheet_by_name("成绩").to_python()[1:]
    assert {row[0]: half_up(Fraction(str(row[3])) * 100) for row in rows[:-1]} == {
        person.id: person.total for person in run.people.values()
    }
    header, *rows = cells.get_sheet_by_name("各题得分").to_python()
    for row in rows:
        marks = {part: half_up(Fraction(str(v)) * 100) for part, v in zip(header[2:], row[2:], strict=True) if v != ""}
        assert marks == run.people[str(row[0])].truth
    assert cells.get_sheet_by_name("成绩").to_python()[3][2] == "=乙区司法局"


def test_every_candidate_has_a_slip_with_the_score_and_each_mark(run: Run) -> None:
    assert len(list((run.out / "slips").iterdir())) == 200
    for person in run.people.values():
        slip = (run.out / "slips" / f"{person.id}.html").read_text(encoding="utf-8")
        shown = re.search(r"<dt>得分</dt><dd>([\d.]+) <small>/ 100</small>", slip)
        assert shown and hundredths(shown[1]) == person.total
        assert f"卷别：<b>{person.form}</b>" in slip
        marks = re.findall(r"得 ([\d.]+) 分（满分 ([\d.]+)）", slip)
        assert sorted(hundredths(mark) for mark, _ in marks) == sorted(person.truth.values())


def test_the_report_counts_what_is_true(run: Run) -> None:
    page = (run.out / "report.html").read_text(encoding="utf-8")
    totals = [person.total for person in run.people.values()]
    passed = sum(100 * total >= run.file.quiz.head.pass_mark * 10_000 for total in totals)
    mean = Fraction(half_up(Fraction(sum(totals), 200 * 10)), 10)
    summary = {row["measure"]: row["value"] for row in run.table("summary") if not row["scope"]}
    assert (summary["papers"], summary["absent"], summary["passed"]) == ("200", "1", str(passed))
    assert Fraction(summary["mean"]) == mean
    assert f"<dd>{passed} <small>" in page and f"<dt>平均分</dt><dd>{float(mean):.1f}</dd>" in page
    counts = [0] * 10
    for total in totals:
        counts[min(9, total // 1000)] += 1
    assert [int(n) for n in re.findall(r'<text class="count"[^>]*>(\d+)<', page)] == [n for n in counts if n]


def test_items_units_and_forms_are_counted_over_those_who_saw_them(run: Run) -> None:
    points = {item.part: item.question.points for form in FORMS for item in lay_out(run.file, form).leaves}
    for row in run.table("items"):
        marks = [p.truth[row["question"]] for p in run.people.values() if row["question"] in p.truth]
        assert int(row["n"]) == len(marks)
        facility = half_up(Fraction(1000 * sum(marks), len(marks) * points[row["question"]]))
        assert half_up(Fraction(row["facility"]) * 1000) == facility
    groups = {(row["kind"], row["group"]): row for row in run.table("groups")}
    assert {name: groups["form", name]["papers"] for name in FORMS} == {"A": "67", "B": "67", "C": "66"}
    assert groups["unit", "甲县司法局"]["absent"] == "1"
    assert {row["scope"]: row["value"] for row in run.table("summary") if row["measure"] == "n"} == {
        "A": "67", "B": "67", "C": "66",
    }  # fmt: skip
