"""A quiz file → `QuizFile`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from banxing.catalogue.validate import LIST, MAPPING, closest, label, shown, validate, wrong_shape
from banxing.diagnostics import Diagnostic, Loc
from banxing.model.keys import KEY_FIELDS, KEY_TYPES, Key
from banxing.model.policy import Policy
from banxing.model.questions import QUESTION_TYPES, Case, Question, TrueFalse
from banxing.model.quiz import ExamHead, Head, PracticeHead, Quiz, Section
from banxing.source.yaml import YamlDocument

KEY_SUFFIX = ".key.yml"
_EXAM_ONLY = ("sections", "time_limit")
_STAND_IN = TrueFalse(id="stand-in", type="true_false", stem="…")  # for sub-questions that are all at fault


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

    def written(self, kind: str) -> int:
        """How many questions of a type the author wrote, those at fault too."""
        raw = self.document.data.get("questions")
        return sum(isinstance(item, dict) and item.get("type") == kind for item in raw or ())

    @property
    def all_named(self) -> bool:
        """Whether every question has an id, so that one not found here is not here."""
        raw = self.document.data.get("questions")
        return isinstance(raw, list) and len(raw) == sum("/" not in part for part in self.locs)

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
        return None, [wrong_shape(document, (), MAPPING)]
    # Sections without `mode: exam` are most likely an exam, and nothing may take an exam for a practice.
    is_exam = data.get("mode") == "exam" or ("sections" in data and data.get("mode") != "practice")
    head, faults = _head(document, data, is_exam)
    reader = _Questions(document, is_exam, faults)
    reader.read(data.get("questions"))
    if head is None and is_exam:
        head = ExamHead.model_construct(mode="exam", title=quiz_id, sections=())
    head = head or PracticeHead(title=quiz_id)
    questions = tuple(_settle(q, head) for q in reader.questions)
    return QuizFile(document, Quiz(quiz_id, head, questions), reader.locs, reader.keys), faults


def add_key(
    document: YamlDocument,
    keys: dict[str, Keyed],
    part: str | None,
    kind: str,
    raw: Any,
    loc: Loc,
    *,
    also: Iterable[str] = (),
) -> list[Diagnostic]:
    """Read the key of a question of a kind; file it under its part id, if there is one."""
    key, faults = validate(document, KEY_TYPES[kind], raw, loc, also=also)
    if key is not None and part is not None:
        keys[part] = Keyed(key, document, loc)
    return faults


def _head(document: YamlDocument, data: dict[str, Any], is_exam: bool) -> tuple[Head | None, list[Diagnostic]]:
    raw = {k: v for k, v in data.items() if k != "questions"}
    mode = raw.pop("mode", "practice")
    faults = []
    if mode not in ("practice", "exam"):
        known = ("practice", "exam")
        faults.append(document.fault(("mode",), "unknown-value", key="mode", value=shown(mode), expected=known))
    elif mode == "practice":
        told = ("sections",) if is_exam else _EXAM_ONLY
        faults += [document.fault((k,), "only-for-exam", at_key=True, key=k) for k in told if k in raw]
        raw = {k: v for k, v in raw.items() if k not in _EXAM_ONLY or is_exam}
    also = ("mode", "questions")
    if not is_exam:
        head, found = validate(document, PracticeHead, {**raw, "mode": "practice"}, also=also)
        return head, [*faults, *found]
    # Keys collected at the end of the public file are the same leak as an answer at its question.
    faults += [document.fault((k,), "key-in-exam", at_key=True, key=k) for k in ("keys", "answers") if k in raw]
    raw = {k: v for k, v in raw.items() if k not in ("keys", "answers")}
    exam_head, found = validate(document, ExamHead, {**raw, "mode": "exam"}, also=also)
    return exam_head, [*faults, *found]


class _Questions:
    """Reads the list of questions; a faulty one is reported and left out, the rest go on."""

    def __init__(self, document: YamlDocument, is_exam: bool, faults: list[Diagnostic]) -> None:
        self.document, self.is_exam, self.faults = document, is_exam, faults
        self.questions: list[Question] = []
        self.keys: dict[str, Keyed] = {}
        self.locs: dict[str, Loc] = {}

    def read(self, raw: Any) -> None:
        if raw is None or raw == []:
            self.faults.append(self.document.fault(("questions",), "no-questions", at_key=True))
        elif not isinstance(raw, list):
            self.faults.append(wrong_shape(self.document, ("questions",), LIST))
        else:
            found = [self._question(item, ("questions", index), "") for index, item in enumerate(raw)]
            self.questions = [q for q in found if q]

    def _question(self, raw: Any, loc: Loc, prefix: str) -> Question | None:
        """One question, its key set aside. `prefix` is `case/` inside a case."""
        if not isinstance(raw, dict):
            self.faults.append(wrong_shape(self.document, loc, MAPPING))
            return None
        kind = raw.get("type")
        if not isinstance(kind, str) or kind not in QUESTION_TYPES or (prefix and kind == "case"):
            self._unknown_type(raw, loc, nested=bool(prefix))
            return None
        part = self._locate(raw, loc, prefix)
        public = {k: v for k, v in raw.items() if k not in KEY_FIELDS}
        complete = self._subs(public, loc) if kind == "case" else True
        self._set_key_aside(part, kind, raw, loc)
        also = () if self.is_exam else KEY_TYPES[kind].model_fields
        if self.is_exam and not prefix:
            for name in {"points", "policy"} & set(public):
                self._fault((*loc, name), "points-in-exam", at_key=True, key=name)
                del public[name]
        question, faults = validate(self.document, QUESTION_TYPES[kind], public, loc, also=also)
        self.faults += faults
        return question if complete and part is not None else None

    def _subs(self, public: dict[str, Any], loc: Loc) -> bool:
        """Put questions in the place of what was written; False when one is at fault, which was then said."""
        if "points" in public:
            self._fault((*loc, "points"), "case-with-points", at_key=True)
            del public["points"]
        written = public.get("questions")
        if not isinstance(written, list) or not written:
            return True  # the model says what is wrong
        prefix = f"{public.get('id')}/"
        found = [self._question(item, (*loc, "questions", i), prefix) for i, item in enumerate(written)]
        kept = [q for q in found if q]
        public["questions"] = kept or [_STAND_IN]
        return len(kept) == len(written)

    def _set_key_aside(self, part: str | None, kind: str, raw: dict[str, Any], loc: Loc) -> None:
        private = {k: v for k, v in raw.items() if k in KEY_FIELDS}
        if self.is_exam:
            for name in private:
                self._fault((*loc, name), "key-in-exam", at_key=True, key=name)
            return
        if "answer" not in private and "answer" in KEY_TYPES[kind].model_fields:
            if not any(closest(k, ["answer"]) for k in raw if k not in QUESTION_TYPES[kind].model_fields):
                self._fault(loc, "missing-answer", id=part or label(loc))
            return
        self.faults += add_key(self.document, self.keys, part, kind, private, loc)

    def _locate(self, raw: dict[str, Any], loc: Loc, prefix: str) -> str | None:
        """The part id, with its place noted; None for a question without an id of its own."""
        if not isinstance(raw.get("id"), str):
            return None
        part = f"{prefix}{raw['id'].strip()}"
        if part in self.locs:
            line = self.document.at((*self.locs[part], "id")).line
            self._fault((*loc, "id"), "repeated-id", id=raw["id"], other=f"{self.document.path}:{line}")
            return None
        self.locs[part] = loc
        return part

    def _unknown_type(self, raw: dict[str, Any], loc: Loc, *, nested: bool) -> None:
        known = tuple(kind for kind in QUESTION_TYPES if not (nested and kind == "case"))
        if "type" not in raw:
            self._fault(loc, "missing-key", key="type")
        elif raw["type"] is None:
            self._fault((*loc, "type"), "empty-value", at_key=True, key="type")
        else:
            self._fault((*loc, "type"), "unknown-value", key="type", value=shown(raw["type"]), expected=known)

    def _fault(self, loc: Loc, code: str, *, at_key: bool = False, **fields: Any) -> None:
        self.faults.append(self.document.fault(loc, code, at_key=at_key, **fields))


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
