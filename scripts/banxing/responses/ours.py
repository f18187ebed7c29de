"""What marks a file as made by this tool: so results that lie among the answers are not taken for answers."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from banxing.responses.workbook import META
from banxing.responses.xlsx import Table

GENERATOR = '<meta name="generator" content="banxing score">'
RESULTS = "banxing-results/1"
"""`format` on the hidden sheet of results.xlsx."""
# The columns of the tables, as programs read them; `scores` and `items` go on with parts and options.
SCORES = ("id", "name", "unit", "score", "max", "percent", "passed", "rank")
ITEMS = ("question", "type", "n", "points", "facility", "discrimination", "item_total", "alpha_if_dropped")
OPTIONS = ("question", "option", "right", "n", "share", "upper_third", "middle_third", "lower_third")
OBJECTIVES = ("objective", "text", "items", "points", "earned", "facility")
_TOTALS = ("passed", "pass_rate", "mean", "deviation", "lowest", "highest")
GROUPS = ("kind", "group", "papers", "absent", "not_counted", "pending", *_TOTALS)
SUMMARY = ("scope", "measure", "value")
REJECTED = ("file", "row", "id", "reason")
_HEAD = 2000  # characters of a page in which the mark stands


def is_results(tables: Mapping[str, Table]) -> bool:
    """Whether a file's tables are of the results, or results.xlsx, saved again or not."""
    marks = tables.get(META)
    if marks and any(cells[:2] == ["format", RESULTS] for _, cells in marks.rows):
        return True
    header = next((cells for table in tables.values() for _, cells in table.each() if any(map(str.strip, cells))), [])
    names = [unicodedata.normalize("NFKC", cell).removeprefix("\ufeff").strip().lower() for cell in header]
    # These two have no column that only results have: with others behind, somebody has made answers of them.
    if names in ([*REJECTED], [*SUMMARY]):
        return True
    return any(set(head) <= set(names) for head in (SCORES[3:], ITEMS, OPTIONS, OBJECTIVES, GROUPS))


def is_result_page(path: Path) -> bool:
    """Whether an HTML file is a report or a slip."""
    if path.suffix.lower() != ".html":
        return False
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            return GENERATOR in stream.read(_HEAD)
    except OSError:
        return False


def properties(title: str) -> dict[str, Any]:
    """Of a workbook; reproducible under SOURCE_DATE_EPOCH."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return {"title": title, "created": moment.replace(tzinfo=None)}
