"""`mark(question, key, answer)`: the one place that says what an answer earns.

An answer is stored in authored letters, one text a part:

    single, multiple, indefinite choice   `B`, `AC`
    true_false                            `对` / `错`
    ordering                              `BCA`
    matching                              a letter per stem in order, `-` where nothing was chosen: `BA-`
    fill_blank                            the blanks joined by `\\x1f`
    essay                                 the text; marked by people

The player's copy is `player/marking.js`; `tests/data/marking/*.json` holds both to one table of cases.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise

from banxing.model.keys import Blank, BlanksKey, Key, LettersKey, MatchingKey, Number, Texts, TrueFalseKey, micro
from banxing.model.policy import Policy
from banxing.model.questions import BLANK, FillBlank, Question
from banxing.numerals import to_digits

BLANK_SEPARATOR = "\x1f"
NOTHING = "-"
MAX_BLANK = 200  # characters of an answer that are looked at
_SPACES = {ord(c): None for c in " \t\n\r\u00a0\u200b\u3000\ufeff"} | dict.fromkeys(range(8192, 8203))
_STOPS = "，。；：、！？,.;:!?（）()《》「」“”\"'"


def mark(question: Question, key: Key, answer: str | None) -> int | None:
    """Hundredths of a point for an answer; None where only people can tell (essays).

    An unanswered part (None or empty) earns 0. The mark is rounded half up to a hundredth once, here.
    """
    if question.type not in _MARKERS:
        return None
    return _MARKERS[question.type](question, key, answer) if answer else 0


def share(points: int, part: int, whole: int) -> int:
    """`points × part / whole`, rounded half up; integers only."""
    return (2 * points * part + whole) // (2 * whole)


def _exact(question: Question, key: Key, answer: str) -> int:
    assert isinstance(key, (LettersKey, TrueFalseKey))
    return question.points if answer == key.answer else 0


def _several(question: Question, key: Key, answer: str) -> int:
    assert isinstance(key, LettersKey)
    right = set(key.answer)
    chosen = set(answer)
    return pay(question.paid_by, question.points, len(chosen & right), len(chosen - right), len(right))


def pay(policy: Policy, points: int, c: int, wrong: int, k: int) -> int:
    """What `c` right ones of `k`, with `wrong` wrong ones beside them, earn under a policy (design: 混合选择题)."""
    if policy.kind == "net_correct":
        return share(points, max(c - wrong, 0), k)
    if wrong or not c:
        return 0
    if c == k:
        return points
    if policy.kind == "per_option":
        return policy.value * c
    if policy.kind == "flat":
        return policy.value
    return share(points, c, k) if policy.kind == "proportional" else 0


def _ordering(question: Question, key: Key, answer: str) -> int:
    assert isinstance(key, LettersKey)
    if question.paid_by.kind != "pairs":
        return question.points if answer == key.answer else 0
    wanted, got = set(pairwise(key.answer)), set(pairwise(answer))
    return share(question.points, len(wanted & got), len(wanted))


def _matching(question: Question, key: Key, answer: str) -> int:
    assert isinstance(key, MatchingKey)
    wanted = [key.answer[stem] for stem in sorted(key.answer, key=int)]
    right = sum(a == b for a, b in zip(answer, wanted, strict=False))
    return share(question.points, right, len(wanted))


def _blanks(question: Question, key: Key, answer: str) -> int:
    assert isinstance(key, BlanksKey) and isinstance(question, FillBlank)
    given = answer.split(BLANK_SEPARATOR)
    after = [following(text) for text in BLANK.split(question.stem)[1:]]
    right = sum(fits(blank, text, tail) for blank, text, tail in zip(key.answer, given, after, strict=False))
    return share(question.points, right, len(key.answer))


def following(text: str) -> str:
    """The words right behind a blank, as compared: a candidate may repeat the unit that stands there."""
    words = normalise(text[:12])
    return next((words[:i] for i, char in enumerate(words) if char in _STOPS), words)


def fits(blank: Blank, given: str, after: str = "") -> bool:
    """Whether a text fills a blank."""
    given = normalise(given)
    if not given:
        return False
    candidates = [given, *(given[: -len(unit)] for unit in _prefixes(after) if given.endswith(unit))]
    return any(_fits_exactly(blank, candidate) for candidate in candidates)


def _fits_exactly(blank: Blank, given: str) -> bool:
    if isinstance(blank, Texts):
        return any(given == normalise(text) for text in blank.accepted)
    value = micro(given.replace(",", ""))
    return isinstance(blank, Number) and value is not None and abs(value - blank.number) <= blank.tolerance


def _prefixes(text: str) -> list[str]:
    return [text[:i] for i in range(1, len(text) + 1)]


def normalise(text: str) -> str:
    """NFKC, lower case, no spaces, numerals in digits: ７ 日 = 7日 = 七日."""
    folded = unicodedata.normalize("NFKC", text[:MAX_BLANK]).lower().translate(_SPACES)
    return to_digits(folded)


_MARKERS: dict[str, Callable[[Question, Key, str], int]] = {
    "single_choice": _exact,
    "true_false": _exact,
    "multiple_choice": _several,
    "indefinite_choice": _several,
    "ordering": _ordering,
    "matching": _matching,
    "fill_blank": _blanks,
}
