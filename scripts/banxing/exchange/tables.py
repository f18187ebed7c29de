"""Sheets → entries: which row is the header, which columns mean what, which cells cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass

from banxing.exchange.columns import FACTS, Columns, fold_header, read_columns, read_section_columns
from banxing.exchange.entries import Bank, Entry, Section
from banxing.exchange.files import Sheet
from banxing.exchange.places import Cell, Fault, Place, short
from banxing.exchange.words import type_of
from banxing.messages import LANGS, text
from banxing.responses.records import Refused, clean_name, listed

HEADER_ROWS = 30  # rows with content among which the header is looked for
_EXAMPLES = {text("export.tab_examples", lang) for lang in LANGS}
_HELP = {text("export.tab_help", lang) for lang in LANGS}
_FACT_HEADS = [[fold_header(text(f"export.fact_{name}", lang)) for name in ("head", "value")] for lang in LANGS]
_FILLED_DOWN = {"type", "points", "difficulty", "level", "objective", "policy", "case", "shuffle"}
Rows = list[tuple[int, list[str]]]


def read_sheets(sheets: list[Sheet]) -> Bank:
    """Every sheet with a header that names the stem; what the others are is noted."""
    bank, banks = Bank(), 0
    for index, sheet in enumerate(sheets):
        reader = _SheetReader(bank, index, sheet)
        rows = [(number, cells) for number, cells in sheet.table.rows if any(cell.strip() for cell in cells)]
        if not rows or sheet.name.startswith("_") or sheet.name in _HELP:
            continue
        if sheet.table.hidden:
            bank.tell("hidden_skipped", sheet=sheet.name)
        elif sheet.name in _EXAMPLES:
            bank.tell("examples_skipped", sheet=sheet.name)
        elif header := reader.find_header(rows):
            banks += 1
            reader.read(rows, *header)
        elif not (reader.read_facts(rows) or reader.read_sections(rows)):
            bank.tell("sheet_skipped" if sheet.name else "table_skipped", sheet=sheet.name)
    if not banks:
        bank.faults.append(Fault(Place(), "no-header"))
    return bank


@dataclass
class _SheetReader:
    bank: Bank
    index: int
    sheet: Sheet

    def place(self, row: int, column: int) -> Place:
        """`column` is 0-based, as in lists of cells."""
        return Place(self.index, row, column + 1, self.sheet.name)

    def find_header(self, rows: Rows) -> tuple[int, Columns] | None:
        """The position in `rows` of the header, and its columns."""
        for position, (_, cells) in enumerate(rows[:HEADER_ROWS]):
            columns = read_columns(cells)
            if columns.is_bank:
                return position, columns
        return None

    def read(self, rows: Rows, position: int, columns: Columns) -> None:
        number = rows[position][0]
        if position:
            self.bank.tell("rows_above", sheet=self.sheet.name, rows=listed(str(n) for n, _ in rows[:position]))
        if columns.unknown:
            self.bank.tell("unknown_columns", columns=listed(map(_quotable, columns.unknown)))
        if columns.repeated:
            for column in columns.repeated:
                self.bank.faults.append(Fault(self.place(number, column), "repeated-column"))
            return
        kind = type_of(self.sheet.name)
        merged = _Merged(self.sheet, columns, number)
        self.bank.entries += [self._entry(n, cells, columns, kind, merged) for n, cells in rows[position + 1 :]]

    def _entry(self, number: int, cells: list[str], columns: Columns, kind: str, merged: _Merged) -> Entry:
        entry = Entry(self.place(number, columns.fields["stem"]), kind=kind)
        for name, column in columns.fields.items():
            source = merged.source(number, column) if name in _FILLED_DOWN else number
            self._take(entry, entry.cells, name, (source, column), merged.value(source, column, cells))
        for letter, column in sorted(columns.options.items()):
            self._take(entry, entry.options, letter, (number, column), _cell(cells, column))
        if at := merged.across(number):
            entry.faults.append(Fault(self.place(*at), "merged-cells"))
        return entry

    def _take(self, entry: Entry, cells: dict[str, Cell], name: str, at: tuple[int, int], value: str) -> None:
        row, column = at
        mark = (row, column + 1)
        place = self.place(row, column)
        if mark in self.sheet.table.marks.formulas:
            entry.faults.append(Fault(place, "formula"))
        elif mark in self.sheet.table.dates:
            entry.faults.append(Fault(place, "date-cell", {"value": short(value)}))
        elif mark in self.sheet.table.marks.errors:
            entry.faults.append(Fault(place, "error-cell", {"value": short(value)}))
        if value.strip():
            cells[name] = Cell(value.strip(), place)

    def read_facts(self, rows: Rows) -> bool:
        """A sheet of two columns that says what the quiz itself is."""
        if [fold_header(cell) for cell in rows[0][1][:2]] not in _FACT_HEADS:
            return False
        found = {
            FACTS[name]: Cell(cells[1].strip(), self.place(number, 1))
            for number, cells in rows
            if len(cells) > 1 and (name := fold_header(cells[0])) in FACTS and cells[1].strip()
        }
        self.bank.facts |= found
        return True

    def read_sections(self, rows: Rows) -> bool:
        """A sheet with a row for each part of an exam."""
        columns = read_section_columns(rows[0][1])
        for number, cells in rows[1:] if columns else ():
            found = {
                name: Cell(_cell(cells, column).strip(), self.place(number, column))
                for name, column in columns.items()
                if _cell(cells, column).strip()
            }
            kind = found.pop("type", None)
            place = self.place(number, columns["type"])
            self.bank.sections.append(Section(kind.text if kind else "", place, **found))
        return bool(columns)


class _Merged:
    """Merged cells among the columns that are read. One column merged downwards says the same for all its rows."""

    def __init__(self, sheet: Sheet, columns: Columns, header: int) -> None:
        names = {column: name for name, column in columns.fields.items()} | dict.fromkeys(
            columns.options.values(), "option"
        )
        self._values = dict(sheet.table.rows) if sheet.table.marks.merged else {}
        self._sources: dict[tuple[int, int], int] = {}
        self._across: dict[int, tuple[int, int]] = {}
        last_row = sheet.table.rows[-1][0] if sheet.table.rows else 0
        steps = 0
        for (top, left), (bottom, right) in sheet.table.marks.merged:
            used = [column for column in names if left <= column + 1 <= right]
            if bottom <= header or not used:
                continue
            down_only = left == right and names[used[0]] in _FILLED_DOWN
            rows = range(max(top, header + 1), min(bottom, last_row) + 1)
            steps += len(rows)
            if steps > 2 * last_row * len(names):  # ranges that lie over one another: no program writes them
                raise Refused("broken-workbook")
            for row in rows:
                if down_only:
                    self._sources[row, used[0]] = top
                else:
                    self._across.setdefault(row, (row, used[0]))

    def source(self, row: int, column: int) -> int:
        return self._sources.get((row, column), row)

    def value(self, row: int, column: int, cells: list[str]) -> str:
        return _cell(self._values.get(row, cells), column) if self._values else _cell(cells, column)

    def across(self, row: int) -> tuple[int, int] | None:
        """A merged cell in a row that joins columns, or questions."""
        return self._across.get(row)


def _cell(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _quotable(name: str) -> str:
    return short(clean_name(name), 20)
