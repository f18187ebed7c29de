"""`一、单项选择题（每题 2 分，共 40 分）` → the type, and what it says of points."""

from __future__ import annotations

import re
from dataclasses import dataclass

from banxing.exchange.options import fold_width
from banxing.exchange.words import TYPES

_WORDS = "|".join(sorted((w for w in TYPES if re.match("[\u4e00-\u9fff]", w)), key=len, reverse=True))
_NUMERAL = (
    r"(?:第?[一二三四五六七八九十]{1,3}(?:部分|大题)?\s*[、.:]?|\([一二三四五六七八九十]{1,3}\)[、.]?|\d{1,2}[.、])"
)
_HEADING = re.compile(rf"\s*(?P<numeral>{_NUMERAL})?\s*[【\[]?(?P<kind>{_WORDS})[】\]]?\s*:?\s*(?P<rest>$|[(,。;:].*)")
_OTHER = re.compile(r"\s*(?:第[一二三四五六七八九十]{1,3}(?:部分|大题)|[一二三四五六七八九十]{1,3}、)")
_EACH = re.compile(r"每(小?题|空)\s*(\d{1,4}(?:\.\d{1,2})?)\s*分")
_TOTAL = re.compile(r"(?<![\d.])(\d{1,4}(?:\.\d{1,2})?)\s*分")
_COUNT = re.compile(r"(?<!\d)(\d{1,4})\s*(?:小|道)?题")
_POLICY = re.compile("少选|漏选|多选|错选|选对")


@dataclass
class Heading:
    """`kind` is empty for a heading that names no type. Points are as written; empty where it says nothing."""

    line: int = 0
    kind: str = ""
    each: str = ""
    each_blank: str = ""
    total: str = ""
    count: int = 0
    policy: str = ""  # words on incomplete answers
    prose: bool = False  # whether words stand behind the type that say nothing of points
    stray: int = 0  # lines below it that belong to no question


def read_heading(line: str, number: int) -> Heading | None:
    """The heading that a line is; None for any other line."""
    folded = fold_width(line)
    found = _HEADING.fullmatch(folded)
    if not found or not _is_title(found):
        return None
    rest = found["rest"]
    each, total, count = _EACH.search(rest), _TOTAL.search(_EACH.sub("", rest)), _COUNT.search(rest)
    heading = Heading(
        number, TYPES[found["kind"]], total=total[1] if total else "", count=int(count[1]) if count else 0
    )
    if each:
        setattr(heading, "each_blank" if each[1] == "空" else "each", each[2])
    heading.prose = bool(rest) and "分" not in rest and not rest.startswith("(")
    if _POLICY.search(rest):
        heading.policy = line.strip()
    return heading


def _is_title(found: re.Match[str]) -> bool:
    """Whether what stands behind the type goes with a heading. `1. 判断，……` is a question, `案例：张某……` a text."""
    numeral, kind, rest = found["numeral"] or "", found["kind"], found["rest"]
    if not rest or "分" in rest:
        return True
    in_brackets = rest.startswith("(") and rest.rstrip("。: ").endswith(")")
    return not numeral[:1].isdigit() and (bool(numeral) or kind.endswith("题") or in_brackets)


def is_other_heading(line: str) -> bool:
    """Whether a line begins as headings do, without naming a type."""
    return _OTHER.match(fold_width(line)) is not None
