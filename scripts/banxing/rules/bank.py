"""All quizzes together: ids, stems that give an exam away, and what quizzes refer to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from banxing.catalogue import Catalogue
from banxing.catalogue.quizzes import QuizFile
from banxing.catalogue.validate import closest
from banxing.diagnostics import Diagnostic, Pos
from banxing.marking import normalise
from banxing.model.keys import key_texts
from banxing.model.questions import Question, parts

LEAST_QUESTIONS = 2
KEY_SENTENCE = 15  # characters from which on a sentence is told apart from a common phrase
OWN_WORDS = 6  # of them, besides citations: “见《…》第…条” stands anywhere
_CITED = re.compile(r"《[^》]*》(?:第[零一二三四五六七八九十百千0-9]+[条款项之、]*)*")


def check_ids(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A question id is used once in the whole bank: answers and progress are stored under it."""
    first: dict[str, str] = {}
    for file in catalogue.quizzes.values():
        for part, loc in file.locs.items():
            name = part.rsplit("/", 1)[-1]
            place = file.document.at((*loc, "id"))
            here = f"{file.path}:{place.line}"
            if (other := first.setdefault(name, here)) != here:
                yield file.document.fault((*loc, "id"), "repeated-id", id=name, other=other)


def check_exam_stems(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A stem of an exam does not stand in a practice quiz, where its key is published."""
    exam_stems = {
        _bare(question.stem): f"{file.path}:{file.document.at((*file.locs[part], 'stem')).line}"
        for file, part, question in _stems(catalogue)
        if file.quiz.is_exam
    }
    for file, part, question in _stems(catalogue):
        bare = _bare(question.stem)
        exam = exam_stems.get(bare) if bare else None
        if exam and not file.quiz.is_exam:
            yield file.document.fault((*file.locs[part], "stem"), "exam-stem-in-practice", id=question.id, exam=exam)


def check_key_texts(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """No sentence of an exam's key stands in a file that is published, where a candidate could search for it."""
    begins: dict[str, list[tuple[str, str]]] = defaultdict(list)  # how a sentence starts → (sentence, question)
    for file in catalogue.quizzes.values():
        for question, keyed in file.keys.items() if file.quiz.is_exam else ():
            for words in key_texts(keyed.key):
                sentence = _bare(words)
                if len(sentence) >= KEY_SENTENCE and len(_bare(_CITED.sub("", words))) >= OWN_WORDS:
                    begins[sentence[:KEY_SENTENCE]].append((sentence, question))
    for path, line, words in _published_lines(catalogue) if begins else ():
        bare = _bare(words)
        for at in range(len(bare) - KEY_SENTENCE + 1):
            for sentence, question in begins.get(bare[at : at + KEY_SENTENCE], ()):
                if bare.startswith(sentence, at):
                    fields = {"id": question, "text": words.strip()[:30]}
                    yield Diagnostic(path, Pos(line, 1), "key-text-published", fields)


def check_references(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Modules and objectives named in quizzes exist."""
    objectives = catalogue.objectives
    modules = [*catalogue.modules, *catalogue.unread]
    for file in catalogue.quizzes.values():
        module = file.quiz.head.module
        if module and module not in modules:
            yield _unknown(file, ("module",), "unknown-module", module, modules)
        if catalogue.unread:  # an objective may be one of a module whose own faults come first
            continue
        for part, question in _with_parents(file):
            if question.objective and question.objective not in objectives:
                loc = (*file.locs[part], "objective")
                yield _unknown(file, loc, "unknown-objective", question.objective, list(objectives))


def check_objectives(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """One question cannot tell whether an objective was reached."""
    asked = Counter(q.objective for file in catalogue.quizzes.values() for _, q in _with_parents(file))
    for module in catalogue.modules.values():
        assert module.document.front  # a module without front matter is not in the catalogue
        for objective in module.module.objectives:
            if (count := asked[objective]) < LEAST_QUESTIONS:
                fields = {"id": objective, "count": count, "least": LEAST_QUESTIONS}
                pos = module.document.front.at(("objectives", objective), key=True)
                yield Diagnostic(module.path, pos, "objective-few-questions", fields, "warning")


def _published_lines(catalogue: Catalogue) -> Iterator[tuple[str, int, str]]:
    for document in catalogue.documents:
        yield from ((document.path, line.number, line.text) for line in document.lines if line.text)
    public = [*(file.document for file in catalogue.quizzes.values()), *catalogue.single]
    for data in public:
        yield from ((data.path, number, line) for number, line in enumerate(data.text.split("\n"), 1) if line)


def _unknown(file: QuizFile, loc: tuple[str | int, ...], code: str, value: str, known: list[str]) -> Diagnostic:
    if meant := closest(value, known):
        return file.document.fault(loc, f"{code}-meant", value=value, meant=meant)
    return file.document.fault(loc, code, value=value)


def _stems(catalogue: Catalogue) -> Iterator[tuple[QuizFile, str, Question]]:
    for file in catalogue.quizzes.values():
        for part, question in _with_parents(file):
            yield file, part, question


def _with_parents(file: QuizFile) -> Iterator[tuple[str, Question]]:
    """Every question with its part id; a case as well as its sub-questions."""
    for question in file.quiz.questions:
        found = parts(question)
        if found[0][0] != question.id:
            yield question.id, question
        yield from found


def _bare(stem: str) -> str:
    return re.sub(r"[\W_]+", "", normalise(stem))
