"""The answer sheet: what stands on which page, whose it is, and what its code says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from banxing.catalogue import load
from banxing.model.questions import Essay, FillBlank, Question, TrueFalse
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.responses.records import Candidate
from banxing.sheets.card import HEIGHT, WIDTH, Block, Page, pages_of
from banxing.sheets.paper import Item, PrintedSection, lay_out
from banxing.sheets.printed import Printer
from banxing.sheets.qr import sheet_text

CATALOGUE = load(Path(__file__).parent / "data" / "player")
EXAM = CATALOGUE.quizzes["exam"]


def pages(*questions: Question, kind: str | None = None, heading: str = "", first: float = 110.0) -> list[Page]:
    items = tuple(Item(str(n), q.id, q, None, {}) for n, q in enumerate(questions, 1))
    return pages_of([(PrintedSection(kind, items), heading, "")], first, 20.0)


def blocks(found: Sequence[Page]) -> list[Block]:
    return [block for page in found for row in page for block in row]


def judged(count: int) -> list[Question]:
    return [TrueFalse(id=f"q{n}", type="true_false", stem="题") for n in range(count)]


def essay(points: int) -> Question:
    return Essay(id="e", type="essay", stem="论", points=f"{points}")


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (3, [1]), (5, [5]), (10, [5]), (25, [5]), (40, [5, 5])])
def test_bubbles_stand_in_columns_of_five(count: int, rows: list[int]) -> None:
    found = blocks(pages(*judged(count)))
    assert [block.rows for block in found] == rows
    assert [item.label for block in found for item in block.items] == [str(n) for n in range(1, count + 1)]


@pytest.mark.parametrize("count", [1, 7, 60, 300])
def test_a_page_is_never_fuller_than_it_is_high_nor_a_row_wider(count: int) -> None:
    found = pages(*judged(count), essay(20), *judged(count), kind="case", heading="一、混合题")
    assert len(found) > 1
    for number, page in enumerate(found):
        assert sum(max(block.height for block in row) for row in page) <= HEIGHT - (20 if number else 110)
        assert all(sum(block.width for block in row) <= WIDTH for row in page)
    assert sum(len(block.items) for block in blocks(found)) == 2 * count + sum(b.kind == "essay" for b in blocks(found))


def test_a_heading_stands_once_before_what_is_below_it() -> None:
    found = blocks(pages(*judged(300), kind="true_false", heading="一、判断题"))
    assert [block.section for block in found] == [0] + [None] * (len(found) - 1)


@pytest.mark.parametrize(("points", "lines"), [(2, 8), (10, 10), (20, 20), (60, 20)])
def test_an_essay_has_a_line_a_point(points: int, lines: int) -> None:
    assert sum(block.rows for block in blocks(pages(essay(points), first=20.0))) == lines


@pytest.mark.parametrize("used", range(0, 180, 7))
def test_an_essay_is_cut_into_pieces_worth_writing_on(used: int) -> None:
    found = blocks(pages(essay(20), first=85.0 + used))
    assert 15 <= sum(block.rows for block in found) <= 20
    assert all(block.rows >= 4 for block in found)
    assert [block.begins for block in found] == [True] + [False] * (len(found) - 1)


def test_no_page_is_begun_for_a_few_lines() -> None:
    room = 265 - 8 - 16 * 8.6 - 1  # sixteen of twenty lines fit
    assert [block.rows for block in blocks(pages(essay(20), first=room))] == [16]
    assert len(pages(essay(20), first=room + 2 * 8.6)) == 2


def test_two_blanks_a_line_and_several_of_one_question_together() -> None:
    one, three = (FillBlank(id=f"f{n}", type="fill_blank", stem="甲____" * n) for n in (1, 3))
    found = blocks(pages(one, one, one, three, one))
    assert [block.places for block in found] == [
        (("1", 0), ("2", 0)),
        (("3", 0),),
        (("4", 1), ("", 2)),
        (("", 3),),
        (("5", 0),),
    ]


# --- the code ---


def test_the_code_names_quiz_form_fingerprint_page_and_candidate() -> None:
    paper = lay_out(EXAM, "B")
    assert (
        sheet_text(paper, 2, 3, Candidate("K 7", "张三")) == f"banxing-sheet/1\nexam\nB\n{paper.fingerprint}\n2/3\nK 7"
    )
    assert sheet_text(paper, 1, 1).endswith("\n1/1\n")


def test_a_fingerprint_is_that_of_one_form_and_one_text() -> None:
    prints = {lay_out(EXAM, form).fingerprint for form in ("A", "B", "C")}
    assert len(prints) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", value) for value in prints)


def test_a_printed_number_is_filled_in() -> None:
    printer = Printer(Inline(Linker(CATALOGUE.laws, None)), "zh")
    html = printer.html("answer-sheet", lay_out(EXAM, "A"), [Candidate("K7012", "张三", "一局")])
    grid = html[html.index('class="grid"') : html.index('class="marks"')]
    assert re.findall(r'class="box">(\w)<', grid) == [*"K7012"]
    rows = re.findall(r'<span class="bubble( bubble--full)?">(\d)</span>', grid)
    full = sorted((place % printer.id_boxes, digit) for place, (mark, digit) in enumerate(rows) if mark)
    assert full == [(1, "7"), (2, "0"), (3, "1"), (4, "2")]


def test_a_number_longer_than_the_boxes_stands_in_words() -> None:
    long = "甲" + "1234567890" * 2
    printer = Printer(Inline(Linker(CATALOGUE.laws, None)), "zh", id_boxes=len(long))
    html = printer.html("answer-sheet", lay_out(EXAM, "A"), [Candidate(long)])
    assert f"<span>准考证号</span><i>{long}</i>" in html
    assert html.count('class="box"></span>') >= printer.id_boxes == 18
