"""Compares two built sites byte by byte.

    python benchmarks/build/same.py BEFORE AFTER

Prints each file that only one of them has, and the first differing line of each that differs. Exit code 1 when there
is any; build both under one SOURCE_DATE_EPOCH.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path


def differences(before: Path, after: Path) -> Iterator[str]:
    """A sentence for each file that is not the same in both folders."""
    old, new = _files(before), _files(after)
    yield from (f"- {name}" for name in sorted(old.keys() - new.keys()))
    yield from (f"+ {name}" for name in sorted(new.keys() - old.keys()))
    for name in sorted(old.keys() & new.keys()):
        was, now = old[name].read_bytes(), new[name].read_bytes()
        if was != now:
            yield f"≠ {name}{_first_difference(was, now)}"


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def _first_difference(was: bytes, now: bytes) -> str:
    lines = zip_longest(was.split(b"\n"), now.split(b"\n"), fillvalue=b"")
    number, (old, new) = next((n, pair) for n, pair in enumerate(lines, 1) if pair[0] != pair[1])
    start = max(0, next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0) - 30)
    return f":{number}\n    {_shown(old, start)}\n    {_shown(new, start)}"


def _shown(line: bytes, start: int) -> str:
    return line[start : start + 160].decode("utf-8", "replace")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("before", type=Path)
    asked.add_argument("after", type=Path)
    given = asked.parse_args()
    found = list(differences(given.before, given.after))
    print(*found, f"{len(found)} differences in {len(_files(given.after))} files", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
