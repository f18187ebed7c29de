"""Citations as authors write them → what is cited, and what the register says to it."""

from __future__ import annotations

from datetime import date

import pytest

from banxing.citations import Citation, Laws, find_citations
from banxing.model.laws import Register
from banxing.numerals import to_int

Cited = tuple[str | None, int | None, int | None]


def parsed(text: str) -> list[tuple[str, list[Cited]]]:
    """Title → (article, paragraph, item) of each citation, in order."""
    found: list[tuple[str, list[Cited]]] = []
    for citation in find_citations(text):
        if not found or found[-1][0] != citation.title or text[citation.start] == "《":
            found.append((citation.title, []))
        found[-1][1].append((citation.article, citation.paragraph, citation.item))
    return found


ONE: list[tuple[str, Cited]] = [
    ("《甲法》", (None, None, None)),
    ("《甲法》第42条", ("42", None, None)),
    ("《甲法》第４２条", ("42", None, None)),
    ("《甲法》第四十二条", ("42", None, None)),
    ("《甲法》第 42 条第 1 款", ("42", 1, None)),
    ("《甲法》 第四十二条", ("42", None, None)),
    ("《甲法》第十条", ("10", None, None)),
    ("《甲法》第二十条", ("20", None, None)),
    ("《甲法》第一百零八条", ("108", None, None)),
    ("《甲法》第一百一十条", ("110", None, None)),
    ("《甲法》第一千二百六十条", ("1260", None, None)),
    ("《甲法》第二〇条", ("20", None, None)),
    ("《甲法》第五十八条之一", ("58-1", None, None)),
    ("《甲法》第58条之1第2款", ("58-1", 2, None)),
    ("《甲法》第一百二十条之十一", ("120-11", None, None)),
    ("《甲法》第十一条第二款第四项", ("11", 2, 4)),
    ("《甲法》第十一条第四项", ("11", None, 4)),
    ("《甲法》第十一条第二款第（四）项", ("11", 2, 4)),
    ("《甲法》第十一条第二款第(4)项", ("11", 2, 4)),
    ("《甲法》第零条", ("0", None, None)),
    ("《甲法》的第四十二条", (None, None, None)),
    ("《甲法》规定，第四十二条", (None, None, None)),
    ("《甲法》第四十二章", (None, None, None)),
    ("《甲法》第1111111111111111条", (None, None, None)),
]


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_one_citation(text: str, expected: Cited) -> None:
    assert parsed(f"见{text}。") == [("甲法", [expected])]


CHAINS: list[tuple[str, list[Cited]]] = [
    ("第六十八条、第六十九条", [("68", None, None), ("69", None, None)]),
    ("第六条和第七条", [("6", None, None), ("7", None, None)]),
    ("第六条及第七条", [("6", None, None), ("7", None, None)]),
    ("第六条以及第七条", [("6", None, None), ("7", None, None)]),
    ("第六条或者第七条", [("6", None, None), ("7", None, None)]),
    ("第六条至第九条", [("6", None, None), ("9", None, None)]),
    ("第六条第二款、第七条之一和第八条第一项", [("6", 2, None), ("7-1", None, None), ("8", None, 1)]),
    ("第六条第一款、第三款", [("6", 1, None), ("6", 3, None)]),
    ("第六条第一款第二项、第四项和第三款", [("6", 1, 2), ("6", 1, 4), ("6", 3, None)]),
    ("第六条第二项至第四项", [("6", None, 2), ("6", None, 4)]),
    ("第六条，另见第七条", [("6", None, None)]),
    ("、第七条", [(None, None, None)]),
    ("第一款", [(None, None, None)]),
]


@pytest.mark.parametrize(("text", "expected"), CHAINS)
def test_a_chain(text: str, expected: list[Cited]) -> None:
    assert parsed(f"《甲法》{text}。") == [("甲法", expected)]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("《甲法（2017）》第三十七条", ["甲法（2017）"]),
        ("《甲法》（2017）第三十七条", ["甲法（2017）"]),
        ("《甲法》(2017)第三十七条", ["甲法(2017)"]),
        ("《甲法》（修订）第三十七条", ["甲法"]),
        ("《甲法》第一条、《乙条例》第二条", ["甲法", "乙条例"]),
        ("《〈甲法〉释义》", ["〈甲法〉释义"]),
        ("《甲\n法》", []),
        ("《甲》", []),
        ("没有书名号的甲法第一条", []),
    ],
)
def test_titles(text: str, titles: list[str]) -> None:
    assert [title for title, _ in parsed(text)] == titles


def test_what_a_citation_covers() -> None:
    text = "先看《甲法》第 1 条、第二款 ，再看《乙法》 。"
    assert [text[c.start : c.end] for c in find_citations(text)] == ["《甲法》第 1 条", "第二款", "《乙法》"]


REGISTER = Register.model_validate(
    {
        "laws": [
            {
                "id": "new",
                "title": "中华人民共和国甲处罚法",
                "short": ["甲处罚法"],
                "aliases": ["处罚法"],
                "kind": "law",
                "in_force": "2021-07-15",
                "replaces": "old",
                "last_article": "86",
                "articles": {
                    "9": {"digest": "一", "paragraphs": "1", "items": {"1": "6"}},
                    "42": {"digest": "二", "paragraphs": "2"},
                    "46": {"digest": "三", "paragraphs": "3", "items": {"1": "8"}},
                    "47": {"digest": "四"},
                    "58-1": {"digest": "五", "paragraphs": "1"},
                },
            },
            {
                "id": "old",
                "title": "中华人民共和国甲处罚法",
                "short": ["甲处罚法（2017）"],
                "kind": "law",
                "until": "2021-07-14",
                "articles": {"1": {"digest": "旧"}},
            },
            {"id": "gone", "title": "丙暂行办法", "kind": "department-rule", "until": "2020-12-31"},
        ]
    }
)

PROBLEMS = [
    ("《甲处罚法》", None),
    ("《中华人民共和国甲处罚法》第四十二条第二款", None),
    ("《甲处罚法》第九条第六项", None),
    ("《甲处罚法》第四十六条第一款第八项", None),
    ("《甲处罚法》第四十六条第八项", None),
    ("《甲处罚法》第五十八条之一", None),
    ("《甲处罚法》第四十七条第九款", None),
    ("《现场手册》", None),
    ("《关于加强执法的通知》", None),
    ("《乙法》", "unknown-law"),
    ("《现场手册》第三条", "unknown-law"),
    ("《丁办法（试行）》", "unknown-law"),
    ("《处罚法》", "unknown-law-meant"),
    ("《甲处法》", "unknown-law-meant"),
    ("《甲处罚法》第八十七条", "article-beyond-end"),
    ("《甲处罚法》第零条", "article-beyond-end"),
    ("《甲处罚法》第八十六条", "article-without-digest"),
    ("《甲处罚法》第四十二条之一", "article-without-digest"),
    ("《甲处罚法》第四十二条第三款", "paragraph-beyond-end"),
    ("《甲处罚法》第四十二条第零款", "paragraph-beyond-end"),
    ("《甲处罚法》第九条第七项", "item-beyond-end"),
    ("《甲处罚法》第四十六条第一款第九项", "item-beyond-end"),
    ("《甲处罚法》第四十六条第零项", "item-beyond-end"),
    ("《甲处罚法》第四十六条第二款第一项", "no-items"),
    ("《甲处罚法》第四十二条第一项", "no-items"),
    ("《甲处罚法（2017）》第一条", "law-replaced"),
    ("《甲处罚法(2017)》第一条", "law-replaced"),
    ("《丙暂行办法》", "law-not-in-force"),
]


def problem(text: str, day: str = "2026-06-01", *, comparing: bool = False) -> str | None:
    (citation,) = find_citations(text)
    found = Laws(REGISTER).problem(citation, date.fromisoformat(day), comparing=comparing)
    return found.code if found else None


@pytest.mark.parametrize(("text", "code"), PROBLEMS)
def test_what_the_register_says(text: str, code: str | None) -> None:
    assert problem(text) == code


def test_a_law_is_judged_by_the_day() -> None:
    assert problem("《甲处罚法》第四十二条", "2021-07-14") == "law-not-yet-in-force"
    assert problem("《甲处罚法》第四十二条", "2021-07-15") is None
    assert problem("《甲处罚法（2017）》第一条", "2021-07-14") is None
    assert problem("《甲处罚法（2017）》第一条", "2021-07-15") == "law-replaced"


def test_a_comparison_may_name_an_old_version_but_no_wrong_article() -> None:
    assert problem("《甲处罚法（2017）》第一条", comparing=True) is None
    assert problem("《甲处罚法（2017）》第二条", comparing=True) == "article-without-digest"


def test_a_suggestion_names_the_law_as_authors_do() -> None:
    laws = Laws(REGISTER)
    found = laws.problem(Citation("处罚法", 0, 5), date(2026, 6, 1))
    assert found is not None
    assert found.fields == {"title": "处罚法", "meant": "甲处罚法"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("零", 0), ("〇", 0), ("十", 10), ("十一", 11), ("二十", 20), ("一百零五", 105), ("一百一十", 110)],
        *[("两千", 2000), ("二〇二六", 2026), ("1千", 1000), ("３０", 30), ("一万二千", 12_000), ("一亿", 100_000_000)],
        *[("", 0), ("甲", None), ("万", None), ("1" * 16, None), ("42", 42)],
    ],
)
def test_numerals(text: str, number: int | None) -> None:
    assert to_int(text) == number
