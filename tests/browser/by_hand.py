"""Answers to questions, and what each earns: worked out here from the rules as the guides state them, without
banxing.marking, so that a fault there or in the player cannot hide itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

Given = str | list[str]
ESSAY = "一、先核对执法证件。\n二、再看告知和笔录。"


@dataclass(frozen=True)
class Answer:
    """`given` in authored letters, texts by blank; `marks` in hundredths, None where only people can tell."""

    kind: str
    given: Given
    marks: int | None


def share(points: int, right: int, whole: int) -> int:
    """Hundredths, rounded half up."""
    return (2 * points * right + whole) // (2 * whole)


# What is paid for `right` of `whole` with nothing wrong beside it: points, right, whole, the policy's own points.
PARTLY: dict[tuple[str, str], Callable[[int, int, int, int], int]] = {
    ("choice", "all_or_nothing"): lambda points, right, whole, each: 0,
    ("choice", "per_option"): lambda points, right, whole, each: each * right,
    ("choice", "flat"): lambda points, right, whole, each: each,
    ("choice", "proportional"): lambda points, right, whole, each: share(points, right, whole),
    ("choice", "net_correct"): lambda points, right, whole, each: share(points, right, whole),
    ("ordering", "all_or_nothing"): lambda points, right, whole, each: 0,
    ("ordering", "pairs"): lambda points, right, whole, each: share(points, right, whole),
}


def partly(table: str, question: Any, right: int, whole: int) -> int:
    """By the question's policy; without one it is all or nothing."""
    kind, each = (question.policy.kind, question.policy.value) if question.policy else ("all_or_nothing", 0)
    return PARTLY[table, kind](question.points, right, whole, each)


def one_of(question: Any, key: Any) -> dict[str, tuple[Given, int]]:
    letters = ["对", "错"] if question.type == "true_false" else list(question.options)
    other = next(letter for letter in letters if letter != key.answer)
    return {"right": (key.answer, question.points), "wrong": (other, 0)}


def several(question: Any, key: Any) -> dict[str, tuple[Given, int]]:
    """Partial leaves the last right option out. Wrong is a right one with a wrong one: nothing under any policy."""
    right = "".join(sorted(key.answer))
    found: dict[str, tuple[Given, int]] = {"right": (right, question.points)}
    if len(right) > 1:
        found["partial"] = (right[:-1], partly("choice", question, len(right) - 1, len(right)))
    others = [letter for letter in question.options if letter not in right]
    if others:
        found["wrong"] = ("".join(sorted(right[0] + others[0])), 0)
    return found


def blanks(question: Any, key: Any) -> dict[str, tuple[Given, int]]:
    """Partial fills the first blank and writes nonsense into the others; the points are shared by blank."""
    fits = [blank.accepted[0] if hasattr(blank, "accepted") else f"{blank.number / 1e6:g}" for blank in key.answer]
    nonsense = ["记不清"] * len(fits)
    found: dict[str, tuple[Given, int]] = {"right": (fits, question.points), "wrong": (nonsense, 0)}
    if len(fits) > 1:
        found["partial"] = (fits[:1] + nonsense[1:], share(question.points, 1, len(fits)))
    return found


def order(question: Any, key: Any) -> dict[str, tuple[Given, int]]:
    """Partial puts the first step last: all neighbours but one pair stay. Backwards no pair stays."""
    right, pairs = key.answer, len(key.answer) - 1
    return {
        "right": (right, question.points),
        "partial": (right[1:] + right[0], partly("ordering", question, pairs - 1, pairs)),
        "wrong": (right[::-1], 0),
    }


def pairs(question: Any, key: Any) -> dict[str, tuple[Given, int]]:
    """Partial matches the first stem and leaves the others open; the points are shared by pair."""
    right = [key.answer[stem] for stem in question.stems]
    wrong = [next(letter for letter in question.options if letter != fit) for fit in right]
    return {
        "right": ("".join(right), question.points),
        "partial": (right[0] + "-" * (len(right) - 1), share(question.points, 1, len(right))),
        "wrong": ("".join(wrong), 0),
    }


def essay(question: Any, key: Any) -> dict[str, tuple[Given, None]]:
    return {"written": (ESSAY, None)}


# What can be answered to each type, and in which order the questions of a type take it.
TYPES: dict[str, tuple[Callable[[Any, Any], dict[str, Any]], tuple[str, ...]]] = {
    "single_choice": (one_of, ("right", "wrong", "right", "blank")),
    "true_false": (one_of, ("wrong", "right", "right", "blank")),
    "multiple_choice": (several, ("partial", "right", "wrong", "blank")),
    "indefinite_choice": (several, ("right", "partial", "wrong", "blank")),
    "fill_blank": (blanks, ("partial", "right", "wrong", "blank")),
    "ordering": (order, ("partial", "right", "wrong", "blank")),
    "matching": (pairs, ("partial", "right", "wrong", "blank")),
    "essay": (essay, ("written",)),
}


def plan(questions: Iterable[tuple[str, Any]], key_of: Callable[[str], Any]) -> dict[str, Answer]:
    """Part id → the answer to give. A kind that a question does not allow goes to the next of its type."""
    chosen: dict[str, Answer] = {}
    asked: Counter[str] = Counter()
    for part, question in questions:
        ways, kinds = TYPES[question.type]
        possible = {**ways(question, key_of(part)), "blank": ("", 0)}
        turns = islice(cycle(kinds), asked[question.type], None)
        kind = next(kind for kind in turns if kind in possible)
        asked[question.type] += 1
        given, marks = possible[kind]
        chosen[part] = Answer(kind, given, marks)
    return chosen
