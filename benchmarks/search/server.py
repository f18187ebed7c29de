"""A folder on a port of this machine, compressed as servers do, with a record of what was sent when."""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote


class Site:
    """Its address; `sent` are path, compressed bytes, and when, in seconds since 1970."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.sent: list[tuple[str, int, float]] = []

    def bytes(self, files: re.Pattern[str], start: float, end: float) -> int:
        """What was sent of some files in a span of time."""
        return sum(size for path, size, when in list(self.sent) if start <= when <= end and files.search(path))


@cache
def packed(path: Path) -> bytes:
    """A file as it is sent: gzip, level 6. What is compressed already stays as it is."""
    return path.read_bytes() if already_packed(path) else gzip.compress(path.read_bytes(), 6)


@cache
def already_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


class _Gzip(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one go: sent apart, the second waits some 40 ms for the first to be acknowledged.
    wbufsize = -1
    disable_nagle_algorithm = True
    site: Site

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = packed(path)
        self.site.sent.append((unquote(self.path), len(body), time.time()))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if not already_packed(path):
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")  # a second page of the same visit has what it shares
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        with suppress(ConnectionError):  # a profile was closed
            super().handle()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The folder as a site."""
    site = Site("")
    handler = type("Handler", (_Gzip,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: handler(*args, directory=str(folder)))
    site.address = f"http://127.0.0.1:{server.server_address[1]}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()
