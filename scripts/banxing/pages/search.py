"""The search's part of a page: its button in the header, and the files it fetches when it is used."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from banxing.messages import Lang, catalogue, text
from banxing.pages.linking import Href
from banxing.pages.templating import environment
from banxing.search.index import Index
from banxing.search.shards import files, folder


def search_files(index: Index, url: Callable[[str], str], lang: Lang) -> tuple[str, dict[str, bytes]]:
    """The folder of the index and of the dialog's texts, and its files. `url`: a page's source → its address."""
    content = files(index, url)
    texts = json.dumps(catalogue(lang)["search"], ensure_ascii=False, separators=(",", ":"))
    content["texts.js"] = f'Banxing.part("texts",{texts})\n'.encode()
    return folder(content), content


def with_search(html: str, href: Href, lang: Lang, assets: Mapping[str, str], parts: str) -> str:
    """A page with the button at the end of its header; a page without one stays as it is."""
    start = html.find('class="md-header__inner')
    end = html.find("</nav>", start)
    if start < 0 or end < 0:
        return html
    paths = {
        "root": href("") or "./",
        "parts": f"{href(parts)}/",
        "script": href(assets["search.js"]),
        "style": href(assets["search.css"]),
    }
    button = (
        environment(lang)
        .get_template("search.html")
        .render(
            paths=paths,
            name=text("search.button", lang),
            failed=text("search.failed", lang),
            script=href(assets["search-open.js"]),
        )
    )
    return html[:end] + button + html[end:]
