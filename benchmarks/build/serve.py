"""Measures how long after an edit `mkdocs serve` shows it.

    python benchmarks/build/serve.py

Serves a copy of the course, changes a file as an author would, and asks for the page until the new text is in it: the
wait for the file watcher is part of the time. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
PATIENCE = 120


@dataclass(frozen=True)
class Edit:
    """In `file`, `old` becomes `new` (with a number), and `page` shows it."""

    name: str
    file: str
    old: str
    new: str
    page: str


MODULE = "training/standards/procedure"
EDITS = (
    Edit("a module's text", f"{MODULE}.md", "\n## ", "\n改动{n}处。\n\n## ", f"{MODULE}/"),
    Edit("a module's summary", f"{MODULE}.md", "\nsummary: ", "\nsummary: 改动{n}处。", "training/"),
    Edit("a quiz", "quizzes/standards/procedure.yml", "stem: ", "stem: 改动{n}处。", "quizzes/standards/procedure/"),
)


@contextmanager
def serving(course: Path) -> Iterator[str]:
    """`mkdocs serve` of a course, ready to answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-f", str(course / "mkdocs.yml"), "-a", host]
    process = subprocess.Popen(command, env=env)
    try:
        wait_for(f"http://{host}/", "</html>")
        yield f"http://{host}/"
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, text: str) -> float:
    """Seconds until the page holds the text. Raises TimeoutError."""
    start = time.perf_counter()
    while time.perf_counter() - start < PATIENCE:
        try:
            with urlopen(address) as answer:
                if text in answer.read().decode():
                    return time.perf_counter() - start
        except (URLError, ConnectionError):
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{address} does not show {text}")


def measure(course: Path, address: str, edit: Edit, times: int) -> list[float]:
    path = course / edit.file
    original = path.read_text(encoding="utf-8")
    seconds = []
    for number in range(1, times + 1):
        mark = f"{number}{time.monotonic_ns() % 100000:05}"
        path.write_text(original.replace(edit.old, edit.new.format(n=mark), 1), encoding="utf-8")
        seconds.append(wait_for(address + edit.page, f"改动{mark}处"))
        time.sleep(2)  # an author's pause; the search is made in it
    path.write_text(original, encoding="utf-8")
    time.sleep(3)
    return seconds


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--times", type=int, default=7)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        for name in ("docs", "training", "quizzes"):
            shutil.copytree(ROOT / name, course / name)
        shutil.copy(ROOT / "mkdocs.yml", course)
        print("| edited | seconds until it shows: median | least | most |\n|---|---|---|---|")
        with serving(course) as address:
            for edit in EDITS:
                found = measure(course, address, edit, given.times)
                print(
                    f"| {edit.name} | {statistics.median(found):.2f} | {min(found):.2f} | {max(found):.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
