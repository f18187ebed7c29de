"""A form as a Word file to fill in, from the same source as its page."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from banxing.messages import Lang, text
from banxing.model.forms import Block, Form, Table

_BODY, _HEAD = "仿宋", "黑体"
_MARGIN, _WIDTH = 17, 176  # mm of an A4 page
_SIZE = 10.5  # points: 五号, the usual size of a form
_LABEL = 32  # mm
_ROW = 7.5  # mm
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: the same form is the same file


def form_docx(form: Form, lang: Lang) -> bytes:
    """The .docx of a form, A4, the same bytes for the same form."""
    document = Document()
    _set_up(document, form.title)
    _say(document, form.title, size=18, font=_HEAD).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in form.blocks:
        _block(document, block)
    notice = " ".join(filter(None, (form.copies, text("page.form_notice", lang))))
    _say(document, notice, size=9).paragraph_format.space_before = Pt(6)
    return _reproducible(document)


def _set_up(document: DocumentType, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(_SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    normal.paragraph_format.space_after = Pt(2)
    about = document.core_properties
    about.title, about.author, about.comments = title, "", ""
    about.created = about.modified = datetime(*_EPOCH[:3])


def _block(document: DocumentType, block: Block) -> None:
    if block.title:
        _say(document, block.title, font=_HEAD).paragraph_format.space_before = Pt(5)
    for line in (block.text or "").splitlines():
        if line.strip():
            # The one addressed stands at the margin; all else starts two characters in, as official letters do.
            addressed = line.rstrip().endswith("：") and len(line.strip()) < 12
            _say(document, line.strip(), indent=not addressed)
    if block.fields:
        _fields(document, block.fields)
    if block.table:
        _table(document, block.table)
    for box in block.boxes:
        _say(document, f"□ {box}").paragraph_format.space_after = Pt(0)
    if block.lines:
        _heights(document.add_table(block.lines, 1, "Table Grid"), _ROW)


def _fields(document: DocumentType, labels: tuple[str, ...]) -> None:
    """Two labels a row, each with a blank cell; a wide one alone."""
    rows: list[list[str]] = []
    for label in labels:
        wide = label.endswith("*")
        if wide or not rows or len(rows[-1]) == 2 or rows[-1][0].endswith("*"):
            rows.append([label])
        else:
            rows[-1].append(label)
    table = document.add_table(len(rows), 4, "Table Grid")
    for row, names in zip(table.rows, rows, strict=True):
        for index, cell in enumerate(row.cells):
            cell.width = Mm(_LABEL if index % 2 == 0 else _WIDTH / 2 - _LABEL)
        for index, name in enumerate(names):
            row.cells[2 * index].text = name.rstrip("*")
        if len(names) == 1:
            row.cells[1].merge(row.cells[3])
    _heights(table, _ROW)


def _table(document: DocumentType, source: Table) -> None:
    table = document.add_table(1 + len(source.given) + source.rows, len(source.columns), "Table Grid")
    for number, cells in enumerate((source.columns, *source.given)):
        for cell, words in zip(table.rows[number].cells, cells, strict=False):
            cell.text = words
    table.autofit = False
    for column, width in zip(table.columns, _widths(source), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    _heights(table, _ROW)


def _widths(source: Table) -> list[float]:
    """Millimetres of each column: by its longest words, within bounds; one to be filled in needs room to write."""
    weights = []
    for index, name in enumerate(source.columns):
        given = [len(row[index]) for row in source.given if index < len(row)]
        weights.append(min(max([3, len(name), *given]), 16) if given else max(len(name), 8))
    return [_WIDTH * weight / sum(weights) for weight in weights]


def _heights(table: WordTable, millimetres: float) -> None:
    for row in table.rows:
        row.height, row.height_rule = Mm(millimetres), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell in row.cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)


def _say(
    document: DocumentType, words: str, *, size: float = _SIZE, font: str = _BODY, indent: bool = False
) -> Paragraph:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    return paragraph


def _reproducible(document: DocumentType) -> bytes:
    """The file without the time it was packed at."""
    packed, again = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
