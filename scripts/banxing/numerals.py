"""Chinese numerals → numbers, and numbers as people read them.

The player's copy of the former is `player/numerals.js`; `tests/data/marking` holds both to one table.
"""

from __future__ import annotations

import re
from functools import lru_cache

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2} | {str(i): i for i in range(10)}
UNITS = {"十": 10, "百": 100, "千": 1000}
_WIDE = {ord("０") + i: str(i) for i in range(10)}
LARGE = {"万": 10_000, "亿": 100_000_000}
_RUN = re.compile(
    r"[零〇一二两三四五六七八九十百千万亿0-9]*[零〇一二两三四五六七八九十百千万亿]"
    r"[零〇一二两三四五六七八九十百千万亿0-9]*"
)


@lru_cache(4096)
def to_int(text: str) -> int | None:
    """`四十二`, `42`, `二〇二六`, `3千` → the number; None for what is no well-formed number."""
    text = text.translate(_WIDE)
    if re.fullmatch(r"[0-9]{1,15}", text):
        return int(text)
    if re.fullmatch(r"[零〇一二三四五六七八九]{2,15}", text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = 0
    digits = ""
    for char in text:
        if char in DIGITS:
            digits += str(DIGITS[char])
        elif char in UNITS:
            section += int(digits or "1") * UNITS[char]
            digits = ""
        elif char in LARGE:
            section += int(digits or "0")
            if not total + section:
                return None
            total = (total + section) * LARGE[char] if char == "亿" else total + section * LARGE[char]
            section, digits = 0, ""
        else:
            return None
    if len(digits) > 15:
        return None
    return total + section + int(digits or "0")


def to_digits(text: str) -> str:
    """Every Chinese numeral of a text in digits: 七日 → 7日, 二十四小时 → 24小时."""

    def digits(found: re.Match[str]) -> str:
        value = to_int(found[0])
        return found[0] if value is None or value >= 10**15 else str(value)

    return _RUN.sub(digits, text)


def points(hundredths: int) -> str:
    """Points in full: 250 → `2.5`, 1000001 → `10000.01`; no exponent, no zeros at the end."""
    return _plain(hundredths, 2)


def millionths(value: int) -> str:
    """A key's number in full: 30000000 → `30`, 500000 → `0.5`."""
    return _plain(value, 6)


def _plain(value: int, places: int) -> str:
    whole, part = divmod(abs(value), 10**places)
    return f"{'-' if value < 0 else ''}{whole}.{part:0{places}}".rstrip("0").rstrip(".")


def chinese(number: int) -> str:
    """1–9999 in Chinese numerals."""
    digits = "零一二三四五六七八九"
    text_ = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text_ += digits[digit] + name
        elif text_ and not text_.endswith("零") and number % unit:
            text_ += "零"
    return text_.removeprefix("一") if 10 <= number < 20 else text_
