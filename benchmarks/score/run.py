"""`banxing score --engine` beside SQL written by hand for DuckDB, at one and ten million answers.

    python benchmarks/score/run.py
    python benchmarks/score/run.py --answers 1000000 --engines polars spark --check

needs the package with the extra `scale`; engines that are not installed are left out and said so. Each run is a program
of its own, started anew, best of `--times`. Prints one table and whether the results are equal: scores, marks and ranks
cell by cell, facility, discrimination, item–total correlation and shares from the counts of the query by hand.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path

from data import QUESTIONS, Item, items, write_answers, write_course

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from banxing.scores import statistics as st  # noqa: E402
from banxing.scores.numbers import rounded  # noqa: E402

ENGINES = {"duckdb": "duckdb", "polars": "polars", "spark": "pyspark"}
PATHS = [str(ROOT / "scripts"), *filter(None, [os.environ.get("PYTHONPATH")])]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(PATHS)}


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of both cores; the most memory held, in MiB."""

    wall: float
    cpu: float
    memory: float


def measured(command: list[str]) -> Cost:
    with tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=told, stderr=told, env=ENVIRONMENT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            sys.exit(f"{' '.join(command)}\n{told.read().decode()}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def best(command: list[str], times: int) -> Cost:
    return min((measured(command) for _ in range(times)), key=lambda cost: cost.wall)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--answers", type=int, nargs="+", default=[1_000_000, 10_000_000])
    options.add_argument("--engines", nargs="+", choices=[*ENGINES], default=[*ENGINES])
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--check", action="store_true", help="one run each, and only whether results are equal")
    chosen = options.parse_args()
    present = [name for name in chosen.engines if importlib.util.find_spec(ENGINES[name])]
    for name in chosen.engines:
        if name not in present:
            print(f"{name} is not installed and left out")
    if not chosen.check:
        print("| answers | program | seconds | × by hand | CPU seconds | × by hand | peak MiB |")
        print("|--:|---|--:|--:|--:|--:|--:|")
    made = items()
    with tempfile.TemporaryDirectory() as work:
        write_course(Path(work) / "course", made)
        for count in chosen.answers:
            compare(Path(work), made, count, present, 1 if chosen.check else chosen.times, table=not chosen.check)


def compare(work: Path, made: list[Item], count: int, engines: list[str], times: int, *, table: bool) -> None:
    folder = work / str(count)
    (folder / "hand").mkdir(parents=True)
    answers = folder / "answers.csv"
    write_answers(answers, made, count // QUESTIONS)
    by_hand = [sys.executable, str(Path(__file__).with_name("by_hand.py")), str(answers), str(folder / "hand")]
    costs = {"by hand": best(by_hand, times)}
    for engine in engines:
        command = [sys.executable, "-m", "banxing", "score", str(answers), "--quiz", "province"]
        command += ["--root", str(work / "course"), "-o", str(folder / engine), "--engine", engine]
        costs[engine] = best(command, times)
        check(folder / "hand", folder / engine, made)
        if not table:
            print(f"{count:,} answers, {engine}: equal")
    for name, cost in costs.items() if table else ():
        base = costs["by hand"]
        times_of = f"{cost.wall:.1f} | {cost.wall / base.wall:.2f} | {cost.cpu:.1f} | {cost.cpu / base.cpu:.2f}"
        print(f"| {count:,} | {name} | {times_of} | {cost.memory:.0f} |")


def check(hand: Path, ours: Path, made: list[Item]) -> None:
    """Stops at the first difference."""
    for wanted, found in zip_longest(rows(hand / "scores.csv"), rows(ours / "scores.csv")):
        same = wanted and found and [*map(number, wanted.values())] == [*map(number, found.values())]
        if not same:
            sys.exit(f"{ours}: {found} is not {wanted}")
    counted: dict[str, Counter[tuple[str, int, int]]] = {item.name: Counter() for item in made}
    for row in rows(hand / "counts.csv"):
        counted[row["question"]][row["chosen"], int(row["mark"]), int(row["score"])] += int(row["candidates"])
    points = {item.name: item.points for item in made}
    for row in rows(ours / "items.csv"):
        figures = figures_of(counted[row["question"]], points[row["question"]])
        shares = {"A", "B", "C", "D", "对", "错"} if row["share_none"] else set()
        figures |= {f"share_{name}": share(counted[row["question"]], name) for name in shares if row[f"share_{name}"]}
        for name, value in figures.items():
            if row[name] != value:
                sys.exit(f"{ours}: {row['question']} {name} {row[name]} is not {value}")


def figures_of(counted: Counter[tuple[str, int, int]], points: int) -> dict[str, str]:
    cells = Counter[tuple[int, int]]()
    for (_, mark, score), candidates in counted.items():
        cells[mark, score] += candidates
    found = {"facility": st.facility(cells, points), "discrimination": st.discrimination(cells, points)}
    return {name: f"{rounded(value):f}" for name, value in {**found, "item_total": st.item_total(cells)}.items()}


def share(counted: Counter[tuple[str, int, int]], name: str) -> str:
    took = sum(candidates for (chosen, *_), candidates in counted.items() if name in chosen)
    return f"{rounded(Fraction(took, counted.total())):f}"


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


def number(cell: str) -> str:
    """`2.0` is 2."""
    return cell.removesuffix(".0")


if __name__ == "__main__":
    main()
