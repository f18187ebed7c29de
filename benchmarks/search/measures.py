"""Recall, MRR and percentiles over ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """Shares of queries: the page first, among the first five; mean reciprocal rank of ten; lists without a result."""

    n: int
    first: float
    five: float
    mrr: float
    empty: float


def rank_of(found: Sequence[str], wanted: Sequence[str]) -> int:
    """1 for the first; 0 where none of the wanted pages is there."""
    return next((place for place, page in enumerate(found[:10], 1) if page in wanted), 0)


def quality(ranks: Sequence[int], empty: int) -> Quality:
    n = len(ranks)
    five = sum(0 < rank <= 5 for rank in ranks)
    return Quality(n, ranks.count(1) / n, five / n, sum(1 / rank for rank in ranks if rank) / n, empty / n)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
