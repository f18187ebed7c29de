"""The engines: each opens Parquet files as lazy frames. This is all that differs between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import narwhals as nw

from banxing.engine import Engine

MEMORY_MIB = 1024  # for DuckDB; beyond it spills to the folder it is given

Frame = nw.LazyFrame[Any]
Scan = Callable[[Path], Frame]


class EngineFailed(Exception):
    """An engine could not run, in its own words."""


@contextmanager
def opened(engine: Engine, folder: Path) -> Iterator[Scan]:
    """What scans a Parquet file. `folder` takes what does not fit into memory. Raises EngineFailed for its errors."""
    try:
        with _OPEN[engine](folder) as scan:
            yield scan
    except Exception as error:
        if type(error).__module__.partition(".")[0] in ("duckdb", "_duckdb", "polars", "pyspark", "py4j"):
            raise EngineFailed(str(error).partition("\n")[0][:200]) from error
        raise


def require(engine: Engine) -> None:
    """Raises ModuleNotFoundError where a package is missing that the engine needs."""
    for package in ("narwhals", "pyarrow", "pyspark" if engine == "spark" else engine):
        import_module(package)


@contextmanager
def _duckdb(folder: Path) -> Iterator[Scan]:
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{MEMORY_MIB}MiB",
        "temp_directory": str(folder),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",  # no request to any host
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(config=settings) as connection:
        connection.execute("set enable_progress_bar = false")
        yield lambda path: nw.from_native(connection.read_parquet(str(path)))


@contextmanager
def _polars(folder: Path) -> Iterator[Scan]:
    import polars

    yield lambda path: nw.from_native(polars.scan_parquet(path, glob=False))


@contextmanager
def _spark(folder: Path) -> Iterator[Scan]:
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    session = SparkSession.builder.master("local[*]").appName("banxing").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield lambda path: nw.from_native(session.read.parquet(str(path)))
    finally:
        session.stop()


_OPEN = {"duckdb": _duckdb, "polars": _polars, "spark": _spark}
