"""Plain data → YAML as an author of this project writes it: no folding, quotes only where they are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_OPENING = set("-?:,[]{}#&*!|>'\"%@`~=\u3000\u00a0")
_FLOW = set(",[]{}")
_BLOCK_ONLY = {"rubric", "questions", "sections"}
_ENTRIES_IN_FLOW = {"levels", "deductions"}


def dress_quiz(head: Mapping[str, Any], questions: list[dict[str, Any]]) -> str:
    """A quiz file. `head` may hold `sections`."""
    lines = list(_mapping(head, 0))
    lines.append("questions:")
    for index, question in enumerate(questions):
        if index:
            lines.append("")
        lines += _entry(question, 2)
    return "\n".join(lines) + "\n"


def dress_keys(keys: Mapping[str, Mapping[str, Any]]) -> str:
    """An exam's key file."""
    return "\n".join(["keys:", *_mapping(keys, 2)]) + "\n"


def _entry(data: Mapping[str, Any], indent: int) -> Iterator[str]:
    """A mapping as an entry of a list."""
    first, *rest = _mapping(data, indent + 2)
    yield f"{' ' * indent}- {first.lstrip()}"
    yield from rest


def _mapping(data: Mapping[str, Any], indent: int) -> Iterator[str]:
    space = " " * indent
    for name, value in data.items():
        if isinstance(value, str):
            yield from _text(f"{space}{name}:", value, indent)
        elif isinstance(value, Mapping) and not _short(name, value):
            yield f"{space}{name}:"
            yield from _mapping(value, indent + 2)
        elif isinstance(value, Mapping):
            yield f"{space}{name}: {_flow(value)}"
        elif value:
            yield f"{space}{name}:"
            yield from _list(name, value, indent + 2)


def _list(name: str, values: list[Any], indent: int) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield from _text(f"{' ' * indent}-", value, indent)
        elif isinstance(value, Mapping) and name in _BLOCK_ONLY:
            yield from _entry(value, indent)
        else:
            yield f"{' ' * indent}- {_flow(value)}"


def _short(name: str, value: Mapping[str, Any]) -> bool:
    """Pairs of a matching's answer, a policy with its points."""
    if name == "policy":
        return True
    return name == "answer" and all(isinstance(entry, str) and len(entry) <= 3 for entry in value.values())


def _text(head: str, value: str, indent: int) -> Iterator[str]:
    if "\n" not in value:
        yield f"{head} {scalar(value)}"
        return
    yield f"{head} |-"
    for line in value.split("\n"):
        yield f"{' ' * (indent + 2)}{line}".rstrip()


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(str(value), flow=True)


def scalar(value: str, *, flow: bool = False) -> str:
    """A text on one line, plain where YAML and this project's reader take it for what it is."""
    if not _needs_quotes(value, flow):
        return value
    if '"' not in value and "\\" not in value and "\n" not in value:
        return f'"{value}"'
    if "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _needs_quotes(value: str, flow: bool) -> bool:
    if value in ("", "null") or value != value.strip() or value[0] in _OPENING or value.startswith("..."):
        return True
    if re.search(r":(?:\s|$)|\s#|\n|\t", value):
        return True
    return flow and (any(char in _FLOW for char in value) or ":" in value)
