"""The register of laws as of a commit; and a quiz as of a commit, with the keys that decide today.

A question whose text is still the same is marked by its current key: a key that was corrected after the exam is right.
Where the text has changed since, today's letters may stand for other options, so the key committed with that text
decides; only when none was committed is today's taken, and the trainer is told of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from banxing.catalogue import REGISTER
from banxing.catalogue.keyfiles import read_keys
from banxing.catalogue.quizzes import KEY_SUFFIX, Keyed, QuizFile, read_quiz
from banxing.catalogue.validate import validate
from banxing.diagnostics import Diagnostic
from banxing.model.keys import KEY_TYPES
from banxing.model.laws import Register
from banxing.model.questions import parts
from banxing.source.files import decode, read_text
from banxing.source.history import Commit, NoHistory
from banxing.source.yaml import YamlDocument, parse_yaml


@dataclass
class Revised:
    """`file` has a key for each part but those in `keyless`; `faults` are what its readers met.

    `older` are questions marked by the commit's key, `guessed` those whose text changed and that have only today's.
    """

    file: QuizFile
    faults: list[Diagnostic]
    older: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    keyless: list[str] = field(default_factory=list)


def quiz_at(commit: Commit, quiz_id: str, current: QuizFile | None, keys: Path) -> Revised:
    """Read a quiz at a commit. `current` is what it is today, None if it is gone; `keys` is the folder of key files.

    Raises NoHistory where the commit does not have it.
    """
    path = f"quizzes/{quiz_id}.yml"
    document, faults = _document(commit, path)
    if document is None and not faults:
        raise NoHistory("no_quiz", path=path, revision=commit.short)
    file, found = read_quiz(document, quiz_id) if document is not None else (None, [])
    faults += found
    if file is None:
        raise NoHistory("broken_quiz", path=path, revision=commit.short, reason=faults[0])
    if file.quiz.is_exam:
        key_document, found = _document(commit, path.removesuffix(".yml") + KEY_SUFFIX)
        faults += found
        if key_document is not None:
            faults += read_keys(key_document, file)
    revised = Revised(file, faults)
    _settle(revised, current, _keys_alone(file, quiz_id, keys) if current is None else current.keys)
    return revised


def register_at(commit: Commit) -> Register:
    """The register at a commit. Raises NoHistory where there is none, or none that can be read."""
    document, faults = _document(commit, REGISTER)
    if document is None and not faults:
        raise NoHistory("no_register", path=REGISTER, revision=commit.short)
    register, found = validate(document, Register, document.data) if document is not None else (None, [])
    if register is None:
        raise NoHistory("broken_register", path=REGISTER, revision=commit.short, reason=[*faults, *found][0])
    return register


def _document(commit: Commit, path: str) -> tuple[YamlDocument | None, list[Diagnostic]]:
    raw = commit.read(path)
    if raw is None:
        return None, []
    name = f"{path}@{commit.short}"
    text, faults = decode(raw, name)
    return parse_yaml(text, name) if text is not None else (None, faults)


def _keys_alone(file: QuizFile, quiz_id: str, folder: Path) -> Mapping[str, Keyed]:
    """The keys of an exam that is gone, where its key file is still kept."""
    path = folder / f"{quiz_id}{KEY_SUFFIX}"
    if not file.quiz.is_exam or not path.is_file():
        return {}
    text, _ = read_text(path, path.as_posix())
    document = parse_yaml(text, path.as_posix())[0] if text is not None else None
    kept = QuizFile(file.document, file.quiz, file.locs)
    if document is not None:
        read_keys(document, kept)
    return kept.keys


def _settle(revised: Revised, current: QuizFile | None, today: Mapping[str, Keyed]) -> None:
    """Choose each part's key between the commit's and today's."""
    keys = revised.file.keys
    prints = {question.id: question.fingerprint() for question in current.quiz.questions} if current else {}
    for question in revised.file.quiz.questions:
        same = prints.get(question.id) == question.fingerprint()
        for part, sub in parts(question):
            now = today.get(part)
            usable = now is not None and isinstance(now.key, KEY_TYPES[sub.type])
            if now is not None and usable and (same or part not in keys):
                keys[part] = now
                told = None if same else revised.guessed
            else:
                told = revised.older if part in keys else revised.keyless
            if told is not None:
                told.append(part)
