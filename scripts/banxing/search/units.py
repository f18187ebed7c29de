"""What can be found: entries (a page, a term of the glossary) and their units (a section, an article of a law).

All of it comes from source. Of quizzes only titles: no question, key or feedback is searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from banxing.catalogue import Catalogue, ModuleFile
from banxing.model.course import Part
from banxing.model.forms import Form
from banxing.model.laws import Law, Term
from banxing.numerals import chinese, to_int
from banxing.source.markdown import MarkdownDocument
from banxing.source.prose import SLUGIFY, Section, Slugify, sections

Kind = Literal["module", "form", "law", "term", "quiz", "page", "reference"]
KINDS: tuple[Kind, ...] = ("module", "form", "law", "term", "quiz", "page", "reference")
MAX_UNIT = 900
"""Characters after which a section goes on in a next unit, at a paragraph's end."""

_ARTICLE = re.compile(r"第([〇零一二两三四五六七八九十百千0-9]{1,9})条(?:之([一二三四五六七八九十]))?(?=[\s\u3000])")
STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of an entry that a result can point to. `article` is `55` or `58-1` where it is one of a law."""

    text: str
    path: tuple[str, ...] = ()
    anchor: str = ""
    article: str = ""
    head: bool = False
    """Whether its heading counts as its own words: the first unit of a section."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a result stands for. `src` is its page among the site's sources, `names` what it is called."""

    src: str
    title: str
    kind: Kind
    units: tuple[Unit, ...]
    names: tuple[str, ...] = ()
    part: str = ""


def entries(catalogue: Catalogue, slug: Slugify = SLUGIFY) -> Iterator[Entry]:
    """Everything of a course that can be found, in a settled order."""
    course = catalogue.course.value if catalogue.course else None
    for part in course.parts if course else ():
        for module in part.modules:
            if file := catalogue.modules.get(module):
                yield _module(file, part, slug)
    for name, form in catalogue.forms.items():
        yield _form(name, form.value)
    for law in catalogue.laws.by_id.values():
        yield _law(law)
    for term in catalogue.glossary.value.terms if catalogue.glossary else ():
        yield _term(term)
    for quiz in catalogue.quizzes.values():
        about = catalogue.modules.get(quiz.quiz.head.module or "")
        unit = Unit(about.module.title if about and about.module.title != quiz.quiz.head.title else "")
        yield Entry(f"quizzes/{quiz.quiz.id}.md", quiz.quiz.head.title, "quiz", (unit,), (quiz.quiz.head.title,))
    for path in course.paths if course else ():
        units = (Unit(path.summary), *(Unit(stage.title) for stage in path.stages))
        yield Entry(f"paths/{path.id}.md", path.title, "page", units, (path.title,))
    for path_, document in catalogue.pages.items():
        yield document_entry(path_.removeprefix("docs/"), document, slug)


def document_entry(src: str, document: MarkdownDocument, slug: Slugify = SLUGIFY) -> Entry:
    """A page written by hand: its title is the one of its front matter, its first heading, or its file's name."""
    parts = sections(document.body, slug)
    front = document.front.data if document.front else None
    title = str(front["title"]) if isinstance(front, dict) and front.get("title") else ""
    title = title or next((s.heading for s in parts if s.level == 1), "") or src.rpartition("/")[2].removesuffix(".md")
    kind: Kind = "reference" if src.startswith("reference/") else "page"
    return Entry(src, title, kind, tuple(_units(parts)), names_of(title))


def names_of(*titles: str) -> tuple[str, ...]:
    """Titles, without what every law of the state begins with; each once."""
    return tuple(dict.fromkeys(t.removeprefix(STATE) or t for t in titles))


def _module(file: ModuleFile, part: Part, slug: Slugify) -> Entry:
    module = file.module
    about = Unit(" ".join((module.summary, *module.objectives.values())))
    units = (about, *_units(sections(file.document.body, slug)))
    return Entry(f"training/{file.id}.md", module.title, "module", units, (module.title,), part.title)


def _form(name: str, form: Form) -> Entry:
    words = [form.summary, form.basis]
    for block in form.blocks:
        words += [block.title or "", block.text or "", *block.fields, *block.boxes]
        words += block.table.columns if block.table else ()
    text = " ".join(word.strip("* \n").replace("____", " ") for word in words if word)
    units = tuple(Unit(piece) for piece in _pieces([text]))
    return Entry(f"forms/{name}.md", form.title, "form", units, (form.title,))


def _law(law: Law) -> Entry:
    about = " ".join(word for word in (law.title, law.number, law.region, law.note) if word)
    articles = tuple(
        Unit(article.digest, (article_name(number),), f"a{number}", number) for number, article in law.articles.items()
    )
    names = names_of(law.name, *law.titles, *law.aliases)
    return Entry(f"laws/{law.id}.md", law.name, "law", (Unit(about), *articles), names)


def article_name(number: str) -> str:
    """`58-1` → 第五十八条之一."""
    main, _, more = number.partition("-")
    return f"第{chinese(int(main))}条" + (f"之{chinese(int(more))}" if more else "")


def _term(term: Term) -> Entry:
    text = " ".join((term.definition, term.english or "", *term.aliases))
    names = names_of(term.term, *term.aliases)
    return Entry("glossary.md", term.term, "term", (Unit(text.strip(), (), term.id),), names)


def _units(parts: Iterable[Section]) -> Iterator[Unit]:
    """Sections cut at articles of a law, and at paragraphs where they are long."""
    above: list[Section] = []
    for section in parts:
        titled = section.level > 1  # the first heading is the page's title
        above = [s for s in above if s.level < section.level] + ([section] if titled else [])
        path = tuple(s.heading for s in above)
        anchor = section.anchor if titled else ""
        head = titled
        for article, paragraphs in _articles(section.paragraphs):
            for piece in _pieces(paragraphs) or ([""] if head else []):
                yield Unit(piece, path, anchor, article, head)
                head = False


def _articles(paragraphs: list[str]) -> list[tuple[str, list[str]]]:
    """Paragraphs by the article they belong to; those before the first by none."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    for paragraph in paragraphs:
        if paragraph.startswith("第") and (found := _ARTICLE.match(paragraph)):
            number = str(to_int(found[1]))
            groups.append((f"{number}-{to_int(found[2])}" if found[2] else number, []))
        groups[-1][1].append(paragraph)
    return groups


def _pieces(paragraphs: list[str]) -> list[str]:
    """Paragraphs joined until they are long enough."""
    pieces: list[str] = []
    length = MAX_UNIT
    for paragraph in paragraphs:
        if length + len(paragraph) > MAX_UNIT:
            pieces.append(paragraph)
            length = len(paragraph)
        else:
            pieces[-1] += f" {paragraph}"
            length += len(paragraph)
    return pieces
