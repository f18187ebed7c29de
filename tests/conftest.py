"""Shared by all tests: golden files, a course under tests/data/check to run the program on, and LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
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


RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`office(book.xlsx)`: a copy that LibreOffice has computed anew; `office(form.docx, "pdf")`: as it is printed.

    Skips where there is no LibreOffice, fails under CI.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("no LibreOffice: put soffice on PATH")
        pytest.skip("no LibreOffice: put soffice on PATH")
    profile = tmp_path_factory.mktemp("office")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")

    def converted(book: Path, to: str = "xlsx") -> Path:
        out = tmp_path_factory.mktemp("converted")
        arguments = ["--headless", "--convert-to", to, "--outdir", str(out), str(book)]
        run = subprocess.run(
            [program, f"-env:UserInstallation={profile.as_uri()}", *arguments], capture_output=True, timeout=180
        )
        made = out / f"{book.stem}.{to}"
        assert made.is_file(), run.stderr.decode(errors="replace")
        return made

    return converted
