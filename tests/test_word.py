"""Forms as Word files: from one source, the same bytes, and fit to print."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from banxing.catalogue import load
from banxing.model.forms import Form
from banxing.word import form_docx

GOOD = Path(__file__).parent / "data" / "check" / "good"
COURSE = Path(__file__).parent.parent


def form() -> Form:
    return load(GOOD).forms["reminder"].value


def test_a_form_says_in_word_what_its_source_says() -> None:
    document = Document(io.BytesIO(form_docx(form(), "zh")))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[0] == "现场提醒记录"
    assert {"提醒", "□ 已当场改正", "____局：", "说明"} <= set(said)
    assert said[-1].startswith("一式两份。") and "以本地现行规定为准" in said[-1]
    fields, grid, lines = document.tables
    assert [cell.text for cell in fields.rows[0].cells] == ["日期", "", "被监督机关", ""]
    wide = fields.rows[1].cells
    assert wide[0].text == "监督人员"
    assert wide[1]._tc is wide[3]._tc  # one blank as wide as the row
    assert [[cell.text for cell in row.cells] for row in grid.rows][:2] == [["时间", "事实", "处理"], ["十点", "", ""]]
    assert len(grid.rows) == 4 and len(lines.rows) == 3


def test_the_same_form_is_the_same_file() -> None:
    first, second = form_docx(form(), "zh"), form_docx(form(), "zh")
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2013" not in file.read("docProps/core.xml")


def test_the_notice_speaks_the_language_asked_for() -> None:
    document = Document(io.BytesIO(form_docx(form(), "en")))
    assert "local rules" in document.paragraphs[-1].text


@pytest.mark.office
def test_each_form_of_the_course_is_one_page(office: Callable[..., Path], tmp_path: Path) -> None:
    pages = {}
    for name, sourced in load(COURSE, with_keys=False).forms.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(form_docx(sourced.value, "zh"))
        pages[name] = re.findall(rb"/Count (\d+)", office(path, "pdf").read_bytes())
    assert len(pages) >= 7
    assert {name: [b"1"] for name in pages} == pages
