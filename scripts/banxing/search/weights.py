"""The ranker's numbers, in one place for Python and the browser, which gets them with the index.

They were chosen by trying, on the queries of benchmarks/search and on pieces cut at random from the texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Weights:
    soft: float = 0.15
    """A token that only makes a query a question, against any other."""
    between: float = 0.4
    """A pair of characters that do not belong together: it mostly spans two words."""
    loose: float = 0.5
    """A character alone, where what it stands in is no known word: 罚缴 may be 罚款 and 收缴."""
    power: float = 1.5
    """How much the share of a query that a unit holds counts: its score times the share to this power."""
    whole: float = 1.4
    """What a unit gains that holds all of a query."""
    depth: int = 3
    """How many of an entry's best units count."""
    decay: float = 0.6
    """What each next unit adds against the one before."""
    long: float = 0.2
    """Units of an entry that has more than the average count less: by the average over their number, to this power."""
    spread: float = 0.5
    """What an entry gains that holds more of a query than its best unit does."""
    title: float = 3.0
    """What a name that is the query adds, against the whole of a query."""
    same: float = 1.8
    """How alike a name is that is the whole query, against 0.85 at most for one that is a part of it."""
    letters: float = 0.4
    """How alike a name is that has the loose characters of a query."""
    cited: float = 0.4
    """What the most named entry gains over one that no other names."""
    again: float = 0.8
    """What an entry of the same kind and title as a better one keeps of its score."""
    heavy: int = 600
    """A token of more units than this has a file of its own, fetched only where it counts."""
    light: float = 0.1
    """The share of a query under which a heavy token is left aside."""
    asked: float = 1.6
    """What an entry gains of a kind that the query asks for."""
    kinds: dict[str, float] = field(
        default_factory=lambda: {
            "module": 1.15,
            "form": 1.1,
            "term": 1.1,
            "law": 0.95,
            "page": 1.0,
            "quiz": 0.8,
            "reference": 0.75,
        }
    )
    """At equal merit a module stands before a law's card, and that before a page of reference."""


WEIGHTS = Weights()
