"""The player's sources → the files a page loads, with a hash of their content in the name."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

try:
    import minify  # type: ignore[import-untyped]

    minify.config({"js-version": 2020})  # no syntax that Chromium 86 does not know
except ModuleNotFoundError:
    minify = None

_CORE = ("core.js", "store.js", "fields.js", "element.js")
_EXAM = ("exam-records.js", "exam-start.js", "exam-paper.js", "exam-pages.js", "exam-bar.js", "exam-done.js", "exam.js")
_PRACTICE = ("schedule.js", "feedback.js", "summary.js", "review.js", "practice.js")
_STUDY = ("standing.js", "chart.js", "transfer.js", "takeout.js", "study-report.js", "study-actions.js", "study.js")
_SEARCH = (
    "search-tokens.js",
    "search-index.js",
    "search-lattice.js",
    "search-names.js",
    "search-query.js",
    "search-ranker.js",
    "search-excerpt.js",
    "search-recent.js",
    "search-results.js",
    "search-dialog.js",
)
SOURCES = {
    "practice.js": (*_CORE, "numerals.js", "answers.js", "marking.js", *_PRACTICE),
    "exam.js": (*_CORE, "completeness.js", "shuffle.js", "response.js", "takeout.js", *_EXAM),
    "codes.js": ("vendor/lean-qr.js", "exam-codes.js"),
    "marks.js": ("progress.js", "marks.js"),
    "study.js": ("core.js", "store.js", "schedule.js", "progress.js", *_STUDY),
    "ticks.js": ("progress.js", "ticks.js"),
    "print.js": ("print.js",),
    "search-open.js": ("search-open.js",),
    "search.js": ("core.js", "numerals.js", *_SEARCH),
    "player.css": ("player.css",),
    "exam.css": ("exam.css",),
    "search.css": ("search.css",),
    "study.css": ("study.css",),
}

# What others wrote goes in as it is, under its licence; it fills the `exports` of its own function.
_VENDORED = """/*! lean-qr 2.7.4

{licence}*/
(function (B) {{
if (B.leanQr) return;
const exports = B.leanQr = {{}};
{source}}})(globalThis.Banxing = globalThis.Banxing || {{}});
"""

_TYPES = {"js": "text/javascript", "css": "text/css"}


@cache
def bundles() -> dict[str, bytes]:
    """File name (`practice.1a2b3c4d.js`) → content."""
    made = {}
    for name, sources in SOURCES.items():
        stem, _, suffix = name.rpartition(".")
        content = _slim("".join(map(_part, sources)), suffix).encode()
        made[f"{stem}.{sha256(content).hexdigest()[:8]}.{suffix}"] = content
    return made


def source_text(name: str) -> str:
    """A source of the player as it is written."""
    return files("banxing").joinpath("player", name).read_text(encoding="utf-8")


def _part(name: str) -> str:
    """A source as it stands in a bundle."""
    if not name.startswith("vendor/"):
        return source_text(name)
    return _VENDORED.format(licence=source_text(name.replace(".js", ".LICENSE")), source=source_text(name))


def _slim(text: str, suffix: str) -> str:
    """Without what only authors read. Where the minifier has no wheel (pyproject.toml), the text as it is."""
    return str(minify.string(_TYPES[suffix], text)) if minify else text
