"""The MkDocs plugin: unwraps MkDocs' objects, calls the pages, hands the text back. Nothing else imports MkDocs."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from posixpath import splitext
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown.extensions.toc import slugify
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from banxing.catalogue import load
from banxing.diagnostics import as_text, has_errors
from banxing.messages import Lang, pick_lang, text
from banxing.pages.assets import bundles
from banxing.pages.beside import Beside
from banxing.pages.checklists import ChecklistExtension
from banxing.pages.diagrams import DiagramExtension
from banxing.pages.forms import form_file
from banxing.pages.linking import Href, LinkingExtension, Page
from banxing.pages.navigation import with_shared_navigation
from banxing.pages.plain import OneMarkdown, PlainExtension
from banxing.pages.policy import with_policy
from banxing.pages.search import sources_name, with_search, write_search
from banxing.pages.site import Site
from banxing.pages.study import STUDY_PAGES
from banxing.pages.theme import ThemeLoader, theme_files
from banxing.preview import Preview
from banxing.rules import check
from banxing.search.units import entries
from banxing.source.markdown import quiz_fences
from banxing.word import form_docx

ASSETS = "assets/banxing"
FOLDERS = ("docs", "training", "quizzes")
log = get_plugin_logger("banxing")


class BanxingConfig(Config):
    as_of = c.Optional(c.Type((str, date)))
    """The day laws are judged by; default: today, or SOURCE_DATE_EPOCH."""
    search = c.Type(bool, default=True)
    """Whether pages get our search; without it the theme's can be used."""


class BanxingPlugin(BasePlugin[BanxingConfig]):
    """Takes docs/, training/ and quizzes/ from where they lie beside mkdocs.yml."""

    site: Site
    search: Beside | None = None
    later: Thread | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.serving = command == "serve"  # whose reload script is put in too late to be named by a policy
        self.preview = Preview()
        if not self.serving:
            # Hundreds of pages are kept to the end: looking for garbage among them as often as usual costs a tenth.
            gc.set_threshold(50_000, 20, 50)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self._wait_for_search()  # it writes where MkDocs is about to clean
        self.root = Path(config.config_file_path or "mkdocs.yml").parent.resolve()
        self.lang = pick_lang(config.theme.get("language"))
        self.slug = config.mdx_configs.get("toc", {}).get("slugify", slugify)
        self._load()
        self.linking = LinkingExtension(self.site.linker)
        # Python-Markdown takes instances too.
        more = [self.linking, ChecklistExtension(), DiagramExtension(), PlainExtension()]
        config.markdown_extensions += more  # type: ignore[arg-type]
        config.theme.get_env = partial(self._quick_env, config.theme.get_env, config.theme.dirs)  # type: ignore[method-assign]
        config.extra_css.insert(0, f"{ASSETS}/site.css")
        config.watch += [str(self.root / name) for name in FOLDERS if (self.root / name).is_dir()]
        return config

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        self._add_made(files, config)
        self.files = files
        if self.serving:
            self.preview.begin(config, self.site, files)
        # Here, where no other plugin adds to the list any more.
        one = OneMarkdown(list(config.markdown_extensions), config.mdx_configs)
        config.markdown_extensions[:] = [one]  # type: ignore[list-item]
        if self.config.search:
            self._start_search(config)
        if config.nav:
            config.nav = self.site.outline.expanded(config.nav)
        return files

    def on_page_markdown(self, markdown: str, /, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        href = self._href(page)
        terms: set[str] | None = set() if self.site.module_of(page.file.src_uri) else None
        self.linking.page = Page(href, terms, page.file.src_uri, self._repository_path(page.file))
        if self.serving:
            page.render = partial(self.preview.render, page)  # type: ignore[method-assign]
        return self._hold_fences(page, markdown)

    def on_page_content(self, html: str, /, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        self.site.note_boxes(page.file.src_uri, html)
        return self.preview.framed(page, html, self.fences, lambda: self._framed(page, html))

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.order = [page.file.src_uri for page in nav.pages]
        return nav

    def on_env(self, env: Any, /, *, config: MkDocsConfig, files: Files) -> Any:
        pages = {file.src_uri: file.page for file in files.documentation_pages() if file.page}
        order = dict.fromkeys([*self.order, *pages])
        titles = {src: str(pages[src].title) for src in order if src in pages}
        for src in STUDY_PAGES:  # they say what other pages hold, which is known now
            pages[src].content = str(self.site.study(src, titles, self._href(pages[src])))
        shared = with_shared_navigation(self.preview.compiled(env) if self.serving else env)
        return self.preview.finished(shared) if self.serving else shared

    def on_post_page(self, output: str, /, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        return self._finished(output, self._href(page))

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self.search and self.serving and not self.search.apart:  # the page first, then what finds it
            self.later = Thread(target=self.search.finish)
            self.later.start()
        elif self.search:
            self.search.finish()

    def on_build_error(self, *, error: Exception) -> None:
        if self.search:
            self.search.stop()

    def on_shutdown(self) -> None:
        self._wait_for_search()

    def on_post_template(self, output: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        if not template_name.endswith(".html"):
            return output
        # The page of an address that is not there has its links from the root.
        root = f"{urlsplit(config.site_url or '/').path.rstrip('/')}/"
        return self._finished(output, lambda target: f"{root}{target}")

    # --- helpers -----------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Read and check the course; a fault stops the build with every finding. Key files are never opened."""
        catalogue = load(
            self.root, as_of=_day(str(self.config.as_of or ""), self.lang), with_keys=False, kept=self.preview.read
        )
        found = check(catalogue)
        if has_errors(found):
            raise PluginError(f"{text('page.broken', self.lang, count=len(found))}\n\n{as_text(found, self.lang)}")
        for warning in found:  # under --strict these stop the build as MkDocs' own warnings do
            log.warning(warning.line(self.lang))
        self.bundles = bundles()
        self.assets = {re.sub(r"\.[0-9a-f]{8}\.", ".", name): f"{ASSETS}/{name}" for name in self.bundles}
        self.site = Site(catalogue, self.lang, self.assets, self.slug)

    def _add_made(self, files: Files, config: MkDocsConfig) -> None:
        """Puts modules, made pages, Word files and assets among MkDocs' files, and takes registers out of them."""
        for file in list(files):
            if splitext(file.src_uri)[1] in (".yml", ".yaml"):  # registers are data, not pages to publish
                files.remove(file)
        for path in sorted((self.root / "training").rglob("*.md")):
            files.append(self._real_file(path, config))
        for page in self.site.made_pages():
            if files.get_file_from_path(page.src) is None:
                source = f"---\ntitle: {page.title!r}\n---\n{page.markdown}"
                files.append(File.generated(config, page.src, content=source))
        for name, sourced in self.site.catalogue.forms.items():
            made = self.preview.document(name, sourced.document.text, partial(form_docx, sourced.value, self.lang))
            files.append(File.generated(config, form_file(name), content=made))
        for name, content in {**self.bundles, **theme_files()}.items():
            files.append(File.generated(config, f"{ASSETS}/{name}", content=content))

    @staticmethod
    def _quick_env(make: Callable[[], Any], folders: list[str]) -> Any:
        env = make()
        env.loader = ThemeLoader(folders)
        return env

    def _wait_for_search(self) -> None:
        if self.later:
            self.later.join()
        self.later = self.search = None

    def _start_search(self, config: MkDocsConfig) -> None:
        """Make the search of everything the site has a page for, while the pages are rendered.

        Its thousands of small files are written as they are: MkDocs need not know of each.
        """
        found = (e for e in entries(self.site.catalogue, self.slug) if self.files.get_file_from_path(e.src))
        settings = Path(config.config_file_path or "").read_text("utf-8") if config.config_file_path else ""
        name = sources_name(self.site.catalogue, (settings, self.lang, *(file.url for file in self.files)))
        self.parts = f"{ASSETS}/{name}"
        self.search = Beside(lambda: write_search(found, self._address, self.lang, Path(config.site_dir) / self.parts))

    def _finished(self, html: str, href: Href) -> str:
        if self.search:
            html = with_search(html, href, self.lang, self.assets, self.parts)
        return html if self.serving else with_policy(html)

    def _address(self, src: str) -> str:
        """Where a page lies, from the root of the site; readable, as a browser takes it."""
        file = self.files.get_file_from_path(src)
        url = unquote(file.url) if file else src
        return "" if url == "./" else url

    def _real_file(self, path: Path, config: MkDocsConfig) -> File:
        src = path.relative_to(self.root).as_posix()
        return File(src, str(self.root), config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.INCLUDED)

    def _repository_path(self, file: File) -> str:
        if file.generated_by:
            return ""
        return file.src_uri if file.src_uri.startswith("training/") else f"docs/{file.src_uri}"

    def _href(self, page: MkDocsPage) -> Href:
        def href(target: str) -> str:
            src, mark, anchor = target.partition("#")
            file = self.files.get_file_from_path(src)
            return get_relative_url(file.url if file else src, page.url) + mark + anchor

        return href

    def _hold_fences(self, page: MkDocsPage, markdown: str) -> str:
        """Markdown would mangle a form, so a word holds the place of each quiz fence until the page is HTML."""
        lines = markdown.split("\n")
        fences = quiz_fences(markdown)
        self.fences = [[marked.text for marked in fence.ids] for fence in fences]
        for number, fence in reversed(list(enumerate(fences))):
            blank = fence.indent.rstrip()
            lines[fence.first - 1 : fence.last] = [blank, f"{fence.indent}{_holder(number)}", blank]
        return "\n".join(lines)

    def _framed(self, page: MkDocsPage, html: str) -> str:
        """A page's HTML with its forms, or with what the course puts around it."""
        href = self._href(page)
        src = page.file.src_uri
        for number, ids in enumerate(self.fences):
            form = self.site.fence(f"{src.removesuffix('.md')}#{number + 1}", ids, href)
            html = html.replace(f"<p>{_holder(number)}</p>", str(form))
        made = self.site.content(src, href)
        return str(made) if made is not None else self.site.around(src, html, href)


def _holder(number: int) -> str:
    return f"banxing-fence-{number}-holder"


def _day(value: str | None, lang: Lang) -> date | None:
    """The day laws are judged by, where one is set. Raises PluginError for what is none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if value:
            return date.fromisoformat(value)
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else None
    except (ValueError, OverflowError, OSError):
        name = "as_of" if value else "SOURCE_DATE_EPOCH"
        raise PluginError(text("page.bad_day", lang, name=name, value=value or epoch)) from None
