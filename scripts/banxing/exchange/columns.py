"""The columns of a table of questions: what Chinese trainers call them, in any order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from banxing.messages import LANGS, text
from banxing.model.questions import LETTERS

FIELDS = {
    "type": "题型 题目类型 试题类型 试题题型 类型 question_type",
    "stem": "题干 题目 试题 试题内容 题目内容 试题题干 题干内容 题目题干 问题 试题描述 题目描述 question",
    "options": "选项 备选项 备选答案 选项内容 试题选项 全部选项",
    "answer": "答案 正确答案 参考答案 标准答案 试题答案 正确选项",
    "explanation": "解析 答案解析 试题解析 题目解析 答案说明 详解",
    "points": "分值 分数 题目分值 试题分值 试题分数 题目分数 本题分值",
    "difficulty": "难度 难易度 难易程度 难度等级 试题难度 题目难度",
    "objective": "知识点 学习目标 考点 所属知识点 知识点名称 考查知识点",
    "level": "要求 认知层次 能力层次 掌握程度",
    "policy": "计分办法 计分规则 给分办法 评分规则 得分规则",
    "stems": "待配对项 待配对 左项 匹配项",
    "feedback": "选项反馈 反馈 选项解析",
    "rubric": "评分要点 评分标准 评分细则",
    "shuffle": "打乱选项 选项乱序",
    "case": "案例 所属案例 案例编号",
    "id": "标识 题目标识 试题标识",
}
"""Field → the names it goes by, beside its own and those of `export.column_…`."""
IGNORED = "序号 题号 编号 行号 试题编号 题目编号 no no. number #"
_FACTS = ("title", "module", "mode", "pass_mark", "policy", "time_limit")
_SECTIONS = {
    "type": ("type",),
    "points": ("points", "section_points"),
    "draw": ("section_draw",),
    "by": ("section_by",),
    "policy": ("policy",),
}
_LONGEST = 100  # characters of a header's cell that are looked at
_OPTION = re.compile(r"(?:选项|备选项|备选答案|答案选项)([a-z])|([a-z])(?:选项)?|option([a-z])|选项(\d{1,2})")


@dataclass
class Columns:
    """0-based columns: of fields, of options by letter; header words nobody knows; words that name a field again."""

    fields: dict[str, int] = field(default_factory=dict)
    options: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    @property
    def is_bank(self) -> bool:
        """Whether these are columns of questions: a stem, and something to make a question of it."""
        return "stem" in self.fields and bool(self.options or {"type", "answer", "options"} & set(self.fields))


def fold_header(cell: str) -> str:
    """`＊题干（必填）` → `题干`: without marks, brackets and white space."""
    name = re.sub(r"[(\[【][^)\]】]*[)\]】]", "", unicodedata.normalize("NFKC", cell[:_LONGEST]))
    return re.sub(r"[\s*:★\ufeff]", "", name).lower()


def _ours(name: str) -> list[str]:
    return [fold_header(text(f"export.column_{name}", lang)) for lang in LANGS]


_NAMES = {fold_header(word): name for name, words in FIELDS.items() for word in words.split()}
_NAMES |= {word: name for name in FIELDS for word in (name, *_ours(name))}
_SKIPPED = {fold_header(word) for word in IGNORED.split()}
FACTS = {fold_header(text(f"export.fact_{name}", lang)): name for name in _FACTS for lang in LANGS}
"""Folded word → a fact of the quiz."""
_SECTION_NAMES = {word: field for field, names in _SECTIONS.items() for name in names for word in _ours(name)}


def read_columns(cells: list[str]) -> Columns:
    """The header row of a table of questions."""
    columns = Columns()
    for index, cell in enumerate(cells):
        word = fold_header(cell)
        if not word:
            continue
        name, letter = _NAMES.get(word, ""), "" if word in _NAMES else _letter(word)
        if name or letter:
            known, key = (columns.fields, name) if name else (columns.options, letter)
            if key in known:
                columns.repeated.append(index)
            known.setdefault(key, index)
        elif word not in _SKIPPED:
            columns.unknown.append(cell)
    return columns


def read_section_columns(cells: list[str]) -> dict[str, int]:
    """The header row of a table of an exam's sections; empty for another table."""
    found = {_SECTION_NAMES[word]: i for i, cell in enumerate(cells) if (word := fold_header(cell)) in _SECTION_NAMES}
    return found if {"type", "points"} <= set(found) else {}


def _letter(word: str) -> str:
    found = _OPTION.fullmatch(word)
    if not found:
        return ""
    name = found[1] or found[2] or found[3]
    if name:
        return name.upper()
    number = int(found[4])
    return LETTERS[number - 1] if 1 <= number <= len(LETTERS) else ""
