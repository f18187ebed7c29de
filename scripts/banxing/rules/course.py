"""The course: modules listed and found, paths and prerequisites, quiz fences, links."""

from __future__ import annotations

import graphlib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

from banxing.catalogue import COURSE, Catalogue, ModuleFile
from banxing.catalogue.quizzes import KEY_SUFFIX
from banxing.catalogue.validate import closest
from banxing.diagnostics import START, Diagnostic, Loc, Pos
from banxing.source.prose import anchors
from banxing.source.yaml import YamlDocument

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SCHEMES = {"http", "https", "mailto", "tel"}
_FOREIGN = re.compile(
    r"""!\[[^\]]*\]\(\s*<?(?:https?:)?//[^)\s]*|<(?:script|iframe|object|embed|link|base|meta)\b[^>]*"""
    r"""|\b(?:src|srcset|poster)\s*=\s*["']?(?:https?:)?//[^"'\s>]*|\son\w+\s*=\s*["']""",
    re.IGNORECASE,
)


def check_modules(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """course.yml lists every module once, and every module stands in it."""
    if catalogue.course is None:
        return
    document = catalogue.course.document
    listed: dict[str, str] = {}
    for i, part in enumerate(catalogue.course.value.parts):
        for j, module in enumerate(part.modules):
            loc = ("parts", i, "modules", j)
            if not _exists(catalogue, module):
                yield _unknown_module(catalogue, document, loc, module)
            elif module in listed:
                yield document.fault(loc, "repeated-module", value=module, part=listed[module])
            listed.setdefault(module, part.title)
    for file in catalogue.modules.values():
        if file.id not in listed:
            yield _front(file).fault((), "module-not-listed", value=file.id, course=COURSE)


def check_front_matter(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Objectives are named once in the course; prerequisites exist and do not go in circles."""
    first: dict[str, str] = {}
    for file in catalogue.modules.values():
        for objective in file.module.objectives:
            if (other := first.setdefault(objective, file.path)) != file.path:
                loc: Loc = ("objectives", objective)
                yield _front(file).fault(loc, "repeated-objective", at_key=True, id=objective, other=other)
        for i, required in enumerate(file.module.requires):
            if not _exists(catalogue, required):
                yield _unknown_module(catalogue, _front(file), ("requires", i), required)
    yield from _circles(catalogue)


def check_objective_sections(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A module says under which of its own headings it teaches which of its own objectives."""
    for file in catalogue.modules.values():
        if not file.module.sections:
            continue
        front, headings = _front(file), anchors(file.document.body)
        for objective, named in file.module.sections.items():
            if objective not in file.module.objectives:
                meant = closest(objective, file.module.objectives)
                code = "section-without-objective-meant" if meant else "section-without-objective"
                yield front.fault(("sections", objective), code, at_key=True, id=objective, meant=meant)
            for i, heading in enumerate(named):
                if heading not in headings:
                    meant = closest(heading, headings)
                    code = "unknown-heading-meant" if meant else "unknown-heading"
                    yield front.fault(("sections", objective, i), code, value=heading, meant=meant)


def check_paths(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Ids of parts and paths are unique; paths lead from practice quizzes over modules to exams that exist."""
    if catalogue.course is None:
        return
    document = catalogue.course.document
    yield from _repeated(document, "parts", [part.id for part in catalogue.course.value.parts])
    yield from _repeated(document, "paths", [path.id for path in catalogue.course.value.paths])
    for i, path in enumerate(catalogue.course.value.paths):
        for j, stage in enumerate(path.stages):
            for k, module in enumerate(stage.modules):
                if not _exists(catalogue, module):  # one that no part lists is reported at its file
                    yield _unknown_module(catalogue, document, ("paths", i, "stages", j, "modules", k), module)
        for key, quiz, is_exam in (("diagnostic", path.diagnostic, False), ("exam", path.exam, True)):
            file = catalogue.quizzes.get(quiz or "")
            if quiz and quiz not in catalogue.unread_quizzes and not (file and file.quiz.is_exam is is_exam):
                yield document.fault(("paths", i, key), "unknown-exam" if is_exam else "unknown-practice", value=quiz)


def check_forms(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A form names modules that exist, and a table's given rows fit its columns."""
    for form in catalogue.forms.values():
        for i, module in enumerate(form.value.modules):
            if not _exists(catalogue, module):
                yield _unknown_module(catalogue, form.document, ("modules", i), module)
        for i, block in enumerate(form.value.blocks):
            for j, row in enumerate(block.table.given if block.table else ()):
                columns = len(block.table.columns) if block.table else 0
                if len(row) > columns:
                    loc = ("blocks", i, "table", "given", j)
                    yield form.document.fault(loc, "row-too-long", cells=len(row), columns=columns)


def check_fences(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A quiz fence in a module names practice questions that exist."""
    exam = {part for f in catalogue.quizzes.values() if f.quiz.is_exam for part in f.locs}
    read = {part for f in catalogue.quizzes.values() for part in f.locs if "/" not in part}
    all_known = not catalogue.unread_quizzes and all(f.all_named for f in catalogue.quizzes.values())
    for document in catalogue.documents:
        shown: set[str] = set()
        for marked in (marked for fence in document.fences for marked in fence.ids):
            if marked.text in shown:  # its answer would be kept twice
                yield Diagnostic(document.path, marked.pos, "question-shown-twice", {"id": marked.text})
            shown.add(marked.text)
            if marked.text in exam:
                yield Diagnostic(document.path, marked.pos, "exam-question-in-fence", {"id": marked.text})
            elif marked.text not in read and all_known:  # a faulty question or quiz is reported there
                meant = closest(marked.text, read - exam)
                code = "unknown-question-meant" if meant else "unknown-question"
                yield Diagnostic(document.path, marked.pos, code, {"id": marked.text, "meant": meant})


def check_links(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A relative link leads to a page or file that is published; others lead to the web, by an ordinary scheme."""
    made = made_pages(catalogue)
    for document in catalogue.documents:
        for link in document.links:
            scheme = _SCHEME.match(link.text)
            if scheme and scheme[1].lower() not in _SCHEMES:
                yield Diagnostic(document.path, link.pos, "link-scheme", {"target": link.text})
            target = unquote(link.text.split("#")[0].split("?")[0])
            if not target or scheme or target.startswith("/"):
                continue
            path = normpath(PurePosixPath(document.path).parent / target)
            if path in made or (catalogue.register is None and path.startswith("docs/laws/")):
                continue  # without a register its cards cannot be told; the register's own faults come first
            if path.startswith("..") or not (catalogue.root / path).is_file():
                yield Diagnostic(document.path, link.pos, "broken-link", {"target": link.text})
            elif not _published(path):
                yield Diagnostic(document.path, link.pos, "not-published", {"target": link.text})


def check_foreign(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Nothing in a text makes the reader's browser ask another host, or runs: no foreign picture, script or frame."""
    for document in catalogue.documents:
        for line in document.lines:
            for found in _FOREIGN.finditer(line.text):
                pos = Pos(line.number, found.start() + 1)
                yield Diagnostic(document.path, pos, "foreign-content", {"value": found[0]})


def check_shadows(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A page written by hand does not take the place of one the build makes."""
    for path in sorted(made_pages(catalogue) & set(catalogue.pages)):
        yield Diagnostic(path, START, "page-in-the-way")


def _published(path: str) -> bool:
    """Whether a file of the repository is on the site, as a page or as it is."""
    if path.startswith("quizzes/"):
        return path.endswith(".yml") and not path.endswith(KEY_SUFFIX)
    if path.startswith("training/"):
        return path.endswith(".md")
    return path.startswith("docs/") and not path.endswith((".yml", ".yaml"))


def made_pages(catalogue: Catalogue) -> set[str]:
    """Repository paths, as authors may link them, of pages that only the build makes."""
    laws = {f"docs/laws/{law}.md" for law in catalogue.laws.by_id}
    forms = {f"docs/forms/{form}.{suffix}" for form in catalogue.forms for suffix in ("md", "docx")}
    if forms:
        forms.add("docs/forms/index.md")
    paths = {f"docs/paths/{path.id}.md" for path in (catalogue.course.value.paths if catalogue.course else ())}
    single = {"docs/laws/index.md", "docs/glossary.md", "training/index.md", "quizzes/index.md"}
    return laws | paths | forms | single | {"docs/study/index.md", "docs/study/review.md"}


def _repeated(document: YamlDocument, group: str, ids: list[str]) -> Iterator[Diagnostic]:
    for index, value in enumerate(ids):
        if value in ids[:index]:
            yield document.fault((group, index, "id"), "repeated-part", value=value, key=group)


def _circles(catalogue: Catalogue) -> Iterator[Diagnostic]:
    graph = {m.id: [r for r in m.module.requires if r in catalogue.modules] for m in catalogue.modules.values()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = error.args[1]
        yield _front(catalogue.modules[circle[0]]).fault(("requires",), "requires-circle", circle=" → ".join(circle))


def _exists(catalogue: Catalogue, module: str) -> bool:
    return module in catalogue.modules or module in catalogue.unread


def _front(file: ModuleFile) -> YamlDocument:
    assert file.document.front is not None  # a module without front matter has no ModuleFile
    return file.document.front


def _unknown_module(catalogue: Catalogue, document: YamlDocument, loc: Loc, value: str) -> Diagnostic:
    if meant := closest(value, [*catalogue.modules, *catalogue.unread]):
        return document.fault(loc, "unknown-module-meant", value=value, meant=meant)
    return document.fault(loc, "unknown-module", value=value)
