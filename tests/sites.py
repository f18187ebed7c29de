"""Real builds of a course with MkDocs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("docs", "training", "quizzes")


def copy_course(target: Path) -> Path:
    """The repository's own course, to build and to break."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, target / name)
    shutil.copy(ROOT / "mkdocs.yml", target)
    return target


def mkdocs_build(course: Path, site: Path, *, strict: bool = True) -> subprocess.CompletedProcess[str]:
    """`mkdocs build --strict`, on a fixed day."""
    how = ["--strict"] if strict else []
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795392000", "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *how, "-f", str(course / "mkdocs.yml"), "-d", str(site)],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}
