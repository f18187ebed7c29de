"""What is searched: a folder of Markdown pages, and queries with the pages that answer them (paths without suffix)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import yaml

from banxing.catalogue import QUERIES, load
from banxing.search.units import Entry, document_entry, entries
from banxing.source.markdown import parse_markdown

_ARTICLE = re.compile(r'<article class="md-content__inner[^>]*>(.*?)</article>', re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)(?: - [^<]*)?</title>", re.DOTALL)
_SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)


@dataclass(frozen=True)
class Query:
    """What was typed, of which kind, and the pages that answer it."""

    query: str
    kind: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """`entries` are what our index is made of, `docs` the same pages for the peers."""

    name: str
    entries: list[Entry]
    docs: Path
    queries: list[Query]


def unpacked(archive: Path, work: Path) -> Path:
    """The folder of the archive's pages."""
    with tarfile.open(archive) as packed:
        packed.extractall(work, filter="data")
    return work / "docs"


def large(archive: Path, queries: Path, work: Path) -> Corpus:
    """The corpus of laws: pages as they are."""
    docs = unpacked(archive, work)
    found = []
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs).as_posix()
        document, _ = parse_markdown(path.read_text(encoding="utf-8"), name, front_matter=False)
        found.append(document_entry(name, document))
    rows = json.loads(queries.read_text(encoding="utf-8"))
    asked = [Query(row["query"], row["kind"], tuple(row["pages"])) for row in rows]
    return Corpus(f"{len(found)} laws", found, docs, asked)


def course(root: Path, work: Path) -> Corpus:
    """This repository's course: ours from the sources; peers get the text of the built pages, which only they need."""
    site, docs = work / "built", work / "docs"
    build = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(root / "mkdocs.yml"), "-d", str(site)]
    subprocess.run(build, check=True, stderr=subprocess.DEVNULL)
    for page in sorted(site.rglob("index.html")):
        html = page.read_text(encoding="utf-8")
        if not (text := _ARTICLE.search(html)) or not (title := _TITLE.search(html)):
            continue
        name = page.parent.relative_to(site).as_posix()
        target = docs / ("index.md" if name == "." else f"{name}.md")
        target.parent.mkdir(parents=True, exist_ok=True)
        body = _SCRIPT.sub("", text[1])
        target.write_text(
            f"---\ntitle: {json.dumps(title[1].strip(), ensure_ascii=False)}\n---\n<div>{body}</div>\n", "utf-8"
        )
    rows = yaml.safe_load((root / QUERIES).read_text(encoding="utf-8"))["queries"]
    asked = [Query(row["query"], row["kind"], tuple(map(page_of, row["finds"]))) for row in rows]
    return Corpus("course", list(entries(load(root, with_keys=False))), docs, asked)


def page_of(src: str) -> str:
    """`laws/xzcf-2021.md#a55` → `laws/xzcf-2021`; an index stands for its folder."""
    return re.sub(r"(?:^|/)index$", "", src.partition("#")[0].removesuffix(".md"))
