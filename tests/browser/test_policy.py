"""Every page of the site under its own policy: nothing it needs is refused, and no other host is asked for anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def complaints(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what its console and its requests give cause to complain of."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, said = context.new_page(), list[str]()

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(f"{page.url}: {message.text}")

    context.on("console", heard)
    context.on("weberror", lambda error: said.append(f"{page.url}: {error.error}"))
    yield page, said
    context.close()


def test_every_page_keeps_its_policy_and_asks_nobody_else(
    complaints: tuple[Page, list[str]], built: Path, address: str
) -> None:
    page, said = complaints
    page.set_viewport_size({"width": 390, "height": 844})
    page.on("request", lambda r: said.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None)
    every = sorted(page.relative_to(built).as_posix() for page in built.rglob("*.html"))
    assert len(every) > 50
    for name in every:
        page.goto(f"{address}/{name.removesuffix('index.html')}", wait_until="load")
        assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1, name
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, f"{name} is wider than a phone"
    assert said == []


def test_the_policy_is_no_paper_tiger(complaints: tuple[Page, list[str]], address: str) -> None:
    page, said = complaints
    page.goto(f"{address}/")
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
            const picture = new Image();
            picture.src = 'http://127.0.0.2:9/a.png';
            document.body.append(picture);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert sum("Content Security Policy" in text for text in said) >= 2


def test_search_works_under_the_policy(complaints: tuple[Page, list[str]], address: str) -> None:
    page, said = complaints
    page.goto(f"{address}/")
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("听证")
    expect(page.get_by_role("option").first).to_be_visible()
    assert said == []
