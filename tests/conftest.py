"""Shared by all tests: golden files, and a course under tests/data/check to run the program on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

CHECK = Path(__file__).parent / "data" / "check"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite expected files; review the diff as code")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """`golden(path, text)`: the text is what the file holds, or is written there under --update-golden."""
    update = request.config.getoption("--update-golden")

    def compare(path: Path, text: str) -> None:
        if update:
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8"), f"differs from {path}; see --update-golden"

    return compare


@pytest.fixture
def course(tmp_path: Path) -> Callable[..., Path]:
    """`course("bad-name")`: a copy of the good course with the files of bad/bad-name laid over it."""

    def build(overlay: str | None = None) -> Path:
        root = tmp_path / (overlay or "good")
        shutil.copytree(CHECK / "good", root)
        if overlay:
            ignore = shutil.ignore_patterns("expected*.txt")
            shutil.copytree(CHECK / "bad" / overlay, root, dirs_exist_ok=True, ignore=ignore)
        return root

    return build
