"""`banxing offline`: what is packed and how; that it works from a stick is for tests/browser/test_stick.py."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from banxing.cli import main
from banxing.offline import pack

DAY = datetime(2026, 11, 23, 8, 30, 58, tzinfo=UTC)
CONFIG = "site_name: 课\ntheme: {name: material, language: zh}\nplugins: [banxing]\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("index.html", "图/现场.svg", "assets/a.js", "assets/a.js.map", "404.html", "sitemap.xml.gz"):
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} " * 50, encoding="utf-8")
    worker = tmp_path / "site/assets/javascripts/workers/search.js"
    worker.parent.mkdir(parents=True)
    worker.write_text("", encoding="utf-8")
    return tmp_path / "site"


def test_the_same_site_is_the_same_zip(site: Path) -> None:
    first = pack(site, DAY)
    moved = site.rename(site.with_name("elsewhere"))
    for path in moved.rglob("*"):
        path.chmod(0o700)
        path.touch()
    assert pack(moved, DAY) == first


def test_what_a_disk_cannot_use_stays_out_and_all_else_is_in_one_folder(site: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(site, DAY))) as archive:
        assert archive.namelist() == ["banxing/assets/a.js", "banxing/index.html", "banxing/图/现场.svg"]
        assert archive.read("banxing/index.html") == (site / "index.html").read_bytes()


def test_names_are_read_right_on_chinese_windows_and_files_by_everyone(site: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(site, DAY))) as archive:
        for entry in archive.infolist():
            assert entry.filename.isascii() or entry.flag_bits & 0x800, entry.filename  # else it would be read as GBK
            assert entry.date_time == (2026, 11, 23, 8, 30, 58)
            assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)


def offline(root: Path, out: Path, *more: str) -> int:
    return main(["offline", "--root", str(root), "-o", str(out), *more])


def test_the_whole_of_it_on_a_small_course(
    course: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BANXING_LANG", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    root = course()
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    out = tmp_path / "new" / "培训.zip"
    assert offline(root, out) == 0
    told, said = capsys.readouterr()
    assert told == "" and f"已写出 {out}（" in said and "banxing/index.html" in said
    with zipfile.ZipFile(out) as archive:
        names = set(archive.namelist())
        assert {"banxing/index.html", "banxing/training/standards/scene.html", "banxing/study/index.html"} <= names
        assert not [name for name in names if name.endswith((".yml", ".map"))]
    first = out.read_bytes()
    assert offline(root, out) == 0
    assert out.read_bytes() == first


def test_a_course_with_faults_is_told_and_the_old_zip_stays(
    course: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BANXING_LANG", raising=False)
    root = course("yaml-tab")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    out = tmp_path / "a.zip"
    out.write_bytes(b"old")
    assert offline(root, out) == 1
    told, said = capsys.readouterr()
    assert told == "" and "quizzes/standards/scene.yml:" in said and "[yaml-tab]" in said
    assert said.endswith("网站没有生成，ZIP 没有写；请先改好上面的问题\n") and "Traceback" not in said
    assert out.read_bytes() == b"old"


def test_a_folder_without_a_site_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert offline(tmp_path, tmp_path / "a.zip", "--lang", "en") == 2
    assert f"no mkdocs.yml in {tmp_path.resolve()}" in capsys.readouterr().err
    assert not (tmp_path / "a.zip").exists()


def test_a_warning_of_the_build_stops_it_too(
    course: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = course()
    (root / "mkdocs.yml").write_text(f"{CONFIG}nav: [index.md, gone.md]\n", encoding="utf-8")
    assert offline(root, tmp_path / "a.zip", "--lang", "en") == 1
    said = capsys.readouterr().err
    assert "gone.md" in said and "INFO" not in said
    assert not (tmp_path / "a.zip").exists()
