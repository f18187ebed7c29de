"""Each statistic of `banxing score` beside R's, on the same seeded data: to how many digits do they agree?

    python benchmarks/statistics/compare.py

needs the package (`make test` installs it) and R with psych (`apt-get install r-base-core r-cran-psych`).
"""

from __future__ import annotations

import csv
import math
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from banxing.scores import statistics as st  # noqa: E402
from banxing.scores.agreement import icc2k, kendall_w  # noqa: E402

Table = Sequence[Sequence[int]]
EXACT = 16  # digits a double holds


@dataclass(frozen=True)
class Data:
    """`items` and `raters` are a list of marks an item or rater, in hundredths."""

    name: str
    items: Table
    points: Sequence[int]
    raters: Table


def made(name: str, seed: int, n: int, points: Sequence[int], steps: Sequence[int], raters: int) -> Data:
    """Candidates with a skill, items with a difficulty; an item pays in `steps` equal steps, 1 for right or wrong."""
    chance = random.Random(seed)
    skill = [chance.gauss(0, 1) for _ in range(n)]
    items = []
    for most, step in zip(points, steps, strict=True):
        hard, slope = chance.uniform(-1.5, 1.5), chance.uniform(0.3, 1.8)
        right = [1 / (1 + math.exp(hard - slope * one)) for one in skill]
        items.append([most * sum(chance.random() < p for _ in range(step)) // step for p in right])
    strict = [chance.gauss(0, 1) for _ in range(raters)]
    marks = [[50 * max(0, min(20, round(12 + 3 * s - b + chance.gauss(0, 2)))) for s in skill] for b in strict]
    return Data(name, items, points, marks)


DATA = (
    made("30 道对错题，200 人", 1, 200, [100] * 30, [1] * 30, 3),
    made("40 道题，分值不同、有部分分，1000 人", 2, 1000, [100, 200, 300, 400] * 10, [1, 2, 3, 4] * 10, 5),
    made("5 道题，12 人", 3, 12, [200] * 5, [1] * 5, 2),
    made("60 道题，2000 人", 4, 2000, [100, 200] * 30, [1, 2] * 30, 4),
)


def ours(data: Data) -> dict[str, float | None]:
    """By the names of reference.R."""
    totals = [sum(row) for row in zip(*data.items, strict=True)]
    n, k = len(totals), len(data.items)
    items = [st.cells(item, totals) for item in data.items]
    took = [st.cells([int(mark > 0) for mark in item], totals) for item in data.items]
    thirds = [st.thirds(item) for item in took]
    alpha = st.alpha(items)
    assert alpha is not None
    low, high = st.alpha_interval(alpha, n, k) or (None, None)
    found: dict[str, Sequence[Fraction | float | None]] = {
        "facility": [st.facility(i, p) for i, p in zip(items, data.points, strict=True)],
        "discrimination": [st.discrimination(i, p) for i, p in zip(items, data.points, strict=True)],
        "item_total": [st.item_total(item) for item in items],
        "upper_third": [third and third[0] for third in thirds],
        "middle_third": [third and third[1] for third in thirds],
        "lower_third": [third and third[2] for third in thirds],
        "alpha": [alpha],
        "alpha_if_dropped": st.alphas_if_dropped(items),
        "interval_low": [low],
        "interval_high": [high],
        "sem": [st.standard_error(Counter(totals), alpha)],
        "kendall_w": [kendall_w(data.raters)],
        "icc_2k": [icc2k(data.raters)],
    }
    named: dict[str, float | None] = {}
    for name, values in found.items():
        for number, value in enumerate(values, 1):
            key = name if len(values) == 1 else f"{name}[{number}]"
            named[key] = None if value is None else float(value)
    return named


def theirs(data: Data) -> dict[str, float]:
    program = shutil.which("Rscript")
    if program is None:
        sys.exit("no Rscript: apt-get install r-base-core r-cran-psych")
    with tempfile.TemporaryDirectory() as folder:
        tables = {
            "items": zip(*data.items, strict=True),
            "points": [data.points],
            "raters": zip(*data.raters, strict=True),
        }
        for name, rows in tables.items():
            with (Path(folder) / f"{name}.csv").open("w", newline="") as stream:
                csv.writer(stream).writerows(rows)
        command = [program, str(Path(__file__).with_name("reference.R")), folder]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stderr)
    return {name: float(value) for name, value in (line.split(",") for line in run.stdout.split())}


def digits(a: float | None, b: float) -> float:
    """How many significant digits two numbers share."""
    if a is None or math.isnan(b):
        return 0
    if a == b:
        return EXACT
    return min(EXACT, -math.log10(abs(a - b) / max(abs(a), abs(b))))


def worst(left: Mapping[str, float | None], right: Mapping[str, float]) -> dict[str, float]:
    """The least agreement of each statistic over its items. Both must hold the same names."""
    if left.keys() != right.keys():
        sys.exit(f"only one has: {sorted(left.keys() ^ right.keys())[:5]}")
    found: dict[str, float] = {}
    for key, value in left.items():
        name = key.split("[")[0]
        found[name] = min(found.get(name, EXACT), digits(value, right[key]))
    return found


def main() -> int:
    rows = [worst(ours(data), theirs(data)) for data in DATA]
    print("| |", " | ".join(data.name for data in DATA), "|")
    print("|---|" + "--:|" * len(DATA))
    for name in rows[0]:
        print(f"| `{name}` |", " | ".join(str(math.floor(row[name])) for row in rows), "|")
    return 0 if all(value >= 6 for row in rows for value in row.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
