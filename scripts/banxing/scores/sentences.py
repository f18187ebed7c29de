"""What the figures mean, in words: the same in the report and in the workbook."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from banxing.messages import Lang, text
from banxing.scores.analysis import Analysis, ItemFigures
from banxing.scores.numbers import rounded
from banxing.scores.raters import Agreement
from banxing.scores.reliability import FEW, Reliability

TRUSTED = Decimal("0.7")  # customary least reliability for decisions about a group (Nunnally 1978)

AGREED = Fraction(3, 4)  # customary least ICC for marks to count


def about_scores(analysis: Analysis, lang: Lang) -> list[str]:
    """What the scores as a whole can bear."""
    said = []
    if analysis.left_out:
        said.append(text("report.left_out", lang, count=len(analysis.left_out)))
    if analysis.drawn:
        why = "drawn_forms" if analysis.reliability else "drawn_few" if analysis.printed else "drawn"
        said.append(text(f"report.{why}", lang, few=FEW))
    elif not analysis.reliability:
        said.append(text("report.too_few", lang))
    else:
        said.append(_about_one(analysis.reliability[0], lang))
    known = [one.alpha for one in analysis.reliability if one.alpha is not None]
    if known:
        lowest = rounded(min(known), 2)  # as it is shown
        assert lowest is not None
        trusted = "trusted" if lowest >= TRUSTED else "negative_alpha" if lowest < 0 else "untrusted"
        said.append(text(f"report.{trusted}", lang))
    return said


def _about_one(one: Reliability, lang: Lang) -> str:
    if one.n < 2:
        return text("report.too_few", lang)
    if one.items < 2:
        return text("report.one_item", lang)
    if one.alpha is None:
        return text("report.no_variance", lang)
    return text(
        "report.reliability",
        lang,
        name=reliability_name(one),
        value=rounded(one.alpha, 2),
        low=rounded(one.low, 2),
        high=rounded(one.high, 2),
        n=one.n,
        items=one.items,
        sem=rounded(one.sem / 100, 1) if one.sem is not None else "",
    )


def reliability_name(one: Reliability) -> str:
    return "KR-20" if one.kr20 else "Cronbach α"


def about_raters(one: Agreement, lang: Lang) -> str:
    """What raters' agreement on an essay means; bounds of the ICC by Koo and Li (2016)."""
    if one.w is None:
        return text("report.raters_unknown", lang)
    # Without an ICC the raters' noise is all there is.
    return text("report.raters_agree" if one.icc is not None and one.icc >= AGREED else "report.raters_differ", lang)


def about_item(figure: ItemFigures, lang: Lang) -> list[str]:
    """What to do about an item; empty where nothing is wrong with it."""
    joint = text("terms.joint", lang)
    options = {"idle_options": joint.join(figure.idle), "rival": joint.join(figure.rivals)}
    essay = figure.item.question.type == "essay"
    names = ["low_essay" if essay and hint == "low" else hint for hint in figure.hints]
    return [text(f"report.hint_{name}", lang, options=options.get(name, "")) for name in names]
