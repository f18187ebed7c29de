"""Lighthouse's phone profile on a module, a practice and an exam page of the course.

    npm install --prefix /tmp/lighthouse lighthouse@13.5.0
    python benchmarks/lighthouse.py --lighthouse /tmp/lighthouse

Builds the site, serves it compressed on this machine, prints one table and, below it, each audit that lost points.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path += [str(Path(__file__).parent / "weight"), str(Path(__file__).parent / "search")]
from server import served

from pages import ARGS
from sites import build

ROOT = Path(__file__).parents[1]
PAGES = {
    "module": "training/standards/procedure/",
    "practice": "quizzes/standards/procedure/",
    "exam": "quizzes/final/",
}
CATEGORIES = ("accessibility", "best-practices", "performance")
RUNS = 3


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lighthouse", type=Path, required=True, help="where npm installed it")
    program = options.parse_args().lighthouse / "node_modules/.bin/lighthouse"
    with tempfile.TemporaryDirectory() as work:
        build(ROOT, Path(work))
        with served(Path(work)) as place:
            reports = {
                name: [audit(program, place.address + path) for _ in range(RUNS)] for name, path in PAGES.items()
            }
    print(f"| page | {' | '.join(CATEGORIES)} |\n|---|---|---|---|")
    for name, runs in reports.items():
        print(f"| {name} | {' | '.join(str(score(runs, category)) for category in CATEGORIES)} |")
    print()
    for name, runs in reports.items():
        for line in lost(runs[-1]):
            print(f"{name}: {line}")


def audit(program: Path, address: str) -> dict[str, Any]:
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    how = ["--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}"]
    flags = f"--chrome-flags=--headless {' '.join(ARGS)}"
    env = {**os.environ, "CHROME_PATH": str(browser)}
    told = subprocess.run([program, address, *how, flags], env=env, capture_output=True, check=True)
    report: dict[str, Any] = json.loads(told.stdout)
    return report


def score(runs: list[dict[str, Any]], category: str) -> int:
    """The median of the runs, of 100."""
    return round(100 * statistics.median(run["categories"][category]["score"] for run in runs))


def lost(report: dict[str, Any]) -> list[str]:
    found = []
    for name in CATEGORIES:
        for part in report["categories"][name]["auditRefs"]:
            result = report["audits"][part["id"]]
            if part["weight"] and result["score"] is not None and result["score"] < 1:
                found.append(f"{name} · {part['id']} {result['score']:.2f} {result.get('displayValue', '')}")
    return found


if __name__ == "__main__":
    main()
