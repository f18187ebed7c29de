"""A folder on a port of this machine, compressed as servers do, with a record of what was sent when."""

from __future__ import annotations

import asyncio
import gzip
import mimetypes
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit


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


class _Connection(asyncio.Protocol):
    """One connection; its requests are answered in their order. With threads and a parser a file would cost more."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self.waiting = (self.waiting + data).split(b"\r\n\r\n")
        for request in requests:
            self._answer(request.split(b" ", 2)[1].decode("ascii"))

    def _answer(self, target: str) -> None:
        name = unquote(urlsplit(target).path)
        path = self.folder / name.lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        if ".." in name or not path.is_file():
            self.transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        answer, size = response(path)
        self.site.sent.append((unquote(target), size, time.time()))
        self.transport.write(answer)


@cache
def response(path: Path) -> tuple[bytes, int]:
    """Head and body as they are sent, and the bytes of the body."""
    body = packed(path)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    head = [
        "HTTP/1.1 200 OK",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "Cache-Control: max-age=600",  # a second page of the same visit has what it shares
        *([] if already_packed(path) else ["Content-Encoding: gzip"]),
    ]
    return "\r\n".join([*head, "", ""]).encode() + body, len(body)


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The folder as a site."""
    site = Site("")
    loop = asyncio.new_event_loop()
    # In its thread from the first: where a browser is driven, this one has a loop that runs already.
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opening = loop.create_server(lambda: _Connection(site, folder), "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(opening, loop).result()
    site.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    yield site
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
