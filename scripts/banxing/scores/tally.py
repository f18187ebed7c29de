"""How many candidates had what: all that the statistics are made of, as counts of integers.

`tally` counts papers in memory, `scores.engine` the same of a province; whatever follows takes a Tally.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from banxing.model.questions import Optioned
from banxing.scores.papers import Item, Paper

Cells = Mapping[tuple[int, int], int]
"""(mark in an item, total) → candidates."""
Seen = tuple[str, int, str, int]
"""Printed form (or ''), mark, what was chosen (or ''), total."""


@dataclass
class Tally:
    """`totals` is (printed form or '', total) → papers; `seen` is part → what was seen of it → papers.

    Over the complete papers; while more than half wait for essay marks, over all without these essays, whose part ids
    `left_out` has. Marks and totals are hundredths.
    """

    totals: Counter[tuple[str, int]] = field(default_factory=Counter)
    seen: dict[str, Counter[Seen]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def papers(self) -> int:
        return self.totals.total()

    def cells(self, part: str, forms: frozenset[str] | None = None) -> Counter[tuple[int, int]]:
        """Of one part, in the papers of all or of some forms."""
        found = Counter[tuple[int, int]]()
        for (form, mark, _, total), count in self.seen.get(part, {}).items():
            if forms is None or form in forms:
                found[mark, total] += count
        return found

    def add(self, other: Tally) -> None:
        """Count in other papers; what is left out must be the same."""
        self.totals.update(other.totals)
        for part, seen in other.seen.items():
            self.seen.setdefault(part, Counter()).update(seen)


def tally(items: Mapping[str, Item], papers: Sequence[Paper]) -> Tally:
    """Count papers in memory."""
    complete = [paper for paper in papers if not paper.pending]
    return count(items, complete if enough(len(complete), len(papers)) else papers, open_parts(items, papers))


def enough(complete: int, papers: int) -> bool:
    """Whether the complete papers stand for all."""
    return 2 * complete >= papers


def open_parts(items: Mapping[str, Item], papers: Sequence[Paper]) -> list[str]:
    """The essays to leave out, where not enough papers are complete."""
    if enough(sum(not paper.pending for paper in papers), len(papers)):
        return []
    return [part for part in items if any(part in p.marks and p.marks[part] is None for p in papers)]


def count(items: Mapping[str, Item], papers: Sequence[Paper], left_out: Sequence[str]) -> Tally:
    """Count `papers` without the parts `left_out`; no other may wait for a mark."""
    found, without = Tally(left_out=list(left_out)), set(left_out)
    for paper in papers:
        row = {part: mark for part, mark in paper.marks.items() if mark is not None and part not in without}
        form, total = paper.printed_form, sum(row.values())
        found.totals[form, total] += 1
        for part, mark in row.items():
            chosen = choice(items[part], paper.record.answers.get(part, ""))
            found.seen.setdefault(part, Counter())[form, mark, chosen, total] += 1
    return found


def choices(item: Item) -> tuple[str, ...]:
    """What a candidate chooses from; empty where nothing is chosen."""
    if item.question.type == "true_false":
        return ("对", "错")
    return tuple(item.question.options) if isinstance(item.question, Optioned) and item.question.choice else ()


def choice(item: Item, answer: str) -> str:
    """What an answer counts as beside its mark: the letters chosen; nothing where nothing is chosen."""
    return answer if choices(item) else ""
