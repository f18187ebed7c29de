"""Rows that share a word in the column 案例 → one case with its questions."""

from __future__ import annotations

from decimal import Decimal

from banxing.exchange.drafts import Draft, made_id
from banxing.exchange.entries import Entry
from banxing.exchange.places import Fault

_OF_CASE = ("id", "type", "stem", "explanation", "objective", "level", "difficulty", "shuffle")


def gather(found: list[tuple[Entry, Draft | None]], prefix: str, faults: list[Fault]) -> list[Draft]:
    """The questions of a bank, a case in the place of its first row. A case with a faulty row is left out whole."""
    groups: dict[tuple[int, str], list[tuple[Entry, Draft | None]]] = {}
    for entry, draft in found:
        if label := entry.text("case"):
            groups.setdefault((entry.place.index, label), []).append((entry, draft))
    result: list[Draft] = []
    for entry, draft in found:
        label = entry.text("case")
        if not label:
            if draft and draft.kind == "case":
                faults.append(Fault(draft.place, "case-alone"))
            elif draft:
                result.append(draft)
        elif (group := groups.pop((entry.place.index, label), None)) and (case := _join(group, label, prefix, faults)):
            result.append(case)
    return result


def _join(group: list[tuple[Entry, Draft | None]], label: str, prefix: str, faults: list[Fault]) -> Draft | None:
    first = group[0][0].place
    if any(draft is None for _, draft in group):
        if left := [draft for _, draft in group if draft]:
            faults.append(Fault(left[0].place, "case-left-out", {"case": label}))
        return None
    drafts = [draft for _, draft in group if draft]
    cases = [draft for draft in drafts if draft.kind == "case"]
    subs = [draft for draft in drafts if draft.kind != "case"]
    if len(cases) != 1 or not subs:
        faults.append(Fault(first, "case-parts", {"case": label, "cases": len(cases), "count": len(subs)}))
        return None
    case = cases[0]
    total = sum((Decimal(sub.data.get("points", "1")) for sub in subs), Decimal())
    if "points" in case.data and Decimal(case.data["points"]) != total:
        fields = {"points": case.data["points"], "sum": f"{total.normalize():f}"}
        faults.append(Fault(case.places["points",], "case-sum", fields))
        return None
    case.data = {name: case.data[name] for name in _OF_CASE if name in case.data}
    case.data["questions"] = []
    for index, sub in enumerate(subs):
        if not sub.named:
            sub.data["id"] = made_id(prefix, sub.kind, f"{case.data['stem']}\n{sub.data['stem']}")
        case.data["questions"].append(sub.data)
        case.places |= {("questions", index, *loc): place for loc, place in sub.places.items()}
        case.places["questions", index] = sub.place
    return case
