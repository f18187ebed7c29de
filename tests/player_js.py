"""Runs the player's pure logic on a shared table: in node, or where there is none in Chromium."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import chromium
from banxing.pages.assets import source_text

TABLES = Path(__file__).parent / "js" / "tables.js"
_ASK_NODE = """
const [source, kind, table] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const context = require('vm').createContext({ TextEncoder, TextDecoder });
require('vm').runInContext(source, context);
Promise.resolve(context.playerTables[kind](context.Banxing, table))
  .then((found) => process.stdout.write(JSON.stringify(found)));
"""
_ASK_PAGE = "([kind, table]) => playerTables[kind](Banxing, table)"


def failures(sources: list[str], kind: str, table: Any) -> list[str]:
    """What `playerTables[kind]` (tests/js/tables.js) finds wrong. Skips where neither node nor Chromium is there."""
    script = "\n".join([*map(source_text, sources), TABLES.read_text(encoding="utf-8")])
    if node := shutil.which("node"):
        asked = json.dumps([script, kind, table])
        done = subprocess.run([node, "-e", _ASK_NODE], input=asked, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        found: list[str] = json.loads(done.stdout)
        return found
    with chromium.launched() as browser:
        page = browser.new_page()
        page.evaluate(script)
        result: list[str] = page.evaluate(_ASK_PAGE, [kind, table])
        return result
