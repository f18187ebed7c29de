"""A filled workbook of `banxing sheet` → records. Who was typed in twice must have been typed in alike."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from banxing.model.quiz import Quiz
from banxing.responses.entries import same_entry
from banxing.responses.forms import all_parts
from banxing.responses.opening import Source
from banxing.responses.records import Note, Readings, Refused, Rejection, clean_name, listed
from banxing.responses.tables import Columns, RowReader
from banxing.responses.workbook import Meta, columns_of
from banxing.responses.xlsx import Table, column_name

Rows = dict[int, list[str]]


def read_workbook(source: Source, quiz: Quiz, readings: Readings) -> None:
    """Rows with a person of the roster and nothing else did not hand anything in."""
    assert source.meta
    meta = source.meta
    columns = columns_of(meta, quiz)
    table, second = source.tables.get(meta.sheet), source.tables.get(meta.second)
    if table is None or (meta.second and second is None):
        raise Refused("damaged-workbook")
    rows, empty = _filled(table, meta, columns)
    again = _filled(second, meta, columns)[0] if second else {}
    differing = _differing(rows, again, columns, quiz, table, meta)
    for number, places in differing.items():
        identity = clean_name(_cell(rows.get(number) or empty.get(number) or [], columns.people["id"]))
        fields = {"columns": listed(places)}
        readings.rejections.append(Rejection(source.file, number, identity, "entries-differ", fields))
    blank = [_cell(row, columns.people["id"]) for n, row in empty.items() if n not in differing]
    if blank:
        readings.blank[source.file] = [*readings.blank.get(source.file, ()), *blank]
    if again:
        once = [_cell(row, columns.people["id"]) for n, row in rows.items() if n not in again]
        if once:
            told = {"file": source.file, "count": len(once), "ids": listed(once)}
            readings.notes.append(Note("entered_once", told))
    reader = RowReader(quiz, source.file, columns, table, meta.form if quiz.is_exam else "")
    reader.read([(number, cells) for number, cells in rows.items() if number not in differing], readings)


def _filled(table: Table, meta: Meta, columns: Columns) -> tuple[Rows, Rows]:
    """Rows with an answer or a mark; rows with a person only."""
    rows, empty = Rows(), Rows()
    for number, cells in table.rows:
        if number < meta.first_row:
            continue
        present = {index for index in columns.used if _cell(cells, index).strip()}
        if present - {0, 1, 2}:
            rows[number] = cells
        elif columns.people["id"] in present:
            empty[number] = cells
    return rows, empty


def _differing(
    rows: Rows, again: Rows, columns: Columns, quiz: Quiz, table: Table, meta: Meta
) -> Mapping[int, list[str]]:
    """Row → the columns in which two typists disagree, as a person finds them: 3 (F)."""
    known = all_parts(quiz)
    heads: Rows = dict(table.rows)
    labels = heads.get(meta.first_row - 2, [])
    found: dict[int, list[str]] = {}
    for number, second in again.items():
        first = rows.get(number, [])
        for part, index in sorted(chain(columns.parts.items(), columns.marks.items()), key=lambda place: place[1]):
            if not same_entry(known[part], _cell(first, index), _cell(second, index)):
                label = _cell(labels, index).strip() or part
                found.setdefault(number, []).append(f"{label} ({column_name(index + 1)})")
    return found


def _cell(cells: list[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""
