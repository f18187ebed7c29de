"""How an answer that is partly right is paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from banxing.model.base import parse_points, reject

PolicyKind = Literal["all_or_nothing", "per_option", "flat", "proportional", "net_correct", "pairs"]
PLAIN = ("all_or_nothing", "proportional", "net_correct", "pairs")
WITH_POINTS = ("per_option", "flat")


@dataclass(frozen=True)
class Policy:
    """`value` is hundredths of a point, for `per_option` and `flat`."""

    kind: PolicyKind
    value: int = 0


ALL_OR_NOTHING = Policy("all_or_nothing")


def _parse(value: Any) -> Any:
    if value is None or isinstance(value, Policy):
        return value
    if isinstance(value, str) and value in PLAIN:
        return Policy(value)  # type: ignore[arg-type]
    if isinstance(value, dict) and len(value) == 1:
        (kind, points), *_ = value.items()
        if kind in WITH_POINTS:
            return Policy(kind, parse_points(points))
    reject("unknown-policy", expected=(*PLAIN, *(f"{{{name}: 0.5}}" for name in WITH_POINTS)))


PolicyField = Annotated[Policy | None, BeforeValidator(_parse)]
