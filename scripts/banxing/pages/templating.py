"""The Jinja environment of every template: autoescaped, strict about names, with the catalogue of texts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from banxing.messages import Lang, text
from banxing.numerals import points


def environment(lang: Lang, package: str = "banxing.pages") -> Environment:
    """Templates of `package`. `t("section.name", …)` gives a text, `points(250)` gives `2.5`."""
    env = Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    env.globals["t"] = _texts(lang)
    env.globals["points"] = points
    env.globals["lang"] = lang
    env.globals["duration"] = lambda minutes: duration(minutes, lang)
    env.globals["audiences"] = lambda names: [text(f"page.audience_{name}", lang) for name in names]
    return env


@cache
def templates(lang: Lang) -> Environment:
    """The templates of pages, compiled once for all who render them; nothing is added to this environment."""
    return environment(lang)


def _texts(lang: Lang) -> Callable[..., str]:
    def t(key: str, **fields: Any) -> str:
        return text(key, lang, **fields)

    return t


def duration(minutes: int, lang: Lang) -> str:
    """`95` → 约 1.5 小时, to the half-hour; under an hour in minutes."""
    if minutes < 60:
        return text("page.minutes", lang, minutes=minutes)
    return text("page.hours", lang, hours=f"{round(minutes / 30) / 2:g}")


def json_block(data: str) -> Markup:
    """JSON that is safe between single quotes of an attribute: no `<`, `>`, `&` or `'` stays what it is."""
    for char, code in (
        ("&", "\\u0026"),
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("'", "\\u0027"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        data = data.replace(char, code)
    return Markup(data)
