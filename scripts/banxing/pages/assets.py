"""The player's sources → the files a page loads, with a hash of their content in the name."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files

_CORE = ("core.js", "store.js", "fields.js", "element.js")
_EXAM = ("exam-records.js", "exam-start.js", "exam-paper.js", "exam-pages.js", "exam-bar.js", "exam-done.js", "exam.js")
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
    "practice.js": (*_CORE, "numerals.js", "answers.js", "marking.js", "feedback.js", "summary.js", "practice.js"),
    "exam.js": (*_CORE, "shuffle.js", "response.js", *_EXAM),
    "codes.js": ("vendor/lean-qr.js", "exam-codes.js"),
    "ticks.js": ("ticks.js",),
    "print.js": ("print.js",),
    "search-open.js": ("search-open.js",),
    "search.js": ("core.js", "numerals.js", *_SEARCH),
    "player.css": ("player.css",),
    "exam.css": ("exam.css",),
    "search.css": ("search.css",),
}

# What others wrote goes in as it is, under its licence; it fills the `exports` of its own function.
_VENDORED = """/*! lean-qr 2.7.4

{licence}*/
(function (B) {{
if (B.leanQr) return;
const exports = B.leanQr = {{}};
{source}}})(globalThis.Banxing = globalThis.Banxing || {{}});
"""

# Whole lines only, which is safe as long as no text of the sources runs over lines; a test holds that.
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*.*\*/[ \t]*)?\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_CSS_SPACE = re.compile(r" (?=[{}])|(?<=[{;:,]) |(?<=[{};,])\n|;? (?=\})")


@cache
def bundles() -> dict[str, bytes]:
    """File name (`practice.1a2b3c4d.js`) → content."""
    made = {}
    for name, sources in SOURCES.items():
        stem, _, suffix = name.rpartition(".")
        text = "".join(map(_part, sources))
        content = (_CSS_SPACE.sub("", text) if suffix == "css" else text).encode()
        made[f"{stem}.{sha256(content).hexdigest()[:8]}.{suffix}"] = content
    return made


def source_text(name: str) -> str:
    """A source of the player as it is written."""
    return files("banxing").joinpath("player", name).read_text(encoding="utf-8")


def _part(name: str) -> str:
    """A source as it stands in a bundle."""
    if not name.startswith("vendor/"):
        return _slim(source_text(name))
    return _VENDORED.format(licence=source_text(name.replace(".js", ".LICENSE")), source=source_text(name))


def _slim(text: str) -> str:
    """Without comment lines, blank lines and indentation."""
    return _INDENT.sub("", _COMMENT.sub("", text))
