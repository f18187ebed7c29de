"""Records → marked papers, one a candidate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, NamedTuple

from banxing.catalogue.quizzes import QuizFile
from banxing.marking import mark
from banxing.model.keys import Key
from banxing.model.questions import Question, parts
from banxing.responses.records import Candidate, Note, Record, Rejection, listed

Attempts = Literal["last", "best", "first"]
ATTEMPTS: tuple[Attempts, ...] = ("last", "best", "first")


@dataclass(frozen=True)
class Item:
    """What is marked: a question, or a case's sub-question, with its key."""

    part: str
    question: Question
    key: Key
    objective: str | None


class Standing(NamedTuple):
    """What a paper came to, without whose it is: all that tables of groups, distribution and ranks are made of."""

    unit: str
    form: str  # printed, or empty
    score: int
    max: int
    pending: bool


@dataclass
class Paper:
    """A record and its marks, by part in the paper's order; None = people have not marked it yet."""

    record: Record
    marks: dict[str, int | None]
    max: int

    @property
    def candidate(self) -> Candidate:
        return self.record.candidate

    @property
    def score(self) -> int:
        """The sum so far."""
        return sum(value or 0 for value in self.marks.values())

    @property
    def printed_form(self) -> str:
        """`A` on paper; empty for what was drawn by the candidate's id, or not at all."""
        return self.record.form if self.record.form != self.candidate.id else ""

    @property
    def pending(self) -> bool:
        return None in self.marks.values()

    @property
    def standing(self) -> Standing:
        return Standing(self.candidate.unit, self.printed_form, self.score, self.max, self.pending)


@dataclass
class Marked:
    """The papers that count, in the order met; those that do not; and what the trainer must know."""

    papers: list[Paper] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    misrated: set[tuple[str, str]] = field(default_factory=set)  # candidate and form of marks that were not used
    set_aside: list[str] = field(default_factory=list)  # candidates whose essay marks have no paper


def items_of(file: QuizFile) -> dict[str, Item]:
    """Part id → item, over the whole pool in the author's order."""
    keys = file.plain_keys
    return {
        part: Item(part, sub, keys[part], sub.objective or question.objective)
        for question in file.quiz.questions
        for part, sub in parts(question)
    }


def passes(score: int, points: int, pass_mark: int) -> bool:
    """100 × score ≥ pass mark (percent) × points, in integers."""
    return 100 * score >= pass_mark * points


class Marker:
    """Marks each distinct (part, answer) once."""

    def __init__(self, file: QuizFile) -> None:
        self._items = items_of(file)
        self._parts = {question.id: [part for part, _ in parts(question)] for question in file.quiz.questions}
        self._known: dict[tuple[str, str], int | None] = {}

    def paper(self, record: Record) -> Paper:
        marks = {part: self._mark(part, record) for name in record.drawn for part in self._parts[name]}
        return Paper(record, marks, sum(self._items[part].question.points for part in marks))

    def _mark(self, part: str, record: Record) -> int | None:
        item, answer = self._items[part], record.answers.get(part, "")
        if item.question.type == "essay":
            return record.marks.get(part)
        if (part, answer) not in self._known:
            self._known[part, answer] = mark(item.question, item.key, answer)
        return self._known[part, answer]


def settle(file: QuizFile, records: Iterable[Record], attempts: Attempts) -> Marked:
    """One paper a candidate: of several the one `attempts` names, with the essay marks that came in other files."""
    marker, marked = Marker(file), Marked()
    by_id: dict[str, list[Record]] = {}
    for record in records:
        by_id.setdefault(record.candidate.id, []).append(record)
    for found in by_id.values():
        names = sorted({record.candidate.name.replace(" ", "") for record in found} - {""})
        if len(names) > 1:  # two people under one number: nobody can tell whose marks these are
            marked.rejections += [_reject(record, "id-two-names", names="、".join(names)) for record in found]
            continue
        if paper := _one_paper(found, marker, attempts, marked):
            marked.papers.append(paper)
    if marked.set_aside:
        fields = {"count": len(marked.set_aside), "ids": listed(marked.set_aside)}
        marked.notes.append(Note("marks_set_aside", fields))
    return marked


def _one_paper(found: list[Record], marker: Marker, attempts: Attempts, marked: Marked) -> Paper | None:
    """The paper that counts; None where nothing says which was the last (or first), and all were refused."""
    sheets = _distinct([record for record in found if not record.only_marks], marked)
    ratings = [record for record in found if record.only_marks]
    if not sheets:
        first_of = {rating.form: rating for rating in reversed(ratings)}
        sheets, ratings = list(first_of.values())[::-1], [r for r in ratings if r is not first_of[r.form]]
    if attempts != "best" and not _ordered(sheets):
        marked.rejections += _unordered(sheets)
        marked.set_aside += [sheets[0].candidate.id] if ratings else []
        return None
    if sheets[0].only_marks:
        marked.notes.append(Note("only_marks", {"id": sheets[0].candidate.id, "place": sheets[0].place}))
    papers = [marker.paper(record) for record in _in_time(sheets)]
    chosen = _choose(papers, attempts)
    for paper in papers:
        if paper is not chosen:
            kept = chosen.record.place
            marked.rejections.append(_reject(paper.record, "superseded", kept=kept, attempts=attempts))
    _rate_all(chosen, ratings, {record.form for record in sheets}, marked)
    _name(chosen, found)
    return chosen


def _rate_all(chosen: Paper, ratings: list[Record], forms: set[str], marked: Marked) -> None:
    """A rating is for the paper with its form; for one drawn by id it may stand under any form that is not there."""
    for rating in ratings:
        if rating.form == chosen.record.form or (not chosen.printed_form and rating.form not in forms):
            _rate(chosen, rating, marked)
        else:
            fields = {"id": rating.candidate.id, "form": rating.form, "place": rating.place}
            marked.misrated.add((rating.candidate.id, rating.form))
            marked.notes.append(Note("rated_other_form", fields | {"kept": chosen.record.place}))


def _distinct(records: list[Record], marked: Marked) -> list[Record]:
    """Without copies of the same paper, which a note tells of; of two the one with a time stays."""
    kept: list[Record] = []
    for record in sorted(records, key=lambda record: not record.submitted):
        same = next((other for other in kept if _alike(record, other)), None)
        if same is None:
            kept.append(record)
        else:
            fields = {"id": record.candidate.id, "file": record.place, "other": same.place}
            marked.notes.append(Note("copied", fields))
    return kept


def _alike(record: Record, other: Record) -> bool:
    times = {record.submitted, other.submitted} - {""}
    return len(times) < 2 and _content(record) == _content(other)


def _content(record: Record) -> tuple[object, ...]:
    return record.drawn, record.form, dict(record.answers), dict(record.marks)


def _moments(records: list[Record]) -> list[datetime]:
    return [datetime.fromisoformat(record.submitted) for record in records if record.submitted]


def _ordered(records: list[Record]) -> bool:
    """Whether the times of handing in tell which came after which. The order of files tells nothing."""
    return len(records) < 2 or len({*_moments(records)}) == len(records)


def _in_time(records: list[Record]) -> list[Record]:
    """By the time of handing in; as met where only the score decides."""
    return sorted(records, key=lambda record: _moments([record])) if _ordered(records) else records


def _unordered(records: list[Record]) -> list[Rejection]:
    """Why none of them counts. Of the same paper entered twice the questions are named that differ."""
    files = listed(record.place for record in records)
    if len({(record.form, record.drawn) for record in records}) > 1 or any(record.submitted for record in records):
        return [_reject(record, "attempts-without-time", files=files) for record in records]
    parts = dict.fromkeys(part for record in records for part in (*record.answers, *record.marks))
    differing = [part for part in parts if len({(r.answers.get(part), r.marks.get(part)) for r in records}) > 1]
    return [_reject(record, "copies-differ", files=files, questions=listed(differing)) for record in records]


def _choose(papers: list[Paper], attempts: Attempts) -> Paper:
    if attempts == "best":
        return max(papers, key=lambda paper: paper.score)  # the earlier of equals
    return papers[0 if attempts == "first" else -1]


def _rate(paper: Paper, rating: Record, marked: Marked) -> None:
    """Take over a rater's marks. Where two files disagree nobody is right: the mark is open again."""
    for part, value in rating.marks.items():
        if part not in paper.marks:
            marked.rejections.append(_reject(rating, "mark-not-on-paper", question=part))
        elif paper.marks[part] not in (None, value):
            marked.rejections.append(_reject(rating, "marks-differ", question=part))
            paper.marks[part] = None
        else:
            paper.marks[part] = value


def _name(paper: Paper, found: list[Record]) -> None:
    """A paper without name or unit takes them from the candidate's other records."""
    person = paper.candidate
    name = person.name or next((record.candidate.name for record in found if record.candidate.name), "")
    unit = person.unit or next((record.candidate.unit for record in found if record.candidate.unit), "")
    if (name, unit) != (person.name, person.unit):
        paper.record = replace(paper.record, candidate=Candidate(person.id, name, unit))


def _reject(record: Record, code: str, **fields: object) -> Rejection:
    return Rejection(record.file, record.row, record.candidate.id, code, fields)
