"""A run: readings → what counts, who is missing, what was refused, and the figures."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from banxing.catalogue.quizzes import QuizFile
from banxing.responses.records import Candidate, Note, Readings, Rejection, listed
from banxing.scores.analysis import Analysis, analyse
from banxing.scores.papers import Attempts, Item, Marked, Paper, Standing, items_of, passes, settle
from banxing.scores.raters import Agreement, agreements
from banxing.scores.tally import Tally, tally


@dataclass
class Outcome:
    """`papers` are in the roster's order, those it does not name after them by id. `absent` are on the roster only.

    `parts` are those on some paper, in the author's order.
    """

    file: QuizFile
    items: dict[str, Item]
    papers: Sequence[Standing]
    parts: list[str]
    absent: list[Candidate]
    roster: bool
    rejections: list[Rejection]
    notes: list[Note]
    analysis: Analysis
    agreements: list[Agreement] = field(default_factory=list)

    @property
    def complete(self) -> list[Standing]:
        return [paper for paper in self.papers if not paper.pending]

    @property
    def marked(self) -> list[Paper]:
        """The papers whose answers are in memory: all, but for those that an engine has counted."""
        return [paper for paper in self.papers if isinstance(paper, Paper)]

    def passed(self, paper: Standing) -> bool:
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
    seen = {part for paper in marked.papers for part in paper.marks}
    return conclude(file, readings, marked, marked.papers, seen, tally(items, marked.papers), roster)


def conclude(
    file: QuizFile,
    readings: Readings,
    marked: Marked,
    standings: Iterable[Standing],
    seen: Container[str],
    counts: Tally,
    roster: Sequence[Candidate] | None,
) -> Outcome:
    """All that follows from who reached what and from the counts, wherever they come from.

    `standings` are in any order; `seen` are the parts on some paper.
    """
    items = items_of(file)
    notes = [*readings.notes, *marked.notes]
    rejections = [*readings.rejections, *marked.rejections]
    papers = in_order(standings)
    absent: list[Candidate] = []
    if roster is not None:
        place = {person.id: number for number, person in enumerate(roster)}
        papers.sort(key=lambda paper: place.get(paper.candidate.id, len(place)))
        here = {paper.candidate.id for paper in papers}
        absent = [person for person in roster if person.id not in here]
        notes += _compare(papers, roster)
        notes += _refused_only(absent, rejections)
    parts = [part for part in items if part in seen]
    analysis, agreed = analyse(items, counts), agreements(readings.ratings)
    return Outcome(file, items, papers, parts, absent, roster is not None, rejections, notes, analysis, agreed)


def in_order(papers: Iterable[Standing]) -> list[Standing]:
    """By id, `K9` before `K10`."""
    found = list(papers)
    ids = [paper.candidate.id for paper in found]
    if len(set(map(len, ids))) == 1 and "".join(ids).isascii() and all(map(str.isdigit, ids)):
        return sorted(found, key=lambda paper: paper.candidate.id)  # numbers of one length: the same, and faster
    return sorted(found, key=lambda paper: _natural(paper.candidate.id))


def _compare(papers: Iterable[Standing], roster: Sequence[Candidate]) -> list[Note]:
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
