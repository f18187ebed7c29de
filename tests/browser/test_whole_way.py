"""One reader's way through the built site: search, practise by keyboard, sit the exam, and have it scored."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from by_hand import Answer, Given, plan
from by_keyboard import take
from playwright.sync_api import Browser, Locator, Page, expect
from test_exam_player import begin, choose, hand_in
from test_shared_device import allow_instant_navigation

from banxing.catalogue import load
from banxing.catalogue.quizzes import QuizFile
from banxing.cli import main
from banxing.model.questions import parts
from banxing.shuffle import draw
from sites import ROOT

pytestmark = pytest.mark.browser
CANDIDATE = "370100007"


@pytest.mark.parametrize(
    ("query", "landing"),
    [("当事人拒绝签字", "training/standards/procedure/"), ("督办函", "training/feedback/ladder/")],
)
def test_a_search_lands_on_the_right_page(page: Page, address: str, query: str, landing: str) -> None:
    page.goto(f"{address}/")
    results = search(page, query)
    pages = results.evaluate_all("all => all.slice(0, 3).map(result => result.href)")
    assert any(landing in page for page in pages), pages


@pytest.mark.parametrize(("title", "ready"), [("现场程序的监督标准", "查看结果"), ("结业考试", "开始考试")])
def test_a_quiz_starts_when_the_theme_puts_it_in(page: Page, address: str, title: str, ready: str) -> None:
    """Its script is not there yet then, and the theme has made its data anew before it comes."""
    allow_instant_navigation(page, address)
    with page.expect_response("**/sitemap.xml"):
        page.goto(f"{address}/quizzes/")
    page.evaluate("window.stayed = true")
    page.get_by_role("article").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("button", name=ready)).to_be_visible()
    assert page.evaluate("window.stayed")


def test_from_a_search_to_a_score(page: Page, address: str, tmp_path: Path) -> None:
    """What the site is for, from end to end: look up, practise without a mouse, sit the exam, have that file scored."""
    bank = load(ROOT).quizzes
    search_and_read(page, f"{address}/", "当事人拒绝签字", f"{address}/training/standards/procedure/#")
    practise(page, bank["standards/procedure"])
    page.goto(f"{address}/quizzes/final/")
    answers, saved = sit(page, bank["final"], tmp_path)
    assert_scored(saved, answers, tmp_path)


def assert_scored(saved: Path, answers: dict[str, Answer], tmp_path: Path) -> None:
    """The file of a response gets the marks that its plan was made for."""
    assert main(["score", str(saved), "--root", str(ROOT), "-o", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["id"] == CANDIDATE
    asked = [part for part, answer in answers.items() if answer.marks is not None]
    assert {part: hundredths(row[part]) for part in asked} == {part: answers[part].marks for part in asked}
    assert hundredths(row["score"]) == sum(answers[part].marks or 0 for part in asked)


def search(page: Page, words: str) -> Locator:
    """What the dialog finds."""
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("combobox").fill(words)
    results = page.get_by_role("option")
    expect(results.first).to_be_visible()
    return results


def search_and_read(page: Page, home: str, phrase: str, landing: str) -> None:
    """Asks the search, follows the section it finds, and stands before that section; `landing` begins its address."""
    page.goto(home)
    search(page, phrase).filter(has_text=phrase).first.click()
    expect(page).to_have_url(re.compile(re.escape(landing)))
    section = page.get_by_role("heading", level=2, name=phrase)
    expect(section).to_be_in_viewport()
    expect(page.locator("h2", has_text=phrase).locator("xpath=following-sibling::p[1]")).to_be_in_viewport()
    section.click(trial=True)  # nothing lies over it


def practise(page: Page, file: QuizFile) -> None:
    """The lesson's quiz, every question of it, by keyboard alone."""
    page.get_by_role("link", name=str(file.quiz.head.title)).last.click()
    expect(page.get_by_role("button", name="查看结果")).to_be_visible()
    questions = [entry for question in file.quiz.questions for entry in parts(question)]
    answers = plan(questions, file.key_of)
    assert len({question.type for _, question in questions}) >= 7
    take(page, answers)
    counted = [(question.points, answers[part].marks) for part, question in questions if question.type != "essay"]
    score, most = sum(marks or 0 for _, marks in counted), sum(points for points, _ in counted)
    assert 0 < score < most
    expect(page.locator(".bx-score")).to_contain_text(f"得 {score / 100:g} 分，满分 {most / 100:g} 分")
    blank = sum(answer.kind == "blank" for answer in answers.values())
    expect(page.locator(".bx-outcome")).to_contain_text(f"其中 {blank} 题未作答" if blank else "得分率")


def sit(page: Page, file: QuizFile, folder: Path) -> tuple[dict[str, Answer], Path]:
    """Begins the exam of this page, answers what is drawn by plan, hands in and downloads: (plan, response file)."""
    begin(page, CANDIDATE)
    drawn = draw(file.quiz, CANDIDATE)
    assert {question.type for question in drawn} == {section.type for section in file.quiz.sections}
    questions = [entry for question in drawn for entry in parts(question)]
    answers = plan(questions, file.key_of)
    assert {answer.kind for answer in answers.values()} == {"right", "partial", "wrong", "blank", "written"}
    for part, question in questions:
        enter(page, part, question.type, answers[part].given)
    hand_in(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载答卷").click()
    saved = folder / download.value.suggested_filename
    download.value.save_as(saved)
    response = json.loads(saved.read_text(encoding="utf-8"))
    assert list(response["prints"]) == [question.id for question in drawn]
    assert response["answers"] == {part: answer.given for part, answer in answers.items() if answer.given}
    return answers, saved


def enter(page: Page, part: str, kind: str, given: Given) -> None:
    """Authored letters, whatever letters are shown."""
    item = page.locator(f"[data-part='{part}']")
    if kind == "essay":
        item.locator("textarea").fill(str(given))
    elif kind == "fill_blank":
        for index, text in enumerate(given):
            item.locator("input").nth(index).fill(text)
    elif kind in ("ordering", "matching"):
        for index, letter in enumerate(given):
            if letter == "-":
                continue
            # As a candidate does: the letter that stands before the entry. By place, since Playwright takes a value for
            # a label too.
            seen = item.locator(f"[data-letter='{letter}'] .bx-letter").inner_text()
            select = item.locator("select").nth(index)
            shown = select.locator("option").evaluate_all("all => all.map(option => option.text)")
            select.select_option(index=shown.index(seen))
    else:
        choose(page, part, str(given))


def hundredths(text: str) -> int:
    return round(float(text) * 100)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    found = {}
    for path in ("", "training/standards/procedure/", "quizzes/standards/procedure/", "laws/xzcf-2021/", "quizzes/"):
        page.goto(f"{address}/{path}")
        page.wait_for_timeout(300)
        if path.endswith("procedure/") and path.startswith("quizzes"):
            page.get_by_role("button", name="查看结果").click()
        report = Axe().run(page)
        if report.violations_count:
            found[path] = report.generate_report()
    context.close()
    assert found == {}, "\n".join(found.values())


def test_the_key_is_no_box_of_the_theme(page: Page, address: str) -> None:
    """The site's rule for every fold once put a bar right against the words of the key."""
    page.goto(f"{address}/quizzes/standards/procedure/")
    key = page.locator(".bx-key").first
    widths = key.evaluate("node => { const s = getComputedStyle(node); return [s.borderLeftWidth, s.borderTopWidth]; }")
    assert widths == ["0px", "1px"]
