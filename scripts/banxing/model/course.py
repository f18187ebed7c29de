"""The course: its parts, the modules of each in order, the paths through it; and a module's front matter."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from banxing.model.base import Day, Model, Name, Text
from banxing.model.quiz import ModuleId

Audience = Literal["supervisor", "trainer", "new-hire"]
PATH_ID = r"^[a-z0-9-]+(/[a-z0-9-]+)*$"
QuizId = Annotated[str, Field(pattern=PATH_ID)]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Headings = Annotated[tuple[Text, ...], BeforeValidator(_listed), Field(min_length=1)]
"""A heading of the module, or several."""


class Part(Model):
    id: Name
    title: Text
    summary: Text
    modules: Annotated[tuple[ModuleId, ...], Field(min_length=1)]


class Stage(Model):
    """What a path has a reader do in one go: a day, a half-day."""

    title: Text
    modules: Annotated[tuple[ModuleId, ...], Field(min_length=1)]


class Path(Model):
    """A way through the course for one kind of reader: a test to start from, stages, an exam."""

    id: Name
    title: Text
    summary: Text
    audience: Audience
    diagnostic: QuizId | None = None
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    exam: QuizId | None = None


class Course(Model):
    title: Text
    summary: Text
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    paths: tuple[Path, ...] = ()

    @property
    def module_ids(self) -> tuple[str, ...]:
        return tuple(module for part in self.parts for module in part.modules)


class Module(Model):
    """Front matter of `training/PART/NAME.md`."""

    title: Text
    summary: Text
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    minutes: Annotated[int, Field(ge=1, le=600)]
    objectives: Annotated[dict[Name, Text], Field(min_length=1)]
    sections: dict[Name, Headings] = {}
    """Objective → the headings of this module it is taught under, the one to read first first."""
    requires: tuple[ModuleId, ...] = ()
    reviewed: Day
    sources: Annotated[tuple[Name, ...], Field(min_length=1)]
