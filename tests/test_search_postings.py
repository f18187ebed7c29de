"""Postings: what is gathered of all units at once is what the tokens of each say."""

from __future__ import annotations

from collections import Counter

import pytest

from banxing.search.postings import APART, HEADING, LEVELS, Postings, gather
from banxing.search.shards import spelled
from banxing.search.tokens import is_han, tokens

TEXTS = [
    "听证 听证 听证 期限三日 abc55",
    "两个执法人员应当在第55条之一规定的六十日内，第一百二十三条 百万",
    "",
    "单",
    "个执法人员听证，证据，听证会",
    "2023年5月、罚款 200 元，百分之十 公告xyz公告",
]


def held(texts: list[str], headings: list[tuple[int, str]] = []) -> Postings:  # noqa: B006
    return gather(APART.join(texts), len(texts), headings)[0]


def test_a_unit_holds_its_tokens_and_its_characters() -> None:
    # 5 units of nothing: no character is so common that it tells nothing.
    found = held([*TEXTS, *[""] * 5])
    of_unit = {n: {token for token in found.tokens if n in [code >> 3 for code in found.of(token)]} for n in range(6)}
    for number, text in enumerate(TEXTS):
        alone = {char for char in text if is_han(char) and char != "，" and char != "、"}
        assert of_unit[number] == set(tokens(text)) | alone


def test_a_token_that_stands_more_often_is_stronger() -> None:
    found = held(["听证", "听证听证", "听证 " * 5, "听证 " * 9])
    levels = [code & 7 for code in found.of("听证")]
    # k1 = 1.2, b = 0.75 against the average of 17/4 tokens, by hand: the nearest of LEVELS but the last.
    counts = [Counter(tokens(text))["听证"] for text in ("听证", "听证听证", "听证 " * 5, "听证 " * 9)]
    lengths = [1, 3, 5, 9]
    damped = [1.2 * (0.25 + 0.75 * length / (18 / 4)) for length in lengths]
    exact = [min(c, 5) * 2.2 / (min(c, 5) + d) for c, d in zip(counts, damped, strict=True)]
    nearest = [min(LEVELS[:-1], key=lambda level: abs(level - value)) for value in exact]
    assert [LEVELS[level] for level in levels] == nearest


def test_what_a_heading_says_is_strongest_whether_or_not_the_text_has_it() -> None:
    found = held(["听证", "送达", ""], [(0, "听证"), (2, "公告"), (1, "#55")])
    assert [found.of(token) for token in ("听证", "公告", "#55", "送达")] == [
        [HEADING],
        [16 + HEADING],
        [8 + HEADING],
        found.of("送达"),
    ]
    assert found.of("送达")[0] & 7 < HEADING


def test_a_character_of_most_units_is_left_out_and_pairs_that_belong_together_are_named() -> None:
    texts = ["送达回证" if n % 25 == 0 else f"的{chr(0x4E00 + 2 * n)}的" for n in range(100)]
    found, firm, chars = gather(APART.join(texts), 100, [])
    assert found.count("的") == 0 and "的" in chars
    assert found.count("送") == 4
    assert {"送达", "达回", "回证"} == set(firm)


@pytest.mark.parametrize("units", [[0], [1, 2], [0, 44, 45, 46, 90], [7, 700, 70_000, 700_000]])
def test_postings_as_text_say_how_far_units_lie_apart(units: list[int]) -> None:
    texts = [""] * (units[-1] + 1)
    for unit in units:
        texts[unit] = "听证"
    found = held(texts)
    (text,) = [text for token, text in zip(found.tokens, spelled(found), strict=True) if token == "听证"]
    signs = "".join(chr(code) for code in range(0x23, 0x7F) if chr(code) not in "\\!")
    values, value = [], 0
    for sign in text:
        digit = signs.index(sign)
        if digit >= 45:
            value = (value + digit - 44) * 45
        else:
            values.append(value + digit)
            value = 0
    assert [value // 6 for value in values] == [b - a for a, b in zip([0, *units], units, strict=False)]
