"""The pages a build makes: course overview, quizzes, law cards, glossary; and what a module page gets around its text.

Everything is keyed by a page's address in the site's sources (`training/standards/procedure.md`), as an engine
names its files; `Href` turns such an address into a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from banxing.catalogue import Catalogue, ModuleFile
from banxing.catalogue.quizzes import QuizFile
from banxing.messages import Lang, text
from banxing.model.course import Path, Stage
from banxing.model.keys import Key
from banxing.model.questions import Question
from banxing.pages.checklists import MARK, box_values
from banxing.pages.forms import FormPages, form_page
from banxing.pages.inline import Inline
from banxing.pages.laws import LawPages
from banxing.pages.linking import Href, Linker
from banxing.pages.objectives import objectives
from banxing.pages.outline import REVIEW_PAGE, Outline, module_page, path_page, quiz_page
from banxing.pages.quiz import QuizPages
from banxing.pages.study import Checklist, StudyPages
from banxing.pages.templating import templates
from banxing.source.prose import SLUGIFY, Slugify


@dataclass(frozen=True)
class MadePage:
    """A page without a file of its own. `markdown` goes through the engine's Markdown."""

    src: str
    title: str
    markdown: str


class Site:
    """All pages of one catalogue in one language. `slug` makes the anchors of headings."""

    def __init__(self, catalogue: Catalogue, lang: Lang, assets: Mapping[str, str], slug: Slugify = SLUGIFY) -> None:
        self.catalogue, self.lang, self.assets = catalogue, lang, assets
        glossary = catalogue.glossary.value if catalogue.glossary else None
        self.linker = Linker(catalogue.laws, glossary)
        self._inline = Inline(self.linker)
        self._laws = LawPages(catalogue, lang)
        self._study = StudyPages(catalogue, lang, assets)
        self.boxes: dict[str, tuple[str, ...]] = {}
        self._forms = FormPages(catalogue, self.linker, lang, assets["print.js"])
        self._env = templates(lang)
        self.outline = Outline(catalogue, lang)
        self.objectives = objectives(catalogue, slug)

    @cached_property
    def _quizzes(self) -> QuizPages:
        return QuizPages(self._inline, self.lang, self.objectives)

    # --- pages that only the build makes -----------------------------------------------------------------------------

    def made_pages(self) -> Iterator[MadePage]:
        yield MadePage("training/index.md", self._t("course"), "")
        for path in self.outline.paths:
            yield MadePage(path_page(path.id), path.title, "")
        if self.catalogue.forms:
            yield MadePage("forms/index.md", self._t("forms"), "")
        for name, form in self.catalogue.forms.items():
            yield MadePage(form_page(name), form.value.title, "")
        yield MadePage("quizzes/index.md", self._t("quizzes"), "")
        for quiz in self.catalogue.quizzes.values():
            yield MadePage(quiz_page(quiz.quiz.id), quiz.quiz.head.title, "")
        yield from (MadePage(src, title, markdown) for src, title, markdown in self._laws.pages())
        yield MadePage("glossary.md", self._t("glossary"), self._glossary())
        yield MadePage("study/index.md", self._t("study"), "")
        yield MadePage(REVIEW_PAGE, self._t("review"), "")

    def content(self, src: str, href: Href) -> Markup | None:
        """The HTML of a made page that is not Markdown; None for every other page."""
        if src == "training/index.md":
            return self._course(href)
        if src == "quizzes/index.md":
            return self._quiz_list(href)
        if src == "forms/index.md":
            return self._forms.list(href)
        if src in (made := {form_page(name): name for name in self.catalogue.forms}):
            return self._forms.html(made[src], href)
        for path in self.outline.paths:
            if src == path_page(path.id):
                return self._path(path, href)
        file = self.catalogue.quizzes.get(src.removeprefix("quizzes/").removesuffix(".md"))
        return self._quiz(file, href) if file and src.startswith("quizzes/") else None

    # --- what the pages of authors get -------------------------------------------------------------------------------

    def around(self, src: str, html: str, href: Href) -> str:
        """An author's page; a module gets its head and its quizzes, a page with boxes the bar that counts them."""
        if file := self.module_of(src):
            html = self._around_module(file, html, href)
        if MARK in html:
            context = {"page": src.removesuffix(".md"), "script": href(self.assets["ticks.js"])}
            html += self._env.get_template("ticks.html").render(context)
        return html

    def note_boxes(self, src: str, html: str) -> None:
        """Remember the boxes of an author's page for the page of the reader's own progress."""
        if MARK in html:
            self.boxes[src] = box_values(html)

    def study(self, src: str, titles: Mapping[str, str], href: Href) -> Markup:
        """A page of the reader's own. It lists the pages with boxes, so those of all others must have been noted;
        `titles` are the pages of the site in their order."""
        lists = [Checklist(page, titles[page], self.boxes[page]) for page in titles if page in self.boxes]
        practice = [file for file in self.outline.quizzes if not file.quiz.is_exam]
        return self._study.html(src, practice, lists, href)

    def module_of(self, src: str) -> ModuleFile | None:
        return self.catalogue.modules.get(src.removeprefix("training/").removesuffix(".md"))

    def fence(self, place: str, ids: list[str], href: Href) -> Markup:
        """The questions of a quiz fence. Ids are known: the check ran before."""
        questions: list[Question] = []
        homes: dict[str, str] = {}
        keys: dict[str, Key] = {}
        for file in self.catalogue.quizzes.values():
            for question in file.quiz.questions:
                if question.id in ids and not file.quiz.is_exam:
                    questions.append(question)
                    homes[question.id] = file.quiz.id
                    keys |= file.plain_keys
        questions.sort(key=lambda question: ids.index(question.id))
        return self._quizzes.inline_questions(place, questions, homes, keys, href, self._assets_of("practice"))

    # --- parts -------------------------------------------------------------------------------------------------------

    def _around_module(self, file: ModuleFile, html: str, href: Href) -> str:
        context = {
            "file": file,
            "module": file.module,
            "objectives": {name: self.objectives[name] for name in file.module.objectives},
            "part": self.outline.part_of(file),
            "requires": [self._module_link(module, href) for module in file.module.requires],
            "quizzes": self._quiz_links(self.outline.quizzes_of(file.id), href),
            "marks": href(self.assets["marks.js"]),
        }
        head = self._env.get_template("module_head.html").render(context)
        foot = self._env.get_template("module_foot.html").render(context)
        return f"{head}{html}{foot}"

    def _quiz(self, file: QuizFile, href: Href) -> Markup:
        quiz = file.quiz
        if quiz.is_exam:
            form = self._quizzes.exam(quiz, href, self._assets_of("exam"))
        else:
            form = self._quizzes.practice(quiz, file.plain_keys, href, self._assets_of("practice"))
        module = self.catalogue.modules.get(quiz.head.module or "")
        intro = self._env.get_template("quiz_intro.html").render(
            quiz=quiz, module=self._module_link(module.id, href) if module else None, asked=_asked(file)
        )
        return Markup(intro) + form

    def _course(self, href: Href) -> Markup:
        assert self.catalogue.course  # checked before a build
        course = self.catalogue.course.value
        parts = [
            {"part": part, "modules": [self._module_link(m, href) for m in part.modules if m in self.catalogue.modules]}
            for part in course.parts
        ]
        paths = [
            {"path": path, "href": href(path_page(path.id)), "minutes": self._minutes(path)}
            for path in self.outline.paths
        ]
        html = self._env.get_template("course.html").render(course=course, parts=parts, paths=paths)
        return Markup(html)

    def _path(self, path: Path, href: Href) -> Markup:
        quizzes = self.catalogue.quizzes
        stages = [
            {
                "stage": stage,
                "minutes": self._stage_minutes(stage),
                "modules": [
                    {**self._module_link(m, href), "quizzes": self._quiz_links(self.outline.quizzes_of(m), href)}
                    for m in stage.modules
                ],
            }
            for stage in path.stages
        ]
        html = self._env.get_template("path.html").render(
            path=path,
            stages=stages,
            minutes=self._minutes(path),
            marks=href(self.assets["marks.js"]),
            diagnostic=self._quiz_link(quizzes[path.diagnostic], href) if path.diagnostic else None,
            exam=self._quiz_link(quizzes[path.exam], href) if path.exam else None,
        )
        return Markup(html)

    def _stage_minutes(self, stage: Stage) -> int:
        return sum(self.catalogue.modules[module].module.minutes for module in stage.modules)

    def _minutes(self, path: Path) -> int:
        return sum(map(self._stage_minutes, path.stages))

    def _quiz_list(self, href: Href) -> Markup:
        groups = {name: self._quiz_links(files, href) for name, files in self.outline.quiz_groups().items()}
        return Markup(self._env.get_template("quizzes.html").render(groups=groups))

    def _glossary(self) -> str:
        terms = self.catalogue.glossary.value.terms if self.catalogue.glossary else ()
        return self._env.get_template("glossary.md").render(terms=terms)

    def _module_link(self, module: str, href: Href) -> dict[str, object]:
        file = self.catalogue.modules[module]
        return {"id": module, "href": href(module_page(module)), "title": file.module.title, "module": file.module}

    def _quiz_links(self, files: list[QuizFile], href: Href) -> list[dict[str, object]]:
        return [self._quiz_link(file, href) for file in files]

    def _quiz_link(self, file: QuizFile, href: Href) -> dict[str, object]:
        module = self.catalogue.modules.get(file.quiz.head.module or "")
        return {
            "href": href(quiz_page(file.quiz.id)),
            "title": file.quiz.head.title,
            "quiz": file.quiz,
            "exam": file.quiz.is_exam,
            "asked": _asked(file),
            "module": module.module if module else None,
        }

    def _assets_of(self, kind: str) -> dict[str, str]:
        exam = {"exam_css": self.assets["exam.css"], "codes": self.assets["codes.js"]} if kind == "exam" else {}
        return {"js": self.assets[f"{kind}.js"], "css": self.assets["player.css"], **exam}

    def _t(self, name: str) -> str:
        return text(f"page.{name}", self.lang)


def _asked(file: QuizFile) -> int:
    """How many questions a candidate gets."""
    quiz = file.quiz
    if not quiz.sections:
        return len(quiz.questions)
    return sum(min(s.draw or len(quiz.pool(s)), len(quiz.pool(s))) for s in quiz.sections)
