"""Staged papers → who reached what, and the counts of all statistics. The engine sums; nothing is marked here."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from banxing.engine import program
from banxing.engine.backends import Frame, Scan
from banxing.engine.staging import Codes, Stage, flat, integers
from banxing.scores.papers import Paper, Standing
from banxing.scores.tally import Tally, count, enough

_KEYS = [*Standing._fields]


@dataclass
class Run:
    """One engine at work on one stage. `folder` takes the small tables that the engine joins."""

    stage: Stage
    scan: Scan
    folder: Path

    def reached(self, without: Collection[int]) -> Any:
        """The fields of Standing and `number`, `id`: a row for each staged paper but those of some candidates."""
        self._keep("answers", _answers(self.stage.codes))
        sums = program.scores(self.scan(self.stage.path), self._frame("answers")).sort_by("candidate")
        sat = self.stage.sat.select(["id", "unit", "form", "alive"]).take(sums["candidate"])
        table = pa.table({
            "id": sat["id"],
            "unit": sat["unit"],
            "form": pc.if_else(pc.equal(sat["form"], sat["id"]), "", sat["form"]),
            "score": sums["score"],
            "max": sums["max"],
            "pending": pc.greater(sums["open"], 0),
            "number": sums["candidate"],
        })  # fmt: skip
        left = pa.array([*without], pa.int32())
        return table.filter(pc.and_(sat["alive"], pc.invert(pc.is_in(sums["candidate"], left))))

    def tally(self, reached: Any, papers: Sequence[Paper]) -> tuple[Tally, Counter[Standing], set[str]]:
        """The counts, as `scores.tally` makes them of papers in memory; all standings; the parts on some paper."""
        standings = Counter(paper.standing for paper in papers)
        for row in reached.group_by(_KEYS).aggregate([([], "count_all")]).to_pylist():
            standings[Standing(*(row[key] for key in _KEYS))] += row["count_all"]
        complete = sum(papers for standing, papers in standings.items() if not standing.pending)
        whole = enough(complete, standings.total())
        forms = flat(reached["form"]).dictionary_encode()
        table = self._counted(reached, forms, whole)
        seen = {self.stage.codes.kinds[kind][0] for kind in table["kind"].unique().to_pylist()}
        seen |= {part for paper in papers for part in paper.marks}
        left_out = (
            [] if whole else [part for part in self.stage.codes.items if part in self._open(seen, reached, papers)]
        )
        counted = [paper for paper in papers if not (whole and paper.pending)]
        found = count(self.stage.codes.items, counted, left_out)
        found.add(self._tally(table, forms.dictionary.to_pylist(), left_out))
        for standing, number in (standings - Counter(paper.standing for paper in papers)).items():
            if not (whole and standing.pending):
                found.totals[standing.form, standing.score] += number
        return found, standings, seen

    def _counted(self, reached: Any, forms: Any, whole: bool) -> Any:
        """group, kind, total, papers. A group is twice the place of a form, and one more where it does not count."""
        beside = pc.and_(reached["pending"], whole).cast(pa.int32())
        group = pc.add(pc.multiply(forms.indices, 2), beside)
        columns = {"candidate": reached["number"], "group": group, "total": reached["score"]}
        self._keep("sat", {name: column.cast(pa.int32()) for name, column in columns.items()})
        return program.counts(self.scan(self.stage.path), self._frame("answers"), self._frame("sat"))

    def _open(self, seen: Collection[str], reached: Any, papers: Sequence[Paper]) -> set[str]:
        """The essays that wait for a mark on some paper; those in the file all do."""
        waiting = {part for part, mark, _ in self.stage.codes.kinds if mark is None and part in seen and len(reached)}
        return waiting | {part for paper in papers for part, mark in paper.marks.items() if mark is None}

    def _tally(self, table: Any, forms: Sequence[str], without: Collection[str]) -> Tally:
        found = Tally()
        rows = (table[name].to_pylist() for name in ("group", "kind", "total", "papers"))
        for group, kind, total, papers in zip(*rows, strict=True):
            part, mark, chosen = self.stage.codes.kinds[kind]
            if group % 2 == 0 and part not in without:
                assert mark is not None
                found.seen.setdefault(part, Counter())[forms[group // 2], mark, chosen, total] = papers
        return found

    def _keep(self, name: str, columns: Mapping[str, Any]) -> None:
        pq.write_table(pa.table(dict(columns)), self.folder / f"{name}.parquet")

    def _frame(self, name: str) -> Frame:
        return self.scan(self.folder / f"{name}.parquet")


def _answers(codes: Codes) -> dict[str, Any]:
    numbers = range(1, len(codes.parts))
    columns = {
        "code": numbers,
        "kind": (codes.kind_of[code] for code in numbers),
        "mark": (codes.marks[code] or 0 for code in numbers),
        "points": (codes.items[codes.parts[code]].question.points for code in numbers),
        "open": (int(codes.marks[code] is None) for code in numbers),
    }
    return {name: integers(array("i", values)) for name, values in columns.items()}
