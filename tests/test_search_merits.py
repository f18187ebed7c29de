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


def test_both_look_for_latin_words_anywhere_in_a_name() -> None:
    index = pages(Architecture=["怎样量"], 甲=["测量"])
    assert "Architecture" in first(index, "architecture 测量")


def test_pinyin_beside_chinese_marks_is_read_by_both() -> None:
    index = pages(甲=["行政复议", "复议行政"] * 4, 乙=["行政"] * 9)
    assert first(index, "xingzheng、lele") == first(index, "行政")


OTHERS = ["春天", "夏天有风", "秋天有雨", "冬天有雪", "早上", "晚上", "山上", "河边", "路口", "桥下"]


def test_pinyin_is_read_as_words_rather_than_as_what_often_stands_side_by_side() -> None:
    index = pages(甲=["政府依照法律", "行政复议"] * 6 + ["政府", "依法", "行政"] * 40 + OTHERS * 20)
    assert "府依" not in index.firm
    assert parse("xingzheng fuyi", index, Ranker(index).names).text == "行政复议"
    assert first(index, "xingzheng fuyi") == ["甲"]


def test_all_versions_of_a_law_are_named_where_one_is() -> None:
    index = build(
        Entry(f"{number}.md", title, "page", (Unit(text),), names_of(title))
        for number, (title, text) in enumerate([("听证法", "旧"), ("听证法", "新"), ("山河法", "依照《听证法》")])
    )
    assert index.cited == (1.0, 1.0, 0.0)


def test_a_word_that_ends_as_a_question_does_keeps_its_end() -> None:
    index = pages(甲=["停止执勤"] * 3 + OTHERS, 乙=["停止执行"] * 3 + OTHERS)
    assert parse("停止执行吗", index, Ranker(index).names).core.strip() == "停止执行"
    assert first(index, "停止执行吗")[0] == "乙"


def test_a_pair_that_spans_two_words_counts_less_than_the_words() -> None:
    rest = ["没收", "违法"] * 5 + ["没收违法"] * 5 + ["风雨无阻", "山高水长", "春夏秋冬"] * 20
    index = pages(甲=["没收违禁", *OTHERS], 乙=["依照违法情形没收", *OTHERS], 丙=rest)
    weights = parse("没收违法", index, Ranker(index).names).weights
    assert weights["收违"] < weights["没收"] == weights["违法"] == 1.0
    assert "收违" in index.firm
    assert first(index, "没收违法")[:2] == ["丙", "乙"]


def test_units_of_a_long_page_count_less() -> None:
    index = pages(长=["扣押清单", *OTHERS * 5], 短=["扣押清单", "夏天"])
    assert first(index, "扣押清单") == ["短", "长"]


def test_a_verb_of_ones_own_is_no_slip() -> None:
    index = pages(甲=["可能发生", "当场"] * 6 + ["证件齐全"] * 6 + OTHERS * 9)
    ranker = Ranker(index)
    assert "能发" in index.firm
    for words in ("当场能罚多少钱", "发生找谁", "证件由谁发"):
        assert ranker.search(words)[0].shown == ""
    assert ranker.search("正件齐全")[0].shown == "证件齐全"
    assert first(index, "当场能罚多少钱") == first(index, "正件齐全") == ["甲"]
