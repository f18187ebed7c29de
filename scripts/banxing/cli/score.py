"""`banxing score`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, track

from banxing.catalogue import Catalogue
from banxing.catalogue.quizzes import QuizFile
from banxing.cli.app import Exit, Keys, LangOption, Root, Stop, app, say, spoken, terminal, usage
from banxing.cli.course import load_quiz, load_quiz_at, open_roster
from banxing.engine import Engine
from banxing.messages import Lang, text
from banxing.responses import read
from banxing.responses.opening import Opened, open_all
from banxing.responses.records import Candidate, Note, clean_name
from banxing.responses.roster import read_roster
from banxing.scores.files import workspace
from banxing.scores.groups import everybody
from banxing.scores.outcome import Outcome
from banxing.scores.outcome import score as find_scores
from banxing.scores.papers import ATTEMPTS, Attempts

MAX_TOLD = 20  # refusals listed on standard error; all are in rejected.csv


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
    speak = spoken(lang)
    wanted = next((name for name in ATTEMPTS if name == attempts), None)
    if wanted is None:
        usage(text("score.bad_attempts", speak, known=" | ".join(ATTEMPTS)))
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
        usage(text("score.bad_engine", lang, known=" | ".join(ENGINES)))
    if not quiz:
        usage(text("score.engine_needs_quiz", lang))
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
        usage(text("score.no_files", lang, paths=text("terms.joint", lang).join(map(str, paths))))
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
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not terminal()) as progress:
        task = progress.add_task(said, total=None)
        yield lambda count: progress.update(task, completed=count)


def _check_answers(paths: list[Path], out: Path, lang: Lang) -> None:
    for path in paths:
        if not path.exists():
            usage(text("cli.no_path", lang, path=path))
        if path.is_dir() and path.resolve() == out.resolve():
            usage(text("score.out_is_input", lang, path=out))


def _open_answers(paths: list[Path], out: Path, lang: Lang) -> Opened:
    """What the named files and folders hold, or stop where that is nothing."""
    _check_answers(paths, out, lang)
    opened = open_all(paths, leave_out=out)
    if not opened.sources and not opened.rejections:
        _tell_readings(opened, lang)
        usage(text("score.no_files", lang, paths=text("terms.joint", lang).join(map(str, paths))))
    return opened


def _quiz_of(opened: Opened, lang: Lang) -> str:
    """The one quiz that the responses name, or stop."""
    named = sorted({name[:80] for source in opened.sources for name in source.quizzes})
    if len(named) == 1:
        return named[0]
    if named:
        usage(text("score.which_quiz", lang, quizzes=text("terms.joint", lang).join(named[:8])))
    _tell_readings(opened, lang)
    usage(text("score.need_quiz", lang))


def _write_scores(outcome: Outcome, catalogue: Catalogue, out: Path, lang: Lang) -> None:
    from banxing.report.writing import Slip, write_outcome

    def watch(slips: Iterable[Slip], total: int) -> Iterable[Slip]:
        if not terminal():
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
