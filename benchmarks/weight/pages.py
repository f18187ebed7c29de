"""A page in Chromium: what it fetches, and how long it keeps the main thread."""

from __future__ import annotations

import gzip
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SLOWDOWN = 4  # as Lighthouse slows a desktop down to a middling phone
WATCH = """
  window.long = [];
  new PerformanceObserver((list) => { for (const task of list.getEntries()) long.push(task.duration); })
    .observe({type: 'longtask', buffered: true});
"""
FETCHED = """() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
  .reduce((sum, entry) => sum + (entry.transferSize ? entry.encodedBodySize : 0), 0)"""


class _Gzip(SimpleHTTPRequestHandler):
    """Serves compressed and lets the browser keep files, as servers do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Gzip, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


@contextmanager
def launched() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


def weights(browser: Browser, first: str, second: str) -> tuple[int, int]:
    """Compressed bytes of a first page, and of a second one in the same visit."""
    context = browser.new_context()
    page = context.new_page()
    found = []
    for address in (first, second):
        page.goto(address, wait_until="networkidle")
        found.append(int(page.evaluate(FETCHED)))
    context.close()
    return found[0], found[1]


@dataclass(frozen=True)
class Tasks:
    """Milliseconds of the longest task while the page comes up, of all answers, and on asking for the result."""

    load: float
    answer: float
    result: float


def tasks(browser: Browser, address: str, answers: str, result: str) -> Tasks:
    """`answers` and `result` are scripts that click as a person does."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    load = _longest(page)
    page.evaluate(answers)
    one = _longest(page)
    page.evaluate(result)
    last = _longest(page)
    context.close()
    return Tasks(load, one, last)


def _longest(page: Page) -> float:
    page.wait_for_timeout(1500)
    longest = page.evaluate("long.length ? Math.max(...long) : 0")
    page.evaluate("long = []")
    return float(longest)
