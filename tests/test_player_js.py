"""The player's tests without a page: `node --test tests/js`, run from here too."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SUITES = sorted((Path(__file__).parent / "js").glob("*.test.mjs"))


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_node_suite(suite: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node; the shared tables run in Chromium instead (test_marking, test_shuffle)")
    done = subprocess.run([node, "--test", str(suite)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
