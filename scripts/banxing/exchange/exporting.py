"""`banxing export`: a quiz → a workbook, and what a table cannot hold of it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from banxing.catalogue.quizzes import QuizFile, read_quiz
from banxing.exchange.bank import build
from banxing.exchange.book import MAX_CELL, Table, write_book
from banxing.exchange.checking import Imported
from banxing.exchange.drafts import Context
from banxing.exchange.files import Sheet
from banxing.exchange.importing import PREFIX
from banxing.exchange.rows import SECTION_COLUMNS, Row, columns_for, facts_of, rows_of, sections_of, title_of
from banxing.exchange.tables import read_sheets
from banxing.messages import Lang, text
from banxing.model.questions import Question, parts
from banxing.responses.xlsx import Table as Read
from banxing.source.yaml import parse_yaml

TEMPLATE_ROWS = 500


def export_quiz(file: QuizFile, path: Path, lang: Lang) -> list[tuple[str, tuple[str, ...]]]:
    """Write the workbook; returns (id, what of it would come back another way), the quiz itself by its own id."""
    tables = _tables(file, list(rows_of(file, lang)), lang)
    lost = list(_lost(file, tables, lang))
    write_book(path, tables, lang, title=file.quiz.head.title)
    return lost


def write_template(path: Path, lang: Lang) -> None:
    """An empty table to fill, a filled one to look at, and how to fill it."""
    file = examples(lang)
    rows = [row for _, row in rows_of(file, lang, ids=False)]
    columns = columns_for([*rows, {"id": "…"}])
    empty = Table(text("export.tab_questions", lang), columns, [], blank=TEMPLATE_ROWS)
    shown = Table(text("export.tab_examples", lang), columns, rows)
    titles = [(title_of(column, lang), text(f"export.help_{column}", lang)) for column in columns if len(column) > 1]
    write_book(path, [empty, shown], lang, title=text("export.template_title", lang), explained=titles)


def examples(lang: Lang) -> QuizFile:
    """The quiz that the template shows: one question of each type."""
    name = f"examples.{lang}.yml"
    document, faults = parse_yaml(files(__package__).joinpath(name).read_text(encoding="utf-8"), name)
    assert document and not faults
    file, faults = read_quiz(document, "examples")
    assert file and not faults, [fault.line("en") for fault in faults]
    return file


def _tables(file: QuizFile, rows: list[tuple[str, Row]], lang: Lang) -> list[Table]:
    filled = [row for _, row in rows]
    tables = [Table(text("export.tab_questions", lang), columns_for(filled), filled)]
    head = [text("export.fact_head", lang), text("export.fact_value", lang)]
    tables.append(
        Table(text("export.tab_quiz", lang), head, [dict(zip(head, f, strict=True)) for f in facts_of(file, lang)])
    )
    if file.quiz.is_exam:
        names = [text(f"export.column_{name}", lang) for name in SECTION_COLUMNS]
        found = [dict(zip(names, values, strict=True)) for values in sections_of(file, lang)]
        tables.append(Table(text("export.tab_sections", lang), names, found))
    return tables


def _lost(file: QuizFile, tables: list[Table], lang: Lang) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Read the tables as an import would, and compare."""
    back = _read_back(file, tables, lang)
    found = back.file
    if found is None or found.quiz.head != file.quiz.head:
        yield file.quiz.id, ("",)
    known = {question.id: question for question in found.quiz.questions} if found else {}
    for question in file.quiz.questions:
        other = known.get(question.id)
        if other is None:
            yield question.id, ("",)
        elif differing := _differing(file, question, found, other):
            yield question.id, differing
        elif any(
            len(value) > MAX_CELL
            for table in tables[:1]
            for row in table.rows
            if row.get("id") == question.id
            for value in row.values()
        ):
            yield question.id, ("",)


def _read_back(file: QuizFile, tables: list[Table], lang: Lang) -> Imported:
    sheets = [Sheet(t.name, Read(list(enumerate(t.cells(lang), 1)))) for t in tables]
    context = Context(lang, PREFIX, {})
    return build(read_sheets(sheets), context, file.quiz.id, {"title": ""}, exam=file.quiz.is_exam)


def _differing(file: QuizFile, question: Question, found: QuizFile | None, other: Question) -> tuple[str, ...]:
    """The names of fields that differ, of the question, its key, or one of its own questions."""
    assert found
    names = _names(question, other)
    for (part, sub), (_, sub_other) in zip(parts(question), parts(other), strict=False):
        names |= _names(sub, sub_other) | _names(file.key_of(part), found.key_of(part))
    names |= _names(file.key_of(question.id), found.key_of(question.id))
    return tuple(sorted(names - {"questions"}))


def _names(one: Any, two: Any) -> set[str]:
    if one == two:
        return set()
    if one is None or two is None or type(one) is not type(two):
        return {"answer"} if one is None or two is None else {"type"}
    return {name for name in type(one).model_fields if getattr(one, name) != getattr(two, name)}
