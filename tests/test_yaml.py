"""Positions, types and the remedy for each slip, on texts of a few lines."""

from __future__ import annotations

import pytest
import yaml

from banxing.diagnostics import Pos
from banxing.source.files import decode, place
from banxing.source.yaml import MAX_DEPTH, YamlDocument, parse_yaml


def read(text: str) -> YamlDocument:
    document, faults = parse_yaml(text, "a.yml")
    assert document is not None
    assert faults == []
    return document


def slip(text: str) -> str:
    """`line:col code` of each finding."""
    _, faults = parse_yaml(text, "a.yml")
    return " ".join(f"{f.pos.line}:{f.pos.col} {f.code}" for f in faults)


def test_scalars_stay_what_was_written() -> None:
    text = "a: 否\nb: on\nc: 1e3\nd: 0x10\ne: 2026-02-01\nf: 'null'\ng: 012\nh: true\ni: 1_000\nj: =\n"
    assert read(text).data == {
        **{"a": "否", "b": "on", "c": "1e3", "d": "0x10", "e": "2026-02-01", "f": "null"},
        **{"g": "012", "h": "true", "i": "1_000", "j": "="},
    }


@pytest.mark.parametrize("nothing", ["", " ", "null", "~", "null # 以后再写"])
def test_only_nothing_is_none(nothing: str) -> None:
    assert read(f"a:{' ' * bool(nothing)}{nothing}\n").data == {"a": None}


def test_places_count_characters_also_after_chinese() -> None:
    document = read("题: {甲: 乙, 丙😀: [一, 二]}\n末:\n  - 三\n")
    assert document.at(("题",)) == Pos(1, 4)
    assert document.at(("题",), key=True) == Pos(1, 1)
    assert document.at(("题", "甲")) == Pos(1, 8)
    assert document.at(("题", "丙😀"), key=True) == Pos(1, 11)
    assert document.at(("题", "丙😀", 1)) == Pos(1, 19)
    assert document.at(("末", 0)) == Pos(3, 5)


def test_a_place_that_is_not_there_is_the_deepest_that_is() -> None:
    document = read("a:\n  b: c\n")
    for loc in [("a", "x"), ("a", 0), ("a", "x", 3, "y")]:
        assert document.at(loc) == Pos(2, 3)
    assert document.at(("a", "b", 0)) == Pos(2, 6)
    assert document.at(("x",), key=True) == Pos(1, 1)


def test_words_are_found_inside_a_value() -> None:
    document = read('a: 《甲》和《甲》\nb: |\n  第一行\n  《甲》\nc: 《甲》\nd: "《\\u7532》"\n')
    assert document.find(("a",), "《甲》") == Pos(1, 4)
    assert document.find(("a",), "《甲》", 1) == Pos(1, 8)
    assert document.find(("b",), "《甲》") == Pos(4, 3)
    assert document.find(("b",), "《甲》", 1) == Pos(2, 4)  # not the one of `c`
    assert document.find(("d",), "《甲》") == Pos(6, 4)  # escaped: the value is all one can point at


SLIPS = [
    ("a: b\n\tc: d\n", "2:1 yaml-tab"),
    ("a:\n  b: c\n \td: e\n", "3:2 yaml-tab"),
    ("a:\n-\tb: c\n\td: e\n", "2:2 yaml-tab"),
    ("a:\n  b: c\n　　d: e\n", "3:1 yaml-wide-space"),
    ("a:\n  -\tb: c\n   d: e\n", "2:4 yaml-tab"),
    ("a: 1\n\u00a0b: 2\n", "2:1 yaml-wide-space"),
    ("a：1\nb: 2\n", "1:2 yaml-fullwidth-colon"),
    ("a: 1\nb：2\n", "2:2 yaml-fullwidth-colon"),
    ("a: 1\nb:2\nc: 3\n", "2:2 yaml-colon-without-space"),
    ("a:\n  - b\n  －c\n  - d\n", "3:3 yaml-fullwidth-dash"),
    ("a:\n  - b: 1\n  －c: 2\n", "3:3 yaml-fullwidth-dash"),
    ("a:\n  - b: 1\n  -c: 2\n", "3:3 yaml-dash-without-space"),
    ("a: 说: 话\n", "1:5 yaml-colon-in-text"),
    ("a: '说: 话'\n", ""),
    ("a: 说：话\n", ""),
    ("a: https://example.org/a:b\n", ""),
    ("a: @甲\n", "1:4 yaml-opening-mark"),
    ("a: `甲`\n", "1:4 yaml-opening-mark"),
    ("a: %甲\n", "1:4 yaml-opening-mark"),
    ("a: > 甲\n", "1:4 yaml-opening-mark"),
    ("a: *甲*\n", "1:4 yaml-opening-mark"),
    ("a: [甲] 乙\n", "1:4 yaml-opening-mark"),
    ("a: - 甲\n", "1:4 yaml-opening-mark"),
    ("a: !甲 乙\n", "1:4 yaml-opening-mark"),
    ("a: &甲 乙\n", "1:4 yaml-opening-mark"),
    ("a: &b c\nd: *b\n", "1:4 yaml-alias"),
    ("a: *b\n", "1:4 yaml-alias"),
    ("a: [b\nc: d\n", "1:4 yaml-open-bracket"),
    ("a: {b: c d: e}\n", "1:4 yaml-open-bracket"),
    ('a: "b\nc: d\n', "1:4 yaml-open-quote"),
    ("a: '甲'乙\n", "1:7 yaml-text-after-quote"),
    ('a: "甲\\乙"\n', "1:6 yaml-bad-escape"),
    ('a: "\\xzz"\n', "1:7 yaml-bad-escape"),
    ("a:\n    b: c\n  d: e\n", "3:3 yaml-indent"),
    ("a: b\n   c: d\n", "2:5 yaml-indent"),
    ("a: [b, c]\n  d: e\n", "2:3 yaml-indent"),
    ("a: b\n没有键\nc: d\n", "2:1 yaml-line-without-key"),
    ("a: b\n---\na: c\n", "2:1 yaml-two-documents"),
    ("? [a]\n: b\n", "1:3 yaml-key-not-text"),
    (": b\n", "1:1 yaml-key-not-text"),
    ("a: 1\nb: 2\na: 3\n", "3:1 repeated-key"),
    ("a: {b: 1, b: 2}\n", "1:11 repeated-key"),
    ("a: 第 #3 条\n", "1:6 comment-cuts-text"),
    ("a: 2   # 分\n", ""),
    ("a: '第 #3 条'\n", ""),
    ("a: two words # lost\n", "1:14 comment-cuts-text"),
    ("# 只有注释\n", "1:1 empty-file"),
]


@pytest.mark.parametrize(("text", "expected"), SLIPS)
def test_a_slip_gets_its_place_and_name(text: str, expected: str) -> None:
    assert slip(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a:\n" + "".join("  " * (i + 1) + "a:\n" for i in range(MAX_DEPTH)),
        "a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH,
        "a: " + "[" * 100_000,
        "a: " + "{a: " * 50_000,
        "a:\n  " + "- " * 50_000 + "b",
        "".join(" " * i + "a:\n" for i in range(1000)),
        "? " * 50_000,
    ],
    ids=["block", "flow", "open flow", "open mappings", "dashes", "far block", "question marks"],
)
def test_nesting_has_an_end(text: str) -> None:
    assert "yaml-too-deep" in slip(text)


def test_as_deep_as_allowed() -> None:
    assert slip("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)) == ""


def test_brackets_inside_texts_are_no_nesting() -> None:
    assert slip("".join(f"- 区间 [0, {i}) 以内\n" for i in range(500))) == ""


def test_aliases_never_multiply() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
    assert set(slip(text).split()[1::2]) == {"yaml-alias"}


def test_nothing_is_read_twice() -> None:
    """Two names for one thing, of which the second is lost, would be silence."""
    document, faults = parse_yaml("a: 1\na: 2\n", "a.yml")
    assert document is not None
    assert document.data == {"a": "1"}
    assert [dict(f.fields) for f in faults] == [{"key": "a", "line": 1}]


def test_the_parser_is_the_quick_one() -> None:
    assert yaml.__with_libyaml__


# --- bytes ---------------------------------------------------------------------------------------------------------

BYTES = [
    ("a: b".encode("utf-8-sig"), ""),
    (b"a: b\r\nc: d\r", ""),
    ("甲: ".encode() + b"\xff", "1:4 not-utf-8"),
    (b"a: b\n" + "丙".encode()[:2], "2:1 not-utf-8"),
    ("甲\n乙".encode("gb18030"), "1:1 not-utf-8"),
    ("甲\n乙\x07丙".encode(), "2:2 control-character"),
    ("甲\u200b".encode(), "1:2 control-character"),
    ("甲\u0085乙".encode(), "1:2 control-character"),
    ("甲\u202e乙".encode(), "1:2 control-character"),
    (b"", "1:1 empty-file"),
    (b"\xef\xbb\xbf\n \n", "1:1 empty-file"),
]


@pytest.mark.parametrize(("raw", "expected"), BYTES)
def test_bytes_that_are_no_text(raw: bytes, expected: str) -> None:
    text, faults = decode(raw, "a.yml")
    assert " ".join(f"{f.pos.line}:{f.pos.col} {f.code}" for f in faults) == expected
    assert (text is None) == bool(expected)
    assert text is None or not {"\r", "\ufeff"} & set(text)


@pytest.mark.parametrize(("offset", "expected"), [(0, (1, 1)), (1, (1, 2)), (2, (2, 1)), (3, (3, 1)), (4, (3, 2))])
def test_an_offset_is_a_place(offset: int, expected: tuple[int, int]) -> None:
    assert place("甲\n\n乙丙", offset) == expected
