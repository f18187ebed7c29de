"""An outcome → the folder of results."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from banxing.catalogue import Catalogue
from banxing.messages import Lang
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.report.slips import Slips
from banxing.report.summary import report_html
from banxing.scores.files import aside, write_tables
from banxing.scores.outcome import Outcome
from banxing.scores.results import sheets_of

Slip = tuple[str, str]
Watch = Callable[[Iterable[Slip], int], Iterable[Slip]]


def write_outcome(outcome: Outcome, catalogue: Catalogue, directory: Path, lang: Lang, watch: Watch) -> None:
    """Tables, report.html and slips/. `watch` passes the slips on, of which it is told the number. Raises OSError."""
    objectives = {
        name: (catalogue.modules[module].module.title, sentence)
        for name, (module, sentence) in catalogue.objectives.items()
    }
    inline = Inline(Linker(catalogue.laws, None))
    sentences = {name: sentence for name, (_, sentence) in objectives.items()}
    with aside(directory) as files:
        write_tables(files, sheets_of(outcome, sentences, lang), outcome, lang)
        files.add("report.html", report_html(outcome, objectives, inline, lang).encode())
        slips = Slips(outcome, objectives, inline, lang).pages()
        for name, page in watch(slips, len(outcome.papers)):
            files.add(f"slips/{name}", page.encode())
