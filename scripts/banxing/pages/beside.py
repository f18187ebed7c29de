"""Work that another process does while this one goes on."""

from __future__ import annotations

import gc
import multiprocessing
import sys
import threading
from collections.abc import Callable
from multiprocessing.context import ForkContext, ForkProcess


class Beside:
    """Starts `work` in a copy of this process; where none can be had, it is done here when it is waited for.

    What the work changes in memory is lost with the copy: it is there to write files.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._process: ForkProcess | None = None
        if fork := _fork():
            self._process = fork.Process(target=_alone, args=(work,), daemon=True)
            self._process.start()

    @property
    def apart(self) -> bool:
        """Whether a copy does it."""
        return self._process is not None

    def finish(self) -> None:
        """Wait until it is done. What goes wrong is raised here."""
        if self._process:
            self._process.join()
        if self._process is None or self._process.exitcode:
            self._work()

    def stop(self) -> None:
        """Leave it unfinished."""
        if self._process:
            self._process.terminate()
            self._process.join()


def _alone(work: Callable[[], None]) -> None:
    gc.disable()  # all is given back when the copy ends
    work()


def _fork() -> ForkContext | None:
    """Windows has none, macOS a dangerous one, and a process with threads must not."""
    if sys.platform in ("win32", "darwin") or threading.active_count() > 1:
        return None
    return multiprocessing.get_context("fork")
