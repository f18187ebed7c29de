"""What every command shares: the options, the exit codes, how to speak and how to stop."""

from __future__ import annotations

import sys
from enum import IntEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from banxing.messages import LANGS, Lang, pick_lang, text


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


@app.callback()
def banxing() -> None:
    """伴行：检查课程和题库，打印试卷和评分表，计算成绩 · check courses and quizzes, print papers, compute scores."""


def say(message: str) -> None:
    """To standard error: everything that is not a result."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(message)


def usage(message: str) -> NoReturn:
    """Ends a command that was called in a wrong way."""
    raise Stop(Exit.USAGE, message)


def spoken(wanted: str | None) -> Lang:
    """The language to speak: what `--lang` says, the environment, or Chinese."""
    if wanted and wanted not in LANGS:
        usage(text("cli.unknown_lang", pick_lang(), value=wanted, known=" | ".join(LANGS)))
    return pick_lang(wanted)


def terminal() -> bool:
    """Whether somebody watches, who is shown how far things are."""
    return sys.stderr.isatty()
