"""How far raters agree: over whom, and what is said of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

import papers
from banxing.messages import LANGS, Lang
from banxing.responses.panel import Rating
from banxing.responses.records import Candidate, Readings, Record
from banxing.scores.outcome import Outcome, score
from banxing.scores.raters import agreements
from banxing.scores.results import sheets_of
from banxing.scores.sentences import about_raters

FILE = papers.practice()
DRAWN = tuple(question.id for question in FILE.quiz.questions)
JUDGES = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]  # Shrout and Fleiss, 1979


def of(table: list[list[int]], part: str = "advise") -> list[Rating]:
    """`table` is a row a rater."""
    return [Rating(f"K{n}", part, r, 100 * mark) for r, row in enumerate(table, 1) for n, mark in enumerate(row)]


def outcome(ratings: list[Rating]) -> Outcome:
    records = [
        Record("t", None, Candidate(name), DRAWN, {"two-officers": "B"}) for name in {r.candidate for r in ratings}
    ]
    return score(FILE, Readings(records, ratings=ratings))


def test_agreement_over_those_whom_all_have_marked() -> None:
    (one,) = agreements([*of(JUDGES), Rating("K7", "advise", 1, 0)])  # the seventh is left out
    assert (one.part, one.raters, one.n) == ("advise", 4, 6)
    assert float(one.icc or 0) == pytest.approx(0.6200505476) and float(one.w or 0) == pytest.approx(0.887037037)


def test_a_rater_called_in_for_a_few_does_not_hide_the_others() -> None:
    (one,) = agreements([*of(JUDGES), Rating("K2", "advise", 5, 700), Rating("K3", "advise", 5, 500)])
    assert (one.raters, one.n) == (4, 6)


def test_only_those_whose_papers_count_are_in_the_agreement() -> None:
    records = [Record("t", n, Candidate(f"K{n}"), DRAWN, {"two-officers": "B"}) for n in range(5)]
    again = Record("u", 4, Candidate("K4"), DRAWN, {"two-officers": "A"})  # which of K4's two was the last?
    (one,) = score(FILE, Readings([*records, again], ratings=of(JUDGES))).agreements
    assert one.n == 4


def test_one_rater_agrees_with_nobody() -> None:
    assert agreements(of([[1, 2, 3]])) == []
    assert agreements([]) == []


def test_each_essay_has_its_own() -> None:
    assert [one.part for one in agreements([*of(JUDGES, "a"), *of(JUDGES, "b")])] == ["a", "b"]


@pytest.mark.parametrize("lang", LANGS)
def test_agreement_that_cannot_be_told_is_a_sentence(lang: Lang) -> None:
    found = outcome(of([[6], [7]]))
    (one,) = found.agreements
    assert (one.n, one.w, one.icc) == (1, None, None)
    assert about_raters(one, lang)
    rows = {row[1]: row[2] for row in sheets_of(found, {}, lang)[1].rows if row[0] == "advise"}
    assert rows == {"raters": 2, "n": 1, "kendall_w": None, "icc_2k": None}


@pytest.mark.parametrize(
    ("table", "icc", "said"),
    [
        ([[1, 2, 3, 4], [1, 2, 3, 4]], Fraction(1), "大体一致"),
        ([[1, 2, 3, 4], [4, 3, 2, 1]], None, "差得多"),  # noise is all there is
        ([[5, 5], [5, 5]], None, "算不出一致性"),
    ],
)
def test_what_is_said(table: list[list[int]], icc: Fraction | None, said: str) -> None:
    (one,) = agreements(of(table))
    assert one.icc == icc and said in about_raters(one, "zh")
