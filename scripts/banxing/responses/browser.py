"""`banxing-response/1`: the paper a browser hands in, downloaded or copied as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from banxing.marking import BLANK_SEPARATOR
from banxing.model.questions import FillBlank, Optioned, Question, parts
from banxing.model.quiz import Quiz
from banxing.responses.answers import read_blanks, read_letters
from banxing.responses.forms import check_prints, drawn_questions
from banxing.responses.records import Candidate, Record, Refused, candidate_id, clean_name
from banxing.shuffle import fnv1a

FORMAT = "banxing-response/1"


class _Person(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    id: str
    name: str = ""
    unit: str = ""


class Response(BaseModel):
    """The file's fields. `prints` is drawn question id → fingerprint in shown order; `answers` is by part id."""

    model_config = ConfigDict(extra="forbid", strict=True)
    format: Literal["banxing-response/1"]
    quiz: str
    candidate: _Person
    seed: str
    started: str
    submitted: str
    prints: dict[str, str]
    answers: dict[str, str | list[str]]
    check: str


def read_paper(value: Any, quiz: Quiz, file: str, row: int | None) -> Record:
    """A parsed value → record. Refuses, with the first fault, what cannot be counted for `quiz`."""
    response = _response(value)
    if response.quiz != quiz.id:
        raise Refused("other-quiz", found=response.quiz, quiz=quiz.id)
    if check_code(response) != response.check:
        raise Refused("check-code", found=response.check[:20])
    person = response.candidate
    identity = candidate_id(person.id)
    if response.seed != person.id:
        raise Refused("seed-differs", seed=response.seed)
    check_prints(quiz, response.prints)
    drawn = drawn_questions(quiz, response.seed if quiz.is_exam else "")
    if {question.id for question in drawn} != set(response.prints):
        raise Refused("drawn-differs")
    return Record(
        file,
        row,
        Candidate(identity, clean_name(person.name), clean_name(person.unit)),
        tuple(response.prints),
        dict(_answers(response.answers, drawn)),
        form=response.seed if quiz.is_exam else "",
        submitted=_moment(response.submitted),
    )


def check_code(response: Response) -> str:
    """32-bit FNV-1a in eight hex digits. It shows a cut or mistyped copy; it is no protection against cheating."""
    lines = [response.quiz, response.candidate.id, response.seed, response.submitted]
    lines += [f"{question}={seen}" for question, seen in response.prints.items()]
    for part, answer in sorted(response.answers.items()):
        lines.append(f"{part}={answer if isinstance(answer, str) else BLANK_SEPARATOR.join(answer)}")
    code = fnv1a("\n".join(lines))
    return f"{code:08x}"


def is_response(value: Any) -> bool:
    """Whether a JSON value says that it is a paper."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def identity_of(value: Any) -> str:
    """Whose paper a value says it is, whatever else is wrong with it; empty when it does not."""
    person = value.get("candidate") if isinstance(value, dict) else None
    raw = person.get("id") if isinstance(person, dict) else None
    return raw[:80] if isinstance(raw, str) else ""


def _response(value: Any) -> Response:
    if not is_response(value):
        raise Refused("not-a-response")
    try:
        return Response.model_validate(value)
    except ValidationError as error:
        where = error.errors(include_url=False)[0]["loc"]
        raise Refused("bad-shape", field=".".join(map(str, where[:2]))) from error


def _answers(answers: Mapping[str, str | list[str]], drawn: list[Question]) -> Iterator[tuple[str, str]]:
    on_paper = {part: sub for question in drawn for part, sub in parts(question)}
    for part, raw in answers.items():
        if part not in on_paper:
            raise Refused("not-on-paper", question=part)
        try:
            answer = _answer(on_paper[part], raw)
        except Refused as refused:
            raise Refused(refused.code, **{**refused.fields, "question": part}) from refused
        if answer:
            yield part, answer


def _answer(question: Question, raw: str | list[str]) -> str:
    if isinstance(question, FillBlank):
        return read_blanks(question, raw if isinstance(raw, list) else raw.split(BLANK_SEPARATOR))
    if isinstance(raw, list):
        raise Refused("bad-shape", field="answers")
    letters = {letter: letter for letter in question.options} if isinstance(question, Optioned) else {}
    return read_letters(question, raw, letters) if raw else ""


def _moment(submitted: str) -> str:
    try:
        if datetime.fromisoformat(submitted).tzinfo is not None:
            return submitted
    except ValueError:
        pass
    raise Refused("bad-time", value=submitted)
