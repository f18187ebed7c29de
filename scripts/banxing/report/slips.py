"""slips/ID.html: what one candidate answered, what was right, what it earned and what to study again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from banxing.marking import BLANK_SEPARATOR, NOTHING
from banxing.messages import Lang, text
from banxing.model.keys import EssayKey
from banxing.model.questions import BLANK, Case, Optioned
from banxing.pages.inline import Inline
from banxing.pages.templating import environment
from banxing.report.summary import Objectives
from banxing.responses.panel import TRIMMED_FROM, Rating, panel_mark
from banxing.scores.numbers import percent, points
from banxing.scores.outcome import Outcome
from banxing.scores.papers import Paper
from banxing.sheets.paper import Item, lay_out
from banxing.sheets.wording import answer_words, in_words, policy_words

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)  # on Windows


def file_names(identities: Iterable[str]) -> dict[str, str]:
    """Id → a file name every system takes. Ids that had to change, or differ in case only, carry a hash."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for identity in identities:
        name = re.sub(r"[^\w-]", "_", identity)
        if name != identity or _RESERVED.fullmatch(name) or name.casefold() in taken:
            name = f"{name}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"
        taken.add(name.casefold())
        names[identity] = f"{name}.html"
    return names


class Slips:
    """Renders slips; texts that many slips share are rendered once."""

    def __init__(self, outcome: Outcome, objectives: Objectives, inline: Inline, lang: Lang) -> None:
        self._outcome, self._objectives, self._inline, self._lang = outcome, objectives, inline, lang
        self._template = environment(lang, "banxing.report").get_template("slip.html")
        self._html: dict[str, Markup] = {}
        self._ratings = dict[tuple[str, str], list[Rating]]()
        for rating in outcome.ratings:
            self._ratings.setdefault((rating.candidate, rating.part), []).append(rating)
        self._complete = sum(outcome.complete.values())
        # A printed form serves many; what was drawn by a candidate's id serves one.
        self._laid_out = lru_cache(maxsize=16)(lambda form: tuple(lay_out(outcome.file, form).items))

    def pages(self) -> Iterator[tuple[str, str]]:
        """(file name, HTML) for every paper."""
        names = file_names(paper.candidate.id for paper in self._outcome.papers)
        ranks = self._outcome.ranks()
        for paper in self._outcome.papers:
            yield names[paper.candidate.id], self._page(paper, ranks.get(paper.candidate.id))

    def _page(self, paper: Paper, rank: int | None) -> str:
        drawn = set(paper.record.drawn)
        items = [item for item in self._laid_out(paper.record.form) if item.part in drawn]
        return self._template.render(
            quiz=self._outcome.file.quiz,
            candidate=paper.candidate,
            score=points(paper.score),
            max=points(paper.max),
            percent=percent(paper.score, paper.max),
            pending=paper.pending,
            passed=self._outcome.passed(paper),
            rank=rank,
            count=self._complete,
            submitted=paper.record.submitted[:16].replace("T", " "),
            form=paper.record.form if paper.record.form != paper.candidate.id else "",
            review=self._review(paper),
            items=[self._item(item, paper) for item in items],
        )

    def _item(self, item: Item, paper: Paper) -> dict[str, Any]:
        stem = BLANK.sub("＿＿＿＿", item.question.stem)  # before Markdown could read blanks as emphasis
        entry: dict[str, Any] = {
            "label": item.label,
            "type": text(f"player.type_{item.question.type}", self._lang),
            "points": points(item.question.points),
            "stem": self._text(stem),
            "subs": [self._item(sub, paper) for sub in item.subs],
            "state": "",
        }
        return entry if isinstance(item.question, Case) else entry | self._marked(item, paper)

    def _marked(self, item: Item, paper: Paper) -> dict[str, Any]:
        question, mark = item.question, paper.marks[item.part]
        given = paper.record.answers.get(item.part, "")
        full = mark == question.points
        options = question.options if isinstance(question, Optioned) else {}
        return {
            "essay": question.type == "essay",
            "state": "pending" if mark is None else "full" if full else "part" if mark else "none",
            "mark": None if mark is None else points(mark),
            "options": [(shown, self._text(options[letter])) for shown, letter in item.letters.items()],
            "stems": [self._text(stem) for stem in getattr(question, "stems", {}).values()],
            "chosen": self._chosen(item, given),
            "ticked": set(item.shown_answer) if question.choice else set(),
            "given": shown_answer(item, given, self._lang),
            "right": answer_words(item, self._lang),
            "panel": self._panel(item, paper),
            "policy": "" if full else policy_words(question, self._lang),
            "feedback": [] if full else list(self._feedback(item, given)),
            "explanation": self._text(item.key.explanation) if item.key and item.key.explanation else "",
        }

    def _panel(self, item: Item, paper: Paper) -> dict[str, Any] | None:
        """What the mark of an essay comes from: a row a rater, and the rule. None where no raters gave it."""
        ratings, key = self._ratings.get((paper.candidate.id, item.part), []), item.key
        if not ratings or not isinstance(key, EssayKey):
            return None
        if panel_mark([rating.total for rating in ratings]) != paper.marks[item.part]:
            return None
        rows = [(row.id, row.name, False) for row in key.rubric] + [(row.id, row.name, True) for row in key.deductions]
        heads = [text("report.slip_deducts", self._lang, name=name) if deducts else name for _, name, deducts in rows]
        found = []
        for rating in ratings:
            given = {(one.name, one.deducts): points(one.mark) for one in rating.given}
            cells = [given.get((name, deducts), "") for name, _, deducts in rows]
            found.append([text("report.slip_rater", self._lang, number=rating.rater), *cells, points(rating.total)])
        rule = "trimmed" if len(ratings) >= TRIMMED_FROM else "mean"
        return {"heads": heads, "rows": found, "rule": text(f"report.slip_{rule}", self._lang)}

    def _chosen(self, item: Item, given: str) -> set[str]:
        """The shown letters a candidate ticked, where options are ticked at all."""
        return {shown for shown, letter in item.letters.items() if letter in given} if item.question.choice else set()

    def _feedback(self, item: Item, given: str) -> Iterator[tuple[str, Markup]]:
        """What the key says about the wrong things chosen, by shown letter."""
        told: Mapping[str, str] = item.key.feedback if item.key else {}
        letters = item.letters or {value: value for value in ("对", "错")}
        for shown, letter in letters.items():
            if letter in told and letter in given and letter not in str(getattr(item.key, "answer", "")):
                yield shown, self._text(told[letter])

    def _review(self, paper: Paper) -> list[tuple[str, list[dict[str, Any]]]]:
        """Objectives below the pass mark by module, the weakest first."""
        earned: dict[str, tuple[int, int]] = {}
        for part, mark in paper.marks.items():
            item = self._outcome.items[part]
            name = item.objective or ""
            if name in self._objectives and mark is not None:
                got, most = earned.get(name, (0, 0))
                earned[name] = (got + mark, most + item.question.points)
        line = Fraction(self._outcome.file.quiz.head.pass_mark, 100)
        weak = sorted((Fraction(got, most), name) for name, (got, most) in earned.items() if got < line * most)
        found: dict[str, list[dict[str, Any]]] = {}
        for share, name in weak:
            module, sentence = self._objectives[name]
            found.setdefault(module, []).append({"text": sentence, "percent": int(share * 100)})
        return list(found.items())

    def _text(self, source: str) -> Markup:
        if source not in self._html:
            self._html[source] = self._inline.html(source)
        return self._html[source]


def shown_answer(item: Item, given: str, lang: Lang) -> str:
    """A stored answer in the letters of the paper; empty when there is none."""
    if not given or item.question.type in ("essay", "true_false"):
        return given
    if item.question.type == "fill_blank":
        return text("terms.apart", lang).join(blank or "　" for blank in given.split(BLANK_SEPARATOR))
    shown = {letter: name for name, letter in item.letters.items()} | {NOTHING: NOTHING}
    letters = [shown[letter] for letter in given]
    return in_words(item.question, sorted(letters) if item.question.choice else letters, lang)
