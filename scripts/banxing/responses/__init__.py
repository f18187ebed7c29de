"""What was answered, as it comes back: browser files, tables, filled workbooks → records, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from banxing.model.keys import Key
from banxing.model.quiz import Quiz
from banxing.responses.browser import identity_of, read_paper
from banxing.responses.filled import read_workbook
from banxing.responses.forms import all_parts
from banxing.responses.opening import Opened, Source
from banxing.responses.ratings import Raters
from banxing.responses.records import Note, Readings, Refused, Rejection, listed, plain_id
from banxing.responses.tables import Columns, RowReader, read_header, shown_tables, split_header
from banxing.responses.xlsx import Table

MakeRows = Callable[[Quiz, str, Columns, Table], RowReader]


def read(opened: Opened, quiz: Quiz, keys: Mapping[str, Key] | None = None) -> Readings:
    """Every record of the opened files that belongs to `quiz`; the rest as rejections, nothing in silence.

    `keys` (by part) tell whether raters marked by today's rubrics.
    """
    reader = Reader(quiz, keys or {}, Readings(rejections=list(opened.rejections), notes=list(opened.notes)))
    for source in opened.sources:
        reader.add(source)
    reader.finish()
    return reader.readings


class Reader:
    """Reads one source after another into `readings`. `rows` makes what reads the rows of a table."""

    def __init__(self, quiz: Quiz, keys: Mapping[str, Key], readings: Readings, rows: MakeRows = RowReader) -> None:
        self.quiz, self.readings = quiz, readings
        self._raters, self._rows, self._panels = Raters(quiz, keys), rows, set[str]()

    def add(self, source: Source) -> None:
        """Its records, or why it has none."""
        try:
            self.read(source)
        except Refused as refused:
            self.readings.rejections.append(Rejection(source.file, None, "", refused.code, refused.fields))

    def finish(self, answered: Container[str] = ()) -> None:
        """When all was added: the raters' marks as records. `answered` are the ids of records taken away before."""
        self._raters.finish(self.readings)
        _tell_blank(self.readings, answered)
        _set_aside(self.readings, self._panels, answered)

    def read(self, source: Source) -> None:
        """Its records; refuses a file that has none."""
        if source.encoding:
            self.readings.notes.append(Note("encoding", {"file": source.file, "encoding": source.encoding}))
        if source.panel:
            self._panels.add(source.file)
            self._raters.read(source.file, source.panel, source.tables, self.readings)
        elif source.meta:
            read_workbook(source, self.quiz, self.readings)
        elif source.tables:
            _read_table(source, self.quiz, self.readings, self._rows)
        for paper in source.papers:
            try:
                self.readings.records.append(read_paper(paper.value, self.quiz, source.file, paper.row))
            except Refused as refused:
                identity = identity_of(paper.value)
                rejection = Rejection(source.file, paper.row, identity, refused.code, refused.fields)
                self.readings.rejections.append(rejection)


def _tell_blank(readings: Readings, elsewhere: Container[str]) -> None:
    """Who has blank rows and nothing else did not hand anything in; raters' noughts for a blank make no paper."""
    here = {record.candidate.id for record in readings.records if not record.only_marks or any(record.marks.values())}
    nobody = {plain_id(raw) for ids in readings.blank.values() for raw in ids} - here
    nobody = {identity for identity in nobody if identity not in elsewhere}
    readings.records = [record for record in readings.records if record.candidate.id not in nobody]
    for file, raws in readings.blank.items():
        if ids := [raw for raw in raws if plain_id(raw) in nobody]:
            readings.notes.append(Note("empty_rows", {"file": file, "count": len(ids), "ids": listed(ids)}))


def _set_aside(readings: Readings, ratings: set[str], elsewhere: Container[str]) -> None:
    """Marks alone make no paper of someone whose answers were refused. `ratings` are the files of raters."""
    answered = {record.candidate.id for record in readings.records if not record.only_marks}
    refused = {plain_id(rejection.id) for rejection in readings.rejections if rejection.file not in ratings} - answered
    refused = {identity for identity in refused if identity not in elsewhere}
    aside = [record for record in readings.records if record.candidate.id in refused]
    if aside:
        readings.records = [record for record in readings.records if record.candidate.id not in refused]
        ids = dict.fromkeys(record.candidate.id for record in aside)
        readings.notes.append(Note("marks_set_aside", {"count": len(ids), "ids": listed(ids)}))


def _read_table(source: Source, quiz: Quiz, readings: Readings, make: MakeRows) -> None:
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
    reader = make(quiz, source.file, columns, table)
    too_long, before = list[Rejection](), len(readings.rejections)
    reader.read(_within(rows, len(header), source.file, columns.people["id"], too_long), readings)
    readings.rejections[before:before] = too_long
    if reader.missing:
        in_order = [part for part in all_parts(quiz) if part in reader.missing]
        readings.notes.append(Note("missing_columns", {"file": source.file, "columns": listed(in_order)}))


def _within(
    rows: Iterable[tuple[int, list[str]]], width: int, file: str, identity: int, too_long: list[Rejection]
) -> Iterator[tuple[int, list[str]]]:
    """The rows with no cell beyond the header: one comma too many moves every answer behind it."""
    for number, cells in rows:
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            raw = cells[identity] if identity < len(cells) else ""
            too_long.append(Rejection(file, number, raw[:80], "extra-cells", {"columns": width}))
        else:
            yield number, cells
