"""An exam: sections, draws and a complete key."""

from __future__ import annotations

from collections.abc import Iterator

from banxing.catalogue import Catalogue
from banxing.catalogue.quizzes import QuizFile
from banxing.diagnostics import Diagnostic
from banxing.model.questions import Case, parts


def check_sections(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """One section a type; every question has one; no section draws more than its pool."""
    for file in catalogue.quizzes.values():
        types = [section.type for section in file.quiz.sections]
        for index, section in enumerate(file.quiz.sections):
            loc = ("sections", index)
            pool = file.quiz.pool(section)
            if section.type in types[:index]:
                yield file.document.fault((*loc, "type"), "repeated-section", type=section.type)
            elif not pool:
                yield file.document.fault((*loc, "type"), "empty-section", type=section.type)
            elif section.draw and section.draw > len(pool):
                yield file.document.fault(
                    (*loc, "draw"), "draw-exceeds-pool", draw=section.draw, pool=len(pool), type=section.type
                )
            yield from _case_points(file, index)
        for question in file.quiz.questions:
            if file.quiz.sections and question.type not in types:
                yield file.document.fault(
                    (*file.locs[question.id], "type"), "question-without-section", id=question.id, type=question.type
                )


def _case_points(file: QuizFile, index: int) -> Iterator[Diagnostic]:
    section = file.quiz.sections[index]
    for question in file.quiz.pool(section):
        if isinstance(question, Case) and question.points != section.points:
            yield file.document.fault(
                file.locs[question.id],
                "case-points",
                id=question.id,
                sum=f"{question.points / 100:g}",
                points=f"{section.points / 100:g}",
            )


def check_keys_complete(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A key file answers every question of its exam."""
    for file in catalogue.quizzes.values():
        if file.key_document is None:
            continue
        for question in file.quiz.questions:
            loc = ("keys", question.id)
            for part, sub in parts(question):
                if part not in file.keys and not _faulty_there(file, question.id, sub.id):
                    yield file.key_document.fault(loc, "question-without-key", id=part, quiz=file.path)


def _faulty_there(file: QuizFile, question: str, sub: str) -> bool:
    """Whether the key exists but is itself at fault, which its own finding says."""
    assert file.key_document is not None
    keys = file.key_document.data.get("keys") if isinstance(file.key_document.data, dict) else None
    entry = keys.get(question) if isinstance(keys, dict) else None
    if question == sub or not isinstance(entry, dict):
        return entry is not None
    subs = entry.get("questions")
    return isinstance(subs, dict) and sub in subs
