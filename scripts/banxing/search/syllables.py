"""Pinyin written together → its syllables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from banxing.search.readings import common, reading


@cache
def known() -> frozenset[str]:
    """Every syllable a common character has."""
    return frozenset(filter(None, map(reading, common())))


def split(word: str, syllables: Iterable[str] | None = None) -> list[str]:
    """`xingzheng` → [xing, zheng], as few as can be, long ones first; [] for what is no pinyin.

    An apostrophe parts (xi'an). After two syllables a beginning of a third, still being typed, is left out.
    """
    all_known = known() if syllables is None else frozenset(syllables)
    found: list[str] = []
    for piece in word.split("'"):
        part = _fewest(piece, all_known, {})
        if part is None:
            return []
        found += part
    return found


def _fewest(text: str, known: frozenset[str], seen: dict[str, list[str] | None], before: int = 0) -> list[str] | None:
    if not text:
        return []
    if text not in seen:
        best = None
        for length in range(min(6, len(text)), 0, -1):
            if text[:length] in known:
                rest = _fewest(text[length:], known, seen, before + 1)
                if rest is not None and (best is None or len(rest) + 1 < len(best)):
                    best = [text[:length], *rest]
        if best is None and before > 1 and any(syllable.startswith(text) for syllable in known):
            best = []
        seen[text] = best
    return seen[text]
