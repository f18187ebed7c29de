"""Work done by a copy of the process, or here where there is none."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from banxing.pages.beside import Beside


def test_it_is_done_when_it_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    work = Beside(lambda: file.write_text(str(os.getpid())))
    work.finish()
    assert file.exists()


def test_a_process_with_threads_makes_no_copy_of_itself(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    held = threading.Event()
    thread = threading.Thread(target=held.wait)
    thread.start()
    try:
        work = Beside(lambda: file.write_text(str(os.getpid())))
        assert not file.exists()
        work.finish()
    finally:
        held.set()
        thread.join()
    assert file.read_text() == str(os.getpid())


def test_what_goes_wrong_is_raised_where_it_is_waited_for(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ValueError("no room")

    work = Beside(fail)
    with pytest.raises(ValueError, match="no room"):
        work.finish()


def test_what_is_stopped_leaves_nothing_running(tmp_path: Path) -> None:
    work = Beside(threading.Event().wait)
    work.stop()
    work.stop()
