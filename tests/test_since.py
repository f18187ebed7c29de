"""`banxing check --since`: what leans on law that changed in the register."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from banxing.cli import main

REGISTER = "docs/laws/register.yml"
WHO = {f"GIT_{who}_{what}": "somebody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], env={**os.environ, **WHO}, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def root(course: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clean course in a repository, tagged `before`."""
    monkeypatch.delenv("BANXING_LANG", raising=False)
    root = course()
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "As it was")
    git(root, "tag", "before")
    return root


def change(root: Path, old: str, new: str) -> None:
    text = (root / REGISTER).read_text("utf-8")
    assert text.count(old) == 1
    (root / REGISTER).write_text(text.replace(old, new), "utf-8")


def check(root: Path, *options: str) -> int:
    return main(["check", "--root", str(root), "--as-of", "2026-06-01", *options])


def places(out: str) -> list[str]:
    return [line.partition(": ")[0] for line in out.splitlines()]


def test_nothing_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, "https://flk.npc.gov.cn/", "https://flk.npc.gov.cn/detail")  # where to read it is no other law
    assert check(root, "--since", "before") == 0
    assert capsys.readouterr().out == ""


def test_an_article_that_changed_is_named_wherever_it_is_cited(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, "处罚由有执法资格的人员实施，不少于两人；执法人员要文明执法。", "两名以上执法人员实施处罚。")
    assert check(root, "--since", "before") == 1
    out = capsys.readouterr().out
    then = git(root, "rev-parse", "before")[:10]
    said = f"《行政处罚法》第 42 条在 {then} 以后改过；请核对这里的说法 [article-changed-since]"
    assert all(line.endswith(said) for line in out.splitlines())
    assert places(out) == [
        "quizzes/final.key.yml:4:19",
        "quizzes/standards/scene.yml:17:19",
        "training/basics/people.md:20:21",
        "training/standards/scene.md:18:13",
    ]
    assert check(root) == 0  # only who asks is told


def test_a_paragraph_more_is_a_change(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, "paragraphs: 2\n        digest: 调查", "paragraphs: 3\n        digest: 调查")
    assert check(root, "--since", "before") == 1
    assert places(capsys.readouterr().out) == [
        "docs/forms/reminder.yml:3:11",
        "docs/laws/glossary.yml:9:27",
        "training/basics/people.md:20:34",
    ]


def test_a_title_that_means_another_version_is_named_for_every_citation(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The articles of the new version have digests, so that nothing else would say that their numbers moved."""
    text = (root / REGISTER).read_text("utf-8")
    law = text[text.index("  - id: xzcf-2021") : text.index("  - id: xzcf-2017")]
    new = law.replace("xzcf-2021", "xzcf-2026").replace("xzcf-2017", "xzcf-2021")
    new = new.replace("2021-01-22", "2026-01-01").replace("2021-07-15", "2026-03-01")
    old = law.replace("short: [行政处罚法]", "short: [行政处罚法（2021）]").replace("    aliases: [处罚法]\n", "")
    old = old.replace("    adopted:", "    until: 2026-02-28\n    adopted:")
    (root / REGISTER).write_text(text.replace(law, new + old), "utf-8")
    assert check(root) == 0
    assert check(root, "--since", "before") == 1
    out = capsys.readouterr().out
    revised = [line for line in out.splitlines() if "[law-revised-since]" in line]
    assert "时指 xzcf-2021，现在指 xzcf-2026；请核对这里的条号和说法" in revised[0]
    assert len(revised) == 9  # every citation but the one of 行政处罚法（2017）


def test_a_day_that_changed_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, "    in_force: 2021-07-15", "    in_force: 2021-07-16\n    number: 第七十号")
    assert check(root, "--since", "before", "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert {row["code"] for row in found} == {"law-changed-since"}
    assert {row["level"] for row in found} == {"warning"}
    assert "《行政处罚法》的 number、in_force 在" in found[0]["message"]
    assert check(root, "--since", "before", "--lang", "en") == 1
    assert "the register has changed number, in_force of 《行政处罚法》 since" in capsys.readouterr().out


def test_a_law_that_was_given_another_name_is_the_same_law(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, "short: [行政处罚法]", "short: [处罚新法, 行政处罚法]")
    change(root, "调查、检查时应当主动出示执法证件。", "先亮证。")
    form = root / "docs/forms/reminder.yml"
    form.write_text(form.read_text("utf-8").replace("《行政处罚法》", "《处罚新法》"), "utf-8")
    assert check(root, "--since", "before") == 1
    assert "《处罚新法》第 55 条" in capsys.readouterr().out


def test_a_law_new_to_the_register_is_no_change(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (root / REGISTER).read_text("utf-8")
    (root / REGISTER).write_text(text[text.index("  - id: xzcf-2017") :].join(["laws:\n", ""]), "utf-8")
    git(root, "commit", "-qam", "Without it")
    (root / REGISTER).write_text(text, "utf-8")
    assert check(root, "--since", "HEAD") == 0


@pytest.mark.parametrize(
    ("revision", "code", "said"),
    [
        ("nowhere", 2, "没有“nowhere”这个提交"),
        ("^before", 2, "没有“^before”这个提交"),
        ("--output=x", 2, "没有“--output=x”这个提交"),
        ("empty", 2, "里没有 docs/laws/register.yml"),
        ("broken", 3, "里的 docs/laws/register.yml 有错误：docs/laws/register.yml@"),
    ],
)
def test_a_commit_that_has_no_register(
    root: Path, revision: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good = (root / REGISTER).read_bytes()
    for name, content in (("broken", "laws: x\n"), ("empty", None)):
        git(root, "rm", "-q", "--cached", REGISTER)
        if content:
            (root / REGISTER).write_text(content)
            git(root, "add", REGISTER)
        git(root, "commit", "-q", "-m", name)
        git(root, "tag", name)
        if content is None:
            break
    (root / REGISTER).write_bytes(good)
    assert check(root, f"--since={revision}") == code
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
