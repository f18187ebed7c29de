"""Python-Markdown without what it does again and again: setting itself up, and asking plain Chinese what it might mean.

Most paragraphs hold no sign that Markdown could mean something by. Python-Markdown asks some twenty kinds of block and
thirty inline patterns about each of them all the same, which is half of what a long law costs.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping, Sequence
from typing import Any

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

# A line that begins like a sentence, without ASCII punctuation, control characters (placeholders of Python-Markdown)
# and line ends: every block but a paragraph, and every inline pattern, begins with one of those.
_PLAIN = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff08][^\x00-\x1f!-/:-@\[-`{-~\x7f]*\Z")
_KNOWN = {"markdown", "pymdownx", "banxing"}  # whose patterns are known to begin so


class OneMarkdown(Extension):
    """Stands for all extensions of an engine that makes a Markdown a page: every one of them is the first, reset."""

    def __init__(self, extensions: Sequence[str | Extension], configs: Mapping[str, dict[str, Any]]) -> None:
        super().__init__()
        self._extensions, self._configs = extensions, configs
        self._first: Markdown | None = None

    def extendMarkdown(self, md: Markdown) -> None:
        if self._first is None:
            self._first = md
            md.registerExtensions(self._extensions, self._configs)
        else:
            md.__dict__ = self._first.__dict__


class PlainExtension(Extension):
    """Python-Markdown extension, the last of a list: its output is what there is without it."""

    def extendMarkdown(self, md: Markdown) -> None:
        if not _all_known(md):
            return
        processor = _PlainParagraphs(md.parser)
        md.parser.blockprocessors.register(processor, "banxing-plain", 1000)
        md.treeprocessors.register(_Plain(md, processor), "banxing-plain", 19.5)  # right after inline patterns (20)


def _all_known(md: Markdown) -> bool:
    """Whether nobody else's pattern or kind of block could take a plain paragraph for its own."""
    asked = [*md.inlinePatterns, *md.parser.blockprocessors]
    return {type(each).__module__.partition(".")[0] for each in asked} <= _KNOWN


class _PlainParagraphs(BlockProcessor):
    """Takes such blocks before all others, and has the inline patterns pass by."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.made: list[etree.Element] = []

    def test(self, parent: etree.Element, block: str) -> bool:
        return bool(_PLAIN.match(block)) and not self.parser.state.isstate("list")

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        paragraph = etree.SubElement(parent, "p")
        paragraph.text = AtomicString(blocks.pop(0))
        self.made.append(paragraph)


class _Plain(Treeprocessor):
    """Makes their texts ordinary again, for what comes after the inline patterns."""

    def __init__(self, md: Markdown, processor: _PlainParagraphs) -> None:
        super().__init__(md)
        self.processor = processor

    def run(self, root: etree.Element) -> None:
        for paragraph in self.processor.made:
            if isinstance(paragraph.text, AtomicString):
                paragraph.text = str(paragraph.text)
        self.processor.made.clear()
