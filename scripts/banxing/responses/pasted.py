"""A text → the papers in it, whatever a chat has put before, between and behind them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from banxing.responses.browser import is_response
from banxing.responses.codes import scanned
from banxing.responses.records import Refused

MARK = "banxing-response/"
_HEAD = re.compile(r'\{\s*"format"\s*:\s*"' + MARK)
# What people do not write to each other: `{"`, `":"`, `","`, `"}`; some keyboards curl the quotation marks.
_REMNANT = re.compile(r'[{\[]\s*["“”]|["“”]\s*(?:[}\]]|,\s*["“”]|:\s*["“”\[{])|' + MARK)
_EFFORT = 64 * 1024 * 1024  # characters read in vain, of one text: some hundred thousand cut papers


@dataclass(frozen=True)
class Pasted:
    """One JSON value of a text; `row` counts them where there are several, as when copied papers are collected."""

    row: int | None
    value: Any
    refused: Refused | None = None


def parse_papers(text: str) -> Iterator[Pasted]:
    """The papers of a text in order. A broken one costs itself and no other; a text with nothing else in it is one."""
    found = list(_values(text))
    for row, value in enumerate(found, 1):
        refused = value if isinstance(value, Refused) else None if is_response(value) else Refused("not-a-response")
        yield Pasted(row if len(found) > 1 else None, None if value is refused else value, refused)


def _values(text: str) -> Iterator[Any]:
    """JSON values, and a refusal for each piece that looks like one and is not whole."""
    text, codes = scanned(text)
    reader, none = _Reader(), not codes
    try:
        for value in _scan(reader, text):
            none = False
            yield value
        for code in codes:
            yield _whole(reader, code) if isinstance(code, str) else code
    except _Enough:
        yield Refused("broken-json")
        return
    if none:
        yield _whole(reader, text)


class _Enough(Exception):
    """More has been read in vain than any honest text makes necessary."""


class _Reader:
    """Reads JSON values at places of a text, within bounds."""

    def __init__(self) -> None:
        self._left = _EFFORT
        self._json = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_number)

    def read(self, text: str, at: int = 0) -> tuple[Any, int] | None:
        """The value that begins at `at`, and where it ends; None for a broken one."""
        try:
            value, end = self._json.raw_decode(text, at)
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no text
            return value, end
        except (ValueError, RecursionError) as error:
            reached = len(text)
            # An open string is told by its beginning, and nesting not at all.
            if isinstance(error, json.JSONDecodeError) and not error.msg.startswith("Unterminated"):
                reached = error.pos
            self._left -= reached - at + reached // 16  # the error has counted the lines before it
            if self._left < 0:
                raise _Enough from error
            return None


def _scan(reader: _Reader, text: str) -> Iterator[Any]:
    heads = [found.start() for found in _HEAD.finditer(text)]
    yield from _between(reader, text[: heads[0] if heads else len(text)])
    for head, following in zip(heads, [*heads[1:], len(text)], strict=False):
        piece = text[
            head:following
        ]  # no paper holds the beginning of another: in its texts quotation marks are escaped
        found = reader.read(piece)
        yield found[0] if found else Refused("broken-json")
        yield from _between(reader, piece[found[1] if found else _next_line(piece, 0) :])


def _between(reader: _Reader, text: str) -> Iterator[Any]:
    """Talk is passed over; a paper whose keys were put into another order is read; what is left of one is refused."""
    at = 0
    while piece := _REMNANT.search(text, at):
        found = reader.read(text, piece.start()) if piece[0].startswith("{") else None
        yield found[0] if found else Refused("broken-json")
        at = found[1] if found else _next_line(text, piece.start())


def _whole(reader: _Reader, text: str) -> Any:
    """The text as one value that is no object, or a refusal."""
    text = text.strip("\ufeff \t\r\n")
    found = reader.read(text)
    return found[0] if found and found[1] == len(text) else Refused("broken-json")


def _next_line(text: str, at: int) -> int:
    """Where the next line begins with a brace, else the end."""
    line = text.find("\n{", at)
    return line + 1 if line >= 0 else len(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("repeated key")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
