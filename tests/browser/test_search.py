"""The search dialog as readers use it: by keyboard, by input method, on a phone, from a disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Locator, Page, Route, expect

pytestmark = pytest.mark.browser


def ask(page: Page, words: str) -> Locator:
    """Opens the dialog, types, and gives the results once they are there."""
    page.keyboard.press("/")
    page.get_by_role("combobox").fill(words)
    # The results of what was asked before stay until the new ones are there.
    expect(page.locator(".bx-find-list")).to_have_attribute("data-query", words)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    return options


def test_nothing_is_fetched_before_the_first_key(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    assert [url for url in asked if re.search(r"/search-\w+/(?!texts)", url)] == []
    page.get_by_role("combobox").fill("听证")
    expect(page.get_by_role("option").first).to_be_visible()
    assert [url for url in asked if "/boot.js" in url]


def test_by_keyboard_to_the_paragraph_and_back(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.get_by_role("button", name="搜索").focus()
    options = ask(page, "当事人拒绝签字")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-activedescendant", "bx-hit-0")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(options.nth(0)).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # from the first to the last
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="搜索")).to_be_focused()
    ask(page, "当事人拒绝签字")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("procedure/#"))
    assert unquote(page.url).endswith("training/standards/procedure/#当事人拒绝签字")
    heading = page.get_by_role("heading", name="当事人拒绝签字").first
    expect(heading).to_be_in_viewport()


def test_enter_waits_for_what_was_typed_last(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.insert_text("行政处罚法55条")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"laws/xzcf-2021/#a55$"))


def test_what_is_marked_and_where_it_stands(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    first = ask(page, "拒绝签字").first
    expect(first.locator(".bx-hit-path")).to_contain_text("当事人拒绝签字")
    expect(first.locator("mark").first).to_have_text(re.compile("拒绝签字|拒绝|签字"))


def test_an_article_and_a_term_are_answered_at_once(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    first = ask(page, "xzcf 55").first
    expect(first).to_have_class(re.compile("bx-hit--answer"))
    expect(first).to_contain_text("第五十五条")
    expect(page.get_by_text("已按“行政处罚法 55”搜索")).to_be_visible()
    page.get_by_role("combobox").fill("聽證")
    expect(first).to_have_class(re.compile("bx-hit--answer"))
    expect(first).to_contain_text("词汇")


def test_the_input_method_is_left_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "ting'zheng", "selectionStart": 10, "selectionEnd": 10})
    page.wait_for_timeout(300)
    assert page.get_by_role("option").count() == 0
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(page.get_by_role("dialog")).to_be_visible()
    session.send("Input.insertText", {"text": "听证"})
    expect(page.get_by_role("option").first).to_contain_text("听证")


def test_filters_and_recent_searches(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    options = ask(page, "听证")
    page.get_by_role("button", name="法规", exact=True).click()
    expect(page.get_by_role("button", name="法规", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(options.first).to_contain_text("法规")
    assert set(options.locator(".bx-hit-kind").all_inner_texts()) == {"法规"}
    page.get_by_role("button", name="全部").click()
    expect(page.get_by_role("button", name="全部")).to_have_attribute("aria-pressed", "true")
    options.first.click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_url(re.compile("#"))  # a key pressed between two pages is lost with the first
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("")
    expect(options).to_have_text(["听证"])
    page.get_by_role("button", name="清除记录").click()
    expect(options).to_have_count(0)
    assert page.evaluate("localStorage.getItem('banxing/1/searches')") is None


def test_a_click_that_is_faster_than_the_texts_ends_at_the_paragraph(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route(re.compile(r"/search-\w+/t\d+\.js"), lambda route: held.append(route))
    page.goto(f"{address}/")
    ask(page, "督办函")
    page.get_by_role("combobox").fill("行政处罚法55条")  # a second list stands before its texts
    first = page.get_by_role("option").filter(has_text="行政处罚法").first
    expect(page.locator(".bx-find-list")).to_have_attribute("data-query", "行政处罚法55条")
    assert "#" not in (first.get_attribute("href") or "")
    first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    for route in held:
        route.continue_()
    page.wait_for_url(re.compile(r"laws/xzcf-2021/#a55$"))


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_texts_come(page: Page, address: str, width: int) -> None:
    held: list[Route] = []
    page.set_viewport_size({"width": width, "height": 800})
    page.route(re.compile(r"/search-\w+/t\d+\.js"), lambda route: held.append(route))
    page.goto(f"{address}/")
    options = ask(page, "当事人拒绝签字")
    boxes = "(options) => options.map((option) => [option.offsetTop, option.offsetHeight])"
    before = options.evaluate_all(boxes)
    assert options.first.locator(".bx-hit-text").inner_text() == ""
    for route in held:
        route.continue_()
    for place in range(3):
        expect(options.nth(place).locator(".bx-hit-text")).not_to_be_empty()
    assert options.evaluate_all(boxes) == before


def test_texts_are_fetched_of_what_can_be_seen(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    options = ask(page, "处罚")
    expect(options).to_have_count(20)
    for place in range(5):
        expect(options.nth(place).locator(".bx-hit-text")).not_to_be_empty()
    page.wait_for_load_state("networkidle")
    assert options.last.locator(".bx-hit-text").inner_text() == ""
    page.keyboard.press("ArrowUp")  # to the last
    expect(options.last.locator(".bx-hit-text")).not_to_be_empty()
    page.get_by_role("combobox").fill("听证")
    expect(options.first).to_be_in_viewport()


SHARDS = re.compile(r"/search-\w+/s\d+\.js")


def hold(page: Page) -> list[Route]:
    """Requests for shards from now on, which wait."""
    held: list[Route] = []
    page.route(SHARDS, lambda route: held.append(route))
    return held


def test_a_filter_does_not_stop_what_was_typed_since(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    ask(page, "听证")
    held = hold(page)
    with page.expect_request(SHARDS):
        page.get_by_role("combobox").fill("罚款缴纳")
    page.get_by_role("button", name="法规").click()
    page.route(SHARDS, lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(page.locator(".bx-find-list")).to_have_attribute("data-query", "罚款缴纳")


@pytest.mark.parametrize("answer", ["nothing", "a page of a login"])
def test_a_search_that_fails_leaves_nothing_to_go_to_and_works_again(page: Page, address: str, answer: str) -> None:
    page.goto(f"{address}/")
    ask(page, "听证")
    page.route(SHARDS, lambda route: route.abort() if answer == "nothing" else route.fulfill(body="<html></html>"))
    page.get_by_role("combobox").fill("罚款缴纳期限")
    expect(page.get_by_text("搜索没有加载成功，请刷新页面")).to_be_visible()
    expect(page.get_by_role("option")).to_have_count(0)
    page.unroute(SHARDS)
    page.get_by_role("combobox").fill("罚款缴纳期限 ")
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_query_that_was_left_fails_in_silence(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    ask(page, "听证")
    held = hold(page)
    with page.expect_request(SHARDS):
        page.get_by_role("combobox").fill("罚款缴纳期限")
    page.get_by_role("combobox").fill("听证")
    expect(page.locator(".bx-find-status")).to_contain_text("条")
    for route in held:
        route.abort()
    page.wait_for_timeout(100)
    expect(page.get_by_text("搜索没有加载成功，请刷新页面")).to_have_count(0)


def test_an_excerpt_ends_beside_a_character(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    ask(page, "听证")
    words = "'字'.repeat(n) + '\\u{20BB7}'.repeat(60)"
    pieces = f"(n) => Banxing.excerpt({words}, new Map(), null).map(([text]) => text).join('')"
    halves = f"(n) => /[\\ud800-\\udbff](?![\\udc00-\\udfff])/.test(({pieces})(n))"
    assert [page.evaluate(halves, count) for count in (80, 81)] == [False, False]


def test_a_key_without_a_name_is_passed_over(page: Page, address: str) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/")
    page.evaluate("document.body.dispatchEvent(new Event('keydown', {bubbles: true}))")
    ask(page, "听证")
    assert faults == []


def test_one_dialog_however_often_it_is_asked_for(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.evaluate("for (let i = 0; i < 3; i++) document.querySelector('bx-search').open('听证')")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.locator("dialog.bx-find").count() == 1


def test_an_address_can_ask(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=督办函&debug")
    expect(page.get_by_role("combobox")).to_have_value("督办函")
    expect(page.get_by_role("option").first).to_contain_text("×（正文")


def test_nothing_found_is_said(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("qqqq")
    expect(page.get_by_text("没有找到")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


def test_markup_in_a_query_stays_text(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=<img src=x onerror=alert(1)>听证")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.locator("dialog img").count() == 0


def test_it_works_again_on_the_next_page(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    ask(page, "督办函")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("glossary/#dubanhan|ladder/"))
    ask(page, "行政处罚法 68").first.click()
    page.wait_for_url(re.compile("laws/xzcf-2021/#a68"))
    assert ask(page, "听证").count() > 3
    assert page.locator("dialog.bx-find").count() == 1


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce", has_touch=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_on_a_phone_and_for_a_screen_reader(phone: Page, address: str, scheme: str) -> None:
    phone.emulate_media(color_scheme="dark" if scheme == "slate" else "light")
    phone.goto(f"{address}/training/standards/procedure/")
    phone.get_by_role("button", name="搜索").tap()
    phone.get_by_role("combobox").fill("行政处罚法55条")
    expect(phone.get_by_role("option").first).to_be_visible()
    assert phone.evaluate("document.querySelector('.bx-find-list').scrollWidth <= 320")
    assert phone.evaluate("document.documentElement.scrollWidth <= 320")
    phone.wait_for_timeout(300)
    report = Axe().run(phone, context=".bx-find")
    assert report.violations_count == 0, report.generate_report()


def test_from_a_disk(browser: Browser, built: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page = context.new_page()
    page.goto((built / "training/standards/procedure/index.html").as_uri())
    first = ask(page, "xzcf 55").first
    expect(first).to_contain_text("第五十五条")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"laws/xzcf-2021/index\.html#a55$"))
    assert said == []
    context.close()


def test_every_place_the_index_points_to_is_there(built: Path) -> None:
    """The anchors made from source are those of the built pages."""
    from banxing.catalogue import load
    from banxing.search.units import entries
    from sites import ROOT

    checked = 0
    for entry in entries(load(ROOT, with_keys=False)):
        page = built / re.sub(r"(?:(?:^|/)index)?\.md$", "", entry.src) / "index.html"
        html = page.read_text(encoding="utf-8")
        for anchor in {unit.anchor for unit in entry.units if unit.anchor}:
            assert f'id="{anchor}"' in html, f"{entry.src}#{anchor}"
            checked += 1
    assert checked > 300
