"""Papers as candidates would hand them in, for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from banxing.catalogue import load
from banxing.catalogue.quizzes import QuizFile
from banxing.model.questions import parts
from banxing.model.quiz import Quiz
from banxing.responses.browser import Response, check_code
from banxing.shuffle import draw

COURSE = Path(__file__).parent / "data" / "player"
# The right answers of quizzes/exam.key.yml, as they are stored.
RIGHT: dict[str, Any] = {
    "e-single-1": "A", "e-single-2": "B", "e-single-3": "C", "404": "D", "e-single-5": "A",
    "e-multi-1": "ABC", "e-multi-2": "BD", "e-some": "C", "e-true-1": "对", "e-true-2": "错", "e-true-3": "对",
    "e-blank": ["七", "3000"], "e-order": "CADB", "e-match": "CA", "e-case/a": "AC", "e-case/b": "错",
    "e-essay": "提醒",
}  # fmt: skip


def exam() -> QuizFile:
    return load(COURSE).quizzes["exam"]


def practice() -> QuizFile:
    return load(COURSE).quizzes["basics/signature"]


def paper(quiz: Quiz, identity: str, changed: Mapping[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """All right but for `changed` (part → answer, None = unanswered). `fields` replace those of the file."""
    drawn = draw(quiz, identity)
    answers = {part: RIGHT[part] for question in drawn for part, _ in parts(question)}
    answers |= {part: answer for part, answer in (changed or {}).items() if part in answers}
    value = {
        "format": "banxing-response/1",
        "quiz": quiz.id,
        "candidate": {"id": identity, "name": "", "unit": ""},
        "seed": identity,
        "started": "2026-11-23T09:00:00+08:00",
        "submitted": "2026-11-23T09:30:00+08:00",
        "prints": {question.id: question.fingerprint() for question in drawn},
        "answers": {part: answer for part, answer in answers.items() if answer is not None},
        "check": "",
        **fields,
    }
    return sealed(value)


def sealed(value: dict[str, Any]) -> dict[str, Any]:
    """With the check code that its content has."""
    return {**value, "check": check_code(Response.model_validate(value))}


def saved(folder: Path, value: Any, name: str = "paper.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path
