"""A Chromium, and a small course rendered by the package and served on 127.0.0.1."""

from __future__ import annotations

import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from rendered import COURSE, render

import chromium
from banxing.catalogue import load
from banxing.cli import main
from banxing.model.quiz import Quiz
from sites import copy_course, mkdocs_build

expect.set_options(timeout=20_000)  # a machine with much to do is slow, not wrong


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rendered course, and under changed/ the same course after an author's edit."""
    root = tmp_path_factory.mktemp("site")
    render(COURSE, root)
    edited = tmp_path_factory.mktemp("course") / "player"
    shutil.copytree(COURSE, edited)
    for name, old, new in (
        ("basics/signature", "现场调查时，执法人员不得少于几人？", "现场检查时，执法人员不得少于几人？"),
        ("basics/signature", "写一段给带队人的提醒。", "写一段给带队人的书面提醒。"),
        ("exam", "期限是____日", "法定期限是____日"),
    ):
        path = edited / "quizzes" / f"{name}.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    render(edited, root / "changed")
    return root


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """The address of the rendered course."""
    with _served(folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.launched() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A fresh profile. Fails on a request to another host and on an error in a script."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    elsewhere: list[str] = []
    errors: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((site, "file:", "data:", "blob:")):
            elsewhere.append(request.url)

    context.on("request", note)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert elsewhere == []
    assert errors == []


@pytest.fixture
def open_page(context: BrowserContext, site: str) -> Callable[[str], Page]:
    """`open_page("exam.html")` in a tab of its own."""

    def opened(name: str) -> Page:
        page = context.new_page()
        page.goto(f"{site}/{name}")
        return page

    return opened


@pytest.fixture(scope="session")
def exam() -> Quiz:
    return load(COURSE, with_keys=False).quizzes["exam"].quiz


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own course as a site."""
    target = tmp_path_factory.mktemp("built")
    run = mkdocs_build(copy_course(tmp_path_factory.mktemp("course")), target)
    assert run.returncode == 0, run.stderr
    return target


@pytest.fixture(scope="session")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The offline ZIP of the course, unpacked."""
    course, out = copy_course(tmp_path_factory.mktemp("course")), tmp_path_factory.mktemp("offline") / "site.zip"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795392000")
        assert main(["offline", "--root", str(course), "-o", str(out)]) == 0
    with zipfile.ZipFile(out) as archive:
        archive.extractall(target := tmp_path_factory.mktemp("stick"))
    return target / "banxing"


@pytest.fixture
def disk(browser: Browser) -> Iterator[Page]:
    """A fresh profile; a request for anything but a file fails the test, and so does an error in the console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    said: list[str] = []
    context.on("request", lambda r: said.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None)
    # Aborted is what the next page, or a download, took the place of.
    context.on("requestfailed", lambda r: said.append(r.url) if r.failure != "net::ERR_ABORTED" else None)
    context.on("console", lambda m: said.append(f"{m.page}: {m.text}") if m.type in ("error", "warning") else None)
    context.on("weberror", lambda error: said.append(str(error.error)))
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()
    assert said == []


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The site of the course, served."""
    with _served(built) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh profile; a request to another host fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    elsewhere: list[str] = []
    context.on(
        "request",
        lambda r: elsewhere.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None,
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()
    assert elsewhere == []
