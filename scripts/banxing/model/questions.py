"""What a candidate sees: one class a question type. Nothing here tells which answer is right."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from banxing.model.base import Inline, Model, Name, Points, reject
from banxing.model.policy import ALL_OR_NOTHING, Policy, PolicyField

BLANK = re.compile(r"_{2,}")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Level = Literal["recall", "apply", "analyse"]
Difficulty = Literal["easy", "medium", "hard"]


def _lettered(value: Any) -> Any:
    if isinstance(value, dict) and value and list(value) != list(LETTERS[: len(value)]):
        reject("option-letters", value=_listed(value), expected=f"A–{LETTERS[min(len(value), 26) - 1]}")
    return value


def _numbered(value: Any) -> Any:
    if isinstance(value, dict) and value and list(value) != [str(n) for n in range(1, len(value) + 1)]:
        reject("stem-numbers", value=_listed(value))
    return value


def _listed(names: dict[str, Any]) -> str:
    text = "、".join(names)
    return text if len(text) <= 30 else text[:29] + "…"


def _with_blank(value: str) -> str:
    if not BLANK.search(value):
        reject("no-blank")
    return value


Options = Annotated[dict[str, Inline], BeforeValidator(_lettered), Field(min_length=2, max_length=26)]


class Question(Model):
    """Fields of every type. `points` are hundredths; in an exam they come from the section, as `policy` does."""

    kind: ClassVar[str]
    choice: ClassVar[bool] = False  # has options to choose from
    partial: ClassVar[tuple[str, ...]] = ()  # policies the type understands
    id: Name
    type: str
    stem: Inline
    points: Points = 100
    objective: Name | None = None
    level: Level | None = None
    difficulty: Difficulty | None = None
    shuffle: bool = True
    policy: PolicyField = None

    def fingerprint(self) -> str:
        """16 hex digits over type, stem, options with letters, and points: what the answer depends on."""
        return hashlib.sha256(json.dumps(self._seen(), ensure_ascii=False).encode()).hexdigest()[:16]

    def _seen(self) -> list[Any]:
        return [self.type, self.stem, self.points]

    @property
    def paid_by(self) -> Policy:
        return self.policy or ALL_OR_NOTHING


class Optioned(Question):
    options: Options

    def _seen(self) -> list[Any]:
        return [*super()._seen(), self.options]


class SingleChoice(Optioned):
    kind = "single_choice"
    choice = True
    type: Literal["single_choice"]


class MultipleChoice(Optioned):
    kind = "multiple_choice"
    choice = True
    partial = ("all_or_nothing", "per_option", "flat", "proportional", "net_correct")
    type: Literal["multiple_choice"]


class IndefiniteChoice(Optioned):
    kind = "indefinite_choice"
    choice = True
    partial = MultipleChoice.partial
    type: Literal["indefinite_choice"]


class TrueFalse(Question):
    kind = "true_false"
    type: Literal["true_false"]


class FillBlank(Question):
    kind = "fill_blank"
    type: Literal["fill_blank"]
    stem: Annotated[Inline, AfterValidator(_with_blank)]

    @property
    def blanks(self) -> int:
        return len(BLANK.findall(self.stem))


class Ordering(Optioned):
    kind = "ordering"
    partial = ("all_or_nothing", "pairs")
    type: Literal["ordering"]


class Matching(Optioned):
    kind = "matching"
    type: Literal["matching"]
    stems: Annotated[dict[str, Inline], BeforeValidator(_numbered), Field(min_length=2, max_length=26)]

    def _seen(self) -> list[Any]:
        return [*super()._seen(), self.stems]


class Essay(Question):
    kind = "essay"
    type: Literal["essay"]


SimpleQuestion = SingleChoice | MultipleChoice | IndefiniteChoice | TrueFalse | FillBlank | Ordering | Matching | Essay


class Case(Question):
    """A shared stem with questions of their own; its points are their sum, whatever the data says."""

    kind = "case"
    type: Literal["case"]
    questions: Annotated[tuple[SimpleQuestion, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="before")
    @classmethod
    def _sum(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("questions"), (list, tuple)):
            parts = [q.points for q in data["questions"] if isinstance(q, Question)]
            return {**data, "points": sum(parts) or 100}
        return data

    def _seen(self) -> list[Any]:
        return [*super()._seen(), [q.fingerprint() for q in self.questions]]


QUESTION_TYPES: dict[str, type[Question]] = {
    cls.kind: cls
    for cls in (
        SingleChoice,
        MultipleChoice,
        IndefiniteChoice,
        TrueFalse,
        FillBlank,
        Ordering,
        Matching,
        Essay,
        Case,
    )
}


def parts(question: Question) -> tuple[tuple[str, Question], ...]:
    """What is answered and marked: the question itself, or a case's sub-questions as `case/sub`."""
    if isinstance(question, Case):
        return tuple((f"{question.id}/{sub.id}", sub) for sub in question.questions)
    return ((question.id, question),)
