"""Looks of the workbook's cells. What may be typed over is white and unlocked; what is computed is grey."""

from __future__ import annotations

from typing import Any

_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_BOX = {"border": 1, "border_color": "#8C8C8C"}
_GREY = {"bg_color": "#F2F2F2"}


class Styles:
    def __init__(self, book: Any) -> None:
        def made(**properties: Any) -> Any:
            return book.add_format({**_FONT, **properties})

        centre = {"align": "center"}
        self.title = made(bold=True, font_size=15)
        self.advice = made(font_color="#595959")
        self.told = made(bold=True)
        self.paragraph = made(font_color="#595959", text_wrap=True, align="left")
        self.signature = made(locked=False, bottom=1)
        self.head = made(bold=True, text_wrap=True, bg_color="#DDE6F0", **centre, **_BOX)
        self.part = made(font_color="#8C8C8C", rotation=90, **centre, **_BOX)
        self.part.set_font_size(7)
        # Text, so that a spreadsheet neither shortens a long number nor takes `1-2` for a date.
        self.person = made(num_format="@", locked=False, shrink=True, **_BOX)
        self.answer = made(num_format="@", locked=False, **centre, **_BOX)
        self.mark = made(locked=False, **centre, **_BOX)
        self.locked_text = made(text_wrap=True, **_GREY, **_BOX)
        self.locked_person = made(shrink=True, **_GREY, **_BOX)
        self.locked_number = made(**centre, **_GREY, **_BOX)
        self.locked_mark = made(**centre, **_GREY, **_BOX)
        self.score = made(bold=True, **centre, **_GREY, **_BOX)
        self.two_places = made(num_format="0.00", **centre, **_GREY, **_BOX)
        self.percent = made(num_format="0.0%", **centre, **_GREY, **_BOX)
        self.status = made(**centre, **_GREY, **_BOX)
        self.failed = book.add_format({"font_color": "#9C0006", "bg_color": "#FFC7CE"})
        self.doubtful = book.add_format({"font_color": "#7F4F00", "bg_color": "#FFD27F"})
        self.waiting = book.add_format({"font_color": "#1F4E79", "bg_color": "#DDEBF7"})
