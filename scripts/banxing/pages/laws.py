"""Law cards: what each law is, the digest of each article, and where the course leans on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from banxing.catalogue import Catalogue
from banxing.citations import find_citations
from banxing.messages import Lang, text
from banxing.model.laws import Law
from banxing.numerals import chinese
from banxing.pages.forms import form_page
from banxing.pages.templating import templates


class Use(NamedTuple):
    """A page that cites an article."""

    title: str
    src: str


class LawPages:
    """Cards in one language. Exams are never among the uses: that a question leans on an article would tell its key."""

    def __init__(self, catalogue: Catalogue, lang: Lang) -> None:
        self.catalogue, self.lang = catalogue, lang
        self._env = templates(lang)
        self._uses = self._find_uses()

    def pages(self) -> Iterator[tuple[str, str, str]]:
        """(address, title, Markdown) of the list of laws and of every card."""
        laws = list(self.catalogue.laws.by_id.values())
        yield (
            "laws/index.md",
            text("page.laws", self.lang),
            self._env.get_template("laws.md").render(kinds=_by_kind(laws), uses=self._uses),
        )
        for law in laws:
            yield f"laws/{law.id}.md", law.name, self._card(law)

    def _card(self, law: Law) -> str:
        by_id = self.catalogue.laws.by_id
        return self._env.get_template("law.md").render(
            law=law,
            in_force=law.in_force_on(self.catalogue.as_of),
            replaces=by_id.get(law.replaces or ""),
            replaced_by=next((other for other in by_id.values() if other.replaces == law.id), None),
            articles=sorted(law.articles.items(), key=lambda pair: [int(n) for n in pair[0].split("-")]),
            uses=self._uses[law.id],
            article_name=self._article_name,
        )

    def _article_name(self, number: str) -> str:
        main, _, more = number.partition("-")
        name = text("page.article", self.lang, number=chinese(int(main)) if self.lang == "zh" else main)
        return f"{name}之{chinese(int(more))}" if more else name

    def _find_uses(self) -> dict[str, dict[str, list[Use]]]:
        """Law id → article (or "" for the law as a whole) → pages, in course order."""
        uses: dict[str, dict[str, list[Use]]] = defaultdict(lambda: defaultdict(list))
        laws = self.catalogue.laws
        for use, words in self._texts():
            for citation in find_citations(words):
                resolved = laws.resolve(citation)
                if resolved:
                    places = uses[resolved.law.id][citation.article or ""]
                    if use not in places:
                        places.append(use)
        return uses

    def _texts(self) -> Iterator[tuple[Use, str]]:
        order = self.catalogue.course.value.module_ids if self.catalogue.course else ()
        for module in order:
            if file := self.catalogue.modules.get(module):
                use = Use(file.module.title, f"training/{module}.md")
                yield from ((use, line.text) for line in file.document.lines)
        for name, form in self.catalogue.forms.items():
            yield Use(form.value.title, form_page(name)), form.document.text
        for quiz_file in self.catalogue.quizzes.values():
            quiz = quiz_file.quiz
            if not quiz.is_exam:
                use = Use(text("page.practice_of", self.lang, title=quiz.head.title), f"quizzes/{quiz.id}.md")
                yield use, quiz_file.document.text


def _by_kind(laws: list[Law]) -> dict[str, list[Law]]:
    kinds: dict[str, list[Law]] = {}
    for law in laws:
        kinds.setdefault(law.kind, []).append(law)
    return kinds
