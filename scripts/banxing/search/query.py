"""What a reader typed → what is looked up: pinyin becomes characters, homophones are mended, numbers find articles.

The browser's copy is `player/search-query.js`; `tests/data/search` holds both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from banxing.search.index import Index
from banxing.search.lattice import Place, decode
from banxing.search.names import Names
from banxing.search.readings import simplified
from banxing.search.syllables import split
from banxing.search.tokens import HAN, is_han, normalise, outside_numbers, tokens
from banxing.search.units import Kind
from banxing.search.weights import WEIGHTS

MAX_QUERY = 60
"""Characters of a query that are looked at."""
MENDED = 20
"""How many times oftener than what was typed must stand what it is taken for."""
_SOFT = re.compile(
    "几天|多少天|几日|几个月|几年|几次|多长时间|多少钱|多少元|请问|怎么办|怎么样|怎么|怎样|如何|为什么|什么时候|什么|哪些|哪里|哪个|哪|多少|多久|多长|几|是否|是不是|能不能"
    "|可不可以|要不要|会不会|有没有|该不该|能否|可否|可以吗|找谁|谁|吗|呢|吧"
)
_BEFORE_VERBS = frozenset("能不")
"""They stand before any verb: that another one often does beside them proves no slip (能罚 is not 能发)."""
_ARTICLE = re.compile(r"(\d+)(?:-(\d+))?条")
_NUMBERED = re.compile("([a-z][a-z']*)([0-9]+)")
_PIECE = re.compile(rf"[a-z][a-z']*[0-9]*|[{HAN}]+|\s+|[^a-z{HAN}\s]+")


# What asks for a kind of page: the first words say nothing more, the others do.
_ASKED: dict[Kind, tuple[str, str]] = {
    "form": ("模板|模版|范本|样本|样表|表格|空白表|下载|打印|word|docx|wps", "[请报录打分对]表"),
    "quiz": ("测验|测试|练习|试题|考题|题目|题库", "面试题|选择题|判断题|简答题|案例题|做题|刷题"),
}


@dataclass
class Query:
    """`text` is what is searched in the end; `shown` is the same where it differs from what was typed, else empty."""

    text: str
    shown: str = ""
    core: str = ""
    """The text without the words that only make it a question, or say which kind of page is meant."""
    kinds: frozenset[Kind] = frozenset()
    """The kinds of page that are asked for."""
    weights: dict[str, float] = field(default_factory=dict)
    """Token → weight, in the order of the text."""
    article: str = ""
    """`55` or `58-1`: the article that is asked for."""


def parse(words: str, index: Index, names: Names) -> Query:
    """Read a query against an index."""
    plain = " ".join(normalise(words, simplified()).split())[:MAX_QUERY]
    text = _mended(names.spelled(_Latin(index, names).read(plain)), index, names)
    kinds = _kinds(text, index)
    query = Query(text, text if text != plain else "", _core(text, kinds), kinds)
    found = tokens(text)
    hard, between = set(tokens(query.core)), _between(found, index)
    for token in found:
        weight = (1.0 if token in hard else WEIGHTS.soft) * (WEIGHTS.between if token in between else 1.0)
        query.weights.setdefault(token, weight)
    for char in _loose(query.core, index):
        query.weights.setdefault(char, WEIGHTS.loose)
    query.article = _article(text, query.weights, names)
    if query.article:
        query.weights[f"#{query.article}"] = 1.0
    return query


def _kinds(text: str, index: Index) -> frozenset[Kind]:
    return frozenset(kind for kind, words in _ASKED.items() if kind in index.kinds and re.search("|".join(words), text))


def _core(text: str, kinds: Iterable[Kind]) -> str:
    text = _SOFT.sub(" ", text)
    for kind in kinds:
        text = re.sub(_ASKED[kind][0], " ", text)
    return text


def _between(found: list[str], index: Index) -> set[str]:
    """Pairs that span two words: not known to belong together, or rarer than both pairs that they share a letter with.

    没收违法: 收违 stands in the texts often enough, but 没收 and 违法 oftener.
    """
    pairs = [len(token) == 2 and is_han(token) for token in found]
    spanning = {token for token, is_pair in zip(found, pairs, strict=True) if is_pair and token not in index.firm}
    for i in range(1, len(found) - 1):
        left, token, right = found[i - 1 : i + 2]
        chained = all(pairs[i - 1 : i + 2]) and left[1] == token[0] and token[1] == right[0]
        if chained and index.count(token) < min(index.count(left), index.count(right)):
            spanning.add(token)
    return spanning


def _loose(core: str, index: Index) -> list[str]:
    """Characters that belong to neither neighbour."""
    found = []
    for _, run in outside_numbers(core):
        firm = [a + b in index.firm for a, b in pairwise(run)]
        found += [char for i, char in enumerate(run) if not any(firm[max(0, i - 1) : i + 1])]
    return found


def _article(text: str, weights: dict[str, float], names: Names) -> str:
    """第55条; or a bare number beside the name of a law: 行政处罚法 55."""
    numbered = [found for token in weights if (found := _ARTICLE.fullmatch(token))]
    if numbered:
        last = numbered[-1]
        return f"{last[1]}-{last[2]}" if last[2] else last[1]
    bare = [token for token in weights if token.isdigit() and len(token) < 4]
    return bare[0] if bare and names.called(text) else ""


class _Latin:
    """Latin words that no text holds, as what they spell: pinyin, also beside characters; else initials."""

    def __init__(self, index: Index, names: Names) -> None:
        self.index, self.names = index, names
        self.out, self.raw = "", ""
        self.places: list[Place] = []

    def read(self, text: str) -> str:
        gap = False
        for piece in self._pieces(text):
            places = self._places(piece)
            if piece.isspace():
                gap = True
                self.raw += piece
            elif places:
                self.places += [replace(places[0], gap=gap and bool(self.places)), *places[1:]]
                self.raw += piece
                gap = False
            else:
                self._flush()
                self.out += self.names.of_initials(piece)
                gap = False
        self._flush()
        return self.out

    def _pieces(self, text: str) -> Iterator[str]:
        """Words, spaces, marks; letters and digits apart where no text holds them together (xzcf55)."""
        for piece in _PIECE.findall(text):
            parted = _NUMBERED.fullmatch(piece)
            yield from parted.groups() if parted and not self.index.count(piece) else (piece,)

    def _places(self, piece: str) -> list[Place]:
        if is_han(piece[0]):
            return [Place(char, self.index.readings.get(char, "")) for char in piece]
        places = [Place("", syllable) for syllable in split(piece)] if piece[0].isalpha() else []
        if places and (
            held := self.index.count(piece)
        ):  # a word of the texts, unless they say what it spells more often
            found = decode(places, self.index)
            if min((self.index.count(a + b) for a, b in pairwise(found)), default=0) <= held:
                return []
        return places

    def _flush(self) -> None:
        """What has gathered, in characters where it is pinyin that the texts know."""
        found, known = "", False
        if len(self.places) > 1 and not all(place.char for place in self.places):
            found = self.names.sounding(self.places)
            known = bool(found)
            if not known:
                found = decode(self.places, self.index)
                known = len(found) == len(self.places) and any(self.index.count(a + b) for a, b in pairwise(found))
        if known:
            self.out += found
        else:
            pieces = _PIECE.findall(self.raw)
            self.out += "".join(self.names.of_initials(piece) if piece.isalpha() else piece for piece in pieces)
        self.places, self.raw = [], ""


def _mended(text: str, index: Index, names: Names) -> str:
    """Characters that no text has where they stand, as those that sound the same and fit there."""
    runs = outside_numbers(_SOFT.sub(lambda found: " " * len(found[0]), text))
    for start, run in runs:
        if len(run) > 1 and not names.abbreviated(run):
            text = text[:start] + _mended_run(run, index, names) + text[start + len(run) :]
    return text


def _mended_run(run: str, index: Index, names: Names) -> str:
    firm = [a + b in index.firm or a + b in names.pairs for a, b in pairwise(run)]
    # A character that belongs to a neighbour is right. Where hardly any is, it is no slip but a word of its own.
    right = [any(firm[max(0, i - 1) : i + 1]) for i in range(len(run))]
    if all(right) or (len(run) > 2 and 2 * sum(right) < len(run)) or all(index.count(a + b) for a, b in pairwise(run)):
        return run
    sounds = (index.readings.get(char, "") for char in run)
    places = [Place(char, sound, fixed=fixed) for char, sound, fixed in zip(run, sounds, right, strict=True)]
    found = decode(places, index)
    for i, (was, now) in enumerate(zip(run, found, strict=True)):
        if was == now:
            continue
        beside = [j for j in (i - 1, i) if 0 <= j < len(found) - 1]
        pairs = [found[j : j + 2] for j in beside]
        telling = [pair for pair in pairs if not _BEFORE_VERBS & (set(pair) - {now})]
        typed = [index.count(run[j : j + 2]) for j in beside if not (right[j] or right[j + 1])]
        fits = min(map(index.count, pairs)) > MENDED * max(typed, default=0)
        if not fits or not any(pair in index.firm for pair in telling):
            return run
    return found
