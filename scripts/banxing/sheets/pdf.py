"""HTML → PDF through a Chromium that is installed already. Nothing is fetched, and nothing here is ever required."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

VARIABLE = "BANXING_CHROMIUM"
MARGIN_BOXES = 131  # the version from which Chromium prints page numbers that the page asks for
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
_PLACES = (
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES}/Microsoft/Edge/Application/msedge.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # the files ask no host for anything, and the browser shall not either
    "--no-pdf-header-footer",
)
_SECONDS = 600


class PrintFailed(Exception):
    """The browser made no PDF; the text says why, as far as it told."""


def find_browser() -> str | None:
    """Path of a Chromium: what the variable names, else one of the usual names on PATH, else in a usual place.

    Raises FileNotFoundError where the variable names no file.
    """
    if named := os.environ.get(VARIABLE, "").strip():
        if found := shutil.which(named):
            return found
        raise FileNotFoundError(named)
    on_path = (shutil.which(name) for name in _NAMES)
    places = (place for place in map(_filled, _PLACES) if place and os.path.isfile(place))
    return next((path for path in on_path if path), None) or next(places, None)


def numbers_pages(browser: str) -> bool:
    """Whether this version prints the page numbers; true where it does not tell its version."""
    if os.name == "nt":  # there it opens a window instead
        return True
    try:
        run = subprocess.run([browser, "--version"], capture_output=True, timeout=30, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return True
    version = re.search(rb"(\d+)\.\d+\.\d+", run.stdout)
    return version is None or int(version[1]) >= MARGIN_BOXES


def print_pdf(browser: str, page: Path) -> Path:
    """Print `page.html` to `page.pdf` beside it, whole or not at all. Raises PrintFailed."""
    target = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(prefix="banxing-", ignore_cleanup_errors=True) as profile:
        part = Path(profile) / "page.pdf"
        options = [*_QUIET, f"--user-data-dir={profile}", f"--print-to-pdf={part}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")  # Chromium refuses to start as root with it
        command = [browser, *options, page.resolve().as_uri()]
        try:
            run = subprocess.run(command, capture_output=True, timeout=_SECONDS, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PrintFailed(getattr(error, "strerror", None) or type(error).__name__) from error
        if not part.is_file() or not part.read_bytes().startswith(b"%PDF-"):
            told = run.stderr.decode(errors="replace").strip().splitlines()
            raise PrintFailed(told[-1][:200] if told else f"{Path(browser).name}: {run.returncode}")
        aside = target.with_name(f".{target.name}.part")
        shutil.copyfile(part, aside)
        os.replace(aside, target)
    return target


def _filled(place: str) -> str:
    """The place with the folders of this machine; empty where it has none of that name."""
    names = re.findall(r"\{([^}]+)\}", place)
    for name in names:
        if not os.environ.get(name):
            return ""
        place = place.replace(f"{{{name}}}", os.environ[name])
    return place
