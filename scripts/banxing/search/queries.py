"""`search-queries.yml`: what readers type, with the pages each query must find."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from banxing.catalogue import QUERIES, Catalogue
from banxing.catalogue.validate import validate
from banxing.diagnostics import Diagnostic
from banxing.model.base import Model, Text
from banxing.search.index import Index, build
from banxing.search.ranker import Ranker
from banxing.search.units import entries
from banxing.source.files import read_text
from banxing.source.yaml import parse_yaml

FIRST = 5
"""A page must be among so many results."""


class Wanted(Model):
    query: Text
    finds: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Places among the site's sources, one of which must be found: `laws/xzcf-2021.md`, `laws/xzcf-2021.md#a55`."""
    kind: Literal[
        "title",
        "exact",
        "phrase",
        "question",
        "synonym",
        "article",
        "partial",
        "traditional",
        "typo",
        "pinyin",
        "mixed",
        "spaced",
    ]


class Queries(Model):
    queries: tuple[Wanted, ...]


def check_queries(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Every place that a query should find exists, and is found. Nothing where there is no such file."""
    path = catalogue.root / QUERIES
    if not path.exists():
        return
    source, faults = read_text(path, QUERIES)
    yield from faults
    if source is None:
        return
    document, faults = parse_yaml(source, QUERIES)
    yield from faults
    if document is None:
        return
    value, faults = validate(document, Queries, document.data)
    yield from faults
    if value is None:
        return
    index = build(entries(catalogue))
    ranker = Ranker(index)
    anchors: dict[str, set[str]] = {}
    for entry in index.entries:  # terms are entries of one page
        anchors.setdefault(entry.src, set()).update(unit.anchor for unit in entry.units)
    for i, wanted in enumerate(value.queries):
        unknown = [(j, code) for j, place in enumerate(wanted.finds) if (code := _unknown(place, anchors))]
        for j, code in unknown:
            yield document.fault(("queries", i, "finds", j), code, value=wanted.finds[j])
        if not unknown and not _is_found(ranker, index, wanted):
            pos = document.at(("queries", i, "query"))
            yield Diagnostic(QUERIES, pos, "query-not-found", {"query": wanted.query, "count": FIRST}, "warning")


def _unknown(place: str, anchors: dict[str, set[str]]) -> str:
    """The fault of a place that is not there, else ""."""
    page, mark, anchor = place.partition("#")
    if page not in anchors:
        return "unknown-page"
    return "unknown-anchor" if mark and (not anchor or anchor not in anchors[page]) else ""


def _is_found(ranker: Ranker, index: Index, wanted: Wanted) -> bool:
    _, results = ranker.search(wanted.query, FIRST)
    found = set()
    for result in results:
        src = index.entries[result.entry].src
        found |= {src, f"{src}#{index.units[result.unit].anchor}"}
    return any(page in found for page in wanted.finds)
