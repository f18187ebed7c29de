"""After any change, what `mkdocs serve` shows from memory is what a build without memory makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from sites import contents

FILES = {
    "mkdocs.yml": """
site_name: 样本
theme:
  name: material
  language: zh
  font: false
  custom_dir: overrides
  features: [navigation.tabs, navigation.indexes, navigation.prune]
plugins: [banxing]
markdown_extensions: [toc, admonition, pymdownx.superfences]
nav:
  - 首页: index.md
  - 课程: training/
  - 测验: quizzes/
  - 表单: forms/
  - 法规: laws/
  - 我的学习: study/
  - 词汇: glossary.md
  - 说明: [guide.md, more/other.md, more/third.md]
""",
    "overrides/partials/copyright.html": "<p>版权甲</p>",
    "docs/index.md": "# 首页\n\n见[说明](guide.md)和[程序](../training/a/one.md)。",
    "docs/guide.md": "# 说明\n\n听证按《行政处罚法》第四十二条办。\n\n- [ ] 带证件\n",
    "docs/more/other.md": "# 其他\n\n回到[说明](../guide.md#section)。",
    "docs/more/third.md": "# 再一页",
    "docs/laws/register.yml": """laws:
  - id: xzcf
    title: 中华人民共和国行政处罚法
    short: [行政处罚法]
    kind: law
    articles:
      "42": {digest: 不得少于两人。}
""",
    "docs/laws/glossary.yml": "terms:\n  - id: hearing\n    term: 听证\n    definition: 听取意见。\n",
    "docs/forms/visit.yml": """title: 走访表
summary: 到现场用。
basis: 实务建议。
blocks:
  - {title: 情况, fields: [地点]}
""",
    "training/course.yml": """title: 课程
summary: 怎样监督。
parts:
  - {id: a, title: 总论, summary: 开头。, modules: [a/one, a/two]}
""",
    "training/a/one.md": """---
title: 程序
summary: 两人。
audience: [supervisor]
minutes: 10
objectives: {show: 会亮证}
sections: {show: 亮证}
reviewed: 2026-01-01
sources: [xzcf]
---
# 程序

听证要两人，依据《行政处罚法》第四十二条。

## 亮证

```quiz
two
```
""",
    "training/a/two.md": """---
title: 证据
summary: 查实。
audience: [supervisor]
minutes: 10
objectives: {prove: 会取证}
reviewed: 2026-01-01
sources: [xzcf]
requires: [a/one]
---
# 证据

先学[程序](one.md)，再看[说明](../../docs/guide.md)。
""",
    "quizzes/a.yml": """title: 程序练习
module: a/one
questions:
  - {id: two, type: true_false, stem: 不得少于两人, answer: 对, objective: show}
  - {id: card, type: true_false, stem: 不必亮证, answer: 错, objective: show}
""",
}


class Course:
    """A small course that is served."""

    before: dict[str, bytes]

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def build(self, *, fresh: bool = False) -> dict[str, bytes]:
        """The site as served: built with what was kept, or by a server that has just been started."""
        site = self.root / ("fresh" if fresh else "site")
        config = load_config(str(self.root / "mkdocs.yml"), site_dir=str(site))
        plugin = config.plugins["banxing"]
        if fresh:
            kept, plugin.preview = plugin.preview, type(plugin.preview)()
        build(config, serve_url="http://127.0.0.1/")
        plugin.on_shutdown()
        if fresh:
            plugin.preview = kept
        return contents(site)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    made = Course(tmp_path)
    plugin = load_config(str(tmp_path / "mkdocs.yml")).plugins["banxing"]
    plugin.on_startup(command="serve", dirty=False)
    made.before = made.build()
    return made


def text_of(name: str, old: str, new: str) -> Callable[[Course], None]:
    return lambda course: course.change(name, old, new)


def renamed(course: Course) -> None:
    (course.root / "training/a/two.md").rename(course.root / "training/a/three.md")
    course.change("training/course.yml", "a/two", "a/three")


def added(course: Course) -> None:
    course.write("docs/more/new.md", "# 新页\n\n听证。")
    course.change("mkdocs.yml", "third.md]", "third.md, more/new.md]")


def unlisted(course: Course) -> None:
    course.write("docs/more/new.md", "# 新页\n\n听证。")


def removed(course: Course) -> None:
    (course.root / "docs/more/third.md").unlink()
    course.change("mkdocs.yml", ", more/third.md]", "]")


CHANGES: dict[str, tuple[Callable[[Course], None], str]] = {
    "a module's text": (text_of("training/a/one.md", "要两人", "要三人"), "training/a/one/index.html"),
    "a module's title": (text_of("training/a/one.md", "title: 程序", "title: 步骤"), "index.html"),
    "a module's summary": (text_of("training/a/one.md", "summary: 两人", "summary: 三人"), "training/index.html"),
    "an objective": (text_of("training/a/one.md", "会亮证", "会亮证件"), "quizzes/a/index.html"),
    "a heading above another": (text_of("training/a/one.md", "## 亮证", "## 人数\n\n## 亮证"), "quizzes/a/index.html"),
    "a fence": (text_of("training/a/one.md", "```quiz\ntwo", "```quiz\ncard"), "training/a/one/index.html"),
    "a page's heading": (text_of("docs/guide.md", "# 说明", "# 指南"), "more/third/index.html"),
    "a page's meta": (text_of("docs/guide.md", "# 说明", "---\ndescription: 甲\n---\n# 说明"), "guide/index.html"),
    "a quiz": (text_of("quizzes/a.yml", "不得少于两人", "至少两人"), "training/a/one/index.html"),
    "a quiz's title": (text_of("quizzes/a.yml", "程序练习", "步骤练习"), "training/a/one/index.html"),
    "a digest": (text_of("docs/laws/register.yml", "不得少于两人。", "两人以上。"), "guide/index.html"),
    "a law's name": (text_of("docs/laws/register.yml", "[行政处罚法]", "[处罚法, 行政处罚法]"), "laws/xzcf/index.html"),
    "a definition": (text_of("docs/laws/glossary.yml", "听取意见", "当面听取意见"), "training/a/one/index.html"),
    "a term": (text_of("docs/laws/glossary.yml", "term: 听证", "term: 两人"), "training/a/one/index.html"),
    "a form": (text_of("docs/forms/visit.yml", "地点", "时间"), "forms/visit.docx"),
    "the course": (text_of("training/course.yml", "title: 总论", "title: 开篇"), "training/a/two/index.html"),
    "the order": (text_of("training/course.yml", "[a/one, a/two]", "[a/two, a/one]"), "training/a/two/index.html"),
    "a template": (text_of("overrides/partials/copyright.html", "甲", "乙"), "guide/index.html"),
    "a setting": (text_of("mkdocs.yml", "site_name: 样本", "site_name: 新样本"), "guide/index.html"),
    "a page added": (added, "guide/index.html"),
    "a page added, not listed": (unlisted, "more/new/index.html"),
    "a page removed": (removed, "guide/index.html"),
    "a module renamed": (renamed, "training/a/three/index.html"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_out_of_date_is_shown(course: Course, name: str) -> None:
    change, page = CHANGES[name]
    change(course)
    after = course.build()
    assert after.get(page) != course.before.get(page)
    wanted = course.build(fresh=True)
    assert after.keys() == wanted.keys()
    assert [path for path in wanted if after[path] != wanted[path]] == []


def test_a_fault_is_told_and_its_end_shown(course: Course) -> None:
    course.change("quizzes/a.yml", "answer: 对", "answer: 是")
    for _ in range(2):
        with pytest.raises(Abort):
            course.build()
    course.change("quizzes/a.yml", "answer: 是", "answer: 对")
    assert course.build() == course.before


def test_a_complaint_is_repeated_as_long_as_it_holds(course: Course, caplog: pytest.LogCaptureFixture) -> None:
    course.write("docs/guide.md", "# 说明\n\n看[图][no]。\n\n[no]: ./nothing.png")
    for _ in range(2):
        caplog.clear()
        course.build()
        assert "nothing.png" in caplog.text


def test_an_edit_renders_its_page_and_no_other(course: Course) -> None:
    plugin = load_config(str(course.root / "mkdocs.yml")).plugins["banxing"]
    kept = {place: value for place, (_, value) in plugin.preview._kept.items()}
    course.change("training/a/one.md", "要两人", "要三人")
    course.build()
    made = {place for place, (_, value) in plugin.preview._kept.items() if value is not kept[place]}
    assert {src for _, src in made} == {"training/a/one.md"}
