"""The same questions as a site of ours, of mkdocs-quiz, and as an empty site of the theme alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import venv
from dataclasses import dataclass
from pathlib import Path

import yaml

from banxing.catalogue import load
from banxing.model.keys import LettersKey
from banxing.model.questions import Optioned

PEER = ("mkdocs-quiz==1.7.1", "mkdocs-material==9.8.1", "mkdocs==1.6.1")
MATERIAL = {"theme": {"name": "material", "language": "zh", "font": False}}


@dataclass(frozen=True)
class Item:
    """A question that both can express: one or more right options, an explanation. Texts without markup."""

    id: str
    stem: str
    options: dict[str, str]
    right: tuple[str, ...]
    explanation: str

    @property
    def type(self) -> str:
        return "single_choice" if len(self.right) == 1 else "multiple_choice"


def read_items(course: Path, most: int) -> list[Item]:
    """The course's own choice questions, in the order of their files."""
    found = []
    for file in load(course).quizzes.values():
        for question in () if file.quiz.is_exam else file.quiz.questions:
            key = file.plain_keys.get(question.id)
            if isinstance(question, Optioned) and question.choice and isinstance(key, LettersKey):
                options = {letter: _plain(text) for letter, text in question.options.items()}
                right = tuple(sorted(key.answer))
                found.append(Item(question.id, _plain(question.stem), options, right, _plain(key.explanation or "")))
    return found[:most]


def _plain(text: str) -> str:
    """No citation to register, no markup to read differently, one line."""
    return re.sub(r"\s+", " ", re.sub(r"[`*_\[\]<>]", "", text.replace("《", "“").replace("》", "”"))).strip()


def write_ours(root: Path, pages: list[list[Item]]) -> None:
    _course(root)
    for number, items in enumerate(pages, 1):
        questions = [
            {"id": i.id, "type": i.type, "stem": i.stem, "options": i.options, "answer": "".join(i.right)}
            | ({"explanation": i.explanation} if i.explanation else {})
            for i in items
        ]
        _dump(
            root / f"quizzes/page-{number}.yml",
            {"title": f"第 {number} 组", "mode": "practice", "questions": questions},
        )


def write_exam(root: Path, items: list[Item]) -> None:
    """All of them in one exam, single choice first, as papers have it."""
    _course(root)
    kinds = ("single_choice", "multiple_choice")
    questions = [
        {"id": item.id, "type": item.type, "stem": item.stem, "options": item.options}
        for kind in kinds
        for item in items
        if item.type == kind
    ]
    head = {"title": "考试", "mode": "exam", "sections": [{"type": kind, "points": 1} for kind in kinds]}
    _dump(root / "quizzes/page-1.yml", head | {"questions": questions})


def _course(root: Path) -> None:
    """The smallest course that has quizzes."""
    for folder in ("docs/laws", "training/part", "quizzes"):
        (root / folder).mkdir(parents=True)
    (root / "docs/index.md").write_text("# 首页\n", "utf-8")
    head = {
        "title": "模块", "summary": "一页。", "audience": ["new-hire"], "minutes": 5, "objectives": {"one": "能做题"},
        "reviewed": "2026-11-01", "sources": ["law-one"],
    }  # fmt: skip
    (root / "training/part/one.md").write_text(f"---\n{_yaml(head)}---\n\n正文。\n", "utf-8")
    law = {"id": "law-one", "title": "第一法", "kind": "law", "in_force": "2020-01-01", "last_article": 1}
    _dump(root / "docs/laws/register.yml", {"laws": [law | {"articles": {"1": {"paragraphs": 1, "digest": "一条。"}}}]})
    part = {"id": "part", "title": "部分", "summary": "一个模块。", "modules": ["part/one"]}
    _dump(root / "training/course.yml", {"title": "课程", "summary": "一门。", "parts": [part]})
    nav = [{"首页": "index.md"}, {"课程": "training/"}, {"测验": "quizzes/"}]
    _dump(root / "mkdocs.yml", {"site_name": "课程", **MATERIAL, "nav": nav, "plugins": ["banxing"]})


def write_theirs(root: Path, pages: list[list[Item]]) -> None:
    (root / "docs").mkdir(parents=True)
    (root / "docs/index.md").write_text("# 首页\n", "utf-8")
    for number, items in enumerate(pages, 1):
        text = "\n".join(_as_theirs(item) for item in items)
        (root / f"docs/page-{number}.md").write_text(f"# 第 {number} 组\n\n{text}", "utf-8")
    _dump(root / "mkdocs.yml", {"site_name": "课程", **MATERIAL, "plugins": ["search", "mkdocs_quiz"]})


def _as_theirs(item: Item) -> str:
    options = "\n".join(f"- [{'x' if name in item.right else ' '}] {text}" for name, text in item.options.items())
    return f"<quiz>\n{item.stem}\n{options}\n\n{item.explanation}\n</quiz>\n"


def write_empty(root: Path) -> None:
    (root / "docs").mkdir(parents=True)
    (root / "docs/index.md").write_text("# 首页\n", "utf-8")
    _dump(root / "mkdocs.yml", {"site_name": "课程", **MATERIAL, "plugins": ["search"]})


def _dump(path: Path, value: object) -> None:
    path.write_text(_yaml(value), "utf-8")


def _yaml(value: object) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False)).replace("'2026-11-01'", "2026-11-01")


def peer_python(cache: Path) -> Path:
    """An environment of its own for the peer, made once."""
    home = cache / "mkdocs-quiz"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (home / "ready").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEER], check=True)
        (home / "ready").touch()
    return python


def build(root: Path, site: Path, python: Path | None = None) -> float:
    """Seconds of one `mkdocs build`."""
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONUTF8": "1"}
    start = time.perf_counter()
    subprocess.run(
        [python or sys.executable, "-m", "mkdocs", "build", "-q", "-f", root / "mkdocs.yml", "-d", site],
        check=True,
        env=env,
    )
    return time.perf_counter() - start
