"""`banxing blueprint`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Column, Table

from banxing.cli.app import Exit, LangOption, Root, Stop, app, say, spoken, usage
from banxing.cli.course import load_quiz
from banxing.messages import Lang, text
from banxing.model.quiz import Quiz
from banxing.numerals import points
from banxing.responses.forms import drawn_questions, form_name
from banxing.responses.records import Refused

WAYS = ("objective", "type")


@app.command()
def blueprint(
    quiz: Annotated[str, typer.Argument(help="测验标识，如 final · the quiz's id")],
    by: Annotated[str, typer.Option("--by", help="objective 按目标和要求 | type 按题型和难度 · rows")] = "objective",
    form: Annotated[str | None, typer.Option("--form", help="只看这一卷，如 A · one form of the paper")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="写成 CSV · write as CSV")] = None,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """双向细目表：每个目标、每级要求各几题几分 · what a paper asks for, and how much of it."""
    speak = spoken(lang)
    if by not in WAYS:
        raise typer.BadParameter(", ".join(WAYS), param_hint="--by")
    try:
        from banxing.scores.files import BOM, csv_lines
        from banxing.sheets.blueprint import DIFFICULTIES, LEVELS, by_objective, by_type, table
    except ModuleNotFoundError as error:  # xlsxwriter comes with the extra
        raise Stop(Exit.FAILED, text("cli.need_extra", speak)) from error
    catalogue, file = load_quiz(root, quiz, None, speak, need_key=False)
    questions = drawn_questions(file.quiz, _form(form, file.quiz, speak))
    if by == "objective":
        lines = table(by_objective(questions, catalogue, speak), LEVELS, speak)
    else:
        lines = table(by_type(questions, speak), DIFFICULTIES, speak)
    say(_about(file.quiz, form, len(questions), speak))
    if out:
        out.write_text(BOM + csv_lines(lines), encoding="utf-8", newline="")
        say(text("cli.written", speak, path=out))
    elif sys.stdout.isatty():
        Console().print(_drawn(lines))
    else:
        sys.stdout.write(csv_lines(lines).replace("\r\n", "\n"))
    return Exit.CLEAN


def _form(raw: str | None, quiz: Quiz, lang: Lang) -> str:
    """The form asked for, "" for the whole pool."""
    if raw is None:
        return ""
    if not quiz.is_exam:
        usage(text("sheet.forms_of_practice", lang, quiz=quiz.id))
    try:
        return form_name(raw)
    except Refused as refused:
        usage(text(f"rejected.{refused.code}", lang, **refused.fields))


def _about(quiz: Quiz, form: str | None, count: int, lang: Lang) -> str:
    shown = "pool" if form is None and quiz.is_exam else "paper"
    return text(f"blueprint.{shown}", lang, title=quiz.head.title, count=count, points=points(quiz.max_points))


def _drawn(lines: list[list[str]]) -> Table:
    first, *rows, last = lines
    made = Table(*(Column(name, overflow="fold") for name in first), box=SIMPLE)
    group = ""
    for line in rows:
        made.add_row("" if line[0] == group else line[0], *line[1:])
        group = line[0]
    made.add_section()
    made.add_row(*last)
    return made
