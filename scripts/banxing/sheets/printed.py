"""Papers, answer sheets and keys as HTML files that print on A4 and ask no other host for anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from banxing.messages import Lang, text
from banxing.model.keys import EssayKey
from banxing.model.questions import BLANK, Optioned
from banxing.numerals import points
from banxing.pages.inline import Inline
from banxing.pages.templating import environment
from banxing.responses.records import Candidate
from banxing.sheets import card
from banxing.sheets.measures import ems
from banxing.sheets.paper import MARKED, Item, Paper, PrintedSection
from banxing.sheets.qr import sheet_code
from banxing.sheets.wording import answer_words, policy_words

KINDS = ("paper", "answer-sheet", "key")
_NARROW, _MIDDLE = 7, 16  # ems of an option that fit four, and two, in a row
_ID_BOXES = (10, 18)  # fewest and most boxes for a candidate's number
_MARKS_HEAD, _HEAD = (111.5, 98.0), 21.0  # mm above the blocks: page one of an exam and of a practice; the others
_MAX_RUNNING = 30  # characters of a title in the page header
_BLANK = Markup('<span class="blank"></span>')


class Printer:
    """Renders the papers of one quiz. `id_boxes` is how long its candidates' numbers are, if known."""

    def __init__(self, inline: Inline, lang: Lang, *, id_boxes: int = 0) -> None:
        self.inline, self.lang = inline, lang
        least, most = _ID_BOXES
        self.id_boxes = min(max(id_boxes, least), most)
        self._env = environment(lang, "banxing.sheets")
        self._env.globals["stem"] = self._stem
        self._env.globals["md"] = lambda source: inline.html(source)
        self._env.globals["columns"] = columns
        self._env.globals["sheet_code"] = sheet_code
        self._env.globals["card"] = card
        self._env.filters["css_text"] = _css_text
        self._env.globals["answer_words"] = lambda item: answer_words(item, lang)
        self._env.globals["policy_words"] = lambda item: policy_words(item.question, lang)
        self._env.globals["is_essay"] = lambda item: isinstance(item.key, EssayKey)
        self._env.globals["marked"] = MARKED

    def html(self, kind: str, paper: Paper, people: Sequence[Candidate] = ()) -> str:
        """The text of one file; `kind` is one of `KINDS`. An answer sheet for each of `people`, or one for anybody."""
        sections = [self._section(n, section) for n, section in enumerate(paper.sections)]
        headed = [(shown["section"], shown["heading"], shown["note"]) for shown in sections]
        return self._env.get_template(f"{kind}.html").render(
            paper=paper,
            head=paper.quiz.head,
            title=self._title(paper),
            running=paper.quiz.head.title[:_MAX_RUNNING],
            kind=text(f"sheet.kind_{kind.split('-')[0]}", self.lang),
            facts=self._facts(paper),
            sections=sections,
            id_boxes=self.id_boxes,
            pages=card.pages_of(headed, _MARKS_HEAD[not paper.form], _HEAD) if kind == "answer-sheet" else (),
            people=people or (None,),
        )

    def _title(self, paper: Paper) -> str:
        title = paper.quiz.head.title
        return text("sheet.page_title", self.lang, title=title, form=paper.form) if paper.form else title

    def _facts(self, paper: Paper) -> list[str]:
        head = paper.quiz.head
        facts = [text("sheet.facts", self.lang, points=points(paper.points))]
        if minutes := getattr(head, "time_limit", None):
            facts.append(text("sheet.facts_time", self.lang, minutes=minutes))
        enough = -(-head.pass_mark * paper.points // 100)  # the least that passes
        return [*facts, text("sheet.facts_pass", self.lang, points=points(enough))]

    def _section(self, index: int, section: PrintedSection) -> dict[str, Any]:
        shown: dict[str, Any] = {"section": section, "numeral": "", "heading": "", "note": "", "tell": ""}
        if section.kind is None:
            return shown
        numeral = text("sheet.numerals", self.lang)[index]
        kind = text(f"sheet.type_{section.kind}", self.lang)
        return shown | {
            "numeral": numeral,
            "heading": text("sheet.section", self.lang, number=numeral, type=kind),
            "note": self._note(section),
            "tell": self._tell(section),
        }

    def _note(self, section: PrintedSection) -> str:
        count, total = len(section.items), points(section.points)
        if count == 1:
            return text("sheet.section_one", self.lang, total=total)
        if section.each is None:
            return text("sheet.section_mixed", self.lang, count=count, total=total)
        return text("sheet.section_each", self.lang, count=count, each=points(section.each), total=total)

    def _tell(self, section: PrintedSection) -> str:
        """What candidates must know about a type; questions may differ in their policy, then nothing is said of it."""
        if section.kind in ("case", "essay"):
            return ""
        policies = {policy_words(item.question, self.lang) for item in section.items}
        if section.kind == "fill_blank":
            return text("sheet.tell_fill_blank", self.lang) if policies != {""} else ""
        policy = policies.pop() if len(policies) == 1 else ""
        told = text(f"sheet.tell_{section.kind}", self.lang, policy=policy)
        return told if policy or "{policy}" not in told else ""

    def _stem(self, item: Item) -> Markup:
        if item.question.type != "fill_blank":
            return self.inline.html(item.question.stem)
        # Blanks are cut out before Markdown could read them as emphasis.
        return Markup(_BLANK).join(
            Markup(t) for t in self.inline.html(BLANK.sub("\u2402", item.question.stem)).split("\u2402")
        )


def _css_text(source: str) -> Markup:
    """A text inside a quoted CSS string within `<style>`: only hexadecimal escapes, so that nothing can end either."""
    return Markup("".join(c if c.isalnum() else f"\\{ord(c):06x}" for c in source))


def columns(item: Item) -> int:
    """How many options stand in a row: four, two or one, by the longest."""
    assert isinstance(item.question, Optioned)
    widest = max(ems(option) for option in item.question.options.values())
    if widest <= _NARROW:
        return 4 if len(item.letters) != 3 else 3
    return 2 if widest <= _MIDDLE else 1
