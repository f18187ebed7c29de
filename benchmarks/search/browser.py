"""Our search in a real Chromium: queries typed key by key into the dialog, each in a fresh profile."""

from __future__ import annotations

import gzip
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, sync_playwright

KEY_MS = 60
WATCH = """() => {
  const input = document.querySelector('.bx-find-input'), list = document.querySelector('.bx-find-list');
  performance.setResourceTimingBufferSize(5000);
  window.seen = {key: 0, shown: 0};
  input.addEventListener('input', () => { seen.key = performance.now(); seen.shown = 0; }, true);
  new MutationObserver(() => {
    if (!seen.shown && list.dataset.query === input.value) seen.shown = performance.now();
  }).observe(list, {attributes: true});
}"""
READ = """() => {
  const sizes = performance.getEntriesByType('resource').filter((e) => /search/.test(e.name));
  const bytes = (until) => sizes.filter((e) => e.responseEnd <= until).reduce((sum, e) => sum + e.encodedBodySize, 0);
  const links = Array.from(document.querySelectorAll('.bx-hit'), (a) => a.href);
  return {ms: seen.shown - seen.key, bytes: bytes(seen.shown), links};
}"""


@dataclass(frozen=True)
class Asked:
    """Milliseconds from the last key to the list, compressed bytes fetched until then, and the links."""

    ms: float
    bytes: int
    pages: list[str]


class _Gzip(SimpleHTTPRequestHandler):
    """Serves what may be compressed so, as servers do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        with suppress(ConnectionError):  # a profile was closed
            super().handle()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@cache
def packed(path: Path) -> bytes:
    """A file as it is sent."""
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a port of this machine."""

    def handler(*args: Any) -> _Gzip:
        return _Gzip(*args, directory=str(folder))

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


@contextmanager
def launched() -> Iterator[Browser]:
    """The machine's Chromium, without a window."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def ask(browser: Browser, address: str, words: str, *, at_once: bool = False) -> Asked:
    """Type a query into a page that was just opened; `at_once` puts it in as one piece, as pasting does."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.keyboard.press("/")
    page.wait_for_selector(".bx-find[open]")
    page.evaluate(WATCH)
    for piece in [words] if at_once else words:
        page.keyboard.insert_text(piece)
        page.wait_for_timeout(KEY_MS)
    page.wait_for_function("seen.shown > 0")
    page.wait_for_timeout(50)
    got = page.evaluate(READ)
    context.close()
    pages = [unquote(urlsplit(link).path).strip("/") for link in got["links"]]
    return Asked(got["ms"], got["bytes"], pages)
