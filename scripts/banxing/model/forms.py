"""A form to fill in the field: what it is for, and blocks in printed order."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from banxing.model.base import Model, Text
from banxing.model.quiz import ModuleId


class Table(Model):
    """`given` rows are filled from the left, cells they lack stay blank; `rows` blank rows follow."""

    columns: Annotated[tuple[Text, ...], Field(min_length=2, max_length=8)]
    given: tuple[tuple[Text, ...], ...] = ()
    rows: Annotated[int, Field(ge=0, le=30)] = 0


class Block(Model):
    """Printed in this order, each if there is one: title, text, fields, table, boxes, lines."""

    title: Text | None = None
    text: Text | None = None
    """Words of a letter; `____` is a blank. A line is a paragraph."""
    fields: tuple[Text, ...] = ()
    """Labels with room to write, two a row; one that ends in `*` has a row of its own."""
    table: Table | None = None
    boxes: tuple[Text, ...] = ()
    lines: Annotated[int, Field(ge=1, le=30)] | None = None
    """Room to write, in lines."""


class Form(Model):
    """`docs/forms/NAME.yml`: the page to print and the Word file to fill come from this one source."""

    title: Text
    summary: Text
    basis: Text
    """What the form rests on, with citations."""
    copies: Text | None = None
    modules: tuple[ModuleId, ...] = ()
    """Where the course explains it."""
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]
