"""What axe does not see of an exam: names, roles and states as screen readers get them; keys, sizes, colours."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from by_hand import Answer, plan
from by_keyboard import MOST_TABS, answer_control, focused
from playwright.sync_api import Browser, Page, expect
from test_accessibility import assert_clean, overflow
from test_exam_player import COURSE, SEED, begin, choose, go_on, hand_in, response_text

from banxing.catalogue import load
from banxing.model.questions import parts
from banxing.shuffle import draw

pytestmark = pytest.mark.browser
Open = Callable[[str], Page]
SINGLE = "改为一页一题"
TREES = {
    "e-multi-2": """
        - listitem:
          - group "4 多选题 2 分 多选二":
            - checkbox "A 丁七"
            - checkbox "B 甲七" [checked]
            - checkbox "C 丙七"
            - checkbox "D 乙七"
          - button "标记第 4 题" """,
    "e-some": """
        - listitem:
          - group "5 不定项选择题 2 分 不定项":
            - checkbox "A 乙八"
            - checkbox "B 甲八" [checked]
            - checkbox "C 丙八"
          - button "标记第 5 题" [pressed]""",
    "e-true-1": """
        - listitem:
          - group "6 判断题 1 分 判断一":
            - radio "对"
            - radio "错" [checked]
          - button "标记第 6 题" """,
    "e-blank": """
        - listitem:
          - group "8 填空题 2 分":
            - textbox "第 1 空": 7日
            - textbox "第 2 空"
          - button "标记第 8 题" """,
    "e-order": """
        - listitem:
          - group "9 排序题 3 分 排一排":
            - list:
              - listitem: A 甲九
            - combobox "第 1 步":
              - option "请选择"
              - option "A" [selected]
            - combobox "第 2 步":
              - option "请选择" [selected]
              - option "A"
              - option "B"
            - status: 每项只用一次；选已经用过的，两步就对调
          - button "标记第 9 题" """,
    "e-match": """
        - listitem:
          - group "10 匹配题 2 分 配一配":
            - combobox "1 子":
              - option "请选择" [selected]
            - combobox "2 丑"
          - button "标记第 10 题" """,
    "e-case": """
        - listitem:
          - group "案例题": /案情/
          - list:
            - listitem:
              - group "1 多选题 2 分 案例第一问":
                - checkbox "A 丙丙"
              - button "标记第 11（1） 题"
            - listitem:
              - group "2 判断题 2 分 案例第二问":
                - radio "对"
              - button "标记第 11（2） 题" """,
    "e-essay": """
        - listitem:
          - group "12 论述题 10 分 写一段提醒":
            - textbox "作答区": 写到一半
          - button "标记第 12 题" """,
}


def half_done(page: Page) -> None:
    begin(page)
    page.locator("[data-part='e-single-1'] input").first.check()
    for part, letters in (("e-multi-2", "A"), ("e-some", "A"), ("e-true-1", "错")):
        if page.locator(f"[data-part='{part}']").count():
            choose(page, part, letters)
    page.locator("[data-part='e-blank'] input").first.fill("7日")
    page.locator("[data-part='e-order'] select").first.select_option(index=1)
    page.locator("textarea").fill("写到一半")
    page.get_by_role("button", name="标记第 5 题").click()


def test_each_type_has_its_name_role_and_state(open_page: Open) -> None:
    page = open_page("exam.html")
    half_done(page)
    single = page.locator("[data-type='single_choice']").first
    expect(single).to_match_aria_snapshot(
        """
        - listitem:
          - group "1 单选题 2 分 单选一":
            - radio "A 丁一" [checked]
            - radio "B 丙一"
          - button "标记第 1 题"
        """
    )
    for part, tree in TREES.items():
        if (item := page.locator(f"[data-part='{part}']")).count():
            expect(item).to_match_aria_snapshot(tree)


def test_a_blank_is_described_by_its_sentence(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    blanks = page.locator("[data-part='e-blank'] input")
    for blank in (blanks.first, blanks.last):
        expect(blank).to_have_accessible_description(re.compile("期限是.*日，金额是.*元。"))


def test_the_two_forms_of_the_first_page_have_names(open_page: Open) -> None:
    """Both ask for an id: which is which must not depend on where they stand."""
    page = open_page("exam.html")
    begin(page)
    page.get_by_role("button", name="换人／退出").click()
    page.get_by_role("button", name="退出", exact=True).click()
    for name, fields in (("接着答", 2), ("开始考试", 4)):
        expect(page.get_by_role("form", name=name).get_by_role("textbox")).to_have_count(fields)


def test_the_bar_and_what_opens_in_it(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    bar = page.get_by_role("region", name="考试进度与交卷")
    expect(bar.get_by_role("timer")).to_have_text(re.compile("剩余 (30:00|29:5.)"))
    card = page.get_by_role("button", name="答题卡 已答 0/12")
    expect(card).to_have_attribute("aria-expanded", "false")
    card.click()
    expect(card).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="换人／退出").click()
    expect(bar.get_by_role("group", name="换人／退出").get_by_role("button")).to_have_text(["退出", "继续作答"])
    page.keyboard.press("Escape")
    page.get_by_role("button", name="交卷", exact=True).click()
    expect(bar.get_by_role("group", name="确定交卷吗？").get_by_role("button")).to_have_text(["确定交卷", "继续作答"])


@pytest.mark.parametrize("paged", [False, True], ids=["whole paper", "one a page"])
def test_each_type_by_keyboard_alone(open_page: Open, paged: bool) -> None:
    page = open_page("exam.html")
    begin(page)
    expect(page.locator(".bx-who")).to_be_focused()
    file = load(COURSE).quizzes["exam"]
    questions = [entry for question in draw(file.quiz, SEED) for entry in parts(question)]
    answers = plan(questions, file.key_of)
    if paged:
        tab_to(page, lambda at: bool(at["text"] == SINGLE))
        page.keyboard.press("Enter")
    done: set[str] = set()
    flagged = 0
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at = focused(page)
        if at["part"] and at["place"] >= 0:
            answer_by_key(page, at, answers)
            done.add(at["part"])
        elif at["text"].endswith("标记"):
            page.keyboard.press("Space")
            flagged += 1
        elif at["text"] == "下一题":
            page.keyboard.press("Enter")
            assert focused(page)["part"], "the focus is lost between two pages"
        elif at["text"] == "交卷":
            break
    assert done == {part for part, _ in questions} and flagged == len(questions)
    page.keyboard.press("Enter")
    tab_to(page, lambda at: bool(at["text"] == "确定交卷"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="已交卷")).to_be_focused()
    handed_in = json.loads(response_text(page))["answers"]
    assert handed_in == {part: answer.given for part, answer in answers.items() if answer.given}


def answer_by_key(page: Page, at: dict[str, Any], answers: dict[str, Answer]) -> None:
    """Lists are chosen from by the letter that is shown, which is not the authored one."""
    given = answers[at["part"]].given
    if not given:
        return
    if at["type"] == "select-one":
        letter = given[at["place"]]
        item = page.locator(f"[data-part='{at['part']}']")
        if letter != "-":
            page.keyboard.press(item.locator(f"[data-letter='{letter}'] .bx-letter").inner_text())
            assert focused(page)["value"] == letter
    else:
        answer_control(page, at, given)


def tab_to(page: Page, there: Callable[[dict[str, Any]], bool]) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if there(focused(page)):
            return
    raise AssertionError("not reached by Tab")


def states(page: Page) -> list[tuple[str, Callable[[], None]]]:
    def response() -> None:
        page.keyboard.press("Escape")
        hand_in(page)
        page.get_by_role("button", name="显示二维码").click()
        page.locator(".bx-codes canvas").first.wait_for()

    def papers_left() -> None:
        page.get_by_role("button", name="退出", exact=True).click()

    return [
        ("half done, one flagged", lambda: half_done(page)),
        ("answer card", page.get_by_role("button", name="答题卡").click),
        ("leave panel", page.get_by_role("button", name="换人／退出").click),
        ("papers left", papers_left),
        ("one question a page", lambda: (go_on(page), page.get_by_role("button", name=SINGLE).click())[0]),
        ("before handing in", page.get_by_role("button", name="交卷", exact=True).click),
        ("codes", response),
    ]


def test_axe_on_all_that_is_new(open_page: Open) -> None:
    page = open_page("exam.html")
    for state, reach in states(page):
        reach()
        assert_clean(page, state)


@pytest.mark.parametrize("text", [100, 200])
def test_nothing_scrolls_sideways_at_320(open_page: Open, text: int) -> None:
    page = open_page("exam.html")
    page.set_viewport_size({"width": 320, "height": 640})
    page.add_style_tag(content=f"html {{ font-size: {text}%; }} h1 {{ font-size: 1em; }}")
    for state, reach in states(page):
        reach()
        assert overflow(page) <= 0, state
        cut = page.evaluate(
            """() => Array.from(document.querySelectorAll('.bx-quiz button, .bx-quiz a, .bx-quiz legend'))
              .filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0)
              .map((node) => node.textContent)"""
        )
        assert cut == [], state


def test_every_target_is_24_pixels_at_least(open_page: Open) -> None:
    page = open_page("exam.html")
    page.set_viewport_size({"width": 390, "height": 844})
    for state, reach in states(page):
        reach()
        small = page.evaluate(
            """() => Array.from(document.querySelectorAll(
              '.bx-quiz button, .bx-quiz a, .bx-quiz select, .bx-quiz textarea, .bx-quiz summary, .bx-quiz input'))
              .map((node) => [node, (node.closest('.bx-option') || node).getBoundingClientRect()])
              .filter(([node, box]) => box.width && (box.width < 24 || box.height < 24))
              .map(([node, box]) => node.outerHTML.slice(0, 80) + ' ' + box.width + 'x' + box.height)"""
        )
        assert small == [], state


def test_an_open_panel_leaves_room_to_see_the_question(open_page: Open) -> None:
    """At 320 px and twice the text the bar may not cover the page."""
    page = open_page("exam.html")
    page.set_viewport_size({"width": 320, "height": 640})
    begin(page)
    height = page.locator(".bx-bar").evaluate("bar => bar.getBoundingClientRect().height")
    assert height < 640 / 3


# Whether what has the focus can be seen: no point of it lies clear of the bar and the header.
COVERED = """() => {
  const node = document.activeElement, bar = document.querySelector('.bx-bar');
  if (node === document.body || bar.contains(node)) return '';
  const box = node.getBoundingClientRect(), {top} = bar.getBoundingClientRect();
  const stuck = getComputedStyle(bar).position === 'sticky' && box.top >= top - 1;
  return stuck || box.bottom <= 0 || box.top >= innerHeight ? node.outerHTML.slice(0, 90) : '';
}"""


@pytest.mark.parametrize(("width", "height", "text"), [(320, 568, 100), (320, 256, 100), (390, 844, 200)])
def test_what_has_the_focus_is_never_behind_the_bar(open_page: Open, width: int, height: int, text: int) -> None:
    page = open_page("exam.html")
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("size => { document.documentElement.style.fontSize = size + '%'; }", text)
    begin(page)
    expect(page.locator(".bx-items > .bx-item")).to_have_count(12)
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(COVERED) == ""


def test_the_card_leaves_room_for_its_buttons(open_page: Open) -> None:
    page = open_page("exam.html")
    page.set_viewport_size({"width": 320, "height": 568})
    begin(page)
    page.get_by_role("button", name=re.compile("^答题卡")).click()
    expect(page.get_by_role("button", name="交卷", exact=True)).to_be_in_viewport(ratio=1)


def test_forced_colours_keep_what_colour_said(open_page: Open) -> None:
    page = open_page("exam.html")
    page.emulate_media(forced_colors="active")
    half_done(page)
    style = "node => [getComputedStyle(node).outlineStyle, getComputedStyle(node).borderTopStyle]"
    assert page.locator("[data-part='e-some'] .bx-chosen").evaluate(style)[0] == "solid"
    assert page.locator("[data-part='e-some'] .bx-sign").inner_text() == "★"
    page.get_by_role("button", name="答题卡").click()
    card = page.locator(".bx-answer-card")
    assert card.get_by_role("link", name="第 5 题，已答，已标记").evaluate(style)[1] == "solid"
    assert card.get_by_role("link", name="第 2 题，未答").evaluate(style)[1] == "dashed"
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate(style)[0] == "solid"


def test_nothing_moves_by_itself(open_page: Open) -> None:
    page = open_page("exam.html")
    for state, reach in states(page):
        reach()
        assert page.evaluate("document.getAnimations().length") == 0, state


def test_a_chat_program_s_note_is_clean(browser: Browser, site: str) -> None:
    context = browser.new_context(user_agent="Mozilla/5.0 Chrome/116.0 Mobile MicroMessenger/8.0.50")
    page = context.new_page()
    page.goto(f"{site}/exam.html")
    expect(page.get_by_text("请在浏览器中打开")).to_be_visible()
    assert_clean(page, "inside a chat program")
    context.close()
