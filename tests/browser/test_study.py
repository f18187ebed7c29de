"""我的学习 and 今日复习 on the site of the course: what they say, what they give out and take in, what they delete."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from test_accessibility import overflow
from test_player import tab_to

pytestmark = pytest.mark.browser
MODULE = "overview/what-it-is"
RECORD = "banxing/1/practice/{}/"
DATA = "JSON.parse(document.querySelector('bx-study').dataset.study)"
EXAM = {"quiz": "final", "candidate": {"id": "3701", "name": "张三"}, "started": 1795400000000, "answers": {}}


def site_data(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(DATA)
    return found


def put(page: Page, records: dict[str, Any]) -> None:
    page.evaluate(
        "records => { for (const key in records) localStorage.setItem(key, JSON.stringify(records[key])); }", records
    )


def everything(page: Page) -> dict[str, Any]:
    kept: dict[str, str] = page.evaluate("Object.assign({}, localStorage)")
    return {key: json.loads(text) for key, text in kept.items() if key.startswith("banxing/")}


def day_number(days: int) -> int:
    return (datetime.now() + timedelta(days=days) - datetime(1970, 1, 1)).days


def practised(page: Page, quiz: str, *, wrong: int = 2, old: int = 0, results: tuple[int, ...] = ()) -> dict[str, Any]:
    """A record of a quiz: `wrong` questions due today, `old` ones that have changed, results in percent."""
    prints = next(each for each in site_data(page)["quizzes"] if each["id"] == quiz)["prints"]
    answers = {}
    for index, (part, fingerprint) in enumerate(prints.items()):
        entry = {"v": "A", "t": 1, "p": fingerprint, "c": True}
        if index < wrong + old:
            entry["r"] = [0, day_number(-1)]
        if index >= wrong and index < wrong + old:
            entry["p"] = "0" * 16
        answers[part] = entry
    listed = [[1795000000000 + index * 86400000, percent, 100] for index, percent in enumerate(results)]
    return {RECORD.format(quiz): {"quiz": quiz, "answers": answers, "results": listed}}


@pytest.fixture
def study(page: Page, address: str) -> Page:
    page.goto(f"{address}/study/")
    return page


@pytest.fixture
def full(study: Page, address: str) -> Page:
    """The page with something of each kind."""
    checklist = site_data(study)["checklists"][1]
    put(
        study,
        {
            **practised(study, "standards/procedure", wrong=2, old=1, results=(40, 90, 70)),
            **practised(study, "feedback/ladder", wrong=1, results=(50,)),
            "banxing/1/read/standards/procedure": {"t": 1, "done": True},
            "banxing/1/read/standards/limits": {"t": 1, "done": True},
            "banxing/1/read/standards/language": {"t": 1, "done": False},
            f"banxing/1/ticks/{checklist['page']}": {"t": 1, "on": [*checklist["boxes"][:3], "00000000"]},
        },
    )
    study.reload()
    return study


def section(page: Page, name: str) -> Any:
    return page.get_by_role("region", name=name, exact=True)


def row(page: Page, area: str, text: str) -> Any:
    return section(page, area).locator("li").filter(has_text=text).first


# --- what it says ---


def test_the_page_says_where_one_stands(full: Page) -> None:
    expect(section(full, "今日复习")).to_contain_text("今天有 3 题要复习")
    path = row(full, "学习路径", "新入职第一周")
    expect(path).to_contain_text("学完 2/18 课，练习通过 1/")
    assert path.get_by_role("progressbar", name="新入职第一周").evaluate("bar => [bar.value, bar.max]") == [2, 18]
    data = site_data(full)
    marked = [quiz["module"] for quiz in data["quizzes"] if not quiz["self"]]
    own = {each["title"]: sum(module in each["modules"] for module in marked) for each in data["paths"]}
    assert len(set(own.values())) > 2
    for title, told, passed in (
        ("在岗复训", "2/12", 1),
        ("特邀监督员半日课", "1/6", 0),
        ("培训师和监督机构负责人", "0/12", 0),
    ):
        expect(row(full, "学习路径", title)).to_contain_text(f"学完 {told} 课，练习通过 {passed}/{own[title]}")
    module = row(full, "课程和练习", "现场程序的监督标准")
    expect(module).to_contain_text("✓ 学完")
    expect(module).to_contain_text("✓ 通过")
    expect(module).to_contain_text(re.compile(r"最好 90%，最近 70%（2026年11月\d+日）；2 题到期；1 题已更新，要重做"))
    other = row(full, "课程和练习", "监督结果的反馈和运用")
    expect(other).to_contain_text("最好 50%，最近 50%")
    assert "通过" not in other.inner_text() and "学完" not in other.inner_text()
    expect(row(full, "核对表", "现场核对")).to_contain_text("已勾 3/")
    orders = full.locator("section h3").all_inner_texts()
    assert orders[0].startswith("总论") and orders[-1] == "综合练习"


def test_results_are_a_picture_and_a_table(full: Page) -> None:
    picture = section(full, "练习结果").get_by_role("img")
    expect(picture).to_have_accessible_name(re.compile("共 4 次练习结果，最近一次是“现场程序的监督标准”，70%"))
    heights = picture.locator("circle").evaluate_all("all => all.map(dot => Number(dot.getAttribute('cy')))")
    assert len(heights) == 4
    full.get_by_text("逐次列出").click()
    rows = section(full, "练习结果").locator("tbody tr")
    assert [cell.split("\t")[2] for cell in rows.all_inner_texts()] == ["70% ✓", "90% ✓", "50%", "40%"]
    lowest = [dot.get_attribute("class") for dot in picture.locator("circle").all()]
    assert lowest.count("bx-dot bx-dot--passed") == 2  # filled: not told by colour alone
    full.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(full.get_by_role("cell", name="90% ✓")).to_be_visible()  # stays open


def test_no_date_is_broken(full: Page) -> None:
    full.get_by_text("逐次列出").click()
    lines = """nodes => nodes.map(node => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return new Set(Array.from(range.getClientRects(), rect => Math.round(rect.top))).size;
    })"""
    for width in (390, 1280):
        full.set_viewport_size({"width": width, "height": 900})
        full.evaluate("window.dispatchEvent(new Event('focus'))")
        dates = full.locator(".bx-study-results td:not(:nth-child(2))")
        assert set(dates.evaluate_all(lines)) == {1}, width
        said = full.locator(".bx-study-practice .bx-study-note > span:not(.bx-badge)").filter(has_text="月")
        assert said.count() == 2 and set(said.evaluate_all(lines)) == {1}, width


def test_an_empty_device_is_told_what_to_do(study: Page) -> None:
    expect(section(study, "今日复习")).to_contain_text("今天没有要复习的题")
    expect(section(study, "练习结果")).to_contain_text("做完一份练习的全部题目，点“查看结果”")
    assert section(study, "练习结果").get_by_role("img").count() == 0
    study.get_by_role("button", name="导出").click()
    expect(study.get_by_role("status")).to_have_text("还没有可以导出的记录")


def test_what_practice_did_arrives(study: Page, address: str) -> None:
    study.goto(f"{address}/quizzes/standards/procedure/")
    for group in study.locator("fieldset:has(input)").all():
        if group.locator("input[type=text]").count() == 0:
            group.locator("input").first.check()
    for blank in study.locator("fieldset input[type=text]").all():
        blank.fill("某某")
    for places in study.locator("fieldset:has(select)").all():
        for index, place in enumerate(places.locator("select").all(), 1):
            place.select_option(index=index)
    study.get_by_role("button", name="查看结果").click()
    said = re.search(r"得分率 ([\d.]+)%", study.locator(".bx-score").inner_text())
    wrong = study.locator(".bx-verdict + .bx-hint:visible").count()
    assert said and wrong
    study.goto(f"{address}/study/")
    expect(row(study, "课程和练习", "现场程序的监督标准")).to_contain_text(f"最好 {said[1]}%，最近 {said[1]}%")
    study.goto(f"{address}/study/review/")
    expect(study.get_by_text(f"接下来：1 天后 {wrong} 题")).to_be_visible()


def test_a_practice_of_essays_is_done_when_each_was_held_against_its_rubric(study: Page, address: str) -> None:
    name = "更多「你怎么看」"
    module = row(study, "课程和练习", name)
    expect(module).to_contain_text("还没做")
    study.goto(f"{address}/quizzes/interview/see-questions/")
    areas = study.locator("textarea")
    count = areas.count()
    for index in range(count):
        areas.nth(index).fill("写下的一段")
    study.goto(f"{address}/study/")
    expect(module).to_contain_text(f"自评了 0/{count} 题")
    study.goto(f"{address}/quizzes/interview/see-questions/")
    for _ in range(count):
        study.get_by_role("button", name="显示评分要点").first.click()
    study.get_by_role("button", name="收起评分要点").first.click()  # it was seen all the same
    study.locator("textarea").first.fill("照要点改过的一段")
    study.goto(f"{address}/study/")
    expect(module).to_contain_text(f"✓ 做完 自评了 {count}/{count} 题")
    assert "通过" not in module.inner_text()
    study.goto(f"{address}/quizzes/interview/see-questions/")
    study.locator("textarea").last.fill("")
    study.goto(f"{address}/study/")
    expect(module).to_contain_text(f"自评了 {count - 1}/{count} 题")
    assert "做完" not in module.inner_text()


def test_a_question_wrong_in_a_module_comes_to_the_review(study: Page, address: str) -> None:
    study.goto(f"{address}/training/{MODULE}/")
    item = study.locator("banxing-quiz [data-part]:has(input[type=radio])").first
    part = item.get_attribute("data-part")
    for choice in range(2):
        item.locator("input").nth(choice).check()
        item.get_by_role("button", name="核对答案").click()
        if item.get_by_text("1 天后在“今日复习”里再做").is_visible():
            break
        item.get_by_role("button", name="再做一次").click()
    record = everything(study)[RECORD.format(MODULE)]
    record["answers"][part]["r"] = [0, day_number(-1)]
    put(study, {RECORD.format(MODULE): record})
    study.goto(f"{address}/study/")
    expect(section(study, "今日复习")).to_contain_text("今天有 1 题要复习")
    title = study.evaluate(f"{DATA}.modules['{MODULE}'].title")
    expect(row(study, "课程和练习", title)).to_contain_text("还没做；1 题到期")
    section(study, "今日复习").get_by_role("link", name="去复习").click()
    study.locator("bx-study").get_by_role("link").first.click()
    expect(study.locator("banxing-quiz [data-part]:visible:not(.bx-case)")).to_have_count(1)
    expect(study.locator(f"[data-part='{part}']")).to_be_visible()


def test_a_module_is_studied_when_its_reader_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/training/{MODULE}/")
    button = page.get_by_role("button", name="学完了")
    expect(button).to_have_attribute("aria-pressed", "false")
    tab_to(page, "bx-read button")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator("bx-read [role=status]")).to_contain_text("标为学完，再点一次取消")
    expect(page.locator(".bx-facts bx-mark")).to_have_text("✓ 学完")
    page.goto(f"{address}/paths/new-hire/")
    expect(page.locator(f"bx-mark[data-module='{MODULE}']")).to_have_text("✓ 学完")
    expect(page.locator("bx-mark[data-module='overview/legal-footing']")).to_have_text("")
    page.goto(f"{address}/training/{MODULE}/")
    page.get_by_role("button", name="学完了").click()
    expect(page.locator(".bx-facts bx-mark")).to_have_text("")
    assert everything(page)[f"banxing/1/read/{MODULE}"]["done"] is False


def test_marks_move_nothing(full: Page, address: str) -> None:
    for width in (390, 1280):
        full.set_viewport_size({"width": width, "height": 900})
        for name in ("paths/new-hire/", "training/standards/procedure/"):
            full.goto(f"{address}/{name}")
            expect(full.locator("bx-mark").filter(has_text="✓ 学完").first).to_be_visible()
            boxes = "() => Array.from(document.querySelectorAll('article *'), node => node.getBoundingClientRect().y)"
            with_marks = full.evaluate(boxes)
            full.evaluate("() => { for (const mark of document.querySelectorAll('bx-mark')) mark.textContent = ''; }")
            assert full.evaluate(boxes) == with_marks, (name, width)


def test_the_best_result_stands_beside_its_practice(full: Page, address: str) -> None:
    for name in ("paths/new-hire/", "training/standards/procedure/"):
        full.goto(f"{address}/{name}")
        expect(full.locator("bx-mark[data-quiz='standards/procedure']")).to_have_text("最好 90%")


# --- review over all quizzes ---


def test_the_review_lists_what_is_due_and_shows_only_that(full: Page, address: str) -> None:
    put(full, practised(full, "overview/what-it-is", wrong=0))  # done, and nothing of it is due
    full.reload()
    section(full, "今日复习").get_by_role("link", name="去复习").click()
    expect(full.get_by_role("heading", name="今日复习", level=1)).to_be_visible()
    due = full.locator("bx-study .bx-study-list").first.locator("li")
    assert [text.split() for text in due.all_inner_texts()] == [
        ["现场程序的监督标准", "2", "题"],
        ["监督结果的反馈和运用", "1", "题"],
    ]
    expect(section(full, "题目已更新")).to_contain_text("现场程序的监督标准")
    due.first.get_by_role("link").click()
    expect(full.get_by_text("今日复习：只显示到期的 2 题")).to_be_visible()
    items = full.locator("banxing-quiz [data-part]:visible:not(.bx-case)")
    expect(items).to_have_count(2)
    part = items.first.get_attribute("data-part")
    items.first.locator("input").first.check()
    items.first.get_by_role("button", name="核对答案").click()
    assert everything(full)[RECORD.format("standards/procedure")]["answers"][part]["r"][1] == day_number(0)
    full.get_by_role("link", name="回到今日复习").click()
    expect(full.get_by_text("今天有 2 题要复习")).to_be_visible()


def test_another_tab_is_heard_and_the_focus_stays(full: Page, address: str) -> None:
    other = full.context.new_page()
    other.goto(f"{address}/training/{MODULE}/")
    link = row(full, "核对表", "现场核对").get_by_role("link")
    link.focus()
    other.get_by_role("button", name="学完了").click()
    expect(row(full, "学习路径", "新入职第一周")).to_contain_text("学完 3/18")
    expect(link).to_be_focused()
    third = full.context.new_page()
    third.goto(f"{address}/training/{MODULE}/")
    third.get_by_role("button", name="学完了").click()
    expect(other.get_by_role("button", name="学完了")).to_have_attribute("aria-pressed", "false")


# --- out and in ---


def exported(page: Page) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
    assert re.fullmatch(r"banxing-study-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename)
    expect(page.get_by_role("status")).to_contain_text("已开始下载")
    return Path(download.value.path()).read_text(encoding="utf-8")


def take_in(page: Page, content: str | bytes, name: str = "banxing-study.json") -> None:
    buffer = content.encode() if isinstance(content, str) else content
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="导入", exact=True).click()
    chooser.value.set_files({"name": name, "mimeType": "application/json", "buffer": buffer})


def test_all_of_it_goes_out_and_comes_in_on_another_device(
    full: Page, browser: Browser, address: str, page: Page
) -> None:
    put(full, {"banxing/1/exam/final/3701": EXAM})
    text = exported(full)
    assert "张三" not in text and "exam" not in text
    before = everything(full)
    other = browser.new_context()
    elsewhere = other.new_page()
    elsewhere.goto(f"{address}/study/")
    take_in(elsewhere, text)
    expect(elsewhere.get_by_role("status")).to_have_text("已导入 6 份记录")
    expect(section(elsewhere, "今日复习")).to_contain_text("今天有 3 题要复习")
    del before["banxing/1/exam/final/3701"]
    assert everything(elsewhere) == before
    other.close()


def test_importing_merges_and_the_later_wins(full: Page) -> None:
    file = json.loads(exported(full))
    part, entry = next(iter(file["records"]["practice/feedback/ladder/"]["answers"].items()))
    file["records"]["practice/feedback/ladder/"]["answers"] = {part: {**entry, "v": "B", "t": 99}}
    file["records"]["read/standards/limits"] = {"t": 0, "done": False}
    before = everything(full)
    take_in(full, json.dumps(file))
    expect(full.get_by_role("status")).to_contain_text("已导入")
    after = everything(full)
    ladder = RECORD.format("feedback/ladder")
    assert after[ladder]["answers"][part]["v"] == "B"
    assert len(after[ladder]["answers"]) == len(before[ladder]["answers"]) > 1
    assert after["banxing/1/read/standards/limits"] == before["banxing/1/read/standards/limits"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n", b"{", b'{"format": "banxing-response/1"}', b"x" * (8 * 1024 * 1024 + 1)],
    ids=["empty", "picture", "cut", "response", "large"],
)
def test_a_bad_file_is_one_sentence_and_nothing_is_lost(full: Page, content: bytes) -> None:
    before = everything(full)
    take_in(full, content)
    expect(full.get_by_role("status")).to_have_text("这不是从“我的学习”导出的，或者不完整。什么也没有改动。")
    assert everything(full) == before


def test_markup_in_a_file_stays_text(full: Page, address: str) -> None:
    evil = "<img src=x onerror=document.title='evil'>"
    file = {
        "format": "banxing-study/1",
        "records": {
            "practice/standards/procedure/": {"quiz": evil, "answers": {"x": {"v": evil, "t": 1, "p": evil, "s": evil}}}
        },
    }
    take_in(full, json.dumps(file))
    expect(full.get_by_role("status")).to_contain_text("已导入 1 份记录")
    full.goto(f"{address}/quizzes/standards/procedure/")
    full.goto(f"{address}/study/")
    assert full.locator("article img").count() == 0 and full.title() != "evil"


def test_no_room_on_the_device_undoes_the_import(full: Page) -> None:
    file = json.loads(exported(full).replace('"t":1,', '"t":2,'))
    file["records"] = {"read/support/psychology": {"t": 1, "done": True}, **file["records"]}
    before = everything(full)
    full.evaluate(
        """() => {
          const real = Storage.prototype.setItem;
          let left = 2;
          Storage.prototype.setItem = function (key, value) {
            left -= 1;
            if (left === -1) throw new DOMException('full', 'QuotaExceededError');
            real.call(this, key, value);
          };
        }"""
    )
    take_in(full, json.dumps(file))
    expect(full.get_by_role("status")).to_have_text("这台设备存不下，什么也没有改动。")
    assert everything(full) == before


@pytest.fixture
def chat(browser: Browser, address: str) -> Iterator[Page]:
    """The page as a chat program opens it."""
    agent = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0.30"
    context = browser.new_context(user_agent=agent, viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{address}/study/")
    yield page
    context.close()


def test_where_nothing_can_be_downloaded_the_text_is_copied_and_pasted(chat: Page, study: Page) -> None:
    put(chat, practised(chat, "feedback/ladder", wrong=1, results=(50,)))
    downloads: list[object] = []
    chat.on("download", lambda download: downloads.append(download))
    chat.get_by_role("button", name="导出").click()
    box = chat.get_by_role("group", name="导出")
    expect(box).to_contain_text("这里下载不了")
    expect(box).to_contain_text("粘贴导入")
    box.get_by_role("button", name="复制全文").click()
    expect(chat.get_by_role("status")).to_have_text("已复制")
    text = chat.evaluate("navigator.clipboard.readText()")
    assert text == box.get_by_role("textbox").input_value() and json.loads(text)["format"] == "banxing-study/1"
    assert downloads == [] and Axe().run(chat).violations_count == 0
    chat.set_viewport_size({"width": 320, "height": 700})
    assert overflow(chat) <= 0
    box.get_by_role("button", name="取消").click()
    expect(chat.get_by_role("button", name="导出")).to_be_focused()
    study.get_by_role("button", name="粘贴导入").click()
    box = study.get_by_role("group", name="粘贴导入")
    expect(box.get_by_role("textbox")).to_be_focused()
    box.get_by_role("textbox").fill(text[:-9])
    box.get_by_role("button", name="导入", exact=True).click()
    expect(study.get_by_role("status")).to_have_text("这不是从“我的学习”导出的，或者不完整。什么也没有改动。")
    assert everything(study) == {}
    box.get_by_role("textbox").fill(f"\n{text} ")
    box.get_by_role("button", name="导入", exact=True).click()
    expect(study.get_by_role("status")).to_have_text("已导入 1 份记录")
    expect(box).to_be_hidden()
    assert everything(study) == everything(chat)


# --- deleting ---


def test_deleting_asks_and_says_what_goes(full: Page) -> None:
    before = everything(full)
    button = full.get_by_role("button", name="全部删除")
    button.click()
    question = full.get_by_role("group", name="全部删除")
    expect(question).to_contain_text(
        "将删除 2 份练习的作答和结果、2 课的“学完”标记、1 张核对表的勾选，还有最近搜过的词。"
    )
    assert question.evaluate("node => node.contains(document.activeElement)")
    expect(full.get_by_role("button", name="取消")).to_be_in_viewport(ratio=1)  # asked in full, without scrolling
    full.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    full.get_by_role("button", name="取消").click()
    assert everything(full) == before
    put(full, {"other/site": 1, "banxing/1/searches": ["听证"]})
    button.click()
    full.get_by_role("button", name="确定删除").click()
    expect(full.get_by_role("status")).to_have_text("已删除")
    expect(section(full, "今日复习")).to_contain_text("今天没有要复习的题")
    assert everything(full) == {}
    assert full.evaluate("Object.keys(localStorage)").count("other/site") == 1


def test_a_refused_deletion_is_told(full: Page) -> None:
    before = everything(full)
    full.evaluate("() => { Storage.prototype.removeItem = () => { throw new DOMException('no', 'SecurityError'); }; }")
    full.get_by_role("button", name="全部删除").click()
    full.get_by_role("button", name="确定删除").click()
    expect(full.get_by_role("status")).to_have_text("浏览器不让删除，请用浏览器的“清除数据”")
    assert everything(full) == before


@pytest.mark.parametrize("keep", [True, False])
def test_an_exam_on_the_device_is_asked_about_once_more(full: Page, keep: bool) -> None:
    full.clock.set_fixed_time(datetime(2026, 11, 23, 9, 0))
    put(
        full,
        {
            "banxing/1/exam/final/3701": EXAM,
            "banxing/1/exam/final/3702": {**EXAM, "candidate": {"id": "3702"}, "response": {"text": "{}"}},
            "banxing/1/exam/final/": {"receipts": [{}, {}]},
        },
    )
    full.evaluate("sessionStorage.setItem('banxing/1/exam/final/', '3701')")
    full.get_by_role("button", name="全部删除").click()
    question = full.get_by_role("group", name="全部删除")
    expect(question).to_contain_text("本机的 2 张考试交卷回执也会删除")
    full.get_by_role("button", name="确定删除").click()
    expect(question).to_contain_text("这台设备上还有 2 份考试答卷，删除后答案找不回来。")
    expect(question).to_contain_text("开始，还没有交")
    expect(question).to_contain_text("开始，已交卷，还没有清除")
    assert "3701" not in question.inner_text() and "张三" not in question.inner_text()
    assert len(everything(full)) == 9
    full.get_by_role("button", name="留下考试，只删学习记录" if keep else "连答卷一起删除").click()
    assert len(everything(full)) == (3 if keep else 0)
    assert full.evaluate("sessionStorage.length") == (1 if keep else 0)


def test_a_paper_that_is_written_elsewhere_comes_back_and_that_is_told(full: Page, address: str) -> None:
    exam = full.context.new_page()
    exam.goto(f"{address}/quizzes/final/")
    for name, value in (("准考证号或工号", "3701"), ("再输入一次准考证号或工号", "3701"), ("姓名", "张三")):
        exam.get_by_label(name, exact=True).first.fill(value)
    exam.get_by_role("button", name="开始考试").click()
    expect(exam.get_by_role("button", name="交卷").first).to_be_visible()
    full.get_by_role("button", name="全部删除").click()
    full.get_by_role("button", name="确定删除").click()
    full.get_by_role("button", name="连答卷一起删除").click()
    status = full.get_by_role("status")
    expect(status).to_have_text(
        "没有全部删除：另一个标签页还开着考试，答卷又存回来了。先退出那场考试，关掉那个标签页，再删一次。"
    )
    assert list(everything(full)) == ["banxing/1/exam/final/3701"]
    exam.close()
    full.get_by_role("button", name="全部删除").click()
    full.get_by_role("button", name="确定删除").click()
    full.get_by_role("button", name="连答卷一起删除").click()
    expect(status).to_have_text("已删除")
    assert everything(full) == {}


# --- a device that keeps nothing, small screens, keyboards ---


def test_a_device_that_cannot_save_says_so(page: Page, address: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page.goto(f"{address}/study/")
    expect(page.get_by_role("alert")).to_have_text("这台设备的浏览器不让保存，学习记录关掉页面就没有了")
    page.goto(f"{address}/training/{MODULE}/")
    page.get_by_role("button", name="学完了").click()
    expect(page.locator("bx-read [role=status]")).to_have_text("这台设备存不下，关掉页面就没有了")


def test_a_browser_without_storage_shows_the_pages_all_the_same(page: Page, address: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page.goto(f"{address}/study/")
    expect(section(page, "学习路径")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_visible()
    page.goto(f"{address}/study/review/")
    expect(page.get_by_text("今天没有要复习的题")).to_be_visible()


def test_nonsense_in_storage_breaks_nothing(study: Page) -> None:
    values = [
        "{",
        "null",
        "3",
        "[]",
        '"x"',
        '{"answers": {"a": 1}, "results": [null, [1e300, 1, 1]]}',
        '{"t": 1e300, "done": true}',
    ]
    for index, value in enumerate(values):
        quiz = site_data(study)["quizzes"][index]["id"]
        study.evaluate("([key, text]) => localStorage.setItem(key, text)", [RECORD.format(quiz), value])
        study.evaluate("([key, text]) => localStorage.setItem(key, text)", [f"banxing/1/read/{MODULE}", value])
        study.evaluate("([key, text]) => localStorage.setItem(key, text)", ["banxing/1/ticks/tools/during", value])
        study.reload()
        expect(row(study, "核对表", "现场核对")).to_contain_text("已勾 0/")
        expect(row(study, "学习路径", "新入职第一周")).to_contain_text("学完 0/18")


def test_by_keyboard_alone(full: Page) -> None:
    tab_to(full, "bx-study a")
    reached: list[str] = []
    for _ in range(200):
        reached.append(full.evaluate("document.activeElement.textContent.trim()"))
        if reached[-1] == "全部删除":
            break
        full.keyboard.press("Tab")
    assert reached[0] == "去复习" and reached[-4:] == ["导出", "导入", "粘贴导入", "全部删除"] and "逐次列出" in reached
    full.keyboard.press("Enter")
    full.keyboard.press("Tab")
    full.keyboard.press("Tab")
    full.keyboard.press("Enter")  # 取消
    expect(full.get_by_role("button", name="全部删除")).to_be_focused()


def test_a_button_in_the_dark_is_read_under_the_pointer_too(study: Page) -> None:
    study.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    button = study.get_by_role("button", name="导出")
    button.hover()
    expect(button).to_have_css("background-color", "rgb(240, 168, 120)")
    expect(button).to_have_css("color", "rgb(43, 22, 8)")


def test_axe_and_320(full: Page, address: str) -> None:
    put(full, {"banxing/1/exam/final/3701": EXAM})
    for name in ("study/", "study/review/", f"training/{MODULE}/", "paths/new-hire/"):
        full.goto(f"{address}/{name}")
        if name == "study/":
            full.get_by_role("button", name="全部删除").click()
            full.get_by_role("button", name="确定删除").click()
        for scheme in ("default", "slate"):
            for width in (390, 1440):
                full.set_viewport_size({"width": width, "height": 900})
                full.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme; }", scheme)
                found = Axe().run(full)
                assert found.violations_count == 0, f"{name}, {scheme}, {width} px\n{found.generate_report()}"
        full.set_viewport_size({"width": 320, "height": 700})
        assert overflow(full) <= 0, name
    full.goto(f"{address}/study/")
    for target in full.locator("bx-study a, bx-study button, bx-study summary").all():
        box = target.bounding_box()
        assert box and box["height"] >= 24, target.inner_text()


def test_after_instant_navigation_and_back(full: Page, address: str) -> None:
    places = ("study/", "study/review/", "training/standards/procedure/", "quizzes/feedback/ladder/")
    found = "".join(f"<url><loc>{address}/{place}</loc></url>" for place in places)
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{found}</urlset>'
    full.route("**/sitemap.xml", lambda route: route.fulfill(content_type="application/xml", body=body))
    with full.expect_response("**/sitemap.xml"):
        full.reload()
    full.evaluate("window.stayed = true")
    full.get_by_role("link", name="现场程序的监督标准").first.click()
    expect(full.get_by_role("button", name="学完了")).to_have_attribute("aria-pressed", "true")
    full.get_by_role("button", name="学完了").click()
    full.go_back()
    expect(row(full, "学习路径", "新入职第一周")).to_contain_text("学完 1/18")
    assert full.locator("bx-study h2").count() == full.locator("section h2").count()
    assert full.get_by_role("button", name="导出").count() == 1
    section(full, "今日复习").get_by_role("link", name="去复习").click()
    full.locator("bx-study").get_by_role("link", name="监督结果的反馈和运用").first.click()
    expect(full.get_by_text("今日复习：只显示到期的 1 题")).to_be_visible()
    full.get_by_role("link", name="回到今日复习").click()
    expect(full.get_by_text("今天有 3 题要复习")).to_be_visible()
    assert full.evaluate("window.stayed") is True  # no load between


def test_from_a_usb_stick(disk: Page, stick: Path) -> None:
    page = disk
    page.goto((stick / "study/index.html").as_uri())
    put(page, practised(page, "standards/procedure", results=(80,)))
    page.reload()
    section(page, "今日复习").get_by_role("link", name="去复习").click()
    page.locator("bx-study").get_by_role("link", name="现场程序的监督标准").click()
    expect(page.get_by_text("今日复习：只显示到期的 2 题")).to_be_visible()
    page.get_by_role("link", name="回到今日复习").click()
    expect(page.get_by_text("今天有 2 题要复习")).to_be_visible()


def test_without_scripts_it_says_why_it_is_empty(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/study/")
    assert "学习记录存在浏览器里，不在网站上" in page.locator("article noscript").inner_html()
    page.goto(f"{address}/training/{MODULE}/")
    expect(page.get_by_role("button", name="学完了")).to_be_hidden()
    context.close()
