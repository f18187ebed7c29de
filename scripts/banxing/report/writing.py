"""An outcome → the folder of results."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from banxing.catalogue import Catalogue
from banxing.messages import Lang
from banxing.pages.inline import Inline
from banxing.pages.linking import Linker
from banxing.report.slips import Slips
from banxing.report.summary import Objectives, report_html
from banxing.scores.files import WORKBOOK, aside, csv_bytes, write_tables
from banxing.scores.outcome import Outcome
from banxing.scores.results import sheets_of, tables_of

Slip = tuple[str, str]
Watch = Callable[[Iterable[Slip], int], Iterable[Slip]]


def write_outcome(outcome: Outcome, catalogue: Catalogue, directory: Path, lang: Lang, watch: Watch) -> None:
    """Tables, report.html and slips/. `watch` passes the slips on, of which it is told the number. Raises OSError."""
    objectives, inline = _objectives(catalogue), Inline(Linker(catalogue.laws, None))
    with aside(directory) as files:
        write_tables(files, sheets_of(outcome, _sentences(objectives), lang), outcome, lang)
        files.add("report.html", report_html(outcome, objectives, inline, lang).encode())
        slips = Slips(outcome, objectives, inline, lang).pages()
        for name, page in watch(slips, len(outcome.papers)):
            files.add(f"slips/{name}", page.encode())


def write_large(outcome: Outcome, lines: Iterable[bytes], catalogue: Catalogue, directory: Path, lang: Lang) -> None:
    """The CSV tables and report.html: no workbook, which holds a million rows at most, and no slips. Raises OSError.

    `lines` are those of scores.csv, in blocks.
    """
    objectives, inline = _objectives(catalogue), Inline(Linker(catalogue.laws, None))
    with aside(directory) as files:
        files.stream("scores.csv", lines)
        for sheet in tables_of(outcome, _sentences(objectives), lang):
            files.add(f"{sheet.name}.csv", csv_bytes(sheet))
        files.add("report.html", report_html(outcome, objectives, inline, lang).encode())
        files.drop(WORKBOOK)


def _objectives(catalogue: Catalogue) -> Objectives:
    return {
        name: (catalogue.modules[module].module.title, sentence)
        for name, (module, sentence) in catalogue.objectives.items()
    }


def _sentences(objectives: Objectives) -> dict[str, str]:
    return {name: sentence for name, (_, sentence) in objectives.items()}
