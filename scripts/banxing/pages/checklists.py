"""Lists of `- [ ] …` in Markdown → boxes a reader can tick; `player/ticks.js` keeps the ticks in the browser."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from banxing.shuffle import fnv1a

_OPEN = "[ ] "
_BLOCKS = {"ul", "ol", "p", "table", "div", "pre", "blockquote"}
MARK = 'class="bx-tick"'
"""Stands in the HTML of every page that has a box."""
_BOX = re.compile(r'<input type="checkbox" value="([0-9a-f]{8})"')


def box_values(html: str) -> tuple[str, ...]:
    """What a page's boxes are kept by, in their order."""
    return tuple(_BOX.findall(html))


class ChecklistExtension(Extension):
    """The whole line is the box's label: easy to hit with a thumb, and a name for a screen reader."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After inline patterns (20), before links are resolved (13, 0).
        md.treeprocessors.register(_Checklists(md), "banxing-checklists", 15)


class _Checklists(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for item in list(root.iter("li")):
            holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            if (holder.text or "").startswith(_OPEN):
                _tick(item, holder)


def _tick(item: etree.Element, holder: etree.Element) -> None:
    label = etree.Element("label", {"class": "bx-tick"})
    words = etree.Element("span")
    words.text = (holder.text or "")[len(_OPEN) :]
    for child in [child for child in holder if child.tag not in _BLOCKS]:
        holder.remove(child)
        words.append(child)
    # A tick belongs to the sentence: one that was changed since is open again.
    etree.SubElement(label, "input", {"type": "checkbox", "value": f"{fnv1a(''.join(words.itertext())):08x}"})
    label.append(words)
    holder.text = None
    holder.insert(0, label)
    item.set("class", "bx-tick-item")
