"""Shared vectors hold `shuffle` and the player's copy; a drawn paper must stay what it was."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import player_js
from banxing.catalogue import load
from banxing.model.quiz import Quiz
from banxing.shuffle import Random, draw, option_order, shuffled

DATA = Path(__file__).parent / "data"
VECTORS: dict[str, Any] = json.loads((DATA / "shuffle.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    return load(DATA / "player", with_keys=False).quizzes["exam"].quiz


def test_the_seed_is_hashed_by_fnv1a() -> None:
    # '', 'a' and 'foobar' are among the published vectors of FNV-1a.
    assert {text: f"{Random(text)._state:08x}" for text in VECTORS["hashes"]} == VECTORS["hashes"]


@pytest.mark.parametrize("vector", VECTORS["below"], ids=lambda v: v["seed"])
def test_below(vector: dict[str, Any]) -> None:
    random = Random(vector["seed"])
    assert [random.below(vector["n"]) for _ in vector["numbers"]] == vector["numbers"]


@pytest.mark.parametrize("vector", VECTORS["shuffled"], ids=lambda v: v["seed"])
def test_shuffled(vector: dict[str, Any]) -> None:
    assert shuffled(vector["items"], vector["seed"]) == vector["order"]


def test_the_vectors_are_of_this_exam(quiz: Quiz) -> None:
    pool = [{"id": q.id, "type": q.type, "objective": q.objective, "shuffle": q.shuffle} for q in quiz.questions]
    assert VECTORS["exam"]["pool"] == pool
    sections = [{"type": s.type, "draw": s.draw, "by": s.by, "points": s.points} for s in quiz.sections]
    assert VECTORS["exam"]["sections"] == sections


@pytest.mark.parametrize("vector", VECTORS["draws"], ids=lambda v: v["seed"])
def test_draw(vector: dict[str, Any], quiz: Quiz) -> None:
    assert [question.id for question in draw(quiz, vector["seed"])] == vector["ids"]


@pytest.mark.parametrize("vector", VECTORS["options"], ids=lambda v: f"{v['id']} {v['seed'][:8]}")
def test_option_order(vector: dict[str, Any], quiz: Quiz) -> None:
    question = next(q for q in quiz.questions if q.id == vector["id"])
    assert "".join(option_order(question, vector["seed"])) == vector["order"]


def test_player_draws_the_same() -> None:
    assert player_js.failures(["shuffle.js"], "shuffle", VECTORS) == []


def test_a_draw_by_objective_is_even(quiz: Quiz) -> None:
    objectives = {question.id: question.objective for question in quiz.questions}
    for seed in map(str, range(50)):
        drawn = Counter(objectives[q.id] for q in draw(quiz, seed) if q.type == "single_choice")
        assert sorted(drawn.values()) == [1, 2]


def test_no_question_and_no_letter_is_favoured(quiz: Quiz) -> None:
    papers = [draw(quiz, f"考生{n}") for n in range(2000)]
    seen = Counter(q.id for paper in papers for q in paper if q.type == "true_false")
    assert all(1250 < count < 1417 for count in seen.values())  # 2 of 3 drawn: 1333 ± 4 standard deviations
    first = next(q for q in quiz.questions if q.id == "e-multi-1")
    tops = Counter(option_order(first, str(n))[0] for n in range(2000))
    assert all(422 < count < 578 for count in tops.values())  # 500 ± 4 standard deviations


def test_options_that_must_stay_stay(quiz: Quiz) -> None:
    fixed = next(q for q in quiz.questions if q.id == "404")
    assert {"".join(option_order(fixed, str(n))) for n in range(20)} == {"ABCD"}
