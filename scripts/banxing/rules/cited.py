"""Laws: the register itself, the glossary, and every citation in every text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from banxing.catalogue import REGISTER, Catalogue
from banxing.citations import find_citations
from banxing.diagnostics import Diagnostic, Loc, Pos
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
    checker = _Checker(catalogue)
    for document in catalogue.documents:
        yield from checker.markdown(document)
        if document.front:
            yield from checker.yaml(document.front)
    for file in catalogue.quizzes.values():
        yield from checker.yaml(file.document)
        if file.key_document:
            yield from checker.yaml(file.key_document)
    for single in catalogue.single:
        if single.path != REGISTER:  # digests are what citations lead to
            yield from checker.yaml(single)


class _Checker:
    def __init__(self, catalogue: Catalogue) -> None:
        self.laws, self.as_of = catalogue.laws, catalogue.as_of

    def markdown(self, document: MarkdownDocument) -> Iterator[Diagnostic]:
        for line in document.lines:
            if "《" not in line.text:
                continue
            for citation in find_citations(line.text):
                if found := self.laws.problem(citation, self.as_of, comparing=_COMPARED in line.context):
                    pos = Pos(line.number, citation.start + 1)
                    yield Diagnostic(document.path, pos, found.code, found.fields)

    def yaml(self, document: YamlDocument) -> Iterator[Diagnostic]:
        for loc, text in _texts(document.data):
            for citation in find_citations(text):
                if found := self.laws.problem(citation, self.as_of, comparing=_COMPARED in text):
                    words = text[citation.start : citation.end]
                    pos = document.find(loc, words, text.count(words, 0, citation.start))
                    yield Diagnostic(document.path, pos, found.code, found.fields)


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
