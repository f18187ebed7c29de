"""A form of a quiz as it is printed: sections, numbers, shown letters. Everything printed or filled in starts here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from banxing.catalogue.quizzes import QuizFile
from banxing.model.keys import Key, LettersKey, MatchingKey, TrueFalseKey
from banxing.model.questions import Case, Question
from banxing.model.quiz import Quiz
from banxing.responses.forms import drawn_questions, shown_letters

MARKED = ("single_choice", "multiple_choice", "indefinite_choice", "true_false")
"""Types answered by filling bubbles."""


@dataclass(frozen=True)
class Item:
    """A question, or a sub-question of a case. `letters` is shown → authored letter."""

    label: str  # `12`, `31(2)`
    part: str
    question: Question
    key: Key | None
    letters: dict[str, str]
    subs: tuple[Item, ...] = ()

    @property
    def leaves(self) -> tuple[Item, ...]:
        """What is answered and marked."""
        return self.subs or (self,)

    @property
    def shown_answer(self) -> str:
        """The key in the letters of this form: `AC`, `对`, `CADB`, a letter per stem; empty for blanks and essays."""
        if isinstance(self.key, TrueFalseKey):
            return self.key.answer
        shown = {authored: letter for letter, authored in self.letters.items()}
        if isinstance(self.key, MatchingKey):
            return "".join(shown[self.key.answer[stem]] for stem in sorted(self.key.answer, key=int))
        if isinstance(self.key, LettersKey):
            letters = [shown[letter] for letter in self.key.answer]
            return "".join(letters if self.question.type == "ordering" else sorted(letters))
        return ""


@dataclass(frozen=True)
class PrintedSection:
    """Questions under one heading; a practice quiz has one section, without `kind`."""

    kind: str | None
    items: tuple[Item, ...]

    @property
    def points(self) -> int:
        return sum(item.question.points for item in self.items)

    @property
    def each(self) -> int | None:
        """Hundredths a question earns where all earn the same."""
        values = {item.question.points for item in self.items}
        return values.pop() if len(values) == 1 else None

    @property
    def runs(self) -> list[tuple[str, tuple[Item, ...]]]:
        """Neighbours answered in the same way: (`bubbles` or the type, leaves)."""
        leaves = (leaf for item in self.items for leaf in item.leaves)
        return [(kind, tuple(group)) for kind, group in groupby(leaves, _way)]


@dataclass(frozen=True)
class Paper:
    """`form` is empty for a practice quiz."""

    quiz: Quiz
    form: str
    sections: tuple[PrintedSection, ...]

    @property
    def items(self) -> Iterator[Item]:
        return (item for section in self.sections for item in section.items)

    @property
    def leaves(self) -> list[Item]:
        return [leaf for item in self.items for leaf in item.leaves]

    @property
    def points(self) -> int:
        return sum(section.points for section in self.sections)

    @property
    def fingerprint(self) -> str:
        """16 hex digits over what is printed: quiz, form, then part=print=letters for each question in order."""
        lines = [self.quiz.id, self.form]
        for item in self.items:
            letters = ",".join("".join(leaf.letters.values()) for leaf in item.leaves)
            lines.append(f"{item.part}={item.question.fingerprint()}={letters}")
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def lay_out(file: QuizFile, form: str) -> Paper:
    """The paper of a form. Numbers run through all sections, as on Chinese papers."""
    items = [_item(file, q, number, form) for number, q in enumerate(drawn_questions(file.quiz, form), 1)]
    if not form:
        return Paper(file.quiz, form, (PrintedSection(None, tuple(items)),))
    grouped = groupby(items, lambda item: item.question.type)
    return Paper(file.quiz, form, tuple(PrintedSection(kind, tuple(group)) for kind, group in grouped))


def _item(file: QuizFile, question: Question, number: int, form: str) -> Item:
    subs: tuple[Item, ...] = ()
    if isinstance(question, Case):
        subs = tuple(
            _leaf(file, sub, f"{number}({n})", f"{question.id}/{sub.id}", form)
            for n, sub in enumerate(question.questions, 1)
        )
    return Item(str(number), question.id, question, file.key_of(question.id), shown_letters(question, form), subs)


def _leaf(file: QuizFile, question: Question, label: str, part: str, form: str) -> Item:
    return Item(label, part, question, file.key_of(part), shown_letters(question, form))


def _way(item: Item) -> str:
    return "bubbles" if item.question.type in MARKED else item.question.type
