"""Scripted candidates sit the course's exam in a real Chromium, and `banxing score` counts what they hand in.

    python benchmarks/candidates.py --exams 100 --seed 1

Each exam has its own random stream, so `--exams 1 --first 17 --seed 1` sits number 17 again. Exit code 1 when an
answer was lost or altered, or a mark differs from the candidate's own record.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / folder) for folder in ("scripts", "tests", "tests/browser")]

import zxingcpp  # noqa: E402
from candidate import SHIFTED_CLOCK, Candidate, Outcome  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page  # noqa: E402

import chromium  # noqa: E402
from banxing.catalogue import load  # noqa: E402
from banxing.cli import main as banxing  # noqa: E402
from sites import copy_course, mkdocs_build  # noqa: E402

PLACES = ("", "quizzes/", "quizzes/final/")
STEPS = 40


def sit_all(browser: Browser, address: str, numbers: range, seed: str, folder: Path, steps: int) -> list[Outcome]:
    """Exams by number, one after the other; what they hand in is put into `folder` as trainers receive it."""
    file = load(ROOT).quizzes["final"]
    outcomes = []
    for number in numbers:
        outcome = Outcome(number, f"3701{number:05}")
        outcomes.append(outcome)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        context.add_init_script(SHIFTED_CLOCK)
        map_out(context, address)
        try:
            candidate = Candidate(context, f"{address}/quizzes/final/", file, f"{seed}/{number}", outcome)
            candidate.sit(steps)
            hand_over(candidate, random.Random(f"{seed}/{number}/way"), folder)
        except Exception as error:  # one candidate's misfortune is reported, and the others sit
            outcome.fault = f"{type(error).__name__}: {str(error)[:600]}"
        context.close()
        say(outcome)
    return outcomes


def hand_over(candidate: Candidate, luck: random.Random, folder: Path) -> None:
    """Gives the response to the trainer in one of the three ways, and clears the device."""
    outcome = candidate.out
    way = deliver(candidate.tabs[0], luck.choice(["file", "text", "codes"]), folder / outcome.candidate)
    outcome.did[f"given as {way}"] += 1
    candidate.clear()


def deliver(page: Page, way: str, name: Path) -> str:
    """As a file, as text in a chat, or read off the screen; a paper too long for codes goes as a file."""
    if way == "codes":
        page.get_by_role("button", name="显示二维码").click()
        page.locator(".bx-status", has_text="二维码").wait_for()
        codes = page.locator(".bx-codes canvas")
        lines = [read_code(codes.nth(index).screenshot()) for index in range(codes.count())]
        if lines:
            name.with_suffix(".txt").write_text("\n".join(lines), encoding="utf-8")
            return way
    if way == "text":
        text = page.get_by_label("答卷全文").input_value()
        name.with_suffix(".txt").write_text(f"考生的答卷：{text}\n收到", encoding="utf-8")
        return way
    with page.expect_download() as download:
        page.get_by_role("button", name="下载答卷").click()
    download.value.save_as(name.with_suffix(".json"))
    return "file"


def read_code(picture: bytes) -> str:
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return str(code.text)


def differences(outcomes: list[Outcome], folder: Path, out: Path) -> list[str]:
    """What `banxing score` gives, held against the candidates' own records: empty when all is equal."""
    found = [f"exam {each.number}: {each.fault}" for each in outcomes if each.fault]
    if banxing(["score", str(folder), "--root", str(ROOT), "-o", str(out)]) != 0:
        found.append("banxing score did not count everything")
    if not (out / "scores.csv").exists():
        return found
    with (out / "scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    for each in (outcome for outcome in outcomes if not outcome.fault):
        row = rows.get(each.candidate)
        if row is None:
            found.append(f"exam {each.number}: not scored")
            continue
        found += [f"exam {each.number}: {wrong}" for wrong in wrong_marks(each, row)]
    return found


def wrong_marks(outcome: Outcome, row: dict[str, str]) -> Iterator[str]:
    for part, wanted in outcome.marks.items():
        if wanted is not None and hundredths(row[part]) != wanted:
            yield f"{part}: scored {row[part]}, own record {wanted / 100:g}"
    whole = sum(wanted or 0 for wanted in outcome.marks.values())
    if hundredths(row["score"]) != whole:
        yield f"sum: scored {row['score']}, own record {whole / 100:g}"


def hundredths(text: str) -> int:
    return round(float(text) * 100)


def table(outcomes: list[Outcome], found: list[str], seconds: float) -> str:
    total: Counter[str] = sum((each.did for each in outcomes), Counter())
    kept = sum(len(each.answers) for each in outcomes if not each.fault)
    rows = [
        ("exams sat", len(outcomes)),
        ("handed in by the clock", sum(each.auto for each in outcomes)),
        *sorted(total.items(), key=lambda entry: -entry[1]),
        ("answers handed in, each as recorded", kept),
        ("lost, altered or marked otherwise", len(found)),
        ("seconds", round(seconds)),
    ]
    return "\n".join(f"{name:40}{count:>8}" for name, count in rows)


def map_out(context: BrowserContext, address: str) -> None:
    """The site map of a site that knows its address: without it the theme loads every page anew."""
    places = "".join(f"<url><loc>{address}/{place}</loc></url>" for place in PLACES)
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    context.route("**/sitemap.xml", lambda route: route.fulfill(content_type="application/xml", body=body))


def say(outcome: Outcome) -> None:
    steps = " ".join(outcome.log) if outcome.fault else f"{len(outcome.answers)} answers"
    sys.stderr.write(f"exam {outcome.number}: {outcome.fault or 'ok'} ({steps})\n")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that turned to another page has hung up."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--exams", type=int, default=100)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--seed", default="1")
    asked.add_argument("--site", type=Path, help="a built site of this course; otherwise one is built")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        site = given.site or place / "site"
        if not given.site:
            built = mkdocs_build(copy_course(place / "course"), site)
            if built.returncode:
                sys.exit(built.stderr)
        (papers := place / "papers").mkdir()
        begun = time.monotonic()
        with chromium.launched() as browser, served(site) as address:
            outcomes = sit_all(
                browser, address, range(given.first, given.first + given.exams), given.seed, papers, STEPS
            )
        found = differences(outcomes, papers, place / "out")
        print(table(outcomes, found, time.monotonic() - begun))
        print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
