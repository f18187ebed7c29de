"""A run: readings → what counts, who is missing, what was refused, and the figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from banxing.catalogue.quizzes import QuizFile
from banxing.responses.records import Candidate, Note, Readings, Rejection, listed
from banxing.scores.analysis import Analysis, analyse
from banxing.scores.papers import Attempts, Item, Paper, items_of, passes, settle
from banxing.scores.raters import Agreement, agreements
from banxing.scores.tally import tally


@dataclass
class Outcome:
    """`papers` are in the roster's order, those it does not name after them by id. `absent` are on the roster only."""

    file: QuizFile
    items: dict[str, Item]
    papers: list[Paper]
    absent: list[Candidate]
    roster: bool
    rejections: list[Rejection]
    notes: list[Note]
    analysis: Analysis
    agreements: list[Agreement] = field(default_factory=list)

    @property
    def complete(self) -> list[Paper]:
        return [paper for paper in self.papers if not paper.pending]

    def passed(self, paper: Paper) -> bool:
        return passes(paper.score, paper.max, self.file.quiz.head.pass_mark)

    def ranks(self) -> dict[str, int]:
        """Candidate id → rank among the complete papers; equals share a rank and the next is skipped (1, 1, 3)."""
        scores = sorted((paper.score for paper in self.complete), reverse=True)
        first = {score: rank for rank, score in reversed(list(enumerate(scores, 1)))}
        return {paper.candidate.id: first[paper.score] for paper in self.complete}


def score(
    file: QuizFile,
    readings: Readings,
    *,
    attempts: Attempts = "last",
    roster: Sequence[Candidate] | None = None,
) -> Outcome:
    """Mark what was read. Every key must be there: the caller has checked the quiz."""
    items = items_of(file)
    marked = settle(file, readings.records, attempts)
    notes = [*readings.notes, *marked.notes]
    rejections = [*readings.rejections, *marked.rejections]
    papers = sorted(marked.papers, key=lambda paper: _natural(paper.candidate.id))
    absent: list[Candidate] = []
    if roster is not None:
        place = {person.id: number for number, person in enumerate(roster)}
        papers.sort(key=lambda paper: place.get(paper.candidate.id, len(place)))
        here = {paper.candidate.id for paper in papers}
        absent = [person for person in roster if person.id not in here]
        notes += _compare(papers, roster)
        notes += _refused_only(absent, rejections)
    analysis = analyse(items, tally(items, papers))
    agreed = agreements(readings.ratings)
    return Outcome(file, items, papers, absent, roster is not None, rejections, notes, analysis, agreed)


def _compare(papers: Iterable[Paper], roster: Sequence[Candidate]) -> list[Note]:
    """Whom the roster does not know, or knows by another name."""
    known = {person.id: person.name.replace(" ", "") for person in roster}
    strangers = [paper.candidate.id for paper in papers if paper.candidate.id not in known]
    notes = [Note("not_in_roster", {"count": len(strangers), "ids": listed(strangers)})] if strangers else []
    for paper in papers:
        person = paper.candidate
        wanted = known.get(person.id, "")
        if wanted and person.name and wanted != person.name.replace(" ", ""):
            notes.append(Note("other_name", {"id": person.id, "name": person.name, "wanted": wanted}))
    return notes


def _refused_only(absent: Sequence[Candidate], rejections: Sequence[Rejection]) -> list[Note]:
    """Those who stand as absent although something of theirs came in and was refused."""
    refused = {rejection.id for rejection in rejections}
    ids = [person.id for person in absent if person.id in refused]
    return [Note("absent_but_refused", {"count": len(ids), "ids": listed(ids)})] if ids else []


def _natural(identity: str) -> list[tuple[int, int, str]]:
    """`K9` before `K10`."""
    return [(1, int(run), "") if run.isascii() and run.isdigit() else (0, 0, run) for run in _RUNS.findall(identity)]


_RUNS = re.compile("[0-9]+|[^0-9]+")
