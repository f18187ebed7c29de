"""Lines of a pasted text → numbered blocks under their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from banxing.exchange.headings import Heading, is_other_heading, read_heading
from banxing.exchange.labels import split_labels
from banxing.exchange.options import fold_width
from banxing.exchange.places import Fault, Place, short

_NUMBER = re.compile(
    r"\s*(?:(第)\s*(\d{1,5})\s*题\s*[.、:]?|(\()(\d{1,5})\)|(\d{1,5})\s*([.、:)])(?:(?!\d)|(?=\d{4}年)))\s*"
)
_GLUED = re.compile(r"(\d{1,5})\.(?=\d)")  # a question that begins with a number, or a decimal
MAX_LINES = 200  # of a question: with more, the numbers behind it were not recognised


@dataclass
class Block:
    """A numbered question as it stands: its lines with their numbers, the first without the question's number."""

    number: int
    heading: Heading
    lines: list[tuple[int, str]]
    faults: list[Fault] = field(default_factory=list)
    _labels: tuple[int, set[str]] = (0, set())  # as of so many lines; it is asked for again and again

    @property
    def whole(self) -> str:
        return "\n".join(text for _, text in self.lines)

    @property
    def labels(self) -> set[str]:
        if self._labels[0] != len(self.lines):
            self._labels = len(self.lines), {piece.field for piece in split_labels(self.whole)}
        return self._labels[1]

    @property
    def first(self) -> Place:
        return Place(row=self.lines[0][0])


class Blocks:
    """Lines → blocks. A number goes on from the one before it; where it does not, nobody can tell what the line is."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.headings: list[Heading] = []
        self.stray: list[int] = []
        self._heading = Heading()
        self._style = ""
        self._last = 0
        self._block: Block | None = None
        self._answered = False

    def take(self, number: int, line: str, following: str) -> None:
        if heading := read_heading(line, number):
            self._begin(heading)
        elif is_other_heading(line) and self._is_topic(following):
            self._begin(Heading(number))
        elif found := _NUMBER.match(fold_width(line)):
            self._numbered(number, line, found)
        elif (glued := _GLUED.match(fold_width(line))) and self._block and int(glued[1]) == self._last + 1:
            fault = Fault(Place(row=number), "number-glued", {"text": short(line)})
            self._block.faults.append(fault)
            self._start(self._last + 1, number, line[glued.end() :], self._style)
            self._block.faults.append(fault)
        else:
            self._go_on(number, line)

    def _begin(self, heading: Heading) -> None:
        self._answered = self.answered
        self._heading, self._style, self._last, self._block = heading, "", 0, None
        self.headings.append(heading)

    def _is_topic(self, following: str) -> bool:
        """A heading without a type: a question follows, and the line goes on with no explanation."""
        found = _NUMBER.match(fold_width(following))
        return bool(found) and not (self._block and "explanation" in self._block.labels)

    def _numbered(self, number: int, line: str, found: re.Match[str]) -> None:
        style = found[1] or found[3] or found[6]
        value = int(found[2] or found[4] or found[5])
        rest = line[found.end() :]
        if self._block is None or (style == self._style and value > self._last):
            self._start(value, number, rest, style)
        elif style != self._style and (style == "(" or value != self._last + 1):  # （2） is a point of a text
            self._go_on(number, line)
        else:  # the next number in another style, or a number that was there before
            fault = Fault(Place(row=number), "number-order", {"number": value, "last": self._last})
            self._block.faults.append(fault)
            before = self._last
            self._start(value, number, rest, self._style)
            self._block.faults.append(fault)
            self._last = max(before, value)

    @property
    def answered(self) -> bool:
        """Whether any question has an answer of its own."""
        return self._answered or (self._block is not None and "answer" in self._block.labels)

    def _start(self, value: int, number: int, rest: str, style: str) -> None:
        self._answered = self.answered
        self._block = Block(value, self._heading, [(number, rest)])
        self.blocks.append(self._block)
        self._last, self._style = value, style

    def _go_on(self, number: int, line: str) -> None:
        if self._block is None:
            self.stray.append(number)
            self._heading.stray += 1
            return
        if len(self._block.lines) == MAX_LINES:
            fault = Fault(self._block.first, "long-question", {"limit": MAX_LINES})
            if self._block.faults[-1:] != [fault]:
                self._block.faults.append(fault)
            return
        if is_other_heading(line):
            self._block.faults.append(Fault(Place(row=number), "heading-or-text", {"text": short(line)}))
        self._block.lines.append((number, line))
