"""Plain data → model, with pydantic's errors turned into diagnostics at their place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from banxing.diagnostics import Diagnostic, Loc
from banxing.source.yaml import YamlDocument

M = TypeVar("M", bound=BaseModel)

_SHAPES = {
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "list_type": "list",
    "tuple_type": "list",
    "string_type": "text",
}
_RANGES = {"greater_than": ">", "greater_than_equal": "≥", "less_than": "<", "less_than_equal": "≤"}
_PLAIN = {
    "int_parsing": "not-a-number",
    "int_type": "not-a-number",
    "int_parsing_size": "not-a-number",
    "bool_parsing": "not-a-boolean",
    "bool_type": "not-a-boolean",
    "string_pattern_mismatch": "bad-path-id",
}


def validate(document: YamlDocument, model: type[M], data: Any, loc: Loc = ()) -> tuple[M | None, list[Diagnostic]]:
    """Check `data`, which stands at `loc`, against `model`. All faults at once; the model only when there is none."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_diagnostic(document, model, found, loc) for found in error.errors(include_url=False)]


def closest(word: str, known: Iterable[str]) -> str:
    """The known word an author most likely meant, or nothing."""
    return next(iter(difflib.get_close_matches(word, list(known), 1, 0.6)), "")


def unknown_key(document: YamlDocument, loc: Loc, known: Iterable[str]) -> Diagnostic:
    """The same sentence for a key nobody knows, wherever it is met."""
    names = sorted(known)
    key = str(loc[-1])
    if meant := closest(key, names):
        return document.fault(loc, "unknown-key-meant", at_key=True, key=key, meant=meant)
    return document.fault(loc, "unknown-key", at_key=True, key=key, known=", ".join(names))


def _diagnostic(document: YamlDocument, model: type[BaseModel], error: ErrorDetails, base: Loc) -> Diagnostic:
    loc = (*base, *(step for step in error["loc"] if step != "[key]"))  # pydantic's mark for a mapping's key
    kind, context = error["type"], dict(error.get("ctx", {}))
    key = str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        return unknown_key(document, loc, _fields_at(model, error["loc"][:-1]))
    if kind == "missing":
        return document.fault(loc[:-1], "missing-key", key=key)
    if error["input"] is None:
        return document.fault(loc, "empty-value", key=key)
    code, fields = _wording(kind, context)
    return document.fault(loc, code, **{"key": key, "value": _shown(error["input"]), **fields})


def _wording(kind: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """pydantic's error type → our code and what the sentence needs besides key and value."""
    if kind in _SHAPES:
        return "wrong-shape", {"expected": _SHAPES[kind]}
    if kind == "literal_error":
        return "unknown-value", {"expected": context["expected"].replace("'", "").replace(" or ", ", ")}
    if kind in _RANGES:
        sign = _RANGES[kind]
        return "out-of-range", {"expected": f"{sign} {next(iter(context.values()))}"}
    if kind in ("too_short", "too_long"):
        return kind.replace("_", "-"), {"count": context.get("min_length", context.get("max_length"))}
    if kind in _PLAIN:
        return _PLAIN[kind], {}
    return kind, context  # raised by our own field types: the type is the code


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> Iterable[str]:
    """The field names of the model that `loc` leads to, through lists and mappings."""
    for step in loc:
        if isinstance(step, str) and step in model.model_fields:
            model = _inner_model(model.model_fields[step].annotation) or model
    return model.model_fields


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _inner_model(arg))), None)


def _shown(value: Any, limit: int = 30) -> str:
    text = str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
