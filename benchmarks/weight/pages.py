"""A page in Chromium: what it fetches, and how long it keeps the main thread."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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


def tasks(browser: Browser, address: str, answers: str, result: str, begin: str = "0") -> Tasks:
    """`answers` and `result` are scripts that click as a person does; `begin` opens an exam's paper, whose
    coming up then is what counts."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    load = _longest(page)
    if begin != "0":
        page.evaluate(begin)
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
