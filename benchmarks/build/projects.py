"""The sites to build: the large corpus and the course, each as ours and as a peer's."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import yaml

from banxing.catalogue import load
from banxing.citations import find_citations

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "benchmarks" / "search"))

from corpus import unpacked  # noqa: E402

CONFIG = """site_name: 行政执法监督培训
site_url: http://127.0.0.1:8000/
theme:
  name: material
  language: zh
  font: false
  features: [navigation.tabs, navigation.prune, navigation.indexes, navigation.top, toc.follow]
markdown_extensions:
  - admonition
  - attr_list
  - md_in_html
  - tables
  - footnotes
  - def_list
  - toc: {permalink: true}
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
"""
OURS = "plugins: [banxing]\n"
THEIRS = "plugins: [{search: {lang: zh}}]\n"
COURSE = """title: 语料
summary: 国家的法律和行政法规。
parts:
  - {id: texts, title: 读法, summary: 怎样读。, modules: [texts/how]}
"""
MODULE = """---
title: 读法
summary: 怎样读。
audience: [supervisor]
minutes: 5
objectives: {read: 会读}
reviewed: 2026-11-23
sources: [cited]
---
# 读法
"""


def corpus_sites(archive: Path, work: Path) -> dict[str, Path]:
    """`ours` and `theirs`: the same pages; ours has the register that a course must have.

    One law by all the titles and articles that the pages cite: each citation is checked and linked, and the number of
    pages stays what it is.
    """
    theirs = work / "theirs"
    docs = unpacked(archive, theirs)
    for path in docs.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        if "\u200b" in text:  # refused in a course
            path.write_text(text.replace("\u200b", ""), encoding="utf-8")
    ours = work / "ours"
    shutil.copytree(docs, ours / "docs")
    (theirs / "mkdocs.yml").write_text(CONFIG + THEIRS, encoding="utf-8")
    for name, text in {
        "mkdocs.yml": CONFIG + OURS,
        "training/course.yml": COURSE,
        "training/texts/how.md": MODULE,
        "docs/laws/register.yml": _register(ours),
    }.items():
        (ours / name).parent.mkdir(parents=True, exist_ok=True)
        (ours / name).write_text(text, encoding="utf-8")
    return {"ours": ours, "theirs": theirs}


def course_sites(work: Path) -> dict[str, Path]:
    """`ours`, and the same pages made by our plugin with Material's search in place of ours."""
    ours = work / "ours"
    for name in ("docs", "training", "quizzes"):
        shutil.copytree(ROOT / name, ours / name)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (ours / "mkdocs.yml").write_text(settings, encoding="utf-8")
    theirs = work / "theirs"
    shutil.copytree(ours, theirs)
    swapped = settings.replace("  - banxing\n", "  - banxing: {search: false}\n  - search: {lang: zh}\n")
    assert swapped != settings
    (theirs / "mkdocs.yml").write_text(swapped, encoding="utf-8")
    return {"ours": ours, "theirs": theirs}


def _register(site: Path) -> str:
    titles, articles = {}, set()
    for document in load(site, with_keys=False).documents:
        for line in document.lines:
            for citation in find_citations(line.text):
                titles[citation.title] = None
                articles |= {citation.article} - {None}
    law = {
        "id": "cited",
        "title": "语料引用的法律",
        "short": list(titles),
        "kind": "law",
        "articles": {article: {"digest": "见法律原文。"} for article in sorted(articles)},
    }
    return yaml.safe_dump({"laws": [law]}, allow_unicode=True, sort_keys=False)
