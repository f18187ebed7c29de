"""The QR code of an answer sheet's page: which paper it is, and whose."""

from __future__ import annotations

import segno
from markupsafe import Markup

from banxing.responses.records import Candidate
from banxing.sheets.paper import Paper

SHEET_FORMAT = "banxing-sheet/1"


def sheet_text(paper: Paper, page: int, pages: int, person: Candidate | None = None) -> str:
    """What the code says, a line each: format, quiz, form, the paper's fingerprint, page/pages, candidate's number.

    Form and number are empty lines where there is none. No id holds a line break, so the lines can be told apart.
    """
    number = person.id if person else ""
    return "\n".join((SHEET_FORMAT, paper.quiz.id, paper.form, paper.fingerprint, f"{page}/{pages}", number))


def sheet_code(paper: Paper, page: int, pages: int, person: Candidate | None = None) -> Markup:
    """The code as inline SVG of a size that the style sheet sets, without its quiet zone."""
    code = segno.make_qr(sheet_text(paper, page, pages, person), error="m", encoding="utf-8")
    return Markup(code.svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None))
