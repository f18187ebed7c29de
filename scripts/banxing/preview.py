"""What `mkdocs serve` keeps from one build to the next, so that an edit renders what it changes and nothing else.

Each step is kept by all it is made from: a page's Markdown by its text and what can be linked to, what stands around it
by every source but other pages' texts, the finished page by its content and the navigation. So nothing has to be told
to be out of date: what is made from something else is looked up by something else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from banxing.catalogue import GLOSSARY, REGISTER
from banxing.pages.site import Site
from banxing.pages.theme import CompiledTemplates

State = tuple[object, ...]


@dataclass(frozen=True)
class _Body:
    """What MkDocs takes from a page's Markdown."""

    html: str
    toc: Any
    title: str | None
    anchors: set[str] | None
    links: dict[str, dict[str, str]]


class Preview:
    """The memory of one `mkdocs serve`. A `mkdocs build` has none, and renders everything."""

    def __init__(self) -> None:
        self.read: dict[tuple[str, str, str], Any] = {}
        """For `catalogue.load`: what files held when they were last read."""
        self._kept: dict[tuple[str, str], tuple[State, Any]] = {}
        self._word: dict[str, tuple[str, bytes]] = {}
        self._compiled = CompiledTemplates()
        self._on = False
        self._linked: State = ()
        self._framed: State = ()
        self._walked: tuple[Navigation | None, State] = (None, ())

    def begin(self, config: MkDocsConfig, site: Site, files: Files) -> None:
        """Call when a build knows its files."""
        catalogue = site.catalogue
        path = Path(config.config_file_path or "")
        settings = path.read_text("utf-8") if path.is_file() else ""
        # Others' plugins and hooks may change anything, and an inherited file is not looked into.
        self._on = list(config.plugins) == ["banxing"] and "INHERIT" not in settings
        addresses = tuple((file.src_uri, file.url, file.inclusion) for file in files)
        self._settings: State = (settings, *_stamps(config.theme.custom_dir))
        single = {document.path: document.text for document in catalogue.single}
        self._linked = (*self._settings, addresses, single.get(REGISTER), single.get(GLOSSARY))
        quizzes = tuple(quiz.document.text for quiz in catalogue.quizzes.values())
        fronts = tuple((page.path, page.front.text if page.front else "") for page in catalogue.documents)
        # Front matter names headings, whose anchors the texts decide.
        self._framed = (*self._linked, catalogue.as_of, *single.items(), quizzes, fronts, site.objectives)

    def render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """What `Page.render` does. A page that MkDocs complains of is rendered each time, to be complained of again."""
        assert page.markdown is not None
        state = (page.markdown, self._linked)
        body: _Body | None = self._recall("body", page, state)
        if body is None:
            heard = _Heard()
            logger = logging.getLogger("mkdocs")
            logger.addHandler(heard)
            try:
                Page.render(page, config, files)
            finally:
                logger.removeHandler(heard)
            links = {file.src_uri: found for file, found in (page.links_to_anchors or {}).items()}
            if not heard.anything:
                made = _Body(page.content or "", page.toc, page._title_from_render, page.present_anchor_ids, links)
                self._keep("body", page, state, made)
            return
        page.content, page.toc, page._title_from_render = body.html, body.toc, body.title
        page.present_anchor_ids = body.anchors
        found = ((files.get_file_from_path(src), anchors) for src, anchors in body.links.items())
        page.links_to_anchors = {file: anchors for file, anchors in found if file}

    def framed(self, page: Page, html: str, fences: object, make: Callable[[], str]) -> str:
        """A page's HTML with what the course puts around it and into its quiz fences."""
        state = (html, fences, self._framed)
        found: str | None = self._recall("frame", page, state)
        return found if found is not None else self._keep("frame", page, state, make())

    def document(self, name: str, text: str, make: Callable[[], bytes]) -> bytes:
        """The Word file of a form whose source is this text."""
        if self._word.get(name, ("", b""))[0] != text:
            self._word[name] = text, make()
        return self._word[name][1]

    def compiled(self, env: Any) -> Any:
        """The theme's environment, whose templates are compiled once."""
        env.bytecode_cache = self._compiled
        return env

    def finished(self, env: Any) -> Any:
        """The theme's environment, whose templates give a page as it was where nothing on it has changed."""
        return _Templates(env, self._page) if self._on else env

    def _page(self, context: Mapping[str, Any], make: Callable[[], str]) -> str:
        page: Page = context["page"]
        around = tuple((each.title, each.url) if each else None for each in (page.previous_page, page.next_page))
        navigation: Navigation = context["nav"]
        if navigation is not self._walked[0]:
            self._walked = navigation, tuple(_shown(navigation.items))
        where = tuple(each.title for each in page.ancestors)
        site = (*self._settings, self._walked[1], tuple(context["extra_css"]))
        state = (page.content, page.title, repr(page.meta), page.url, around, where, site)
        found: str | None = self._recall("page", page, state)
        return found if found is not None else self._keep("page", page, state, make())

    def _recall(self, step: str, page: Page, state: State) -> Any:
        known, value = self._kept.get((step, page.file.src_uri), ((), None))
        return value if self._on and known == state else None

    def _keep(self, step: str, page: Page, state: State, value: Any) -> Any:
        if self._on:
            self._kept[step, page.file.src_uri] = state, value
        return value


class _Templates:
    """As much of a Jinja environment as MkDocs asks for."""

    def __init__(self, env: Any, page: Callable[[Mapping[str, Any], Callable[[], str]], str]) -> None:
        self._env, self._page = env, page

    def get_template(self, name: str) -> Any:
        return _Template(self._env, name, self._page) if name == "main.html" else self._env.get_template(name)


@dataclass
class _Template:
    env: Any
    name: str
    page: Callable[[Mapping[str, Any], Callable[[], str]], str]

    def render(self, context: Mapping[str, Any]) -> str:
        return self.page(context, lambda: self.env.get_template(self.name).render(context))


class _Heard(logging.Handler):
    """Whether anything was said."""

    anything = False

    def emit(self, record: logging.LogRecord) -> None:
        self.anything = True


def _shown(items: list[Any]) -> Iterator[State]:
    """All that a page shows of the navigation."""
    for item in items:
        meta = repr(item.meta) if item.is_page else ""
        yield (item.title, getattr(item, "url", ""), meta, tuple(_shown(item.children or [])))


def _stamps(folder: str | None) -> Iterator[tuple[str, int, int]]:
    """Files of a folder of templates, each with what changes when it is written."""
    for path in sorted(Path(folder).rglob("*")) if folder else ():
        if path.is_file():
            yield (str(path), path.stat().st_mtime_ns, path.stat().st_size)
