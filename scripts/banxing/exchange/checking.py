"""Drafts → the text of a quiz that passes the same models and rules as any other; what does not is left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from banxing.catalogue import Catalogue
from banxing.catalogue.keyfiles import read_keys
from banxing.catalogue.quizzes import KEY_SUFFIX, QuizFile, read_quiz
from banxing.diagnostics import Diagnostic, Loc
from banxing.exchange.drafts import Draft
from banxing.exchange.dress import dress_keys, dress_quiz
from banxing.exchange.exams import Head
from banxing.exchange.places import Fault, Note, Place
from banxing.model.keys import KEY_FIELDS
from banxing.rules import bank as bank_rules
from banxing.rules import exams as exam_rules
from banxing.rules import questions as question_rules
from banxing.source.files import MAX_BYTES
from banxing.source.yaml import YamlDocument, parse_yaml

RULES = (
    question_rules.check_keys,
    question_rules.check_options,
    question_rules.check_policies,
    exam_rules.check_sections,
    exam_rules.check_section_policies,
    exam_rules.check_keys_complete,
    bank_rules.check_ids,
)


@dataclass
class Imported:
    """`text` (and for an exam `key_text`) is what to write; empty where nothing can be. `file` is it, read back."""

    text: str = ""
    key_text: str = ""
    file: QuizFile | None = None
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    left_out: int = 0

    @property
    def count(self) -> int:
        return len(self.file.quiz.questions) if self.file else 0


def settle(found: Imported, head: Head, drafts: list[Draft], quiz_id: str) -> None:
    """Write, read back as `banxing check` does, leave out what is at fault; again, until nothing is."""
    while drafts:
        written = _Written(head, drafts, quiz_id)
        if written.too_large:
            found.faults.append(Fault(Place(), "too-large", {"limit": MAX_BYTES // 1024 // 1024}))
            return
        wrong = written.faults_by_draft()
        if not wrong:
            found.text, found.key_text, found.file = written.text, written.key_text, written.file
            return
        found.faults += [fault for faults in wrong.values() for fault in faults]
        if min(wrong) < 0:  # of the quiz itself: there is no question that could be left out for it
            return
        drafts = [draft for index, draft in enumerate(drafts) if index not in wrong]


class _Written:
    """The files of some drafts, read back."""

    def __init__(self, head: Head, drafts: list[Draft], quiz_id: str) -> None:
        self.head, self.drafts, self.quiz_id = head, drafts, quiz_id
        self.public = [_public(draft.data) if head.is_exam else _tidy(draft.data) for draft in drafts]
        self.keys = {draft.data["id"]: key for draft in drafts if head.is_exam and (key := _private(draft.data))}
        self.text = dress_quiz(head.data, self.public)
        self.key_text = dress_keys(self.keys) if self.keys else ""
        self.too_large = max(len(self.text.encode()), len(self.key_text.encode())) > MAX_BYTES
        self.file: QuizFile | None = None

    def faults_by_draft(self) -> dict[int, list[Fault]]:
        """Index of a draft → its faults, at the places its parts came from; −1 for those of the quiz itself."""
        document = _document(self.text, f"{self.quiz_id}.yml")
        self.file, diagnostics = read_quiz(document, self.quiz_id)
        assert self.file
        key_document = None
        if self.key_text:
            key_document = _document(self.key_text, f"{self.quiz_id}{KEY_SUFFIX}")
            diagnostics += read_keys(key_document, self.file)
        catalogue = Catalogue(Path(), date.min, quizzes={self.quiz_id: self.file})
        for rule in RULES:
            diagnostics += rule(catalogue)
        wrong: dict[int, list[Fault]] = {}
        places = _Places(self._public_places(document)) if diagnostics else None
        key_places = _Places(self._key_places(key_document)) if diagnostics and key_document else None
        for diagnostic in diagnostics:
            there = key_places if diagnostic.path.endswith(KEY_SUFFIX) else places
            assert there
            index, place = there.find(diagnostic)
            wrong.setdefault(index, []).append(Fault(place, diagnostic.code, diagnostic.fields, section="diagnostics"))
        return wrong

    def _public_places(self, document: YamlDocument) -> list[tuple[int, int, Place]]:
        found = [(document.at(loc, key=True).line, -1, place) for loc, place in self.head.places.items()]
        for index, (draft, data) in enumerate(zip(self.drafts, self.public, strict=True)):
            found += _lines(document, ("questions", index), index, draft, {loc: loc for loc in draft.places}, data)
        return found

    def _key_places(self, document: YamlDocument) -> list[tuple[int, int, Place]]:
        found: list[tuple[int, int, Place]] = []
        for index, draft in enumerate(self.drafts):
            name = draft.data["id"]
            # Where a list of questions stands in the public file, the key has them by id.
            locs = {loc: _by_id(loc, draft) for loc in draft.places}
            found += _lines(document, ("keys", name), index, draft, locs, self.keys.get(name, {}))
        return found


def _by_id(loc: Loc, draft: Draft) -> Loc:
    if len(loc) > 1 and loc[0] == "questions" and isinstance(loc[1], int):
        return ("questions", draft.subs[loc[1]]["id"], *loc[2:])
    return loc


def _lines(
    document: YamlDocument, start: Loc, index: int, draft: Draft, locs: Mapping[Loc, Loc], data: Any
) -> list[tuple[int, int, Place]]:
    """(line, index, place) of a draft and of each part of it that a file holds."""
    found = [(document.at(start, key=True).line, index, draft.place)]
    for loc, there in locs.items():
        if _holds(data, there):
            found.append((document.at((*start, *there), key=True).line, index, draft.places[loc]))
    return found


def _holds(data: Any, loc: Loc) -> bool:
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


class _Places:
    """Lines of a written file → where in the bank they came from. Every field has a line of its own."""

    def __init__(self, found: list[tuple[int, int, Place]]) -> None:
        self._found = sorted(found, key=lambda entry: entry[:2])
        self._starts = [line for line, _, _ in self._found]

    def find(self, diagnostic: Diagnostic) -> tuple[int, Place]:
        at = bisect_right(self._starts, diagnostic.pos.line) - 1
        return self._found[at][1:] if at >= 0 else (-1, Place())


def _document(text: str, path: str) -> YamlDocument:
    document, faults = parse_yaml(text, path)
    if document is None or faults:  # then `dress` is wrong, and no question is
        raise AssertionError("; ".join(fault.line("en") for fault in faults))
    return document


def _tidy(data: Mapping[str, Any]) -> dict[str, Any]:
    """Without what every reader takes for granted: one point."""
    tidy = {name: value for name, value in data.items() if (name, value) != ("points", "1")}
    if "questions" in data:
        tidy["questions"] = [_tidy(sub) for sub in data["questions"]]
    return tidy


def _public(data: Mapping[str, Any]) -> dict[str, Any]:
    public = {name: value for name, value in _tidy(data).items() if name not in KEY_FIELDS}
    if "questions" in data:
        public["questions"] = [_public(sub) for sub in data["questions"]]
    return public


def _private(data: Mapping[str, Any]) -> dict[str, Any]:
    private = {name: value for name, value in data.items() if name in KEY_FIELDS}
    if subs := {sub["id"]: key for sub in data.get("questions", ()) if (key := _private(sub))}:
        private["questions"] = subs
    return private
