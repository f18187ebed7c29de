"""Draw and order by a seed text, the same in Python and in the player (`player/shuffle.js`).

Generator: the 32-bit FNV-1a hash of the seed's UTF-8 bytes starts mulberry32 (Tommy Ettinger, public domain);
`below(n)` is ⌊x·n / 2³²⌋ of its next output x. Shuffling is Fisher–Yates from the end. Every draw has a stream of its
own, named in the seed (`seed|pool|single_choice`), so that a change in one section leaves the others as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from banxing.model.questions import Optioned, Question
from banxing.model.quiz import Quiz, Section

T = TypeVar("T")
_MASK = 0xFFFFFFFF


def fnv1a(text: str) -> int:
    """The 32-bit FNV-1a hash of a text's UTF-8 bytes (Fowler, Noll, Vo)."""
    state = 0x811C9DC5
    for byte in text.encode():
        state = ((state ^ byte) * 0x01000193) & _MASK
    return state


class Random:
    """The documented generator. Not for secrets."""

    def __init__(self, seed: str) -> None:
        self._state = fnv1a(seed)

    def below(self, n: int) -> int:
        """A whole number from 0 to n − 1."""
        return self._next() * n >> 32

    def _next(self) -> int:
        self._state = (self._state + 0x6D2B79F5) & _MASK
        t = self._state
        t = ((t ^ t >> 15) * (t | 1)) & _MASK
        t ^= (t + ((t ^ t >> 7) * (t | 61) & _MASK)) & _MASK
        return (t ^ t >> 14) & _MASK


def shuffled(items: Sequence[T], seed: str) -> list[T]:
    """A new order of `items`."""
    result, random = list(items), Random(seed)
    for i in range(len(result) - 1, 0, -1):
        j = random.below(i + 1)
        result[i], result[j] = result[j], result[i]
    return result


def draw_section(quiz: Quiz, section: Section, seed: str) -> list[Question]:
    """The questions of a section that a seed gets, in the order it gets them."""
    pool = quiz.pool(section)
    stream = f"{seed}|pool|{section.type}"
    order = shuffled(pool, stream)
    wanted = section.draw or len(pool)
    if section.by == "objective":
        order = _evenly(order, stream)
    return shuffled(order[:wanted], f"{seed}|order|{section.type}")


def draw(quiz: Quiz, seed: str) -> list[Question]:
    """The paper of a seed: an exam's sections in printed order; a practice quiz as it stands."""
    if not quiz.is_exam:
        return list(quiz.questions)
    return [question for section in quiz.sections for question in draw_section(quiz, section, seed)]


def option_order(question: Question, seed: str) -> list[str]:
    """The authored letters in the order a seed shows them."""
    if not isinstance(question, Optioned):
        return []
    letters = list(question.options)
    return shuffled(letters, f"{seed}|options|{question.id}") if question.shuffle else letters


def _evenly(order: list[Question], stream: str) -> list[Question]:
    """Round-robin over objectives, whose order is drawn too, so that no objective is favoured."""
    groups: dict[str, list[Question]] = {}
    for question in order:
        groups.setdefault(question.objective or "", []).append(question)
    names = shuffled(sorted(groups), f"{stream}|objectives")
    rounds = max(map(len, groups.values()), default=0)
    return [groups[name][i] for i in range(rounds) for name in names if i < len(groups[name])]
