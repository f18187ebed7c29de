"""report.html: how the exam went and which questions to look at again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from banxing.messages import Lang, text
from banxing.pages.inline import Inline
from banxing.pages.templating import environment
from banxing.report.histogram import histogram
from banxing.scores import statistics as st
from banxing.scores.analysis import ENOUGH, NOTHING, ItemFigures
from banxing.scores.numbers import percent, points, rounded
from banxing.scores.outcome import Outcome

Objectives = Mapping[str, tuple[str, str]]
"""Objective id → (module title, sentence)."""
_TRUSTED = Fraction(7, 10)  # customary least reliability for decisions about a group


def report_html(outcome: Outcome, objectives: Objectives, inline: Inline, lang: Lang) -> str:
    """The whole page."""
    quiz = outcome.file.quiz
    complete = outcome.complete
    seen = [figure for figure in outcome.analysis.items if figure.n]
    return (
        environment(lang, "banxing.report")
        .get_template("report.html")
        .render(
            quiz=quiz,
            outcome=outcome,
            facts=_facts(outcome),
            chart=histogram(((p.score, p.max) for p in complete), quiz.head.pass_mark) if complete else None,
            sentences=_sentences(outcome, lang),
            rows=[_row(figure, inline, lang) for figure in sorted(seen, key=_worst_first)],
            enough=ENOUGH,
            objectives=[
                {
                    "text": objectives[f.objective][1] if f.objective in objectives else f.objective,
                    "module": objectives[f.objective][0] if f.objective in objectives else "",
                    "items": f.items,
                    "percent": _percent(f.facility),
                }
                for f in sorted(outcome.analysis.objectives, key=lambda f: f.facility)
            ],
            rejected=[(r, r.message(lang)) for r in outcome.rejections],
            notes=[note.message(lang) for note in outcome.notes],
            colon="：" if lang == "zh" else ": ",
        )
    )


def _facts(outcome: Outcome) -> dict[str, Any]:
    complete = outcome.complete
    scores = sorted(paper.score for paper in complete)
    passed = sum(outcome.passed(paper) for paper in complete)
    n = len(scores)
    mean = rounded(Fraction(sum(scores), 100 * n), 1) if n else None
    median = rounded(Fraction(scores[(n - 1) // 2] + scores[n // 2], 200), 1) if n else None
    spread = st.deviation(scores)
    return {
        "papers": len(outcome.papers),
        "pending": len(outcome.papers) - n,
        "passed": passed,
        "pass_rate": percent(passed, n),
        "mean": mean,
        "median": median,
        "deviation": rounded(spread / 100, 1) if spread is not None else None,
        "low": points(scores[0]) if n else None,
        "high": points(scores[-1]) if n else None,
        "max": points(outcome.file.quiz.max_points),
        "pass_points": points(-(-outcome.file.quiz.head.pass_mark * outcome.file.quiz.max_points // 100)),
    }


def _sentences(outcome: Outcome, lang: Lang) -> list[str]:
    """What the scores as a whole can bear."""
    analysis = outcome.analysis
    said = []
    if analysis.left_out:
        said.append(text("report.left_out", lang, count=len(analysis.left_out)))
    if analysis.drawn:
        said.append(text("report.drawn", lang))
    elif len(analysis.totals) < 2:
        said.append(text("report.too_few", lang))
    elif analysis.alpha is None:
        said.append(text("report.no_variance", lang))
    else:
        name = "KR-20" if analysis.kr20 else "Cronbach α"
        sem = rounded(analysis.sem / 100, 1) if analysis.sem is not None else None
        fields = {"name": name, "value": rounded(analysis.alpha, 2), "sem": sem}
        said.append(text("report.reliability", lang, **fields))
        trusted = "trusted" if analysis.alpha >= _TRUSTED else "negative_alpha" if analysis.alpha < 0 else "untrusted"
        said.append(text(f"report.{trusted}", lang))
    return said


def _row(figure: ItemFigures, inline: Inline, lang: Lang) -> dict[str, Any]:
    question = figure.item.question
    key = getattr(figure.item.key, "answer", "")
    return {
        "part": figure.item.part,
        "type": text(f"player.type_{question.type}", lang),
        "stem": inline.html(question.stem.replace("_", "＿")),
        "n": figure.n,
        "points": points(question.points),
        "facility": rounded(figure.facility, 2),
        "discrimination": rounded(figure.discrimination, 2),
        "item_total": rounded(figure.item_total, 2),
        "hints": [text(f"report.hint_{hint}", lang, options="、".join(figure.idle)) for hint in figure.hints],
        "shares": [
            {
                "name": name or text("report.unanswered", lang),
                "right": bool(name) and name in key,
                "all": _percent(share.all),
                "upper": None if share.upper is None else _percent(share.upper),
                "lower": None if share.lower is None else _percent(share.lower),
            }
            for name, share in figure.shares.items()
            if name != NOTHING or share.all
        ],
    }


def _worst_first(figure: ItemFigures) -> tuple[bool, bool, Fraction]:
    """Those with hints first, a key that is perhaps wrong before all; then the hardest."""
    return "negative" not in figure.hints, not figure.hints, figure.facility or Fraction(0)


def _percent(value: Fraction) -> Decimal | None:
    return rounded(value * 100, 0)
