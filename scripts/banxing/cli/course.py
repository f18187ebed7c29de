"""Opens what a command works on, or stops with a sentence: the course, a quiz, a quiz as of a commit, a roster."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from banxing.catalogue import COURSE, Catalogue, load
from banxing.catalogue.quizzes import KEY_SUFFIX, QuizFile
from banxing.catalogue.revisions import quiz_at
from banxing.cli.app import Exit, Stop, usage
from banxing.diagnostics import Diagnostic
from banxing.messages import Lang, text
from banxing.model.course import PATH_ID
from banxing.responses.records import Note, Refused, listed, said
from banxing.rules import check as find_faults
from banxing.rules import check_quiz
from banxing.source.history import NoHistory, find_commit

T = TypeVar("T")


def open_course(
    root: Path, lang: Lang, *, as_of: date | None = None, keys: Path | None = None, with_keys: bool = True
) -> Catalogue:
    """Load the course under `root`, or stop."""
    if not (root / COURSE).is_file():
        raise Stop(Exit.USAGE, text("cli.no_site", lang, root=root.resolve()))
    if keys is not None and not keys.is_dir():
        usage(text("cli.not_a_folder" if keys.exists() else "cli.no_path", lang, path=keys))
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
        usage(text("cli.unknown_quiz", lang, value=quiz_id, known=known_quizzes(catalogue, lang)))
    without = file is not None and file.quiz.is_exam and file.key_document is None and quiz_id in catalogue.missing_keys
    if without and need_key:
        usage(text("cli.need_key", lang, path=Path(keys or root / "quizzes") / f"{quiz_id}{KEY_SUFFIX}"))
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
        usage(text("cli.unknown_quiz", lang, value=quiz_id, known=known_quizzes(catalogue, lang)))
    with past(lang):
        commit = find_commit(root, revision)
        revised = quiz_at(commit, quiz_id, current, keys or root / "quizzes")
    at = {"revision": commit.short}
    if faults := [d for d in [*revised.faults, *check_quiz(revised.file)] if d.level == "error"]:
        fields = {**at, "path": revised.file.path.partition("@")[0], "reason": faults[0].line(lang)}
        raise Stop(Exit.FAILED, text("revision.broken_quiz", lang, **fields))
    if revised.keyless:
        usage(text("revision.no_keys", lang, **said({**at, "ids": listed(revised.keyless)}, lang)))
    notes = [Note("as_of", {**at, "day": commit.day})]
    for name, ids in (("older_keys", revised.older), ("guessed_keys", revised.guessed)):
        if ids:
            notes.append(Note(name, {**at, "count": len(ids), "ids": listed(ids)}))
    return catalogue, revised.file, notes


@contextmanager
def past(lang: Lang) -> Iterator[None]:
    """Stops where files as of a commit cannot be read."""
    try:
        yield
    except NoHistory as error:
        named = error.code in ("no_repository", "unknown", "no_quiz", "no_register")
        fields = {name: v.line(lang) if isinstance(v, Diagnostic) else v for name, v in error.fields.items()}
        raise Stop(Exit.USAGE if named else Exit.FAILED, text(f"revision.{error.code}", lang, **fields)) from error


def _quiz_id(named: str) -> str:
    """`quizzes\\final.yml` → `final`."""
    return named.replace("\\", "/").removeprefix("./").removeprefix("quizzes/").removesuffix(".yml")


def known_quizzes(catalogue: Catalogue, lang: Lang) -> str:
    return text("terms.joint", lang).join(sorted(catalogue.quizzes))


def open_roster(path: Path, lang: Lang, read: Callable[[Path], list[T]]) -> list[T]:
    """The people of a list as `read` gives them, or stop."""
    try:
        return read(path)
    except Refused as refused:
        fields = dict(refused.fields)
        row = fields.pop("row", None)
        reason = text(f"rejected.{refused.code}", lang, **fields)
        if row is None:
            usage(text("sheet.broken_roster", lang, path=path, reason=reason))
        usage(text("sheet.broken_roster_row", lang, path=path, row=row, reason=reason))
