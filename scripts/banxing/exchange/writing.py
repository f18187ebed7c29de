"""Files written beside their place and then renamed, so that none is ever half there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_all(contents: Mapping[Path, str | bytes]) -> None:
    """Write each, texts as UTF-8; the old files stay until every new one is complete. Raises OSError."""
    written: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.new")
            written[path] = beside
            beside.write_bytes(content.encode() if isinstance(content, str) else content)
        for path, beside in written.items():
            os.replace(beside, path)
    finally:
        for beside in written.values():
            beside.unlink(missing_ok=True)
