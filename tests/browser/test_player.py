"""Practice in a real Chromium: by keyboard alone, through reloads, other tabs, edits and full storage."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser
Open = Callable[[str], Page]
STORED = "banxing/1/practice/basics/signature/"


def stored(page: Page, key: str = STORED) -> dict[str, Any]:
    answers: dict[str, Any] = json.loads(page.evaluate("key => localStorage.getItem(key)", key))["answers"]
    return {part: entry["v"] for part, entry in answers.items()}


def results(page: Page) -> list[list[int]]:
    kept: list[list[int]] = json.loads(page.evaluate("key => localStorage.getItem(key)", STORED)).get("results", [])
    return kept


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def check(page: Page, part: str) -> None:
    page.locator(f"[data-part='{part}']").get_by_role("button", name="核对答案").click()


def choose(page: Page, part: str, letters: str) -> None:
    for letter in letters:
        page.locator(f"[data-part='{part}'] input[value='{letter}']").check()


def select(page: Page, part: str, letters: str) -> None:
    for index, letter in enumerate(letters):
        page.locator(f"[data-part='{part}'] select").nth(index).select_option(letter)


def fill(page: Page, part: str, texts: list[str]) -> None:
    for index, text in enumerate(texts):
        page.locator(f"[data-part='{part}'] input").nth(index).fill(text)


def verdict(page: Page, part: str) -> Any:
    return page.locator(f"[data-part='{part}'] .bx-verdict")


def answer_all(page: Page, *, right: bool = True) -> None:
    choose(page, "two-officers", "B" if right else "A")
    choose(page, "what-to-note", "ACD" if right else "AD")
    choose(page, "which-cards", "A")
    choose(page, "refuse-entry", "对")
    fill(page, "numbers", ["五日", "２００元", "执法人员"])
    select(page, "steps", "BCAD")
    select(page, "who-does-what", "BA")
    choose(page, "restaurant/first", "A")
    fill(page, "restaurant/second", ["二"])


def test_single_choice_by_keyboard(open_page: Open) -> None:
    page = open_page("signature.html")
    tab_to(page, "[name='two-officers']")
    press(page, "Space", "ArrowDown")
    expect(page.locator("[name='two-officers'][value='B']")).to_be_checked()
    expect(verdict(page, "two-officers")).to_be_empty()  # arrow keys and choosing submit nothing
    expect(page.locator("[data-part='two-officers'] .bx-key")).to_be_hidden()
    press(page, "Tab", "Enter")
    expect(verdict(page, "two-officers")).to_have_text("✓ 正确 得 1 分（本题 1 分）")
    expect(verdict(page, "two-officers")).to_be_focused()
    expect(page.locator("[data-part='two-officers'] .bx-explanation")).to_be_visible()


def test_arrow_keys_and_enter_submit_nothing(open_page: Open) -> None:
    page = open_page("signature.html")
    tab_to(page, "[name='two-officers']")
    press(page, "Space", "ArrowDown", "ArrowDown", "ArrowUp", "Enter")
    tab_to(page, "[data-part='numbers'] input")
    page.keyboard.type("5")
    press(page, "Enter", "ArrowDown")
    tab_to(page, "[data-part='steps'] select")
    press(page, "ArrowDown", "ArrowDown")
    assert "?" not in page.url
    assert page.locator(".bx-verdict:not(:empty)").count() == 0
    assert page.locator(".bx-key[open]").count() == 0
    assert stored(page) == {"two-officers": "B", "numbers": "5\x1f\x1f", "steps": "B---"}


def test_enter_in_a_lone_blank_sends_no_form(open_page: Open) -> None:
    page = open_page("lone-blank.html")
    page.locator(".bx-blank").fill("两")
    page.locator(".bx-blank").press("Enter")
    assert page.url.endswith("/lone-blank.html")
    expect(page.locator(".bx-blank")).to_have_value("两")


def test_multiple_choice_by_keyboard(open_page: Open) -> None:
    page = open_page("signature.html")
    tab_to(page, "[name='what-to-note']")
    press(page, "Space", "Tab", "Space", "Tab", "Tab", "Tab", "Enter")
    item = page.locator("[data-part='what-to-note']")
    expect(verdict(page, "what-to-note")).to_have_text("✗ 错误 得 0 分（本题 2 分）")
    expect(item.locator("[data-letter='A'] .bx-badge")).to_have_text("✓ 正确")
    expect(item.locator(".bx-option[data-letter='B'] .bx-badge")).to_have_text("✗ 错误")
    expect(item.locator("[data-letter='C'] .bx-badge")).to_have_text("✓ 正确（未选）")
    expect(item.locator(".bx-feedback")).to_have_text("B性格和案件事实无关。")
    press(page, "Tab")  # the summary
    press(page, "Tab", "Enter")  # 再做一次
    expect(item.locator("input").first).to_be_focused()
    assert item.locator("input:checked").count() == 0 and item.locator(".bx-badge").count() == 0


def test_partly_right_says_the_marks(open_page: Open) -> None:
    page = open_page("signature.html")
    choose(page, "what-to-note", "AC")
    check(page, "what-to-note")
    expect(verdict(page, "what-to-note")).to_have_text("◐ 部分正确 得 1 分（本题 2 分）")


def test_feedback_only_for_what_was_chosen(open_page: Open) -> None:
    page = open_page("signature.html")
    choose(page, "two-officers", "C")
    check(page, "two-officers")
    expect(page.locator("[data-part='two-officers'] .bx-feedback[data-letter='C']")).to_be_visible()
    expect(page.locator("[data-part='two-officers'] .bx-feedback[data-letter='A']")).to_be_hidden()


def test_true_false_and_indefinite_by_keyboard(open_page: Open) -> None:
    page = open_page("signature.html")
    tab_to(page, "[name='which-cards']")
    press(page, "Space", "Tab", "Tab", "Tab", "Enter")
    expect(verdict(page, "which-cards")).to_contain_text("正确")
    tab_to(page, "[name='refuse-entry']")
    press(page, "Space", "ArrowRight", "Tab", "Enter")
    expect(verdict(page, "refuse-entry")).to_contain_text("错误")


def test_blanks_by_keyboard(open_page: Open) -> None:
    page = open_page("signature.html")
    tab_to(page, "[data-part='numbers'] input")
    for text in ("五 日", "3000", "两名执法人员"):
        page.keyboard.insert_text(text)
        press(page, "Tab")
    press(page, "Enter")
    expect(verdict(page, "numbers")).to_have_text("◐ 部分正确 得 2 分（本题 3 分）")
    assert page.locator("[data-part='numbers'] fieldset .bx-badge").all_inner_texts() == ["✓ 正确", "✗ 错误", "✓ 正确"]


def test_ordering_by_keyboard_uses_each_entry_once(open_page: Open) -> None:
    page = open_page("signature.html")
    tab_to(page, "[data-part='steps'] select")
    press(page, "ArrowDown", "ArrowDown", "Tab")  # B
    press(page, "ArrowDown", "ArrowDown", "ArrowDown", "Tab")  # A, B, then C: B, which is taken, is only passed
    press(page, "ArrowDown", "Tab", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Tab", "Enter")
    assert stored(page)["steps"] == "BCAD"
    expect(verdict(page, "steps")).to_have_text("✓ 正确 得 3 分（本题 3 分）")


def test_choosing_an_entry_that_is_used_exchanges_the_two(open_page: Open) -> None:
    page = open_page("signature.html")
    select(page, "steps", "BCAD")
    item = page.locator("[data-part='steps']")
    expect(item.get_by_role("status").first).to_have_text("每项只用一次；选已经用过的，两步就对调")
    item.locator("select").first.select_option("D")
    assert stored(page)["steps"] == "DCAB"
    expect(item.get_by_role("status").first).to_have_text("第 1 步换成“D”，第 4 步换成“B”")
    page.reload()
    item.locator("select").nth(1).focus()
    press(page, "ArrowUp", "ArrowUp")  # B and A: only the last of them counts
    assert stored(page)["steps"] == "DACB"
    press(page, "ArrowDown", "ArrowDown")
    assert stored(page)["steps"] == "DCAB"
    press(page, "ArrowUp", "Tab", "Shift+Tab", "ArrowUp")  # who comes back begins from what stands there
    assert stored(page)["steps"] == "DABC"
    item.locator("select").nth(1).select_option("")
    assert stored(page)["steps"] == "D-AC"  # as it stood when he came, without the one he took away
    item.locator("select").nth(1).select_option("C")
    assert stored(page)["steps"] == "DCAB"
    item.locator("select").nth(2).select_option("")
    item.locator("select").nth(0).select_option("C")
    assert stored(page)["steps"] == "CD-B"


def test_an_exchange_is_spoken_of_only_while_it_holds(open_page: Open) -> None:
    page = open_page("signature.html")
    select(page, "steps", "BCAD")
    item = page.locator("[data-part='steps']")
    said, usual = item.get_by_role("status").first, "每项只用一次；选已经用过的，两步就对调"
    first = item.locator("select").first
    first.select_option("D")
    first.select_option("B")  # taken back
    expect(said).to_have_text(usual)
    first.select_option("D")
    first.select_option("")
    expect(said).to_have_text(usual)
    first.focus()
    press(page, "Tab", "Shift+Tab")
    first.select_option("C")  # from the second step to a first one that is empty
    expect(said).to_have_text("第 1 步换成“C”，第 2 步空出")
    item.locator("select").nth(1).select_option("B")
    item.locator("select").nth(2).select_option("D")
    expect(said).not_to_have_text(usual)
    check(page, "steps")
    expect(said).to_have_text(usual)


def test_ordering_with_a_gap_is_marked_by_what_it_states(open_page: Open) -> None:
    page = open_page("signature.html")
    for place, letter in ((0, "B"), (2, "A"), (3, "D")):
        page.locator("[data-part='steps'] select").nth(place).select_option(letter)
    check(page, "steps")
    assert stored(page)["steps"] == "B-AD"
    expect(verdict(page, "steps")).to_have_text("◐ 部分正确 得 1 分（本题 3 分）")


def test_matching_by_keyboard(open_page: Open) -> None:
    page = open_page("signature.html")
    tab_to(page, "[data-part='who-does-what'] select")
    press(page, "ArrowDown", "ArrowDown", "Tab", "ArrowDown", "ArrowDown", "ArrowDown", "Tab", "Enter")
    expect(verdict(page, "who-does-what")).to_have_text("◐ 部分正确 得 1 分（本题 2 分）")
    badges = page.locator("[data-part='who-does-what'] .bx-badge").all_inner_texts()
    assert badges[:2] == ["✓ 正确", "✗ 错误，应为 A"]


def test_case_parts_are_questions_of_their_own(open_page: Open) -> None:
    page = open_page("signature.html")
    choose(page, "restaurant/first", "A")
    check(page, "restaurant/first")
    expect(verdict(page, "restaurant/first")).to_contain_text("正确")
    expect(verdict(page, "restaurant/second")).to_be_empty()


def test_essay_shows_its_rubric_after_writing(open_page: Open) -> None:
    page = open_page("signature.html")
    tab_to(page, "textarea")
    press(page, "Tab", "Enter")
    expect(verdict(page, "advise")).to_have_text("请先写下作答，再看评分要点")
    expect(page.locator(".bx-rubric")).to_be_hidden()
    press(page, "Shift+Tab")
    page.keyboard.insert_text("某日")
    press(page, "Tab", "Enter")
    expect(page.locator(".bx-rubric")).to_be_visible()
    page.locator("textarea").press_sequentially("上午")
    expect(page.locator(".bx-rubric")).to_be_visible()
    page.get_by_role("button", name="收起评分要点").click()
    expect(page.locator("textarea")).to_have_value("某日上午")


def test_unanswered_is_not_checked(open_page: Open) -> None:
    page = open_page("signature.html")
    check(page, "two-officers")
    expect(verdict(page, "two-officers")).to_have_text("还没有作答")
    expect(page.locator("[data-part='two-officers'] .bx-key")).to_be_hidden()


def test_result_of_all_questions(open_page: Open) -> None:
    page = open_page("signature.html")
    answer_all(page)
    for part in ("two-officers", "what-to-note", "which-cards", "refuse-entry", "numbers", "steps", "who-does-what"):
        check(page, part)
    expect(page.locator(".bx-foot")).to_contain_text("已核对 7 题，共 9 题")
    check(page, "restaurant/first")
    check(page, "restaurant/second")
    expect(page.locator(".bx-foot")).to_contain_text("9 题全部核对完，可以看结果了")
    page.get_by_role("button", name="查看结果").click()
    expect(page.get_by_role("heading", name="练习结果")).to_be_focused()
    expect(page.locator(".bx-score")).to_have_text("得 15 分，满分 15 分，得分率 100%")
    expect(page.locator(".bx-outcome")).to_contain_text("通过（通过线 60%）")
    expect(page.get_by_role("button", name="只做错题")).to_be_hidden()
    assert page.locator(".bx-review").count() == 0
    assert [result[1:] for result in results(page)] == [[1500, 1500]]


def test_early_result_counts_open_questions_as_nothing(open_page: Open) -> None:
    page = open_page("signature.html")
    choose(page, "two-officers", "B")
    choose(page, "what-to-note", "AC")
    page.get_by_role("button", name="查看结果").click()
    expect(page.locator(".bx-score")).to_have_text("得 2 分，满分 15 分，得分率 13.3%")
    expect(page.locator(".bx-outcome")).to_contain_text("未通过")
    expect(page.locator(".bx-outcome")).to_contain_text("其中 7 题未作答，按 0 分计")
    expect(page.locator(".bx-outcome")).to_contain_text("没有做完的结果不记录")
    rows = page.locator(".bx-table tbody tr")
    expect(rows.nth(1)).to_contain_text("能判断执法人员亮证是否合规")
    expect(rows.nth(1)).to_contain_text("20% 1/5")
    expect(page.locator("[data-part='which-cards'] input").first).to_be_enabled()
    assert results(page) == []


def test_a_result_of_nothing_is_none(open_page: Open) -> None:
    page = open_page("signature.html")
    page.get_by_role("button", name="查看结果").click()
    expect(page.locator(".bx-outcome")).to_contain_text("没有做完的结果不记录")
    assert results(page) == []


def test_a_module_to_study_again_is_named_once(open_page: Open) -> None:
    page = open_page("signature.html")
    page.get_by_role("button", name="查看结果").click()
    link = page.get_by_role("link", name="重学：亮证与签字")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "training/basics/signature.md")
    groups = page.locator(".bx-table tbody")
    texts = [body.locator("th").all_inner_texts() for body in groups.all()]
    assert texts == [["重学：亮证与签字", "能判断执法人员亮证是否合规", "能检查笔录和签字是否齐全"]]
    expect(groups.first.locator("th[scope=rowgroup]")).to_have_attribute("colspan", "2")
    expect(groups.locator("a")).to_have_count(1)  # this module does not say where it teaches its objectives


def test_what_was_not_reached_leads_to_the_section_that_teaches_it(page: Page, address: str) -> None:
    page.goto(f"{address}/quizzes/standards/evidence/")
    part = "evid-preserve-ledger"
    choose(page, part, "A")
    check(page, part)
    expect(verdict(page, part)).to_contain_text("错误")
    expect(page.locator(f"[data-part='{part}'] .bx-sections a")).to_have_text("先行登记保存与扣押")
    page.get_by_role("button", name="查看结果").click()
    page.locator(".bx-table").get_by_role("link", name="能分清先行登记保存与扣押").click()
    page.wait_for_url("**/training/standards/evidence/#*")
    target = page.locator(f"[id='{unquote(urlsplit(page.url).fragment)}']")
    expect(target).to_contain_text("先行登记保存与扣押")
    expect(target).to_be_in_viewport()
    page.locator(".bx-objectives").get_by_role("link", name="能识别可能让证据被排除的取证手段").click()
    expect(page.get_by_role("heading", name="手段不对，证据会被挡在门外")).to_be_in_viewport()


def test_who_gives_up_the_wrong_ones_goes_back_without_a_result(open_page: Open) -> None:
    page = open_page("signature.html")
    answer_all(page, right=False)
    page.get_by_role("button", name="查看结果").click()
    back = page.get_by_role("button", name="显示全部题目")
    expect(back).to_be_hidden()
    page.get_by_role("button", name="只做错题").click()
    choose(page, "two-officers", "C")
    back.click()
    assert page.locator("[data-part]:visible").count() == 11
    expect(page.locator("[name='two-officers']").first).to_be_focused()
    expect(page.locator("[name='two-officers'][value='C']")).to_be_checked()
    expect(back).to_be_hidden()
    page.get_by_role("button", name="查看结果").click()  # what-to-note is open still
    assert len(results(page)) == 1


def test_only_wrong_then_all_again(open_page: Open) -> None:
    page = open_page("signature.html")
    answer_all(page, right=False)
    page.locator("textarea").fill("写过的")
    page.get_by_role("button", name="查看结果").click()
    page.get_by_role("button", name="只做错题").click()
    shown = page.locator("[data-part]:visible").evaluate_all("items => items.map(item => item.dataset.part)")
    assert shown == ["two-officers", "what-to-note"]
    expect(page.locator("[data-part='two-officers'] input").first).to_be_focused()
    page.reload()
    assert page.locator("[data-part]:visible").count() == 2
    choose(page, "two-officers", "B")
    choose(page, "what-to-note", "ACD")
    page.get_by_role("button", name="查看结果").click()
    expect(page.locator(".bx-score")).to_contain_text("得分率 100%")
    assert [result[1] for result in results(page)] == [1300, 1500]
    page.get_by_role("button", name="全部重做").click()
    assert page.locator("[data-part]:visible").count() == 11
    assert page.locator("input:checked").count() == 0
    expect(page.locator("textarea")).to_have_value("写过的")


def test_reload_keeps_answers_and_checks(open_page: Open) -> None:
    page = open_page("signature.html")
    answer_all(page)
    check(page, "numbers")
    page.reload()
    expect(page.locator("[name='two-officers'][value='B']")).to_be_checked()
    expect(page.locator("[data-part='steps'] select").nth(2)).to_have_value("A")
    expect(verdict(page, "numbers")).to_contain_text("正确")
    expect(page.locator("[data-part='numbers'] .bx-key")).to_be_visible()
    expect(verdict(page, "two-officers")).to_be_empty()


def test_inline_questions_have_no_result_and_a_store_of_their_own(open_page: Open) -> None:
    page = open_page("inline.html")
    choose(page, "two-officers", "B")
    check(page, "two-officers")
    expect(verdict(page, "two-officers")).to_contain_text("正确")
    assert page.locator(".bx-summary").count() == 0
    assert stored(page, "banxing/1/inline/basics/signature#1/") == {"two-officers": "B"}
    assert page.evaluate("Object.keys(localStorage).length") == 1


def test_essays_alone_have_no_result(open_page: Open) -> None:
    page = open_page("essays.html")
    expect(page.locator(".bx-summary")).to_be_hidden()


def test_changed_question_must_be_answered_again(open_page: Open) -> None:
    page = open_page("signature.html")
    answer_all(page)
    page.locator("textarea").fill("不能丢的一段")
    check(page, "two-officers")
    page.goto(page.url.replace("/signature", "/changed/signature"))
    note = page.locator("[data-part='two-officers'] .bx-changed")
    expect(note).to_have_text("题目已更新，请重答")
    assert page.locator("[name='two-officers']:checked").count() == 0
    expect(page.locator("[data-part='two-officers'] .bx-key")).to_be_hidden()
    expect(page.locator("[data-part='advise'] .bx-changed")).to_have_text("题目已更新，请核对作答")
    expect(page.locator("textarea")).to_have_value("不能丢的一段")
    assert page.locator("[data-part='what-to-note'] input:checked").count() == 3
    choose(page, "two-officers", "A")
    expect(note).to_be_hidden()
    page.reload()
    expect(page.locator("[name='two-officers'][value='A']")).to_be_checked()


def test_full_storage_is_said_on_top(context: BrowserContext, open_page: Open) -> None:
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page = open_page("signature.html")
    banner = page.get_by_role("alert")
    expect(banner).to_have_count(0)
    choose(page, "two-officers", "B")
    expect(banner).to_have_text("本机无法保存，请不要关闭或刷新页面")
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(200)
    expect(banner).to_be_in_viewport()
    check(page, "two-officers")
    expect(verdict(page, "two-officers")).to_contain_text("正确")


def test_a_later_answer_of_another_tab_is_kept(open_page: Open) -> None:
    first, second = open_page("signature.html"), open_page("signature.html")
    choose(first, "two-officers", "A")
    choose(second, "two-officers", "B")
    choose(second, "which-cards", "C")
    expect(first.locator("[name='two-officers'][value='B']")).to_be_checked()  # heard by its storage event
    choose(first, "refuse-entry", "对")
    assert stored(first) == {"two-officers": "B", "which-cards": "C", "refuse-entry": "对"}


def test_a_tab_that_hears_nothing_does_not_overwrite(open_page: Open) -> None:
    page = open_page("signature.html")
    choose(page, "two-officers", "A")
    # What another tab wrote a minute later, without an event in this tab.
    page.evaluate(
        """key => {
          const record = JSON.parse(localStorage.getItem(key));
          const entry = record.answers['two-officers'];
          record.answers['two-officers'] = {v: 'C', t: entry.t + 60000, p: entry.p};
          localStorage.setItem(key, JSON.stringify(record));
        }""",
        STORED,
    )
    choose(page, "refuse-entry", "对")
    assert stored(page) == {"two-officers": "C", "refuse-entry": "对"}
    expect(page.locator("[name='two-officers'][value='C']")).to_be_checked()


def test_nonsense_in_storage_is_not_read(open_page: Open) -> None:
    page = open_page("signature.html")
    page.evaluate('key => localStorage.setItem(key, \'{"answers": {"numbers": 1}, "view": 3\')', STORED)
    page.reload()
    choose(page, "two-officers", "B")
    assert stored(page) == {"two-officers": "B"}


def test_typed_markup_stays_text(open_page: Open) -> None:
    page = open_page("signature.html")
    evil = "<img src=x onerror=document.title='evil'>"
    fill(page, "numbers", [evil, evil, evil])
    check(page, "numbers")
    page.reload()
    expect(page.locator("[data-part='numbers'] input").first).to_have_value(evil)
    assert page.locator("img").count() == 0 and page.title() != "evil"


def test_scripts_that_run_again_change_nothing(open_page: Open) -> None:
    """Material's instant navigation puts the element in anew and runs the scripts in the content again."""
    page = open_page("signature.html")
    choose(page, "two-officers", "B")
    page.evaluate(
        """async () => {
          const html = await (await fetch(location.href)).text();
          const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
          document.querySelector('main').replaceWith(fresh);
          for (const old of document.querySelectorAll('main script[src]')) {
            const script = document.createElement('script');
            script.src = old.src;
            const loaded = new Promise(resolve => { script.onload = resolve; });
            old.replaceWith(script);
            await loaded;
          }
        }"""
    )
    expect(page.locator("[name='two-officers'][value='B']")).to_be_checked()
    item = page.locator("[data-part='two-officers']")
    assert item.get_by_role("button", name="核对答案").count() == 1
    check(page, "two-officers")
    expect(verdict(page, "two-officers")).to_contain_text("正确")
    assert page.locator(".bx-summary").count() == 1


def test_from_a_usb_stick(context: BrowserContext, folder: Path) -> None:
    page = context.new_page()
    page.goto((folder / "signature.html").as_uri())
    choose(page, "two-officers", "B")
    check(page, "two-officers")
    page.reload()
    expect(verdict(page, "two-officers")).to_contain_text("正确")


def test_without_javascript_it_is_a_paper_with_its_key(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/signature.html")
    expect(page.get_by_text("现场调查时，执法人员不得少于几人？")).to_be_visible()
    page.locator("summary").first.click()
    expect(page.get_by_text("一个人的笔录缺少互相印证。")).to_be_visible()
    assert page.get_by_role("button").count() == 0
    context.close()
