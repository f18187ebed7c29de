"""Reading queries and ranking: the table of scores holds Python and the browser's copy to the same results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from banxing.search.index import _normalised, build
from banxing.search.ranker import Ranker
from banxing.search.readings import simplified
from banxing.search.shards import files
from banxing.search.tokens import normalise
from banxing.search.units import Entry, Unit
from player_js import failures
from search_texts import index

TABLE = json.loads((Path(__file__).parent / "data/search/scores.json").read_text(encoding="utf-8"))
SOURCES = (
    "numerals.js",
    "search-tokens.js",
    "search-index.js",
    "search-lattice.js",
    "search-names.js",
    "search-query.js",
    "search-ranker.js",
    "search-excerpt.js",
)


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return Ranker(index())


def found(ranker: Ranker, words: str) -> list[list[object]]:
    """Source, place and score of the first results."""
    index = ranker.index
    results = ranker.search(words, limit=5)[1]
    return [[index.entries[r.entry].src, index.units[r.unit].anchor, round(r.score, 6)] for r in results]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["query"])
def test_scores(ranker: Ranker, case: dict[str, object]) -> None:
    query = ranker.search(str(case["query"]))[0]
    assert query.shown == case["shown"]
    assert found(ranker, str(case["query"])) == case["results"]


def test_the_browser_ranks_as_python_does() -> None:
    parts = {name.removesuffix(".js"): content.decode() for name, content in files(index(), str).items()}
    assert failures(SOURCES, "scores", {"parts": parts, "cases": TABLE}) == []


def test_the_browser_finds_words_that_stand_nearly_everywhere() -> None:
    """Their postings have files of their own, short ones together; characters of theirs are in no file."""
    words = ("听证", "告知", "期限", "笔录", "陈述", "申辩", "送达", "立案", "回避", "罚款")
    texts = ["，".join(word for step, word in enumerate(words, 2) if number % step) for number in range(1300)]
    units = [Unit(f"{text}，编号{number}", anchor=f"u{number}") for number, text in enumerate(texts)]
    pages = [
        Entry(f"p{start}.md", f"卷{start}", "page", tuple(units[start : start + 50])) for start in range(0, 1300, 50)
    ]
    large = Ranker(build(pages))
    parts = {name.removesuffix(".js"): content.decode() for name, content in files(large.index, str).items()}
    assert 1 < sum(name[0] == "h" for name in parts) < len(words)
    assert '"common":"' in parts["boot"] and "听" in parts["boot"]
    asked = ("听证", "听证期限", "罚款 送达", "告知陈述申辩", "编号 77 听证", "立案的期限", "回避 编号1203")
    cases = [{"query": q, "shown": large.search(q)[0].shown, "results": found(large, q)} for q in asked]
    assert all(case["results"] for case in cases)
    assert failures(SOURCES, "scores", {"parts": parts, "cases": cases}) == []


@pytest.mark.parametrize(
    ("query", "src", "anchor"),
    [
        ("不签字怎么办", "training/standards/procedure.md", "当事人拒绝签字"),
        ("xzcf 55", "laws/xzcf-2021.md", "a55"),
        ("聽證", "glossary.md", "tingzheng"),
        ("行政处罚法55条", "laws/xzcf-2021.md", "a55"),
        ("tingzheng", "glossary.md", "tingzheng"),
        ("行政处法法第五十五条", "laws/xzcf-2021.md", "a55"),
        ("督办涵", "glossary.md", "dubanhan"),
        ("执法监督意见", "glossary.md", "yijianshu"),
        ("xingzheng强制", "laws/xzqz-2011.md", ""),
        ("jjqz", "training/standards/procedure.md", "当事人拒绝签字"),
        ("xzcf55", "laws/xzcf-2021.md", "a55"),
        ("现场程序的监督标准", "training/standards/procedure.md", ""),
        ("现场程序的监督标准 练习", "quizzes/standards/procedure.md", ""),
        ("听证几日内提出", "training/standards/procedure.md", "before"),
    ],
)
def test_what_a_reader_on_the_spot_types(ranker: Ranker, query: str, src: str, anchor: str) -> None:
    assert found(ranker, query)[0][:2] == [src, anchor]


def test_more_than_a_name_points_into_the_law(ranker: Ranker) -> None:
    assert ["laws/xzcf-2021.md", "a63"] in [result[:2] for result in found(ranker, "行政处罚法 听证费用")]


def test_what_fits_only_partly_is_shown(ranker: Ranker) -> None:
    for query in ("拒绝签字的外星人", "双随机抽查签字", "zzz 亮证", "签子"):
        assert found(ranker, query), query
    assert found(ranker, "") == found(ranker, "，。") == []


@pytest.mark.parametrize("text", ["處罰，ＡＢ①㈠", "か\u3099", "\u1100\u1161", "ΟΔΟΣ ", "ﬁ㎡½", "é e\u0301"])
def test_a_long_text_is_normalised_as_its_pieces_are(text: str) -> None:
    table = simplified()
    assert _normalised(text, table) == normalise(text, table)


def test_a_site_without_anything_to_find_has_an_index() -> None:
    assert files(build([]), str)["boot.js"]
