"""Policies in words (`少选每项 0.5 分`) and as quiz files have them."""

from __future__ import annotations

import re
from typing import Any

from banxing.exchange.words import fold
from banxing.messages import LANGS, Lang, text
from banxing.model.policy import PLAIN, WITH_POINTS, Policy

_POINTS = "987654321"
_MORE = {"全部选对才得分": "all_or_nothing", "全对才得分": "all_or_nothing", "少选不得分": "all_or_nothing"}


def say_policy(policy: Policy, lang: Lang) -> str:
    return text(f"export.policy_{policy.kind}", lang, points=f"{policy.value / 100:.2f}".rstrip("0").rstrip("."))


def read_policy(words: str) -> Any:
    """As in a quiz file: a name, or a mapping to points; None for words nobody knows."""
    word = fold(words).strip("{}。")
    for kind in PLAIN:
        if word in (kind, *(fold(say_policy(Policy(kind), lang)) for lang in LANGS)):  # type: ignore[arg-type]
            return kind
    for kind in WITH_POINTS:
        sentences = [fold(text(f"export.policy_{kind}", lang, points=_POINTS)) for lang in LANGS]
        for sentence in (*sentences, f"{kind}:{_POINTS}"):
            if found := re.fullmatch(re.escape(sentence).replace(_POINTS, r"(\d+(?:\.\d+)?)"), word):
                return {kind: found[1]}
    return _MORE.get(word)
