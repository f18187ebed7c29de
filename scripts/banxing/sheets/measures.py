"""How wide a text prints."""

from __future__ import annotations

import unicodedata


def ems(source: str) -> float:
    """Width in ems: a Chinese character is one, a Latin letter about half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in source)
