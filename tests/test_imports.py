"""The import table of docs/architecture.md, held."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scripts" / "banxing"
MODULES = sorted(PACKAGE.rglob("*.py"))


def tables() -> tuple[dict[str, str], dict[str, set[str]], dict[str, set[str]]]:
    """Module → layer; layer → layers it may import; package → layers that may import it."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs/architecture.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    layers = {module: row[0] for row in rows if len(row) == 3 for module in re.findall(r"`(\w+)`", row[1])}
    allowed = {row[0]: set(re.findall(r"\w+", row[2])) | {row[0]} for row in rows if len(row) == 3}
    homes = {
        package: set(re.findall(r"\w+", row[1]))
        for row in rows
        if len(row) == 2 and "`" in row[0]
        for package in re.findall(r"`(\w+)`", row[0])
    }
    return layers, allowed, homes


LAYERS, ALLOWED, HOMES = tables()


def layer_of(path: Path) -> str | None:
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return None if name == "__init__" else LAYERS[name]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_table_was_read() -> None:
    assert {"plugin", "cli", "marking", "sheets"} <= set(LAYERS.values())
    assert {"mkdocs", "typer", "yaml"} <= set(HOMES)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    layer = layer_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "banxing" and parts[1] in LAYERS:
            assert layer and LAYERS[parts[1]] in ALLOWED[layer], f"{layer} imports {name}"
        elif parts[0] in HOMES:
            assert layer in HOMES[parts[0]], f"{layer} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_nothing_prints(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"{path}:{node.lineno}"


def test_scripts_holds_nothing_but_the_package() -> None:
    # A loose module in the import root could shadow the standard library.
    assert [p.name for p in (ROOT / "scripts").iterdir() if p.name != "__pycache__"] == ["banxing"]
