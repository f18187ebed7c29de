"""report.html: how the exam went and which questions to look at again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from banxing.messages import Lang, text
from banxing.pages.inline import Inline
from banxing.pages.templating import environment
from banxing.report.pictures import histogram, scatter, span
from banxing.scores import hints
from banxing.scores.analysis import NOTHING, ItemFigures
from banxing.scores.groups import Group, by_form, by_unit, everybody
from banxing.scores.numbers import points, rounded
from banxing.scores.outcome import Outcome
from banxing.scores.raters import Agreement
from banxing.scores.reliability import Reliability
from banxing.scores.sentences import about_item, about_raters, about_scores, reliability_name

Objectives = Mapping[str, tuple[str, str]]
"""Objective id → (module title, sentence)."""
SPAN = 200  # width of the picture of an interval


def report_html(outcome: Outcome, objectives: Objectives, inline: Inline, lang: Lang) -> str:
    """The whole page."""
    quiz, complete = outcome.file.quiz, outcome.complete
    seen = sorted((figure for figure in outcome.analysis.items if figure.n), key=_worst_first)
    return (
        environment(lang, "banxing.report")
        .get_template("report.html")
        .render(
            quiz=quiz,
            outcome=outcome,
            all=everybody(outcome),
            most=points(quiz.max_points),
            pass_points=points(-(-quiz.head.pass_mark * quiz.max_points // 100)),
            chart=histogram(complete, quiz.head.pass_mark) if complete else None,
            units=[_group(group, lang) for group in by_unit(outcome)],
            forms=[_group(group, lang) for group in by_form(outcome)],
            sentences=about_scores(outcome.analysis, lang),
            spans=[_reliability(one, lang) for one in outcome.analysis.reliability if one.alpha is not None],
            raters=[_agreement(one, lang) for one in outcome.agreements],
            map=scatter(seen),
            rows=[_row(number, figure, inline, lang) for number, figure in enumerate(seen, 1)],
            enough=hints.ENOUGH,
            many=hints.MANY,
            objectives=_objectives(outcome, objectives),
            rejected=[(r, r.message(lang)) for r in outcome.rejections],
            notes=[note.message(lang) for note in outcome.notes],
        )
    )


def _objectives(outcome: Outcome, objectives: Objectives) -> list[dict[str, Any]]:
    """The weakest first."""
    return [
        {
            "text": objectives[f.objective][1] if f.objective in objectives else f.objective,
            "module": objectives[f.objective][0] if f.objective in objectives else "",
            "items": f.items,
            "percent": _percent(f.facility),
        }
        for f in sorted(outcome.analysis.objectives, key=lambda f: f.facility)
    ]


def _group(group: Group, lang: Lang) -> dict[str, Any]:
    percent = None if group.share is None else _percent(group.share)
    return {"name": group.name or text("report.no_unit", lang), "figures": group, "percent": percent}


def _reliability(one: Reliability, lang: Lang) -> dict[str, Any]:
    return {
        "forms": text("terms.joint", lang).join(one.forms),
        "name": reliability_name(one),
        "n": one.n,
        "items": one.items,
        "value": rounded(one.alpha, 2),
        "low": rounded(one.low, 2),
        "high": rounded(one.high, 2),
        "sem": rounded(one.sem / 100, 1) if one.sem is not None else None,
        "span": span(one, SPAN),
    }


def _agreement(one: Agreement, lang: Lang) -> dict[str, Any]:
    figures = {"w": rounded(one.w, 2), "icc": rounded(one.icc, 2), "told": about_raters(one, lang)}
    return {"part": one.part, "raters": one.raters, "n": one.n, **figures}


def _row(number: int, figure: ItemFigures, inline: Inline, lang: Lang) -> dict[str, Any]:
    question = figure.item.question
    return {
        "number": number,
        "part": figure.item.part,
        "type": text(f"player.type_{question.type}", lang),
        "stem": inline.html(question.stem.replace("_", "＿")),
        "n": figure.n,
        "points": points(question.points),
        "values": [
            rounded(value, 2)
            for value in (figure.facility, figure.discrimination, figure.item_total, figure.alpha_if_dropped)
        ],
        "hints": list(zip(about_item(figure, lang), (hint != "idle_options" for hint in figure.hints), strict=True)),
        "shares": [
            {
                "name": name or text("report.unanswered", lang),
                "right": bool(name) and name in figure.right,
                "odd": name in figure.rivals,
                "taken": [_percent(v) for v in (share.all, share.upper, share.middle, share.lower) if v is not None],
            }
            for name, share in figure.shares.items()
            if name != NOTHING or share.all
        ],
        "thirds": any(share.upper is not None for share in figure.shares.values()),
    }


def _worst_first(figure: ItemFigures) -> tuple[bool, bool, Fraction]:
    """Those with hints first, a key that is perhaps wrong before all; then the hardest."""
    wrong_key = "negative" in figure.hints or "rival" in figure.hints
    return not wrong_key, not figure.weak, figure.facility or Fraction(0)


def _percent(value: Fraction) -> Decimal | None:
    return rounded(value * 100, 0)
