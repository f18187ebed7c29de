"""What things are called: titles, aliases; found by their sound, their initials, or a few of their letters."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from banxing.search.index import Index
from banxing.search.lattice import Place
from banxing.search.readings import fold
from banxing.search.tokens import HAN

MAX_ABBREVIATION = 6
_MIN_SOUND = 4
"""Characters a name must have to be recognised by its sound alone."""
MIN_INSIDE = 3
"""Initials that are looked for inside names too."""
_INITIALS = re.compile("[a-z]{2,12}")


class Names:
    """The names of an index's entries; and its headings, which initials may stand for too."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.all = sorted({name for names in index.names for name in names}, key=lambda name: (-len(name), name))
        heard = ((name, index.sound(name)) for name in self.all if len(name) >= _MIN_SOUND)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for name in self.all:
            if sound := index.sound(name):
                self._by_sound[sound].append(name)
        self._sounds = [(name, sound) for name, sound in heard if sound]
        self.pairs = frozenset(a + b for name in self.all for a, b in pairwise(name))
        self._cited: dict[str, float] = {}
        for cited, names in zip(index.cited, index.names, strict=True):
            for name in names:
                self._cited[name] = max(cited, self._cited.get(name, 0.0))
        kinds = ("law", "page")
        self.laws = [
            name
            for entry, names in zip(index.entries, index.names, strict=True)
            if entry.kind in kinds
            for name in names
            if len(name) > 2
        ]

    def called(self, text: str) -> bool:
        """Whether a text has the name of a law or page in it, whose article a number may mean."""
        return any(name in text for name in self.laws)

    def abbreviated(self, run: str) -> bool:
        """Whether a run of characters is a name with letters left out; or two of a name's letters, close together."""
        if len(run) == 2 and any(re.search(f"{run[0]}.{{1,2}}{run[1]}", name) for name in self.all):
            return True
        return 1 < len(run) <= MAX_ABBREVIATION and any(left_out(run, name) for name in self.all)

    def sounding(self, places: list[Place]) -> str:
        """The most named name of these syllables, all of which were typed as letters; else ""."""
        sound = "" if any(place.char for place in places) else " ".join(fold(place.sound) for place in places)
        found = self._by_sound.get(sound, [])
        exact = [name for name in found if all(map(self._said, name, places))]
        return min(exact or found, key=lambda name: (-self._cited[name], name), default="")

    def _said(self, char: str, place: Place) -> bool:
        return place.sound in (self.index.readings.get(char, ""), *self.index.others.get(char, ()))

    def spelled(self, text: str) -> str:
        """A text with the longest name that it only sounds like, at least half right, spelled as it should be."""
        for run in re.findall(f"[{HAN}]{{{_MIN_SOUND},}}", text):
            heard = f" {self.index.sound(run)} "
            for name, sound in self._sounds:
                if f" {sound} " not in heard:
                    continue
                start = heard[: heard.index(f" {sound} ")].count(" ")
                said = run[start : start + len(name)]
                if said == name:
                    break
                if 2 * sum(map(str.__eq__, said, name)) >= len(name):
                    return text.replace(said, name, 1)
        return text

    def of_initials(self, word: str) -> str:
        """`xzcf` → the name most spoken of, or else the shortest heading, that these initials begin; or the word.

        Where there is none, and there are enough letters: the words inside names and headings that oftenest begin so.
        A word that the texts hold is taken for a name's initials only where it has three letters or more.
        """
        held = self.index.count(word)
        if not _INITIALS.fullmatch(word) or (held and len(word) < 3):
            return word
        for phrases in (self.all,) if held else (self.all, self.index.headings):
            found = [phrase for phrase in phrases if self._begins(word, phrase)]
            if found:
                return min(found, key=lambda phrase: (-self._cited.get(phrase, 0.0), len(phrase), phrase))
        if held or len(word) < MIN_INSIDE:
            return word
        pieces = Counter(
            phrase[start : start + len(word)]
            for phrase in (*self.all, *self.index.headings)
            for start in range(1, len(phrase) - len(word) + 1)
            if self._begins(word, phrase[start:])
        )
        return min(pieces, key=lambda piece: (-pieces[piece], piece), default=word)

    def _begins(self, word: str, phrase: str) -> bool:
        return len(phrase) >= len(word) and all(
            letter in self.index.initials(char) for letter, char in zip(word, phrase, strict=False)
        )


def left_out(short: str, name: str) -> bool:
    """Whether one is the other with letters left out: 消保法 for 消费者权益保护法."""
    if short[0] != name[0]:
        return False
    letters = iter(name)
    return all(letter in letters for letter in short)
