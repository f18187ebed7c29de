"""PDF through the machine's Chromium: found by name, never required."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

import chromium
from banxing.cli import main
from banxing.sheets.pdf import VARIABLE, find_browser, numbers_pages

PLAYER = Path(__file__).parent / "data" / "player"


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BANXING_LANG", raising=False)
    monkeypatch.delenv(VARIABLE, raising=False)


def sheet(*args: str) -> int:
    return main(["sheet", "basics/signature", *args, "--root", str(PLAYER)])


def program(folder: Path, script: str, name: str = "chromium") -> Path:
    """Something that stands where a browser would."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.browser
def test_each_page_becomes_a_pdf_on_a4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if chromium.find() is None:
        pytest.fail("no Chromium") if os.environ.get("CI") else pytest.skip("no Chromium")
    monkeypatch.setenv(VARIABLE, chromium.find() or "")
    assert sheet("-o", str(tmp_path), "--pdf") == 0
    found = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert found == ["answer-sheet.pdf", "key.pdf", "paper.pdf"]
    for path in tmp_path.glob("*.pdf"):
        size = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", path.read_bytes())
        assert size is not None
        assert [float(n) for n in size.groups()] == pytest.approx([595, 842], abs=1.5)
    assert not list(tmp_path.glob(".*"))


def test_without_a_browser_there_is_html_and_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if find_browser():
        pytest.skip("a browser stands where every machine of this kind has it")
    assert sheet("-o", str(tmp_path / "out")) == 0
    assert "没有找到 Chromium、Chrome 或 Edge，只写了 HTML" in capsys.readouterr().err
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".html", ".xlsx"}
    assert sheet("-o", str(tmp_path / "other"), "--pdf") == 3
    assert not (tmp_path / "other").exists()
    capsys.readouterr()
    assert sheet("-o", str(tmp_path / "third"), "--no-pdf") == 0
    assert "Chromium" not in capsys.readouterr().err


def test_a_variable_that_names_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    assert sheet("-o", str(tmp_path / "out")) == 2
    assert f"{VARIABLE} 指定的浏览器“{tmp_path / 'nowhere'}”不存在" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_a_browser_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(program(tmp_path, "echo no display >&2; exit 1")))
    assert sheet("-o", str(tmp_path / "out")) == 0
    assert "没有转成 PDF（no display）；HTML 已经写好" in capsys.readouterr().err
    assert sheet("-o", str(tmp_path / "out"), "--pdf") == 3
    assert not list((tmp_path / "out").glob("*.pdf"))


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
@pytest.mark.parametrize(("told", "known"), [("Chromium 130.0.1.2", False), ("Chrome 131.0.0.0", True), ("?", True)])
def test_page_numbers_need_a_browser_new_enough(told: str, known: bool, tmp_path: Path) -> None:
    assert numbers_pages(str(program(tmp_path, f"echo '{told}'"))) is known
