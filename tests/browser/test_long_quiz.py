"""A quiz of many questions comes up in turns, so that a slow phone answers in between; nothing is lost on the way."""

from __future__ import annotations

import json
import re
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from rendered import COURSE, render
from test_exam_player import begin, choose, go_on, hand_in, response_text

MANY = 65


def questions(kind: str, more: str = "") -> str:
    options = "options: {A: 甲, B: 乙, C: 丙}"
    return "".join(
        f"  - {{id: {kind}-{n}, type: single_choice, stem: 第{n}题{kind}, {options}{more}}}\n"
        for n in range(1, MANY + 1)
    )


HEAD = "title: 很长的{title}\nmode: {mode}\n"
EXAM = (
    HEAD.format(title="考试", mode="exam") + "module: null\nsections: [{type: single_choice, points: 1}]\nquestions:\n"
)
# Timers wait for the test: what is to come later has not come yet.
HOLD = """
  const later = window.setTimeout;
  window.held = [];
  window.setTimeout = (run, wait, ...given) =>
    (wait === 0 ? window.held.push(() => run(...given)) : later(run, wait, ...given));
  window.release = () => { while (held.length) held.shift()(); };
"""


@pytest.fixture(scope="module")
def long(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the site that holds the long quizzes."""
    course = tmp_path_factory.mktemp("course") / "long"
    copytree(COURSE, course)
    practice = HEAD.format(title="练习", mode="practice") + "questions:\n" + questions("p", ", answer: B")
    (course / "quizzes/many.yml").write_text(practice, encoding="utf-8")
    (course / "quizzes/exam-many.yml").write_text(EXAM + questions("x"), encoding="utf-8")
    render(course, folder / "long")
    return "long"


@pytest.fixture
def held(context: BrowserContext, site: str, long: str) -> Page:
    page = context.new_page()
    page.add_init_script(HOLD)
    page.goto(f"{site}/{long}/exam-many.html")
    return page


def test_a_question_of_a_later_turn_that_is_done_again_has_the_focus(
    context: BrowserContext, site: str, long: str
) -> None:
    page = context.new_page()
    page.add_init_script(HOLD)
    page.goto(f"{site}/{long}/many.html")
    page.evaluate("release()")
    item = page.locator("[data-part='p-40']")
    item.locator("input").first.check()
    page.evaluate("release()")
    item.get_by_role("button", name="核对答案").click()
    page.evaluate("release()")
    item.get_by_role("button", name="再做一次").click()  # the turns after this one have not come
    expect(item.locator("input").first).to_be_focused()


def test_practice_is_whole_and_comes_back_as_it_was(context: BrowserContext, site: str, long: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/{long}/many.html")
    expect(page.get_by_role("button", name="核对答案")).to_have_count(MANY)
    choose(page, f"p-{MANY}", "B")
    page.locator(f"#q-p-{MANY}").get_by_role("button", name="核对答案").click()
    choose(page, "p-44", "A")
    page.reload()
    expect(page.locator(f"#q-p-{MANY}")).to_contain_text("得 1 分")
    expect(page.locator("#q-p-44 input[value=A]")).to_be_checked()
    page.get_by_role("button", name="查看结果").click()
    expect(page.locator("#q-p-44")).to_contain_text("得 0 分")
    page.get_by_role("button", name="只做错题").click()
    expect(page.locator(f"#q-p-{MANY}")).to_be_hidden()
    expect(page.locator("#q-p-44 input[value=A]")).to_be_enabled()


def test_practice_answers_before_all_of_it_is_there(context: BrowserContext, site: str, long: str) -> None:
    page = context.new_page()
    page.add_init_script(HOLD)
    page.goto(f"{site}/{long}/many.html")
    expect(page.get_by_role("button", name="核对答案")).to_have_count(20)
    choose(page, "p-60", "C")
    page.evaluate("release()")
    expect(page.get_by_role("button", name="核对答案")).to_have_count(MANY)
    expect(page.locator("#q-p-60 input[value=C]")).to_be_checked()


def opened(page: Page) -> None:
    """Wait for the paper without its questions."""
    expect(page.get_by_role("button", name=re.compile("^答题卡"))).to_be_visible()


def test_an_exam_is_whole(held: Page) -> None:
    begin(held)
    opened(held)
    expect(held.locator(".bx-items > .bx-item")).to_have_count(0)
    held.evaluate("release()")
    expect(held.locator(".bx-items > .bx-item")).to_have_count(MANY)
    choose(held, "x-65", "C")
    choose(held, "x-1", "A")
    hand_in(held)
    assert json.loads(response_text(held))["answers"] == {"x-65": "C", "x-1": "A"}


def test_who_prints_meanwhile_prints_all(held: Page) -> None:
    begin(held)
    opened(held)
    held.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(held.locator(".bx-items > .bx-item")).to_have_count(MANY)


def test_a_turn_of_an_exam_is_short(held: Page) -> None:
    begin(held)
    opened(held)
    items = held.locator(".bx-items > .bx-item")
    for count in (5, 10):
        held.evaluate("held.shift()()")
        expect(items).to_have_count(count)


def test_who_leaves_before_the_paper_is_there_opens_none(context: BrowserContext, site: str, long: str) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site}/{long}/exam-many.html")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    begin(page)
    page.get_by_role("button", name="开始考试").click()
    page.evaluate("dispatchEvent(new Event('pagehide'))")  # the browser keeps the page for whoever presses Back
    page.clock.run_for(200)
    expect(page.get_by_role("heading", name="考前须知")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []
    begin(page)
    page.get_by_role("button", name="开始考试").click()  # pressed twice, begun once
    page.clock.run_for(5_000)
    expect(page.locator(".bx-items > .bx-item")).to_have_count(MANY)
    assert len(page.evaluate("Object.keys(localStorage)")) == 1
    expect(page.locator(".bx-who")).to_be_focused()


def test_who_jumps_ahead_finds_the_question(held: Page) -> None:
    begin(held)
    held.get_by_role("button", name="改为一页一题").click()
    held.get_by_role("button", name=re.compile("^答题卡")).click()
    held.get_by_role("link", name=re.compile("^第 65 题")).click()
    shown = held.locator(".bx-items > .bx-item:visible")
    expect(shown).to_have_count(1)
    expect(shown.locator(".bx-number")).to_have_text("65")
    held.evaluate("release()")
    expect(held.locator(".bx-items > .bx-item")).to_have_count(MANY)
    expect(shown.locator(".bx-number")).to_have_text("65")


def test_who_leaves_meanwhile_leaves_nothing(held: Page) -> None:
    begin(held)
    held.get_by_role("button", name="换人／退出").click()
    held.get_by_role("button", name="退出", exact=True).click()
    held.evaluate("release()")
    expect(held.get_by_role("heading", name="考前须知")).to_be_visible()
    assert held.locator(".bx-form .bx-item").count() == 0
    go_on(held)
    opened(held)
    held.evaluate("release()")
    expect(held.locator(".bx-items > .bx-item")).to_have_count(MANY)
