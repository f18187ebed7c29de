"""`banxing sheet`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from banxing.catalogue.quizzes import QuizFile
from banxing.cli.app import Exit, Keys, LangOption, Root, Stop, app, say, spoken, terminal, usage
from banxing.cli.course import load_quiz, open_roster
from banxing.messages import Lang, text
from banxing.model.questions import parts
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.responses.forms import form_name
from banxing.responses.panel import GAP, MOST_RATERS
from banxing.responses.records import Refused, clean_name
from banxing.responses.roster import Seat, read_seats


@app.command()
def sheet(
    quiz: Annotated[str, typer.Argument(help="测验标识，如 final · the quiz's id")],
    out: Annotated[Path, typer.Option("--out", "-o", help="输出目录 · folder to write to")],
    roster: Annotated[Path | None, typer.Option("--roster", help="考生名单（CSV、XLSX） · candidates")] = None,
    forms: Annotated[str | None, typer.Option("--forms", help="卷别，如 A,B · forms of the paper")] = None,
    raters: Annotated[int | None, typer.Option("--raters", help="论述题的评委人数 · how many rate essays")] = None,
    gap: Annotated[int, typer.Option("--rater-gap", help="评委最多相差分值的百分之几 · percent of the points")] = GAP,
    pdf: Annotated[
        bool | None, typer.Option("--pdf/--no-pdf", help="同时写 PDF，默认有 Chromium 就写 · PDF beside each page")
    ] = None,
    keys: Keys = None,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """印制试卷、答题卡、参考答案和成绩登记表 · paper, answer sheet, key and a workbook to fill."""
    speak = spoken(lang)
    catalogue, file = load_quiz(root, quiz, keys, speak)
    if forms and not file.quiz.is_exam:
        usage(text("sheet.forms_of_practice", speak, quiz=file.quiz.id))
    try:
        from banxing.sheets import write_sheets
    except ModuleNotFoundError as error:  # xlsxwriter comes with the extra
        raise Stop(Exit.FAILED, text("cli.need_extra", speak)) from error
    seats = open_roster(roster, speak, lambda path: read_seats(path, forms=file.quiz.is_exam)) if roster else []
    wanted = _forms(forms, seats, speak)
    _check_raters(file, raters, gap, speak)
    browser = _browser(pdf, speak)
    inline = Inline(Linker(catalogue.laws, None))
    try:
        written = write_sheets(
            file, out, forms=wanted, roster=seats, raters=raters or 0, gap=gap, inline=inline, lang=speak
        )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Stop(Exit.FAILED, text("sheet.cannot_write", speak, path=error.filename or out, reason=reason)) from error
    for path in written:
        say(text("cli.written", speak, path=path))
    return _print([path for path in written if path.suffix == ".html"], browser, pdf, speak) if browser else Exit.CLEAN


def _check_raters(file: QuizFile, raters: int | None, gap: int, lang: Lang) -> None:
    if raters is not None and not 1 <= raters <= MOST_RATERS:
        usage(text("sheet.bad_raters", lang, most=MOST_RATERS))
    if not 0 <= gap <= 100:
        usage(text("sheet.bad_gap", lang))
    if raters and not any(sub.type == "essay" for question in file.quiz.questions for _, sub in parts(question)):
        usage(text("sheet.no_essay", lang, quiz=file.quiz.id))


def _browser(pdf: bool | None, lang: Lang) -> str | None:
    """The Chromium that prints, if there shall be PDF. Stops where it was asked for and is not there."""
    from banxing.sheets.pdf import VARIABLE, find_browser, numbers_pages

    if pdf is False:
        return None
    try:
        browser = find_browser()
    except FileNotFoundError as error:
        usage(text("sheet.browser_missing", lang, variable=VARIABLE, path=error))
    if browser is None:
        told = text("sheet.no_browser", lang, variable=VARIABLE)
        if pdf:
            raise Stop(Exit.FAILED, told)
        say(told)
    elif not numbers_pages(browser):
        say(text("sheet.old_browser", lang))
    return browser


def _print(pages: list[Path], browser: str, pdf: bool | None, lang: Lang) -> Exit:
    """A PDF beside each page. A failure is an error only to those who asked for PDF: the HTML is there."""
    from banxing.sheets.pdf import PrintFailed, print_pdf

    console, failed = Console(stderr=True), False
    for page in track(pages, text("sheet.printing", lang), console=console, transient=True, disable=not terminal()):
        try:
            say(text("cli.written", lang, path=print_pdf(browser, page)))
        except PrintFailed as error:
            failed = True
            say(text("sheet.pdf_failed", lang, path=page, reason=clean_name(str(error))))
    return Exit.FAILED if failed and pdf else Exit.CLEAN


def _forms(raw: str | None, seats: list[Seat], lang: Lang) -> list[str]:
    """`a, b` → A, B, once each; where nothing is said those of the roster, else A."""
    seated = sorted({seat.form for seat in seats} - {""})
    if raw is None:
        return seated or ["A"]
    try:
        forms = list(dict.fromkeys(form_name(name) for name in raw.replace("，", ",").split(",")))
    except Refused as refused:
        usage(text(f"rejected.{refused.code}", lang, **refused.fields))
    if left := [form for form in seated if form not in forms]:
        usage(text("sheet.forms_left", lang, forms=text("terms.joint", lang).join(left)))
    return forms
