"""What is looked up of a text: one table for Python and for the browser's copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from banxing.search.readings import common, fold, other_readings, reading, simplified
from banxing.search.tokens import normalise, tokens
from player_js import failures

TABLE = json.loads((Path(__file__).parent / "data/search/tokens.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["text"])
def test_tokens(case: dict[str, object]) -> None:
    normal = normalise(str(case["text"]), simplified())
    assert normal == case["normal"]
    assert tokens(normal) == case["tokens"]


def test_the_browser_cuts_as_python_does() -> None:
    assert failures(["numerals.js", "search-tokens.js"], "tokens", TABLE) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("第55条", "第五十五条"), ("60日", "六十天"), ("聽證", "听证"), ("３人", "三名"), ("200元", "二百块")],
)
def test_what_is_written_in_two_ways_is_one(one: str, other: str) -> None:
    table = simplified()
    assert tokens(normalise(one, table)) == tokens(normalise(other, table)) != []


def test_readings() -> None:
    assert [reading(char) for char in "听绿。a"] == ["ting", "lv", "", ""]
    assert [fold(syllable) for syllable in ("zheng", "xing", "shang")] == ["zen", "xin", "san"]
    assert other_readings(["银行业监督管理法"]) == {"行": ["hang"]}
    assert len(common()) == 3755
