"""A text → what is looked up of it. The browser's copy is `player/search-tokens.js`; `tests/data/search` holds both.

Chinese is cut into pairs of characters, since index and query then never disagree on what a word is. Numbers come in
one form whatever they were written in: 第五十五条 → `55条`, 六十日 = 60天 → `60日`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise

from banxing.numerals import to_int

HAN = "\u3400-\u9fff\uf900-\ufaff"
_NUMERAL = "0-9〇零一二两三四五六七八九十百千万亿"
_PARTS = "条款项章节编"  # of a law: their numbers mean nothing alone
_UNITS = (
    "个月|小时|周岁|公里|公斤|分钟|工作日"
    "|[条款项章节编日天月年元块岁倍%人名次个份级类种米吨件辆户层页届号批位]|分(?!之)"
)
_SAME = {"天": "日", "块": "元", "周岁": "岁", "名": "人", "位": "人"}
_TOKEN = re.compile(
    rf"百分之(?P<share>[{_NUMERAL}]+)"
    rf"|第?\s*(?P<number>[{_NUMERAL}]+)\s*(?P<unit>{_UNITS})(?:之(?P<more>[一二三四五六七八九十]))?"
    r"|(?P<digits>[0-9]+)"
    r"|(?P<word>[a-z][a-z0-9]*)"
)
_PEOPLE = re.compile(rf"(?<=[{_NUMERAL}])个(?=[{HAN}]{{0,4}}?(?:人(?![民大])|员))")
_RUN = re.compile(rf"[{HAN}]{{2,}}")
_PAIR = re.compile(rf"[{HAN}]{{2}}")


def normalise(text: str, simplified: Mapping[int, str]) -> str:
    """NFKC, lower case, traditional characters as simplified ones (`simplified`: code point → character)."""
    return unicodedata.normalize("NFKC", text).lower().translate(simplified)


def tokens(text: str) -> list[str]:
    """The tokens of a normalised text, in order, repeated as often as they stand there."""
    text = as_counted(text)
    found: list[str] = []
    end = 0
    for start, stop, made in numbered(text):
        found += _pairs(text[end:start])
        found += made
        end = stop
    found += _pairs(text[end:])
    return found


def as_counted(text: str) -> str:
    """两个执法人员 as 两名执法人员; as long as it was."""
    return _PEOPLE.sub("名", text) if "个" in text else text


def numbered(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Where each number and Latin word begins and ends, and its tokens.

    A numeral that is no number is none of them: it stays part of the words around it.
    """
    for match in _TOKEN.finditer(text):
        if made := _number(match):
            yield match.start(), match.end(), made


def is_pair(token: str) -> bool:
    """Whether a token is two Chinese characters side by side."""
    return bool(_PAIR.fullmatch(token))


def is_han(text: str) -> bool:
    """Whether a token is of Chinese characters."""
    return text >= HAN[0]


def outside_numbers(text: str) -> list[tuple[int, str]]:
    """The runs of Chinese characters of a normalised text that are no numbers, each with where it begins."""
    blanked = _TOKEN.sub(lambda match: " " * len(match[0]) if _number(match) else match[0], text)
    return [(run.start(), run[0]) for run in re.finditer(f"[{HAN}]+", blanked)]


def _pairs(text: str) -> list[str]:
    return [a + b for run in _RUN.findall(text) for a, b in pairwise(run)]


def _number(match: re.Match[str]) -> list[str]:
    """Tokens of a number, a share or a Latin word."""
    if match["word"]:
        return [match["word"]]
    if match["digits"]:
        return [match["digits"].lstrip("0") or "0"]
    value = to_int(match["share"] or match["number"])
    if value is None:
        return []
    if match["share"]:
        return [f"{value}%"]
    unit = match["unit"]
    made = [f"{value}{_SAME.get(unit, unit)}"]
    if match["more"]:
        made.append(f"{value}-{to_int(match['more'])}{unit}")
    if unit not in _PARTS and value > 9:  # 2023年, 200元: found by the bare number too
        made.append(str(value))
    return made
