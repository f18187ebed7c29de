"""A small course rendered by the package, a page a quiz, without MkDocs."""

from __future__ import annotations

import re
from pathlib import Path

from banxing.catalogue import Catalogue, load
from banxing.pages.assets import bundles
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.pages.objectives import objectives
from banxing.pages.quiz import QuizPages

COURSE = Path(__file__).parents[1] / "data" / "player"
# What Material gives a page: the colours of its two schemes. The player must be readable on both.
STYLE = """
body { margin: 0 auto; max-width: 46em; padding: 1em; font-family: sans-serif;
  color: var(--md-default-fg-color); background: var(--md-default-bg-color); }
[data-md-color-scheme="default"] { --md-default-fg-color: rgba(0, 0, 0, .87); --md-default-bg-color: #fff; }
[data-md-color-scheme="slate"] { --md-default-fg-color: hsla(225, 15%, 90%, .82); color-scheme: dark;
  --md-default-bg-color: hsl(225, 15%, 14%); --md-primary-fg-color: #1c3f37; }
"""
PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="icon" href="data:,"><style>{style}</style></head>
<body data-md-color-scheme="default"><main><h1>{title}</h1>
{body}
</main></body></html>
"""


def render(course: Path, out: Path) -> Catalogue:
    """Every quiz of a course as a page of its own: `signature.html`, `exam.html`; and two questions in a module."""
    catalogue = load(course, with_keys=False)
    assert catalogue.faults == []
    pages = QuizPages(Inline(Linker(catalogue.laws, None)), "zh", objectives(catalogue))
    out.mkdir(parents=True, exist_ok=True)
    names = {}
    for name, content in bundles().items():
        names[re.sub(r"\.[0-9a-f]{8}\.", ".", name)] = name
        (out / name).write_bytes(content)
    practice = {"css": names["player.css"], "js": names["practice.js"]}
    for quiz_id, file in catalogue.quizzes.items():
        if file.quiz.is_exam:
            exam = {"js": names["exam.js"], "exam_css": names["exam.css"], "codes": names["codes.js"]}
            body = pages.exam(file.quiz, str, {**practice, **exam})
        else:
            body = pages.practice(file.quiz, file.plain_keys, str, practice)
        _write(out / f"{quiz_id.rpartition('/')[2]}.html", str(file.quiz.head.title), body)
    file = catalogue.quizzes["basics/signature"]
    homes = {question.id: file.quiz.id for question in file.quiz.questions}
    inline = pages.inline_questions(
        "basics/signature#1", file.quiz.questions[:2], homes, file.plain_keys, str, practice
    )
    _write(out / "inline.html", "模块", inline)
    case = [question for question in file.quiz.questions if question.id == "restaurant"]
    lone = pages.inline_questions("basics/signature#2", case, homes, file.plain_keys, str, practice)
    _write(out / "lone-blank.html", "模块", lone)
    return catalogue


def _write(path: Path, title: str, body: str) -> None:
    path.write_text(PAGE.format(title=title, style=STYLE, body=body), encoding="utf-8")
