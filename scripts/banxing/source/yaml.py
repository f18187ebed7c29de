"""YAML → plain data with a position for every value.

Scalars stay the text that was written (`否`, `on`, `1e3`); the model types them by field. Only an empty value is
None. Positions come from the parser's own nodes and are looked up when a fault needs one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from banxing.diagnostics import START, Diagnostic, Loc, Pos
from banxing.source.files import place

MAX_DEPTH = 12
_RECURSION = 200  # open brackets or columns of indentation; the parser recurses once per level


@dataclass(frozen=True)
class YamlDocument:
    """A parsed file: `data` is dict, list, str or None, nested; `at` finds where a value stands."""

    path: str
    text: str
    data: Any
    root: yaml.Node

    def at(self, loc: Loc, *, key: bool = False) -> Pos:
        """Where the value at `loc` starts (or, with `key`, the key that holds it).

        A `loc` that leads past what exists gives the deepest place there is.
        """
        node, name = self._walk(loc)
        return _pos((name if key and name is not None else node).start_mark)

    def fault(self, loc: Loc, code: str, *, at_key: bool = False, **fields: Any) -> Diagnostic:
        """An error at the value (or key) that `loc` leads to."""
        return Diagnostic(self.path, self.at(loc, key=at_key), code, fields)

    def find(self, loc: Loc, words: str, nth: int = 0) -> Pos:
        """Where the `nth` occurrence of `words` stands inside the value at `loc`; else where the value starts."""
        node, _ = self._walk(loc)
        offset, end = node.start_mark.index, node.end_mark.index
        for _ in range(nth + 1):
            found = self.text.find(words, offset, end)
            if found < 0:
                return _pos(node.start_mark)
            offset = found + len(words)
        return place(self.text, found)

    def _walk(self, loc: Loc) -> tuple[yaml.Node, yaml.Node | None]:
        node, name = self.root, None
        for step in loc:
            if isinstance(node, yaml.MappingNode):
                pair = next(((k, v) for k, v in node.value if k.value == str(step)), None)
                if pair is None:
                    break
                name, node = pair
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                name, node = None, node.value[step]
            else:
                break
        return node, name


def parse_yaml(text: str, path: str) -> tuple[YamlDocument | None, list[Diagnostic]]:
    """Read one YAML document. With a syntax error there is no document and one diagnostic says where and what to do."""
    if fault := _too_nested(text, path):
        return None, [fault]
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_fault(error, text, path)]
    except yaml.YAMLError:  # ReaderError has no mark; control characters were already refused
        return None, [Diagnostic(path, START, "yaml-syntax", {"problem": "unreadable characters"})]
    if root is None:
        return None, [Diagnostic(path, START, "empty-file")]
    faults: list[Diagnostic] = []
    data = _Reader(path, text, faults).value(root, 1)
    if any(f.code in ("yaml-alias", "yaml-too-deep") for f in faults):
        return None, faults
    return YamlDocument(path, text, data, root), faults


class _Reader:
    """Nodes → data, noting what must not stay silent."""

    def __init__(self, path: str, text: str, faults: list[Diagnostic]) -> None:
        self.path, self.faults = path, faults
        self.lines = text.split("\n")
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, depth: int) -> Any:
        if id(node) in self.seen:  # the same node again: an alias
            self._fault(node, "yaml-alias")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if depth > MAX_DEPTH:
            self._fault(node, "yaml-too-deep", limit=MAX_DEPTH)
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, depth + 1) for child in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault(key, "yaml-key-not-text")
                continue
            if key.value in first:
                self._fault(key, "repeated-key", key=key.value, line=first[key.value])
                continue
            first[key.value] = key.start_mark.line + 1
            data[key.value] = self.value(child, depth + 1)
        return data

    def _scalar(self, node: yaml.ScalarNode) -> str | None:
        if node.style is None:  # plain
            self._cut_by_comment(node)
            if node.value == "":
                return None
        return str(node.value)

    def _cut_by_comment(self, node: yaml.ScalarNode) -> None:
        # `stem: 依据 #42 条` loses everything after the blank; after `points: 2` a comment is what it looks like.
        # Any text with a Chinese character or a blank in it counts as a sentence, and a cut sentence is a fault.
        line = self.lines[node.end_mark.line] if node.end_mark.line < len(self.lines) else ""
        rest = line[node.end_mark.column :]
        if rest.lstrip().startswith("#") and re.search(r"[^\x00-\x7f]|\S\s+\S", node.value):
            col = len(line) - len(rest.lstrip()) + 1
            fields = {"lost": _short(rest.strip())}
            self.faults.append(Diagnostic(self.path, Pos(node.end_mark.line + 1, col), "comment-cuts-text", fields))

    def _fault(self, node: yaml.Node, code: str, **fields: Any) -> None:
        self.faults.append(Diagnostic(self.path, _pos(node.start_mark), code, fields))


# --- syntax errors: libyaml says what confused it, an author needs what to change -----------------------------------

_FULLWIDTH_COLON = re.compile(r"^\s*(?:-\s+)*[\w-]+\s*(：)")
_FULLWIDTH_DASH = re.compile(r"^\s*([－—–])\s*\S")
_WIDE_INDENT = re.compile(r"^ *(\u3000|\u00a0)")
_SECOND_COLON = re.compile(r"^\s*(?:-\s+)*[^\s:'\"#]+:\s+[^'\"|>#{\[\s].*?(:)(?:\s|$)")
_OPENING_MARK = re.compile(r"^\s*(?:-\s+)*(?:[^\s:'\"#]+:\s+)?([*&!%@`\[\]{}|>])")


def _syntax_fault(error: yaml.MarkedYAMLError, text: str, path: str) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    problem = str(error.problem or "")
    pos = _pos(mark) if mark else START
    lines = text.split("\n")
    if problem.startswith("found duplicate anchor") or "undefined alias" in problem:
        return Diagnostic(path, pos, "yaml-alias")
    if "another document" in problem or problem.startswith("but found another"):
        return Diagnostic(path, pos, "yaml-two-documents")
    if "while scanning a quoted scalar" in str(error.context):
        start = _pos(error.context_mark) if error.context_mark else pos
        return Diagnostic(path, start, "yaml-bad-escape" if "escape" in problem else "yaml-open-quote")
    for number in _suspects(pos.line, lines):
        if found := _known_slip(lines[number - 1], path, number):
            return found
    if "while parsing a flow" in str(error.context):
        start = _pos(error.context_mark) if error.context_mark else pos
        return Diagnostic(path, start, "yaml-open-bracket")
    if "did not find expected" in problem and "block" in str(error.context):
        return Diagnostic(path, pos, "yaml-indent")
    return Diagnostic(path, pos, "yaml-syntax", {"problem": problem})


def _suspects(line: int, lines: list[str]) -> Iterator[int]:
    """The line the parser stopped at, then the ones before it: it often notices a slip a line late."""
    for number in range(min(line, len(lines)), max(line - 3, 0), -1):
        if lines[number - 1].strip():
            yield number


def _known_slip(line: str, path: str, number: int) -> Diagnostic | None:
    """The slips Chinese authors make most, each with its own remedy."""
    if "\t" in line[: len(line) - len(line.lstrip())] or re.match(r"^ *(?:- *)?\t", line):
        return Diagnostic(path, Pos(number, line.index("\t") + 1), "yaml-tab")
    slips = [
        (_WIDE_INDENT, "yaml-wide-space"),
        (_FULLWIDTH_DASH, "yaml-fullwidth-dash"),
        (_FULLWIDTH_COLON, "yaml-fullwidth-colon"),
        (_SECOND_COLON, "yaml-colon-in-text"),
        (_OPENING_MARK, "yaml-opening-mark"),
    ]
    for pattern, code in slips:
        if found := pattern.match(line):
            return Diagnostic(path, Pos(number, found.start(1) + 1), code, {"mark": found[1]})
    return None


def _too_nested(text: str, path: str) -> Diagnostic | None:
    """Refuse nesting beyond reason before the parser recurses into it."""
    if found := re.search(rf"^[ ?-]{{{_RECURSION},}}", text, re.MULTILINE):
        return Diagnostic(path, place(text, found.start()), "yaml-too-deep", {"limit": MAX_DEPTH})
    depth = 0
    for found in re.finditer(r"[\[\]{}]", text):
        depth += 1 if found[0] in "[{" else -1
        depth = max(depth, 0)
        if depth > _RECURSION:
            return Diagnostic(path, place(text, found.start()), "yaml-too-deep", {"limit": MAX_DEPTH})
    return None


def _pos(mark: Any) -> Pos:
    return Pos(mark.line + 1, mark.column + 1)


def _short(text: str, limit: int = 24) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
