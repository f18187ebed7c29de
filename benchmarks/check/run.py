"""Measures `banxing check` over many questions, beside what reading them takes at the least.

    python benchmarks/check/run.py

Copies the course's practice questions until there are enough, in files of 25. The least is `yaml.compose` of each file
and pydantic's validation of the same questions and keys, without places, sentences, citations or any rule. Each takes
turns in a process of its own; imports are not counted. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
A_FILE = 25
MODULE = """---
title: 课
summary: 一课。
audience: [supervisor]
minutes: 5
objectives: {one: 会做题}
reviewed: 2026-11-23
sources: [xzcf-2021]
---
# 课
"""
COURSE = """title: 课程
summary: 题目很多。
parts:
  - {id: part, title: 部分, summary: 题目, modules: [part/module]}
"""


def course(folder: Path, count: int) -> None:
    """A course of so many questions; `raw.json` holds them once more as plain data."""
    found = [q for path in sorted((ROOT / "quizzes").rglob("*.yml")) for q in _practice(path)]
    for name, text in {"training/part/module.md": MODULE, "training/course.yml": COURSE}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "docs/laws").mkdir(parents=True)
    (folder / "docs/laws/register.yml").write_bytes((ROOT / "docs/laws/register.yml").read_bytes())
    (folder / "quizzes/part").mkdir(parents=True)
    made = [_numbered(found[i % len(found)], i) for i in range(count)]
    for number, start in enumerate(range(0, count, A_FILE)):
        head = {"title": f"练习 {number}", "module": "part/module", "mode": "practice"}
        text = yaml.dump({**head, "questions": made[start : start + A_FILE]}, allow_unicode=True, sort_keys=False)
        (folder / f"quizzes/part/quiz-{number}.yml").write_text(text, "utf-8")
    (folder / "raw.json").write_text(json.dumps(made), "utf-8")


def _practice(path: Path) -> list[dict[str, Any]]:
    data = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    return [] if data.get("mode") == "exam" or "questions" not in data else data["questions"]


def _numbered(question: dict[str, Any], number: int) -> dict[str, Any]:
    made = {**question, "id": f"{question['id']}-{number}", "objective": "one"}
    if "questions" in made:
        made["questions"] = [_numbered(sub, number) for sub in made["questions"]]
    return made


def least(folder: Path) -> Callable[[], None]:
    """yaml.compose and pydantic alone."""
    from banxing.model.keys import KEY_FIELDS, KEY_TYPES
    from banxing.model.questions import QUESTION_TYPES, Case

    texts = [path.read_text("utf-8") for path in sorted((folder / "quizzes").rglob("*.yml"))]
    given = []
    for question in json.loads((folder / "raw.json").read_text("utf-8")):
        for one in (question, *question.get("questions", ())):
            public = {name: value for name, value in one.items() if name not in KEY_FIELDS}
            if QUESTION_TYPES[one["type"]] is not Case:
                given.append((QUESTION_TYPES[one["type"]], public))
                given.append((KEY_TYPES[one["type"]], {k: v for k, v in one.items() if k in KEY_FIELDS}))

    def run() -> None:
        for text in texts:
            yaml.compose(text, yaml.CSafeLoader)
        for model, data in given:
            model.model_validate(data)

    return run


def ours(folder: Path) -> Callable[[], None]:
    from banxing.cli import main

    def run() -> None:
        if main(["check", "--root", str(folder)]):
            raise SystemExit("the course has faults")

    return run


def timed(folder: Path, name: str) -> tuple[float, float]:
    """Seconds by the clock and of a processor, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", name, "--folder", str(folder)],
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    wall, cpu = map(float, done.stdout.split())
    return wall, cpu


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--questions", type=int, default=10_000)
    asked.add_argument("--times", type=int, default=3)
    asked.add_argument("--only", choices=("least", "ours"), help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.only:
        run = {"least": least, "ours": ours}[given.only](given.folder)
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        print(time.perf_counter() - wall, time.process_time() - cpu)
        return
    with tempfile.TemporaryDirectory() as work:
        course(Path(work), given.questions)
        rows: dict[str, list[tuple[float, float]]] = {"least": [], "ours": []}
        for _ in range(given.times):
            for name, found in rows.items():
                found.append(timed(Path(work), name))
    medians = {name: [statistics.median(column) for column in zip(*found, strict=True)] for name, found in rows.items()}
    print(f"{given.questions:,} questions, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| | wall s | CPU s | wall, ratio | CPU, ratio |\n|---|--:|--:|--:|--:|")
    for name, label in (("least", "yaml.compose and pydantic"), ("ours", "**banxing check**")):
        ratios = " | ".join(f"{a / b:.2f}" for a, b in zip(medians[name], medians["least"], strict=True))
        print(f"| {label} | {medians[name][0]:.2f} | {medians[name][1]:.2f} | {ratios} |")


if __name__ == "__main__":
    main()
