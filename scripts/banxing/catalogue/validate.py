"""Plain data → model, with pydantic's errors turned into diagnostics at their place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from banxing.diagnostics import Diagnostic, Loc, Pos, Term
from banxing.source.slips import slip_in_text
from banxing.source.yaml import YamlDocument

M = TypeVar("M", bound=BaseModel)

WHOLE = Term("whole")
MAPPING, LIST, TEXT = Term("mapping"), Term("list"), Term("text")
_SHAPES = {
    "dict_type": MAPPING,
    "model_type": MAPPING,
    "model_attributes_type": MAPPING,
    "list_type": LIST,
    "tuple_type": LIST,
    "string_type": TEXT,
}
_KEY_MARK = "[key]"  # pydantic's step for a mapping's key
_RANGES = {"greater_than": ">", "greater_than_equal": "≥", "less_than": "<", "less_than_equal": "≤"}
_PLAIN = {
    "int_parsing": "not-a-number",
    "int_type": "not-a-number",
    "int_parsing_size": "not-a-number",
    "bool_parsing": "not-a-boolean",
    "bool_type": "not-a-boolean",
    "string_pattern_mismatch": "bad-path-id",
}


def validate(
    document: YamlDocument, model: type[M], data: Any, loc: Loc = (), *, also: Iterable[str] = ()
) -> tuple[M | None, list[Diagnostic]]:
    """Check `data`, which stands at `loc`, against `model`. All faults at once; the model only when there is none.

    `also` are keys that may stand beside the model's and are read elsewhere; messages offer them too.
    """
    try:
        value, faults = model.model_validate(data), []
    except ValidationError as error:
        met = [found for found in error.errors(include_url=False) if not _consequence(found, error)]
        value, faults = None, [_diagnostic(document, model, found, loc, also) for found in met]
    if document.has_empty:
        told = {fault.pos for fault in faults}
        empty = [document.fault(at, "empty-value", at_key=True, key=label(at)) for at in _empty(data, loc)]
        faults += [fault for fault in empty if fault.pos not in told]
    return (None if faults else value), faults


def closest(word: str, known: Iterable[str]) -> str:
    """The known word an author most likely meant, or nothing."""
    return next(iter(difflib.get_close_matches(word, list(known), 1, 0.6)), "")


def unknown_key(document: YamlDocument, loc: Loc, known: Iterable[str]) -> Diagnostic:
    """The same sentence for a key nobody knows, wherever it is met."""
    names = sorted(set(known))
    key = str(loc[-1])
    if fault := _fullwidth_colon(document, loc):
        return fault
    if document.in_flow(loc) and _value_at(document, loc) is None and closest(key, names) == "":
        return document.fault(loc, "comma-cuts-text", at_key=True, text=shown(key))
    if meant := closest(key, names):
        return document.fault(loc, "unknown-key-meant", at_key=True, key=shown(key), meant=meant)
    return document.fault(loc, "unknown-key", at_key=True, key=shown(key), known=tuple(names))


def wrong_shape(document: YamlDocument, loc: Loc, expected: Term) -> Diagnostic:
    """A text where a mapping or list was wanted, or the like; with the slip that often is the cause."""
    value = _value_at(document, loc)
    if value is None:
        return document.fault(loc, "empty-value", at_key=True, key=label(loc))
    slip = slip_in_text(value) if isinstance(value, str) and expected != TEXT else None
    if slip is None:
        return document.fault(loc, "wrong-shape", key=label(loc), expected=expected)
    code, words = slip
    pos = document.find(loc, words)
    mark = words[-1]
    return Diagnostic(document.path, Pos(pos.line, pos.col + len(words) - 1), code, {"mark": mark})


def label(loc: Loc) -> str | Term:
    """How a sentence calls the value at `loc`: its key, or the list it is an entry of and its number."""
    if not loc:
        return WHOLE
    if isinstance(loc[-1], str):
        return loc[-1]
    name = next((step for step in reversed(loc) if isinstance(step, str)), "")
    return Term("entry", (("name", name), ("number", loc[-1] + 1))) if name else WHOLE


def shown(value: Any, limit: int = 30) -> str:
    """A value as an author might have written it, on one line and not too long to quote."""
    text = _written(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return "" if value is None else " ".join(str(value).split())


def _diagnostic(
    document: YamlDocument, model: type[BaseModel], error: ErrorDetails, base: Loc, also: Iterable[str]
) -> Diagnostic:
    loc = (*base, *(step for step in error["loc"] if step != _KEY_MARK))
    at_key = _KEY_MARK in error["loc"]
    kind, context, value = error["type"], dict(error.get("ctx", {})), error["input"]
    if kind == "extra_forbidden":
        known = [*_fields_at(model, error["loc"][:-1]), *(also if len(error["loc"]) == 1 else ())]
        return unknown_key(document, loc, known)
    if kind == "missing":
        return document.fault(loc[:-1], "missing-key", key=label(loc))
    if value is None or kind == "empty-value":
        return document.fault(loc, "empty-value", at_key=True, key=label(loc))
    if kind in _SHAPES:
        return wrong_shape(document, loc, _SHAPES[kind])
    code, fields = _wording(kind, context)
    if fault := _fullwidth_slip(document, loc, code, value):
        return fault
    if code == "raw-html":
        return Diagnostic(document.path, document.find(loc, context["value"]), code, fields)
    if at_key:
        fields = {"key": label(loc[:-1]), **fields}
    if "key" in fields and isinstance(value, dict) and fields["key"] in value:
        loc = (*loc, fields["key"])
    return document.fault(loc, code, at_key=at_key, **{"key": label(loc), "value": shown(value), **fields})


def _consequence(found: ErrorDetails, error: ValidationError) -> bool:
    """Whether a list is too short only because an entry of it is at fault, which pydantic says as well."""
    depth = len(found["loc"])
    return found["type"] == "too_short" and any(
        len(other["loc"]) > depth and other["loc"][:depth] == found["loc"] for other in error.errors(include_url=False)
    )


def _fullwidth_slip(document: YamlDocument, loc: Loc, code: str, value: Any) -> Diagnostic | None:
    """A wrong value that is none: a full-width mark took two for one."""
    if code in ("option-letters", "stem-numbers"):
        glued = (_fullwidth_colon(document, (*loc, name)) for name in value)
        return next(filter(None, glued), None)
    listed = code in ("unknown-value", "bad-id", "bad-path-id") and isinstance(loc[-1], int)
    if listed and isinstance(value, str) and re.search("[，、]", value):
        return document.fault(loc, "fullwidth-comma", value=shown(value))
    return None


def _fullwidth_colon(document: YamlDocument, loc: Loc) -> Diagnostic | None:
    """`{A：一人}` is a key without a value."""
    name = str(loc[-1])
    if "：" not in name or _value_at(document, loc) is not None:
        return None
    pos = document.at(loc, key=True)
    return Diagnostic(document.path, Pos(pos.line, pos.col + name.index("：")), "yaml-fullwidth-colon", {"mark": "："})


def _empty(data: Any, loc: Loc) -> Iterator[Loc]:
    """Keys and entries with nothing behind them. Only `module:` may be empty: a quiz of no module in particular.

    A key that swallowed its full-width colon has a finding of its own.
    """
    if isinstance(data, dict):
        kept = [key for key in data if key != "module" and "：" not in key]
        steps: Iterable[tuple[str | int, Any]] = ((key, data[key]) for key in kept)
    else:
        steps = enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        if value is None:
            yield (*loc, step)
        else:
            yield from _empty(value, (*loc, step))


def _value_at(document: YamlDocument, loc: Loc) -> Any:
    value = document.data
    for step in loc:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _wording(kind: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """pydantic's error type → our code and what the sentence needs besides key and value."""
    if kind == "literal_error":
        return "unknown-value", {"expected": tuple(re.findall("'([^']*)'", context["expected"]))}
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
