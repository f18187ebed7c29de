"""The list of those who should have come: a table with `id`, and `name` and `unit` where it has them."""

from __future__ import annotations

from pathlib import Path

from banxing.responses.opening import open_file
from banxing.responses.records import Candidate, Refused
from banxing.responses.tables import person, read_header, split_header


def read_roster(path: Path) -> list[Candidate]:
    """CSV or XLSX → candidates in the list's order. Refuses the list at its first fault, with the row in `row`."""
    source = open_file(path)
    if not source.tables:
        raise Refused("not-a-table")
    header, rows = split_header(next(iter(source.tables.values())))
    columns = read_header(header, forms=False)
    people: dict[str, Candidate] = {}
    for number, cells in rows:
        try:
            candidate = person(cells, columns)
            if candidate.id in people:
                raise Refused("repeated-id", id=candidate.id)
        except Refused as refused:
            raise Refused(refused.code, **{**refused.fields, "row": number}) from refused
        people[candidate.id] = candidate
    if not people:
        raise Refused("empty-roster")
    return list(people.values())
