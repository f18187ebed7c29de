"""The one program that every engine runs. It joins, counts and sums integers and nothing else.

cells       candidate, code                     a row for each candidate and part
answers     code, kind, mark, points, open      a row for each distinct answer; `open` is 1 where it waits for a mark
sat         candidate, group, total             the candidates to count
"""

from __future__ import annotations

import narwhals as nw
import pyarrow as pa

from banxing.engine.backends import Frame


def scores(cells: Frame, answers: Frame) -> pa.Table:
    """candidate, score, max, open: sums over each candidate's paper, in hundredths; parts that wait for a mark."""
    sums = (nw.col(name).sum().cast(nw.Int64).alias(to) for name, to in _SUMS)
    return _collected(cells.join(answers, on="code", how="inner").group_by("candidate").agg(*sums))


def counts(cells: Frame, answers: Frame, sat: Frame) -> pa.Table:
    """group, kind, total, papers: how many of a group who reached a total gave an answer of a kind."""
    kinds = cells.join(answers.select("code", "kind"), on="code", how="inner")
    seen = kinds.join(sat, on="candidate", how="inner")
    return _collected(seen.group_by("group", "kind", "total").agg(nw.len().cast(nw.Int64).alias("papers")))


def _collected(frame: Frame) -> pa.Table:
    return frame.collect(backend="pyarrow").to_native()


_SUMS = (("mark", "score"), ("points", "max"), ("open", "open"))
