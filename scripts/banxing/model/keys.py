"""What only the trainer has: one class a form of answer. `KEY_TYPES` says which type of question takes which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from banxing.diagnostics import Term
from banxing.model.base import Inline, Model, Name, Points, PointsOrZero, Text, reject

MICRO = 1_000_000
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")


def micro(text: str) -> int | None:
    """A decimal number in millionths, exactly; None for what is none, or longer than 9 + 6 digits."""
    if not _NUMBER.fullmatch(text):
        return None
    whole, _, part = text.lstrip("-").partition(".")
    value = int(whole) * MICRO + int(part.ljust(6, "0"))
    return -value if text.startswith("-") else value


@dataclass(frozen=True)
class Texts:
    """A blank answered by any of these."""

    accepted: tuple[str, ...]


@dataclass(frozen=True)
class Number:
    """A blank answered by a number within `tolerance`, both in millionths."""

    number: int
    tolerance: int = 0


Blank = Texts | Number


def _letters(value: Any) -> Any:
    """`AC`, `[A, C]` → `AC`, as written; repeated letters are kept for the rule that reports them."""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        value = "".join(v.strip() for v in value)
    if value is None or value == "":
        reject("empty-value")
    if not isinstance(value, str):
        reject("wrong-shape", expected=Term("letters"))
    value = re.sub(r"[\s,，、]", "", value)
    if any("Ａ" <= c <= "Ｚ" or "ａ" <= c <= "ｚ" for c in value):
        reject("fullwidth-letter", value=value)
    return value


def _one_or_more(value: Any) -> Any:
    if value is None:
        reject("empty-value")
    return value if isinstance(value, (list, tuple)) else [value]


def _blank(value: Any) -> Blank:
    if isinstance(value, (Texts, Number)):
        return value
    if isinstance(value, dict):
        if not {"number"} <= set(value) <= {"number", "tolerance"}:
            reject("blank-shape")
        return Number(_decimal(value, "number"), _decimal(value, "tolerance", least=0))
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(t, str) and t.strip() for t in texts):
        reject("blank-shape")
    return Texts(tuple(t.strip() for t in texts))


def _decimal(value: dict[str, Any], name: str, least: int | None = None) -> int:
    written = str(value.get(name, "0")).strip()
    number = micro(written)
    if number is None or (least is not None and number < least):
        reject("not-a-number", key=name, value=written)
    return number


class Key(Model):
    """Fields of every form. `feedback` is by option letter (or 对/错)."""

    explanation: Inline | None = None
    feedback: dict[str, Inline] = {}


class LettersKey(Key):
    answer: Annotated[str, BeforeValidator(_letters)]


class TrueFalseKey(Key):
    answer: Literal["对", "错"]


class BlanksKey(Key):
    answer: Annotated[
        tuple[Annotated[Blank, BeforeValidator(_blank)], ...], BeforeValidator(_one_or_more), Field(min_length=1)
    ]


class MatchingKey(Key):
    answer: dict[str, Annotated[str, BeforeValidator(_letters)]]


class RubricLevel(Model):
    points: PointsOrZero
    text: Inline


class Criterion(Model):
    id: Name
    name: Text
    points: Points
    levels: tuple[RubricLevel, ...] = ()


class Deduction(Model):
    id: Name
    name: Text
    points: Points


class EssayKey(Key):
    rubric: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    deductions: tuple[Deduction, ...] = ()
    outline: tuple[Inline, ...] = ()


class CaseKey(Key):
    """A case has no answer of its own; its sub-questions have."""


def key_texts(key: Key) -> Iterator[str]:
    """The sentences of a key: what nobody may read before an exam."""
    if key.explanation:
        yield key.explanation
    yield from key.feedback.values()
    if isinstance(key, EssayKey):
        yield from key.outline
        yield from (level.text for criterion in key.rubric for level in criterion.levels)


KEY_FIELDS = ("answer", "explanation", "feedback", "rubric", "deductions", "outline")
KEY_TYPES: dict[str, type[Key]] = {
    "single_choice": LettersKey,
    "multiple_choice": LettersKey,
    "indefinite_choice": LettersKey,
    "true_false": TrueFalseKey,
    "fill_blank": BlanksKey,
    "ordering": LettersKey,
    "matching": MatchingKey,
    "essay": EssayKey,
    "case": CaseKey,
}
