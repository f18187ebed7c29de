"""An exam's key file → keys beside the questions they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from banxing.catalogue.quizzes import QuizFile, add_key
from banxing.catalogue.validate import MAPPING, closest, unknown_key, wrong_shape
from banxing.diagnostics import Diagnostic, Loc
from banxing.model.keys import KEY_FIELDS
from banxing.model.questions import Case, Question, parts
from banxing.source.yaml import YamlDocument


def read_keys(document: YamlDocument, file: QuizFile) -> list[Diagnostic]:
    """Add an exam's key file to its quiz."""
    data = document.data
    if not isinstance(data, dict):
        return [wrong_shape(document, (), MAPPING)]
    faults = [unknown_key(document, (name,), ["keys"]) for name in data if name != "keys"]
    if "keys" not in data:
        return [*faults, document.fault((), "missing-key", key="keys")]
    if not isinstance(data["keys"], dict):
        return [*faults, wrong_shape(document, ("keys",), MAPPING)]
    file.key_document = document
    known = {q.id: q for q in file.quiz.questions}
    for name, raw in data["keys"].items():
        loc: Loc = ("keys", name)
        question = known.get(name)
        if question is not None:
            faults += _read_key(document, file, question, raw, loc)
        elif name not in file.locs:  # a question that is itself at fault is reported there
            faults.append(_no_question(document, loc, file, known))
    return faults


def _read_key(document: YamlDocument, file: QuizFile, question: Question, raw: Any, loc: Loc) -> list[Diagnostic]:
    if not isinstance(question, Case) or not isinstance(raw, dict):
        return add_key(document, file.keys, question.id, question.type, raw, loc)
    own = {k: v for k, v in raw.items() if k != "questions"}
    faults = add_key(document, file.keys, question.id, "case", own, loc, also=("questions",))
    subs = raw.get("questions", {})
    if not isinstance(subs, dict):
        return [*faults, wrong_shape(document, (*loc, "questions"), MAPPING)]
    known = {sub.id: (part, sub) for part, sub in parts(question)}
    for name, sub_raw in subs.items():
        sub_loc = (*loc, "questions", name)
        if name not in known:
            faults.append(_no_question(document, sub_loc, file, known))
            continue
        part, sub = known[name]
        faults += add_key(document, file.keys, part, sub.type, sub_raw, sub_loc)
    return faults


def _no_question(document: YamlDocument, loc: Loc, file: QuizFile, known: Iterable[str]) -> Diagnostic:
    name = str(loc[-1])
    if name in KEY_FIELDS:  # `answer:` beside the ids: an indentation too few
        return document.fault(loc, "key-field-as-question", at_key=True, key=name)
    if meant := closest(name, known):
        return document.fault(loc, "key-without-question-meant", at_key=True, id=name, quiz=file.path, meant=meant)
    return document.fault(loc, "key-without-question", at_key=True, id=name, quiz=file.path)
