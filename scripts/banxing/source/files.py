"""Bytes on disk → text, or the reason why not."""

from __future__ import annotations

import re
from pathlib import Path

from banxing.diagnostics import START, Diagnostic, Pos

MAX_BYTES = 8 * 1024 * 1024
# Control characters, line ends no editor shows (YAML counts U+0085, U+2028 and U+2029 as such), and the zero-width
# and direction marks that come along when a text is copied from chats: all make two equal-looking texts differ.
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def read_text(path: Path, name: str) -> tuple[str | None, list[Diagnostic]]:
    """The text of an authored file, line ends as `\\n`, without BOM.

    `name` is how messages call the file. Returns None with one diagnostic for a file that cannot be read as text.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, [Diagnostic(name, START, "file-too-large", {"limit": MAX_BYTES // 1024 // 1024})]
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, [Diagnostic(name, START, "missing-file")]
    except OSError as error:
        return None, [Diagnostic(name, START, "unreadable-file", {"reason": error.strerror or str(error)})]
    return decode(raw, name)


def decode(raw: bytes, name: str) -> tuple[str | None, list[Diagnostic]]:
    """As `read_text`, from bytes."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        return None, [Diagnostic(name, place(before, len(before)), "not-utf-8", {"byte": f"{raw[error.start]:02X}"})]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := CONTROL.search(text):
        fields = {"char": f"U+{ord(bad[0]):04X}"}
        return None, [Diagnostic(name, place(text, bad.start()), "control-character", fields)]
    if not text.strip():
        return None, [Diagnostic(name, START, "empty-file")]
    return text, []


def place(text: str, offset: int) -> Pos:
    """The position of the character at `offset`."""
    line_start = text.rfind("\n", 0, offset) + 1
    return Pos(text.count("\n", 0, offset) + 1, offset - line_start + 1)
