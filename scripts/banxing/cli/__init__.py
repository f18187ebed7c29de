"""`banxing`: reads options, calls one function, prints, returns an exit code.

0 clean · 1 findings or rejected records · 2 wrong use · 3 could not run.
"""

from __future__ import annotations

import gc
import itertools
import re
import sys
from collections.abc import Sequence

import typer

# isort: off
# Each of these puts its commands into `app`, in the order in which help lists them.
from banxing.cli import check, sheet, score, search, offline, exchange  # noqa: F401

# isort: on
from banxing.cli.app import Exit, Stop, app, say
from banxing.messages import Lang, pick_lang, text
from banxing.responses.records import clean_name

__all__ = ["app", "main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; no exception reaches the user as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Chinese consoles on Windows still default to GBK
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # All that is read is kept to the end: looking for garbage among it as often as usual takes as long as reading it.
    gc.set_threshold(50_000, 20, 50)
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
        known = (command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands)
        return text("cli.no_such_command", lang, name=quoted[1], known=", ".join(known))
    return said


def _lang_in(arguments: list[str]) -> Lang:
    """The language asked for, where the options could not be read."""
    named = [value for name, value in itertools.pairwise(arguments) if name == "--lang"]
    return pick_lang(named[-1] if named else None)
