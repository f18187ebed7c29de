"""Citations as Chinese legal prose writes them: 《行政处罚法》第四十二条第一款, and chains after one title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from banxing.model.laws import Law, Register
from banxing.numerals import to_int

_NUM = r"[0-9０-９零〇一二三四五六七八九十百千]+"
_TITLE = re.compile(r"《([^《》\n]{2,60})》(（\d{4}）)?")
_ARTICLE = re.compile(rf"第({_NUM})条(?:之({_NUM}))?(?:第({_NUM})款)?(?:第({_NUM})项)?")
_JOINT = re.compile(r"[、，和及与至或]|以及|或者")
_LAW_LIKE = re.compile(r"(?:法|条例|规定|办法|细则|规则|准则|解释|决定|意见|纲要)(?:（[^（）]*）)*$")


@dataclass(frozen=True)
class Citation:
    """A reference found in a text. `start`–`end` are offsets; `article` is `42` or `58-1`, None for a title alone."""

    title: str
    start: int
    end: int
    article: str | None = None
    paragraph: int | None = None
    item: int | None = None


@dataclass(frozen=True)
class Resolved:
    """A citation whose law the register knows."""

    citation: Citation
    law: Law


@dataclass(frozen=True)
class Problem:
    """Why a citation does not hold: a diagnostic code with its fields."""

    code: str
    fields: dict[str, str | int]


def find_citations(text: str) -> Iterator[Citation]:
    """Each title in 《》, alone or with each article of the chain that follows it."""
    for found in _TITLE.finditer(text):
        title = found[1] + (found[2] or "")
        chain = list(_chain(text, found.end()))
        if not chain:
            yield Citation(title, found.start(), found.end())
        for index, article in enumerate(chain):
            start = found.start() if index == 0 else article.start()
            number, more, paragraph, item = (to_int(group) if group else None for group in article.groups())
            yield Citation(title, start, article.end(), f"{number}-{more}" if more else str(number), paragraph, item)


def _chain(text: str, offset: int) -> Iterator[re.Match[str]]:
    while found := _ARTICLE.match(text, offset):
        yield found
        joint = _JOINT.match(text, found.end())
        if not joint:
            return
        offset = joint.end()


class Laws:
    """The register, ready for look-ups."""

    def __init__(self, register: Register) -> None:
        self.by_id = {law.id: law for law in register.laws}
        self._by_title = {title: law for law in register.laws for title in law.titles}

    def named(self, title: str) -> Law | None:
        return self._by_title.get(title) or self._by_title.get(title.replace("(", "（").replace(")", "）"))

    def resolve(self, citation: Citation) -> Resolved | None:
        law = self.named(citation.title)
        return Resolved(citation, law) if law else None

    def problem(self, citation: Citation, as_of: date, *, comparing: bool = False) -> Problem | None:
        """What is wrong with a citation on a day. `comparing` allows a law no longer in force."""
        law = self.named(citation.title)
        if law is None:
            if citation.article or _LAW_LIKE.search(citation.title):
                return Problem("unknown-law", {"title": citation.title})
            return None
        if not law.in_force_on(as_of) and not comparing:
            successor = next((other.name for other in self.by_id.values() if other.replaces == law.id), "")
            since = law.until if law.until and as_of > law.until else law.in_force
            return Problem("law-not-in-force", {"title": law.name, "day": str(since), "successor": successor})
        return _beyond_end(citation, law) if citation.article else None


def _beyond_end(citation: Citation, law: Law) -> Problem | None:
    number = int(str(citation.article).split("-")[0])
    where: dict[str, str | int] = {"title": law.name, "article": citation.article or ""}
    if law.last_article and not 1 <= number <= law.last_article:
        return Problem("article-beyond-end", {**where, "last": law.last_article})
    article = law.articles.get(citation.article or "")
    if article is None:
        return Problem("article-without-digest", where)
    if citation.paragraph and article.paragraphs and citation.paragraph > article.paragraphs:
        return Problem("paragraph-beyond-end", {**where, "value": citation.paragraph, "last": article.paragraphs})
    if citation.item and article.paragraphs:
        paragraph = citation.paragraph or (1 if article.paragraphs == 1 else None)
        last = article.items.get(paragraph, 0) if paragraph else max(article.items.values(), default=0)
        if citation.item > last:
            return Problem("item-beyond-end", {**where, "value": citation.item, "last": last})
    return None
