"""Checks over what was read. A rule takes the catalogue and yields findings; its name states the fault's subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from banxing.catalogue import Catalogue
from banxing.catalogue.quizzes import QuizFile
from banxing.diagnostics import Diagnostic, has_errors, in_order
from banxing.rules import bank, cited, course, exams, questions

Rule = Callable[[Catalogue], Iterable[Diagnostic]]

RULES: tuple[Rule, ...] = (
    questions.check_keys,
    questions.check_options,
    questions.check_policies,
    exams.check_sections,
    exams.check_section_policies,
    exams.check_keys_complete,
    bank.check_ids,
    bank.check_exam_stems,
    bank.check_key_texts,
    bank.check_references,
    course.check_modules,
    course.check_front_matter,
    course.check_objective_sections,
    course.check_paths,
    course.check_forms,
    course.check_fences,
    course.check_links,
    course.check_foreign,
    course.check_shadows,
    cited.check_register,
    cited.check_glossary,
    cited.check_citations,
)
# Those that look at nothing but a quiz and its key.
QUIZ_RULES: tuple[Rule, ...] = (
    questions.check_keys,
    questions.check_options,
    questions.check_policies,
    exams.check_sections,
    exams.check_section_policies,
)
# What is not wrong but not done. Asked only of a course without errors: a question at fault would be missed here.
ADVICE: tuple[Rule, ...] = (bank.check_objectives,)


def check(catalogue: Catalogue) -> list[Diagnostic]:
    """Every finding of every file, in order: what the readers met and what the rules add."""
    found = list(catalogue.faults)
    for rule in RULES:
        found.extend(rule(catalogue))
    if not has_errors(found):
        for rule in ADVICE:
            found.extend(rule(catalogue))
    return in_order(found)


def check_quiz(file: QuizFile) -> list[Diagnostic]:
    """What is wrong with a quiz and its keys by themselves, the rest of the course left aside."""
    alone = Catalogue(Path(), date.min, quizzes={file.quiz.id: file})
    return in_order(found for rule in QUIZ_RULES for found in rule(alone))
