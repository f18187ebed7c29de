"""The theme's navigation, rendered once for all pages of a folder instead of into each page anew.

A page's navigation differs from its neighbour's only in its own entry, which is open and holds its table of contents.
So it is rendered as a neighbour without an entry would have it, and on each page the page's own entry is put in its
place. Where that does not hold (the index of a section, a page with others below it) the theme renders as it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

_NAV = "partials/nav.html"
_ENTRY = "partials/nav-item.html"


def with_shared_navigation(theme: Environment) -> Environment:
    """A theme's environment for one build, whose pages share what they can of the navigation."""
    assert theme.loader
    shared = theme.overlay(loader=ChoiceLoader([DictLoader({_NAV: "{{ shared_navigation() }}"}), theme.loader]))
    shared.globals = {**theme.globals, "shared_navigation": _Navigation(theme).render}
    return shared


class _Navigation:
    """Renders with the theme's own templates and keeps what the pages of a folder share."""

    def __init__(self, theme: Environment) -> None:
        self.theme = theme
        self.kept: dict[tuple[int, str], str] = {}
        self.folders: set[str] = set()

    @pass_context
    def render(self, context: Context) -> Markup:
        names = context.get_all()
        page = names.get("page")
        return Markup((page and self._shared(page, names)) or self._whole(names))

    def _shared(self, page: Any, names: Mapping[str, Any]) -> str:
        """The navigation of a page by way of its neighbours'; "" where it cannot be had so."""
        self.folders = self.folders or _folders(names["nav"].pages)
        if page.parent is None or page.url in self.folders:
            return ""
        folder = _folder(page.url)
        neighbour = SimpleNamespace(url=f"{folder}.neighbour{'/' if page.url.endswith('/') else '.html'}")
        around = {**names, "page": neighbour}
        opened = self._entry(page, names)
        with _closed(page):
            key = id(page.parent), folder
            whole = self.kept.get(key) or self.kept.setdefault(key, self._whole(around))
            closed = self._entry(page, around)
        return whole.replace(closed, opened) if whole.count(closed) == 1 else ""

    def _whole(self, names: Mapping[str, Any]) -> str:
        return self.theme.get_template(_NAV).render(names)

    def _entry(self, page: Any, names: Mapping[str, Any]) -> str:
        """A page's own entry: open on the page itself, closed on others."""
        module: Any = self.theme.get_template(_ENTRY).make_module(dict(names))
        return str(module.render(page, "", 0))


@contextmanager
def _closed(page: Any) -> Iterator[None]:
    """A page that is not the one shown, in sections that are open all the same."""
    page.active = False
    page.parent.active = True
    yield
    page.active = True


def _folder(url: str) -> str:
    """`a/b/` and `a/b.html` lie in `a/`."""
    above, slash, _ = url.rstrip("/").rpartition("/")
    return above + slash


def _folders(pages: list[Any]) -> set[str]:
    """Every folder that has a page below it."""
    found: set[str] = set()
    for page in pages:
        folder = _folder(page.url)
        while folder and folder not in found:
            found.add(folder)
            folder = _folder(folder)
    return found
