"""Our search over a corpus: its index, and one page that holds the dialog."""

from __future__ import annotations

import time
from pathlib import Path

from corpus import Corpus, page_of
from server import packed

from banxing.pages.assets import bundles
from banxing.pages.search import search_files, with_search
from banxing.search.index import Index, build
from banxing.search.ranker import Ranker

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>语料</title>
<link rel="icon" href="data:,"></head><body>
<header class="md-header"><nav class="md-header__inner"></nav></header></body></html>"""


def write(corpus: Corpus, site: Path) -> tuple[Index, float]:
    """The index, and the seconds that it and its files took."""
    start = time.perf_counter()
    index = build(corpus.entries)
    folder, files = search_files(index, lambda src: f"{page_of(src)}/", "zh")
    (site / folder).mkdir(parents=True)
    for name, content in files.items():
        (site / folder / name).write_bytes(content)
    took = time.perf_counter() - start
    names = {name.split(".")[0] + Path(name).suffix: name for name in bundles()}
    for name, content in bundles().items():
        (site / name).write_bytes(content)
    (site / "index.html").write_text(with_search(PAGE, lambda target: target or "./", "zh", names, folder), "utf-8")
    for path in site.rglob("*.*"):
        packed(path)  # a server has them ready
    return index, took


def twin(index: Index, queries: list[str]) -> list[list[str]]:
    """What the Python ranker finds, which must be what the browser finds."""
    ranker = Ranker(index)
    found = []
    for words in queries:
        pages = [page_of(index.entries[result.entry].src) for result in ranker.search(words, 20)[1]]
        found.append(list(dict.fromkeys(pages)))
    return found
