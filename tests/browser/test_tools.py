"""What a supervisor takes to the spot: boxes that stay ticked on a phone, and sheets of one page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
FORMS = sorted(path.stem for path in (ROOT / "docs/forms").glob("*.yml"))
ONE_PAGE = ["tools/before", "tools/during", "tools/after", "tools/phrases", "tools/time-limits"]


def test_the_whole_line_ticks_and_the_tick_stays(page: Page, address: str) -> None:
    page.goto(f"{address}/tools/during/")
    bar, boxes = page.locator("bx-ticks"), page.locator(".bx-tick")
    total = boxes.count()
    expect(bar).to_contain_text(f"0 / {total}")
    boxes.nth(1).locator("span").click(position={"x": 5, "y": 5})
    page.get_by_role("checkbox").nth(3).focus()
    page.keyboard.press("Space")
    expect(bar).to_contain_text(f"2 / {total}")
    page.reload()
    expect(bar).to_contain_text(f"2 / {total}")
    assert [box.is_checked() for box in page.get_by_role("checkbox").all()][:5] == [False, True, False, True, False]


def test_a_box_has_its_sentence_as_name_and_a_thumb_hits_it(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{address}/tools/before/")
    for tick in page.locator(".bx-tick").all():
        words = tick.inner_text().strip()
        assert len(words) > 4
        box = tick.bounding_box()
        assert box and box["height"] >= 24 and box["width"] > 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_tick_belongs_to_its_sentence(page: Page, address: str) -> None:
    page.goto(f"{address}/tools/during/")
    page.get_by_role("checkbox").first.check()
    key = "banxing/1/ticks/tools/during"
    kept = json.loads(page.evaluate("key => localStorage.getItem(key)", key))
    assert len(kept["on"]) == 1
    page.evaluate("([key, on]) => localStorage.setItem(key, JSON.stringify(on))", [key, kept["on"]])  # as it was once
    page.reload()
    expect(page.locator("bx-ticks")).to_contain_text("1 /")
    page.evaluate("key => localStorage.setItem(key, JSON.stringify({t: 1, on: ['00000000']}))", key)
    page.reload()  # its sentence was changed
    expect(page.locator("bx-ticks")).to_contain_text("0 /")


def test_clearing_asks_first(page: Page, address: str) -> None:
    page.goto(f"{address}/tools/after/")
    expect(page.locator("bx-ticks button")).to_be_disabled()
    page.get_by_role("checkbox").first.check()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("bx-ticks button").click()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("bx-ticks button").click()
    expect(page.get_by_role("checkbox").first).not_to_be_checked()
    assert json.loads(page.evaluate("localStorage.getItem('banxing/1/ticks/tools/after')"))["on"] == []


def test_a_store_that_fails_is_said_so(page: Page, address: str) -> None:
    page.goto(f"{address}/tools/after/")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.get_by_role("checkbox").first.check()
    expect(page.locator(".bx-ticks-unsaved")).to_be_visible()


@pytest.mark.parametrize("name", [*ONE_PAGE, *(f"forms/{form}" for form in FORMS)])
def test_it_prints_on_one_page(name: str, page: Page, address: str) -> None:
    page.goto(f"{address}/{name}/")
    counts = re.findall(rb"/Count (\d+)", page.pdf(prefer_css_page_size=True))
    assert counts == [b"1"]


def test_a_form_is_printed_alone_and_can_be_downloaded(page: Page, address: str) -> None:
    page.goto(f"{address}/forms/reminder-record/")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word 文件").click()
    assert download.value.suggested_filename == "现场提醒记录.docx"
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    for hidden in (".bx-form-about", ".md-header", ".md-sidebar", ".md-footer"):
        for element in page.locator(hidden).all():
            expect(element).to_be_hidden()
    expect(page.locator(".bx-sheet")).to_be_visible()
