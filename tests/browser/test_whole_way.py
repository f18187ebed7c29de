"""One reader's way through the built site: search, practise by keyboard, sit the exam, and have it scored."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from test_exam_player import begin, choose, hand_in, response_text

from banxing.catalogue import load
from banxing.cli import main
from banxing.marking import BLANK_SEPARATOR, mark
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
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("combobox").fill(query)
    expect(page.get_by_role("option").first).to_be_visible()
    targets = page.get_by_role("option").evaluate_all("links => links.slice(0, 5).map(a => a.href)")
    assert any(landing in target for target in targets), targets


def test_practice_exam_and_score(page: Page, address: str, tmp_path: Path) -> None:
    # A practice question by keyboard alone: nothing is marked before the button is pressed.
    page.goto(f"{address}/quizzes/standards/procedure/")
    item = page.locator("[data-part='proc-limits-beyond-powers']")
    item.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(item.locator("input").nth(1)).to_be_checked()
    expect(item.locator(".bx-explanation")).to_be_hidden()
    item.get_by_role("button", name="核对答案").focus()
    page.keyboard.press("Enter")
    expect(item.locator(".bx-explanation")).to_be_visible()

    # The exam: every choice question answered with its key, the rest left blank.
    file = load(ROOT).quizzes["final"]
    page.goto(f"{address}/quizzes/final/")
    begin(page, CANDIDATE)
    by_hand = 0
    for question in draw(file.quiz, CANDIDATE):
        for part, sub in parts(question):
            key = file.key_of(part)
            if sub.choice or sub.type == "true_false":
                choose(page, part, key.answer)  # type: ignore[union-attr]
                by_hand += sub.points
    hand_in(page)
    response = json.loads(response_text(page))
    assert response["quiz"] == "final"
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)

    # That very file becomes the score that marking by hand gives.
    assert main(["score", str(saved), "--root", str(ROOT), "-o", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["id"] == CANDIDATE
    assert round(float(row["score"]) * 100) == by_hand
    marks = 0
    for question in draw(file.quiz, CANDIDATE):
        for part, sub in parts(question):
            answer = response["answers"].get(part, "")
            key = file.key_of(part)
            assert key is not None
            marks += mark(sub, key, BLANK_SEPARATOR.join(answer) if isinstance(answer, list) else answer) or 0
    assert marks == by_hand


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
