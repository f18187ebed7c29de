"""`banxing import` and `banxing export`."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from banxing.catalogue import COURSE, Catalogue, load
from banxing.catalogue.quizzes import KEY_SUFFIX
from banxing.cli.app import Exit, Keys, LangOption, Root, Stop, app, say, spoken, usage
from banxing.cli.course import load_quiz
from banxing.diagnostics import FORMATS, Diagnostic
from banxing.exchange.checking import Imported
from banxing.exchange.importing import import_bank
from banxing.exchange.places import Unread
from banxing.exchange.writing import write_all
from banxing.messages import Lang, text
from banxing.responses.records import Refused, clean_name
from banxing.rules import check as find_faults


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
    speak = spoken(lang)
    if template:
        return _write_template(template, force, speak)
    if source is None:
        usage(text("import.need_file", speak))
    if out is None:
        usage(text("import.need_out", speak))
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
    speak = spoken(lang)
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
        raise cannot_write(error, out, speak) from error
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
        usage(text("cli.no_path", lang, path=source))
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yml", out.name):
        usage(text("import.bad_out", lang, path=out))
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", prefix):
        usage(text("import.bad_prefix", lang, value=prefix))
    if out.exists() and out.samefile(source):
        usage(text("import.same_file", lang, path=out))
    for path in targets if not force else ():
        if path.exists():
            usage(text("import.exists", lang, path=path))


def _check_workbook(path: Path, force: bool, lang: Lang) -> None:
    if path.suffix.lower() != ".xlsx":
        usage(text("export.bad_out", lang, path=path))
    if path.exists() and not force:
        usage(text("import.exists", lang, path=path))


def _write_template(path: Path, force: bool, lang: Lang) -> int:
    _check_workbook(path, force, lang)
    try:
        from banxing.exchange.exporting import write_template

        write_template(path, lang)
    except ModuleNotFoundError as error:
        raise Stop(Exit.FAILED, text("cli.need_extra", lang)) from error
    except OSError as error:
        raise cannot_write(error, path, lang) from error
    say(text("cli.written", lang, path=path))
    return Exit.CLEAN


def _write_quiz(texts: Mapping[Path, str], force: bool, lang: Lang) -> None:
    for path in texts if not force else ():  # a sheet of the bank may have made it an exam
        if path.exists():
            usage(text("import.exists", lang, path=path))
    try:
        write_all(texts)
    except OSError as error:
        raise cannot_write(error, next(iter(texts)), lang) from error


def cannot_write(error: OSError, path: Path, lang: Lang) -> Stop:
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
