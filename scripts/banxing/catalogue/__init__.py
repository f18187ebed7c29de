"""The three folders, loaded: what everything after the parsers works on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from banxing.catalogue.keyfiles import read_keys
from banxing.catalogue.quizzes import KEY_SUFFIX, QuizFile, read_quiz
from banxing.catalogue.validate import validate
from banxing.citations import Laws
from banxing.diagnostics import START, Diagnostic
from banxing.model.course import PATH_ID, Course, Module
from banxing.model.forms import Form
from banxing.model.laws import Glossary, Register
from banxing.source.files import read_text
from banxing.source.markdown import MarkdownDocument, parse_markdown
from banxing.source.yaml import YamlDocument, parse_yaml

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")
Kept = dict[tuple[str, str, str], Any]
"""What was made of files: by kind, name and text."""
COURSE = "training/course.yml"
REGISTER = "docs/laws/register.yml"
GLOSSARY = "docs/laws/glossary.yml"
QUERIES = "search-queries.yml"
_READ = {".md", ".yml"}


@dataclass
class Sourced(Generic[T]):
    """A model and the document it came from."""

    document: YamlDocument
    value: T


@dataclass
class ModuleFile:
    id: str
    path: str
    document: MarkdownDocument
    module: Module


@dataclass
class Catalogue:
    """All that was read. Faulty files are absent or partial; `faults` says why."""

    root: Path
    as_of: date
    course: Sourced[Course] | None = None
    register: Sourced[Register] | None = None
    glossary: Sourced[Glossary] | None = None
    modules: dict[str, ModuleFile] = field(default_factory=dict)
    unread: dict[str, MarkdownDocument | None] = field(default_factory=dict)  # module id → what is left of it
    pages: dict[str, MarkdownDocument] = field(default_factory=dict)
    forms: dict[str, Sourced[Form]] = field(default_factory=dict)
    quizzes: dict[str, QuizFile] = field(default_factory=dict)
    unread_quizzes: set[str] = field(default_factory=set)
    single: list[YamlDocument] = field(default_factory=list)  # course, register, glossary, forms; those at fault too
    keys_read: bool = True
    missing_keys: list[str] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)

    @property
    def laws(self) -> Laws:
        return Laws(self.register.value if self.register else Register(laws=()))

    @property
    def documents(self) -> Iterator[MarkdownDocument]:
        """Every Markdown text, that of modules with faulty front matter too."""
        yield from (module.document for module in self.modules.values())
        yield from (document for document in self.unread.values() if document)
        yield from self.pages.values()

    @property
    def objectives(self) -> dict[str, tuple[str, str]]:
        """Objective id → (module id, sentence)."""
        return {
            objective: (file.id, sentence)
            for file in self.modules.values()
            for objective, sentence in file.module.objectives.items()
        }

    @property
    def faulty(self) -> set[str]:
        """Paths with an error: such a quiz is neither shown, printed nor scored."""
        return {d.path for d in self.faults if d.level == "error"}


def load(
    root: Path, *, as_of: date | None = None, keys: Path | None = None, with_keys: bool = True, kept: Kept | None = None
) -> Catalogue:
    """Read docs/, training/ and quizzes/ under `root`.

    `with_keys=False` never opens a key file: the site build calls it so. `keys` is a folder that holds
    the key files instead of quizzes/. `kept` holds what an earlier call has parsed, and is brought up to date; such
    calls read no keys.
    """
    assert kept is None or not with_keys  # keys are written into what is kept
    catalogue = Catalogue(root, as_of or date.today(), keys_read=with_keys)
    loader = _Loader(catalogue, {} if kept is None else kept)
    catalogue.course = loader.one(COURSE, Course)
    catalogue.register = loader.one(REGISTER, Register)
    catalogue.glossary = loader.one(GLOSSARY, Glossary, required=False)
    for path in _files(root / "training", "*.*"):
        if loader.suffix(path, ".md", (".markdown", ".mdown")):
            loader.module(path)
    for path in _files(root / "docs", "*.md"):
        loader.page(path)
    for path in _files(root / "docs/forms", "*.*"):
        if loader.suffix(path, ".yml", (".yaml",)):
            loader.form(path)
    for path in _files(root / "quizzes", "*.*"):
        if loader.suffix(path, ".yml", (".yaml",)) and not path.name.endswith(KEY_SUFFIX):
            loader.quiz(path, keys or root / "quizzes")
    if with_keys:
        loader.stray_keys(keys or root / "quizzes")
    loader.forget()
    return catalogue


class _Loader:
    def __init__(self, catalogue: Catalogue, kept: Kept) -> None:
        self.catalogue = catalogue
        self.root = catalogue.root
        self.kept, self.used = kept, set[tuple[str, str, str]]()

    def once(self, what: str, name: str, text: str, make: Callable[[], T]) -> T:
        """What `make` makes of a file's text, made once for all loads that share what they keep."""
        key = (what, name, text)
        self.used.add(key)
        if key not in self.kept:
            self.kept[key] = make()
        found: T = self.kept[key]
        return found

    def forget(self) -> None:
        """Keep nothing of files as they no longer are."""
        for key in self.kept.keys() - self.used:
            del self.kept[key]

    def one(self, name: str, model: type[M], *, required: bool = True) -> Sourced[M] | None:
        path = self.root / name
        if not required and not path.exists() and not path.is_symlink():
            return None
        document = self._yaml(path)
        if document is None:
            return None
        self.catalogue.single.append(document)
        value, faults = self.once(model.__name__, name, document.text, lambda: validate(document, model, document.data))
        self.catalogue.faults += faults
        return Sourced(document, value) if value is not None else None

    def module(self, path: Path) -> None:
        name = self._name(path)
        module_id = name.removeprefix("training/").removesuffix(".md")
        self._check_name(module_id, name)
        self.catalogue.unread[module_id] = None
        text = self._text(path)
        if text is None:
            return
        document, faults = self.once("md", name, text, lambda: parse_markdown(text, name))
        self.catalogue.faults += faults
        self.catalogue.unread[module_id] = document
        if document.front is None:
            return
        front = document.front
        module, faults = self.once("module", name, text, lambda: validate(front, Module, front.data))
        self.catalogue.faults += faults
        if module is not None:
            self.catalogue.modules[module_id] = ModuleFile(module_id, name, document, module)
            del self.catalogue.unread[module_id]

    def page(self, path: Path) -> None:
        text = self._text(path)
        if text is not None:
            name = self._name(path)
            parse = partial(parse_markdown, text, name, front_matter=False)
            self.catalogue.pages[name], faults = self.once("page", name, text, parse)
            self.catalogue.faults += faults

    def form(self, path: Path) -> None:
        name = self._name(path)
        form_id = name.removeprefix("docs/forms/").removesuffix(".yml")
        self._check_name(form_id, name)
        if form := self.one(name, Form):
            self.catalogue.forms[form_id] = form

    def quiz(self, path: Path, keys: Path) -> None:
        quiz_id = self._name(path).removeprefix("quizzes/").removesuffix(".yml")
        self._check_name(quiz_id, self._name(path))
        self.catalogue.unread_quizzes.add(quiz_id)
        document = self._yaml(path)
        if document is None:
            return
        file, faults = self.once("quiz", quiz_id, document.text, lambda: read_quiz(document, quiz_id))
        self.catalogue.faults += faults
        if file is None:
            return
        self.catalogue.unread_quizzes.discard(quiz_id)
        self.catalogue.quizzes[quiz_id] = file
        if not file.quiz.is_exam or not self.catalogue.keys_read:
            return
        key_path = keys / f"{quiz_id}{KEY_SUFFIX}"
        if not key_path.exists():
            self.catalogue.missing_keys.append(quiz_id)
        elif key_document := self._yaml(key_path):
            self.catalogue.faults += read_keys(key_document, file)

    def stray_keys(self, folder: Path) -> None:
        """Key files without an exam: a renamed quiz must not lose its key in silence."""
        for path in _files(folder, f"*{KEY_SUFFIX}"):
            quiz_id = path.relative_to(folder).as_posix().removesuffix(KEY_SUFFIX)
            file = self.catalogue.quizzes.get(quiz_id)
            if (file is None and not (self.root / "quizzes" / f"{quiz_id}.yml").exists()) or (
                file and not file.quiz.is_exam
            ):
                self._fault(self._name(path), "key-without-exam", quiz=f"quizzes/{quiz_id}.yml")

    def suffix(self, path: Path, wanted: str, others: tuple[str, ...]) -> bool:
        """Whether a file is one to read. One that only looks like it must not stay out in silence."""
        if path.suffix != wanted and path.suffix.lower() in (wanted, *others):
            self._fault(self._name(path), "wrong-suffix", suffix=path.suffix, expected=wanted)
        return path.suffix == wanted

    def _check_name(self, identity: str, name: str) -> None:
        # The path is the id: it stands in addresses, in course.yml and in stored answers.
        if not re.fullmatch(PATH_ID, identity):
            self._fault(name, "bad-file-name", value=identity)

    def _yaml(self, path: Path) -> YamlDocument | None:
        text = self._text(path)
        if text is None:
            return None
        name = self._name(path)
        document, faults = self.once("yaml", name, text, lambda: parse_yaml(text, name))
        self.catalogue.faults += faults
        return document

    def _text(self, path: Path) -> str | None:
        text, faults = read_text(path, self._name(path))
        self.catalogue.faults += faults
        return text

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()

    def _fault(self, path: str, code: str, **fields: Any) -> None:
        self.catalogue.faults.append(Diagnostic(path, START, code, fields))


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    # A folder or a dangling link by the name of a file is no file, and reading it says so.
    return iter(sorted(p for p in folder.rglob(pattern) if p.is_file() or p.suffix in _READ))
