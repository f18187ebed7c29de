"""A quiz → the rows of a table of questions, in the words that `banxing import` reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from banxing.catalogue.quizzes import QuizFile
from banxing.exchange.columns import FIELDS
from banxing.exchange.policies import say_policy
from banxing.exchange.rubrics import write_rubric
from banxing.messages import Lang, text
from banxing.model.keys import Blank, BlanksKey, EssayKey, Key, LettersKey, MatchingKey, Texts, TrueFalseKey, micro
from banxing.model.questions import LETTERS, Case, Matching, Optioned, Question
from banxing.model.quiz import ExamHead
from banxing.numerals import millionths, points

Row = dict[str, str]
"""Field or option letter → what stands in the cell."""
_ALWAYS = ("type", "stem", *LETTERS[:4], "answer", "explanation", "points", "difficulty", "objective")
_BEHIND = ("level", "policy", "stems", "feedback", "rubric", "shuffle", "case", "id")
_CLEAR = re.compile(r"[;；|\n/“”]")


def columns_for(rows: list[Row]) -> list[str]:
    """The columns that a table needs: the usual ones, and those that a row fills."""
    used = {name for row in rows for name, value in row.items() if value}
    options = [letter for letter in LETTERS if letter in _ALWAYS or letter in used]
    front = ["type", "stem", *options, *(name for name in _ALWAYS if name in FIELDS and name not in ("type", "stem"))]
    return [*front, *(name for name in _BEHIND if name in used)]


def title_of(column: str, lang: Lang) -> str:
    if column in FIELDS:
        return text(f"export.column_{column}", lang)
    return text("export.column_option", lang, letter=column)


def rows_of(file: QuizFile, lang: Lang, *, ids: bool = True) -> Iterator[tuple[str, Row]]:
    """(part id, row) of each question; a case before its own. Without `ids` a case goes by its number."""
    cases = 0
    for question in file.quiz.questions:
        row = _row(file, question.id, question, lang)
        if not isinstance(question, Case):
            yield question.id, row if ids else {**row, "id": ""}
            continue
        cases += 1
        label = question.id if ids else text("export.case_label", lang, number=cases)
        parts = [(question.id, row | {"points": ""})]
        parts += [
            (f"{question.id}/{sub.id}", _row(file, f"{question.id}/{sub.id}", sub, lang)) for sub in question.questions
        ]
        for part, filled in parts:
            yield part, filled | {"case": label} | ({} if ids else {"id": ""})


def facts_of(file: QuizFile, lang: Lang) -> list[tuple[str, str]]:
    """What the quiz itself is, name and value."""
    head = file.quiz.head
    values = {
        "title": head.title,
        "module": head.module or "",
        "mode": text(f"export.mode_{head.mode}", lang),
        "pass_mark": str(head.pass_mark),
        "time_limit": str(head.time_limit or "") if isinstance(head, ExamHead) else "",
        "policy": say_policy(head.policy, lang) if head.policy else "",
    }
    return [(text(f"export.fact_{name}", lang), value) for name, value in values.items() if value]


SECTION_COLUMNS = ("type", "section_points", "section_draw", "section_by", "policy")


def sections_of(file: QuizFile, lang: Lang) -> list[list[str]]:
    """A row a section of an exam, as `SECTION_COLUMNS`."""
    return [
        [
            text(f"player.type_{section.type}", lang),
            points(section.points),
            str(section.draw or ""),
            text("export.by_objective", lang) if section.by else "",
            say_policy(section.policy, lang) if section.policy else "",
        ]
        for section in file.quiz.sections
    ]


def _row(file: QuizFile, part: str, question: Question, lang: Lang) -> Row:
    key, raw = file.key_of(part), _raw(file, part)
    row = {
        "id": question.id,
        "type": text(f"player.type_{question.type}", lang),
        "stem": question.stem,
        "points": points(question.points),
        "objective": question.objective or "",
        "level": text(f"export.level_{question.level}", lang) if question.level else "",
        "difficulty": text(f"export.difficulty_{question.difficulty}", lang) if question.difficulty else "",
        "shuffle": "" if question.shuffle else text("export.no", lang),
        # Only a policy of its own: others come from the section or the quiz.
        "policy": say_policy(question.policy, lang) if question.policy and "policy" in raw else "",
    }
    if isinstance(question, Optioned):
        row |= question.options
    if isinstance(question, Matching):
        row["stems"] = "\n".join(f"{number}. {stem}" for number, stem in question.stems.items())
    return row | _key_cells(key, lang) if key else row


def _key_cells(key: Key, lang: Lang) -> Row:
    row = {"answer": _answer(key), "explanation": key.explanation or ""}
    row["feedback"] = "\n".join(f"{letter}. {words}" for letter, words in key.feedback.items())
    if isinstance(key, EssayKey):
        row["rubric"] = write_rubric(key, lang)
    return row


def _answer(key: Key) -> str:
    if isinstance(key, (LettersKey, TrueFalseKey)):
        return key.answer
    if isinstance(key, MatchingKey):
        return "；".join(f"{stem}{letter}" for stem, letter in key.answer.items())
    if isinstance(key, BlanksKey):
        return "；".join(map(_blank, key.answer))
    return "\n".join(key.outline) if isinstance(key, EssayKey) else ""


def _blank(blank: Blank) -> str:
    if not isinstance(blank, Texts):
        return millionths(blank.number) + (f"±{millionths(blank.tolerance)}" if blank.tolerance else "")
    alone = len(blank.accepted) == 1
    return "/".join(
        f"“{words}”" if _CLEAR.search(words) or (alone and _is_number(words)) else words for words in blank.accepted
    )


def _is_number(words: str) -> bool:
    return micro(words) is not None or "±" in words


def _raw(file: QuizFile, part: str) -> Any:
    value = file.document.data
    for step in file.locs[part]:
        value = value[step]
    return value
