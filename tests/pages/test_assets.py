"""The bundles: complete, small, named by content, and cut down without harm."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from hashlib import sha256
from importlib.resources import files

import pytest

from banxing.pages.assets import SOURCES, bundles, source_text

KIB = 1024


def bundle(name: str) -> bytes:
    stem, suffix = name.split(".")
    return next(
        content for file, content in bundles().items() if re.fullmatch(rf"{stem}\.[0-9a-f]{{8}}\.{suffix}", file)
    )


@pytest.mark.parametrize(
    ("names", "budget"),
    [
        (["practice.js", "player.css"], 10 * KIB),
        (["exam.js", "player.css", "exam.css"], 16 * KIB),
        (["study.js", "study.css"], 10 * KIB),
    ],
    ids=["practice", "exam", "study"],
)
def test_what_a_page_loads_is_small(names: list[str], budget: int) -> None:
    size = sum(len(gzip.compress(bundle(name), 9, mtime=0)) for name in names)
    assert size <= budget, f"{names}: {size} bytes of {budget}"


def test_what_every_module_loads_is_smaller_still() -> None:
    assert len(gzip.compress(bundle("marks.js"), 9, mtime=0)) <= 1.5 * KIB
    assert len(gzip.compress(bundle("study.js"), 9, mtime=0)) <= 8 * KIB


def test_every_source_is_in_a_bundle() -> None:
    folder = {entry.name for entry in files("banxing").joinpath("player").iterdir() if "." in entry.name}
    named = {name for names in SOURCES.values() for name in names}
    assert {name for name in named if "/" not in name} == folder
    vendor = {entry.name for entry in files("banxing").joinpath("player", "vendor").iterdir()}
    assert {f"vendor/{name}" for name in vendor if name.endswith(".js")} == {name for name in named if "/" in name}


def test_what_others_wrote_keeps_its_licence() -> None:
    licence = source_text("vendor/lean-qr.LICENSE").encode()
    assert b"Permission is hereby granted" in licence and licence in bundle("codes.js")
    assert b"Permission is hereby granted" not in bundle("exam.js")  # loaded only by who asks for codes


def test_the_site_and_the_player_do_not_style_each_other() -> None:
    """The theme's answer sheet for forms once made the exam's answer card white on dark pages."""
    site = files("banxing").joinpath("theme", "site.css").read_text(encoding="utf-8")
    player = source_text("player.css") + source_text("exam.css")
    theirs, ours = (set(re.findall(r"\.(bx-[\w-]+)", css)) for css in (site, player))
    assert theirs & ours == set() and "bx-item" in ours and "bx-card" in theirs


def test_names_follow_the_content() -> None:
    for name, content in bundles().items():
        assert name.split(".")[1] == sha256(content).hexdigest()[:8]


def test_keys_are_never_marked_on_an_exam_page() -> None:
    marks = re.compile(rb"\.mark\s*=")
    assert marks.search(bundle("practice.js")) and not marks.search(bundle("exam.js"))


@pytest.mark.parametrize("name", ["practice.js", "exam.js", "codes.js", "study.js", "marks.js", "ticks.js"])
def test_bundles_are_sound_javascript(name: str) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node; the browser tests load the bundles")
    done = subprocess.run([node, "--check", "-"], input=bundle(name), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
