"""A run: readings → what counts, who is missing, what was refused, and the figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace

from banxing.catalogue.quizzes import QuizFile
from banxing.responses.panel import Rating
from banxing.responses.records import Candidate, Note, Readings, Rejection, listed, plain_id
from banxing.scores.analysis import Analysis, analyse
from banxing.scores.papers import Attempts, Item, Marked, Paper, Standing, items_of, passes, settle
from banxing.scores.raters import Agreement, agreements
from banxing.scores.tally import Tally, tally


@dataclass
class Outcome:
    """`standings` count all papers; `papers` are those whose answers are in memory, which an engine's are not.

    They are in the roster's order, those it does not name after them by id. `parts` are those on some paper, in the
    author's order. Of those who are on the roster and have no paper that counts, `refused` are those of whom something
    was refused, `absent` the others. `ratings` are those of papers that count.
    """

    file: QuizFile
    items: dict[str, Item]
    standings: Counter[Standing]
    parts: list[str]
    absent: list[Candidate]
    refused: list[Candidate]
    roster: bool
    rejections: list[Rejection]
    notes: list[Note]
    analysis: Analysis
    agreements: list[Agreement] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)

    @property
    def complete(self) -> dict[Standing, int]:
        """Those that wait for no mark, with how many papers came to them."""
        return {standing: count for standing, count in self.standings.items() if not standing.pending}

    def passed(self, paper: Paper | Standing) -> bool:
        return passes(paper.score, paper.max, self.file.quiz.head.pass_mark)

    def places(self) -> dict[int, int]:
        """Score → rank among the complete papers; equals share a rank and the next is skipped (1, 1, 3)."""
        counts = Counter[int]()
        for standing, count in self.complete.items():
            counts[standing.score] += count
        place, places = 1, {}
        for score in sorted(counts, reverse=True):
            places[score], place = place, place + counts[score]
        return places

    def ranks(self) -> dict[str, int]:
        """Candidate id → rank, for the complete papers in memory."""
        places = self.places()
        return {paper.candidate.id: places[paper.score] for paper in self.papers if not paper.pending}


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
    papers = [marked.papers[place] for place in order([p.candidate.id for p in marked.papers], roster)]
    people = [paper.candidate for paper in papers]
    enlist(papers, roster)
    outcome = conclude(
        file,
        readings,
        marked,
        people=people,
        standings=Counter(paper.standing for paper in papers),
        seen={part for paper in papers for part in paper.marks},
        counts=tally(items, papers),
        rated={paper.candidate.id for paper in papers},
        roster=roster,
    )
    outcome.papers = papers
    return outcome


def conclude(
    file: QuizFile,
    readings: Readings,
    marked: Marked,
    *,
    people: Sequence[Candidate],
    standings: Counter[Standing],
    seen: Container[str],
    counts: Tally,
    rated: Container[str],
    roster: Sequence[Candidate] | None,
) -> Outcome:
    """All that follows from who came, who reached what and from the counts, wherever they come from.

    `people` are in order, as they wrote of themselves, and looked at where there is a roster; `seen` are the parts on
    some paper; `rated` has the ids of those whose papers count, if raters marked them.
    """
    items = items_of(file)
    notes = [*readings.notes, *marked.notes]
    rejections = [*readings.rejections, *marked.rejections]
    absent, refused = list[Candidate](), list[Candidate]()
    if roster is not None:
        here = {person.id for person in people}
        met = {plain_id(rejection.id) for rejection in rejections}
        for person in roster:
            if person.id not in here:
                (refused if person.id in met else absent).append(person)
        notes += _compare(people, roster)
        if refused:
            fields = {"count": len(refused), "ids": listed(person.id for person in refused)}
            notes.append(Note("all_refused", fields))
    parts = [part for part in items if part in seen]
    ratings = [r for r in readings.ratings if r.candidate in rated and (r.candidate, r.form) not in marked.misrated]
    analysis, agreed = analyse(items, counts), agreements(ratings)
    come = roster is not None
    return Outcome(file, items, standings, parts, absent, refused, come, rejections, notes, analysis, agreed, ratings)


def enlist(papers: Iterable[Paper], roster: Sequence[Candidate] | None) -> None:
    """Give the papers the roster's units, which win over what candidates wrote."""
    units = {person.id: person.unit for person in roster or () if person.unit}
    for paper in papers:
        if unit := units.get(paper.candidate.id):
            paper.record = replace(paper.record, candidate=replace(paper.candidate, unit=unit))


def order(ids: Sequence[str], roster: Sequence[Candidate] | None) -> list[int]:
    """The places of the ids in the roster's order, those it does not name after them; `K9` before `K10`."""
    found = sorted(range(len(ids)), key=ids.__getitem__ if alike(ids) else lambda place: _natural(ids[place]))
    if roster is not None:
        rank = {person.id: number for number, person in enumerate(roster)}
        found.sort(key=lambda place: rank.get(ids[place], len(rank)))
    return found


def alike(ids: Sequence[str]) -> bool:
    """Whether all are numbers of one length: then the order of texts is theirs."""
    return len(set(map(len, ids))) == 1 and all(one.isascii() and one.isdigit() for one in ids)


def _compare(people: Sequence[Candidate], roster: Sequence[Candidate]) -> list[Note]:
    """Whom the roster does not know, or knows by another name or unit."""
    known = {person.id: person.name.replace(" ", "") for person in roster}
    strangers = [person.id for person in people if person.id not in known]
    notes = [Note("not_in_roster", {"count": len(strangers), "ids": listed(strangers)})] if strangers else []
    for person in people:
        wanted = known.get(person.id, "")
        if wanted and person.name and wanted != person.name.replace(" ", ""):
            notes.append(Note("other_name", {"id": person.id, "name": person.name, "wanted": wanted}))
    units = {person.id: person.unit.replace(" ", "") for person in roster if person.unit}
    moved = [p.id for p in people if p.unit and units.get(p.id, p.unit.replace(" ", "")) != p.unit.replace(" ", "")]
    if moved:
        notes.append(Note("other_unit", {"count": len(moved), "ids": listed(moved)}))
    return notes


def _natural(identity: str) -> list[tuple[int, int, str]]:
    """`K9` before `K10`."""
    return [(1, int(run), "") if run.isascii() and run.isdigit() else (0, 0, run) for run in _RUNS.findall(identity)]


_RUNS = re.compile("[0-9]+|[^0-9]+")
