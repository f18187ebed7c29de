"""An exam: sections, draws and a complete key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from banxing.catalogue import Catalogue
from banxing.catalogue.quizzes import QuizFile
from banxing.catalogue.validate import closest
from banxing.diagnostics import Diagnostic, Loc, Term
from banxing.model.questions import QUESTION_TYPES, Case, parts
from banxing.numerals import points


def check_sections(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """One section a type; every question has one; no section draws more than its pool."""
    for file in catalogue.quizzes.values():
        types = [section.type for section in file.quiz.sections]
        for index, section in enumerate(file.quiz.sections):
            loc = ("sections", index)
            pool = file.written(section.type)
            if section.type in types[:index]:
                yield file.document.fault((*loc, "type"), "repeated-section", type=section.type)
            elif not pool:
                yield file.document.fault((*loc, "type"), "empty-section", type=section.type)
            elif section.draw and section.draw > pool:
                yield file.document.fault(
                    (*loc, "draw"), "draw-exceeds-pool", draw=section.draw, pool=pool, type=section.type
                )
            yield from _case_points(file, index)
        for question in file.quiz.questions:
            if file.quiz.sections and question.type not in types:
                yield file.document.fault(
                    (*file.locs[question.id], "type"), "question-without-section", id=question.id, type=question.type
                )


def check_section_policies(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A section's policy suits its type; else it would pay nobody and nobody would notice."""
    for file in catalogue.quizzes.values():
        for index, section in enumerate(file.quiz.sections):
            expected = QUESTION_TYPES[section.type].partial
            if section.policy and section.type != "case" and section.policy.kind not in expected:
                yield file.document.fault(
                    ("sections", index, "policy"),
                    "policy-not-for-type",
                    policy=section.policy.kind,
                    type=section.type,
                    expected=expected or Term("none"),
                )


def _case_points(file: QuizFile, index: int) -> Iterator[Diagnostic]:
    section = file.quiz.sections[index]
    for question in file.quiz.pool(section):
        if isinstance(question, Case) and question.points != section.points:
            yield file.document.fault(
                file.locs[question.id],
                "case-points",
                id=question.id,
                sum=points(question.points),
                points=points(section.points),
            )


def check_keys_complete(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A key file answers every question of its exam."""
    for file in catalogue.quizzes.values():
        if file.key_document is None:
            continue
        for question in file.quiz.questions:
            for part, sub in parts(question):
                if part not in file.keys and not _faulty_there(file, question.id, sub.id):
                    loc: Loc = ("keys",) if part == question.id else ("keys", question.id)
                    yield file.key_document.fault(loc, "question-without-key", at_key=True, id=part, quiz=file.path)


def _faulty_there(file: QuizFile, question: str, sub: str) -> bool:
    """Whether the key exists but is itself at fault, which its own finding says."""
    assert file.key_document is not None
    keys = file.key_document.data["keys"]
    if question not in keys:
        return _misspelt(question, keys, file)
    entry = keys[question]
    subs = entry.get("questions", {}) if isinstance(entry, dict) else None
    return question == sub or not isinstance(subs, dict) or sub in subs or _misspelt(sub, subs, file)


def _misspelt(name: str, keys: dict[str, Any], file: QuizFile) -> bool:
    """Whether a key that belongs to no question was taken for this one's."""
    known = {part.split("/")[-1] for part in file.locs}
    return any(closest(key, [name]) for key in keys if key not in known)
