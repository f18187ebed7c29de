"""Every sentence the tool says, in Chinese and English.

One YAML file per language serves Python and, as JSON, the player. A key is `section.name`; values are
`str.format` templates with named fields only.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

import yaml

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


def pick_lang(wanted: str | None = None) -> Lang:
    """The language to speak: `wanted`, else `BANXING_LANG`, else Chinese. Unknown names mean Chinese."""
    name = (wanted or os.environ.get("BANXING_LANG") or "zh").lower()
    return "en" if name.startswith("en") else "zh"


@cache
def catalogue(lang: Lang) -> dict[str, dict[str, str]]:
    """All texts of a language: section → name → template."""
    source = files(__package__).joinpath(f"{lang}.yml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", yaml.load(source, Loader=yaml.CSafeLoader))


def text(key: str, lang: Lang, /, **fields: Any) -> str:
    """The text `section.name` with its fields filled in. Raises KeyError for a key no catalogue has."""
    section, name = key.split(".", 1)
    return catalogue(lang)[section][name].format(**fields)
