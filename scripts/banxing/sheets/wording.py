"""Keys and policies in words, for the printed key and the workbook."""

from __future__ import annotations

from collections.abc import Iterable

from banxing.messages import Lang, text
from banxing.model.keys import Blank, BlanksKey, Texts
from banxing.model.questions import FillBlank, Question
from banxing.numerals import millionths, points
from banxing.sheets.paper import Item


def answer_words(item: Item, lang: Lang) -> str:
    """The key as a marker reads it, in the letters of the form; empty for essays."""
    if isinstance(item.key, BlanksKey):
        return text("terms.apart", lang).join(_blank(blank, lang) for blank in item.key.answer)
    return in_words(item.question, item.shown_answer, lang)


def in_words(question: Question, letters: Iterable[str], lang: Lang) -> str:
    """Letters of a form as people read them: a matching stem by stem, an order with arrows."""
    if question.type == "matching":
        return text("terms.gap", lang).join(f"{stem}–{letter}" for stem, letter in enumerate(letters, 1))
    return (" → " if question.type == "ordering" else "").join(letters)


def _blank(blank: Blank, lang: Lang) -> str:
    if isinstance(blank, Texts):
        return text("sheet.or", lang).join(blank.accepted)
    number = millionths(blank.number)
    return f"{number}±{millionths(blank.tolerance)}" if blank.tolerance else number


def policy_words(question: Question, lang: Lang) -> str:
    """How an answer that is partly right is paid; empty where there is nothing to say."""
    kind = question.type
    if kind in ("multiple_choice", "indefinite_choice"):
        policy = question.paid_by
        return text(f"sheet.policy_{policy.kind}", lang, points=points(policy.value))
    if kind == "ordering":
        return text("sheet.policy_pairs" if question.paid_by.kind == "pairs" else "sheet.policy_order", lang)
    if kind == "matching":
        return text("sheet.policy_matching", lang)
    if isinstance(question, FillBlank) and question.blanks > 1:
        return text("sheet.policy_blanks", lang)
    return text("sheet.policy_essay", lang) if kind == "essay" else ""
