"""A question with its key: do answer, options, feedback, rubric and policy fit together?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from banxing.catalogue import Catalogue
from banxing.catalogue.quizzes import Keyed, QuizFile
from banxing.diagnostics import Diagnostic, Loc, Term
from banxing.marking import normalise, pay
from banxing.model.keys import BlanksKey, EssayKey, Key, LettersKey, MatchingKey
from banxing.model.policy import Policy
from banxing.model.questions import Essay, FillBlank, Matching, Optioned, Question, TrueFalse, parts
from banxing.numerals import points


def check_keys(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """An answer names options that exist, and as many as the type wants."""
    for file, part, question in _parts(catalogue):
        keyed = file.keys.get(part)
        if keyed is None:
            continue
        for kind, rule in _KEY_RULES:
            if isinstance(keyed.key, kind) and not (kind is EssayKey and _without_section(file, part, question)):
                yield from rule(question, keyed)
        yield from _feedback(question, keyed)


def check_options(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """No two options (or stems to match) of a question say the same."""
    for file, part, question in _parts(catalogue):
        groups = {}
        if isinstance(question, Optioned):
            groups["options"] = question.options
        if isinstance(question, Matching):
            groups["stems"] = question.stems
        for name, texts in groups.items():
            seen: dict[str, str] = {}
            for letter, text in texts.items():
                first = seen.setdefault(normalise(text), letter)
                if first != letter:
                    loc, code = (*file.locs[part], name, letter), f"duplicate-{name.removesuffix('s')}"
                    yield file.document.fault(loc, code, option=letter, first=first, text=text)


def check_policies(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A policy suits its type, and pays an incomplete answer less than a complete one."""
    for file, part, question in _parts(catalogue):
        if question.policy is None or _without_section(file, part, question):
            continue
        loc = _policy_loc(file, file.locs[part])
        if question.policy.kind not in question.partial:
            expected = question.partial or Term("none")
            yield file.document.fault(
                loc, "policy-not-for-type", policy=question.policy.kind, type=question.type, expected=expected
            )
        else:
            yield from _overpaid(file, part, question, question.policy, loc)


def _overpaid(file: QuizFile, part: str, question: Question, policy: Policy, loc: Loc) -> Iterator[Diagnostic]:
    key = file.key_of(part)
    if policy.kind not in ("per_option", "flat") or not isinstance(question, Optioned):
        return
    # Without the key (an exam checked elsewhere) every option but one could be right.
    right = len(set(key.answer)) if isinstance(key, LettersKey) else len(question.options)
    best = pay(policy, question.points, right - 1, 0, right) if right > 1 else 0
    if best >= question.points and (key is not None or policy.kind == "flat"):
        yield file.document.fault(
            loc, "policy-pays-too-much", pays=points(best), points=points(question.points), id=question.id
        )


def _letters(question: Question, keyed: Keyed) -> Iterator[Diagnostic]:
    assert isinstance(keyed.key, LettersKey) and isinstance(question, Optioned)
    answer, loc = keyed.key.answer, (*keyed.loc, "answer")
    options = "".join(question.options)
    if wrong := [c for c in answer if c not in options]:
        yield _not_an_option(keyed, loc, question, "".join(dict.fromkeys(wrong)))
    elif len(set(answer)) < len(answer):
        yield keyed.document.fault(loc, "answer-repeats", value=answer)
    elif question.type == "single_choice" and len(answer) > 1:
        yield keyed.document.fault(loc, "several-answers", value=answer)
    elif question.type == "multiple_choice" and len(answer) < 2:
        yield keyed.document.fault(loc, "one-right-option", value=answer)
    elif question.type == "ordering" and len(answer) < len(options):
        left = "".join(c for c in options if c not in answer)
        yield keyed.document.fault(loc, "ordering-incomplete", value=answer, left=left)
    elif question.type == "ordering" and answer == options:
        yield keyed.document.fault(loc, "ordering-as-printed", value=answer)


def _matching(question: Question, keyed: Keyed) -> Iterator[Diagnostic]:
    assert isinstance(keyed.key, MatchingKey) and isinstance(question, Matching)
    for stem in question.stems:
        if stem not in keyed.key.answer:
            yield keyed.document.fault((*keyed.loc, "answer"), "stem-without-answer", stem=stem)
    for stem, letter in keyed.key.answer.items():
        loc = (*keyed.loc, "answer", stem)
        if stem not in question.stems:
            yield keyed.document.fault(loc, "answer-without-stem", at_key=True, stem=stem)
        elif letter not in question.options:
            yield _not_an_option(keyed, loc, question, letter)


def _blanks(question: Question, keyed: Keyed) -> Iterator[Diagnostic]:
    assert isinstance(keyed.key, BlanksKey) and isinstance(question, FillBlank)
    if len(keyed.key.answer) != question.blanks:
        yield keyed.document.fault(
            (*keyed.loc, "answer"), "blank-count", answers=len(keyed.key.answer), blanks=question.blanks
        )


def _essay(question: Question, keyed: Keyed) -> Iterator[Diagnostic]:
    assert isinstance(keyed.key, EssayKey) and isinstance(question, Essay)
    total = sum(c.points for c in keyed.key.rubric)
    if total != question.points:
        yield keyed.document.fault(
            (*keyed.loc, "rubric"), "rubric-points", total=points(total), points=points(question.points)
        )
    for index, criterion in enumerate(keyed.key.rubric):
        for number, level in enumerate(criterion.levels):
            if level.points > criterion.points:
                loc = (*keyed.loc, "rubric", index, "levels", number, "points")
                yield keyed.document.fault(
                    loc,
                    "level-points",
                    name=criterion.name,
                    level=points(level.points),
                    points=points(criterion.points),
                )
    seen: set[str] = set()
    for group in ("rubric", "deductions"):
        for index, entry in enumerate(getattr(keyed.key, group)):
            if entry.id in seen:
                yield keyed.document.fault((*keyed.loc, group, index, "id"), "repeated-criterion", id=entry.id)
            seen.add(entry.id)


def _feedback(question: Question, keyed: Keyed) -> Iterator[Diagnostic]:
    letters = list(question.options) if isinstance(question, Optioned) else []
    if isinstance(question, TrueFalse):
        letters = ["对", "错"]
    for letter in keyed.key.feedback:
        if letter not in letters:
            yield keyed.document.fault(
                (*keyed.loc, "feedback", letter),
                "feedback-not-an-option",
                at_key=True,
                value=letter,
                expected=tuple(letters) or Term("none"),
            )


_KeyRule = Callable[[Question, Keyed], Iterator[Diagnostic]]
_KEY_RULES: tuple[tuple[type[Key], _KeyRule], ...] = (
    (LettersKey, _letters),
    (MatchingKey, _matching),
    (BlanksKey, _blanks),
    (EssayKey, _essay),
)


def _not_an_option(keyed: Keyed, loc: Loc, question: Optioned, letter: str) -> Diagnostic:
    return keyed.document.fault(
        loc, "answer-not-an-option", value=letter, last=list(question.options)[-1], type=question.type
    )


def _parts(catalogue: Catalogue) -> Iterator[tuple[QuizFile, str, Question]]:
    for file in catalogue.quizzes.values():
        for question in file.quiz.questions:
            for part, sub in parts(question):
                yield file, part, sub


def _without_section(file: QuizFile, part: str, question: Question) -> bool:
    """Whether an exam says nowhere what a question earns: that is reported, and nothing else can be told."""
    if not file.quiz.is_exam or part != question.id:  # sub-questions of a case have points of their own
        return False
    return question.type not in [section.type for section in file.quiz.sections]


def _policy_loc(file: QuizFile, loc: Loc) -> Loc:
    """Where the policy that pays a question was written: at the question, its section, or the quiz."""
    question = node = file.document.data["questions"][loc[1]]
    for step in loc[2:]:
        node = node[step]
    if "policy" in node:
        return (*loc, "policy")
    sections = file.document.data.get("sections")
    for index, section in enumerate(sections if isinstance(sections, list) else []):
        if isinstance(section, dict) and "policy" in section and section.get("type") == question["type"]:
            return ("sections", index, "policy")
    return ("policy",)
