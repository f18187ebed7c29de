"""A few of the scripted candidates of benchmarks/candidates.py; the hundred sit there."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser

from sites import ROOT

pytestmark = pytest.mark.browser


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("candidates", ROOT / "benchmarks" / "candidates.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nothing_is_lost_or_altered_and_marks_are_as_recorded(browser: Browser, address: str, tmp_path: Path) -> None:
    candidates = script()
    (papers := tmp_path / "papers").mkdir()
    outcomes = candidates.sit_all(browser, address, range(1, 4), "tests", papers, 25)
    assert candidates.differences(outcomes, papers, tmp_path / "out") == []
    assert sum(len(outcome.answers) for outcome in outcomes) > 10
    assert sum(outcome.did["compared"] for outcome in outcomes) > 100
