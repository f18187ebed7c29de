"""What was answered, as it comes back: browser files, tables, filled workbooks → records, or the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from banxing.model.keys import Key
from banxing.model.quiz import Quiz
from banxing.responses.browser import identity_of, read_paper
from banxing.responses.filled import read_workbook
from banxing.responses.forms import all_parts
from banxing.responses.opening import Opened, Source
from banxing.responses.ratings import Raters
from banxing.responses.records import Note, Readings, Refused, Rejection, candidate_id, listed
from banxing.responses.tables import RowReader, read_header, shown_tables, split_header


def read(opened: Opened, quiz: Quiz, keys: Mapping[str, Key] | None = None) -> Readings:
    """Every record of the opened files that belongs to `quiz`; the rest as rejections, nothing in silence.

    `keys` (by part) tell whether raters marked by today's rubrics.
    """
    readings = Readings(rejections=list(opened.rejections), notes=list(opened.notes))
    raters = Raters(quiz, keys or {})
    for source in opened.sources:
        if source.encoding:
            readings.notes.append(Note("encoding", {"file": source.file, "encoding": source.encoding}))
        try:
            _read_source(source, quiz, raters, readings)
        except Refused as refused:
            readings.rejections.append(Rejection(source.file, None, "", refused.code, refused.fields))
    raters.finish(readings)
    _set_aside(readings, {source.file for source in opened.sources if source.panel})
    return readings


def _set_aside(readings: Readings, ratings: set[str]) -> None:
    """Marks alone make no paper of someone whose answers were refused. `ratings` are the files of raters."""
    answered = {record.candidate.id for record in readings.records if not record.only_marks}
    refused = {_plain(rejection.id) for rejection in readings.rejections if rejection.file not in ratings} - answered
    aside = [record for record in readings.records if record.candidate.id in refused]
    if aside:
        readings.records = [record for record in readings.records if record.candidate.id not in refused]
        ids = dict.fromkeys(record.candidate.id for record in aside)
        readings.notes.append(Note("marks_set_aside", {"count": len(ids), "ids": listed(ids)}))


def _plain(identity: str) -> str:
    """The number as records have it; what is none stays as it was written."""
    try:
        return candidate_id(identity)
    except Refused:
        return identity


def _read_source(source: Source, quiz: Quiz, raters: Raters, readings: Readings) -> None:
    if source.panel:
        raters.read(source.file, source.panel, source.tables, readings)
    elif source.meta:
        read_workbook(source, quiz, readings)
    elif source.tables:
        _read_table(source, quiz, readings)
    for paper in source.papers:
        try:
            readings.records.append(read_paper(paper.value, quiz, source.file, paper.row))
        except Refused as refused:
            identity = identity_of(paper.value)
            readings.rejections.append(Rejection(source.file, paper.row, identity, refused.code, refused.fields))


def _read_table(source: Source, quiz: Quiz, readings: Readings) -> None:
    (sheet, table), *others = shown_tables(source.tables).items()
    if others:
        fields = {"file": source.file, "sheet": sheet, "others": listed(name for name, _ in others)}
        readings.notes.append(Note("other_sheets", fields))
    header, rows = split_header(table)
    columns = read_header(header, all_parts(quiz), forms=quiz.is_exam)
    if not columns.parts:
        raise Refused("no-question-columns", quiz=quiz.id)
    if columns.unknown:
        fields = {"file": source.file, "columns": listed(columns.unknown)}
        readings.notes.append(Note("unknown_columns", fields))
    if quiz.is_exam and "form" not in columns.people:
        readings.notes.append(Note("no_form_column", {"file": source.file}))
    reader = RowReader(quiz, source.file, columns, table)
    reader.read(_within(rows, len(header), source.file, columns.people["id"], readings), readings)
    if reader.missing:
        in_order = [part for part in all_parts(quiz) if part in reader.missing]
        readings.notes.append(Note("missing_columns", {"file": source.file, "columns": listed(in_order)}))


def _within(
    rows: Iterable[tuple[int, list[str]]], width: int, file: str, identity: int, readings: Readings
) -> list[tuple[int, list[str]]]:
    """The rows with no cell beyond the header: one comma too many moves every answer behind it."""
    kept = []
    for number, cells in rows:
        if any(cell.strip() for cell in cells[width:]):
            raw = cells[identity] if identity < len(cells) else ""
            readings.rejections.append(Rejection(file, number, raw[:80], "extra-cells", {"columns": width}))
        else:
            kept.append((number, cells))
    return kept
