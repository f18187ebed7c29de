"""我的学习 and 今日复习: what the site has, for a script that lays over it what the reader's browser keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from banxing.catalogue import Catalogue
from banxing.catalogue.quizzes import QuizFile
from banxing.messages import Lang, catalogue
from banxing.model.questions import parts
from banxing.pages.linking import Href
from banxing.pages.outline import REVIEW_PAGE
from banxing.pages.templating import environment, json_block

STUDY_PAGES = {"study/index.md": "index", REVIEW_PAGE: "review"}
"""Page → the view of it."""


@dataclass(frozen=True)
class Checklist:
    """A page with boxes to tick: its address among the sources, its title, the box values that are kept."""

    src: str
    title: str
    boxes: tuple[str, ...]


class StudyPages:
    """Renders both pages. `addresses` is (page of a module, of a quiz, of a path)."""

    def __init__(self, course: Catalogue, lang: Lang, assets: Mapping[str, str]) -> None:
        self.course, self.lang, self.assets = course, lang, assets
        self._env = environment(lang)

    def html(self, src: str, practice: Sequence[QuizFile], checklists: Sequence[Checklist], href: Href) -> Markup:
        """The page `src`. `practice` are the practice quizzes in course order; of exams it says nothing."""
        data = self._data(practice, href) | {"checklists": [_checklist(page, href) for page in checklists]}
        html = self._env.get_template("study.html").render(
            view=STUDY_PAGES[src],
            data=json_block(json.dumps(data, ensure_ascii=False)),
            css=href(self.assets["study.css"]),
            js=href(self.assets["study.js"]),
        )
        return Markup(html)

    def _data(self, practice: Sequence[QuizFile], href: Href) -> dict[str, Any]:
        course = self.course.course.value if self.course.course else None
        modules = self.course.modules
        return {
            "format": "banxing-study-page/1",
            "lang": self.lang,
            "texts": catalogue(self.lang)["study"],
            "review": href(REVIEW_PAGE),
            "quizzes": [_quiz(file, href) for file in practice],
            "modules": {
                module: {"title": modules[module].module.title, "href": href(f"training/{module}.md")}
                for module in (course.module_ids if course else ())
                if module in modules
            },
            "parts": [
                {"title": part.title, "modules": [module for module in part.modules if module in modules]}
                for part in (course.parts if course else ())
            ],
            "paths": [
                {
                    "title": path.title,
                    "href": href(f"paths/{path.id}.md"),
                    "modules": sorted({m for stage in path.stages for m in stage.modules if m in modules}),
                }
                for path in (course.paths if course else ())
            ],
        }


def _quiz(file: QuizFile, href: Href) -> dict[str, Any]:
    """What a practice quiz is done by: fingerprints by part, without essays; of essays alone, all of them."""
    quiz = file.quiz
    alone = quiz.is_self_assessed
    return {
        "id": quiz.id,
        "title": quiz.head.title,
        "href": href(f"quizzes/{quiz.id}.md"),
        "module": quiz.head.module,
        "pass": quiz.head.pass_mark,
        "self": alone,
        "prints": {
            part: sub.fingerprint() for q in quiz.questions for part, sub in parts(q) if alone or sub.type != "essay"
        },
    }


def _checklist(page: Checklist, href: Href) -> dict[str, Any]:
    return {
        "page": page.src.removesuffix(".md"),
        "title": page.title,
        "href": href(page.src),
        "boxes": list(page.boxes),
    }
