"""What the browser makes of papers, answer sheets and keys when it prints them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from banxing.catalogue import load
from banxing.messages import Lang
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.responses.records import Candidate
from banxing.sheets.paper import Paper, lay_out
from banxing.sheets.printed import KINDS, Printer
from banxing.sheets.qr import sheet_text

pytestmark = pytest.mark.browser
DATA = Path(__file__).parent.parent / "data"
COURSE = DATA.parent.parent
WIDTH = 680  # CSS pixels between the margins of an A4 page
PEOPLE = [Candidate("20260001", "张三", "甲局"), Candidate("510101199001011234", "欧阳娜娜", "某县综合行政执法大队")]
FULL = """() => [...document.querySelectorAll('.page, .block, .self, .grid, .titles')]
  .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
  .map(e => `${e.className}: ${e.textContent.trim().slice(0, 30)}`)"""
OVER = """() => [...document.querySelectorAll('.page')].filter(page => {
  const below = page.querySelector('.foot').getBoundingClientRect().top;
  return [...page.querySelectorAll('.block')].some(block => block.getBoundingClientRect().bottom > below);
}).length"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 794, "height": 1123}, device_scale_factor=2)
    page.emulate_media(media="print")
    yield page
    page.close()


def papers(root: Path, quiz: str, form: str, lang: Lang = "zh") -> tuple[Printer, Paper]:
    catalogue = load(root)
    printer = Printer(Inline(Linker(catalogue.laws, None)), lang, id_boxes=18)
    return printer, lay_out(catalogue.quizzes[quiz], form)


def show(page: Page, folder: Path, html: str) -> None:
    (folder / "shown.html").write_text(html, encoding="utf-8")
    page.goto((folder / "shown.html").as_uri())


def test_the_sheets_print_on_a4_with_the_seal_beside_page_one(page: Page, tmp_path: Path) -> None:
    printer, paper = papers(DATA / "player", "exam", "A")
    for kind in reversed(KINDS):  # the paper last
        width = 794 if kind == "answer-sheet" else WIDTH
        page.set_viewport_size({"width": width, "height": 1000})
        show(page, tmp_path, printer.html(kind, paper))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{kind}: wider than the page"
        size = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
        assert size is not None
        assert [float(n) for n in size.groups()] == pytest.approx([595, 842], abs=1.5)  # points
    seal, marks = (page.locator(name).bounding_box() for name in (".seal", ".marks"))
    assert seal is not None and marks is not None
    assert marks["x"] >= seal["x"] + seal["width"], "the table stands beside the seal"
    assert marks["y"] < seal["y"] + seal["height"] / 2, "and not below it"


@pytest.mark.parametrize(
    ("root", "quiz", "form", "lang"),
    [
        (DATA / "player", "exam", "A", "zh"),
        (DATA / "player", "basics/signature", "", "zh"),
        (COURSE, "final", "C", "zh"),
        (COURSE, "final", "B", "en"),
    ],
)
def test_nothing_on_an_answer_sheet_leaves_its_place(
    page: Page, tmp_path: Path, root: Path, quiz: str, form: str, lang: Lang
) -> None:
    printer, paper = papers(root, quiz, form, lang)
    show(page, tmp_path, printer.html("answer-sheet", paper, PEOPLE))
    assert page.evaluate(FULL) == []
    assert page.evaluate(OVER) == 0
    count = page.locator(".page").count()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))) == count


def test_a_machine_reads_every_page_of_every_candidate(page: Page, tmp_path: Path) -> None:
    printer, paper = papers(DATA / "player", "exam", "B")
    show(page, tmp_path, printer.html("answer-sheet", paper, PEOPLE))
    sheets = page.locator(".page")
    each = sheets.count() // len(PEOPLE)
    wanted = [sheet_text(paper, n, each, person) for person in PEOPLE for n in range(1, each + 1)]
    read = []
    for number in range(sheets.count()):
        picture = Image.open(io.BytesIO(sheets.nth(number).screenshot())).convert("L")
        read += [code.text for code in zxingcpp.read_barcodes(picture)]
        corners = [(11, 11), (199, 11), (11, 286), (199, 288)]  # mm
        scale = picture.width / 210
        assert all(picture.getpixel((round(x * scale), round(y * scale))) == 0 for x, y in corners)
    assert read == wanted
