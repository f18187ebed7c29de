"""The list of answers at the end of a pasted paper: `1. B 2. AC`, `1-5 BACDB`, `3. 错 解析：…`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from banxing.exchange.blocks import Block, Blocks
from banxing.exchange.entries import Entry
from banxing.exchange.headings import read_heading
from banxing.exchange.labels import split_labels
from banxing.exchange.options import fold_width
from banxing.exchange.places import Cell, Fault, Place, short

_HEAD = re.compile(r"\s*[【\[]?(?:参考|标准|正确)?答案(?:(?:及|与|和)?(?:评分标准|解析)|部分)?[】\]]?\s*:?\s*")
_MARK = "A-Z√×✓✗对错"
_ITEM = re.compile(
    rf"(?:(?<=\A)|(?<=[\s;,。{_MARK}]))第?(\d{{1,5}})(?:\s*[-~—–至]\s*(\d{{1,5}}))?\s*题?\s*(?:([.、:)])(?!\d)|(?=[{_MARK}【])|(?<=\d)(?=\s+[{_MARK}]))\s*"
)


@dataclass
class _Item:
    first: int
    last: int
    line: int
    text: str
    kind: str


def starts_list(line: str, following: str, found_so_far: Blocks) -> bool:
    """Whether a line begins the list: no question had an answer of its own, and numbers with answers follow."""
    found = _HEAD.match(fold_width(line))
    if not found or not found_so_far.blocks or found_so_far.answered:
        return False
    rest = fold_width(line[found.end() :])
    if rest.strip():
        return len(found_so_far.blocks) > 1 and _ITEM.match(rest) is not None
    return _ITEM.match(fold_width(following).strip()) is not None or read_heading(following, 0) is not None


def take_answers(lines: list[tuple[int, str]], blocks: list[Block], entries: list[Entry]) -> list[Fault]:
    """Give each entry its answer (and explanation); returns what belongs to none."""
    faults: list[Fault] = []
    by_kind = {kind: _by_number(kind, blocks, entries) for kind in {"", *(block.heading.kind for block in blocks)}}
    for item in _items(lines, faults):
        place = Place(row=item.line)
        texts, known = _each(item), by_kind.get(item.kind, {})
        if known is None:
            faults.append(Fault(place, "answer-of-several", {"number": item.first}))
        elif texts is None:
            faults.append(Fault(place, "answer-range", {"text": short(item.text)}))
        else:
            for number, text in zip(range(item.first, item.last + 1), texts, strict=True):
                if number in known:
                    _give(known[number], text, place)
                else:
                    faults.append(Fault(place, "answer-of-none", {"number": number}))
    return faults


def _by_number(kind: str, blocks: list[Block], entries: list[Entry]) -> dict[int, Entry] | None:
    """The entries under headings of a type (under all of them for no type) by their numbers.

    None where a number is there twice: then one that is there once may be meant for another question, too.
    """
    pairs = [(b.number, e) for b, e in zip(blocks, entries, strict=True) if not kind or b.heading.kind == kind]
    found = dict(pairs)
    return found if len(found) == len(pairs) else None


def _items(lines: list[tuple[int, str]], faults: list[Fault]) -> Iterator[_Item]:
    item: _Item | None = None
    kind, last = "", 0
    for position, (line, text) in enumerate(lines):
        if position == 0:
            found = _HEAD.match(fold_width(text))
            text = text[found.end() :] if found else text
        elif heading := read_heading(text, line):
            kind, last = heading.kind, 0
            continue
        pieces = list(_pieces(text, last))
        if text[: pieces[0][2]].strip() if pieces else text.strip():
            head = text[: pieces[0][2]] if pieces else text
            if item:
                item.text = f"{item.text}\n{head.strip()}"
            else:
                faults.append(Fault(Place(row=line), "list-line", {"text": short(head)}))
        for index, (first, until, _, end) in enumerate(pieces):
            if item:
                yield item
            stop = pieces[index + 1][2] if index + 1 < len(pieces) else len(text)
            item = _Item(first, until, line, text[end:stop].strip(), kind)
            last = until
    if item:
        yield item


def _pieces(text: str, last: int) -> Iterator[tuple[int, int, int, int]]:
    """(first, last number, start, end) of each number in a line that goes on from the one before."""
    at, folded = 0, fold_width(text)
    while found := _ITEM.search(folded, at):
        first, until = int(found[1]), int(found[2] or found[1])
        begins = not folded[: found.start()].strip()
        if first > last and until >= first and until - first < 1000 and (begins or first == last + 1):
            yield first, until, found.start(), found.end()
            last = until
        at = max(found.end(), found.start() + 1)


def _each(item: _Item) -> list[str] | None:
    """The answers of `1-5 BACDB`, one a number; None where they do not come out even."""
    size = item.last - item.first + 1
    if size == 1:
        return [item.text]
    words = item.text.split()
    if len(words) == size:
        return words
    together = "".join(words)
    return list(together) if len(together) == size else None


def _give(entry: Entry, text: str, place: Place) -> None:
    for piece in split_labels(text):
        field = piece.field or "answer"
        if not piece.text:
            continue
        if field in entry.cells and field != "points":
            entry.faults.append(Fault(place, "field-twice", {"field": field}))
        entry.cells[field] = Cell(piece.text.rstrip("。；;，,") if field == "answer" else piece.text, place)
