"""The list of those who should have come: a table with `id`, and `name`, `unit` and `form` where it has them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from banxing.responses.forms import form_name
from banxing.responses.opening import open_file
from banxing.responses.records import Candidate, Refused
from banxing.responses.tables import check_cells, check_merged, person, read_header, shown_tables, split_header


@dataclass(frozen=True)
class Seat:
    """A candidate and the form of the paper he sits; empty where the list does not say."""

    candidate: Candidate
    form: str = ""


def read_roster(path: Path) -> list[Candidate]:
    """CSV or XLSX → candidates in the list's order. Refuses the list at its first fault, with the row in `row`."""
    return [seat.candidate for seat in read_seats(path, forms=False)]


def read_seats(path: Path, *, forms: bool = True) -> list[Seat]:
    """As `read_roster`, with the forms of a column 卷别, which then has one in every row."""
    source = open_file(path)
    if not source.tables:
        raise Refused("not-a-table")
    table = next(iter(shown_tables(source.tables).values()))
    header, found = split_header(table)
    rows, columns = list(found), read_header(header, forms=forms)
    if rows:
        check_merged(table, columns, rows[0][0])
    seats: dict[str, Seat] = {}
    for number, cells in rows:
        try:
            check_cells(table, columns, number)
            candidate = person(cells, columns)
            if candidate.id in seats:
                raise Refused("repeated-id", id=candidate.id)
            seats[candidate.id] = Seat(candidate, _form(cells, columns.people.get("form")))
        except Refused as refused:
            raise Refused(refused.code, **{**refused.fields, "row": number}) from refused
    if not seats:
        raise Refused("empty-roster")
    return list(seats.values())


def _form(cells: list[str], column: int | None) -> str:
    if column is None:
        return ""
    if column >= len(cells) or not cells[column].strip():
        raise Refused("no-form")
    return form_name(cells[column])
