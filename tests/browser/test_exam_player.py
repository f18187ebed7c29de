"""The exam in a real Chromium, from the first page to the receipt, held against Python's draw and order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from banxing.catalogue import load
from banxing.marking import BLANK_SEPARATOR, mark
from banxing.model.questions import LETTERS, parts
from banxing.model.quiz import Quiz
from banxing.shuffle import draw, option_order

pytestmark = pytest.mark.browser
Open = Callable[[str], Page]
SEED = "370100001"
COURSE = Path(__file__).parents[1] / "data" / "player"


def begin(page: Page, candidate: str = SEED, name: str = "张三") -> None:
    page.get_by_label("准考证号或工号", exact=True).last.fill(candidate)
    page.get_by_label("再输入一次准考证号或工号").last.fill(candidate)
    page.get_by_label("姓名").fill(name)
    page.get_by_role("button", name="开始考试").click()


def go_on(page: Page, candidate: str = SEED, again: str | None = None) -> None:
    """Opens a paper that is left on this device."""
    left = page.locator(".bx-left")
    left.get_by_label("准考证号或工号", exact=True).fill(candidate)
    left.get_by_label("再输入一次准考证号或工号").fill(candidate if again is None else again)
    left.get_by_role("button", name="接着答").click()


@contextmanager
def real_navigation(context: BrowserContext) -> Iterator[None]:
    """A clock installed inside leaves what the browser says of a navigation: Playwright's hides it."""
    context.add_init_script("window.realPerformance = performance")
    yield
    context.add_init_script("performance.getEntriesByType = (type) => realPerformance.getEntriesByType(type)")


def choose(page: Page, part: str, letters: str) -> None:
    """Authored letters, whatever is shown beside them."""
    for letter in letters:
        page.locator(f"[data-part='{part}'] input[value='{letter}']").check()


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="交卷", exact=True).click()
    page.get_by_role("button", name="确定交卷").click()


def response_text(page: Page) -> str:
    return page.get_by_label("答卷全文").input_value()


def check_code(response: dict[str, Any]) -> str:
    """The contract's check code, written out again apart from the player."""
    lines = [response["quiz"], response["candidate"]["id"], response["seed"], response["submitted"]]
    lines += [f"{question}={seen}" for question, seen in response["prints"].items()]
    for part, answer in sorted(response["answers"].items()):
        lines.append(f"{part}={BLANK_SEPARATOR.join(answer) if isinstance(answer, list) else answer}")
    state = 0x811C9DC5
    for byte in "\n".join(lines).encode():
        state = ((state ^ byte) * 0x01000193) & 0xFFFFFFFF
    return f"{state:08x}"


def everything_stored(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(Object.entries(localStorage).concat(Object.entries(sessionStorage)))"))


def test_start_page_says_the_rules_and_hides_the_pool(open_page: Open) -> None:
    page = open_page("exam.html")
    rules = page.locator(".bx-rules")
    expect(rules).to_contain_text("共 12 题，满分 33 分，19.8 分及格")
    expect(rules).to_contain_text("限时 30 分钟")
    expect(rules).to_contain_text("不会自动发送")
    expect(rules).to_contain_text("不核验身份")
    assert page.locator("[data-part]").count() == 0


def test_start_form_says_what_is_wrong(open_page: Open) -> None:
    page = open_page("exam.html")
    page.get_by_role("button", name="开始考试").click()
    expect(page.get_by_label("准考证号或工号", exact=True)).to_be_focused()
    expect(page.get_by_text("请输入准考证号或工号")).to_be_visible()
    expect(page.get_by_text("请输入姓名")).to_be_visible()
    page.get_by_label("准考证号或工号", exact=True).fill("3.70E+17")
    page.get_by_role("button", name="开始考试").click()
    expect(page.get_by_text("请照证件逐位输入")).to_be_visible()
    page.get_by_label("准考证号或工号", exact=True).fill("3701")
    page.get_by_label("再输入一次准考证号或工号").fill("3710")
    page.get_by_label("姓名").fill("张三")
    page.get_by_role("button", name="开始考试").click()
    expect(page.get_by_text("两次输入不一致")).to_be_visible()
    page.get_by_label("再输入一次准考证号或工号").fill(" ３７０１ ")
    page.get_by_role("button", name="开始考试").click()
    expect(page.get_by_text("考生：张三（3701）")).to_be_focused()


@pytest.mark.parametrize("seed", [SEED, "A", "张三-07"])
def test_paper_is_the_one_python_draws(open_page: Open, exam: Quiz, seed: str) -> None:
    page = open_page("exam.html")
    begin(page, seed)
    drawn = draw(exam, seed)
    shown = page.locator(".bx-items > [data-part]").evaluate_all("items => items.map(item => item.dataset.part)")
    assert shown == [question.id for question in drawn]
    items = page.locator(".bx-items > [data-part]")
    numbers = items.evaluate_all("items => items.map(item => item.querySelector('.bx-number').textContent)")
    assert numbers == [str(n) for n in range(1, len(drawn) + 1)]
    for question in drawn:
        for part, sub in parts(question):
            order = option_order(sub, seed)
            item = page.locator(f"[data-part='{part}']")
            if not order:
                continue
            letters = item.locator("[data-letter]").evaluate_all("nodes => nodes.map(node => node.dataset.letter)")
            assert letters == order
            assert item.locator("[data-letter] .bx-letter").all_text_contents() == list(LETTERS[: len(order)])
            if item.locator("select").count():
                entries = item.locator("select").first.locator("option")
                shown = entries.evaluate_all("all => all.map(option => [option.value, option.text])")
                assert shown == [["", "请选择"], *map(list, zip(order, LETTERS, strict=False))]


def test_sections_carry_chinese_numerals_and_points(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    assert page.locator(".bx-section h2").all_inner_texts() == [
        "一、单项选择题（每题 2 分，共 6 分）",
        "二、多项选择题（2 分）",
        "三、不定项选择题（2 分）",
        "四、判断题（每题 1 分，共 2 分）",
        "五、填空题（2 分）",
        "六、排序题（3 分）",
        "七、匹配题（2 分）",
        "八、案例题（4 分）",
        "九、论述题（10 分）",
    ]


def test_from_start_to_response(open_page: Open, exam: Quiz) -> None:
    """Every answer as Python stores it, fit to be marked: all right but one pair of the ordering."""
    page = open_page("exam.html")
    begin(page)
    keys = load(COURSE).quizzes["exam"].plain_keys
    drawn = draw(exam, SEED)
    answers: dict[str, Any] = {}
    for part, question in (entry for q in drawn for entry in parts(q)):
        key: Any = keys[part]
        item = page.locator(f"[data-part='{part}']")
        if question.type == "fill_blank":
            answers[part] = ["７ 日", "三千"]
            for index, text in enumerate(answers[part]):
                item.locator("input").nth(index).fill(text)
        elif question.type in ("ordering", "matching"):
            answers[part] = "CABD" if question.type == "ordering" else "CA"
            for index, letter in enumerate(answers[part]):
                # By place: Playwright takes a value for a label too, and the shown letters are other ones.
                place = option_order(question, SEED).index(letter) + 1
                item.locator("select").nth(index).select_option(index=place)
        elif question.type == "essay":
            answers[part] = "第一行\n第二行"
            item.locator("textarea").fill(answers[part])
        else:
            answers[part] = "".join(sorted(key.answer))
            choose(page, part, key.answer)
    hand_in(page)
    response = json.loads(response_text(page))
    assert response["answers"] == answers
    assert (response["format"], response["quiz"], response["seed"]) == ("banxing-response/1", "exam", SEED)
    assert response["candidate"] == {"id": SEED, "name": "张三", "unit": ""}
    assert list(response["prints"].items()) == [(q.id, q.fingerprint()) for q in drawn]
    assert datetime.fromisoformat(response["started"]) <= datetime.fromisoformat(response["submitted"])
    assert response["check"] == check_code(response)
    expect(page.locator(".bx-code strong")).to_have_text(response["check"])
    stored = {part: BLANK_SEPARATOR.join(a) if isinstance(a, list) else a for part, a in response["answers"].items()}
    marks = [mark(q, keys[part], stored.get(part)) for d in drawn for part, q in parts(d)]
    assert sum(m for m in marks if m is not None) == exam.max_points - 1000 - 200  # the essay; two of three pairs


def test_answers_of_questions_not_seen_stay_out(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    hand_in(page)
    assert json.loads(response_text(page))["answers"] == {}


def test_download_is_the_same_text(open_page: Open, tmp_path: Path) -> None:
    page = open_page("exam.html")
    begin(page)
    choose(page, "e-some", "AC")
    hand_in(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载答卷").click()
    assert download.value.suggested_filename == f"banxing-exam-{SEED}.json"
    download.value.save_as(tmp_path / "got.json")
    assert (tmp_path / "got.json").read_text(encoding="utf-8") == response_text(page)


@pytest.mark.parametrize("clipboard", [True, False], ids=["clipboard API", "plain http"])
def test_copy(context: BrowserContext, open_page: Open, clipboard: bool) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not clipboard:
        context.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page = open_page("exam.html")
    begin(page)
    hand_in(page)
    page.get_by_role("button", name="复制答卷").click()
    expect(page.get_by_text("已复制，请粘贴给培训师")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == response_text(page)


def test_an_exchange_is_told_in_the_letters_that_are_shown(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    item = page.locator("[data-part='e-order']")
    places = item.locator("select")
    for place in (0, 1):
        places.nth(place).select_option(label="AB"[place])
    before = [places.nth(place).input_value() for place in (0, 1)]
    places.first.select_option(label="B")
    expect(item.get_by_role("status")).to_have_text("第 1 步换成“B”，第 2 步换成“A”")
    assert [places.nth(place).input_value() for place in (0, 1)] == before[::-1]
    page.reload()
    assert [places.nth(place).input_value() for place in (0, 1)] == before[::-1]


def test_answer_sheet_and_confirmation_name_what_is_open(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    choose(page, "e-some", "A")
    page.locator("[data-part='e-blank'] input").first.fill("7")
    page.get_by_role("button", name="答题卡").click()
    expect(page.get_by_role("link", name="第 5 题，已答")).to_be_visible()
    expect(page.get_by_role("link", name="第 8 题，未答完")).to_be_visible()
    page.get_by_role("link", name="第 11（2） 题，未答").click()
    expect(page.locator("[data-part='e-case/b']")).to_be_focused()
    expect(page.locator("[data-part='e-case/b']")).to_be_in_viewport()
    page.get_by_role("button", name="交卷", exact=True).click()
    expect(page.locator(".bx-ask")).to_have_text("还有 11 题未答或未答完，交卷后不能再改：")
    expect(page.locator(".bx-ask")).to_be_focused()
    shown = page.locator(".bx-open-links a").all_inner_texts()
    assert [re.sub(r"\s+", " ", text) for text in shown][:5] == ["1 未答", "2 未答", "3 未答", "4 未答", "6 未答"]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="交卷", exact=True)).to_be_focused()
    expect(page.locator(".bx-confirm")).to_be_hidden()


def test_by_keyboard_alone(open_page: Open) -> None:
    page = open_page("exam.html")
    page.keyboard.press("Tab")
    for text in (SEED, SEED, "李四"):
        page.keyboard.insert_text(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"考生：李四（{SEED}）")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "radio"  # beyond the buttons to turn pages and to leave
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator(".bx-section").first.locator("input:checked").count() == 1
    page.get_by_role("button", name="交卷", exact=True).focus()
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "确定交卷":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="已交卷")).to_be_focused()
    assert len(json.loads(response_text(page))["answers"]) == 1


def test_reload_mid_way(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    choose(page, "e-some", "AC")
    page.locator("[data-part='e-blank'] input").nth(1).fill("3000元")
    page.locator("[data-part='e-order'] select").first.select_option("C")
    page.locator("textarea").fill("写到一半")
    page.reload()
    expect(page.get_by_text(f"考生：张三（{SEED}）")).to_be_visible()
    chosen = page.locator("[data-part='e-some'] input:checked")
    assert sorted(chosen.evaluate_all("all => all.map(input => input.value)")) == ["A", "C"]
    expect(page.locator("[data-part='e-blank'] input").nth(1)).to_have_value("3000元")
    expect(page.locator("[data-part='e-order'] select").first).to_have_value("C")
    expect(page.locator("textarea")).to_have_value("写到一半")


def test_timer_survives_a_reload_warns_and_hands_in(open_page: Open, context: BrowserContext, site: str) -> None:
    page = context.new_page()
    with real_navigation(context):
        page.clock.install(time=datetime(2026, 11, 23, 9, 0, 0))
    page.goto(f"{site}/exam.html")
    begin(page)
    expect(page.get_by_role("timer")).to_have_text("剩余 30:00")
    choose(page, "e-some", "B")
    page.clock.fast_forward("10:00")
    expect(page.get_by_role("timer")).to_have_text("剩余 20:00")
    page.reload()
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"剩余 (20:00|19:5\d)"))
    page.clock.fast_forward("15:00")
    expect(page.locator(".bx-warning")).to_have_text("还剩 5 分钟")
    page.clock.fast_forward("04:00")
    expect(page.locator(".bx-warning")).to_have_text("还剩 1 分钟")
    page.locator("textarea").fill("最后一句")
    page.clock.fast_forward("01:30")
    expect(page.get_by_role("heading", name="时间到，已自动交卷")).to_be_focused()
    response = json.loads(response_text(page))
    assert response["answers"] == {"e-some": "B", "e-essay": "最后一句"}
    length = datetime.fromisoformat(response["submitted"]) - datetime.fromisoformat(response["started"])
    assert length.total_seconds() == 30 * 60


def test_time_that_ran_out_while_the_page_was_closed(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.clock.install(time=datetime(2026, 11, 23, 9, 0, 0))
    page.goto(f"{site}/exam.html")
    begin(page)
    choose(page, "e-some", "B")
    page.clock.fast_forward("00:10")
    page.close()
    late = context.new_page()
    late.clock.install(time=datetime(2026, 11, 23, 12, 0, 0))
    late.goto(f"{site}/exam.html")
    go_on(late)
    expect(late.get_by_role("heading", name="时间到，已自动交卷")).to_be_visible()
    response = json.loads(response_text(late))
    assert response["answers"] == {"e-some": "B"}
    assert response["check"] == check_code(response)


def test_after_handing_in_only_the_response_is_left(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    choose(page, "e-some", "B")
    hand_in(page)
    text = response_text(page)
    assert page.locator("[data-part]").count() == 0
    page.reload()
    assert response_text(page) == text
    expect(page.get_by_role("button", name="交卷", exact=True)).to_have_count(0)


def test_clearing_leaves_a_receipt_that_names_nobody(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    choose(page, "e-some", "B")
    page.locator("textarea").fill("我的作答")
    hand_in(page)
    response = json.loads(response_text(page))
    clear = page.get_by_role("button", name="已保存，清除本机答卷")
    clear.click()
    expect(page.get_by_text("还没有下载或复制过这份答卷")).to_be_visible()
    assert response_text(page)
    clear.click()
    expect(page.get_by_role("heading", name="本机答卷已清除")).to_be_focused()
    expect(page.locator(".bx-receipt")).to_contain_text(f"校验码 {response['check']}")
    left = everything_stored(page)
    for private in (SEED, "张三", "我的作答", "e-some", "answers"):
        assert private not in left
    assert response["check"] in left and "样例考试" in left
    page.get_by_role("button", name="下一位考生").click()
    expect(page.get_by_role("heading", name="考前须知")).to_be_focused()
    page.get_by_text("本机交卷回执").click()
    expect(page.locator(".bx-receipts")).to_contain_text(response["check"])
    begin(page, "370100002", "李四")
    assert page.locator("input:checked").count() == 0
    expect(page.locator("textarea")).to_have_value("")
    assert page.locator(".bx-hint").count() == 1  # a fresh copy of the paper, nothing added twice


def test_another_candidates_paper_is_never_shown(open_page: Open) -> None:
    first = open_page("exam.html")
    begin(first)
    first.locator("textarea").fill("不给别人看")
    first.close()
    page = open_page("exam.html")
    expect(page.locator(".bx-left")).to_contain_text("还没有交的答卷")
    body = page.locator("body").inner_text()
    assert "张三" not in body and SEED not in body and "不给别人看" not in body
    go_on(page, "370100009")
    expect(page.get_by_text("本机没有这个号码的答卷")).to_be_visible()
    begin(page)  # the same id in the form of a new candidate opens nothing
    expect(page.get_by_text("本机已有这个号码的答卷")).to_be_visible()
    begin(page, "370100002", "李四")
    expect(page.locator("textarea")).to_have_value("")
    page.close()
    again = open_page("exam.html")
    go_on(again, f" {SEED} ")
    expect(again.locator("textarea")).to_have_value("不给别人看")


def test_two_tabs_of_one_candidate_hand_in_once(open_page: Open, context: BrowserContext, site: str) -> None:
    first = open_page("exam.html")
    begin(first)
    second = open_page("exam.html")
    go_on(second)
    choose(first, "e-some", "A")
    expect(second.locator("[data-part='e-some'] input[value='A']")).to_be_checked()
    choose(second, "e-true-1" if second.locator("[data-part='e-true-1']").count() else "e-true-2", "对")
    hand_in(first)
    expect(second.get_by_role("heading", name="已交卷")).to_be_visible()
    expect(second.get_by_role("heading", name="已交卷")).to_be_focused()  # what had the focus is gone
    assert response_text(second) == response_text(first)
    assert len(json.loads(response_text(first))["answers"]) == 2


@pytest.mark.parametrize("candidate", ["?", "%2F/", "..", "exam"])
def test_any_id_keeps_its_paper(open_page: Open, candidate: str) -> None:
    """The trial whether this device can save once took away the paper of somebody called ?."""
    page = open_page("exam.html")
    begin(page, candidate)
    choose(page, "e-some", "A")
    page.get_by_role("button", name="换人／退出").click()
    page.get_by_role("button", name="退出", exact=True).click()
    go_on(page, candidate)
    expect(page.locator("[data-part='e-some'] input[value='A']")).to_be_checked()


def test_receipts_that_are_none_do_not_stop_the_page(open_page: Open) -> None:
    page = open_page("exam.html")
    page.evaluate("localStorage.setItem('banxing/1/exam/exam/', JSON.stringify({receipts: [null, 7, {}]}))")
    page.reload()
    expect(page.get_by_role("heading", name="考前须知")).to_be_visible()


def test_data_cleared_while_answering_is_written_again(open_page: Open) -> None:
    first = open_page("exam.html")
    begin(first)
    choose(first, "e-some", "A")
    other = open_page("exam.html")
    other.evaluate("localStorage.clear()")
    first.wait_for_function(f"localStorage.getItem('banxing/1/exam/exam/{SEED}') !== null")
    first.reload()
    expect(first.locator("[data-part='e-some'] input[value='A']")).to_be_checked()


def test_a_device_that_cannot_save_says_so_and_still_hands_in(context: BrowserContext, open_page: Open) -> None:
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page = open_page("exam.html")
    expect(page.get_by_text("本机无法保存，请不要关闭或刷新页面")).to_be_visible()
    begin(page)
    choose(page, "e-some", "AC")
    hand_in(page)
    assert json.loads(response_text(page))["answers"] == {"e-some": "AC"}


def test_changed_question_in_an_exam(open_page: Open) -> None:
    page = open_page("exam.html")
    begin(page)
    choose(page, "e-some", "A")
    page.locator("[data-part='e-blank'] input").first.fill("7")
    page.goto(page.url.replace("/exam", "/changed/exam"))
    go_on(page)
    expect(page.locator("[data-part='e-blank'] .bx-changed")).to_have_text("题目已更新，请重答")
    expect(page.locator("[data-part='e-blank'] input").first).to_have_value("")
    hand_in(page)
    assert json.loads(response_text(page))["answers"] == {"e-some": "A"}


def test_exam_page_holds_no_key(folder: Path) -> None:
    html = (folder / "exam.html").read_text(encoding="utf-8")
    data = json.loads(html.split("data-paper='")[1].split("'")[0])
    assert not any(set(question) & {"answer", "after"} for question in data["questions"])
    assert "bx-key" not in html
    assert not any(name.startswith("practice_") for name in data["texts"])
