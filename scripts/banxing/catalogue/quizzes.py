"""A quiz file (and an exam's key file) → `QuizFile`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from banxing.catalogue.validate import closest, unknown_key, validate
from banxing.diagnostics import Diagnostic, Loc
from banxing.model.keys import KEY_FIELDS, KEY_TYPES, Key
from banxing.model.policy import Policy
from banxing.model.questions import QUESTION_TYPES, Case, Question, parts
from banxing.model.quiz import ExamHead, Head, PracticeHead, Quiz, Section
from banxing.source.yaml import YamlDocument

KEY_SUFFIX = ".key.yml"


@dataclass(frozen=True)
class Keyed:
    """A key and where it stands."""

    key: Key
    document: YamlDocument
    loc: Loc


@dataclass
class QuizFile:
    """A quiz as read. `keys` is by part id (`case/sub` for sub-questions); empty for an exam without its key file."""

    document: YamlDocument
    quiz: Quiz
    locs: dict[str, Loc]
    keys: dict[str, Keyed] = field(default_factory=dict)
    key_document: YamlDocument | None = None

    @property
    def path(self) -> str:
        return self.document.path

    def key_of(self, part: str) -> Key | None:
        found = self.keys.get(part)
        return found.key if found else None

    @property
    def plain_keys(self) -> Mapping[str, Key]:
        return {part: keyed.key for part, keyed in self.keys.items()}


def read_quiz(document: YamlDocument, quiz_id: str) -> tuple[QuizFile | None, list[Diagnostic]]:
    """The quiz in a document. Questions that are well-formed are kept beside the faults of the others."""
    data = document.data
    if not isinstance(data, dict):
        return None, [document.fault((), "wrong-shape", key=quiz_id, expected="mapping")]
    is_exam = data.get("mode") == "exam"
    head, faults = _head(document, data, is_exam)
    reader = _Questions(document, is_exam, faults)
    reader.read(data.get("questions"))
    if head is None:
        head = PracticeHead(title=quiz_id)
    questions = tuple(_settle(q, head) for q in reader.questions)
    return QuizFile(document, Quiz(quiz_id, head, questions), reader.locs, reader.keys), faults


def read_keys(document: YamlDocument, file: QuizFile) -> list[Diagnostic]:
    """Add an exam's key file to its quiz."""
    file.key_document = document
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("keys"), dict):
        return [document.fault((), "missing-key", key="keys")]
    faults = [unknown_key(document, (name,), ["keys"]) for name in data if name != "keys"]
    known = {q.id: q for q in file.quiz.questions}
    for name, raw in data["keys"].items():
        loc: Loc = ("keys", name)
        question = known.get(name)
        if question is None:
            if name not in file.locs:  # a question that is itself at fault is reported there
                faults.append(_no_question(document, loc, file, known))
            continue
        faults += _read_key(document, file, question, raw, loc)
    return faults


def _read_key(document: YamlDocument, file: QuizFile, question: Question, raw: Any, loc: Loc) -> list[Diagnostic]:
    if not isinstance(question, Case) or not isinstance(raw, dict):
        return _add_key(document, file.keys, question.id, question.type, raw, loc)
    faults = _add_key(document, file.keys, question.id, "case", {k: v for k, v in raw.items() if k != "questions"}, loc)
    subs = raw.get("questions")
    known = {sub.id: (part, sub) for part, sub in parts(question)}
    for name, sub_raw in (subs if isinstance(subs, dict) else {}).items():
        sub_loc = (*loc, "questions", name)
        if name not in known:
            faults.append(_no_question(document, sub_loc, file, known))
            continue
        part, sub = known[name]
        faults += _add_key(document, file.keys, part, sub.type, sub_raw, sub_loc)
    return faults


def _no_question(document: YamlDocument, loc: Loc, file: QuizFile, known: Iterable[str]) -> Diagnostic:
    name = str(loc[-1])
    if meant := closest(name, known):
        return document.fault(loc, "key-without-question-meant", at_key=True, id=name, quiz=file.path, meant=meant)
    return document.fault(loc, "key-without-question", at_key=True, id=name, quiz=file.path)


def _add_key(
    document: YamlDocument, keys: dict[str, Keyed], part: str, kind: str, raw: Any, loc: Loc
) -> list[Diagnostic]:
    key, faults = validate(document, KEY_TYPES[kind], raw, loc)
    if key is not None:
        keys[part] = Keyed(key, document, loc)
    return faults


def _head(document: YamlDocument, data: dict[str, Any], is_exam: bool) -> tuple[Head | None, list[Diagnostic]]:
    raw = {k: v for k, v in data.items() if k != "questions"}
    mode = raw.get("mode", "practice")
    if mode not in ("practice", "exam"):
        return None, [document.fault(("mode",), "unknown-value", key="mode", value=mode, expected="practice, exam")]
    if is_exam:
        # Keys collected at the end of the public file are the same leak as an answer at its question.
        leaks = [document.fault((k,), "key-in-exam", at_key=True, key=k) for k in ("keys", "answers") if k in raw]
        raw = {k: v for k, v in raw.items() if k not in ("keys", "answers")}
        head, faults = validate(document, ExamHead, raw)
        return head, [*leaks, *faults]
    return validate(document, PracticeHead, raw)


class _Questions:
    """Reads the list of questions; a faulty one is reported and left out, the rest go on."""

    def __init__(self, document: YamlDocument, is_exam: bool, faults: list[Diagnostic]) -> None:
        self.document, self.is_exam, self.faults = document, is_exam, faults
        self.questions: list[Question] = []
        self.keys: dict[str, Keyed] = {}
        self.locs: dict[str, Loc] = {}

    def read(self, raw: Any) -> None:
        if not isinstance(raw, list) or not raw:
            if raw is None or raw == []:
                self._fault((), "no-questions")
            else:
                self._fault(("questions",), "wrong-shape", key="questions", expected="list")
            return
        for index, item in enumerate(raw):
            if question := self._question(item, ("questions", index), ""):
                self.questions.append(question)

    def _question(self, raw: Any, loc: Loc, prefix: str) -> Question | None:
        """One question, its key set aside. `prefix` is `case/` inside a case."""
        if not isinstance(raw, dict):
            self._fault(loc, "wrong-shape", key="questions", expected="mapping")
            return None
        kind = raw.get("type")
        if kind not in QUESTION_TYPES or (prefix and kind == "case"):
            self._unknown_type(raw, loc, nested=bool(prefix))
            return None
        part = f"{prefix}{raw.get('id')}"
        self._locate(part, raw, loc)
        public = {k: v for k, v in raw.items() if k not in KEY_FIELDS}
        if kind == "case":
            public["questions"] = self._subs(raw.get("questions"), loc, f"{raw.get('id')}/")
        self._set_key_aside(part, str(kind), raw, loc)
        question, faults = validate(self.document, QUESTION_TYPES[str(kind)], public, loc)
        self.faults += faults
        if self.is_exam and not prefix:
            for name in ("points", "policy"):
                if name in raw:
                    self._fault((*loc, name), "points-in-exam", key=name)
        return question

    def _subs(self, raw: Any, loc: Loc, prefix: str) -> list[Question]:
        if not isinstance(raw, list):
            return []
        found = [self._question(item, (*loc, "questions", i), prefix) for i, item in enumerate(raw)]
        return [q for q in found if q]

    def _set_key_aside(self, part: str, kind: str, raw: dict[str, Any], loc: Loc) -> None:
        private = {k: v for k, v in raw.items() if k in KEY_FIELDS}
        if self.is_exam:
            for name in private:
                self.faults.append(self.document.fault((*loc, name), "key-in-exam", at_key=True, key=name))
            return
        if "answer" not in private and "answer" in KEY_TYPES[kind].model_fields:
            self._fault(loc, "missing-answer", id=raw.get("id"))
            return
        self.faults += _add_key(self.document, self.keys, part, kind, private, loc)

    def _locate(self, part: str, raw: dict[str, Any], loc: Loc) -> None:
        if part in self.locs:
            line = self.document.at((*self.locs[part], "id")).line
            self._fault((*loc, "id"), "repeated-id", id=raw.get("id"), other=f"{self.document.path}:{line}")
        else:
            self.locs[part] = loc

    def _unknown_type(self, raw: dict[str, Any], loc: Loc, *, nested: bool) -> None:
        known = [kind for kind in QUESTION_TYPES if not (nested and kind == "case")]
        if "type" not in raw:
            self._fault(loc, "missing-key", key="type")
            return
        self._fault((*loc, "type"), "unknown-value", key="type", value=str(raw["type"]), expected=", ".join(known))

    def _fault(self, loc: Loc, code: str, **fields: Any) -> None:
        self.faults.append(self.document.fault(loc, code, **fields))


def _settle(question: Question, head: Head) -> Question:
    """Give a question the points of its section and the policy that pays it."""
    section = _section(question, head)
    updates: dict[str, Any] = {}
    if section and not isinstance(question, Case):
        updates["points"] = section.points
    if not question.policy:
        policy = _inherited(question, section, head)
        if policy:
            updates["policy"] = policy
    if isinstance(question, Case):
        updates["questions"] = tuple(
            sub.model_copy(update={"policy": policy})
            if not sub.policy and (policy := _inherited(sub, section, head))
            else sub
            for sub in question.questions
        )
    return question.model_copy(update=updates) if updates else question


def _section(question: Question, head: Head) -> Section | None:
    sections = head.sections if isinstance(head, ExamHead) else ()
    return next((s for s in sections if s.type == question.type), None)


def _inherited(question: Question, section: Section | None, head: Head) -> Policy | None:
    for policy in (section.policy if section else None, head.policy):
        if policy and policy.kind in question.partial:
            return policy
    return None
