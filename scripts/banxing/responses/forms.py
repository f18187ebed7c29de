"""What a paper showed: which questions, under which letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from banxing.model.questions import LETTERS, Optioned, Question, parts
from banxing.model.quiz import Quiz
from banxing.responses.records import Refused
from banxing.shuffle import draw, option_order

_FORM = re.compile(r"[A-Z0-9]{1,8}")


def form_name(raw: str) -> str:
    """` a` → `A`: letters and digits, at most eight. Refuses others."""
    name = unicodedata.normalize("NFKC", raw).strip().upper()
    if not _FORM.fullmatch(name):
        raise Refused("bad-form", value=raw[:20])
    return name


def drawn_questions(quiz: Quiz, form: str) -> list[Question]:
    """The questions of a form in printed order. A practice quiz has one form, its own order."""
    return draw(quiz, form) if form else list(quiz.questions)


def shown_letters(question: Question, form: str) -> dict[str, str]:
    """Shown letter → authored letter. Without a form the letters are the authored ones."""
    if not isinstance(question, Optioned):
        return {}
    order = option_order(question, form) if form else list(question.options)
    return dict(zip(LETTERS, order, strict=False))


def all_parts(quiz: Quiz) -> dict[str, Question]:
    """Part id → question, over the whole pool."""
    return {part: sub for question in quiz.questions for part, sub in parts(question)}


def check_drawn(quiz: Quiz, drawn: set[str]) -> None:
    """Refuse a paper that no draw can have made: each section has its number of questions."""
    for section in quiz.sections:
        pool = {question.id for question in quiz.pool(section)}
        wanted = min(section.draw or len(pool), len(pool))
        if len(pool & drawn) != wanted:
            raise Refused("drawn-count", type=section.type, wanted=wanted, found=len(pool & drawn))


def check_prints(quiz: Quiz, prints: Mapping[str, str]) -> None:
    """Refuse a paper that showed a text other than today's. `prints` is question id → fingerprint."""
    current = {question.id: question.fingerprint() for question in quiz.questions}
    for question, seen in prints.items():
        if question not in current:
            raise Refused("unknown-question", question=question[:80])
        if current[question] != seen:
            raise Refused("text-changed", question=question)
