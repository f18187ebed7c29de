"""The offline ZIP, unpacked as on a USB stick and opened from there: all of it works, and nothing but files is read."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect
from test_whole_way import assert_scored, practise, search_and_read, sit

from banxing.catalogue import load
from sites import ROOT

pytestmark = pytest.mark.browser
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
LONGEST = 120  # of the 260 that Windows allows with the folders it is put in


class Links(HTMLParser):
    """What a page refers to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def test_every_link_leads_to_a_file(stick: Path) -> None:
    """From a disk a folder is a list of files, and its index.html is opened by nobody."""
    pages = sorted(stick.rglob("*.html"))
    broken, checked = [], 0
    for page in pages:
        for link in Links(page.read_text(encoding="utf-8")).found:
            url = urlsplit(link)
            if url.scheme or not url.path:
                continue
            checked += 1
            if not (page.parent / unquote(url.path)).is_file():
                broken.append(f"{page.relative_to(stick)}: {link}")
    assert broken == [] and len(pages) > 90 and checked > 5000


def test_names_can_be_unpacked_anywhere(stick: Path) -> None:
    names = [path.relative_to(stick).as_posix() for path in stick.rglob("*") if path.is_file()]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name.isascii() and len(name) <= LONGEST, name
        for part in PurePosixPath(name).parts:
            assert not re.search(r'[<>:"|?*\\]|[. ]$', part) and part.split(".")[0] not in DEVICES, name


def test_every_page_opens_and_reads_only_files(stick: Path, disk: Page) -> None:
    pages = sorted(stick.rglob("*.html"))
    for path in pages:
        disk.goto(path.as_uri())
        expect(disk.locator("meta[http-equiv=Content-Security-Policy]")).to_have_count(1)
    assert len(pages) > 90


def test_a_diagram_and_a_form_are_seen(stick: Path, disk: Page) -> None:
    disk.goto((stick / "training/standards/procedure.html").as_uri())
    diagram = disk.locator(".bx-diagram").first
    diagram.scroll_into_view_if_needed()
    box = diagram.bounding_box()
    assert box and box["width"] > 300 and box["height"] > 100
    assert diagram.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0  # fails for one that is not there
    disk.goto((stick / "forms/index.html").as_uri())
    disk.get_by_role("article").get_by_role("link", name="现场监督记录").first.click()
    expect(disk.locator(".bx-sheet")).to_be_visible()
    with disk.expect_download() as download:
        disk.get_by_role("link", name=re.compile("Word")).click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_from_a_search_to_a_score(stick: Path, disk: Page, tmp_path: Path) -> None:
    """The same way as on the served site; then what the device knows of it, on another page."""
    bank = load(ROOT).quizzes
    home, lesson = (stick / "index.html").as_uri(), (stick / "training/standards/procedure.html").as_uri()
    search_and_read(disk, home, "当事人拒绝签字", f"{lesson}#")
    practise(disk, bank["standards/procedure"])
    disk.goto((stick / "quizzes/final.html").as_uri())
    answers, saved = sit(disk, bank["final"], tmp_path)
    disk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    disk.get_by_role("button", name="复制答卷").click()
    expect(disk.get_by_text("已复制，请粘贴给培训师")).to_be_visible()
    copied = disk.evaluate("navigator.clipboard.readText()")
    assert json.loads(copied) == json.loads(saved.read_text(encoding="utf-8"))
    assert_scored(saved, answers, tmp_path)
    disk.goto((stick / "study/index.html").as_uri())
    # The plan leaves questions blank on purpose: the page says how far the practice came, and keeps no result of it.
    expect(disk.get_by_text(re.compile("核对了 \\d+/\\d+ 题，还没有结果"))).to_have_count(1)


def test_progress_is_kept_across_pages_and_when_the_stick_gets_another_letter(
    stick: Path, disk: Page, tmp_path: Path
) -> None:
    """Chromium gives all files one storage; it lies on the PC, not on the stick."""
    disk.goto((stick / "training/overview/what-it-is.html").as_uri())
    disk.get_by_role("button", name="学完了").click()
    disk.goto((stick / "tools/before.html").as_uri())
    disk.locator(".bx-tick").first.click()
    moved = tmp_path / "另一个 盘"
    shutil.copytree(stick, moved)
    disk.goto((moved / "index.html").as_uri())
    disk.get_by_role("link", name="我的学习").first.click()
    expect(disk).to_have_url(re.compile("study/index.html"))
    expect(disk.get_by_role("region", name="学习路径").locator("li").first).to_contain_text("学完 1/")
    expect(disk.get_by_role("region", name="核对表").locator("li").first).to_contain_text("已勾 1/")
