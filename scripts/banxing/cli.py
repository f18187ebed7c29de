"""`banxing`: reads options, calls one function, prints, returns an exit code.

0 clean · 1 findings or rejected records · 2 wrong use · 3 could not run.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from banxing.catalogue import COURSE, Catalogue, load
from banxing.diagnostics import FORMATS, Diagnostic
from banxing.messages import Lang, pick_lang, text
from banxing.rules import check as find_faults


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
    try:
        return int(app(args=list(argv) if argv is not None else None, standalone_mode=False) or 0)
    except Stop as stop:
        say(str(stop))
        return stop.code
    except typer.Exit as stop:
        return stop.exit_code
    except typer.TyperException as error:
        say(error.format_message() if hasattr(error, "format_message") else str(error))
        return Exit.USAGE


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
    speak = pick_lang(lang)
    if format_ not in FORMATS:
        raise typer.BadParameter(", ".join(FORMATS), param_hint="--format")
    for path in paths or ():
        if not path.exists():
            _usage(text("cli.no_path", speak, path=path))
    catalogue = open_course(root, speak, as_of=_day(as_of, speak), keys=keys)
    found = [d for d in find_faults(catalogue) if _wanted(d, root, paths)]
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


def open_course(root: Path, lang: Lang, *, as_of: date | None = None, keys: Path | None = None) -> Catalogue:
    """Load the course under `root`, or stop."""
    if not (root / COURSE).is_file():
        raise Stop(Exit.USAGE, text("cli.no_site", lang, root=root.resolve()))
    if keys is not None and not keys.is_dir():
        raise Stop(Exit.USAGE, text("cli.no_path", lang, path=keys))
    return load(root, as_of=as_of, keys=keys)


def _wanted(diagnostic: Diagnostic, root: Path, paths: list[Path] | None) -> bool:
    if not paths:
        return True
    place = (root / diagnostic.path).resolve()
    return any(place.is_relative_to(path.resolve()) for path in paths)


def _day(value: str | None, lang: Lang) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        _usage(text("cli.bad_date", lang, value=value))


def _usage(message: str) -> NoReturn:
    raise Stop(Exit.USAGE, message)
