"""In what order and under what names a course's pages stand: parts and their modules, paths, groups of quizzes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from banxing.catalogue import Catalogue, ModuleFile
from banxing.catalogue.quizzes import QuizFile
from banxing.messages import Lang, text
from banxing.model.course import Part, Path
from banxing.pages.forms import form_page

REVIEW_PAGE = "study/review.md"

Menu = list[Any]
"""Part of a navigation as mkdocs.yml has it: pages, or {title: page or menu}."""


class Outline:
    """A catalogue in the order its readers meet it."""

    def __init__(self, catalogue: Catalogue, lang: Lang) -> None:
        self.catalogue, self.lang = catalogue, lang

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.catalogue.course.value.parts if self.catalogue.course else ()

    @property
    def paths(self) -> tuple[Path, ...]:
        return self.catalogue.course.value.paths if self.catalogue.course else ()

    def part_of(self, file: ModuleFile) -> Part | None:
        return next((part for part in self.parts if file.id in part.modules), None)

    @cached_property
    def quizzes(self) -> list[QuizFile]:
        """Practice quizzes in the order of their modules, then those of none, then exams."""
        order = self.catalogue.course.value.module_ids if self.catalogue.course else ()
        place = {module: index for index, module in enumerate(order)}
        return sorted(
            self.catalogue.quizzes.values(),
            key=lambda f: (f.quiz.is_exam, place.get(f.quiz.head.module or "", len(place)), f.quiz.id),
        )

    def quizzes_of(self, module: str) -> list[QuizFile]:
        return [file for file in self.quizzes if file.quiz.head.module == module]

    def quiz_groups(self) -> dict[str, list[QuizFile]]:
        """Practice quizzes under the part of their module, then those of no module, then the exams."""
        groups: dict[str, list[QuizFile]] = {}
        for file in self.quizzes:
            module = self.catalogue.modules.get(file.quiz.head.module or "")
            part = self.part_of(module) if module else None
            name = self._t("exam") if file.quiz.is_exam else part.title if part else self._t("other_quizzes")
            groups.setdefault(name, []).append(file)
        return groups

    def menus(self) -> dict[str, Menu]:
        """What an entry of the navigation that names a folder (`training/`) stands for."""
        catalogue, modules = self.catalogue, self.catalogue.modules
        by_hand = [path.removeprefix("docs/") for path in catalogue.pages if path.startswith("docs/laws/")]
        return {
            "training/": [
                "training/index.md",
                *(
                    {part.title: _menu((modules[m].module.title, module_page(m)) for m in part.modules if m in modules)}
                    for part in self.parts
                ),
            ],
            "paths/": _menu((path.title, path_page(path.id)) for path in self.paths),
            "study/": ["study/index.md", *_menu([(self._t("review"), REVIEW_PAGE)])],
            "forms/": [
                "forms/index.md",
                *_menu((form.value.title, form_page(name)) for name, form in catalogue.forms.items()),
            ],
            "quizzes/": [
                "quizzes/index.md",
                *(
                    {group: _menu((file.quiz.head.title, quiz_page(file.quiz.id)) for file in files)}
                    for group, files in self.quiz_groups().items()
                ),
            ],
            "laws/": [
                "laws/index.md",
                *by_hand,
                *_menu((law.name, f"laws/{law.id}.md") for law in catalogue.laws.by_id.values()),
            ],
        }

    def expanded(self, navigation: Menu) -> Menu:
        """A navigation in which every `training/`, `laws/`, … below a title is what is there."""
        return _expanded(navigation, self.menus())

    def _t(self, name: str) -> str:
        return text(f"page.{name}", self.lang)


def module_page(module: str) -> str:
    return f"training/{module}.md"


def path_page(path: str) -> str:
    return f"paths/{path}.md"


def quiz_page(quiz: str) -> str:
    return f"quizzes/{quiz}.md"


def _menu(pages: Iterable[tuple[str, str]]) -> Menu:
    return [{title: src} for title, src in pages]


def _expanded(navigation: Menu, menus: dict[str, Menu]) -> Menu:
    expanded: Menu = []
    for entry in navigation:
        if isinstance(entry, dict):
            ((title, value),) = entry.items()
            entry = {title: _expanded(value, menus) if isinstance(value, list) else menus.get(value, value)}
        expanded.append(entry)
    return expanded
