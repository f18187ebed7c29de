"""Tables as columns: a neat file is read so at once, any other is made so of its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import methodcaller
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from banxing.engine.staging import BLOCK
from banxing.responses.csvfile import CsvRows
from banxing.responses.parts import MAX_COLUMNS
from banxing.responses.records import Broken, Refused
from banxing.responses.xlsx import Table

Row = tuple[int, list[str]]
_CODED = pa.dictionary(pa.int32(), pa.string())
_LONGEST = 65_536  # bytes of a line in a neat file
_AT_ONCE = 8 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Block:
    """Some rows: `columns` by their 0-based place, the used ones only; `numbers` are the rows' in the file.

    Those asked for as texts are plain, the others coded as dictionaries.
    """

    columns: dict[int, Any]
    numbers: Any

    @property
    def size(self) -> int:
        return len(self.numbers)

    def take(self, places: Any) -> Block:
        return Block({index: column.take(places) for index, column in self.columns.items()}, self.numbers.take(places))

    def rows(self, places: Sequence[int]) -> Iterator[Row]:
        """Some rows as the plain reader takes them, without those that are empty."""
        if not places:
            return
        width, some = 1 + max(self.columns), self.take(pa.array(places, pa.int64()))
        texts = {index: column.to_pylist() for index, column in some.columns.items()}
        for place, number in enumerate(some.numbers.to_pylist()):
            cells = [texts[index][place] if index in texts else "" for index in range(width)]
            if any(map(str.strip, cells)):
                yield number, cells


@runtime_checkable
class Columnar(Protocol):
    """A file whose columns can be read where it is `neat`."""

    neat: bool

    def blocks(self, used: Sequence[int], texts: Collection[int]) -> Iterator[Block]: ...


def block_of(rows: Sequence[Row], used: Sequence[int], texts: Collection[int]) -> Block:
    """Rows as columns; short ones are filled up."""
    columns = {}
    for index in used:
        cells = pa.array([cells[index] if index < len(cells) else "" for _, cells in rows], pa.string())
        columns[index] = cells if index in texts else cells.dictionary_encode()
    return Block(columns, pa.array([number for number, _ in rows], pa.int64()))


class Csv(CsvRows):
    """A CSV is neat when each line is a row of as many cells as the first, and nothing is quoted.

    Only then do commas and line ends alone say what is a cell.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.neat = _is_neat(path) and any(map(str.strip, next(iter(self))[1]))

    def blocks(self, used: Sequence[int], texts: Collection[int]) -> Iterator[Block]:
        header = next(iter(self))[1]
        names = [str(index) for index in range(len(header))]
        kinds = {names[index]: pa.string() if index in texts else _CODED for index in used}
        reader = pv.open_csv(
            self._path,
            pv.ReadOptions(
                column_names=names, skip_rows=1, block_size=_AT_ONCE, encoding=self._codec.removesuffix("-sig")
            ),
            pv.ParseOptions(quote_char=False, newlines_in_values=False, ignore_empty_lines=False),
            pv.ConvertOptions(include_columns=list(kinds), column_types=kinds),
        )
        number = 2
        for batch in reader:
            numbers = pa.array(range(number, number + len(batch)), pa.int64())
            yield Block({index: batch.column(place) for place, index in enumerate(used)}, numbers)
            number += len(batch)


def _is_neat(path: Path) -> bool:
    commas, rest = -1, b""
    with path.open("rb") as stream:
        while block := stream.read(_AT_ONCE):
            text, _, rest = (rest + block).rpartition(b"\n")
            commas = text.partition(b"\n")[0].count(b",") if commas < 0 else commas
            if len(rest) > _LONGEST or not _are_rows(text, commas):
                return False
    return commas > 0 and (not rest or _are_rows(rest, commas))


def _are_rows(text: bytes, commas: int) -> bool:
    lines = text.split(b"\n")
    alike = {*map(methodcaller("count", b","), lines)} == {commas} and max(map(len, lines)) <= _LONGEST
    returns = text.count(b"\r") - text.count(b"\r\n") - text.endswith(b"\r")
    return alike and not returns and b'"' not in text


def stream_csv(path: Path) -> Table:
    rows = Csv(path)
    return Table([], encoding=rows.encoding, stream=rows)


@dataclass(frozen=True)
class Parquet:
    """The names of the columns as row 1, then the rows."""

    path: Path
    neat: bool = True

    def __iter__(self) -> Iterator[Row]:
        with pq.ParquetFile(self.path) as file:
            names = list(file.schema_arrow.names)
        yield 1, names
        for block in self.blocks(range(len(names)), ()):
            yield from block.rows(range(block.size))

    def blocks(self, used: Sequence[int], texts: Collection[int]) -> Iterator[Block]:
        """Raises Broken where the file ends before it is read."""
        number = 2
        try:
            with pq.ParquetFile(self.path) as file:
                names = list(file.schema_arrow.names)
                for batch in file.iter_batches(BLOCK, columns=[names[index] for index in used]):
                    columns = {index: _texts(batch.column(names[index]), index in texts) for index in used}
                    yield Block(columns, pa.array(range(number, number + len(batch)), pa.int64()))
                    number += len(batch)
        except (pa.ArrowException, OSError) as error:
            raise Broken("broken-parquet") from error


def stream_parquet(path: Path, known: Collection[str]) -> Table:
    """Refuses what is no Parquet, and a column of a `known` name that holds no texts, whole numbers or truths.

    Other columns of such kinds come out empty.
    """
    try:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
    except (pa.ArrowException, OSError) as error:
        raise Refused("broken-parquet") from error
    if len(schema) > MAX_COLUMNS:
        raise Refused("too-many-columns", line=1, limit=MAX_COLUMNS)
    for name, kind in zip(schema.names, schema.types, strict=True):
        if name.strip().lower() in known and not _is_plain(kind):
            raise Refused("odd-column", column=name, kind=str(kind))
    return Table([], stream=Parquet(path))


def _is_plain(kind: Any) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = (pa.types.is_integer, pa.types.is_string, pa.types.is_large_string, pa.types.is_boolean, pa.types.is_null)
    return any(test(kind) for test in tests)


def _texts(column: Any, plain: bool) -> Any:
    if not _is_plain(column.type):
        column = pa.nulls(len(column), pa.string())
    texts = pc.fill_null(column.cast(pa.string()), "")
    return texts if plain else texts.dictionary_encode()
