"""Numbers as people read them: every digit, no exponent, no zeros at the end."""

from __future__ import annotations

import pytest

import papers
from banxing.catalogue import load
from banxing.messages import text
from banxing.model.keys import MICRO, Number
from banxing.model.questions import FillBlank
from banxing.numerals import millionths, points
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.pages.quiz import QuizPages
from banxing.pages.templating import environment
from banxing.responses.records import Refused
from banxing.responses.tables import read_mark
from banxing.scores import numbers
from banxing.sheets import wording
from banxing.sheets.paper import Item


@pytest.mark.parametrize(
    ("hundredths", "shown"),
    [
        (0, "0"), (1, "0.01"), (10, "0.1"), (250, "2.5"), (1000, "10"), (123, "1.23"), (-5, "-0.05"), (-250, "-2.5"),
        (1_000_001, "10000.01"), (99_999_950, "999999.5"), (123_456_700, "1234567"),
    ],
)  # fmt: skip
def test_points(hundredths: int, shown: str) -> None:
    assert points(hundredths) == shown
    assert str(numbers.points(hundredths)) == shown
    assert environment("zh").from_string("{{ points(n) }}").render(n=hundredths) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (30 * MICRO, "30"), (1, "0.000001"), (-1, "-0.000001"), (1_234_567 * MICRO, "1234567"), (0, "0"),
        (999_999_999_999_999, "999999999.999999"), (12_345_678_900_000, "12345678.9"),
    ],
)  # fmt: skip
def test_numbers_of_keys(value: int, shown: str) -> None:
    assert millionths(value) == shown


def test_the_key_on_paper_has_every_digit() -> None:
    file = papers.practice()
    question = next(q for q in file.quiz.questions if q.id == "numbers")
    blank = Number(1_234_567 * MICRO, 1_234_567 * MICRO + MICRO // 2)
    key = file.plain_keys["numbers"].model_copy(update={"answer": (blank,)})
    assert isinstance(question, FillBlank)
    item = Item("1", "numbers", question, key, {})
    assert wording.answer_words(item, "zh") == "1234567±1234567.5"
    pages = QuizPages(Inline(Linker(load(papers.COURSE).laws, None)), "zh", {})
    assets = {"css": "a.css", "js": "a.js"}
    shown = pages.inline_questions("here", [question], {}, {"numbers": key}, lambda path: path, assets)
    assert "1234567</" in shown and "e+" not in shown


def test_a_refused_mark_names_all_the_points() -> None:
    essay = next(q for q in papers.exam().quiz.questions if q.type == "essay")
    many = essay.model_copy(update={"points": 1_000_001})
    with pytest.raises(Refused) as refused:
        read_mark(many, "e-essay", "-1")
    assert "10000.01" in text("rejected.mark-out-of-range", "zh", **refused.value.fields)
