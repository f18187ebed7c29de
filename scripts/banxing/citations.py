"""Citations as Chinese legal prose writes them: 《行政处罚法》第四十二条第一款, and chains after one title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from banxing.model.laws import Law, Register
from banxing.numerals import to_int

_NUM = r"[0-9０-９零〇一二三四五六七八九十百千]{1,9}"  # longer is no number of an article, and no number at all
_GAP = "[ \u00a0\u3000]?"  # typographers set a thin gap round digits: 第 42 条
_TITLE = re.compile(r"《([^《》\n]{2,60})》([（(]\d{4}[）)])?" + _GAP)


def _step(unit: str, name: str) -> str:
    """第四十二条, 第 42 条, 第（四十二）条; the number in a group called `name`."""
    return rf"第{_GAP}[（(]?(?P<{name}>{_NUM})[）)]?{_GAP}{unit}{_GAP}"


_ARTICLE = re.compile(
    rf"{_step('条', 'article')}(?:之(?P<more>{_NUM}))?(?:{_step('款', 'paragraph')})?(?:{_step('项', 'item')})?"
)
_PARAGRAPH = re.compile(rf"{_step('款', 'paragraph')}(?:{_step('项', 'item')})?")
_ITEM = re.compile(_step("项", "item"))
_JOINT = re.compile(r"以及|或者|[、，和及与至到或]")
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
    """Each title in 《》, alone or with each article, paragraph and item of the chain that follows it."""
    for found in _TITLE.finditer(text):
        title = found[1] + (found[2] or "")
        last = None
        for step in _chain(text, found.end()):
            last = _continued(title, step, last, found.start())
            yield last
        if last is None:
            yield Citation(title, found.start(), found.start() + len(found[0].rstrip()))


def _chain(text: str, offset: int) -> Iterator[re.Match[str]]:
    """第六十八条、第六十九条; 第四十二条第一款、第二款; 第九条第一项和第三项."""
    patterns: tuple[re.Pattern[str], ...] = (_ARTICLE,)
    while found := next((m for pattern in patterns if (m := pattern.match(text, offset))), None):
        yield found
        joint = _JOINT.match(text, found.end())
        if not joint:
            return
        offset = joint.end()
        patterns = (_ARTICLE, _PARAGRAPH, _ITEM)


def _continued(title: str, step: re.Match[str], last: Citation | None, start: int) -> Citation:
    """The citation of a step; what it leaves out is that of the step before it."""
    said = {name: to_int(number) if number else None for name, number in step.groupdict().items()}
    article = last.article if last else None
    paragraph = said.get("paragraph")
    if "article" in said:
        article = f"{said['article']}-{said['more']}" if said["more"] else str(said["article"])
    elif "paragraph" not in said:
        paragraph = last.paragraph if last else None
    begin = step.start() if last else start
    end = step.start() + len(step[0].rstrip())
    return Citation(title, begin, end, article, paragraph, said["item"])


class Laws:
    """The register, ready for look-ups."""

    def __init__(self, register: Register) -> None:
        self.by_id = {law.id: law for law in register.laws}
        self._by_title = {title: law for law in reversed(register.laws) for title in law.titles}  # the first counts

    def named(self, title: str) -> Law | None:
        return self._by_title.get(title) or self._by_title.get(title.replace("(", "（").replace(")", "）"))

    def resolve(self, citation: Citation) -> Resolved | None:
        law = self.named(citation.title)
        return Resolved(citation, law) if law else None

    def problem(self, citation: Citation, as_of: date, *, comparing: bool = False) -> Problem | None:
        """What is wrong with a citation on a day. `comparing` allows a law no longer in force."""
        law = self.named(citation.title)
        if law is None:
            return self._unknown(citation)
        if not law.in_force_on(as_of) and not comparing:
            return self._not_in_force(law, as_of)
        return _beyond_end(citation, law) if citation.article else None

    def _unknown(self, citation: Citation) -> Problem | None:
        title = citation.title
        if not citation.article and not _LAW_LIKE.search(title):
            return None
        alias = next((law.name for law in self.by_id.values() if title in law.aliases), None)
        meant = alias or next(iter(get_close_matches(title, self._by_title, 1, 0.8)), None)
        if meant:
            return Problem("unknown-law-meant", {"title": title, "meant": meant})
        return Problem("unknown-law", {"title": title})

    def _not_in_force(self, law: Law, as_of: date) -> Problem:
        fields: dict[str, str | int] = {"title": law.name, "as_of": str(as_of)}
        if law.in_force and as_of < law.in_force:
            return Problem("law-not-yet-in-force", {**fields, "day": str(law.in_force)})
        successor = next((other.name for other in self.by_id.values() if other.replaces == law.id), None)
        fields["day"] = str(law.until)
        return (
            Problem("law-replaced", {**fields, "successor": successor})
            if successor
            else Problem("law-not-in-force", fields)
        )


def _beyond_end(citation: Citation, law: Law) -> Problem | None:
    number = int(str(citation.article).split("-")[0])
    where: dict[str, str | int] = {"title": law.name, "article": citation.article or ""}
    if law.last_article and not 1 <= number <= law.last_article:
        return Problem("article-beyond-end", {**where, "last": law.last_article})
    article = law.articles.get(citation.article or "")
    if article is None:
        return Problem("article-without-digest", where)
    paragraph, item = citation.paragraph, citation.item
    if not article.paragraphs:  # the register does not say how many there are
        return None
    if paragraph is not None and not 1 <= paragraph <= article.paragraphs:
        return Problem("paragraph-beyond-end", {**where, "value": paragraph, "last": article.paragraphs})
    if item is None:
        return None
    if paragraph is None and article.paragraphs == 1:
        paragraph = 1
    last = article.items.get(paragraph, 0) if paragraph else max(article.items.values(), default=0)
    if not last:
        return Problem("no-items", {**where, "value": item})
    return None if 1 <= item <= last else Problem("item-beyond-end", {**where, "value": item, "last": last})
