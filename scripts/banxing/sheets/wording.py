"""Keys and policies in words, for the printed key and the workbook."""

from __future__ import annotations

from banxing.messages import Lang, text
from banxing.model.keys import MICRO, Blank, BlanksKey, MatchingKey, Texts
from banxing.model.questions import FillBlank, Question
from banxing.sheets.paper import Item


def answer_words(item: Item, lang: Lang) -> str:
    """The key as a marker reads it, in the letters of the form; empty for essays."""
    if isinstance(item.key, BlanksKey):
        return "；".join(_blank(blank, lang) for blank in item.key.answer)
    shown = item.shown_answer
    if isinstance(item.key, MatchingKey):
        return "　".join(f"{stem}–{letter}" for stem, letter in enumerate(shown, 1))
    return " → ".join(shown) if item.question.type == "ordering" else shown


def _blank(blank: Blank, lang: Lang) -> str:
    if isinstance(blank, Texts):
        return text("sheet.or", lang).join(blank.accepted)
    number = f"{blank.number / MICRO:.6f}".rstrip("0").rstrip(".")
    if not blank.tolerance:
        return number
    return f"{number}±{blank.tolerance / MICRO:g}"


def policy_words(question: Question, lang: Lang) -> str:
    """How an answer that is partly right is paid; empty where there is nothing to say."""
    kind = question.type
    if kind in ("multiple_choice", "indefinite_choice"):
        policy = question.paid_by
        return text(f"sheet.policy_{policy.kind}", lang, points=f"{policy.value / 100:g}")
    if kind == "ordering":
        return text("sheet.policy_pairs" if question.paid_by.kind == "pairs" else "sheet.policy_order", lang)
    if kind == "matching":
        return text("sheet.policy_matching", lang)
    if isinstance(question, FillBlank) and question.blanks > 1:
        return text("sheet.policy_blanks", lang)
    return text("sheet.policy_essay", lang) if kind == "essay" else ""
