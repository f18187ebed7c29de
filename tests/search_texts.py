"""Few but real texts to search: digests of three laws, terms, sections of a module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from banxing.catalogue import load
from banxing.search.index import Index, build
from banxing.search.units import entries

COURSE = Path(__file__).parent / "data" / "search" / "course"


@cache
def index() -> Index:
    catalogue = load(COURSE, with_keys=False)
    assert catalogue.faults == []
    return build(entries(catalogue))
