"""Laws: the register itself, the glossary, and every citation in every text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from banxing.catalogue import REGISTER, Catalogue
from banxing.citations import Citation, Laws, find_citations
from banxing.diagnostics import Diagnostic, Loc, Pos
from banxing.model.laws import Register
from banxing.source.markdown import MarkdownDocument
from banxing.source.yaml import YamlDocument

_COMPARED = "旧"  # a heading, admonition title or sentence that says so lets an old version stand: 新旧对照, 旧法


def check_register(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Ids and titles are unique, and a replaced version is in the register."""
    if catalogue.register is None:
        return
    document = catalogue.register.document
    titles: dict[str, int] = {}
    ids = [law.id for law in catalogue.register.value.laws]
    for index, law in enumerate(catalogue.register.value.laws):
        loc = ("laws", index)
        if law.id in ids[:index]:
            yield document.fault((*loc, "id"), "repeated-law", value=law.id)
        for title in dict.fromkeys(law.titles):
            if (other := titles.setdefault(title, index)) != index:
                at = (*loc, "short", law.short.index(title)) if title in law.short else (*loc, "title")
                yield document.fault(at, "repeated-title", value=title, other=ids[other])
        if law.replaces and law.replaces not in ids:
            yield document.fault((*loc, "replaces"), "unknown-law-id", value=law.replaces)
    for file in catalogue.modules.values():
        assert file.document.front
        for index, source in enumerate(file.module.sources):
            if source not in ids:
                yield file.document.front.fault(("sources", index), "unknown-law-id", value=source)


def check_glossary(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A word stands in the glossary once."""
    if catalogue.glossary is None:
        return
    seen: dict[str, tuple[int, str]] = {}
    for index, term in enumerate(catalogue.glossary.value.terms):
        words: list[tuple[Loc, str]] = [(("id",), term.id), (("term",), term.term)]
        words += [(("aliases", i), alias) for i, alias in enumerate(term.aliases)]
        for at, word in words:
            first, other = seen.setdefault(word, (index, term.term))
            if first != index:
                loc = ("terms", index, *at)
                yield catalogue.glossary.document.fault(loc, "repeated-term", value=word, other=other)


def check_citations(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Each citation leads to a law in force and to an article, paragraph and item that exist."""
    if catalogue.register is None:
        return
    laws = catalogue.laws
    for cited in _cited(catalogue):
        if found := laws.problem(cited.citation, catalogue.as_of, comparing=_COMPARED in cited.context):
            yield Diagnostic(cited.path, cited.pos(), found.code, found.fields)


def check_since(catalogue: Catalogue, before: Register, since: str) -> Iterator[Diagnostic]:
    """What leans on law that the register tells otherwise than it did in `before`; `since` names that state.

    A title that has come to mean another version is named first: its articles may have other numbers.
    """
    laws, then = catalogue.laws, Laws(before)
    for cited in _cited(catalogue):
        title, number = cited.citation.title, cited.citation.article
        law = laws.named(title)
        if law is None:  # as check_citations says
            continue
        was = then.named(title) or then.by_id.get(law.id)
        if was is None:  # new to the register
            continue
        fields = {"title": title, "since": since}
        if law.id != was.id:
            found = Diagnostic(cited.path, cited.pos(), "law-revised-since", fields | {"was": was.id, "now": law.id})
        elif changed := [name for name in _OF_A_LAW if getattr(law, name) != getattr(was, name)]:
            found = Diagnostic(cited.path, cited.pos(), "law-changed-since", fields | {"keys": tuple(changed)})
        elif number and number in was.articles and law.articles.get(number) != was.articles[number]:
            found = Diagnostic(cited.path, cited.pos(), "article-changed-since", fields | {"article": number})
        else:
            continue
        yield replace(found, level="warning")


_OF_A_LAW = ("number", "in_force", "until", "status")
"""What, when it changes, may change whether a law can be cited as it was."""


@dataclass(frozen=True)
class _Cited:
    """A citation of a text; `context` is what may say that an old version is meant, `pos` where it stands."""

    path: str
    citation: Citation
    context: str
    pos: Callable[[], Pos]


def _cited(catalogue: Catalogue) -> Iterator[_Cited]:
    """Every citation in every text but the register's digests, which are what citations lead to."""
    for document in catalogue.documents:
        yield from _in_markdown(document)
        if document.front:
            yield from _in_yaml(document.front)
    for file in catalogue.quizzes.values():
        yield from _in_yaml(file.document)
        if file.key_document:
            yield from _in_yaml(file.key_document)
    for single in catalogue.single:
        if single.path != REGISTER:
            yield from _in_yaml(single)


def _in_markdown(document: MarkdownDocument) -> Iterator[_Cited]:
    for line in document.lines:
        for citation in find_citations(line.text) if "《" in line.text else ():
            pos = Pos(line.number, citation.start + 1)
            yield _Cited(document.path, citation, line.context, partial(Pos, *pos))


def _in_yaml(document: YamlDocument) -> Iterator[_Cited]:
    for loc, text in _texts(document.data):
        for citation in find_citations(text):
            yield _Cited(document.path, citation, text, partial(_place, document, loc, text, citation))


def _place(document: YamlDocument, loc: Loc, text: str, citation: Citation) -> Pos:
    words = text[citation.start : citation.end]
    return document.find(loc, words, text.count(words, 0, citation.start))


def _texts(data: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every text that could cite, with where it stands."""
    if isinstance(data, str):
        if "《" in data:
            yield loc, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*loc, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*loc, index))
