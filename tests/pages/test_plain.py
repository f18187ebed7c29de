"""The short way through Python-Markdown gives what the long one gives."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor

from banxing.pages.plain import PlainExtension
from sites import ROOT

EXTENSIONS = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.betterem",
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
)
PIECES = (
    "第一条 为了规范行政处罚，制定本法。",
    "执法人员不得少于**两人**，应当出示`证件`。",
    "第二行接在后面\n执法人员不得少于两人",
    "两个空格换行  \n第二行",
    "拒绝签字的\n:   在笔录上注明",
    "拒绝签字的\n\n:   在笔录上注明",
    "- 亮证\n\n- 告知\n\n    当事人有权申请回避。\n\n不在清单里。",
    "- 亮证\n- 告知\n续行",
    "1. 先行登记\n\n    七日以内处理。",
    '!!! note "提示"\n    当事人有权申请回避。\n\n    可以陈述和申辩。\n\n外面的一段。',
    "??? tip\n    折起来的一段。\n\n外面的一段。",
    '=== "甲"\n\n    甲的一段。\n\n=== "乙"\n\n    乙的一段。\n\n外面的一段。',
    '<div markdown="1">\n\n里面的一段。\n\n</div>\n\n外面的一段。',
    "<p>原样</p>\n\n一段",
    "一段带属性 {: .note }",
    "一段\n{: .note }",
    "标题\n===\n\n一段\n---",
    "第一条　全角空格。",
    "证据[^1]要查证属实。\n\n[^1]: 当场收集的\n\n    也要查证属实。",
    "听证会\n\n*[听证]: 听取意见",
    "当事人 & 执法人员 &nbsp; 《行政处罚法》",
    "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n\n表格后的一段。",
    "（一）警告；\n\n（二）罚款；",
    "> 引用的一段\n\n> 又一段",
    "    缩进的代码\n\n正文",
    "```\n代码\n```\n\n正文",
    "\u00a0硬空格开头",
    "一段\u2028行分隔符",
)


def converted(text: str, *more: Extension) -> str:
    return Markdown(extensions=[*EXTENSIONS, *more]).convert(text)


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_is_the_same_with_it(piece: str) -> None:
    for text in (piece, f"前面的一段。\n\n{piece}\n\n后面的一段。"):
        assert converted(text, PlainExtension()) == converted(text)


def test_the_course_is_the_same_with_it() -> None:
    short, long = (Markdown(extensions=[*EXTENSIONS, *more]) for more in ([PlainExtension()], []))
    for path in sorted((ROOT / "training").rglob("*.md")):
        body = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert short.reset().convert(body) == long.reset().convert(body), path


class _Foreign(Extension):
    """Somebody's pattern that needs no sign."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(_Word("(听证)", "b"), "foreign", 5)


class _Word(SimpleTagInlineProcessor):
    def __init__(self, pattern: str, tag: str) -> None:
        super().__init__(f"(){pattern}", tag)


def test_it_stays_out_of_the_way_of_patterns_it_does_not_know() -> None:
    assert converted("举行听证会。", _Foreign(), PlainExtension()) == "<p>举行<b>听证</b>会。</p>"
