"""A quiz: its heading, its sections when it is an exam, its questions with points and policy settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from banxing.model.base import Model, OrNull, Percent, Points, Text
from banxing.model.policy import PolicyField
from banxing.model.questions import Question, parts

ModuleId = Annotated[str, Field(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)+$")]
QuestionType = Literal[
    "single_choice",
    "multiple_choice",
    "indefinite_choice",
    "true_false",
    "fill_blank",
    "ordering",
    "matching",
    "essay",
    "case",
]


class Section(Model):
    """A part of an exam: `draw` questions of one type, `points` each."""

    type: QuestionType
    points: Points
    draw: Annotated[int, Field(ge=1)] | None = None
    by: Literal["objective"] | None = None
    policy: PolicyField = None


class PracticeHead(Model):
    mode: Literal["practice"] = "practice"
    title: Text
    module: Annotated[ModuleId | None, OrNull] = None
    pass_mark: Percent = 60
    policy: PolicyField = None


class ExamHead(Model):
    mode: Literal["exam"]
    title: Text
    module: Annotated[ModuleId | None, OrNull] = None
    pass_mark: Percent = 60
    policy: PolicyField = None
    time_limit: Annotated[int, Field(ge=1, le=1440)] | None = None
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]


Head = PracticeHead | ExamHead


@dataclass(frozen=True)
class Quiz:
    """What a candidate sees of one quiz. `questions` is the whole pool, in the author's order."""

    id: str
    head: Head
    questions: tuple[Question, ...]

    @property
    def is_exam(self) -> bool:
        return self.head.mode == "exam"

    @property
    def is_self_assessed(self) -> bool:
        """A practice of essays alone: its reader judges each by the rubric, so there is nothing to reach or to pass."""
        return not self.is_exam and all(sub.type == "essay" for q in self.questions for _, sub in parts(q))

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.head.sections if isinstance(self.head, ExamHead) else ()

    def pool(self, section: Section) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if q.type == section.type)

    @property
    def max_points(self) -> int:
        """Hundredths a candidate can reach: drawn questions count once each."""
        if not self.sections:
            return sum(q.points for q in self.questions)
        return sum(s.points * min(s.draw or len(self.pool(s)), len(self.pool(s))) for s in self.sections)
