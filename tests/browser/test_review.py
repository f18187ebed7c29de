"""Spaced review of practice questions, over days of the test's choice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from test_accessibility import assert_clean, overflow
from test_player import STORED, answer_all, check, choose, tab_to, verdict

pytestmark = pytest.mark.browser
Open = Callable[[str], Page]
REVIEW = "signature.html#review"


@pytest.fixture
def at(context: BrowserContext) -> Callable[[str], None]:
    """`at("2026-11-23 09:00")` sets the clock of every page opened afterwards."""
    context.clock.install()
    return lambda moment: context.clock.set_fixed_time(datetime.fromisoformat(moment))


def shown(page: Page) -> list[str]:
    parts: list[str] = page.locator("[data-part]:visible").evaluate_all("all => all.map(item => item.dataset.part)")
    return parts


def record(page: Page) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(page.evaluate("key => localStorage.getItem(key)", STORED))
    return kept


def back(page: Page, part: str) -> Any:
    return page.locator(f"[data-part='{part}'] .bx-verdict + .bx-hint")


def test_wrong_comes_back_after_one_three_and_seven_days(open_page: Open, at: Callable[[str], None]) -> None:
    at("2026-11-23 23:50")
    page = open_page("signature.html")
    choose(page, "two-officers", "A")
    check(page, "two-officers")
    expect(back(page, "two-officers")).to_have_text("1 天后在“今日复习”里再做")
    choose(page, "which-cards", "A")
    check(page, "which-cards")
    expect(back(page, "which-cards")).to_be_hidden()
    page.locator("[data-part='two-officers']").get_by_role("button", name="再做一次").click()
    choose(page, "two-officers", "B")
    check(page, "two-officers")  # right, but not at its turn: the answer was just read
    expect(back(page, "two-officers")).to_have_text("1 天后在“今日复习”里再做")
    for day, told in (("2026-11-24 00:10", "3"), ("2026-11-27 08:00", "7"), ("2026-12-04 08:00", "")):
        at(day)
        page = open_page(REVIEW)
        assert shown(page) == ["two-officers"]
        expect(page.get_by_text("今日复习：只显示到期的 1 题")).to_be_visible()
        assert page.locator("input:checked:visible").count() == 0
        choose(page, "two-officers", "B")
        check(page, "two-officers")
        expect(page.get_by_text("1 题都复习完了，做对 1 题")).to_be_visible()
        if told:
            expect(back(page, "two-officers")).to_have_text(f"{told} 天后在“今日复习”里再做")
        else:
            expect(back(page, "two-officers")).to_be_hidden()
    at("2027-12-04 08:00")
    page = open_page(REVIEW)
    assert len(shown(page)) == 11  # nothing is due: the page is what it always is
    expect(page.locator("[name='which-cards'][value='A']")).to_be_checked()


def test_wrong_at_its_turn_begins_anew(open_page: Open, at: Callable[[str], None]) -> None:
    at("2026-11-23 09:00")
    page = open_page("signature.html")
    choose(page, "two-officers", "A")
    page.get_by_role("button", name="查看结果").click()  # counts what was answered, and so it sends it to the review
    expect(back(page, "two-officers")).to_have_text("1 天后在“今日复习”里再做")
    at("2026-11-24 09:00")
    page = open_page(REVIEW)
    choose(page, "two-officers", "B")
    check(page, "two-officers")
    at("2026-11-27 09:00")
    page = open_page(REVIEW)
    choose(page, "two-officers", "C")
    check(page, "two-officers")
    expect(back(page, "two-officers")).to_have_text("1 天后在“今日复习”里再做")
    expect(page.get_by_text("1 题都复习完了，做对 0 题")).to_be_visible()


def test_the_review_leaves_everything_else_as_it_is(open_page: Open, at: Callable[[str], None]) -> None:
    at("2026-11-23 09:00")
    page = open_page("signature.html")
    answer_all(page, right=False)
    page.locator("textarea").fill("写过的一段")
    page.get_by_role("button", name="查看结果").click()
    at("2026-11-24 09:00")
    page = open_page(REVIEW)
    assert shown(page) == ["two-officers", "what-to-note"]
    expect(page.locator(".bx-foot:visible")).to_contain_text("已核对 0 题，共 2 题")
    page.reload()  # half-way: the address still asks for it
    assert shown(page) == ["two-officers", "what-to-note"]
    choose(page, "what-to-note", "ACD")
    check(page, "what-to-note")
    expect(verdict(page, "what-to-note")).to_contain_text("正确")
    expect(page.locator("[data-part='what-to-note']")).to_be_visible()  # done, and still there to be read
    expect(page.get_by_role("link", name="回到今日复习")).to_have_attribute("href", "study/review.md")
    page.get_by_role("button", name="显示全部题目").click()
    assert len(shown(page)) == 11
    expect(page.get_by_text("只显示到期的")).to_have_count(0)
    expect(page.locator("[name='two-officers']").first).to_be_focused()
    expect(page.locator("textarea")).to_have_value("写过的一段")
    expect(page.locator("[data-part='steps'] select").first).to_have_value("B")
    expect(page.locator(".bx-foot")).to_contain_text("已核对 8 题，共 9 题")


def test_what_waits_for_another_day_is_not_asked(open_page: Open, at: Callable[[str], None]) -> None:
    at("2026-11-23 09:00")
    page = open_page("signature.html")
    choose(page, "two-officers", "A")
    check(page, "two-officers")
    at("2026-11-24 09:00")
    page = open_page("signature.html")
    choose(page, "what-to-note", "A")
    check(page, "what-to-note")
    page = open_page(REVIEW)
    assert shown(page) == ["two-officers"]
    waiting = record(page)["answers"]["what-to-note"]
    assert (waiting["v"], waiting["c"]) == ("A", True)  # still to be read, with its explanation


def test_a_changed_question_is_shown_as_changed_and_not_asked(open_page: Open, at: Callable[[str], None]) -> None:
    at("2026-11-23 09:00")
    page = open_page("signature.html")
    answer_all(page, right=False)
    page.get_by_role("button", name="查看结果").click()
    at("2026-11-24 09:00")
    page = open_page(f"changed/{REVIEW}")
    assert shown(page) == ["what-to-note"]
    page.get_by_role("button", name="显示全部题目").click()
    expect(page.locator("[data-part='two-officers'] .bx-changed")).to_have_text("题目已更新，请重答")
    expect(back(page, "two-officers")).to_be_hidden()


def test_a_mistake_in_a_module_is_reviewed_where_the_question_is_at_home(
    open_page: Open, at: Callable[[str], None]
) -> None:
    at("2026-11-23 09:00")
    practice = open_page("signature.html")
    choose(practice, "two-officers", "B")
    check(practice, "two-officers")
    page = open_page("inline.html")
    for part in ("two-officers", "what-to-note"):
        choose(page, part, "A")
        check(page, part)
        expect(back(page, part)).to_have_text("1 天后在“今日复习”里再做")
    choose(practice, "refuse-entry", "对")  # a tab that was open all the time takes nothing back
    kept = record(practice)["answers"]
    assert {part: (kept[part]["v"], kept[part]["r"][0]) for part in ("two-officers", "what-to-note")} == {
        "two-officers": ("B", 0),
        "what-to-note": ("", 0),
    }
    assert "results" not in record(practice)
    at("2026-11-24 09:00")
    assert len(shown(open_page("inline.html#review"))) == 2  # a module shows all it has
    page = open_page(REVIEW)
    assert shown(page) == ["two-officers", "what-to-note"]
    choose(page, "two-officers", "B")
    check(page, "two-officers")
    expect(back(page, "two-officers")).to_have_text("3 天后在“今日复习”里再做")


def test_what_is_right_in_a_module_at_its_turn_is_a_step(open_page: Open, at: Callable[[str], None]) -> None:
    at("2026-11-23 09:00")
    page = open_page("signature.html")
    choose(page, "two-officers", "A")
    check(page, "two-officers")
    at("2026-11-24 09:00")
    page = open_page("inline.html")
    choose(page, "two-officers", "B")
    check(page, "two-officers")
    expect(back(page, "two-officers")).to_have_text("3 天后在“今日复习”里再做")
    assert record(page)["answers"]["two-officers"]["v"] == "A"
    assert len(shown(open_page(REVIEW))) == 11


def test_a_changed_question_that_is_wrong_in_a_module_is_reviewed(open_page: Open, at: Callable[[str], None]) -> None:
    at("2026-11-23 09:00")
    page = open_page("signature.html")
    choose(page, "two-officers", "A")
    check(page, "two-officers")
    page = open_page("changed/inline.html")
    choose(page, "two-officers", "A")
    check(page, "two-officers")
    at("2026-11-24 09:00")
    page = open_page(f"changed/{REVIEW}")
    assert shown(page) == ["two-officers"]
    expect(page.locator("[data-part='two-officers'] .bx-changed")).to_be_hidden()


def test_a_clock_set_back_does_not_lose_the_question(open_page: Open, at: Callable[[str], None]) -> None:
    at("2036-11-23 09:00")
    page = open_page("signature.html")
    choose(page, "two-officers", "A")
    check(page, "two-officers")
    at("2026-11-23 09:00")
    page = open_page(REVIEW)
    assert shown(page) == ["two-officers"]
    choose(page, "two-officers", "B")
    check(page, "two-officers")
    expect(back(page, "two-officers")).to_have_text("3 天后在“今日复习”里再做")
    assert record(page)["answers"]["two-officers"]["v"] == "B"


def test_by_keyboard_alone(open_page: Open, at: Callable[[str], None]) -> None:
    at("2026-11-23 09:00")
    page = open_page("signature.html")
    choose(page, "two-officers", "A")
    check(page, "two-officers")
    at("2026-11-24 09:00")
    page = open_page(REVIEW)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "two-officers"  # nothing hidden is in the way
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(verdict(page, "two-officers")).to_be_focused()
    tab_to(page, ".bx-foot a")
    tab_to(page, ".bx-foot button")
    page.keyboard.press("Enter")
    assert len(shown(page)) == 11


def test_each_result_is_kept(open_page: Open, at: Callable[[str], None]) -> None:
    at("2026-11-23 09:00")
    page = open_page("signature.html")
    answer_all(page, right=False)
    page.get_by_role("button", name="查看结果").click()
    at("2026-11-23 09:05")
    page.get_by_role("button", name="全部重做").click()
    answer_all(page)
    page.get_by_role("button", name="查看结果").click()
    page.reload()
    assert [tuple(result[1:]) for result in record(page)["results"]] == [(1300, 1500), (1500, 1500)]


def test_what_is_deleted_elsewhere_does_not_come_back(open_page: Open) -> None:
    first, second = open_page("signature.html"), open_page("signature.html")
    choose(first, "two-officers", "A")
    expect(second.locator("[name='two-officers'][value='A']")).to_be_checked()
    first.evaluate("key => localStorage.removeItem(key)", STORED)
    expect(second.locator("[name='two-officers']:checked")).to_have_count(0)
    choose(second, "refuse-entry", "对")
    assert list(record(second)["answers"]) == ["refuse-entry"]


def test_from_a_usb_stick(context: BrowserContext, folder: Path, at: Callable[[str], None]) -> None:
    at("2026-11-23 09:00")
    page = context.new_page()
    page.goto((folder / "signature.html").as_uri())
    choose(page, "two-officers", "A")
    check(page, "two-officers")
    at("2026-11-24 09:00")
    again = context.new_page()
    again.goto((folder / "signature.html").as_uri() + "#review")
    assert shown(again) == ["two-officers"]


def test_axe_and_320(open_page: Open, at: Callable[[str], None]) -> None:
    at("2026-11-23 09:00")
    page = open_page("signature.html")
    answer_all(page, right=False)
    page.get_by_role("button", name="查看结果").click()
    at("2026-11-24 09:00")
    page = open_page(REVIEW)
    assert_clean(page, "review")
    choose(page, "two-officers", "B")
    check(page, "two-officers")
    choose(page, "what-to-note", "A")
    check(page, "what-to-note")
    assert_clean(page, "reviewed")
    page.set_viewport_size({"width": 320, "height": 700})
    assert overflow(page) <= 0
