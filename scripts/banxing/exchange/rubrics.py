"""A rubric as lines of a cell, and back.

说清事实（6 分）[facts]          a criterion, its id last
- 6 分：时间、人物、经过都有       a level of the criterion above
扣分：替人作决定（3 分）[oversteps]
"""

from __future__ import annotations

import re
from typing import Any

from banxing.exchange.options import fold_width
from banxing.exchange.places import Cell, Unread, short
from banxing.messages import Lang, text
from banxing.model.keys import EssayKey

_ID = r"(?:\s*\[([a-z0-9]+(?:-[a-z0-9]+)*)\])?"
_AMOUNT = re.compile(rf"\(\s*(\d+(?:\.\d+)?)\s*(?:分|points?)?\s*\)\s*{_ID}")
_LEVEL = re.compile(r"[-—–]\s*(\d+(?:\.\d+)?)\s*(?:分|points?)?\s*:\s*(.+)")
_DEDUCTION = re.compile(r"(?:扣分|deduct(?:ion)?)\s*:\s*", re.IGNORECASE)


def read_rubric(cell: Cell) -> dict[str, Any]:
    """`rubric` and `deductions` as in a key."""
    rubric: list[dict[str, Any]] = []
    deductions: list[dict[str, Any]] = []
    for line in filter(None, (line.strip() for line in cell.text.splitlines())):
        folded = fold_width(line)
        if (found := _LEVEL.fullmatch(folded)) and rubric:
            rubric[-1].setdefault("levels", []).append({"points": found[1], "text": line[found.start(2) :]})
            continue
        start = found.end() if (found := _DEDUCTION.match(folded)) else 0
        bracket = max(folded.rfind("("), start)
        amount, name = _AMOUNT.fullmatch(folded, bracket), line[start:bracket].strip()
        if not amount or not name:
            raise Unread(cell.place, "rubric-line", text=short(line))
        group, prefix = (deductions, "d") if start else (rubric, "c")
        group.append({"id": amount[2] or f"{prefix}{len(group) + 1}", "name": name, "points": amount[1]})
    return {"rubric": rubric, **({"deductions": deductions} if deductions else {})}


def write_rubric(key: EssayKey, lang: Lang) -> str:
    def said(kind: str, points: int, **fields: str) -> str:
        return text(f"export.rubric_{kind}", lang, points=f"{points / 100:.2f}".rstrip("0").rstrip("."), **fields)

    lines = []
    for number, criterion in enumerate(key.rubric, 1):
        named = "" if criterion.id == f"c{number}" else f"[{criterion.id}]"  # an import makes that one anyway
        lines.append(said("criterion", criterion.points, name=criterion.name) + named)
        lines += [said("level", level.points, text=level.text) for level in criterion.levels]
    for number, d in enumerate(key.deductions, 1):
        lines.append(said("deduction", d.points, name=d.name) + ("" if d.id == f"d{number}" else f"[{d.id}]"))
    return "\n".join(lines)
