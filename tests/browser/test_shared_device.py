"""An exam on a machine that others use next: whoever comes back names himself before anything of a candidate shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from test_exam_player import begin, choose, everything_stored, go_on, hand_in, real_navigation, response_text

pytestmark = pytest.mark.browser
Open = Callable[[str], Page]
SEED = "370100001"
SECRET = "不给别人看"
PLACES = ("", "quizzes/", "quizzes/final/", "quizzes/standards/procedure/")
KEY = f"banxing/1/exam/exam/{SEED}"


def start_exam(page: Page) -> None:
    begin(page)
    choose(page, "e-some", "A")
    page.locator("textarea").fill(SECRET)


def assert_nobody_shows(page: Page) -> None:
    """Neither in what is seen nor in the address, the title, an attribute or the state of a control."""
    expect(page.get_by_role("heading", name="考前须知")).to_be_visible()
    everything = page.evaluate(
        """() => [document.documentElement.outerHTML, document.title, location.href, JSON.stringify(history.state),
          ...Array.from(document.querySelectorAll('input, select, textarea'), (node) => node.value)].join('\\n')"""
    )
    for private in (SEED, "张三", SECRET):
        assert private not in everything
    assert page.locator(".bx-quiz").locator("input:checked, [data-part]").count() == 0
    fields = page.locator(".bx-quiz input").evaluate_all("all => all.map(input => [input.value, input.autocomplete])")
    assert fields and all(field == ["", "off"] for field in fields)


def assert_goes_on(page: Page) -> None:
    expect(page.get_by_text(f"考生：张三（{SEED}）")).to_be_visible()
    expect(page.locator("[data-part='e-some'] input[value='A']")).to_be_checked()
    expect(page.locator("textarea")).to_have_value(SECRET)


def test_leaving_the_paper_asks_and_leaves_nothing_to_see(open_page: Open) -> None:
    page = open_page("exam.html")
    start_exam(page)
    leave = page.get_by_role("button", name="换人／退出")
    leave.click()
    expect(page.locator(".bx-ask")).to_be_focused()
    expect(page.locator(".bx-ask")).to_contain_text(f"作答以号码 {SEED} 留在这台设备上")
    page.get_by_role("button", name="继续作答").click()
    expect(leave).to_be_focused()
    assert_goes_on(page)
    leave.click()
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.get_by_role("heading", name="考前须知")).to_be_focused()
    assert_nobody_shows(page)
    assert json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))["answers"]["e-some"]["v"] == "A"
    page.reload()
    assert_nobody_shows(page)
    go_on(page)
    assert_goes_on(page)


def test_a_wrong_id_is_left_for_the_right_one(open_page: Open) -> None:
    page = open_page("exam.html")
    start_exam(page)
    page.get_by_role("button", name="换人／退出").click()
    page.keyboard.press("Escape")
    expect(page.locator(".bx-confirm")).to_be_hidden()
    page.get_by_role("button", name="换人／退出").click()
    page.get_by_role("button", name="退出", exact=True).click()
    begin(page, "370100010", "李四")
    expect(page.get_by_text("考生：李四（370100010）")).to_be_focused()
    assert page.locator("input:checked").count() == 0
    hand_in(page)
    response = json.loads(response_text(page))
    assert (response["candidate"]["id"], response["seed"], response["answers"]) == ("370100010", "370100010", {})


def test_asking_to_leave_and_to_hand_in_do_not_mix(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    page.get_by_role("button", name="交卷", exact=True).click()
    page.get_by_role("button", name="换人／退出").click()
    assert page.locator(".bx-open-links a").count() == 0
    expect(page.get_by_role("button", name="确定交卷")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="交卷", exact=True).click()
    expect(page.locator(".bx-ask")).to_contain_text("交卷后不能再改")
    page.get_by_role("button", name="确定交卷").click()
    expect(page.get_by_role("heading", name="已交卷")).to_be_focused()


@pytest.mark.parametrize("way", ["link", "back"])
def test_coming_back_asks_for_the_id_twice(open_page: Open, site: str, way: str) -> None:
    page = open_page("exam.html")
    start_exam(page)
    page.goto(f"{site}/signature.html")
    if way == "back":
        page.go_back()
    else:
        page.goto(f"{site}/exam.html")
    assert_nobody_shows(page)
    page.reload()
    assert_nobody_shows(page)
    again = page.locator(".bx-left").get_by_label("再输入一次准考证号或工号")
    go_on(page, SEED, "370100010")
    expect(page.get_by_text("两次输入不一致")).to_be_visible()
    expect(again).to_be_focused()
    go_on(page)
    assert_goes_on(page)


def test_a_reload_elsewhere_opens_nothing(open_page: Open, site: str) -> None:
    """The other page's reload must not be taken for one of the exam."""
    page = open_page("exam.html")
    start_exam(page)
    page.goto(f"{site}/signature.html")
    page.reload()
    page.goto(f"{site}/exam.html")
    assert_nobody_shows(page)


def test_what_was_typed_and_not_begun_is_gone_too(open_page: Open) -> None:
    page = open_page("exam.html")
    page.get_by_label("准考证号或工号", exact=True).fill(SEED)
    page.get_by_label("姓名").fill("张三")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert_nobody_shows(page)


def test_a_page_kept_by_the_browser_names_nobody(open_page: Open) -> None:
    """Back may bring the very page back, not a fresh one: it must have been emptied when it was left."""
    page = open_page("exam.html")
    start_exam(page)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert_nobody_shows(page)
    page.reload()
    assert_nobody_shows(page)


def test_after_a_crash_the_paper_goes_on(context: BrowserContext, open_page: Open, site: str) -> None:
    """A tab that a crashed browser brings back says back_forward, and no pagehide came before."""
    context.add_init_script("window.addEventListener('pagehide', (event) => event.stopImmediatePropagation())")
    page = open_page("exam.html")
    start_exam(page)
    page.goto(f"{site}/signature.html")
    page.go_back()
    assert_goes_on(page)


def test_a_copied_tab_opens_nothing_on_its_own(context: BrowserContext, open_page: Open, site: str) -> None:
    """A tab opened from the exam starts with a copy of its session storage."""
    page = open_page("exam.html")
    start_exam(page)
    with context.expect_page() as opened:
        page.evaluate("address => { window.open(address); }", f"{site}/exam.html")
    assert_nobody_shows(opened.value)


def test_the_time_runs_on_while_nobody_is_there(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    with real_navigation(context):
        page.clock.install(time=datetime(2026, 11, 23, 9, 0, 0))
    page.goto(f"{site}/exam.html")
    start_exam(page)
    page.get_by_role("button", name="换人／退出").click()
    page.get_by_role("button", name="退出", exact=True).click()
    page.clock.fast_forward("12:00")
    go_on(page)
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"剩余 1[678]:"))  # of 30 minutes; the clock goes on
    page.get_by_role("button", name="换人／退出").click()
    page.get_by_role("button", name="退出", exact=True).click()
    page.clock.fast_forward("40:00")
    assert_nobody_shows(page)
    go_on(page)
    expect(page.get_by_role("heading", name="时间到，已自动交卷")).to_be_visible()
    assert json.loads(response_text(page))["answers"] == {"e-some": "A", "e-essay": SECRET}


def test_leaving_where_nothing_can_be_saved_loses_nothing(context: BrowserContext, open_page: Open) -> None:
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page = open_page("exam.html")
    start_exam(page)
    page.get_by_role("button", name="换人／退出").click()
    page.get_by_role("button", name="退出", exact=True).click()
    assert_nobody_shows(page)
    begin(page)
    expect(page.get_by_text("本机已有这个号码的答卷")).to_be_visible()
    go_on(page)
    assert_goes_on(page)
    hand_in(page)
    for _ in range(2):
        page.get_by_role("button", name="已保存，清除本机答卷").click()
    page.get_by_role("button", name="下一位考生").click()
    assert page.locator(".bx-left").count() == 0


def test_after_handing_in_the_answers_stay_in_the_response_alone(open_page: Open, site: str) -> None:
    page = open_page("exam.html")
    start_exam(page)
    hand_in(page)
    text = response_text(page)
    stored = json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))
    assert stored["answers"] == {} and stored["response"]["text"] == text
    assert everything_stored(page).count(SECRET) == 1
    page.goto(f"{site}/signature.html")
    page.goto(f"{site}/exam.html")
    assert_nobody_shows(page)
    go_on(page)
    assert response_text(page) == text


def allow_instant_navigation(page: Page, address: str) -> None:
    """The site map that a site with a `site_url` has: the theme loads nothing by itself for pages beyond it."""
    places = "".join(f"<url><loc>{address}/{place}</loc></url>" for place in PLACES)
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    page.route("**/sitemap.xml", lambda route: route.fulfill(content_type="application/xml", body=body))


def test_instant_navigation_asks_for_the_id_too(page: Page, address: str) -> None:
    """The theme changes pages without loading them: the window and its scripts stay."""
    allow_instant_navigation(page, address)
    page.goto(f"{address}/quizzes/final/")
    with page.expect_response("**/sitemap.xml"):
        page.reload()  # the last load of this window stays a reload of the exam
    begin(page, SEED)
    page.locator(".bx-options input").first.check()
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="测验", exact=True).first.click()
    page.get_by_role("article").get_by_role("link", name="结业考试").click()
    assert_nobody_shows(page)
    assert page.evaluate("window.stayed")
    go_on(page)
    expect(page.get_by_text(f"考生：张三（{SEED}）")).to_be_focused()
    expect(page.locator(".bx-options input").first).to_be_checked()
    page.reload()
    expect(page.locator(".bx-options input").first).to_be_checked()
    # The reload of another page is none of the exam's.
    page.goto(f"{address}/quizzes/")
    with page.expect_response("**/sitemap.xml"):
        page.reload()
    page.evaluate("window.stayed = true")
    page.get_by_role("article").get_by_role("link", name="结业考试").click()
    assert_nobody_shows(page)
    assert page.evaluate("window.stayed")


def test_the_answer_card_is_no_navigation(page: Page, address: str) -> None:
    """The theme takes every link of a page it knows for one to load, whatever the page itself does with the click."""
    allow_instant_navigation(page, address)
    with page.expect_response("**/sitemap.xml"):
        page.goto(f"{address}/quizzes/final/")
    begin(page, SEED)
    page.locator(".bx-options input").first.check()
    page.get_by_role("button", name="答题卡").click()
    page.locator(".bx-answer-card a").nth(20).click()
    page.get_by_role("button", name="交卷", exact=True).click()
    page.locator(".bx-open-links a").nth(10).click()
    page.wait_for_timeout(500)
    expect(page.get_by_text(f"考生：张三（{SEED}）")).to_be_visible()
    expect(page.locator(".bx-options input").first).to_be_checked()
    assert page.url == f"{address}/quizzes/final/"
