"""What puts one page before another, each shown on a few pages made for it, in Python and in the browser's copy."""

from __future__ import annotations

from banxing.search.index import Index, build
from banxing.search.query import parse
from banxing.search.ranker import Ranker
from banxing.search.shards import files
from banxing.search.units import Entry, Unit, names_of
from player_js import failures
from test_search_ranker import SOURCES


def pages(**texts: list[str]) -> Index:
    """An index of pages by title, each with the texts of its units."""
    return build(
        Entry(f"{title}.md", title, "page", tuple(map(Unit, units)), names_of(title)) for title, units in texts.items()
    )


def first(index: Index, words: str) -> list[str]:
    """The titles found, best first; the browser's copy must find them with the same scores."""
    query, results = Ranker(index).search(words, 5)
    parts = {name.removesuffix(".js"): content.decode() for name, content in files(index, str).items()}
    found = [[index.entries[r.entry].src, index.units[r.unit].anchor, round(r.score, 6)] for r in results]
    case = {"query": words, "shown": query.shown, "results": found}
    assert failures(list(SOURCES), "scores", {"parts": parts, "cases": [case]}) == []
    return [index.entries[result.entry].title for result in results]


OTHERS = ["春天", "夏天有风", "秋天有雨", "冬天有雪", "早上", "晚上", "山上", "河边", "路口", "桥下"]


def test_pinyin_is_read_as_words_rather_than_as_what_often_stands_side_by_side() -> None:
    index = pages(甲=["政府依照法律", "行政复议"] * 6 + ["政府", "依法", "行政"] * 40 + OTHERS * 20)
    assert "府依" not in index.firm
    assert parse("xingzheng fuyi", index, Ranker(index).names).text == "行政复议"
    assert first(index, "xingzheng fuyi") == ["甲"]
