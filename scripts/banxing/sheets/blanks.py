"""What a blank accepts, spelled out for a spreadsheet, which can compare texts but not read Chinese numerals.

`marking.fits` decides; every spelling listed here is one it accepts. Rare spellings of large numbers that it accepts
too are not listed, so a workbook can mark them wrong where `banxing score` does not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import product

from banxing.marking import fits, following, normalise
from banxing.model.keys import MICRO, Blank, BlanksKey, Texts
from banxing.model.questions import BLANK, FillBlank

MAX_SPELLINGS = 400
MAX_WHOLE = 50  # whole numbers inside a tolerance that are spelled out
_DIGITS = "零一二三四五六七八九"
_ARABIC = {ord(char): str(digit) for digit, char in enumerate(_DIGITS[1:], 1)}
_UNITS = ("", "十", "百", "千")
_LARGE = ("", "万", "亿")
_NUMBER = re.compile("[0-9]+")


@dataclass(frozen=True)
class Accepted:
    """`spellings` are compared as they stand; a number is also compared by value, after its unit is cut off."""

    spellings: tuple[str, ...]
    number: int | None = None  # millionths
    tolerance: int = 0
    units: tuple[str, ...] = ()  # longest first


def accepted(question: FillBlank, key: BlanksKey) -> list[Accepted]:
    """One entry a blank."""
    tails = [following(text) for text in BLANK.split(question.stem)[1:]]
    return [_accepted(blank, tail) for blank, tail in zip(key.answer, tails, strict=True)]


@cache
def _accepted(blank: Blank, tail: str) -> Accepted:
    units = tuple(tail[:i] for i in range(len(tail), 0, -1))
    if isinstance(blank, Texts):
        plain = [spelling for text in blank.accepted for spelling in _spellings(_folded(text))]
        both = [*plain, *(f"{text}{unit}" for unit in reversed(units) for text in plain)]
        return Accepted(_proved(blank, both, tail))
    low = -((blank.tolerance - blank.number) // MICRO)
    high = (blank.number + blank.tolerance) // MICRO
    whole = range(max(low, 0), min(high, max(low, 0) + MAX_WHOLE - 1) + 1)
    spelled = [spelling for value in whole for spelling in chinese(value)]
    return Accepted(_proved(blank, spelled, ""), blank.number, blank.tolerance, units)


def _proved(blank: Blank, spellings: list[str], tail: str) -> tuple[str, ...]:
    """Only what `fits` accepts, once each."""
    return tuple(dict.fromkeys(s for s in spellings[:MAX_SPELLINGS] if fits(blank, s, tail)))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _spellings(text: str) -> list[str]:
    """The text as the author wrote it, and with each number in digits and in Chinese: 七日, 7日."""
    digits = normalise(text)
    pieces = _NUMBER.split(digits)
    numbers = [(found, *chinese(int(found))) for found in _NUMBER.findall(digits) if len(found) <= 12]
    if len(numbers) != len(pieces) - 1:
        return [text, digits]
    choices = [[pieces[0]], *([f"{n}{after}" for n in ways] for ways, after in zip(numbers, pieces[1:], strict=True))]
    return [text, *("".join(parts) for parts in product(*choices))]


def chinese(value: int) -> list[str]:
    """The usual ways to write a whole number below 10¹²: 二百, 两百, 2百; 十, 一十; 二〇二六; 105万."""
    spoken = _spoken(value)
    ways = {spoken, _one_by_one(value)}
    if value:
        ways |= {re.sub("^一十", "十", spoken), spoken.replace("零", "")}
    for unit, large, end in (("百", 100, 1000), ("千", 1000, 10_000), ("万", 10_000, 10**8), ("亿", 10**8, 10**12)):
        if large <= value < end and value % large == 0:
            ways |= {f"{value // large}{unit}", f"{_one_by_one(value // large)}{unit}"}
    ways |= {re.sub("二(?=[百千万亿]|$)", "两", way) for way in ways}
    ways |= {way.replace("零", "〇") for way in ways}
    ways |= {way.translate(_ARABIC) for way in ways}
    return sorted(ways - {str(value)})


def _one_by_one(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _spoken(value: int) -> str:
    if value == 0:
        return "零"
    groups = []
    while value:
        value, group = divmod(value, 10_000)
        groups.append(group)
    text = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if text and group and group < 1000 and not text.endswith("零"):
            text += "零"
        if group:
            text += _thousands(group) + _LARGE[place]
    return text


def _thousands(group: int) -> str:
    text = ""
    for power in range(3, -1, -1):
        digit = group // 10**power % 10
        if digit:
            text += _DIGITS[digit] + _UNITS[power]
        elif text and group % 10**power and not text.endswith("零"):
            text += "零"
    return text
