"""`banxing check`."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from banxing.catalogue import QUERIES
from banxing.catalogue.revisions import register_at
from banxing.cli.app import Exit, Keys, LangOption, Root, app, say, spoken, usage
from banxing.cli.course import open_course, past
from banxing.diagnostics import FORMATS, Diagnostic, has_errors, in_order
from banxing.messages import Lang, text
from banxing.rules import check as find_faults
from banxing.rules.cited import check_since
from banxing.source.history import find_commit


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="只报告这些文件或目录 · report on these only")] = None,
    format_: Annotated[str, typer.Option("--format", help="text | json | github | gitlab")] = "text",
    keys: Keys = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="核对日 · the day laws are judged by")] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="REV", help="也列出引用的法条中此后改过的 · also cite law changed since"),
    ] = None,
    root: Root = Path(),
    lang: LangOption = None,
) -> int:
    """检查课程、题库和法律引用 · check course, quizzes and citations."""
    speak = spoken(lang)
    if format_ not in FORMATS:
        raise typer.BadParameter(", ".join(FORMATS), param_hint="--format")
    for path in paths or ():
        if not path.exists():
            usage(text("cli.no_path", speak, path=path))
        if not path.resolve().is_relative_to(root.resolve()):
            usage(text("cli.not_in_course", speak, path=path, root=root.resolve()))
    catalogue = open_course(root, speak, as_of=_day(as_of, speak), keys=keys)
    found = find_faults(catalogue)
    if since is not None:
        with past(speak):
            commit = find_commit(root, since)
            found = in_order([*found, *check_since(catalogue, register_at(commit), commit.short)])
    if (root / QUERIES).exists() and not has_errors(found):
        from banxing.search.queries import check_queries  # its dictionary of sounds takes a third of a second to load

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
        usage(text("cli.bad_date", lang, value=value))
