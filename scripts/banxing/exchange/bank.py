"""Entries → a quiz: each question once, cases and sections put together, what was passed over told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace

from banxing.exchange.cases import gather
from banxing.exchange.checking import Imported, settle
from banxing.exchange.drafting import Drafter
from banxing.exchange.drafts import Context, Draft
from banxing.exchange.entries import Bank, Entry
from banxing.exchange.exams import as_exam, read_head
from banxing.exchange.places import Fault, Note
from banxing.exchange.words import scale_of
from banxing.model.keys import KEY_FIELDS

_CONTENT = {"stem", "answer", "options", "stems", "explanation"}


def build(bank: Bank, context: Context, quiz_id: str, head: Mapping[str, str], *, exam: bool) -> Imported:
    """The quiz of a bank. `head` is what the command line says of it, over what the file says."""
    found = Imported(faults=list(bank.faults), notes=list(bank.notes))
    entries = [entry for entry in bank.entries if _has_content(entry)]
    context.scale = scale_of([entry.text("difficulty") for entry in entries])
    heading = read_head(bank, head, exam=exam, faults=found.faults)
    if heading.is_exam and _without_answers(entries, context):
        context.optional.add("answer")
    drafts = _once(gather(_draft(entries, context, found.faults), context.prefix, found.faults), found.faults)
    _tell(bank, entries, context, found.notes)
    if heading.is_exam:
        drafts = as_exam(heading, drafts, found.faults)
    settle(found, heading, drafts, quiz_id)
    found.left_out = len(entries) - (sum(1 + len(d.subs) for d in _kept(found, drafts)) if found.text else 0)
    found.faults = sorted(set_of(found.faults), key=lambda fault: fault.place)
    return found


def _without_answers(entries: list[Entry], context: Context) -> bool:
    """Whether no question has a key, in a column or inside its stem: an exam may lack all of them, and not some."""
    if any({"answer", "rubric"} & set(entry.cells) for entry in entries):
        return False
    trial = replace(context, optional={"answer"}, counts=Counter(), unknown={})
    drafts = (Drafter(deepcopy(entry), trial).read() for entry in entries)
    return not any(draft and set(KEY_FIELDS) & set(draft.data) for draft in drafts)


def set_of(faults: list[Fault]) -> list[Fault]:
    unique = {(f.place, f.code, str(sorted(f.fields.items(), key=str))): f for f in faults}
    return list(unique.values())


def _kept(found: Imported, drafts: list[Draft]) -> list[Draft]:
    ids = {question.id for question in found.file.quiz.questions} if found.file else set()
    return [draft for draft in drafts if draft.data["id"] in ids]


def _has_content(entry: Entry) -> bool:
    return bool(entry.options or _CONTENT & set(entry.cells))


def _draft(entries: list[Entry], context: Context, faults: list[Fault]) -> list[tuple[Entry, Draft | None]]:
    drafts = []
    for entry in entries:
        drafter = Drafter(entry, context)
        drafts.append((entry, drafter.read()))
        faults += drafter.faults
    return drafts


def _once(drafts: list[Draft], faults: list[Fault]) -> list[Draft]:
    """Each id once. Of one question that was written twice the first stays; of two nobody can tell which is meant."""
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        for data in (draft.data, *draft.subs):
            groups.setdefault(data["id"], []).append(draft)
    dropped: set[int] = set()
    for name, group in groups.items():
        if len(group) < 2:
            continue
        first, same = group[0], all(other.data == group[0].data for other in group)
        code = "id-twice" if first.named else "stem-twice"
        for number, draft in enumerate(group):
            if (number or not same) and id(draft) not in dropped:
                other = first if number else group[1]
                faults.append(Fault(draft.place, code, {"other": other.place, "id": name}))
                dropped.add(id(draft))
    return [draft for draft in drafts if id(draft) not in dropped]


def _tell(bank: Bank, entries: list[Entry], context: Context, notes: list[Note]) -> None:
    for name in ("inferred", "no_rubric", "invisible"):
        if count := context.counts[name]:
            notes.append(Note(name, {"count": count}))
    for name, words in context.unknown.items():
        shown = tuple(f"{word}×{count}" for word, count in words.most_common(8))
        notes.append(Note(f"unknown_{name}", {"words": (*shown, "…") if len(words) > 8 else shown}))
    skipped = [e for e in bank.entries if not _has_content(e) and e.cells]
    if skipped:
        rows = [str(entry.place) for entry in skipped]
        notes.append(Note("rows_skipped", {"rows": (*rows[:8], "…") if len(rows) > 8 else tuple(rows)}))
    if "answer" in context.optional:
        notes.append(Note("no_answers", {"count": len(entries)}))
