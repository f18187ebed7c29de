"""Diagrams on a phone: they keep a size at which their words can be read, scroll sideways, and open by themselves."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_CLASS = "bx-diagram"


class DiagramExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Diagrams(md), "banxing-diagrams", -6)  # after links are resolved


class _Diagrams(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for index, child in enumerate(parent):
                if child.tag == "img" and _CLASS in child.get("class", "").split():
                    parent[index] = _framed(child)


def _framed(image: etree.Element) -> etree.Element:
    """The link is what Tab reaches, so that the arrow keys can scroll; its name is the picture's."""
    frame = etree.Element("span", {"class": "bx-diagram-frame"})
    link = etree.SubElement(frame, "a", {"href": image.get("src", "")})
    frame.tail, image.tail = image.tail, None
    link.append(image)
    return frame
