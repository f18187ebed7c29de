"""One table of cases holds `marking.mark` and the player's copy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import player_js
from banxing.marking import mark, pay, share
from banxing.model.keys import KEY_TYPES
from banxing.model.policy import Policy
from banxing.model.questions import QUESTION_TYPES
from banxing.numerals import to_int
from banxing.pages.quiz import question_data

TABLES = sorted((Path(__file__).parent / "data" / "marking").glob("*.json"))
GROUPS: list[dict[str, Any]] = [group for path in TABLES for group in json.loads(path.read_text(encoding="utf-8"))]


def models(group: dict[str, Any]) -> tuple[Any, Any]:
    kind = group["question"]["type"]
    return QUESTION_TYPES[kind].model_validate(group["question"]), KEY_TYPES[kind].model_validate(group["key"])


def cases() -> Iterator[Any]:
    for group in GROUPS:
        for answer, marks in group["cases"]:
            yield pytest.param(group, answer, marks, id=f"{group['name']}: {answer!r}"[:80])


@pytest.mark.parametrize(("group", "answer", "marks"), list(cases()))
def test_marks(group: dict[str, Any], answer: str | None, marks: int | None) -> None:
    assert mark(*models(group), answer) == marks


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["name"])
def test_player_gets_the_question_of_the_table(group: dict[str, Any]) -> None:
    question, key = models(group)
    data = question_data(question, "q", None, key)
    assert {name: value for name, value in data.items() if name != "print"} == group["player"]


def test_player_marks_the_same() -> None:
    assert player_js.failures(["numerals.js", "answers.js", "marking.js"], "marking", GROUPS) == []


def test_every_type_and_policy_is_in_the_table() -> None:
    assert {group["question"]["type"] for group in GROUPS} == set(QUESTION_TYPES) - {"case"}
    policies = {group["player"]["policy"]["kind"] for group in GROUPS if "policy" in group["player"]}
    assert policies == {"all_or_nothing", "per_option", "flat", "proportional", "net_correct", "pairs"}


def test_share_rounds_half_up_once() -> None:
    assert [share(1, 1, 2), share(3, 1, 2), share(200, 2, 3), share(200, 1, 3)] == [1, 2, 133, 67]


def test_more_wrong_than_right_is_never_below_zero() -> None:
    assert pay(Policy("net_correct"), 200, c=1, wrong=3, k=2) == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("四十二", 42),
        ("十", 10),
        ("二〇二六", 2026),
        ("3千", 3000),
        ("一百零五万", 1_050_000),
        ("两", 2),
        ("万", None),
        ("四十二条", None),
        ("", 0),
    ],
)
def test_numerals(text: str, number: int | None) -> None:
    assert to_int(text) == number
