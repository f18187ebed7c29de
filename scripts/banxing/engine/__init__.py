"""Scoring at a province's scale: answers staged as integers, counted by DuckDB, Polars or Spark.

This file imports nothing of the extra `scale`, so that the names of the engines are known without it.
"""

from typing import Literal

Engine = Literal["duckdb", "polars", "spark"]
ENGINES: tuple[Engine, ...] = ("duckdb", "polars", "spark")
