"""Measures how long builds take, ours beside its peers: the large corpus and the course.

    python benchmarks/build/run.py --corpus laws-600.tar.xz

Prints a table in Markdown. Each build is a process of its own into an empty folder; rounds take turns, so that a busy
machine is busy for all. Peers come from PyPI into a cache; one that cannot be installed is named as left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from projects import corpus_sites, course_sites

JIEBA = "jieba==0.42.1"
ZENSICAL = "zensical==0.0.73"  # the last that brings its own page; newer ones need a package that is not on PyPI
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "banxing-benchmarks"
MKDOCS = (sys.executable, "-m", "mkdocs", "build", "-q")


@dataclass
class Build:
    """A way to build a site, and what its runs took."""

    name: str
    folder: Path
    command: Sequence[str]
    paths: Sequence[str] = ()
    missing: str = ""
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def run(self) -> None:
        if (site := self.folder / "site").exists():  # not deleted: ext4 is slow to make files where many just went
            site.rename(self.folder / f"site-{self.name}-{len(self.wall)}")
        paths = os.pathsep.join((*self.paths, os.environ.get("PYTHONPATH", "")))
        env = {**os.environ, "PYTHONPATH": paths, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
        start = time.perf_counter()
        with (self.folder / "log").open("w+") as log:
            process = subprocess.Popen(self.command, cwd=self.folder, env=env, stdout=log, stderr=log)
            _, status, used = os.wait4(process.pid, 0)
            took = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                log.seek(0)
                raise SystemExit(f"{self.name}: {log.read()[-2000:]}")
        self.wall.append(took)
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.memory.append(used.ru_maxrss / 1024)


def jieba() -> tuple[str, str]:
    """The folder that holds jieba, and why it is not there."""
    folder = CACHE / JIEBA
    if not folder.is_dir():
        why = _pip(sys.executable, "--no-deps", "--target", str(folder), JIEBA)
        if why:
            shutil.rmtree(folder, ignore_errors=True)
            return "", why
    return str(folder), ""


def zensical() -> tuple[str, str]:
    """Zensical's command in an environment of its own, and why it is not there."""
    folder = CACHE / ZENSICAL
    command = folder / "bin" / "zensical"
    if not command.exists():
        venv.create(folder, with_pip=True, clear=True)
        why = _pip(str(folder / "bin" / "python"), ZENSICAL)
        if why:
            return "", why
    return str(command), ""


def _pip(python: str, *arguments: str) -> str:
    command = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stderr.strip().splitlines()[-1][:100] if done.returncode else ""


def builds(corpus: dict[str, Path], course: dict[str, Path]) -> dict[str, list[Build]]:
    """What is compared; the first of each list is what the others are measured by."""
    words, no_words = jieba()
    command, no_command = zensical()
    loaded = [*MKDOCS, "-d", "site"]
    return {
        "600 laws": [
            Build("Material, its search and jieba", corpus["theirs"], loaded, [words], no_words),
            Build("Material, its search", corpus["theirs"], loaded),
            Build(
                f"Zensical {ZENSICAL.split('==')[1]}", corpus["theirs"], [command, "build", "--clean"], (), no_command
            ),
            Build("**ours, with search**", corpus["ours"], loaded),
        ],
        "the course": [
            Build("our pages, Material's search and jieba", course["theirs"], loaded, [words], no_words),
            Build("our pages, Material's search", course["theirs"], loaded),
            Build("Zensical", course["theirs"], (), (), "takes no plugins"),
            Build("**ours, with search**", course["ours"], loaded),
        ],
    }


def table(content: str, rows: list[Build]) -> None:
    base = rows[0]
    for row in rows:
        if row.missing:
            print(f"| {content} | {row.name} | left out: {row.missing} ||||||")
            continue
        wall, cpu, memory = map(statistics.median, (row.wall, row.cpu, row.memory))
        ratios = "– | –"
        if not base.missing:
            ratios = f"{wall / statistics.median(base.wall):.2f} | {cpu / statistics.median(base.cpu):.2f}"
        print(f"| {content} | {row.name} | {wall:.1f} | {cpu:.1f} | {memory:.0f} | {ratios} |", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--corpus", type=Path, required=True)
    asked.add_argument("--times", type=int, default=3)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as work:
        groups = builds(corpus_sites(given.corpus, Path(work) / "corpus"), course_sites(Path(work) / "course"))
        print(
            "| pages | built by | wall s | CPU s | peak MiB | wall, ratio | CPU, ratio |\n|---|---|---|---|---|---|---|"
        )
        for content, rows in groups.items():
            for _ in range(given.times):
                for row in rows:
                    if not row.missing:
                        row.run()
            table(content, rows)
        print(f"\nload of the machine at the end: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores", file=sys.stderr)


if __name__ == "__main__":
    main()
