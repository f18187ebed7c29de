"""Measures our search beside its peers, in one run, in a real Chromium: what is found, how fast, for how many bytes.

    python benchmarks/search/run.py --corpus laws-600.tar.xz --queries queries-laws.json
    python benchmarks/search/run.py                           # this repository's course
    python benchmarks/search/run.py --only ours --kinds       # ours alone, by kind of query

Peers are installed from PyPI at pinned versions into a cache folder; one that cannot be had is left out and named.
Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from corpus import Corpus, Query, course, large
from measures import percentile, quality, rank_of
from ours import twin, write
from peers import MATERIAL, PAGEFIND, PINS, ZENSICAL, LeftOut, Peers, installed
from server import served

from browser import Asked, Surface, ask_all, launched

ROOT = Path(__file__).parents[2]
CACHE = Path.home() / ".cache" / "banxing-benchmarks" / "search"
OURS = Surface(".bx-find-input", ".bx-find-list", "a.bx-hit", r"search[-.]", fresh=True)
HEAD = """| search | n | R@1 | R@5 | MRR | empty | p50 / p95 ms | KiB to the first list, p50 / p95 | index s |
|---|--:|--:|--:|--:|--:|--:|--:|--:|"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path, help="pages as .tar.xz; without it this repository's course")
    options.add_argument("--queries", type=Path, help="the corpus' queries, JSON")
    options.add_argument("--only", action="append", help="ours, material, jieba, zensical, pagefind; may be repeated")
    options.add_argument("--every", type=int, default=1, metavar="N", help="only every N-th query")
    options.add_argument("--kinds", action="store_true", help="a line for each kind of query too")
    options.add_argument("--cache", type=Path, default=CACHE, help="where the peers are installed")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        corpus = large(chosen.corpus, chosen.queries, work) if chosen.corpus else course(ROOT, work)
        queries = corpus.queries[:: chosen.every]
        machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        print(f"{corpus.name}, {len(queries)} queries, {date.today()}, {machine}, Python {platform.python_version()}")
        print(f"\n{HEAD}", flush=True)
        if not chosen.only or "ours" in chosen.only:
            measure_ours(corpus, queries, work / "ours", chosen.kinds)
        measure_peers(queries, work, chosen.only, chosen.cache)


def measure_ours(corpus: Corpus, queries: list[Query], site: Path, kinds: bool) -> None:
    index, took = write(corpus, site)
    words = [query.query for query in queries]
    show("ours, Python", queries, [Asked(None, None, pages) for pages in twin(index, words)], None)
    with served(site) as place, launched() as browser:
        asked = ask_all(browser, place, OURS, words)
    show("**ours**", queries, asked, took)
    groups: dict[str, list[int]] = defaultdict(list)
    for number, query in enumerate(queries):
        groups[query.kind].append(number)
    for kind, numbers in groups.items() if kinds else ():
        show(f"– {kind}", [queries[i] for i in numbers], [asked[i] for i in numbers], None)


def measure_peers(queries: list[Query], work: Path, only: list[str] | None, cache: Path) -> None:
    wanted = [name for name in ("material", "jieba", "zensical", "pagefind") if not only or name in only]
    if not wanted:
        return
    python, missing = installed(cache)
    for name, needs, label, surface, build in engines(Peers(python, work)):
        if name not in wanted:
            continue
        try:
            if lacking := [f"{need} {PINS[need]}: {missing[need]}" for need in needs if need in missing]:
                raise LeftOut("; ".join(lacking))
            site, took = build()
            with served(site) as place, launched() as browser:
                asked = ask_all(browser, place, surface, [query.query for query in queries])
        except LeftOut as reason:
            print(f"| {label} | left out: {reason} |", flush=True)
        else:
            show(label, queries, asked, took)


def engines(peers: Peers) -> Iterator[tuple[str, list[str], str, Surface, Callable[[], tuple[Path, float]]]]:
    """Name, packages, label, where to type, how to build."""
    material = f"Material {PINS['mkdocs-material']}"
    yield "material", ["mkdocs-material"], material, MATERIAL, lambda: peers.material(jieba=False)
    both = ["mkdocs-material", "jieba"]
    yield "jieba", both, f"{material}, jieba {PINS['jieba']}", MATERIAL, lambda: peers.material(jieba=True)
    yield "zensical", ["zensical"], f"Zensical {PINS['zensical']}", ZENSICAL, peers.zensical
    needs = ["mkdocs-material", "pagefind", "pagefind_bin_extended"]
    yield "pagefind", needs, f"Pagefind {PINS['pagefind']} extended", PAGEFIND, peers.pagefind


def show(label: str, queries: list[Query], asked: list[Asked], took: float | None) -> None:
    """One line of the table."""
    ranks = [rank_of(got.pages, query.pages) for query, got in zip(queries, asked, strict=True)]
    found = quality(ranks, sum(not got.pages for got in asked))
    ms = [got.ms for got in asked if got.ms is not None]
    size = [got.bytes / 1024 for got in asked if got.bytes is not None]
    speed = f"{percentile(ms, 0.5):.0f} / {percentile(ms, 0.95):.0f}" if ms else "–"
    fetched = f"{percentile(size, 0.5):.0f} / {percentile(size, 0.95):.0f}" if size else "–"
    shares = f"{found.first:.3f} | {found.five:.3f} | {found.mrr:.3f} | {100 * found.empty:.0f}%"
    index = "–" if took is None else f"{took:.1f}"
    print(f"| {label} | {found.n} | {shares} | {speed} | {fetched} | {index} |", flush=True)


if __name__ == "__main__":
    main()
