"""Syntax errors of YAML: libyaml says what confused it, an author needs to know what to change, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from banxing.diagnostics import START, Diagnostic, Pos

_LIST = r"^\s*(?:-\s+)*"
_KEY = r"[A-Za-z0-9_-]+"
_FULLWIDTH_COLON = re.compile(rf"{_LIST}{_KEY}\s*(：)")
_FULLWIDTH_DASH = re.compile(r"^\s*([－—–])\s*\S")
_WIDE_INDENT = re.compile(r"^[ -]*(\u3000|\u00a0)")
_SECOND_COLON = re.compile(_LIST + r"[^\s:'\"#{\[]+:\s+[^'\"|>#{\[\s].*?(:)(?:\s|$)")
_OPENING_MARK = re.compile(_LIST + r"(?:[^\s:'\"#]+:\s+)?([*&!%@`\[\]{}|>]|-(?=\s))")
_COLON_STUCK = re.compile(rf"{_LIST}[A-Za-z0-9_-]+(:)[^\s:/]")
_DASH_STUCK = re.compile(r"^\s*(-)[^\s-]")
_NO_KEY = re.compile(r"^\s*(:)(?:\s|$)")
_SLIPS = (
    (_NO_KEY, "yaml-key-not-text"),
    (_WIDE_INDENT, "yaml-wide-space"),
    (_FULLWIDTH_DASH, "yaml-fullwidth-dash"),
    (_FULLWIDTH_COLON, "yaml-fullwidth-colon"),
    (_COLON_STUCK, "yaml-colon-without-space"),
    (_DASH_STUCK, "yaml-dash-without-space"),
    (_SECOND_COLON, "yaml-colon-in-text"),
    (_OPENING_MARK, "yaml-opening-mark"),
)
_VALID_ALONE = {"yaml-colon-in-text", "yaml-opening-mark"}  # slips only where the line by itself is no YAML


def syntax_fault(error: yaml.MarkedYAMLError, text: str, path: str) -> Diagnostic:
    """The one finding that a file which is no YAML gets: where to look and what to change."""
    mark = error.problem_mark or error.context_mark
    problem, context = str(error.problem or ""), str(error.context or "")
    pos = _pos(mark) if mark else START
    start = _pos(error.context_mark) if error.context_mark else pos
    if problem.startswith("found duplicate anchor") or "undefined alias" in problem:
        return Diagnostic(path, pos, "yaml-alias")
    if "another document" in problem or "<document start>" in problem:
        return Diagnostic(path, pos, "yaml-two-documents")
    if "escape" in problem or "hexdecimal" in problem:  # libyaml's spelling
        return Diagnostic(path, pos, "yaml-bad-escape")
    if "quoted scalar" in context:
        return Diagnostic(path, start, "yaml-open-quote")
    lines = [*text.split("\n"), ""]  # the parser may stop behind the last line
    if found := _slip_nearby(lines, pos, context, path):
        return found
    if "while parsing a flow" in context:
        return Diagnostic(path, start, "yaml-open-bracket")
    if "could not find expected ':'" in problem:
        return Diagnostic(path, start, "yaml-line-without-key", {"text": _short(lines[start.line - 1].strip())})
    if ("did not find expected" in problem and "block" in context) or "mapping values are not allowed" in problem:
        return Diagnostic(path, pos, "yaml-indent")
    return Diagnostic(path, pos, "yaml-syntax", {"problem": problem})


def _slip_nearby(lines: list[str], pos: Pos, context: str, path: str) -> Diagnostic | None:
    """A slip that is known by how its line looks, at the place the parser stopped or shortly before."""
    if after_quote := _after_quote(lines, pos):
        return Diagnostic(path, after_quote, "yaml-text-after-quote")
    if lines[pos.line - 1][pos.col - 1 : pos.col] == "\t":
        return Diagnostic(path, pos, "yaml-tab")
    in_flow = "while parsing a flow" in context
    for number in _suspects(pos.line, lines):
        found = _known_slip(lines[number - 1], path, number)
        if found and not (in_flow and found.code in _VALID_ALONE):
            return found
    return None


def slip_in_text(text: str) -> tuple[str, str] | None:
    """Where a mapping or list was wanted and a text came: the slip that made it one, and the words it stands in."""
    if found := re.search(rf"(?:^|\s){_KEY}\s?：", text):
        return "yaml-fullwidth-colon", found[0].strip()
    if found := re.search(rf"(?:^|\s){_KEY}:(?=[^\s/])", text):
        return "yaml-colon-without-space", found[0].strip()
    if found := re.match(r"-(?=[^\s-])", text):
        return "yaml-dash-without-space", found[0]
    if found := re.match(r"[－—–]", text):
        return "yaml-fullwidth-dash", found[0]
    return None


def _after_quote(lines: list[str], pos: Pos) -> Pos | None:
    """`stem: "一" 和 "二"`: the parser stops at the words behind a closed quotation."""
    line = lines[pos.line - 1]
    before = line[: pos.col - 1].rstrip()
    quoted = re.search(r"(?:^|[\s\[{,])([\"']).*\1$", before)
    return pos if quoted and line[pos.col - 1 : pos.col] not in ("", "]", "}", ",", ":") else None


def _suspects(line: int, lines: list[str]) -> Iterator[int]:
    """The line the parser stopped at, then the ones before it: it often notices a slip a line late."""
    for number in range(min(line, len(lines)), max(line - 3, 0), -1):
        if lines[number - 1].strip():
            yield number


def _known_slip(line: str, path: str, number: int) -> Diagnostic | None:
    """The slips Chinese authors make most, each with its own remedy."""
    if re.match(r"^[ -]*\t", line):
        return Diagnostic(path, Pos(number, line.index("\t") + 1), "yaml-tab")
    for pattern, code in _SLIPS:
        found = pattern.match(line)
        if found and not (code in _VALID_ALONE and _is_yaml(line)):
            return Diagnostic(path, Pos(number, found.start(1) + 1), code, {"mark": found[1]})
    return None


def _is_yaml(line: str) -> bool:
    """Whether a line could stand by itself: a quotation or bracket that goes on in the next line cannot be told."""
    try:
        yaml.compose(line.strip(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return False
    return True


def _pos(mark: Any) -> Pos:
    return Pos(mark.line + 1, mark.column + 1)


def _short(text: str, limit: int = 24) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
