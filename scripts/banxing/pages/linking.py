"""Citations and glossary words in rendered Markdown become links, with the digest or definition on hover."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath, relpath

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from banxing.citations import Laws, Resolved, find_citations
from banxing.model.laws import Glossary, Term

Href = Callable[[str], str]
"""A page of the site (`laws/xzcf-2021.md#a42`) → the link to it from the page being rendered."""

_NUMBER = re.compile(r"《([^》〔]*〔\d{4}〕\d+号)》")
_SKIP = {"a", "code", "pre", "script", "style", "svg", "h1", "h2", "h3", "h4", "h5", "h6", "button", "summary"}


@dataclass(frozen=True)
class Mention:
    """A stretch of text that links somewhere."""

    start: int
    end: int
    target: str
    css: str
    title: str


class Linker:
    """Finds what to link in a text. A glossary word is linked once a page, where it stands first."""

    def __init__(self, laws: Laws, glossary: Glossary | None) -> None:
        self._laws = laws
        self._terms = {word: term for term in (glossary.terms if glossary else ()) for word in _words(term)}
        longest_first = sorted(map(re.escape, self._terms), key=len, reverse=True)
        self._words = re.compile("|".join(longest_first)) if longest_first else None

    def mentions(self, text: str, seen: set[str] | None) -> list[Mention]:
        """What a text mentions, in order. `seen` holds the terms the page has linked; None links no terms."""
        found = list(self._cited(text)) if "《" in text else []
        if seen is not None and self._words:
            taken = [(m.start, m.end) for m in found]
            titles = [(m.start(), m.end()) for m in re.finditer(r"《[^》]*》", text)]
            found += self._defined(text, seen, taken + titles)
        return sorted(found, key=lambda m: m.start)

    def _cited(self, text: str) -> Iterator[Mention]:
        for citation in find_citations(text):
            resolved = self._laws.resolve(citation)
            if resolved:
                yield Mention(citation.start, citation.end, law_target(resolved), "bx-cite", shown(_digest(resolved)))

    def _defined(self, text: str, seen: set[str], taken: list[tuple[int, int]]) -> Iterator[Mention]:
        assert self._words
        for found in self._words.finditer(text):
            term = self._terms[found[0]]
            if term.id in seen or any(start < found.end() and found.start() < end for start, end in taken):
                continue
            seen.add(term.id)
            yield Mention(found.start(), found.end(), f"glossary.md#{term.id}", "bx-term", shown(term.definition))


def shown(citation: str) -> str:
    """A citation as readers see it: a document's number takes no title marks, which authors write to have it linked."""
    return _NUMBER.sub(r"\1", citation)


def law_target(resolved: Resolved) -> str:
    """The page and anchor of a citation's card."""
    article = resolved.citation.article
    anchor = f"#a{article}" if article and article in resolved.law.articles else ""
    return f"laws/{resolved.law.id}.md{anchor}"


def _digest(resolved: Resolved) -> str:
    article = resolved.law.articles.get(resolved.citation.article or "")
    return article.digest if article else resolved.law.title


def _words(term: Term) -> tuple[str, ...]:
    return (term.term, *(alias for alias in term.aliases if len(alias) > 2))


@dataclass
class Page:
    """What linking needs to know of the page being rendered.

    `terms` None: no glossary words (inside questions). `path` is where the page's file lies in the repository, and
    `src` where the site has it; without `path` its links are the site's already.
    """

    href: Href
    terms: set[str] | None = field(default_factory=set)
    src: str = ""
    path: str = ""


def site_link(link: str, page: Page) -> str:
    """A link as it works in the repository → as it works among the site's sources, where docs/ is the root."""
    target, mark, anchor = link.partition("#")
    if not target or ":" in target or target.startswith("/"):
        return link
    path = normpath(join(dirname(page.path), target))
    if path.startswith("docs/"):
        path = path.removeprefix("docs/")
    elif path.startswith("quizzes/"):
        path = re.sub(r"\.yml$", ".md", path)
    elif not path.startswith("training/"):
        return link
    return relpath(path, dirname(page.src) or ".") + mark + anchor


class LinkingExtension(Extension):
    """Python-Markdown extension; set `page` before each conversion."""

    def __init__(self, linker: Linker) -> None:
        super().__init__()
        self.linker = linker
        self.page: Page | None = None

    def extendMarkdown(self, md: Markdown) -> None:
        # After inline patterns (20) and before MkDocs resolves links (0): what authors wrote. After it: what is final.
        md.treeprocessors.register(_RootsTreeprocessor(md, self), "banxing-roots", 13)
        md.treeprocessors.register(_LinkingTreeprocessor(md, self), "banxing-linking", -5)


class _LinkingTreeprocessor(Treeprocessor):
    """Turns mentions into links."""

    def __init__(self, md: Markdown, extension: LinkingExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: etree.Element) -> None:
        if self.extension.page:
            self._visit(root, self.extension.page)

    def _visit(self, element: etree.Element, page: Page) -> None:
        if element.tag in _SKIP:
            return
        children = list(element)
        if element.text and not isinstance(element.text, AtomicString):
            element.text, links = self._split(element.text, page)
            for index, link in enumerate(links):
                element.insert(index, link)
        for child in children:
            self._visit(child, page)
            if child.tail and not child.tail.isspace():
                child.tail, links = self._split(child.tail, page)
                at = list(element).index(child) + 1
                for index, link in enumerate(links):
                    element.insert(at + index, link)

    def _split(self, text: str, page: Page) -> tuple[str, list[etree.Element]]:
        """The text before the first mention, and an element a mention with what follows it as tail."""
        mentions = self.extension.linker.mentions(text, page.terms)
        links = []
        for index, mention in enumerate(mentions):
            link = etree.Element("a", {"class": mention.css, "href": page.href(mention.target), "title": mention.title})
            link.text = AtomicString(shown(text[mention.start : mention.end]))
            following = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
            link.tail = text[mention.end : following]
            links.append(link)
        return (text[: mentions[0].start] if mentions else text), links


class _RootsTreeprocessor(Treeprocessor):
    """Maps the links authors wrote; the ones linking adds come later and are the site's own."""

    def __init__(self, md: Markdown, extension: LinkingExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: etree.Element) -> None:
        page = self.extension.page
        if page is None or not page.path:
            return
        for element in root.iter():
            for attribute in ("href", "src"):
                link = element.get(attribute)
                if link and element.tag in ("a", "img"):
                    element.set(attribute, site_link(link, page))
