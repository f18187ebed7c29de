"""`banxing`: reads options, calls one function, prints, returns an exit code.

0 clean · 1 findings or rejected records · 2 wrong use · 3 could not run.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, track

from banxing.catalogue import COURSE, Catalogue, load
from banxing.catalogue.quizzes import KEY_SUFFIX, QuizFile
from banxing.catalogue.revisions import quiz_at
from banxing.diagnostics import FORMATS, Diagnostic, has_errors, in_order
from banxing.engine import Engine
from banxing.exchange.checking import Imported
from banxing.exchange.importing import import_bank
from banxing.exchange.places import Unread
from banxing.exchange.writing import write_all
from banxing.messages import LANGS, Lang, pick_lang, text
from banxing.model.course import PATH_ID
from banxing.model.questions import parts
from banxing.offline import CONFIG, BuildFailed, offline_site
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.responses import read
from banxing.responses.forms import form_name
from banxing.responses.opening import Opened, open_all
from banxing.responses.panel import GAP, MOST_RATERS
from banxing.responses.records import Candidate, Note, Refused, clean_name, listed, said
from banxing.responses.roster import Seat, read_roster, read_seats
from banxing.rules import check as find_faults
from banxing.rules import check_quiz
from banxing.scores.files import workspace
from banxing.scores.groups import everybody
from banxing.scores.outcome import Outcome
from banxing.scores.outcome import score as find_scores
from banxing.scores.papers import ATTEMPTS, Attempts
from banxing.source.history import NoHistory, find_commit

T = TypeVar("T")
EXCERPT = 120  # characters of a result shown
OFFLINE = Path("dist/banxing-offline.zip")
MAX_TOLD = 20  # refusals listed on standard error; all are in rejected.csv


class Exit(IntEnum):
    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    FAILED = 3


class Stop(Exception):
    """Ends a command with a sentence and an exit code."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code


app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Root = Annotated[Path, typer.Option("--root", help="课程目录 · the course's folder")]
LangOption = Annotated[str | None, typer.Option("--lang", help="zh | en")]
Keys = Annotated[Path | None, typer.Option("--keys", help="答案文件所在目录 · folder of the key files")]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; no exception reaches the user as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Chinese consoles on Windows still default to GBK
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return int(app(args=arguments, standalone_mode=False) or 0)
    except Stop as stop:
        say(str(stop))
        return stop.code
    except typer.Exit as stop:
        return stop.exit_code
    except typer.TyperException as error:
        say(_wrong_use(error, _lang_in(arguments)))
        return Exit.USAGE
    except OSError as error:
        reason = error.strerror or type(error).__name__
        say(text("cli.unreadable", _lang_in(arguments), path=clean_name(str(error.filename or "")), reason=reason))
        return Exit.FAILED
    except Exception as error:  # whatever is left is a fault of ours; the sentence says whom to tell
        say(text("cli.unexpected", _lang_in(arguments), error=f"{type(error).__name__}: {error}"))
        return Exit.FAILED


def say(message: str) -> None:
    """To standard error: everything that is not a result."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(message)


@app.callback()
def banxing() -> None:
    """伴行：检查课程和题库，打印试卷和评分表，计算成绩 · check courses and quizzes, print papers, compute scores."""


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="只报告这些文件或目录 · report on these only")] = None,
    format_: Annotated[str, typer.Option("--format", help="text | json | github | gitlab")] = "text",
    keys: Keys = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="核对日 · the day laws are judged by")] = None,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """检查课程、题库和法律引用 · check course, quizzes and citations."""
    from banxing.search.queries import check_queries  # its dictionary of sounds takes half a second to load

    speak = _speak(lang)
    if format_ not in FORMATS:
        raise typer.BadParameter(", ".join(FORMATS), param_hint="--format")
    for path in paths or ():
        if not path.exists():
            _usage(text("cli.no_path", speak, path=path))
        if not path.resolve().is_relative_to(root.resolve()):
            _usage(text("cli.not_in_course", speak, path=path, root=root.resolve()))
    catalogue = open_course(root, speak, as_of=_day(as_of, speak), keys=keys)
    found = find_faults(catalogue)
    if not has_errors(found):
        found = in_order([*found, *check_queries(catalogue)])
    found = [d for d in found if _wanted(d, root, paths)]
    sys.stdout.write(FORMATS[format_](found, speak))
    for quiz in catalogue.missing_keys:
        say(text("check.keys_missing", speak, quiz=quiz))
    if found:
        say(text("check.found", speak, count=len(found)))
        return Exit.FINDINGS
    questions = sum(len(f.quiz.questions) for f in catalogue.quizzes.values())
    counts = {"modules": len(catalogue.modules), "quizzes": len(catalogue.quizzes), "questions": questions}
    say(text("check.clean", speak, laws=len(catalogue.laws.by_id), **counts))
    return Exit.CLEAN


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
    speak = _speak(lang)
    catalogue, file = load_quiz(root, quiz, keys, speak)
    if forms and not file.quiz.is_exam:
        _usage(text("sheet.forms_of_practice", speak, quiz=file.quiz.id))
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
        _usage(text("sheet.bad_raters", lang, most=MOST_RATERS))
    if not 0 <= gap <= 100:
        _usage(text("sheet.bad_gap", lang))
    if raters and not any(sub.type == "essay" for question in file.quiz.questions for _, sub in parts(question)):
        _usage(text("sheet.no_essay", lang, quiz=file.quiz.id))


def _browser(pdf: bool | None, lang: Lang) -> str | None:
    """The Chromium that prints, if there shall be PDF. Stops where it was asked for and is not there."""
    from banxing.sheets.pdf import VARIABLE, find_browser, numbers_pages

    if pdf is False:
        return None
    try:
        browser = find_browser()
    except FileNotFoundError as error:
        _usage(text("sheet.browser_missing", lang, variable=VARIABLE, path=error))
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
    for page in track(pages, text("sheet.printing", lang), console=console, transient=True, disable=not _terminal()):
        try:
            say(text("cli.written", lang, path=print_pdf(browser, page)))
        except PrintFailed as error:
            failed = True
            say(text("sheet.pdf_failed", lang, path=page, reason=clean_name(str(error))))
    return Exit.FAILED if failed and pdf else Exit.CLEAN


def _terminal() -> bool:
    return sys.stderr.isatty()


@app.command()
def score(
    paths: Annotated[list[Path], typer.Argument(help="答卷文件或目录 · response files or folders")],
    out: Annotated[Path, typer.Option("--out", "-o", help="结果目录 · folder for the results")],
    quiz: Annotated[str | None, typer.Option("--quiz", help="测验标识 · the quiz's id")] = None,
    roster: Annotated[Path | None, typer.Option("--roster", help="考生名单（CSV、XLSX） · candidates")] = None,
    attempts: Annotated[str, typer.Option("--attempts", help="交了几份的取哪份 · last | best | first")] = "last",
    rev: Annotated[str | None, typer.Option("--rev", help="用某次提交时的题库 · the quiz as of a commit")] = None,
    engine: Annotated[
        str | None, typer.Option("--engine", help="答卷很多时 · for very many answers: duckdb | polars | spark")
    ] = None,
    keys: Keys = None,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """计算成绩：成绩表、题目分析、成绩单 · marks, item analysis, a slip for each candidate."""
    speak = _speak(lang)
    wanted = next((name for name in ATTEMPTS if name == attempts), None)
    if wanted is None:
        _usage(text("score.bad_attempts", speak, known=" | ".join(ATTEMPTS)))
    try:
        if engine is not None:
            chosen = _engine(engine, quiz, speak)
            _check_answers(paths, out, speak)
            people = open_roster(roster, speak, read_roster) if roster else None
            asked = _load_asked(root, quiz or "", rev, keys, speak)
            outcome = _score_large(chosen, paths, out, wanted, people, asked, speak)
            return Exit.FINDINGS if outcome.rejections else Exit.CLEAN
        opened = _open_answers(paths, out, speak)
        people = open_roster(roster, speak, read_roster) if roster else None
        catalogue, file, told = _load_asked(root, quiz or _quiz_of(opened, speak), rev, keys, speak)
        readings = read(opened, file.quiz, file.plain_keys)
        readings.notes[:0] = told
        outcome = find_scores(file, readings, attempts=wanted, roster=people)
        _write_scores(outcome, catalogue, out, speak)
    except ModuleNotFoundError as error:  # xlsxwriter and python-calamine come with the extra
        raise Stop(Exit.FAILED, text("cli.need_extra", speak)) from error
    _tell_scores(outcome, out, speak)
    return Exit.FINDINGS if outcome.rejections else Exit.CLEAN


def _engine(name: str, quiz: str | None, lang: Lang) -> Engine:
    """The engine asked for, or stop where it is unknown or not installed."""
    from banxing.engine import ENGINES

    found = next((known for known in ENGINES if known == name), None)
    if found is None:
        _usage(text("score.bad_engine", lang, known=" | ".join(ENGINES)))
    if not quiz:
        _usage(text("score.engine_needs_quiz", lang))
    try:
        from banxing.engine.backends import require

        require(found)
    except ModuleNotFoundError as error:
        extra = "scale" if found == "duckdb" else found
        raise Stop(Exit.FAILED, text("score.need_engine", lang, engine=found, extra=extra)) from error
    return found


def _load_asked(
    root: Path, quiz: str, rev: str | None, keys: Path | None, lang: Lang
) -> tuple[Catalogue, QuizFile, list[Note]]:
    if rev is None:
        return *load_quiz(root, quiz, keys, lang), []
    return load_quiz_at(root, quiz, rev, keys, lang)


def _score_large(
    engine: Engine,
    paths: list[Path],
    out: Path,
    attempts: Attempts,
    people: list[Candidate] | None,
    asked: tuple[Catalogue, QuizFile, list[Note]],
    lang: Lang,
) -> Outcome:
    """Score with an engine and write what can be written of very many."""
    from banxing.engine.backends import EngineFailed
    from banxing.engine.run import Job, NothingRead
    from banxing.report.writing import write_large

    catalogue, file, told = asked
    try:
        with workspace(out) as folder, _counter(text("score.reading", lang)) as watch:
            large = Job(file, paths, out, folder, engine, attempts, people, told, watch).run()
            write_large(large.outcome, large.lines, catalogue, out, lang)
    except NothingRead as nothing:
        _tell_readings(nothing.opened, lang)
        _usage(text("score.no_files", lang, paths=text("terms.joint", lang).join(map(str, paths))))
    except EngineFailed as error:
        fields = {"engine": engine, "reason": clean_name(str(error))}
        raise Stop(Exit.FAILED, text("score.engine_failed", lang, **fields)) from error
    except OSError as error:
        raise _not_written(error, out, lang) from error
    _tell_scores(large.outcome, out, lang)
    say(text("score.engine_leaves_out", lang))
    return large.outcome


@contextmanager
def _counter(said: str) -> Iterator[Callable[[int], None]]:
    """Shows on a terminal how many papers have been read."""
    columns = SpinnerColumn(), TextColumn("{task.description} {task.completed:,}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not _terminal()) as progress:
        task = progress.add_task(said, total=None)
        yield lambda count: progress.update(task, completed=count)


def _check_answers(paths: list[Path], out: Path, lang: Lang) -> None:
    for path in paths:
        if not path.exists():
            _usage(text("cli.no_path", lang, path=path))
        if path.is_dir() and path.resolve() == out.resolve():
            _usage(text("score.out_is_input", lang, path=out))


def _open_answers(paths: list[Path], out: Path, lang: Lang) -> Opened:
    """What the named files and folders hold, or stop where that is nothing."""
    _check_answers(paths, out, lang)
    opened = open_all(paths, leave_out=out)
    if not opened.sources and not opened.rejections:
        _tell_readings(opened, lang)
        _usage(text("score.no_files", lang, paths=text("terms.joint", lang).join(map(str, paths))))
    return opened


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="要搜的词、问题、条号或拼音 · words, a question, an article, pinyin")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="最多几条 · how many at most")] = 10,
    debug: Annotated[bool, typer.Option("--debug", help="显示每条的得分 · show the parts of each score")] = False,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """像网站那样搜索课程 · search the course as its site does."""
    from banxing.search.index import build
    from banxing.search.ranker import Ranker
    from banxing.search.units import entries

    speak = _speak(lang)
    if not query.strip():
        _usage(text("cli.no_query", speak))
    index = build(entries(open_course(root, speak, with_keys=False)))
    read_as, results = Ranker(index).search(query, limit)
    if read_as.shown:
        say(text("search.read_as", speak, words=read_as.shown))
    for result in results:
        entry, unit = index.entries[result.entry], index.units[result.unit]
        place = f"{entry.src}#{unit.anchor}" if unit.anchor else entry.src
        excerpt = unit.text if len(unit.text) <= EXCERPT else f"{unit.text[:EXCERPT]}…"
        sys.stdout.write(f"{place}\n    {' › '.join((entry.title, *unit.path))}\n    {excerpt}\n")
        if debug:
            score = {name: f"{getattr(result, name):.2f}" for name in ("score", "factor", "body", "title", "spread")}
            sys.stdout.write(f"    {text('search.debug', speak, **score)}\n")
    if not results:
        say(text("cli.nothing_found", speak, query=query))
    return Exit.CLEAN if results else Exit.FINDINGS


@app.command()
def offline(
    out: Annotated[Path, typer.Option("--out", "-o", help="要写的 ZIP · the ZIP to write")] = OFFLINE,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """把整个网站打成一个 ZIP，解压到 U 盘就能用 · the whole site as one ZIP for a USB stick."""
    speak = _speak(lang)
    if not (root / CONFIG).is_file():
        _usage(text("offline.no_config", speak, root=root.resolve()))
    say(text("offline.building", speak))
    try:
        packed = offline_site(root)
        write_all({out: packed})
    except BuildFailed as failed:
        say(str(failed))
        raise Stop(Exit.FINDINGS, text("offline.failed", speak)) from failed
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Stop(Exit.FAILED, text("sheet.cannot_write", speak, path=error.filename or out, reason=reason)) from error
    say(text("offline.written", speak, path=out, size=f"{len(packed) / 1e6:.1f}"))
    return Exit.CLEAN


def _quiz_of(opened: Opened, lang: Lang) -> str:
    """The one quiz that the responses name, or stop."""
    named = sorted({name[:80] for source in opened.sources for name in source.quizzes})
    if len(named) == 1:
        return named[0]
    if named:
        _usage(text("score.which_quiz", lang, quizzes=text("terms.joint", lang).join(named[:8])))
    _tell_readings(opened, lang)
    _usage(text("score.need_quiz", lang))


def _write_scores(outcome: Outcome, catalogue: Catalogue, out: Path, lang: Lang) -> None:
    from banxing.report.writing import Slip, write_outcome

    def watch(slips: Iterable[Slip], total: int) -> Iterable[Slip]:
        if not _terminal():
            return slips
        return track(slips, text("score.marking", lang), total, console=Console(stderr=True), transient=True)

    try:
        write_outcome(outcome, catalogue, out, lang, watch)
    except OSError as error:
        raise _not_written(error, out, lang) from error


def _not_written(error: OSError, out: Path, lang: Lang) -> Stop:
    """What to say when results could not be put in their places."""
    if isinstance(error, IsADirectoryError):
        return Stop(Exit.FAILED, text("score.folder_in_the_way", lang, path=error.filename))
    fields = {"path": error.filename2 or error.filename or out, "reason": error.strerror or type(error).__name__}
    return Stop(Exit.FAILED, text("score.cannot_write", lang, **fields))


def _tell_scores(outcome: Outcome, out: Path, lang: Lang) -> None:
    """Notes, the first refusals, and the sum of it all."""
    _tell_readings(outcome, lang)
    if len(outcome.rejections) > MAX_TOLD:
        say(text("score.more_rejected", lang, count=len(outcome.rejections) - MAX_TOLD))
    group = everybody(outcome)
    counts = {
        "papers": group.papers,
        "passed": group.passed,
        "failed": group.complete - group.passed,
        "pending": group.pending,
        "absent": len(outcome.absent),
        "rejected": len(outcome.rejections),
    }
    if not outcome.standings:
        say(text("score.nobody", lang))
    say(text("score.done", lang, quiz=outcome.file.quiz.head.title, path=out, **counts))


def _tell_readings(found: Opened | Outcome, lang: Lang) -> None:
    for note in found.notes:
        say(note.message(lang))
    for rejection in found.rejections[:MAX_TOLD]:
        say(text("score.rejected_line", lang, place=clean_name(rejection.place), reason=rejection.message(lang)))


def open_course(
    root: Path, lang: Lang, *, as_of: date | None = None, keys: Path | None = None, with_keys: bool = True
) -> Catalogue:
    """Load the course under `root`, or stop."""
    if not (root / COURSE).is_file():
        raise Stop(Exit.USAGE, text("cli.no_site", lang, root=root.resolve()))
    if keys is not None and not keys.is_dir():
        _usage(text("cli.not_a_folder" if keys.exists() else "cli.no_path", lang, path=keys))
    return load(root, as_of=as_of, keys=keys, with_keys=with_keys)


def load_quiz(
    root: Path, quiz_id: str, keys: Path | None, lang: Lang, *, need_key: bool = True
) -> tuple[Catalogue, QuizFile]:
    """A quiz fit to print and to score: known, without an error, with its key (if one is needed). Stops otherwise.

    `quiz_id` may be the file's path under `root` too.
    """
    quiz_id = _quiz_id(quiz_id)
    catalogue = open_course(root, lang, keys=keys)
    file = catalogue.quizzes.get(quiz_id)
    if file is None and quiz_id not in catalogue.unread_quizzes:
        _usage(text("cli.unknown_quiz", lang, value=quiz_id, known=_known(catalogue, lang)))
    without = file is not None and file.quiz.is_exam and file.key_document is None and quiz_id in catalogue.missing_keys
    if without and need_key:
        _usage(text("cli.need_key", lang, path=Path(keys or root / "quizzes") / f"{quiz_id}{KEY_SUFFIX}"))
    own = {file.path, file.key_document.path if file.key_document else ""} if file else set()
    # A key that is there, but not readable.
    keyless = file is not None and file.quiz.is_exam and file.key_document is None and not without
    if file is None or keyless or any(d.level == "error" and d.path in own for d in find_faults(catalogue)):
        raise Stop(Exit.FAILED, text("cli.broken_quiz", lang, value=quiz_id))
    return catalogue, file


def load_quiz_at(
    root: Path, quiz_id: str, revision: str, keys: Path | None, lang: Lang
) -> tuple[Catalogue, QuizFile, list[Note]]:
    """A quiz as of a commit, with the keys that decide today, and what to tell about them. Stops as `load_quiz` does.

    The quiz may be gone today. While it is there it must be fit, since its keys decide.
    """
    quiz_id = _quiz_id(quiz_id)
    catalogue, current = open_course(root, lang, keys=keys), None
    if quiz_id in catalogue.quizzes or quiz_id in catalogue.unread_quizzes:
        keyless = quiz_id in catalogue.missing_keys  # the commit may have the key
        current = catalogue.quizzes[quiz_id] if keyless else load_quiz(root, quiz_id, keys, lang)[1]
    elif not re.fullmatch(PATH_ID, quiz_id):
        _usage(text("cli.unknown_quiz", lang, value=quiz_id, known=_known(catalogue, lang)))
    try:
        commit = find_commit(root, revision)
        revised = quiz_at(commit, quiz_id, current, keys or root / "quizzes")
    except NoHistory as error:
        code = Exit.FAILED if error.code in ("no_git", "failed", "broken_quiz", "too_large") else Exit.USAGE
        fields = {name: v.line(lang) if isinstance(v, Diagnostic) else v for name, v in error.fields.items()}
        raise Stop(code, text(f"score.revision_{error.code}", lang, **fields)) from error
    at = {"revision": commit.short}
    if faults := [d for d in [*revised.faults, *check_quiz(revised.file)] if d.level == "error"]:
        fields = {**at, "path": revised.file.path.partition("@")[0], "reason": faults[0].line(lang)}
        raise Stop(Exit.FAILED, text("score.revision_broken_quiz", lang, **fields))
    if revised.keyless:
        _usage(text("score.revision_no_keys", lang, **said({**at, "ids": listed(revised.keyless)}, lang)))
    notes = [Note("as_of", {**at, "day": commit.day})]
    for name, ids in (("older_keys", revised.older), ("guessed_keys", revised.guessed)):
        if ids:
            notes.append(Note(name, {**at, "count": len(ids), "ids": listed(ids)}))
    return catalogue, revised.file, notes


def _quiz_id(named: str) -> str:
    """`quizzes\\final.yml` → `final`."""
    return named.replace("\\", "/").removeprefix("./").removeprefix("quizzes/").removesuffix(".yml")


def _known(catalogue: Catalogue, lang: Lang) -> str:
    return text("terms.joint", lang).join(sorted(catalogue.quizzes))


def _forms(raw: str | None, seats: list[Seat], lang: Lang) -> list[str]:
    """`a, b` → A, B, once each; where nothing is said those of the roster, else A."""
    seated = sorted({seat.form for seat in seats} - {""})
    if raw is None:
        return seated or ["A"]
    try:
        forms = list(dict.fromkeys(form_name(name) for name in raw.replace("，", ",").split(",")))
    except Refused as refused:
        _usage(text(f"rejected.{refused.code}", lang, **refused.fields))
    if left := [form for form in seated if form not in forms]:
        _usage(text("sheet.forms_left", lang, forms=text("terms.joint", lang).join(left)))
    return forms


def open_roster(path: Path, lang: Lang, read: Callable[[Path], list[T]]) -> list[T]:
    """The people of a list as `read` gives them, or stop."""
    try:
        return read(path)
    except Refused as refused:
        fields = dict(refused.fields)
        row = fields.pop("row", None)
        reason = text(f"rejected.{refused.code}", lang, **fields)
        if row is None:
            _usage(text("sheet.broken_roster", lang, path=path, reason=reason))
        _usage(text("sheet.broken_roster_row", lang, path=path, row=row, reason=reason))


def _wanted(diagnostic: Diagnostic, root: Path, paths: list[Path] | None) -> bool:
    if not paths:
        return True
    place = (root / diagnostic.path).resolve()
    return any(place.is_relative_to(path.resolve()) for path in paths)


def _day(value: str | None, lang: Lang) -> date | None:
    if not value:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()  # not fromisoformat, which takes 20260201 too
    except ValueError:
        _usage(text("cli.bad_date", lang, value=value))


def _wrong_use(error: typer.TyperException, lang: Lang) -> str:
    """typer's own complaints in the reader's language; the rest as it says them."""
    said = error.format_message() if hasattr(error, "format_message") else str(error)
    kind, quoted = type(error).__name__, re.search("'([^']*)'", said)
    if kind == "NoSuchOption":
        return text("cli.no_such_option", lang, name=getattr(error, "option_name", said))
    if kind == "BadOptionUsage":
        return text("cli.option_without_value", lang, name=getattr(error, "option_name", said))
    if kind == "MissingParameter":
        return text("cli.missing_argument", lang, name=quoted[1] if quoted else said)
    if said.startswith("No such command") and quoted:
        return text("cli.no_such_command", lang, name=quoted[1], known="check, sheet, score, search, import, export")
    return said


def _lang_in(arguments: list[str]) -> Lang:
    """The language asked for, where the options could not be read."""
    named = [value for name, value in itertools.pairwise(arguments) if name == "--lang"]
    return pick_lang(named[-1] if named else None)


def _speak(wanted: str | None) -> Lang:
    if wanted and wanted not in LANGS:
        _usage(text("cli.unknown_lang", pick_lang(), value=wanted, known=" | ".join(LANGS)))
    return pick_lang(wanted)


def _usage(message: str) -> NoReturn:
    raise Stop(Exit.USAGE, message)


@app.command("import")
def import_(
    source: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="题库：XLSX、CSV 或文本 · a bank")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="测验文件 .yml · the quiz file to write")] = None,
    module: Annotated[str, typer.Option("--module", help="对应的模块 · the module it belongs to")] = "",
    prefix: Annotated[str, typer.Option("--prefix", help="题目标识的前缀 · how made ids begin")] = "q",
    exam: Annotated[bool, typer.Option("--exam", help="考试，另写答案文件 · an exam, with a key file")] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件 · overwrite")] = False,
    template: Annotated[
        Path | None, typer.Option("--template", help="写一份空白模板 · write an empty template")
    ] = None,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """把已有的题库变成测验文件 · make a quiz file of a bank in XLSX, CSV or text."""
    speak = _speak(lang)
    if template:
        return _write_template(template, force, speak)
    if source is None:
        _usage(text("import.need_file", speak))
    if out is None:
        _usage(text("import.need_out", speak))
    key = out.with_name(out.name.removesuffix(".yml") + KEY_SUFFIX)
    _check_target(source, out, [out, key] if exam else [out], prefix, force, speak)
    before = load(root) if (root / COURSE).is_file() else None
    objectives = {name: sentence for name, (_, sentence) in before.objectives.items()} if before else {}
    found = _import(source, out.stem, speak, module=module, prefix=prefix, exam=exam, objectives=objectives)
    for fault in found.faults:
        sys.stdout.write(f"{fault.line(clean_name(source.name), speak)}\n")
    for note in found.notes:
        say(note.message(speak))
    if found.left_out:
        say(text("import.left_out", speak, count=found.left_out))
    if not found.text:
        say(text("import.nothing", speak))
        return Exit.FINDINGS
    _write_quiz({out: found.text} | ({key: found.key_text} if found.key_text else {}), force, speak)
    say(text("import.done", speak, count=found.count, path=out))
    left = _new_faults(before, root, out) if before else []
    if left:
        say(text("import.then_check", speak, count=len(left)))
        sys.stdout.write(FORMATS["text"](left, speak))
    return Exit.FINDINGS if found.faults or left else Exit.CLEAN


@app.command()
def export(
    quiz: Annotated[str, typer.Argument(help="测验标识，如 final · the quiz's id")],
    out: Annotated[Path, typer.Option("--out", "-o", help="表格文件 .xlsx · the workbook to write")],
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件 · overwrite")] = False,
    keys: Keys = None,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """把测验写成表格，可以再导入 · write a quiz as a table that can be imported again."""
    speak = _speak(lang)
    _check_workbook(out, force, speak)
    _, file = load_quiz(root, quiz, keys, speak, need_key=False)
    if file.quiz.is_exam and file.key_document is None:
        say(text("export.no_keys", speak))
    try:
        from banxing.exchange.exporting import export_quiz

        lost = export_quiz(file, out, speak)
    except ModuleNotFoundError as error:
        raise Stop(Exit.FAILED, text("cli.need_extra", speak)) from error
    except OSError as error:
        raise _cannot_write(error, out, speak) from error
    for name, fields in lost:
        code = "lost_quiz" if name == file.quiz.id else "lost_question" if all(fields) else "lost_whole"
        said = text("terms.joint", speak).join(fields)
        sys.stdout.write(text(f"export.{code}", speak, id=name, fields=said) + "\n")
    say(text("cli.written", speak, path=out))
    return Exit.FINDINGS if lost else Exit.CLEAN


def _import(source: Path, quiz_id: str, lang: Lang, **options: Any) -> Imported:
    """A bank, read; or stop."""
    try:
        return import_bank(source, quiz_id, lang, **options)
    except Refused as refused:
        reason = text(f"rejected.{refused.code}", lang, **refused.fields)
    except Unread as unread:
        reason = unread.reason.message(lang)
    except ModuleNotFoundError as error:  # python-calamine comes with the extra
        raise Stop(Exit.FAILED, text("cli.need_extra", lang)) from error
    raise Stop(Exit.FAILED, text("import.refused", lang, path=source, reason=reason))


def _check_target(source: Path, out: Path, targets: list[Path], prefix: str, force: bool, lang: Lang) -> None:
    if not source.exists():
        _usage(text("cli.no_path", lang, path=source))
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yml", out.name):
        _usage(text("import.bad_out", lang, path=out))
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", prefix):
        _usage(text("import.bad_prefix", lang, value=prefix))
    if out.exists() and out.samefile(source):
        _usage(text("import.same_file", lang, path=out))
    for path in targets if not force else ():
        if path.exists():
            _usage(text("import.exists", lang, path=path))


def _check_workbook(path: Path, force: bool, lang: Lang) -> None:
    if path.suffix.lower() != ".xlsx":
        _usage(text("export.bad_out", lang, path=path))
    if path.exists() and not force:
        _usage(text("import.exists", lang, path=path))


def _write_template(path: Path, force: bool, lang: Lang) -> int:
    _check_workbook(path, force, lang)
    try:
        from banxing.exchange.exporting import write_template

        write_template(path, lang)
    except ModuleNotFoundError as error:
        raise Stop(Exit.FAILED, text("cli.need_extra", lang)) from error
    except OSError as error:
        raise _cannot_write(error, path, lang) from error
    say(text("cli.written", lang, path=path))
    return Exit.CLEAN


def _write_quiz(texts: Mapping[Path, str], force: bool, lang: Lang) -> None:
    for path in texts if not force else ():  # a sheet of the bank may have made it an exam
        if path.exists():
            _usage(text("import.exists", lang, path=path))
    try:
        write_all(texts)
    except OSError as error:
        raise _cannot_write(error, next(iter(texts)), lang) from error


def _cannot_write(error: OSError, path: Path, lang: Lang) -> Stop:
    fields = {"path": error.filename or path, "reason": error.strerror or type(error).__name__}
    return Stop(Exit.FAILED, text("export.cannot_write", lang, **fields))


def _new_faults(before: Catalogue, root: Path, out: Path) -> list[Diagnostic]:
    """What `banxing check` finds now and did not before, or finds in the new file."""
    known = set(map(_known_by, find_faults(before)))
    after = [d for d in find_faults(load(root)) if d.level == "error"]
    written = out.resolve()
    return [d for d in after if _known_by(d) not in known or (root / d.path).resolve() == written]


def _known_by(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.path, diagnostic.code, diagnostic.message("en")
