"""`banxing search`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from banxing.cli.app import Exit, LangOption, Root, app, say, spoken, usage
from banxing.cli.course import open_course
from banxing.messages import text

EXCERPT = 120  # characters of a result shown


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="要搜的词、问题、条号或拼音 · words, a question, an article, pinyin")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="最多几条 · how many at most")] = 10,
    debug: Annotated[bool, typer.Option("--debug", help="显示每条的得分 · show the parts of each score")] = False,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """像网站那样搜索课程 · search the course as its site does."""
    from banxing.search.index import build
    from banxing.search.ranker import Ranker
    from banxing.search.units import entries

    speak = spoken(lang)
    if not query.strip():
        usage(text("cli.no_query", speak))
    index = build(entries(open_course(root, speak, with_keys=False)))
    read_as, results = Ranker(index).search(query, limit)
    if read_as.shown:
        say(text("search.read_as", speak, words=read_as.shown))
    for result in results:
        entry, unit = index.entries[result.entry], index.units[result.unit]
        place = f"{entry.src}#{unit.anchor}" if unit.anchor else entry.src
        excerpt = unit.text if len(unit.text) <= EXCERPT else f"{unit.text[:EXCERPT]}…"
        sys.stdout.write(f"{place}\n    {' › '.join((entry.title, *unit.path))}\n    {excerpt}\n")
        if debug:
            score = {name: f"{getattr(result, name):.2f}" for name in ("score", "factor", "body", "title", "spread")}
            sys.stdout.write(f"    {text('search.debug', speak, **score)}\n")
    if not results:
        say(text("cli.nothing_found", speak, query=query))
    return Exit.CLEAN if results else Exit.FINDINGS
