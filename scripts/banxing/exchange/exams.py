"""What a bank says of the quiz itself, and how questions with points of their own become an exam's sections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from banxing.diagnostics import Loc
from banxing.exchange.drafts import Draft
from banxing.exchange.entries import Bank, Section
from banxing.exchange.places import Cell, Fault, Place, Unread, short
from banxing.exchange.policies import read_policy
from banxing.exchange.words import fold, plain_number, type_of, yes_or_no
from banxing.messages import LANGS, text
from banxing.model.questions import QUESTION_TYPES
from banxing.source.files import CONTROL

_ORDER = ("title", "module", "mode", "time_limit", "pass_mark", "policy", "sections")


@dataclass
class Head:
    """`data` is all of a quiz file but its questions; `places` is by path in it."""

    data: dict[str, Any]
    places: dict[Loc, Place] = field(default_factory=dict)
    sections: list[tuple[Section, dict[str, Any]]] = field(default_factory=list)

    @property
    def is_exam(self) -> bool:
        return bool(self.data["mode"] == "exam")

    def order(self) -> None:
        self.data = {name: self.data[name] for name in _ORDER if name in self.data}


def read_head(bank: Bank, given: Mapping[str, str], *, exam: bool, faults: list[Fault]) -> Head:
    """The heading of the quiz: what the command line gives, else what a sheet says."""
    facts = dict(bank.facts)
    mode = facts.pop("mode", None)
    head = Head({"title": given["title"], "mode": "exam" if exam else "practice"})
    if mode and not exam:
        head.data["mode"] = _mode(mode, faults)
    for name, cell in facts.items():
        try:
            head.data[name] = _fact(name, cell)
            head.places[(name,)] = cell.place
        except Unread as unread:
            faults.append(unread.reason)
    head.data |= {name: value for name, value in given.items() if value and (name != "title" or "title" not in facts)}
    if not head.is_exam:
        head.data.pop("time_limit", None)
    for section in bank.sections:
        try:
            head.sections.append((section, _section(section)))
        except Unread as unread:
            faults.append(unread.reason)
    head.order()
    return head


def as_exam(head: Head, drafts: list[Draft], faults: list[Fault]) -> list[Draft]:
    """Move points and policies from questions to sections; questions that their section cannot hold are left out."""
    if not head.sections:
        drafts = _derive(head, drafts, faults)
    by_kind = {data["type"]: data for _, data in head.sections}
    kept = []
    for draft in drafts:
        section = by_kind.get(draft.kind)
        points, policy = _points(draft), draft.data.get("policy")
        if section and points and Decimal(points) != Decimal(section["points"]):
            place = draft.places.get(("points",), draft.place)
            fields = {"points": points, "section": section["points"], "kind": draft.kind}
            faults.append(Fault(place, "points-differ", fields))
        elif section and policy and policy != section.get("policy"):
            faults.append(Fault(draft.places.get(("policy",), draft.place), "policy-differs", {"kind": draft.kind}))
        else:
            draft.data.pop("points", None)
            draft.data.pop("policy", None)
            kept.append(draft)
    head.data["sections"] = [data for _, data in head.sections]
    for index, (source, data) in enumerate(head.sections):
        head.places["sections", index] = source.place
        head.places |= {("sections", index, name): source.place for name in data}
    head.order()
    return kept


def _derive(head: Head, drafts: list[Draft], faults: list[Fault]) -> list[Draft]:
    """A section a type, in the order they come; only where all its questions earn the same in the same way."""
    dropped: set[str] = set()
    for kind in dict.fromkeys(draft.kind for draft in drafts):
        group = [draft for draft in drafts if draft.kind == kind]
        first = group[0]
        points, policy = _points(first) or "1", first.data.get("policy")
        for draft in group:
            if Decimal(_points(draft) or "1") != Decimal(points):
                place = draft.places.get(("points",), draft.place)
                fields = {"kind": kind, "points": _points(draft) or "1", "other": points}
                faults.append(Fault(place, "several-points", fields))
                dropped.add(kind)
                break
            if draft.data.get("policy") != policy:
                faults.append(Fault(draft.places.get(("policy",), draft.place), "several-policies", {"kind": kind}))
                dropped.add(kind)
                break
        if kind not in dropped:
            data: dict[str, Any] = {"type": kind, "points": points}
            if policy:
                data["policy"] = policy
            head.sections.append((Section(kind, first.place), data))
    return [draft for draft in drafts if draft.kind not in dropped]


def _points(draft: Draft) -> str:
    if "questions" in draft.data:
        total = sum((Decimal(sub.get("points", "1")) for sub in draft.data["questions"]), Decimal())
        return f"{total.normalize():f}"
    return str(draft.data.get("points", ""))


def _section(section: Section) -> dict[str, Any]:
    kind = type_of(section.kind)
    if kind not in QUESTION_TYPES:
        raise Unread(section.place, "unknown-type", value=short(section.kind))
    points = plain_number(section.points.text) if section.points else ""
    if not points:
        raise Unread(section.points.place if section.points else section.place, "points-unread", value="")
    data: dict[str, Any] = {"type": kind}
    if section.draw:
        data["draw"] = _whole(section.draw)
    if section.by:
        if fold(section.by.text) in {fold(text("export.by_objective", lang)) for lang in LANGS} | {"objective"}:
            data["by"] = "objective"
        elif yes_or_no(section.by.text) is not False:
            raise Unread(section.by.place, "not-a-fact", value=short(section.by.text))
    data["points"] = points
    if section.policy:
        data["policy"] = _policy(section.policy)
    return data


def _mode(cell: Cell, faults: list[Fault]) -> str:
    word = fold(cell.text)
    for mode in ("practice", "exam"):
        if word in {mode, *(fold(text(f"export.mode_{mode}", lang)) for lang in LANGS)}:
            return mode
    faults.append(Fault(cell.place, "not-a-fact", {"value": short(cell.text)}))
    return "exam"  # the safe one: nothing that may be an exam is published with its key


def _fact(name: str, cell: Cell) -> Any:
    if bad := CONTROL.search(cell.text):
        raise Unread(cell.place, "control-character", char=f"U+{ord(bad[0]):04X}")
    if name in ("pass_mark", "time_limit"):
        return _whole(cell)
    return _policy(cell) if name == "policy" else cell.text


def _whole(cell: Cell) -> str:
    found = re.fullmatch(r"(\d{1,6})(?:\.0+)?\s*(?:%|分钟?|题|道|minutes?)?", unicodedata.normalize("NFKC", cell.text))
    if not found:
        raise Unread(cell.place, "not-a-fact", value=short(cell.text))
    return str(int(found[1]))


def _policy(cell: Cell) -> Any:
    policy = read_policy(cell.text)
    if policy is None:
        raise Unread(cell.place, "policy-unread", value=short(cell.text))
    return policy
