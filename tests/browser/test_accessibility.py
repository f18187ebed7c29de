"""axe-core on every state, both schemes, phone and desktop; narrow screens, large text, print."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from test_exam_player import begin, choose, hand_in
from test_player import answer_all

pytestmark = pytest.mark.browser
Open = Callable[[str], Page]
VIEWS = [(scheme, width) for scheme in ("default", "slate") for width in (390, 1440)]


def assert_clean(page: Page, state: str) -> None:
    for scheme, width in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme; }", scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{state}, {scheme}, {width} px\n{found.generate_report()}"


def practice_states(page: Page) -> list[tuple[str, Callable[[], None]]]:
    def check() -> None:
        answer_all(page, right=False)
        page.locator("textarea").fill("写一段")
        page.get_by_role("button", name="显示评分要点").click()
        for button in page.get_by_role("button", name="核对答案").all()[::-1]:
            button.click()

    return [
        ("before", lambda: None),
        ("checked", check),
        ("result", page.get_by_role("button", name="查看结果").click),
    ]


def exam_states(page: Page) -> list[tuple[str, Callable[[], None]]]:
    def fault() -> None:
        page.get_by_role("button", name="开始考试").click()

    def paper() -> None:
        begin(page)
        choose(page, "e-some", "A")

    return [
        ("start", lambda: None),
        ("start with faults", fault),
        ("paper", paper),
        ("answer sheet", page.get_by_role("button", name="答题卡").click),
        ("confirmation", page.get_by_role("button", name="交卷", exact=True).click),
        ("response", page.get_by_role("button", name="确定交卷").click),
    ]


@pytest.mark.parametrize(("name", "states"), [("signature.html", practice_states), ("exam.html", exam_states)])
def test_axe(open_page: Open, name: str, states: Callable[[Page], list[tuple[str, Callable[[], None]]]]) -> None:
    page = open_page(name)
    for state, reach in states(page):
        reach()
        assert_clean(page, state)


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("text", [100, 200])
@pytest.mark.parametrize(("name", "states"), [("signature.html", practice_states), ("exam.html", exam_states)])
def test_no_sideways_scroll_at_320(
    open_page: Open, name: str, states: Callable[[Page], list[tuple[str, Callable[[], None]]]], text: int
) -> None:
    page = open_page(name)
    page.set_viewport_size({"width": 320, "height": 700})
    page.add_style_tag(content=f"html {{ font-size: {text}%; }} h1 {{ font-size: 1em; }}")
    for state, reach in states(page):
        reach()
        assert overflow(page) <= 0, state


def test_targets_are_large_enough(open_page: Open) -> None:
    page = open_page("signature.html")
    for selector, least in ((".bx-option", 44), (".bx-button:visible", 44), ("select", 24), (".bx-blank", 24)):
        heights = page.locator(selector).evaluate_all("all => all.map(node => node.getBoundingClientRect().height)")
        assert heights and min(heights) >= least, selector


def test_focus_is_visible(open_page: Open) -> None:
    page = open_page("signature.html")
    page.keyboard.press("Tab")
    outline = page.locator(":focus").evaluate("node => getComputedStyle(node).outline")
    assert "solid" in outline and "3px" in outline


def test_focus_is_not_hidden_behind_the_bar(open_page: Open) -> None:
    page = open_page("exam.html")
    page.set_viewport_size({"width": 390, "height": 700})
    begin(page)
    covered, tabs = "", 0
    while not covered:
        tabs += 1
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
              const bar = document.querySelector('.bx-bar');
              const focused = document.activeElement;
              if (bar.contains(focused)) return 'bar';
              const hidden = focused.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1;
              return hidden ? focused.outerHTML : '';
            }"""
        )
    assert covered == "bar" and tabs > 20


def test_print_leaves_the_questions(open_page: Open) -> None:
    page = open_page("signature.html")
    page.emulate_media(media="print")
    expect(page.get_by_text("现场调查时，执法人员不得少于几人？")).to_be_visible()
    for hidden in (".bx-button", ".bx-key", ".bx-foot", ".bx-hint"):
        assert page.locator(hidden).locator("visible=true").count() == 0, hidden
    exam = open_page("exam.html")
    begin(exam)
    exam.emulate_media(media="print")
    assert exam.locator(".bx-bar").is_hidden() and exam.locator(".bx-section").first.is_visible()


def test_forced_colours_and_reduced_motion(context: BrowserContext, open_page: Open) -> None:
    page = open_page("signature.html")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.locator("[name='two-officers'][value='B']").check()
    outline = page.locator(".bx-chosen").evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline == "solid"
    moving = page.evaluate("document.getAnimations().length")
    assert moving == 0


def test_hand_in_then_axe_on_the_receipt(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    hand_in(page)
    for _ in range(2):
        page.get_by_role("button", name="已保存，清除本机答卷").click()
    assert_clean(page, "receipt")
