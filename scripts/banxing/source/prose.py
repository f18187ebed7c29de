"""Markdown as people read it: sections with the anchors their headings get, and words without marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from markdown.extensions.toc import unique
from pymdownx.slugs import slugify

Slugify = Callable[[str, str], str]
SLUGIFY: Slugify = slugify(case="lower")
"""What mkdocs.yml sets for `toc`; another engine's can be handed in."""

_FENCE = re.compile(r"^[\s>]*(`{3,}|~{3,})\s*([\w-]*)")
_HEADING = re.compile(r"^(#{1,6})[ \t]*(.+?)[ \t]*#*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*([^{}]*)\}[ \t]*$")
_ID = re.compile(r"(?:^|\s)#([^\s}]+)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])(?:\{[^{}]*\})?")
_BOX = re.compile(r"^(?:!!!|\?\?\?\+?|===)\s*[\w-]*\s*\"?([^\"]*)\"?\s*$")
_BULLET = re.compile(r"^\s*(?:>\s*)*(?:[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)?")
_TABLE_RULE = re.compile(r"^[\s|:-]*$")
_EMPHASIS = re.compile(r"(\*{1,3}|~~|==|(?<![\w])_{1,2}|`+)(?=\S)(.+?)(?<=\S)\1")
_PLAIN = re.compile(
    r"[\u3001-\u303f\u4e00-\u9fff\uff08][^!-/:-@\[-`{-~]*\Z"
)  # nothing but words: no mark is outside ASCII
_SPACE = re.compile(r"[ \t]+")


@dataclass
class Section:
    """What stands under one heading, or before the first (`level` 0). A paragraph is a text on one line."""

    level: int
    heading: str
    anchor: str
    paragraphs: list[str] = field(default_factory=list)


def sections(body: str, slug: Slugify = SLUGIFY) -> list[Section]:
    """The sections of a Markdown text without front matter, in order. Quiz fences are left out."""
    if "<!--" in body:
        body = _COMMENT.sub("", body)
    used = {found[1] for line in body.split("\n") if "{" in line for found in _ID.finditer(_attributes(line))}
    made = [Section(0, "", "")]
    paragraph: list[str] = []
    for line, is_code in _lines(body):
        heading = _HEADING.match(line) if line[:1] == "#" and not is_code else None
        if heading or not line.strip():
            _close(made[-1], paragraph)
        if heading:
            made.append(_section(heading, slug, used))
        elif text := line.strip() if is_code else words(line):
            paragraph.append(text)
    _close(made[-1], paragraph)
    return made


def anchors(body: str, slug: Slugify = SLUGIFY) -> dict[str, str]:
    """Heading, as people read it → its anchor. Of headings that read the same it is the first one's."""
    found: dict[str, str] = {}
    for section in sections(body, slug):
        if section.level:
            found.setdefault(section.heading, section.anchor)
    return found


def words(line: str) -> str:
    """A line without Markdown's marks."""
    if _PLAIN.match(line):
        return line.strip()
    if found := _BOX.match(line):
        return found[1]
    line = _BULLET.sub("", line, count=1)
    if "|" in line:
        line = "" if _TABLE_RULE.match(line) else _SPACE.sub(" ", line.replace("|", " "))
    if "[" in line:
        line = _LINK.sub(r"\1", line)
    if "{" in line:
        line = _ATTRIBUTES.sub("", line)
    if "<" in line:
        line = _TAG.sub("", line)
    if "*" in line or "`" in line or "_" in line or "=" in line or "~" in line:
        line = _EMPHASIS.sub(r"\2", line)
    return line.strip()


def _lines(body: str) -> Iterator[tuple[str, bool]]:
    """Every line to read, and whether it is code."""
    mark, kind = "", ""
    for line in body.split("\n"):
        found = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if mark:
            if found and found[1].startswith(mark) and not found[2]:
                mark = ""
            elif kind != "quiz":
                yield line, True
        elif found:
            mark, kind = found[1], found[2]
        else:
            yield line, False


def _section(heading: re.Match[str], slug: Slugify, used: set[str]) -> Section:
    given = _ID.search(_attributes(heading[2]))
    text = words(heading[2])
    return Section(len(heading[1]), text, given[1] if given else unique(slug(text, "-"), used))


def _attributes(line: str) -> str:
    found = _ATTRIBUTES.search(line)
    return found[1] if found else ""


def _close(section: Section, paragraph: list[str]) -> None:
    if paragraph:
        section.paragraphs.append(" ".join(paragraph))
        paragraph.clear()
