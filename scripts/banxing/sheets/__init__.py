"""Paper, answer sheet, key and workbook of a quiz, for offices that examine on paper."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from banxing.catalogue.quizzes import QuizFile
from banxing.messages import Lang
from banxing.pages.inline import Inline
from banxing.responses.records import Candidate
from banxing.sheets.paper import lay_out
from banxing.sheets.printed import KINDS, Printer
from banxing.sheets.workbook import write_workbook


def write_sheets(
    file: QuizFile,
    directory: Path,
    *,
    forms: Sequence[str] = ("A",),
    roster: Sequence[Candidate] = (),
    inline: Inline,
    lang: Lang = "zh",
) -> list[Path]:
    """Write `paper-A.html`, `answer-sheet-A.html`, `key-A.html` and `score-sheet-A.xlsx` for each form.

    `file` has its keys. A practice quiz has no forms: `paper.html` and so on. Returns the files in the order written;
    raises OSError where one cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    printer = Printer(inline, lang, id_boxes=max((len(person.id) for person in roster), default=0))
    for form in forms if file.quiz.is_exam else ("",):
        paper = lay_out(file, form)
        ending = f"-{form}" if form else ""
        for kind in KINDS:
            target = directory / f"{kind}{ending}.html"
            part = _beside(target)
            part.write_text(printer.html(kind, paper), encoding="utf-8", newline="\n")
            written.append(_put(part, target))
        target = directory / f"score-sheet{ending}.xlsx"
        write_workbook(paper, part := _beside(target), roster, lang)
        written.append(_put(part, target))
    return written


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def _put(part: Path, target: Path) -> Path:
    """A file is there whole, or as it was before."""
    os.replace(part, target)
    return target
