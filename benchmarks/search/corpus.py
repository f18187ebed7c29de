"""The large corpus as entries to search, and its queries."""

from __future__ import annotations

import json
import tarfile
from dataclasses import dataclass
from pathlib import Path

from banxing.search.units import Entry, document_entry
from banxing.source.markdown import parse_markdown


@dataclass(frozen=True)
class Query:
    """What was typed, of which kind, and the pages that answer it (path without suffix)."""

    query: str
    kind: str
    pages: tuple[str, ...]


def unpacked(archive: Path, target: Path) -> Path:
    """The folder of the corpus' pages."""
    if not (target / "docs").is_dir():
        with tarfile.open(archive) as packed:
            packed.extractall(target, filter="data")
    return target / "docs"


def read_entries(docs: Path) -> list[Entry]:
    """Every page, as the plugin reads a page of docs/."""
    found = []
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs).as_posix()
        document, _ = parse_markdown(path.read_text(encoding="utf-8"), name, front_matter=False)
        found.append(document_entry(name, document))
    return found


def read_queries(path: Path) -> list[Query]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [Query(row["query"], row["kind"], tuple(row["pages"])) for row in rows]
