"""Inline Markdown of questions → HTML."""

from __future__ import annotations

from markdown import Markdown
from markupsafe import Markup

from banxing.pages.linking import Href, Linker, LinkingExtension, Page

_LINKS = ("link", "reference", "short_reference", "image_link", "image_reference", "short_image_ref", "autolink")


class Inline:
    """Renders stems, options and explanations. One Markdown instance serves all."""

    def __init__(self, linker: Linker) -> None:
        self._extension = LinkingExtension(linker)
        self._markdown = Markdown(extensions=[self._extension, "pymdownx.betterem", "sane_lists"])
        # Raw HTML and links are refused by the models already; here too no text ever becomes markup or leads anywhere.
        self._markdown.preprocessors.deregister("html_block")
        for pattern in ("html", *_LINKS):
            self._markdown.inlinePatterns.deregister(pattern)

    def html(self, text: str, href: Href | None = None) -> Markup:
        """One paragraph or more; a single one comes without `<p>`. Citations become links when `href` is given."""
        self._extension.page = Page(href, terms=None) if href else None
        html = self._markdown.reset().convert(text)
        if html.count("<p>") == 1 and html.startswith("<p>") and html.endswith("</p>"):
            html = html[3:-4]
        return Markup(html)
