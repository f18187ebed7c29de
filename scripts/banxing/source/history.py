"""Files as of a commit, read with git. Nothing is checked out, and no argument passes through a shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from banxing.source.files import MAX_BYTES

_SECONDS = 60
_SHORT = 10  # hex digits by which people know a commit
# No prompt, no fetch of what a partial clone left out, and git's own words in English for the sentence around them.
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


class NoHistory(Exception):
    """The past cannot be read. `code` names the sentence in the section `revision` of the messages."""

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.code, self.fields = code, fields


@dataclass(frozen=True)
class Commit:
    """`name` is the full hash, `day` the committer's date (2026-11-23)."""

    folder: Path
    name: str
    day: str

    @property
    def short(self) -> str:
        return self.name[:_SHORT]

    def read(self, path: str) -> bytes | None:
        """A file's bytes as committed, `path` (with `/`) under the folder; None where the commit has no such file."""
        place = f"{self.name}:./{path}"
        if _git(self.folder, "cat-file", "-t", place).stdout.strip() != b"blob":
            return None
        size = _git(self.folder, "cat-file", "-s", place).stdout.strip()
        if int(size) > MAX_BYTES:
            raise NoHistory("too_large", path=path, limit=MAX_BYTES // 1024 // 1024)
        # `cat-file`, since `show` may run a text filter that the repository's settings name.
        found = _git(self.folder, "cat-file", "blob", place)
        if found.returncode:
            raise NoHistory("failed", reason=_last_words(found))
        return found.stdout


def find_commit(folder: Path, revision: str) -> Commit:
    """What `revision` (a hash, tag, branch, `HEAD~2`) names in the repository that `folder` is in."""
    inside = _git(folder, "rev-parse", "--is-inside-work-tree")
    if inside.returncode or inside.stdout.strip() != b"true":
        raise NoHistory("no_repository", folder=folder.resolve(), reason=_last_words(inside))
    if revision.startswith("-") or not revision.strip():  # git would take it for an option
        raise NoHistory("unknown", value=revision)
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    name = found.stdout.strip().decode("ascii", "replace")
    if found.returncode or not re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", name):  # `^HEAD` is no commit
        raise NoHistory("unknown", value=revision)
    return Commit(folder, name, _day(_git(folder, "cat-file", "commit", name).stdout))


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("git")
    if program is None:
        raise NoHistory("no_git")
    command = [program, "--no-pager", "-C", str(folder), *arguments]
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, env={**os.environ, **_QUIET}
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoHistory("failed", reason=type(error).__name__) from error


def _day(commit: bytes) -> str:
    """From the line `committer Name <mail> 1763800000 +0800`, in the time zone it names."""
    for line in commit.split(b"\n\n")[0].splitlines():
        if line.startswith(b"committer "):
            seconds, zone = line.decode("utf-8", "replace").rsplit(" ", 2)[1:]
            shift = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
            moment = datetime.fromtimestamp(int(seconds), UTC) + (-shift if zone[0] == "-" else shift)
            return moment.date().isoformat()
    return ""


def _last_words(run: subprocess.CompletedProcess[bytes]) -> str:
    lines = run.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0][:200] if lines else f"git: {run.returncode}"
