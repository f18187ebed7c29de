"""Papers scanned from QR codes: their pieces in a text → the papers they are of.

A code says `BANXING:1/2:<check code>:<piece>`; the pieces in order are the base32 of the zlib of the paper's JSON
(player/exam-codes.js). Scanners type them one a line; some do so through a Chinese input method, which makes the
marks wide.
"""

from __future__ import annotations

import re
import zlib
from base64 import b32decode
from collections import defaultdict

from banxing.responses.records import Refused

MARK = re.compile(rb"banxing[^a-z\d-]{1,3}\d", re.IGNORECASE)  # in a file of any encoding, with a wide colon too
_PIECE = re.compile(
    r"BANXING[:：]([1-9]\d?)[/／、]([1-9]\d?)[:：]([0-9A-F]{8})[:：]([A-Z2-7]+)", re.IGNORECASE | re.ASCII
)
_MOST = 256 * 1024  # bytes of one paper; what fits into codes is far below
_MOST_OF_ALL = 32 * 1024 * 1024


def scanned(text: str) -> tuple[str, list[str | Refused]]:
    """The text without its codes; and for each paper the JSON that its codes say, or why they say none."""
    sets: dict[tuple[str, int], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, total, check, piece in _PIECE.findall(text):
        sets[check.lower(), int(total)][int(number)].add(piece.upper())
    found: list[str | Refused] = []
    left = _MOST_OF_ALL
    for (_, total), pieces in sets.items():
        found.append(_joined(pieces, total) if left > 0 else Refused("codes-broken"))
        left -= len(found[-1]) if isinstance(found[-1], str) else _MOST
    return _PIECE.sub("", text), found


def _joined(pieces: dict[int, set[str]], total: int) -> str | Refused:
    """`pieces` by number from 1; each is a set, since one may have been scanned twice, and then differently."""
    missing = [str(number) for number in range(1, total + 1) if number not in pieces]
    if missing:
        return Refused("codes-missing", total=total, missing="、".join(missing))
    if any(len(readings) > 1 for readings in pieces.values()):
        return Refused("codes-broken")
    whole = "".join(next(iter(pieces[number])) for number in range(1, total + 1))
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(b32decode(whole + "=" * (-len(whole) % 8)), _MOST).decode()
    except (ValueError, zlib.error):
        return Refused("codes-broken")
    return text if unpacker.eof else Refused("codes-broken")
