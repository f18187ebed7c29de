"""The final exam on paper: 200 made-up candidates on three forms, typed in twice, essays rated by three people."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from python_calamine import CalamineWorkbook

from banxing.catalogue import load
from banxing.cli import main
from banxing.model.keys import BlanksKey, LettersKey, Texts
from banxing.numerals import millionths
from banxing.responses.records import Candidate
from banxing.sheets.panel import essays_of
from banxing.sheets.paper import Item, Paper, lay_out
from banxing.sheets.ratings import write_ratings
from banxing.sheets.workbook import write_workbook

ROOT = Path(__file__).parents[1]
Office = Callable[[Path], Path]
RATERS = 3


@dataclass
class Room:
    """Who sits one form, what each writes, and what each must get (in points)."""

    paper: Paper
    people: list[Candidate]
    typed: dict[str, dict[str, str | float]] = field(default_factory=dict)
    rated: dict[int, dict[str, dict[tuple[str, str], float | str]]] = field(default_factory=dict)
    truth: dict[str, Fraction] = field(default_factory=dict)


def right(item: Item) -> str:
    if isinstance(item.key, BlanksKey):
        blanks = (b.accepted[0] if isinstance(b, Texts) else millionths(b.number) for b in item.key.answer)
        return "；".join(blanks)
    return item.shown_answer


def answered(item: Item, random: Random) -> tuple[str, Fraction]:
    """An answer and what it earns: all, nothing, or for one right letter of several 0.5 as the exam says."""
    chance, points = random.random(), Fraction(item.question.points, 100)
    if chance < 0.6:
        return right(item), points
    several = item.question.type in ("multiple_choice", "indefinite_choice")
    if several and isinstance(item.key, LettersKey) and len(item.key.answer) > 1 and chance < 0.8:
        return random.choice(item.shown_answer), Fraction(1, 2)
    if item.letters and item.question.type == "single_choice":
        return random.choice([letter for letter in item.letters if letter != item.shown_answer]), Fraction(0)
    return "", Fraction(0)


def rooms() -> list[Room]:
    random = Random(20261123)
    file = load(ROOT).quizzes["final"]
    made = []
    for form, ids in zip("ABC", (range(1, 68), range(68, 135), range(135, 201)), strict=True):
        room = Room(lay_out(file, form), [Candidate(f"2026{n:04}", f"考生{n}", "=1+1") for n in ids])
        for person in room.people:
            _sit(room, person, random)
        made.append(room)
    return made


def _sit(room: Room, person: Candidate, random: Random) -> None:
    cells: dict[str, str | float] = {}
    total = Fraction(0)
    for item in room.paper.leaves:
        if item.question.type != "essay":
            cells[item.part], earned = answered(item, random)
            total += earned
    room.typed[person.id] = cells
    for essay in essays_of(room.paper):
        halves = {c: random.randrange(0, c.of.points // 50 + 1) for c in essay.columns if not c.deducts}
        for rater in range(1, RATERS + 1):  # all of one mind but for one half point: the mean is not a round number
            own = {(c.part, c.of.id): value / 2 for c, value in halves.items()}
            if rater == 1 and own[essay.columns[0].part, essay.columns[0].of.id] >= 0.5:
                own[essay.columns[0].part, essay.columns[0].of.id] -= 0.5
            room.rated.setdefault(rater, {})[person.id] = own
        sums = [Fraction(sum(room.rated[rater][person.id].values())) for rater in range(1, RATERS + 1)]  # type: ignore[arg-type]
        total += Fraction(int(sum(sums) / RATERS * 100 + Fraction(1, 2)), 100)
    room.truth[person.id] = total


@pytest.mark.office
def test_two_hundred_candidates_on_three_forms(office: Office, tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    answers.mkdir()
    truth: dict[str, Fraction] = {}
    for room in rooms():
        form, slips = room.paper.form, room.people[::20]
        second = {name: dict(cells) for name, cells in room.typed.items()}
        for person in slips:  # the second typist slips: in doubt until somebody looks at the sheet
            second[person.id][room.paper.leaves[0].part] = "E"
        book = answers / f"score-sheet-{form}.xlsx"
        write_workbook(room.paper, book, room.people, "zh", filled=room.typed, second=second)
        write_ratings(room.paper, answers / f"ratings-{form}.xlsx", room.people, "zh", raters=RATERS, rated=room.rated)
        truth |= room.truth
    assert len(truth) == 200
    assert score(answers, tmp_path / "first") == 1
    doubtful = {person.id for room in rooms() for person in room.people[::20]}
    with (tmp_path / "first/rejected.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {row["id"] for row in csv.DictReader(stream)} == doubtful
    with (tmp_path / "first/scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {row["id"] for row in csv.DictReader(stream)} == set(truth) - doubtful
    for room in rooms():  # mended
        book = answers / f"score-sheet-{room.paper.form}.xlsx"
        write_workbook(room.paper, book, room.people, "zh", filled=room.typed, second=room.typed)
        summed(office, room, book, answers / f"ratings-{room.paper.form}.xlsx")
    assert score(answers, tmp_path / "results") == 0
    with (tmp_path / "results/scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        scores = {row["id"]: Fraction(row["score"]) for row in csv.DictReader(stream)}
    assert scores == truth
    assert len(list((tmp_path / "results/slips").glob("*.html"))) == 200


def score(answers: Path, out: Path) -> int:
    return main(["score", str(answers), "--root", str(ROOT), "-o", str(out)])


def summed(office: Office, room: Room, book: Path, ratings: Path) -> None:
    """What LibreOffice makes of both workbooks is the truth too."""
    register = CalamineWorkbook.from_path(str(office(book))).get_sheet_by_name("成绩登记").to_python()
    summary = CalamineWorkbook.from_path(str(office(ratings))).get_sheet_by_name("汇总").to_python()
    without = {str(row[0]): row[-3] for row in register if str(row[0]).startswith("2026")}
    essays = {str(row[0]): row[-2] for row in summary if str(row[0]).startswith("2026")}
    assert {name: pytest.approx(float(value)) for name, value in room.truth.items()} == {
        name: without[name] + essays[name] for name in room.truth
    }
