"""Measures our search on the large corpus: what it finds, how fast, and how much it fetches.

    python benchmarks/search/run.py --corpus laws-600.tar.xz --queries queries-laws.json

Prints one table in Markdown. Peers (Material with and without jieba, Zensical, Pagefind) are measured by what they are
installed as; one that is not there is left out and said so.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from corpus import Query, read_entries, read_queries, unpacked
from measures import Quality, percentile, quality, rank_of

from banxing.pages.assets import bundles
from banxing.pages.search import search_files, with_search
from banxing.search.index import Index, build
from banxing.search.ranker import Ranker
from browser import Asked, ask, launched, packed, served

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>语料</title>
<link rel="icon" href="data:,"></head><body>
<header class="md-header"><nav class="md-header__inner"></nav></header></body></html>"""
ROW = "| {name} | {q.n} | {q.first:.2f} | {q.five:.2f} | {q.mrr:.2f} | {empty:.0f}% | {speed} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", type=Path, required=True)
    options.add_argument("--queries", type=Path, required=True)
    options.add_argument("--at-once", action="store_true", help="the whole query as one piece, nothing loaded before")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as work:
        docs = unpacked(chosen.corpus, Path(work))
        queries = read_queries(chosen.queries)
        start = time.perf_counter()
        index = build(read_entries(docs))
        site = Path(work) / "site"
        count = write_site(index, site)
        print(f"index: {time.perf_counter() - start:.1f} s, {len(index.units)} units, {count} files\n")
        print("| search | n | R@1 | R@5 | MRR | empty | p50 / p95 ms | p50 / p95 KiB to the first list |")
        print("|---|---|---|---|---|---|---|---|")
        twin(index, queries)
        with served(site) as address, launched() as browser:
            for path in site.rglob("*.*"):
                packed(path)  # a server has them ready
            ask(browser, address, "行政处罚")  # the first page of a browser pays for its start
            asked = [ask(browser, address, query.query, at_once=chosen.at_once) for query in queries]
        by_kind(queries, asked)


def write_site(index: Index, site: Path) -> int:
    """One page with our search over the index; how many files the index has."""
    names = {name.split(".")[0] + Path(name).suffix: name for name in bundles()}
    folder, files = search_files(index, lambda src: f"{src.removesuffix('.md')}/", "zh")
    (site / folder).mkdir(parents=True)
    for name, content in {**bundles(), **{f"{folder}/{name}": content for name, content in files.items()}}.items():
        (site / name).write_bytes(content)
    (site / "index.html").write_text(with_search(PAGE, lambda target: target or "./", "zh", names, folder), "utf-8")
    return len(files)


def twin(index: Index, queries: list[Query]) -> None:
    """The Python ranker, which must find what the browser finds."""
    ranker = Ranker(index)
    found = [[page_of(index, r.entry) for r in ranker.search(query.query)[1]] for query in queries]
    ranks = [rank_of(pages, query.pages) for pages, query in zip(found, queries, strict=True)]
    result = quality(ranks, sum(not pages for pages in found))
    print(ROW.format(name="ours, Python", q=result, empty=100 * result.empty, speed="– | –"))


def page_of(index: Index, entry: int) -> str:
    return index.entries[entry].src.removesuffix(".md")


def by_kind(queries: list[Query], asked: list[Asked]) -> None:
    groups: dict[str, list[tuple[Query, Asked]]] = defaultdict(list)
    for pair in zip(queries, asked, strict=True):
        groups["all"].append(pair)
    for pair in zip(queries, asked, strict=True):
        groups[pair[0].kind].append(pair)
    for name, pairs in groups.items():
        ranks = [rank_of(got.pages, query.pages) for query, got in pairs]
        result: Quality = quality(ranks, sum(not got.pages for _, got in pairs))
        ms = [got.ms for _, got in pairs]
        size = [got.bytes / 1024 for _, got in pairs]
        speed = " | ".join(f"{percentile(v, 0.5):.0f} / {percentile(v, 0.95):.0f}" for v in (ms, size))
        label = "**ours, Chromium**" if name == "all" else f"– {name}"
        print(ROW.format(name=label, q=result, empty=100 * result.empty, speed=speed))


if __name__ == "__main__":
    main()
