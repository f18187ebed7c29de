"""The peers: installed from PyPI into an environment of their own, built over the same pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import venv
from dataclasses import dataclass
from pathlib import Path

from browser import Surface

PINS = {
    "mkdocs-material": "9.8.1",
    "jieba": "0.42.1",
    "zensical": "0.0.73",  # the last that brings its own page; newer ones need a second package
    "pagefind": "1.5.2",
    "pagefind_bin_extended": "1.5.2",
}
CONFIG = """site_name: 语料
docs_dir: docs
theme: {name: material, language: zh, font: false, features: [navigation.prune]}
markdown_extensions: [admonition, attr_list, md_in_html, tables, footnotes, def_list]
"""
MATERIAL = Surface(
    input=".md-search__input",
    list=".md-search-result__list",
    link="a.md-search-result__link",
    files=r"search_index\.json|workers/search|/lunr/",
    ready="!/初始化|Initializing/.test(document.querySelector('.md-search-result__meta').textContent)",
)
ZENSICAL = Surface(
    input="input[role=combobox]",
    list="ol[role=listbox]",
    link="a[role=option]",
    files=r"/search\.json|workers/search",
    ready="!Array.from(document.querySelectorAll('*')).some((node) => node.shadowRoot &&"
    " /Loading search/.test(node.shadowRoot.textContent))",
)
PAGEFIND = Surface(
    input=".pagefind-ui__search-input",
    list=".pagefind-ui__drawer",
    link="a.pagefind-ui__result-link",
    files=r"/pagefind/",
    page="bench/",
    opens=False,
)
PAGEFIND_PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>语料</title>
<link rel="icon" href="data:,"><script src="/pagefind/pagefind-ui.js"></script></head>
<body><div id="search"></div><script>
new PagefindUI({element: '#search', showSubResults: false, showImages: false, debounceTimeoutMs: 0, pageSize: 10});
</script></body></html>"""
# jieba is used wherever it is installed; without it is as if it were not.
WITHOUT_JIEBA = "import sys; sys.modules['jieba'] = None; from mkdocs.__main__ import cli; cli()"


class LeftOut(Exception):
    """A peer that cannot be measured, and why."""


@dataclass
class Peers:
    """The peers over one folder of pages. `python` is that of their environment."""

    python: str
    work: Path

    def material(self, *, jieba: bool) -> tuple[Path, float]:
        """The site, and the seconds that its search adds to the build."""
        plugins = "plugins: [{search: {lang: zh}}]\n"
        site, took = self._mkdocs("jieba" if jieba else "material", plugins, jieba)
        return site, took - self._without_search()

    def zensical(self) -> tuple[Path, float]:
        """The site, and the seconds of the whole build: its search cannot be taken out."""
        config = self.work / "zensical.yml"
        config.write_text(f"{CONFIG}site_dir: zensical\nplugins: [{{search: {{lang: zh}}}}]\n", "utf-8")
        start = time.perf_counter()
        self._run("-m", "zensical", "build", "--clean", "-f", str(config))
        return self.work / "zensical", time.perf_counter() - start

    def pagefind(self) -> tuple[Path, float]:
        """Pagefind over Material's site without a search."""
        self._without_search()
        site = self.work / "none"
        start = time.perf_counter()
        self._run("-m", "pagefind", "--site", str(site), "--root-selector", "article.md-content__inner")
        took = time.perf_counter() - start
        (site / "bench").mkdir(exist_ok=True)
        (site / "bench" / "index.html").write_text(PAGEFIND_PAGE, "utf-8")
        return site, took

    def _without_search(self) -> float:
        if not hasattr(self, "_bare"):
            self._bare = self._mkdocs("none", "plugins: []\n", False)[1]
        return self._bare

    def _mkdocs(self, name: str, plugins: str, jieba: bool) -> tuple[Path, float]:
        config = self.work / f"{name}.yml"
        config.write_text(CONFIG + plugins, "utf-8")
        start = time.perf_counter()
        how = ["-m", "mkdocs"] if jieba else ["-c", WITHOUT_JIEBA]
        self._run(*how, "build", "-q", "-f", str(config), "-d", str(self.work / name))
        return self.work / name, time.perf_counter() - start

    def _run(self, *arguments: str) -> None:
        env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run([self.python, *arguments], cwd=self.work, env=env, capture_output=True, text=True)
        if done.returncode:
            raise LeftOut((done.stderr or done.stdout).strip().splitlines()[-1][:120])


def installed(cache: Path) -> tuple[str, dict[str, str]]:
    """The environment's python, and what could not be installed: package → why. Kept in `cache` for the next run."""
    python = cache / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    note = cache / "missing.json"
    if note.exists() and json.loads(note.read_text("utf-8"))["pins"] == PINS:
        return str(python), json.loads(note.read_text("utf-8"))["missing"]
    venv.create(cache, with_pip=True, clear=True)
    missing = {}
    for name, version in PINS.items():
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", f"{name}=={version}"]
        done = subprocess.run(pip, capture_output=True, text=True)
        if done.returncode:
            missing[name] = next((line for line in done.stderr.splitlines() if line.startswith("ERROR")), "pip failed")
    note.write_text(json.dumps({"pins": PINS, "missing": missing}), "utf-8")
    return str(python), missing
