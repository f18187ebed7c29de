"""What a quiz page weighs, beside mkdocs-quiz on the same questions.

    python benchmarks/weight/run.py

Takes choice questions of the course, since the peer knows no other types. The peer is installed from PyPI into an
environment of its own (--cache). Prints two tables in Markdown: the site, and the main thread of a slowed browser.
"""

from __future__ import annotations

import argparse
import gzip
import re
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pages import SLOWDOWN, Tasks, launched, tasks, weights
from sites import Item, build, peer_python, read_items, write_empty, write_exam, write_ours, write_theirs

sys.path.append(str(Path(__file__).parents[1] / "search"))
from server import served

ROOT = Path(__file__).parents[2]
QUESTIONS, PAGES, RUNS = 200, 20, 3
# Every question answered and, where it marks itself, marked: a click each, and time between them.
WALK = """async () => {
  for (const item of document.querySelectorAll('%s')) {
    item.querySelector('input').click();
    await new Promise((done) => setTimeout(done, 20));
  }
}"""
BEGIN = """() => {
  const [id, again, name] = document.querySelectorAll('.bx-entry input');
  id.value = again.value = '370102001';
  name.value = '甲';
  document.querySelector('.bx-entry button').click();
}"""
RESULT = "() => { const button = document.querySelector('.bx-foot button'); if (button) button.click(); }"


@dataclass(frozen=True)
class Tool:
    name: str
    write: Callable[[Path, list[list[Item]]], None]
    python: Path | None
    page: str  # the address of page n
    index: tuple[str, ...]  # patterns of the files of the search index
    item: str  # the selector of a question


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "banxing-benchmarks")
    items = read_items(ROOT, QUESTIONS)
    tools = [
        Tool("Banxing", write_ours, None, "quizzes/page-{}/", ("assets/banxing/search-*/*",), ".bx-item"),
        Tool(
            "mkdocs-quiz 1.7.1",
            write_theirs,
            peer_python(options.parse_args().cache),
            "page-{}/",
            ("search/*",),
            ".quiz",
        ),
    ]
    per_page = len(items) // PAGES
    many = [items[start : start + per_page] for start in range(0, per_page * PAGES, per_page)]
    with tempfile.TemporaryDirectory() as work:
        empty = Path(work) / "empty"
        write_empty(empty)
        base = min(build(empty, empty / "site") for _ in range(RUNS))
        with launched() as browser, served(empty / "site") as place:
            bare = weights(browser, place.address, place.address)
            quiet = tasks(browser, place.address, WALK % "none", RESULT)
        print(
            f"{per_page * PAGES} questions on {PAGES} pages; an empty site of the theme: {base:.2f} s, {kib(bare[0])}\n"
        )
        print("| | build s | first page | second page | in the search index |")
        print("|---|---|---|---|---|")
        for tool in tools:
            print(site_row(tool, Path(work) / tool.name, many, bare))
        print(f"\nOne page of {len(items)} questions, main thread at {SLOWDOWN} × slowdown, longest task in ms\n")
        print("| | coming up | an answer | the result |\n|---|---|---|---|")
        print(task_row("the theme alone", quiet))
        for tool in tools:
            root = Path(work) / f"{tool.name} in one"
            tool.write(root, [items])
            build(root, root / "site", tool.python)
            with launched() as browser, served(root / "site") as place:
                print(
                    task_row(tool.name, tasks(browser, place.address + tool.page.format(1), WALK % tool.item, RESULT))
                )

        root = Path(work) / "exam"
        write_exam(root, items)
        build(root, root / "site")
        with launched() as browser, served(root / "site") as place:
            paper = tasks(browser, f"{place.address}quizzes/page-1/", WALK % ".bx-item", RESULT, BEGIN)
        print(task_row("Banxing, an exam: opening the paper", paper))


def site_row(tool: Tool, root: Path, pages: list[list[Item]], bare: tuple[int, int]) -> str:
    tool.write(root, pages)
    site = root / "site"
    seconds = statistics.median(build(root, site, tool.python) for _ in range(RUNS))
    with launched() as browser, served(site) as place:
        first, second = weights(browser, place.address + tool.page.format(1), place.address + tool.page.format(2))
    told = [item.explanation for page in pages for item in page if item.explanation]
    index = "".join(read(path) for pattern in tool.index for path in site.glob(pattern) if path.is_file())
    found = sum(text[:16] in index for text in told)
    more = f"+{kib(first - bare[0])} | +{kib(second - bare[1])}"
    return f"| {tool.name} | {seconds:.2f} | {more} | {found} of {len(told)} explanations |"


def read(path: Path) -> str:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-f]{4})", lambda escaped: chr(int(escaped[1], 16)), text)


def task_row(name: str, longest: Tasks) -> str:
    return f"| {name} | {longest.load:.0f} | {longest.answer:.0f} | {longest.result:.0f} |"


def kib(size: int) -> str:
    return f"{size / 1024:.1f} KiB"


if __name__ == "__main__":
    main()
