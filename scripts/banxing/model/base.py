"""Field types shared by the models. Their errors carry the diagnostic code as pydantic's error type."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

RAW_HTML = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")


class Model(BaseModel):
    """Immutable, and closed: a key nobody knows is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def reject(code: str, **fields: Any) -> NoReturn:
    """Refuse a value with a diagnostic code and the fields of its message."""
    raise PydanticCustomError(code, code, fields)


def _text(value: Any) -> Any:
    if value is None or (isinstance(value, str) and not value.strip()):
        reject("empty-value")
    return value.strip() if isinstance(value, str) else value


def _inline(value: Any) -> Any:
    value = _text(value)
    if not isinstance(value, str):
        return value
    plain = _CODE.sub("", value)
    if found := RAW_HTML.search(plain):
        reject("raw-html", value=plain[found.start() :][:20])
    if found := _LINK.search(plain):  # a paper cannot follow it, and it could lead anywhere
        reject("link-in-question", value=found[0][:40])
    return value


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        reject("not-a-date")
    try:
        return date.fromisoformat(value)
    except ValueError:
        reject("not-a-date")


def _name(value: Any) -> Any:
    value = _text(value)
    if isinstance(value, str) and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value):
        reject("bad-id")
    return value


def _none(value: Any) -> Any:
    return None if value in ("null", "~") else value


def parse_points(value: Any, *, least: int = 1) -> int:
    """`2`, `0.5` → hundredths of a point, `least` or more."""
    if isinstance(value, int):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,4}(?:\.\d{1,2})?", value):
        reject("not-points")
    whole, _, part = value.partition(".")
    hundredths = int(whole) * 100 + int(part.ljust(2, "0"))
    if hundredths < least:
        reject("not-points")
    return hundredths


Text = Annotated[str, BeforeValidator(_text)]
Inline = Annotated[str, BeforeValidator(_inline)]
"""One paragraph or more of inline Markdown, without raw HTML, links or pictures."""
Name = Annotated[str, BeforeValidator(_name)]
"""An id: lower-case letters, digits and single hyphens."""
Day = Annotated[date, BeforeValidator(_day)]
Points = Annotated[int, BeforeValidator(parse_points)]
"""Hundredths of a point, more than none."""
PointsOrZero = Annotated[int, BeforeValidator(lambda value: parse_points(value, least=0))]
Percent = Annotated[int, Field(ge=0, le=100)]
OrNull = BeforeValidator(_none)
