"""Where the course teaches what its objectives promise."""

from __future__ import annotations

from dataclasses import dataclass

from banxing.catalogue import Catalogue, ModuleFile
from banxing.pages.linking import Href
from banxing.source.prose import SLUGIFY, Slugify, anchors


@dataclass(frozen=True)
class Objective:
    """`page` is its module's among the site's sources; `sections` are (heading, anchor) of what to read, none where
    the module does not say."""

    sentence: str
    module: str
    page: str
    sections: tuple[tuple[str, str], ...] = ()

    @property
    def anchor(self) -> str:
        """That of the section to read first, else nothing."""
        return self.sections[0][1] if self.sections else ""

    def links(self, href: Href) -> list[tuple[str, str]]:
        """Each section's heading and the link to it."""
        return [(heading, href(f"{self.page}#{anchor}")) for heading, anchor in self.sections]


def objectives(catalogue: Catalogue, slug: Slugify = SLUGIFY) -> dict[str, Objective]:
    """All objectives of a course by id. Headings that are not there are left out: the check reports them."""
    return {name: found for file in catalogue.modules.values() for name, found in _of(file, slug).items()}


def _of(file: ModuleFile, slug: Slugify) -> dict[str, Objective]:
    module = file.module
    known = anchors(file.document.body, slug) if module.sections else {}
    return {
        name: Objective(
            sentence,
            module.title,
            f"training/{file.id}.md",
            tuple((heading, known[heading]) for heading in module.sections.get(name, ()) if heading in known),
        )
        for name, sentence in module.objectives.items()
    }
