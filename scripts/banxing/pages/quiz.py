"""A quiz → the HTML form that is the quiz without JavaScript, with the data the player reads beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from banxing.messages import Lang, catalogue, text
from banxing.model.keys import BlanksKey, EssayKey, Key, LettersKey, MatchingKey, Number, TrueFalseKey
from banxing.model.questions import BLANK, Case, Optioned, Question, parts
from banxing.model.quiz import ExamHead, Quiz
from banxing.numerals import millionths
from banxing.pages.inline import Inline
from banxing.pages.linking import Href
from banxing.pages.objectives import Objective
from banxing.pages.outline import REVIEW_PAGE
from banxing.pages.templating import json_block, templates

Keys = Mapping[str, Key]
"""Part id → key; empty for an exam."""


class QuizPages:
    """Renders quizzes in one language. `objectives` are those of the course by id."""

    def __init__(self, inline: Inline, lang: Lang, objectives: Mapping[str, Objective]) -> None:
        self.inline, self.lang, self.objectives = inline, lang, objectives
        self._env = templates(lang)

    def practice(self, quiz: Quiz, keys: Keys, href: Href, assets: Mapping[str, str]) -> Markup:
        """A practice quiz: form, keys in `<details>`, player data."""
        return self._render("practice", quiz.id, quiz.questions, keys, href, assets, quiz=quiz)

    def inline_questions(
        self,
        place: str,
        questions: Sequence[Question],
        homes: Mapping[str, str],
        keys: Keys,
        href: Href,
        assets: Mapping[str, str],
    ) -> Markup:
        """Practice questions inside a module. `place` names the module and fence, and keeps the answers apart; `homes`
        is question id → the practice quiz it is reviewed in."""
        return self._render("inline", place, questions, keys, href, assets, quiz=None, homes=homes)

    def exam(self, quiz: Quiz, href: Href, assets: Mapping[str, str]) -> Markup:
        """An exam: what a candidate may see of it, and nothing else."""
        return self._render("exam", quiz.id, quiz.questions, {}, href, assets, quiz=quiz)

    def _render(
        self,
        mode: str,
        quiz_id: str,
        questions: Sequence[Question],
        keys: Keys,
        href: Href,
        assets: Mapping[str, str],
        quiz: Quiz | None,
        homes: Mapping[str, str] | None = None,
    ) -> Markup:
        data = self._data(mode, quiz_id, questions, keys, href, quiz, homes or {})
        html = self._env.get_template("quiz.html").render(
            mode=mode,
            quiz_id=quiz_id,
            quiz=quiz,
            total=quiz.max_points if quiz else sum(q.points for q in questions),
            items=[self._item(question, number, keys, href) for number, question in enumerate(questions, 1)],
            data=json_block(json.dumps(data, ensure_ascii=False)),
            href=href,
            assets=assets,
        )
        # Python-Markdown and MkDocs never see this text; blank lines would only weigh.
        return Markup(re.sub(r"\n\s*", "\n", html))

    def _item(
        self, question: Question, number: int, keys: Keys, href: Href, above: Question | None = None
    ) -> dict[str, Any]:
        """What the template shows of a question; `above` is the case it belongs to."""
        part = f"{above.id}/{question.id}" if above else question.id
        key = keys.get(part)
        objective = self.objectives.get(question.objective or (above and above.objective) or "")
        return {
            "part": part,
            "number": number,
            "question": question,
            "stem": self._stem(question, part),
            "stem_id": stem_id(part),
            "options": self._options(question),
            "stems": {n: self.inline.html(t) for n, t in getattr(question, "stems", {}).items()},
            "subs": [self._item(q, i, keys, href, question) for i, q in enumerate(question.questions, 1)]
            if isinstance(question, Case)
            else [],
            "key": key,
            "answer": self._answer(key, question) if key else "",
            "feedback": {k: self.inline.html(v, href) for k, v in key.feedback.items()} if key else {},
            "explanation": self.inline.html(key.explanation, href) if key and key.explanation else "",
            "rubric": self._rubric(key) if isinstance(key, EssayKey) else None,
            "sections": objective.links(href) if key and objective else [],
        }

    def _options(self, question: Question) -> dict[str, Markup]:
        if not isinstance(question, Optioned):
            return {}
        return {letter: self.inline.html(text) for letter, text in question.options.items()}

    def _stem(self, question: Question, part: str) -> Markup:
        if question.type != "fill_blank":
            return self.inline.html(question.stem)
        # Blanks are cut out before Markdown could read them as emphasis, and put back as inputs.
        html = str(self.inline.html(BLANK.sub("\u2402", question.stem)))
        texts = html.split("\u2402")
        label = catalogue(self.lang)["player"]["blank_label"]
        inputs = [
            f'<input class="bx-blank" type="text" name="{escape(part)}" autocomplete="off" autocapitalize="off" '
            f'spellcheck="false" maxlength="200" aria-label="{escape(label.format(number=n))}" '
            f'aria-describedby="{stem_id(part)}">'
            for n in range(1, len(texts))
        ]
        pieces = [texts[0], *(i + t for i, t in zip(inputs, texts[1:], strict=True))]
        return Markup("".join(pieces))

    def _answer(self, key: Key, question: Question) -> str:
        """The key as a reader reads it."""
        if isinstance(key, BlanksKey):
            return text("terms.apart", self.lang).join(
                millionths(blank.number) if isinstance(blank, Number) else " / ".join(blank.accepted)
                for blank in key.answer
            )
        if isinstance(key, MatchingKey):
            pairs = sorted(key.answer.items(), key=lambda pair: int(pair[0]))
            return text("terms.joint", self.lang).join(f"{stem}–{letter}" for stem, letter in pairs)
        if isinstance(key, LettersKey):
            return " → ".join(key.answer) if question.type == "ordering" else "".join(sorted(key.answer))
        if isinstance(key, TrueFalseKey):
            return catalogue(self.lang)["player"]["true" if key.answer == "对" else "false"]
        return ""

    def _rubric(self, key: EssayKey) -> dict[str, Any]:
        return {
            "criteria": [
                {
                    "name": c.name,
                    "points": c.points,
                    "levels": [{"points": lv.points, "text": self.inline.html(lv.text)} for lv in c.levels],
                }
                for c in key.rubric
            ],
            "deductions": [{"name": d.name, "points": d.points} for d in key.deductions],
            "outline": [self.inline.html(line) for line in key.outline],
        }

    def _data(
        self,
        mode: str,
        quiz_id: str,
        questions: Sequence[Question],
        keys: Keys,
        href: Href,
        quiz: Quiz | None,
        homes: Mapping[str, str],
    ) -> dict[str, Any]:
        data: dict[str, Any] = {
            "format": "banxing-quiz/1",
            "id": quiz_id,
            "mode": mode,
            "lang": self.lang,
            "texts": player_texts(self.lang, mode),
            "questions": [
                question_data(sub, part, question.objective, keys.get(part))
                | ({"quiz": homes[question.id]} if question.id in homes else {})
                for question in questions
                for part, sub in parts(question)
            ],
        }
        if quiz:
            data |= {"title": quiz.head.title, "pass_mark": quiz.head.pass_mark, "max": quiz.max_points}
        if quiz and isinstance(quiz.head, ExamHead):
            data["time_limit"] = quiz.head.time_limit
            data["sections"] = [
                {"type": s.type, "draw": s.draw, "by": s.by, "points": s.points} for s in quiz.head.sections
            ]
            data["pool"] = [
                {"id": q.id, "type": q.type, "objective": q.objective, "shuffle": q.shuffle, "print": q.fingerprint()}
                for q in quiz.questions
            ]
        else:
            if quiz:
                data["review"] = href(REVIEW_PAGE)
            used = {q.objective for question in questions for q in (question, *(s for _, s in parts(question)))}
            data["objectives"] = {
                name: {"text": found.sentence, "module": found.module, "href": href(found.page)}
                | ({"section": found.anchor} if found.anchor else {})
                for name, found in sorted(self.objectives.items())
                if name in used
            }
        return data


def stem_id(part: str) -> str:
    """The id of the sentence that a part's blanks stand in: whoever comes to one by Tab hears it too."""
    return f"s-{part.replace('/', '--')}"


def player_texts(lang: Lang, mode: str) -> dict[str, str]:
    """The texts a player of this mode speaks; a page does not carry the other mode's, nor what stands in its HTML."""
    kinds = ("note_", "exam_" if mode == "exam" else "practice_")
    return {name: text for name, text in catalogue(lang)["player"].items() if name.startswith(kinds)}


def question_data(question: Question, part: str, objective: str | None, key: Key | None) -> dict[str, Any]:
    """What `player/marking.js` needs of a part. Without `key`: an exam."""
    data: dict[str, Any] = {
        "id": part,
        "type": question.type,
        "print": question.fingerprint(),
        "points": question.points,
        "objective": question.objective or objective,
    }
    if question.policy:
        data["policy"] = {"kind": question.policy.kind, "value": question.policy.value}
    if isinstance(question, Optioned):
        data["options"] = "".join(question.options)
        if not question.shuffle:
            data["shuffle"] = False
    if isinstance(key, (LettersKey, TrueFalseKey)):
        data["answer"] = key.answer
    elif isinstance(key, MatchingKey):
        data["answer"] = "".join(key.answer[stem] for stem in sorted(key.answer, key=int))
    elif isinstance(key, BlanksKey):
        data["answer"] = [
            {"number": b.number, "tolerance": b.tolerance} if isinstance(b, Number) else list(b.accepted)
            for b in key.answer
        ]
        data["after"] = [text[:12] for text in BLANK.split(question.stem)[1:]]
    return data
