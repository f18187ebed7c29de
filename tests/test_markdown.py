"""What is read of a module's text: front matter, prose, quiz fences, links, each with its place."""

from __future__ import annotations

import pytest

from banxing.diagnostics import Pos
from banxing.source.markdown import MarkdownDocument, parse_markdown
from banxing.source.prose import anchors


def read(text: str) -> MarkdownDocument:
    document, faults = parse_markdown(text, "a.md", front_matter=False)
    assert faults == []
    return document


def prose(text: str) -> list[str]:
    return [line.text for line in read(text).lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("正文\n", "1:1 no-front-matter"),
        ("\n---\ntitle: 甲\n---\n", "1:1 no-front-matter"),
        ("---\ntitle: 甲\n正文\n", "1:1 no-front-matter"),
        ("---\n---\n正文\n", "1:1 no-front-matter"),
        ("---\ntitle：甲\nsummary: 乙\n---\n", "2:6 yaml-fullwidth-colon"),
        ("---\ntitle: 甲\ntitle: 乙\n---\n", "3:1 repeated-key"),
        ("---\ntitle: 甲\n---\n---\n", ""),
        ("--- \ntitle: 甲\n---", ""),
    ],
)
def test_front_matter(text: str, expected: str) -> None:
    _, faults = parse_markdown(text, "a.md")
    assert " ".join(f"{f.pos.line}:{f.pos.col} {f.code}" for f in faults) == expected


def test_front_matter_keeps_its_line_numbers() -> None:
    document, _ = parse_markdown("---\ntitle: 甲\nobjectives:\n  a: 乙\n---\n\n正文\n", "a.md")
    assert document.front is not None
    assert document.front.at(("objectives", "a")) == Pos(4, 6)
    assert document.body == "\n正文\n"
    assert [(line.number, line.text) for line in document.lines][:2] == [(6, ""), (7, "正文")]


def test_quiz_fences() -> None:
    document = read("前\n\n```quiz\n one \n\ntwo\n```\n\n~~~~ quiz\nthree\n~~~\n~~~~\n\n```yaml\nfour\n```\n")
    assert [(m.text, m.pos) for m in (m for fence in document.fences for m in fence.ids)] == [
        ("one", Pos(4, 2)),
        ("two", Pos(6, 1)),
        ("three", Pos(10, 1)),
        ("~~~", Pos(11, 1)),
    ]


def test_a_fence_that_never_ends_is_reported_and_names_nothing() -> None:
    document, faults = parse_markdown("```quiz\none\n```\n\n  ```quiz\ntwo\n正文\n", "a.md", front_matter=False)
    assert [(f.code, f.pos) for f in faults] == [("fence-not-closed", Pos(5, 3))]
    assert [m.text for m in (m for fence in document.fences for m in fence.ids)] == ["one"]


def test_code_and_comments_are_no_prose_and_columns_stay() -> None:
    assert prose("甲`《乙》`丙<!-- 《丁》 -->《戊》") == ["甲" + " " * 5 + "丙" + " " * 12 + "《戊》"]
    assert prose("``a ` b``《甲》") == [" " * 9 + "《甲》"]
    assert prose("```text\n《甲》\n```\n乙") == ["", "", "", "乙"]


def test_links() -> None:
    document = read('见[甲](a.md#x)、![图](<b.svg> "题")和`[c](c.md)`\n[乙](d%20e.md)\n')
    assert [(m.text, m.pos) for m in document.links] == [
        ("a.md#x", Pos(1, 6)),
        ("b.svg", Pos(1, 20)),
        ("d%20e.md", Pos(2, 5)),
    ]


def test_context_is_the_heading_and_the_block() -> None:
    lines = read("# 旧法对照 #\n\n甲\n乙\n\n## 新\n\n丙\n").lines
    assert lines[2].context == "旧法对照\n甲\n乙"
    assert lines[3].context == "旧法对照\n甲\n乙"
    assert lines[7].context == "新\n丙"


def test_an_admonition_lends_its_title() -> None:
    lines = read('!!! note "旧法"\n    甲\n\n    乙\n\n丙\n').lines
    assert "旧法" in lines[1].context
    assert "旧法" in lines[3].context
    assert "旧法" not in lines[5].context


def test_a_heading_is_known_by_its_words() -> None:
    text = "开头\n\n## **只看**，不替\n\n### 甲 {#own}\n\n## 甲\n\n```\n## 不是标题\n```\n"
    assert anchors(text) == {"只看，不替": "只看不替", "甲": "own"}
