"""`答案：B 解析：… 难度：易` → what stands under each label, and what stands before the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from banxing.exchange.options import fold_width

_LABELS = {
    "answer": "正确答案 参考答案 标准答案 答案要点 答题要点 参考要点 答案",
    "explanation": "答案解析 试题解析 题目解析 解析 详解",
    "difficulty": "难易程度 难易度 难度",
    "objective": "知识点 学习目标 考点",
    "points": "分值 分数",
}
_FIELD = {word: name for name, words in _LABELS.items() for word in words.split()}
_WORDS = "|".join(sorted(_FIELD, key=len, reverse=True))
# At a line's start, behind white space, or in brackets; so that a sentence about a 答案 is none.
_LABEL = re.compile(
    rf"[【\[]\s*(?P<bracketed>{_WORDS})\s*[】\]]\s*:?[ \t]*|(?:(?<=\n)|(?<=\A)|(?<=\s))(?P<plain>{_WORDS})\s*:[ \t]*"
    r"|(?:(?<=\n)|(?<=\A))(?P<spoken>答)\s*:[ \t]*"
)


@dataclass(frozen=True)
class Labelled:
    """`start` is where the text begins in the whole; `field` is empty for what stands before the first label."""

    field: str
    text: str
    start: int


def split_labels(whole: str) -> Iterator[Labelled]:
    field, start = "", 0
    for found in _LABEL.finditer(fold_width(whole)):
        yield _piece(field, whole, start, found.start())
        field, start = _FIELD.get(found["bracketed"] or found["plain"] or "", "answer"), found.end()
    yield _piece(field, whole, start, len(whole))


def _piece(field: str, whole: str, start: int, end: int) -> Labelled:
    text = whole[start:end]
    return Labelled(field, text.strip(), start + len(text) - len(text.lstrip()))
