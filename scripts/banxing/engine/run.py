"""`banxing score --engine`: sources → an outcome whose answers are in a file, and the lines of scores.csv."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from banxing.catalogue.quizzes import QuizFile
from banxing.engine import Engine
from banxing.engine.backends import opened
from banxing.engine.batches import BatchReader
from banxing.engine.columns import stream_csv, stream_parquet
from banxing.engine.lines import score_lines
from banxing.engine.staging import Stage, flat
from banxing.engine.standings import Run
from banxing.responses import Reader
from banxing.responses.opening import Opened, Source, Streams, open_each
from banxing.responses.records import Broken, Candidate, Note, Readings, Refused, Rejection
from banxing.responses.tables import MEANING
from banxing.scores.outcome import Outcome, conclude, enlist, order
from banxing.scores.papers import Attempts, Paper, settle


class NothingRead(Exception):
    """No file of answers was found. `opened` has what there is to tell."""

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.opened = opened


@dataclass
class Large:
    """`lines` are those of scores.csv, in blocks; they can be had while `folder` of the run is there."""

    outcome: Outcome
    lines: Iterator[bytes]


@dataclass
class Job:
    """What to score. `folder` takes the file of answers and what the engine spills; `watch` is told papers read."""

    file: QuizFile
    paths: Sequence[Path]
    out: Path
    folder: Path
    engine: Engine
    attempts: Attempts
    roster: Sequence[Candidate] | None
    notes: Sequence[Note]
    watch: Callable[[int], None]

    def run(self) -> Large:
        """Read, settle who handed in twice in memory, let the engine count the rest."""
        found = Opened()
        stage = Stage(self.file, self.folder / "cells.parquet")
        known = {*stage.pool, *MEANING}
        streams: Streams = {".csv": stream_csv, ".parquet": partial(stream_parquet, known=known)}
        sources = open_each(self.paths, found, leave_out=self.out, streams=streams)
        readings, places = self._read(sources, found, stage)
        if not stage.source and not readings.rejections and not found.rejections:
            raise NothingRead(found)
        readings.rejections[:0] = found.rejections
        readings.notes[:0] = [*self.notes, *found.notes]
        pulled = _several(stage, {record.candidate.id for record in readings.records})
        records = [*stage.records(pulled), *((places.get(id(r), (_LAST, 0)), r) for r in readings.records)]
        records.sort(key=lambda placed: placed[0])
        marked = settle(self.file, [record for _, record in records], self.attempts)
        with opened(self.engine, self.folder) as scan:
            run = Run(stage, scan, self.folder)
            reached = run.reached(pulled)
            order = self._order(reached, marked.papers)
            people = self._people(stage, reached, marked.papers, order) if self.roster is not None else []
            reached = self._enlisted(stage, reached, marked.papers)
            counts, standings, seen = run.tally(reached, marked.papers)
        outcome = conclude(
            self.file, readings, marked,
            people=people, standings=standings, seen=seen, counts=counts, roster=self.roster,
            rated=_counted({rating.candidate for rating in readings.ratings}, reached, marked.papers),
        )  # fmt: skip
        return Large(outcome, score_lines(outcome, stage, reached, marked.papers, order))

    def _order(self, reached: Any, papers: Sequence[Paper]) -> Any:
        """The places of the rows, followed by the papers, as they stand in scores.csv."""
        ids = reached["id"]
        if papers or self.roster is not None or not _alike(ids):
            return pa.array(
                order([*ids.to_pylist(), *(paper.candidate.id for paper in papers)], self.roster), pa.int64()
            )
        return pc.sort_indices(ids)

    def _people(self, stage: Stage, reached: Any, papers: Sequence[Paper], order: Any) -> list[Candidate]:
        rows = stage.sat.select(["id", "name", "unit"]).take(reached["number"]).to_pylist()
        people = [*(Candidate(**row) for row in rows), *(paper.candidate for paper in papers)]
        return [people[place] for place in order.to_pylist()]

    def _enlisted(self, stage: Stage, reached: Any, papers: Sequence[Paper]) -> Any:
        """As `scores.outcome.enlist`: the roster's units, in the papers, the stage and what was reached."""
        enlist(papers, self.roster)
        units = {person.id: person.unit for person in self.roster or () if person.unit}
        if not units:
            return reached
        ids, known = (pa.array([*column], pa.string()) for column in (units, units.values()))
        found = [known.take(pc.index_in(flat(table["id"]), value_set=ids)) for table in (stage.sat, reached)]
        plain = pc.and_(stage.sat["plain"], pc.is_null(found[0]))  # a unit of the roster may look like a formula
        sat = stage.sat.set_column(stage.sat.schema.get_field_index("plain"), "plain", plain)
        stage.sat = _with_units(sat, found[0])
        return _with_units(reached, found[1])

    def _read(self, sources: Iterable[Source], found: Opened, stage: Stage) -> tuple[Readings, dict[int, _Place]]:
        """Papers go to the stage; records with people's marks stay in memory, with their places by `id`."""
        readings, places = Readings(), dict[int, _Place]()
        reader = Reader(self.file.quiz, self.file.plain_keys, readings, partial(BatchReader, stage=stage))
        for stage.source, source in enumerate(sources, 1):
            first = stage.count, len(readings.rejections), len(readings.notes)
            before = len(readings.records)
            try:
                reader.read(source)
            except Broken as broken:  # the plain reader meets it before it has read anything
                stage.take_back(first[0])
                del readings.rejections[first[1] :], readings.notes[first[2] :]
                found.rejections.append(Rejection(source.file, None, "", broken.code, broken.fields))
            except Refused as refused:
                readings.rejections.append(Rejection(source.file, None, "", refused.code, refused.fields))
            new, readings.records[before:] = readings.records[before:], []
            for record in new:
                if record.marks:
                    readings.records.append(record)
                    places[id(record)] = stage.source, record.row or 0
                else:
                    stage.add_record(record)
            self.watch(stage.count)
        stage.close()
        staged = stage.sat["id"].filter(stage.sat["alive"])
        reader.finish({*staged.to_pylist()} if readings.rejections or readings.blank else ())
        return readings, places


_Place = tuple[int, int]
_LAST = 2**31


def _several(stage: Stage, others: set[str]) -> list[int]:
    """The staged papers of those who have more than one, or marks by people: `settle` decides about them."""
    ids, alive = stage.sat["id"], stage.sat["alive"]
    times = pc.value_counts(ids.filter(alive))
    several = times.field("values").filter(pc.greater(times.field("counts"), 1)).to_pylist()
    wanted = pa.array({*several, *others}, pa.string())
    found: list[int] = pc.indices_nonzero(pc.and_(alive, pc.is_in(ids, wanted))).to_pylist()
    return found


def _with_units(table: Any, units: Any) -> Any:
    """`units` where there are any, else the table's own."""
    return table.set_column(table.schema.get_field_index("unit"), "unit", pc.coalesce(units, flat(table["unit"])))


def _counted(rated: set[str], reached: Any, papers: Sequence[Paper]) -> set[str]:
    """Those of the rated whose papers count."""
    ids = reached["id"]
    staged = ids.filter(pc.is_in(ids, pa.array(sorted(rated), pa.string()))).to_pylist()
    return {*staged, *(paper.candidate.id for paper in papers)}


def _alike(ids: Any) -> bool:
    """Whether all are numbers of one length, whose order is that of texts."""
    ends = pc.min_max(pc.binary_length(ids)).as_py()
    return ends["min"] == ends["max"] and not pc.any(pc.match_substring_regex(ids, "[^0-9]")).as_py()
