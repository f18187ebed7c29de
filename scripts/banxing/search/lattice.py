"""Pinyin and homophones: the characters a run of syllables or mistyped characters most likely stands for.

Pairs of characters that sound alike lie together in the index, so no dictionary is needed: the texts are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from banxing.search.index import Index
from banxing.search.readings import fold

SEEN, UNSEEN, OFTEN, FIRM = 2.0, -2.0, 0.2, 0.5
CHANGED, NEAR = -3.0, -0.5
GAP = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """One character to find: what was typed (`char`, else ""), how it sounds.

    `gap`: a space stands before it. `fixed`: what was typed is meant; else another that sounds alike may be.
    """

    char: str
    sound: str
    gap: bool = False
    fixed: bool = True


def decode(places: list[Place], index: Index) -> str:
    """The best characters for these places, as many; none for a place that the texts do not know."""
    best: dict[str, tuple[float, str]] = {}
    for number, place in enumerate(places):
        options = _options(places, number, index)
        if not best:
            best = {char: (cost, char) for char, cost in options.items()}
            continue
        best = {
            char: max(
                (score + cost + _link(last, char, place, index), text + char) for last, (score, text) in best.items()
            )
            for char, cost in options.items()
        }
    return max(best.values())[1] if best else ""


def _options(places: list[Place], number: int, index: Index) -> dict[str, float]:
    """Character → what choosing it costs: what was typed, and those that the texts have beside its neighbours."""
    place = places[number]
    found = {place.char: 0.0} if place.char else {}
    if place.char and place.fixed:
        return found
    for left, at in ((number - 1, 1), (number, 0)):
        if left < 0 or left + 1 >= len(places):
            continue
        for key in keys(places[left], places[left + 1], index):
            for pair in index.by_sound.get(key, ()):
                cost = _cost(pair[at], place.sound, index)
                if cost is not None:
                    found.setdefault(pair[at], cost + (CHANGED if place.char else 0.0))
    return found or {"": 0.0}


def keys(left: Place, right: Place, index: Index) -> list[str]:
    """The sounds, as the index has them, that two places may have."""
    return [f"{a} {b}" for a in _sounds(left, index) for b in _sounds(right, index)]


def _sounds(place: Place, index: Index) -> list[str]:
    """Folded: the place's own, and the usual ones of characters that can be read so too (hang → 行, usually xing)."""
    others = [index.readings[char] for char, said in index.others.items() if place.sound in said]
    return sorted({fold(sound) for sound in (place.sound, *others) if sound})


def _cost(char: str, sound: str, index: Index) -> float | None:
    """What hearing a character in a syllable costs; None where it is not read so."""
    usual = index.readings.get(char, "")
    if usual == sound or sound in index.others.get(char, ()):
        return 0.0
    return NEAR if fold(usual) == fold(sound) else None


def _link(left: str, right: str, place: Place, index: Index) -> float:
    count = index.count(left + right) if left and right else 0
    if not count:
        return GAP if place.gap else UNSEEN
    return SEEN + OFTEN * log(1 + count) + (FIRM if left + right in index.firm else 0.0)
