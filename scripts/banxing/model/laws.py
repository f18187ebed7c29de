"""The register of laws and the glossary."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from banxing.model.base import Day, Model, Name, Text, reject

Kind = Literal[
    "law",
    "administrative-regulation",
    "local-regulation",
    "government-rule",
    "department-rule",
    "judicial-interpretation",
    "policy",
]


def _number(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[1-9]\d{0,3}(-[1-9]\d?)?", value):
        reject("article-number")
    return value


def _https(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s<>\"']+", value):
        reject("bad-link")
    return value


ArticleNumber = Annotated[str, BeforeValidator(_number)]
"""`42`, or `58-1` for 第五十八条之一."""
Count = Annotated[int, Field(ge=1, le=200)]


class Article(Model):
    """What the course leans on: a digest in our own words, and the counts that bound citations."""

    digest: Text
    paragraphs: Count | None = None
    items: dict[Count, Count] = {}


class Law(Model):
    id: Name
    title: Text
    short: tuple[Text, ...] = ()
    aliases: tuple[Text, ...] = ()
    kind: Kind
    region: Text | None = None
    number: Text | None = None
    adopted: Day | None = None
    in_force: Day | None = None
    until: Day | None = None
    url: Annotated[str, BeforeValidator(_https)] | None = None
    replaces: Name | None = None
    status: Literal["unverified"] | None = None
    note: Text | None = None
    last_article: Annotated[int, Field(ge=1)] | None = None
    articles: dict[ArticleNumber, Article] = {}

    @property
    def name(self) -> str:
        """The title authors and readers use."""
        return self.short[0] if self.short else self.title

    @property
    def titles(self) -> tuple[str, ...]:
        """What may stand in 《》. A superseded version that has a name of its own leaves the title to its successor."""
        return self.short if self.until and self.short else (self.title, *self.short)

    def in_force_on(self, day: date) -> bool:
        return not (self.in_force and day < self.in_force) and not (self.until and day > self.until)


class Register(Model):
    laws: tuple[Law, ...]


class Term(Model):
    id: Name
    term: Text
    definition: Text
    english: Text | None = None
    aliases: tuple[Text, ...] = ()


class Glossary(Model):
    terms: tuple[Term, ...]
