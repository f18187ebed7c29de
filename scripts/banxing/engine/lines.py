"""scores.csv of any length: the cells of `scores.results`, joined a column at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from banxing.engine.staging import Stage, flat
from banxing.responses.ours import SCORES
from banxing.responses.records import Candidate
from banxing.scores.files import BOM, LINE_END, csv_lines
from banxing.scores.outcome import Outcome
from banxing.scores.papers import Paper, Standing
from banxing.scores.results import mark_cell, marks_of, missing_rows, result, who

AT_ONCE = 32_768  # lines


def score_lines(outcome: Outcome, stage: Stage, reached: Any, papers: Sequence[Paper], order: Any) -> Iterator[bytes]:
    """The whole file, in blocks. `order` are places among the rows of `reached`, followed by `papers`."""
    yield (BOM + csv_lines([[*SCORES, *outcome.parts]])).encode()
    lines = pa.concat_arrays([_lines(outcome, stage, reached), _of_papers(outcome, papers)])
    for start in range(0, len(order), AT_ONCE):
        some = lines.take(order.slice(start, AT_ONCE))
        yield "".join(some.to_pylist()).encode()
    if outcome.absent or outcome.refused:
        yield csv_lines(missing_rows(outcome)).encode()


def _lines(outcome: Outcome, stage: Stage, reached: Any) -> Any:
    """A line, with its end, for each row of `reached`."""
    numbers = flat(reached["number"])
    cells = [column.take(numbers) for column in (_people(stage), _marks(outcome, stage))]
    columns = [cells[0], _results(outcome, reached), *(cells[1:] if outcome.parts else [])]
    found = pc.binary_join_element_wise(*columns, ",")
    return pc.binary_join_element_wise(found, "", LINE_END)


def _of_papers(outcome: Outcome, papers: Sequence[Paper]) -> Any:
    places, lines = outcome.places(), []
    for paper in papers:
        rank = None if paper.pending else places[paper.score]
        row = [*who(paper.candidate), *result(outcome, paper), rank, *marks_of(paper, outcome.parts)]
        lines.append(csv_lines([row]))
    return pa.array(lines, pa.string())


def _people(stage: Stage) -> Any:
    """`id,name,unit` of every candidate of the stage."""
    sat = stage.sat
    joined = flat(pc.binary_join_element_wise(sat["id"], sat["name"], sat["unit"], ","))
    odd = pc.invert(flat(sat["plain"]))
    rows = sat.select(["id", "name", "unit"]).filter(odd).to_pylist()
    texts = [csv_lines([who(Candidate(**row))]).removesuffix(LINE_END) for row in rows]
    return pc.replace_with_mask(joined, odd, pa.array(texts, pa.string()))


def _results(outcome: Outcome, reached: Any) -> Any:
    """`score,max,percent,passed,rank`; few are distinct."""
    keys = [*Standing._fields[2:]]
    packed = pc.add(
        pc.add(pc.multiply(reached["score"], 2**32), pc.multiply(reached["max"], 2)), reached["pending"].cast("int64")
    )
    coded, places, texts = flat(packed).dictionary_encode(), outcome.places(), []
    for value in coded.dictionary.to_pylist():
        score, most, pending = value >> 32, value % 2**32 >> 1, bool(value & 1)
        standing = Standing("", "", **dict(zip(keys, (score, most, pending), strict=True)))
        rank = None if pending else places[score]
        texts.append(csv_lines([[*result(outcome, standing), rank]]).removesuffix(LINE_END))
    return pa.array(texts, pa.string()).take(coded.indices)


def _marks(outcome: Outcome, stage: Stage) -> Any:
    """The cells of all marks of every candidate of the stage."""
    texts = ["", *(csv_lines([[mark_cell(mark)]]).removesuffix(LINE_END) for mark in stage.codes.marks[1:])]
    known, found = pa.array(texts, pa.string()), []
    for _, columns in stage.blocks(stage.cells()):
        cells = [known.take(columns[part]) for part in outcome.parts]
        size = len(next(iter(columns.values())))
        found.append(pc.binary_join_element_wise(*cells, ",") if cells else pa.array([""] * size, pa.string()))
    return flat(pa.chunked_array(found, pa.string()))
