"""What the browser makes of papers, answer sheets and keys when it prints them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from banxing.catalogue import load
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.sheets.paper import lay_out
from banxing.sheets.printed import KINDS, Printer

pytestmark = pytest.mark.browser
PLAYER = Path(__file__).parent.parent / "data" / "player"
WIDTH = 680  # CSS pixels between the margins of an A4 page


def test_the_sheets_print_on_a4_with_the_seal_beside_page_one(browser: Browser, tmp_path: Path) -> None:
    catalogue = load(PLAYER)
    printer = Printer(Inline(Linker(catalogue.laws, None)), "zh")
    paper = lay_out(catalogue.quizzes["exam"], "A")
    page = browser.new_page(viewport={"width": WIDTH, "height": 1000})
    page.emulate_media(media="print")
    for kind in reversed(KINDS):  # the paper last
        (tmp_path / f"{kind}.html").write_text(printer.html(kind, paper), encoding="utf-8")
        page.goto((tmp_path / f"{kind}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, f"{kind}: wider than the page"
        size = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
        assert size is not None
        assert [float(n) for n in size.groups()] == pytest.approx([595, 842], abs=1.5)  # points
    seal, marks = (page.locator(name).bounding_box() for name in (".seal", ".marks"))
    page.close()
    assert seal is not None and marks is not None
    assert marks["x"] >= seal["x"] + seal["width"], "the table stands beside the seal"
    assert marks["y"] < seal["y"] + seal["height"] / 2, "and not below it"
