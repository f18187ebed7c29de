"""A navigation that pages share is, on each page, the one the theme renders into it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sites import contents

HOOK = """
from banxing.pages.navigation import with_shared_navigation

def on_env(env, config, files):
    return with_shared_navigation(env)
"""
CONFIG = """
site_name: 样本
use_directory_urls: {directories}
theme:
  name: material
  font: false
  features: [{features}]
plugins: []
markdown_extensions: [toc]
hooks: [{hooks}]
nav:
  - 首页: index.md
  - 单页: alone.md
  - 课程:
      - training/index.md
      - 监督:
          - training/a.md
          - 同名: training/b.md
          - 同名: training/b/below.md
          - 外面: https://example.org/
      - 反馈:
          - training/deep/index.md
          - training/deep/c.md
          - training/d.md
  - 附录:
      - other/e.md
      - training/f.md
"""
PAGES = {
    "index.md": "# 首页",
    "alone.md": "# 单页\n\n## 一节",
    "training/index.md": "# 课程",
    "training/a.md": "---\nicon: material/school\nstatus: new\n---\n# 甲 & 乙\n\n## 一节\n\n### 小节\n\n## 二节",
    "training/b.md": "# 乙",
    "training/b/below.md": "# 乙之下\n\n## 一节",
    "training/deep/index.md": "# 反馈",
    "training/deep/c.md": "# 丙 <b>粗</b>\n\n## 一节",
    "training/d.md": "---\nhide: [navigation]\n---\n# 丁",
    "training/f.md": "# 己\n\n## 一节",
    "other/e.md": "# 戊",
    "other/unlisted.md": "# 不在导航里\n\n## 一节",
}


def built(folder: Path, features: str, directories: str, hooks: str) -> dict[str, bytes]:
    for name, text in PAGES.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "shared.py").write_text(HOOK, encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(CONFIG.format(features=features, directories=directories, hooks=hooks), encoding="utf-8")
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795392000", "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(folder / "site")]
    subprocess.run(command, env=env, check=True, timeout=120)
    return {name: data for name, data in contents(folder / "site").items() if name.endswith(".html")}


@pytest.mark.parametrize("directories", ["true", "false"])
@pytest.mark.parametrize("features", ["", "navigation.tabs, navigation.indexes, navigation.prune", "toc.integrate"])
def test_every_page_is_the_same(tmp_path: Path, features: str, directories: str) -> None:
    wanted = built(tmp_path / "theme", features, directories, "")
    assert len(wanted) == len(PAGES) + 1
    shared = built(tmp_path / "shared", features, directories, "shared.py")
    assert [name for name in wanted if shared[name] != wanted[name]] == []
