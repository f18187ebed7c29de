"""Texts → which units hold which token, and how strongly.

A long corpus has millions of pairs of characters, so they are counted as numbers in NumPy's arrays. What BM25 says of
a token in a unit (its count against the unit's length) is settled here and kept as one of a few levels: a browser then
needs no lengths, and a posting is no more than a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from banxing.search.tokens import as_counted, is_pair, numbered

LEVELS = (0.5, 0.75, 1.0, 1.3, 1.7, 2.4)
"""Strength of a token in a unit, by level; the last is that of its own heading."""
HEADING = len(LEVELS) - 1
APART = "\0"
"""Stands between the texts of units: no text holds it, and normalising leaves it alone."""
_BOUNDS = [(a + b) / 2 for a, b in pairwise(LEVELS[:-1])]
_K1, _B = 1.2, 0.75
_MOST = 5
"""How often a token can stand in a unit and count for it."""
_KNOWN = 3
"""Units a pair must stand in to belong together."""
_FIRM = 8
"""How many times oftener than by chance."""
_COMMON = 5
"""A character of more than one in so many units tells nothing alone."""
_HAN = ((0x3400, 0x9FFF), (0xF900, 0xFAFF))
_PAIRS, _WORDS = 1 << 16, 1 << 32
"""Tokens as numbers: a character is its code; a pair, one code × `_PAIRS` + the other; a word, `_WORDS` + its place."""
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Postings:
    """The units that hold each token, ascending, each as 8 × its number + level.

    Those of token n are `codes[bounds[n]:bounds[n + 1]]`.
    """

    tokens: tuple[str, ...]
    codes: NDArray[np.int32]
    bounds: Numbers

    @cached_property
    def places(self) -> dict[str, int]:
        return {token: place for place, token in enumerate(self.tokens)}

    def of(self, token: str) -> list[int]:
        place = self.places.get(token)
        found: list[int] = [] if place is None else self.codes[self.bounds[place] : self.bounds[place + 1]].tolist()
        return found

    def count(self, token: str) -> int:
        """In how many units a token stands."""
        place = self.places.get(token)
        return 0 if place is None else int(self.bounds[place + 1] - self.bounds[place])


def gather(texts: str, count: int, headings: Iterable[tuple[int, str]]) -> tuple[Postings, frozenset[str], set[str]]:
    """The postings of `count` units; the pairs that belong together; all Chinese characters.

    `texts`: those of the units, normalised, with `APART` between them. `headings`: units with what stands in their own.
    """
    words: dict[str, int] = {}
    shift = int(count).bit_length()
    own = np.array([(_number(token, words), number) for number, token in headings], np.int64).reshape(-1, 2)
    heads = own[:, 0] << shift | own[:, 1]
    found, sizes = _occurrences(texts, count, shift, words)
    total = int(sizes.sum())
    found = np.concatenate((found, heads))
    found.sort()
    first = np.flatnonzero(np.concatenate(([True], found[1:] != found[:-1]))[: len(found)])
    held, times = found[first], np.diff(first, append=len(found))
    del found, first  # as long as the texts
    key, unit = held >> shift, held & (1 << shift) - 1
    times[key < _PAIRS] = 1  # a character alone is there or not
    codes = (8 * unit + _levels(sizes, total / max(1, count))[unit, np.minimum(times, _MOST)]).astype(np.int32)
    codes[np.searchsorted(held, heads)] = 8 * own[:, 1] + HEADING
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    keys, lengths = key[starts], np.diff(starts, append=len(key))
    firm = _firm(keys, lengths, total)
    telling = (keys >= _PAIRS) | (lengths <= count / _COMMON)
    codes = codes[np.repeat(telling, lengths)]
    names = _names(keys, list(words))
    bounds = np.concatenate(([0], np.cumsum(lengths[telling])))
    return (
        Postings(tuple(name for name, kept in zip(names, telling.tolist(), strict=True) if kept), codes, bounds),
        frozenset(name for name, belongs in zip(names, firm.tolist(), strict=True) if belongs),
        {chr(code) for code in keys[keys < _PAIRS].tolist()},
    )


def _occurrences(texts: str, count: int, shift: int, words: dict[str, int]) -> tuple[Numbers, Numbers]:
    """Each token and each character as often as it stands in a unit, as token << shift | unit; and how many tokens
    each unit has. `tokens.tokens` for all units at once."""
    signs = _codes(texts)
    unit = np.cumsum(signs == ord(APART), dtype=np.int32)
    han = np.flatnonzero(_is_han(signs))
    alone = signs[han].astype(np.int64) << shift | unit[han]
    counted = as_counted(texts)
    signs = _codes(counted)
    made: list[tuple[int, int]] = []
    for start, end, tokens in numbered(counted):
        signs[start:end] = 0
        made += [(_WORDS + words.setdefault(token, len(words)), start) for token in tokens]
    is_han = _is_han(signs)
    pairs = np.flatnonzero(is_han[:-1] & is_han[1:])
    others, places = np.array(made, np.int64).reshape(-1, 2).T
    sizes = np.bincount(unit[pairs], minlength=count) + np.bincount(unit[places], minlength=count)
    paired = (signs[pairs].astype(np.int64) * _PAIRS + signs[pairs + 1]) << shift | unit[pairs]
    return np.concatenate((paired, others << shift | unit[places], alone)), sizes


def _codes(text: str) -> NDArray[np.uint32]:
    """The characters of a text as numbers, to be written to."""
    return np.frombuffer(bytearray(text.encode("utf-32-le")), np.uint32)


def _is_han(signs: NDArray[np.uint32]) -> NDArray[np.bool_]:
    usual, others = ((signs >= first) & (signs <= last) for first, last in _HAN)
    return usual | others


def _number(token: str, words: dict[str, int]) -> int:
    if is_pair(token):
        return ord(token[0]) * _PAIRS + ord(token[1])
    return _WORDS + words.setdefault(token, len(words))


def _levels(lengths: Numbers, average: float) -> Numbers:
    """Unit of so many tokens → level of one that stands 0, 1, … times in it."""
    times = np.arange(_MOST + 1)
    damped = _K1 * (1 - _B + _B * lengths / (average or 1.0))
    return np.searchsorted(_BOUNDS, times * (_K1 + 1) / (times + damped[:, None]), side="right")


def _firm(keys: Numbers, lengths: Numbers, total: int) -> NDArray[np.bool_]:
    """Whether each token is a pair that stands in far more units than its characters would by chance."""
    alone = np.zeros(_PAIRS, np.int64)
    single = keys < _PAIRS
    alone[keys[single]] = lengths[single]
    chance = alone[keys // _PAIRS % _PAIRS] * alone[keys % _PAIRS]
    pair = ~single & (keys < _WORDS)
    return pair & (lengths >= _KNOWN) & (chance > 0) & (lengths * total >= _FIRM * chance)


def _names(keys: Numbers, words: list[str]) -> list[str]:
    """The tokens of ascending numbers."""
    first, last = np.searchsorted(keys, (_PAIRS, _WORDS))
    pairs = np.stack((keys[first:last] // _PAIRS, keys[first:last] % _PAIRS), axis=1)
    letters = pairs.astype("<u2").tobytes().decode("utf-16-le")
    return [
        *map(chr, keys[:first].tolist()),
        *(letters[place : place + 2] for place in range(0, len(letters), 2)),
        *(words[number] for number in (keys[last:] - _WORDS).tolist()),
    ]
