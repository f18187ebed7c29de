"""While a paper is answered: flags, one question a page or all, the clock, and a browser inside a chat program."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import zxingcpp
from candidate import FILL, FREE
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_exam_player import SEED, begin, choose, go_on, hand_in, real_navigation, response_text

from banxing.model.quiz import Quiz
from banxing.responses.opening import open_all
from banxing.shuffle import draw

pytestmark = pytest.mark.browser
Open = Callable[[str], Page]
SINGLE, WHOLE = "改为一页一题", "改为整卷显示"


def flag(page: Page, number: str) -> None:
    page.get_by_role("button", name=f"标记第 {number} 题").click()


def visible_questions(page: Page) -> list[str]:
    shown = page.locator(".bx-items > [data-part]").locator("visible=true")
    return [str(part) for part in shown.evaluate_all("items => items.map(item => item.dataset.part)")]


def test_a_flag_shows_on_the_question_the_card_and_before_handing_in(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    choose(page, "e-some", "A")
    flag(page, "5")  # e-some, answered
    flag(page, "11（2）")
    expect(page.get_by_role("button", name="标记第 5 题")).to_have_attribute("aria-pressed", "true")
    sheet = page.get_by_role("button", name="答题卡")
    expect(sheet).to_have_text("答题卡 已答 1/12 ★2")
    expect(sheet).to_have_accessible_name("答题卡 已答 1/12，标记 2")
    sheet.click()
    expect(page.get_by_role("link", name="第 5 题，已答，已标记")).to_be_visible()
    expect(page.get_by_role("link", name="第 11（2） 题，未答，已标记")).to_be_visible()
    flag(page, "11（2）")
    expect(page.get_by_role("link", name="第 11（2） 题，未答", exact=True)).to_be_visible()
    page.get_by_role("button", name="交卷", exact=True).click()
    expect(page.locator(".bx-ask")).to_have_text("还有 11 题未答或未答完，1 题做了标记，交卷后不能再改：")
    shown = [re.sub(r"\s+", " ", text) for text in page.locator(".bx-open-links a").all_inner_texts()]
    assert shown[4] == "5 ★ 已答" and len(shown) == 13


def test_a_flag_stays_with_its_answer_and_out_of_the_response(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    flag(page, "5")
    choose(page, "e-some", "A")
    flag(page, "12")
    page.reload()
    for number in ("5", "12"):
        expect(page.get_by_role("button", name=f"标记第 {number} 题")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-part='e-some'] input[value='A']")).to_be_checked()
    hand_in(page)
    response = json.loads(response_text(page))
    assert response["answers"] == {"e-some": "A"}
    assert "flag" not in json.dumps(response) and '"f"' not in json.dumps(response)


def test_a_flag_in_one_tab_keeps_what_another_has_just_answered(open_page: Open) -> None:
    first = open_page("exam.html")
    begin(first)
    # A tab that hears of the other's answer too late, as one in the background may.
    first.evaluate("window.addEventListener('storage', (event) => event.stopImmediatePropagation(), true)")
    first.evaluate("removeEventListener('storage', document.querySelector('banxing-quiz').player.heard)")
    second = open_page("exam.html")
    go_on(second)
    choose(second, "e-some", "AC")
    flag(first, "5")
    second.reload()
    chosen = second.locator("[data-part='e-some'] input:checked")
    assert sorted(chosen.evaluate_all("all => all.map(input => input.value)")) == ["A", "C"]
    expect(second.get_by_role("button", name="标记第 5 题")).to_have_attribute("aria-pressed", "true")


def test_one_question_a_page_is_kept_and_says_where(open_page: Open, exam: Quiz) -> None:
    drawn = [question.id for question in draw(exam, SEED)]
    page = open_page("exam.html")
    begin(page)
    assert visible_questions(page) == drawn
    page.get_by_role("button", name=SINGLE).click()
    assert visible_questions(page) == drawn[:1]
    assert page.locator(".bx-section h2").locator("visible=true").count() == 1
    expect(page.get_by_role("button", name=WHOLE)).to_be_focused()
    expect(page.get_by_text("第 1 题，共 12 题")).to_be_visible()
    expect(page.get_by_role("button", name="上一题")).to_be_disabled()
    page.get_by_role("button", name="下一题").click()
    page.get_by_role("button", name="下一题").click()
    assert visible_questions(page) == drawn[2:3]
    expect(page.locator(f"[data-part='{drawn[2]}']")).to_be_focused()
    page.reload()
    assert visible_questions(page) == drawn[2:3]
    page.get_by_role("button", name=WHOLE).click()
    assert visible_questions(page) == drawn
    page.reload()
    assert visible_questions(page) == drawn


def test_one_question_a_page_reaches_every_question(open_page: Open, exam: Quiz) -> None:
    drawn = [question.id for question in draw(exam, SEED)]
    page = open_page("exam.html")
    begin(page)
    page.get_by_role("button", name=SINGLE).click()
    for number, question in enumerate(drawn):
        assert visible_questions(page) == [question]
        if number + 1 < len(drawn):
            page.get_by_role("button", name="下一题").click()
    expect(page.get_by_role("button", name="下一题")).to_be_disabled()
    page.get_by_role("button", name="答题卡").click()
    page.get_by_role("link", name="第 11（2） 题，未答").click()
    expect(page.locator("[data-part='e-case/b']")).to_be_focused()
    assert visible_questions(page) == ["e-case"]
    page.get_by_role("button", name="交卷", exact=True).click()
    page.locator(".bx-open-links a").first.click()
    assert visible_questions(page) == drawn[:1]
    page.emulate_media(media="print")
    assert visible_questions(page) == drawn


def test_the_next_page_begins_at_its_top(open_page: Open, exam: Quiz) -> None:
    """Not where a guess at its height had put it."""
    page = open_page("exam.html")
    page.set_viewport_size({"width": 390, "height": 844})
    begin(page)
    page.get_by_role("button", name=SINGLE).click()
    for question in draw(exam, SEED)[1:]:
        page.get_by_role("button", name="下一题").click()
        item = page.locator(f"[data-part='{question.id}']")
        expect(item).to_be_focused()
        assert item.evaluate("item => item.getBoundingClientRect().top") >= -1, question.id


def test_the_next_candidate_gets_the_whole_paper(open_page: Open, exam: Quiz) -> None:
    page = open_page("exam.html")
    begin(page)
    page.get_by_role("button", name=SINGLE).click()
    page.get_by_role("button", name="换人／退出").click()
    page.get_by_role("button", name="退出", exact=True).click()
    begin(page, "370100002", "李四")
    assert visible_questions(page) == [question.id for question in draw(exam, "370100002")]


def at_nine(context: BrowserContext, site: str) -> Page:
    page = context.new_page()
    with real_navigation(context):
        page.clock.install(time=datetime(2026, 11, 23, 9, 0, 0))
    page.goto(f"{site}/exam.html")
    begin(page)
    choose(page, "e-some", "B")
    return page


def test_a_clock_that_is_set_back_wins_no_time_and_loses_no_answer(context: BrowserContext, site: str) -> None:
    page = at_nine(context, site)
    page.clock.fast_forward("20:00")
    choose(page, "e-some", "A")
    page.clock.set_system_time(datetime(2026, 11, 23, 8, 0, 0))
    page.clock.run_for(2000)
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"剩余 0?9:5\d"))
    choose(page, "e-some", "C")
    page.reload()
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"剩余 (10:00|09:5\d)"))
    hand_in(page)
    response = json.loads(response_text(page))
    assert response["answers"] == {"e-some": "ABC"}
    assert datetime.fromisoformat(response["submitted"]) >= datetime.fromisoformat(response["started"])


def test_time_that_passed_since_the_last_answer_is_not_won_back(context: BrowserContext, site: str) -> None:
    """A clock set back and moved on: what the paper knew at the time of an answer, or when it was left, stays true."""
    page = at_nine(context, site)
    page.clock.fast_forward("10:00")
    page.clock.set_system_time(datetime(2026, 11, 23, 8, 0, 0))
    page.clock.fast_forward("05:00")
    choose(page, "e-some", "A")  # 15 minutes are gone, whatever the clock says
    page.clock.fast_forward("03:00")
    page.reload()
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"剩余 (12:00|11:5\d)"))


def test_a_clock_that_is_set_forward_ends_the_paper_with_all_its_answers(context: BrowserContext, site: str) -> None:
    page = at_nine(context, site)
    page.locator("textarea").fill("写到一半")
    page.clock.set_system_time(datetime(2026, 11, 23, 15, 0, 0))
    page.clock.run_for(2000)
    expect(page.get_by_role("heading", name="时间到，已自动交卷")).to_be_visible()
    assert json.loads(response_text(page))["answers"] == {"e-some": "B", "e-essay": "写到一半"}


@pytest.mark.parametrize("program", ["MicroMessenger/8.0.50", "wxwork/4.1.30 MicroMessenger/7.0.1", "DingTalk/7.6.0"])
def test_a_browser_inside_a_chat_program_says_so_before_the_start(browser: Browser, site: str, program: str) -> None:
    context = browser.new_context(user_agent=f"Mozilla/5.0 (Linux; Android 12) Chrome/116.0.0.0 Mobile {program}")
    page = context.new_page()
    page.goto(f"{site}/exam.html")
    expect(page.get_by_text("请在浏览器中打开")).to_be_visible()
    begin(page)  # who cannot change goes on here
    hand_in(page)
    assert page.get_by_role("button", name="下载答卷").count() == 0
    page.get_by_role("button", name="已保存，清除本机答卷").click()
    expect(page.get_by_text("还没有下载或复制过这份答卷")).to_be_visible()
    context.close()


def test_any_other_browser_does_not(open_page: Open) -> None:
    page = open_page("exam.html")
    expect(page.get_by_role("heading", name="考前须知")).to_be_visible()
    assert page.get_by_text("请在浏览器中打开").count() == 0
    expect(page.get_by_text(re.compile(r"这台设备现在的时间是 \d{4}-\d\d-\d\d \d\d:\d\d"))).to_be_visible()


def test_room_for_storage_is_used_as_soon_as_it_is_there(open_page: Open) -> None:
    """Without another change: whoever has just finished may close the page."""
    page = open_page("exam.html")
    begin(page)
    page.evaluate(FILL)
    page.locator("textarea").fill("写到一半" * 400)
    expect(page.get_by_text("本机无法保存")).to_be_visible()
    page.evaluate(FREE)
    expect(page.get_by_text("本机无法保存")).to_be_hidden()
    page.reload()
    expect(page.locator("textarea")).to_have_value("写到一半" * 400)
    page.evaluate(FILL)
    page.locator("textarea").fill("写到最后" * 800)
    hand_in(page)
    expect(page.get_by_text("本机无法保存")).to_be_visible()
    page.evaluate(FREE)
    expect(page.get_by_text("本机无法保存")).to_be_hidden()
    page.reload()
    assert json.loads(response_text(page))["answers"] == {"e-essay": "写到最后" * 800}


def test_qr_codes_are_scored_like_the_file(open_page: Open, tmp_path: Path) -> None:
    """Read off the screen by another reader than the encoder's, and scored beside nothing else."""
    page = open_page("exam.html")
    begin(page)
    choose(page, "e-some", "AC")
    page.locator("[data-part='e-blank'] input").first.fill("７ 日")
    page.locator("textarea").fill("".join(chr(0x4E00 + i * 7 % 20000) for i in range(500)))
    hand_in(page)
    assert "codes" not in str(page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)"))
    page.get_by_role("button", name="显示二维码").click()
    pictures = page.get_by_role("img")
    expect(page.get_by_text(re.compile(r"共 \d 张二维码，请培训师逐张扫描"))).to_be_visible()
    assert pictures.count() > 1
    assert pictures.first.get_attribute("aria-label") == f"第 1 张，共 {pictures.count()} 张"
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    lines = []
    for index in range(pictures.count()):
        shot = Image.open(io.BytesIO(pictures.nth(index).screenshot()))
        (code,) = zxingcpp.read_barcodes(shot)
        lines.append(code.text)
    (tmp_path / "scanned.txt").write_text("\n".join(lines[::-1]), encoding="utf-8")
    (paper,) = open_all([tmp_path / "scanned.txt"]).sources[0].papers
    assert paper.value == json.loads(response_text(page))
    page.get_by_role("button", name="显示二维码").click()
    assert pictures.count() == 0


def test_a_paper_too_long_for_codes_says_so(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    page.locator("textarea").fill("".join(chr(0x4E00 + i * 7919 % 20000) for i in range(5000)))
    hand_in(page)
    page.get_by_role("button", name="显示二维码").click()
    expect(page.get_by_text("答卷太长，二维码放不下")).to_be_visible()
    assert page.get_by_role("img").count() == 0


def test_a_browser_that_cannot_make_codes_says_so(context: BrowserContext, open_page: Open) -> None:
    context.add_init_script("delete window.CompressionStream")
    page = open_page("exam.html")
    begin(page)
    hand_in(page)
    page.get_by_role("button", name="显示二维码").click()
    expect(page.get_by_text("这个浏览器生成不了二维码")).to_be_visible()
