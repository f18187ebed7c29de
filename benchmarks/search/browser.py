"""A search as people use it: a real Chromium, its own dialog or field, letters typed, the list read as it is shown."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from corpus import page_of
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLate
from server import Site

READY = 60_000
ANSWER = 2_000
QUIET = 250
"""Milliseconds without a change after which a list is read."""

# A list is shown once it has changed after the last letter and holds a result; ours says what it answers.
WATCH = """({input, list, link}) => {
  const deep = (selector, all) => {
    const roots = [document, ...Array.from(document.querySelectorAll('*'), (node) => node.shadowRoot).filter(Boolean)];
    const found = [].concat(...roots.map((root) => Array.from(root.querySelectorAll(selector))));
    return all ? found : found[0];
  };
  const field = deep(input), box = deep(list);
  window.bench = {key: 0, shown: 0, changed: performance.now(), links: () => deep(link, true).map((node) => node.href)};
  field.addEventListener('input', () => { bench.key = performance.now(); bench.shown = 0; }, true);
  new MutationObserver(() => {
    bench.changed = performance.now();
    const current = box.dataset.query === undefined || box.dataset.query === field.value;
    if (!bench.shown && current && box.querySelector(link)) bench.shown = bench.changed;
  }).observe(box, {subtree: true, childList: true, characterData: true, attributes: true});
}"""


@dataclass(frozen=True)
class Surface:
    """Where one types and where results stand; `ready` holds once the search can answer, `files` are those it loads."""

    input: str
    list: str
    link: str
    files: str
    ready: str = "true"
    page: str = ""
    opens: bool = True
    """Whether `/` opens it."""
    fresh: bool = False
    """Whether each query has a profile of its own, in which nothing was loaded before."""


@dataclass(frozen=True)
class Asked:
    """Milliseconds from the last letter to the list, bytes until the first list of this profile, the pages in order."""

    ms: float | None
    bytes: int | None
    pages: list[str]


@contextmanager
def launched() -> Iterator[Browser]:
    """The machine's Chromium, without a window."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Session:
    """One tab in a profile of its own."""

    def __init__(self, browser: Browser, site: Site, surface: Surface) -> None:
        self.site, self.surface = site, surface
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page: Page = self.context.new_page()
        self.start = time.time()
        self.first: int | None = None
        self.page.goto(site.address + surface.page)
        if surface.opens:
            self.page.wait_for_timeout(200)
            self.page.keyboard.press("/")
        self.page.locator(surface.input).wait_for()
        self.page.locator(surface.input).focus()
        self.page.wait_for_function(surface.ready, timeout=READY)
        self.page.evaluate(WATCH, {"input": surface.input, "list": surface.list, "link": surface.link})

    def ask(self, words: str) -> Asked:
        """Type all but the last letter, see what comes, then the last one."""
        self.page.locator(self.surface.input).fill("")
        self.page.wait_for_timeout(QUIET)
        for piece in filter(None, (words[:-1], words[-1:])):
            self.page.keyboard.insert_text(piece)
            self.page.keyboard.press("Shift")  # some listen to keys that come up
            shown = self._shown()
        self.page.wait_for_function(f"performance.now() - bench.changed > {QUIET}", timeout=READY)
        ms = self.page.evaluate("bench.shown - bench.key") if shown else None
        links = self.page.evaluate("bench.links()")
        return Asked(ms, self.first, list(dict.fromkeys(map(_page, links))))

    def _shown(self) -> bool:
        try:
            self.page.wait_for_function("bench.shown > 0", timeout=ANSWER)
        except TooLate:
            return False
        if self.first is None:
            end = self.page.evaluate("(performance.timeOrigin + bench.shown) / 1000")
            self.first = self.site.bytes(re.compile(self.surface.files), self.start, end)
        return True

    def close(self) -> None:
        self.context.close()


def _page(link: str) -> str:
    path = unquote(urlsplit(link).path).strip("/")
    return page_of(re.sub(r"(?:^|/)index\.html$|\.html$", "", path))


def ask_all(browser: Browser, site: Site, surface: Surface, queries: list[str]) -> list[Asked]:
    """Every query; the first page of a browser pays for its start, so one goes before."""
    session = Session(browser, site, surface)
    session.ask("行政处罚")
    warm = session.first
    found = []
    for words in queries:
        if surface.fresh:
            session.close()
            session = Session(browser, site, surface)
        asked = session.ask(words)
        found.append(asked if surface.fresh else Asked(asked.ms, warm, asked.pages))
    session.close()
    return found
