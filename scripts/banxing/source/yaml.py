"""YAML → plain data with a position for every value.

Scalars stay the text that was written (`否`, `on`, `1e3`); the model types them by field. Only an empty value is
None, written as nothing, `null` or `~`. Positions come from the parser's own nodes and are looked up when a fault
needs one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from banxing.diagnostics import START, Diagnostic, Loc, Pos
from banxing.source.files import CONTROL, place
from banxing.source.slips import syntax_fault

MAX_DEPTH = 12
_RECURSION = 200  # levels the composer may recurse into; only the first MAX_DEPTH are read
_DEEP_BLOCK = re.compile(rf"^[ ?-]{{{_RECURSION},}}", re.MULTILINE)


@dataclass(frozen=True)
class YamlDocument:
    """A parsed file: `data` is dict, list, str or None, nested; `at` finds where a value stands."""

    path: str
    text: str
    data: Any
    root: yaml.Node
    has_empty: bool = False
    """Whether any value is None."""

    def at(self, loc: Loc, *, key: bool = False) -> Pos:
        """Where the value at `loc` starts (or, with `key`, the key that holds it).

        A `loc` that leads past what exists gives the deepest place there is.
        """
        node, name = self._walk(loc)
        return _pos((name if key and name is not None else node).start_mark)

    def fault(self, loc: Loc, code: str, *, at_key: bool = False, **fields: Any) -> Diagnostic:
        """An error at the value (or key) that `loc` leads to."""
        return Diagnostic(self.path, self.at(loc, key=at_key), code, fields)

    def in_flow(self, loc: Loc) -> bool:
        """Whether the value at `loc` stands in a mapping written `{…}`."""
        node, _ = self._walk(loc[:-1])
        return isinstance(node, yaml.MappingNode) and bool(node.flow_style)

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
                pair = next(((k, v) for k, v in node.value if _is_key(k, str(step))), None)
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
        root = yaml.compose(text, Loader=_Untyped)
    except yaml.MarkedYAMLError as error:
        return None, [syntax_fault(error, text, path)]
    except yaml.YAMLError:  # ReaderError has no mark; control characters were already refused
        return None, [Diagnostic(path, START, "yaml-syntax", {"problem": "unreadable characters"})]
    if root is None:
        return None, [Diagnostic(path, START, "empty-file")]
    faults: list[Diagnostic] = []
    reader = _Reader(path, text, faults)
    data = reader.value(root, 1)
    if any(f.code in ("yaml-alias", "yaml-too-deep") for f in faults):
        return None, faults
    return YamlDocument(path, text, data, root, reader.has_empty), faults


class _Untyped(yaml.CBaseLoader):
    """Composes nodes without asking what their scalars could mean, which takes longer than parsing them."""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None: ...

    def ascend_resolver(self) -> None: ...

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return ""


class _Reader:
    """Nodes → data, noting what must not stay silent."""

    def __init__(self, path: str, text: str, faults: list[Diagnostic]) -> None:
        self.path, self.text, self.faults = path, text, faults
        self.seen: set[int] = set()
        self.has_empty = False
        # What most files have none of is not looked for at each value.
        self.marked = "&" in text or "!" in text
        self.lines = text.split("\n") if "#" in text else []

    def value(self, node: yaml.Node, depth: int) -> Any:
        if self.marked:
            if id(node) in self.seen:  # the same node again: an alias, reported at its anchor
                return None
            self.seen.add(id(node))
            self._property(node)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if depth > MAX_DEPTH:
            self._fault(node, "yaml-too-deep", limit=MAX_DEPTH)
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, depth + 1) for child in node.value]
        return self._mapping(node, depth)

    def _property(self, node: yaml.Node) -> None:
        # `stem: &B 项…` and `stem: !注意 …` are valid YAML that loses its first word.
        mark = self.text[node.start_mark.index : node.start_mark.index + 1]
        if mark == "!":
            self._fault(node, "yaml-opening-mark", mark=mark)
        elif mark == "&":
            self._fault(node, "yaml-alias")

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value == "":
                self._fault(key, "yaml-key-not-text")
                continue
            if self.marked:
                self._property(key)
            if key.value[0] in "\u3000\u00a0":  # an indentation no editor shows makes it another key
                self._fault(key, "yaml-wide-space")
            name = key.value.strip()
            if name in first:
                self._fault(key, "repeated-key", key=name, line=first[name])
                continue
            first[name] = key.start_mark.line + 1
            data[name] = self.value(child, depth + 1)
        return data

    def _scalar(self, node: yaml.ScalarNode) -> str | None:
        if not node.style:  # plain
            if self.lines:
                self._cut_by_comment(node)
            if node.value in ("", "null", "~"):
                self.has_empty = True
                return None
        elif node.style == '"' and (bad := CONTROL.search(node.value)):  # written as an escape: "\\u202e"
            self._fault(node, "control-character", char=f"U+{ord(bad[0]):04X}")
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


def _too_nested(text: str, path: str) -> Diagnostic | None:
    """Refuse nesting beyond reason before the composer recurses into it, once a level."""
    if not _DEEP_BLOCK.search(text) and not _many_open(text):
        return None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                return Diagnostic(path, _pos(event.start_mark), "yaml-too-deep", {"limit": MAX_DEPTH})
    except yaml.YAMLError:
        pass  # the composer will meet it too, and say where
    return None


def _is_key(node: yaml.Node, name: str) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value.strip() == name


def _many_open(text: str) -> bool:
    """Whether brackets might nest too deep, those inside texts counted too: a cheap look before the exact one."""
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = max(depth + (1 if bracket in "[{" else -1), 0)
        if depth > _RECURSION:
            return True
    return False


def _pos(mark: Any) -> Pos:
    return Pos(mark.line + 1, mark.column + 1)


def _short(text: str, limit: int = 24) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
