"""A form's page: what it is for, the Word file to download, and the sheet itself, which alone is printed."""

from __future__ import annotations

from markupsafe import Markup, escape

from banxing.catalogue import Catalogue
from banxing.messages import Lang
from banxing.pages.linking import Href, Linker, shown
from banxing.pages.templating import templates


class FormPages:
    """The forms of one catalogue in one language."""

    def __init__(self, catalogue: Catalogue, linker: Linker, lang: Lang, script: str) -> None:
        self.catalogue, self._linker, self._script = catalogue, linker, script
        self._env = templates(lang)

    def html(self, name: str, href: Href) -> Markup:
        form = self.catalogue.forms[name].value
        modules = [
            {"title": self.catalogue.modules[module].module.title, "href": href(f"training/{module}.md")}
            for module in form.modules
        ]
        html = self._env.get_template("form.html").render(
            form=form,
            modules=modules,
            word=href(form_file(name)),
            script=href(self._script),
            linked=lambda text: self._linked(text, href),
        )
        return Markup(html)

    def list(self, href: Href) -> Markup:
        links = [{"form": form.value, "href": href(form_page(name))} for name, form in self.catalogue.forms.items()]
        return Markup(self._env.get_template("forms.html").render(links=links))

    def _linked(self, text: str, href: Href) -> Markup:
        """Text with its citations as links. Nothing else in it is markup."""
        html, done = Markup(), 0
        for mention in self._linker.mentions(text, None):
            html += escape(text[done : mention.start])
            html += Markup('<a class="{}" href="{}" title="{}">{}</a>').format(
                mention.css, href(mention.target), mention.title, shown(text[mention.start : mention.end])
            )
            done = mention.end
        return html + escape(text[done:])


def form_page(name: str) -> str:
    return f"forms/{name}.md"


def form_file(name: str) -> str:
    return f"forms/{name}.docx"
