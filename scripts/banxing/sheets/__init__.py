"""Paper, answer sheet, key and workbook of a quiz, for offices that examine on paper."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from banxing.catalogue.quizzes import QuizFile
from banxing.messages import Lang
from banxing.pages.inline import Inline
from banxing.responses.panel import GAP
from banxing.responses.roster import Seat
from banxing.sheets.paper import lay_out
from banxing.sheets.printed import KINDS, Printer
from banxing.sheets.ratings import write_ratings
from banxing.sheets.workbook import write_workbook

Write = Callable[[Path], object]


def write_sheets(
    file: QuizFile,
    directory: Path,
    *,
    forms: Sequence[str] = ("A",),
    roster: Sequence[Seat] = (),
    raters: int = 0,
    gap: int = GAP,
    inline: Inline,
    lang: Lang = "zh",
) -> list[Path]:
    """Write `paper-A.html`, `answer-sheet-A.html`, `key-A.html` and `score-sheet-A.xlsx` for each form.

    With a roster, `answer-sheets-A.html` too: a sheet with name and number for each who sits that form. With raters,
    `ratings-A.xlsx` where the form has an essay; `gap` is percent of its points. A practice quiz has no forms:
    `paper.html` and so on. `file` has its keys. Returns the files in the order written; raises OSError where one
    cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    printer = Printer(inline, lang, id_boxes=max((len(seat.candidate.id) for seat in roster), default=0))

    def put(name: str, write: Write) -> None:
        """A file is there whole, or as it was before."""
        target = directory / name
        part = target.with_name(f".{name}.part")
        write(part)
        os.replace(part, target)
        written.append(target)

    def put_html(name: str, content: str) -> None:
        put(name, lambda part: part.write_text(content, encoding="utf-8", newline="\n"))

    for form in forms if file.quiz.is_exam else ("",):
        paper, ending = lay_out(file, form), f"-{form}" if form else ""
        people = [seat.candidate for seat in roster if seat.form in ("", form)]
        for kind in KINDS:
            put_html(f"{kind}{ending}.html", printer.html(kind, paper))
        if people:
            put_html(f"answer-sheets{ending}.html", printer.html("answer-sheet", paper, people))
        put(f"score-sheet{ending}.xlsx", lambda part: write_workbook(paper, part, people, lang))  # noqa: B023
        if raters and any(item.question.type == "essay" for item in paper.leaves):
            put(
                f"ratings{ending}.xlsx",
                lambda part: write_ratings(paper, part, people, lang, raters=raters, gap=gap),  # noqa: B023
            )
    return written
