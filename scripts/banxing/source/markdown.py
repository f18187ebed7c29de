"""A module's Markdown file → front matter, prose and quiz fences, with positions.

Only what the checks need is read here; Python-Markdown renders the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from banxing.diagnostics import START, Diagnostic, Pos
from banxing.source.yaml import YamlDocument, parse_yaml

_FENCE = re.compile(r"^([\s>]*)(`{3,}|~{3,})\s*([\w-]*)")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_INLINE_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.*?-->")
_LINK = re.compile(r"\]\(<?([^)\s>]+)")


@dataclass(frozen=True)
class Line:
    """A line of prose; code and comments are blanked out, so columns stay true."""

    number: int
    text: str
    context: str  # the heading above and the whole block the line belongs to


@dataclass(frozen=True)
class Marked:
    """A word of the file that means something: a question id in a fence, the target of a link."""

    text: str
    pos: Pos


@dataclass(frozen=True)
class QuizFence:
    """A ```quiz block: its lines, both marks among them, what stands before its marks, and the ids it holds."""

    first: int
    last: int
    indent: str
    ids: tuple[Marked, ...]


@dataclass(frozen=True)
class MarkdownDocument:
    path: str
    front: YamlDocument | None
    body: str
    lines: tuple[Line, ...]
    fences: tuple[QuizFence, ...]
    links: tuple[Marked, ...]


def parse_markdown(text: str, path: str, *, front_matter: bool = True) -> tuple[MarkdownDocument, list[Diagnostic]]:
    """Read a Markdown file. `front_matter` says that one is required."""
    front_text, body, first = _split(text)
    front: YamlDocument | None = None
    faults: list[Diagnostic] = []
    if front_text is not None and front_text.strip():
        front, faults = parse_yaml(front_text, path)
    elif front_matter:
        faults = [Diagnostic(path, START, "no-front-matter")]
    prose, fences, unclosed = _scan(body, first)
    faults += [Diagnostic(path, pos, "fence-not-closed") for pos in unclosed]
    lines = tuple(_with_context(prose))
    links = tuple(Marked(m[1], Pos(line.number, m.start(1) + 1)) for line in lines for m in _LINK.finditer(line.text))
    return MarkdownDocument(path, front, body, lines, tuple(fences), links), faults


def _split(text: str) -> tuple[str | None, str, int]:
    """Front matter (kept on its own line numbers), body, and the body's first line number."""
    found = re.match(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if not found:
        return None, text, 1
    return "\n" + found[1], text[found.end() :], text.count("\n", 0, found.end()) + 1


def quiz_fences(body: str) -> list[QuizFence]:
    """The quiz fences of a text without front matter, for whoever renders it."""
    return _scan(body, 1)[1]


def _scan(body: str, first: int) -> tuple[list[tuple[int, str]], list[QuizFence], list[Pos]]:
    """Prose lines outside fences, the quiz fences, and where a fence begins that never ends."""
    prose: list[tuple[int, str]] = []
    fences: list[QuizFence] = []
    ids: list[Marked] = []
    open_: re.Match[str] | None = None
    opened_at = START
    for number, line in enumerate(body.split("\n"), first):
        if open_:
            mark = open_[2]
            if re.match(rf"^[\s>]*{mark[0]}{{{len(mark)},}}\s*$", line):
                if open_[3] == "quiz":
                    fences.append(QuizFence(opened_at.line, number, open_[1], tuple(ids)))
                open_ = None
            elif word := line.strip(" \t>"):
                ids.append(Marked(word, Pos(number, line.index(word) + 1)))
            prose.append((number, ""))
            continue
        if ("```" in line or "~~~" in line) and (open_ := _FENCE.match(line)):
            opened_at, ids = Pos(number, open_.start(2) + 1), []
            prose.append((number, ""))
            continue
        for pattern, sign in ((_INLINE_CODE, "`"), (_COMMENT, "<!--")):
            if sign in line:
                line = pattern.sub(lambda m: " " * len(m[0]), line)
        prose.append((number, line))
    return prose, fences, [opened_at] if open_ else []


def _with_context(prose: list[tuple[int, str]]) -> Iterator[Line]:
    heading, block = "", ""
    fresh = True
    for index, (number, line) in enumerate(prose):
        if line.startswith("#") and (found := _HEADING.match(line)):
            heading, fresh = found[1], True
        if not line.strip():
            fresh = True
        elif fresh:
            block, fresh = _block(prose, index), False
        yield Line(number, line, f"{heading}\n{block}")


def _block(prose: list[tuple[int, str]], start: int) -> str:
    """The text up to the next blank line; an admonition's indented blocks belong to its title."""
    end = next((at for at in range(start, len(prose)) if not prose[at][1].strip()), len(prose))
    lines = [line for _, line in prose[start:end]]
    if lines and lines[0].startswith("    "):
        title = next((text for _, text in reversed(prose[:start]) if text.startswith(("!!!", "???"))), "")
        lines.insert(0, title)
    return "\n".join(lines)
