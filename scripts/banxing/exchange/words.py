"""The words Chinese banks use for types, answers, difficulty, and how they are counted; the English ones as well."""

from __future__ import annotations

import re
import unicodedata

from banxing.messages import LANGS, text
from banxing.model.questions import QUESTION_TYPES
from banxing.responses.answers import FALSE, TRUE

ANY_CHOICE = "choice"
"""`选择题`: single or multiple, as the answer tells."""
_TYPES = {
    "single_choice": "单选题 单选 单项选择题 单项选择 单选择题 single",
    "multiple_choice": "多选题 多选 多项选择题 多项选择 multiple",
    "indefinite_choice": "不定项选择题 不定项选择 不定项 不定项题 混合选择题",
    "true_false": "判断题 判断 是非题 是非判断题 判断正误 正误判断题",
    "fill_blank": "填空题 填空",
    "ordering": "排序题 排序 次序题",
    "matching": "匹配题 匹配 连线题 连线 配对题 配对",
    "essay": "论述题 论述 简答题 简答 问答题 问答 主观题 面试题 结构化面试 结构化面试题 名词解释 材料作文",
    "case": "案例题 案例 案例分析题 案例分析 材料题 材料分析题 综合题",
    ANY_CHOICE: "选择题 选择",
}
_DIFFICULTIES = {
    "easy": "易 较易 容易 简单 低 初级 easy",
    "medium": "中 中等 一般 适中 普通 中级 medium",
    "hard": "难 较难 困难 高 高级 hard",
}
_LEVELS = {
    "recall": "记住 识记 记忆 了解 recall",
    "apply": "运用 应用 apply",
    "analyse": "分析 analyse analyze",
}
_YES, _NO = {"是", "yes", "true", "对", "打乱"}, {"否", "no", "false", "错", "不打乱"}
_TRUE, _FALSE = {*TRUE, "是", "YES"}, {*FALSE, "否", "NO"}


def fold(value: str) -> str:
    """For comparing: NFKC, no white space, lower case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)).lower()


def _meanings(table: dict[str, str]) -> dict[str, str]:
    return {fold(word): name for name, words in table.items() for word in [*words.split(), name]}


TYPES = _meanings(_TYPES) | {fold(text(f"player.type_{kind}", lang)): kind for lang in LANGS for kind in QUESTION_TYPES}
"""Folded word → question type, or `ANY_CHOICE`."""
_DIFFICULTY, _LEVEL = _meanings(_DIFFICULTIES), _meanings(_LEVELS)


def type_of(words: str) -> str:
    """`单项选择题` → `single_choice`; nothing for words nobody knows."""
    return TYPES.get(fold(words), "")


def truth(words: str) -> str:
    """`√`, `正确`, `T` → 对; `×` → 错; nothing for what is neither."""
    word = fold(words).upper()
    return "对" if word in _TRUE else "错" if word in _FALSE else ""


def yes_or_no(words: str) -> bool | None:
    word = fold(words)
    return True if word in _YES else False if word in _NO else None


def level_of(words: str) -> str:
    return _LEVEL.get(fold(words), "")


def difficulty_of(words: str, scale: int) -> str:
    """易/中/难, or a number of a scale of `scale` steps (0 where nobody can tell); nothing for what is none."""
    word = fold(words)
    if re.fullmatch(r"[1-5](\.0+)?", word):
        step = int(word[0])
        if step == 1:
            return "easy"
        return ("easy", "medium", "hard", "hard")[step - 2] if scale == 5 else ""
    return _DIFFICULTY.get(word, "")


def scale_of(values: list[str]) -> int:
    """5 where a number above 3 shows that difficulties go to five; else 0: two steps mean two things."""
    return 5 if any(re.fullmatch(r"[45](\.0+)?", fold(value)) for value in values) else 0


def plain_number(words: str) -> str:
    """`２.0 分` → `2`; nothing for what is no number."""
    found = re.fullmatch(r"(\d{1,6})(?:\.(\d{1,6}))?分?", fold(words))
    if not found:
        return ""
    part = (found[2] or "").rstrip("0")
    return f"{int(found[1])}.{part}" if part else str(int(found[1]))
