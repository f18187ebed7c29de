"""`banxing score --rev`: the quiz as of a commit, the key of today, and what cannot be read said in a sentence."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import papers
from banxing.catalogue import load
from banxing.cli import main
from banxing.source.history import NoHistory, find_commit

QUIZ, KEY = "quizzes/exam.yml", "quizzes/exam.key.yml"
PRACTICE = "quizzes/basics/signature.yml"
WHO = {"GIT_AUTHOR_NAME": "甲", "GIT_AUTHOR_EMAIL": "a@example.org"}
WHO |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in WHO.items()}
WHO["GIT_COMMITTER_DATE"] = "2026-11-20T23:30:00 +0800"


def git(folder: Path, *arguments: str) -> str:
    run = subprocess.run(
        ["git", "-C", str(folder), *arguments], env={**os.environ, **WHO}, check=True, capture_output=True, text=True
    )
    return run.stdout.strip()


def commit(root: Path) -> str:
    """Everything there is, as a commit; its hash."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "exam day")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course in a folder of a repository, as an office may keep it."""
    root = tmp_path / "office" / "course"
    shutil.copytree(papers.COURSE, root)
    git(root.parent, "init", "-q")
    return root


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def score(root: Path, *more: str, source: Path | None = None) -> int:
    out = root.parent / "out"
    return main(["score", str(source or root.parent / "paper.json"), "--root", str(root), "-o", str(out), *more])


def marks(root: Path) -> dict[str, str]:
    with (root.parent / "out/scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    return row


def paper(root: Path, identity: str = "K1") -> None:
    papers.saved(root.parent, papers.paper(load(root).quizzes["exam"].quiz, identity))


def drawn_single(root: Path, identity: str = "K1") -> str:
    value = papers.paper(load(root).quizzes["exam"].quiz, identity)
    return next(name for name in value["prints"] if name.startswith("e-single"))


def stem_of(root: Path, question: str) -> str:
    return next(q.stem for q in load(root).quizzes["exam"].quiz.questions if q.id == question)


def test_a_changed_text_is_rejected_with_the_way_out(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper(course)
    change(course, QUIZ, stem_of(course, drawn_single(course)), "新的题干是什么？")
    assert score(course) == 1
    told = capsys.readouterr().err
    assert f"题“{drawn_single(course)}”在考试以后改过" in told and "--rev 提交号" in told


def test_a_question_that_is_gone_is_told_with_the_way_out(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper(course)
    question = drawn_single(course)
    change(course, QUIZ, f"id: {question},", "id: another,")
    change(course, KEY, f"{question}:", "another:")
    assert score(course) == 1
    assert f"卷上的题“{question}”已不在题库里；用考试时的题库算分，加上 --rev 提交号" in capsys.readouterr().err


@pytest.mark.parametrize("named", ["hash", "tag", "HEAD~1"])
def test_the_quiz_as_of_a_commit(course: Path, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    paper(course)
    then = commit(course)
    git(course, "tag", "exam-day")
    question = drawn_single(course)
    change(course, QUIZ, stem_of(course, question), "新的题干是什么？")
    commit(course)
    revision = {"hash": then, "tag": "exam-day"}.get(named, named)
    assert score(course, "--rev", revision) == 0
    told = capsys.readouterr().err
    assert f"题库用提交 {then[:10]}（2026-11-20）时的" in told
    assert f"有 1 题的文字在提交 {then[:10]} 以后改过，或现在没有答案，按那次提交里的答案算：{question}" in told
    assert marks(course)["score"] == "23"  # all but the essay
    assert "题库用提交" in (course.parent / "out/report.html").read_text(encoding="utf-8")


def test_the_key_of_today_decides_where_the_text_is_the_same(course: Path) -> None:
    paper(course)
    commit(course)
    question = drawn_single(course)
    right = papers.RIGHT[question]
    change(course, KEY, f"{question}: {{answer: {right}}}", f"{question}: {{answer: {'B' if right != 'B' else 'C'}}}")
    assert score(course, "--rev", "HEAD") == 0
    assert (marks(course)["score"], marks(course)[question]) == ("21", "0")


def test_where_the_text_differs_the_key_of_then_decides(course: Path) -> None:
    """The options were put in another order and the key followed: today's letters mean other things."""
    paper(course)
    commit(course)
    question, right = drawn_single(course), papers.RIGHT[drawn_single(course)]
    change(course, KEY, f"{question}: {{answer: {right}}}", f"{question}: {{answer: {'B' if right != 'B' else 'C'}}}")
    change(course, QUIZ, stem_of(course, question), "新的题干是什么？")
    assert score(course, "--rev", "HEAD") == 0
    assert marks(course)[question] == "2"


def test_a_key_that_was_never_committed(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = course.parent / "keys"
    keys.mkdir()
    (course / KEY).rename(keys / "exam.key.yml")
    (course.parent / ".gitignore").write_text("keys/\n")
    quiz = papers.paper(load(course, keys=keys).quizzes["exam"].quiz, "K1")
    papers.saved(course.parent, quiz)
    commit(course.parent)
    question = next(name for name in quiz["prints"] if name.startswith("e-single"))
    change(course, QUIZ, stem_of(course, question), "新的题干是什么？")
    assert score(course, "--rev", "HEAD", "--keys", str(keys)) == 0
    told = capsys.readouterr().err
    assert f"只好按现在的答案算，请逐题核对：{question}" in told
    assert score(course, "--rev", "HEAD") == 2
    assert "找不到答案" in capsys.readouterr().err


def test_a_quiz_that_is_gone(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper(course)
    then = commit(course)
    kept = (course / KEY).read_bytes()
    (course / QUIZ).unlink()
    (course / KEY).unlink()
    commit(course)
    assert score(course, "--rev", then) == 0
    assert marks(course)["score"] == "23"
    assert score(course, "--rev", "HEAD") == 2
    assert f"里没有 {QUIZ}" in capsys.readouterr().err
    git(course, "checkout", "-q", then, "--", QUIZ)
    git(course, "rm", "-q", "--cached", KEY, "--ignore-unmatch")
    commit(course)
    (course / QUIZ).unlink()  # the exam deleted, its key kept outside
    (course.parent / "keys").mkdir()
    (course.parent / "keys/exam.key.yml").write_bytes(kept)
    assert score(course, "--rev", "HEAD", "--keys", str(course.parent / "keys")) == 0
    assert marks(course)["score"] == "23"


def test_a_practice_quiz_carries_its_key(course: Path) -> None:
    table = course.parent / "a.csv"
    table.write_text("id,two-officers\nK1,B\n", encoding="utf-8")
    then = commit(course)
    change(course, PRACTICE, "answer: B", "answer: C")
    assert score(course, "--quiz", "basics/signature", "--rev", then, source=table) == 0
    assert marks(course)["two-officers"] == "0"


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("no-such-tag", "没有“no-such-tag”这个提交"),
        ("--output=x", "没有“--output=x”这个提交"),
        ("HEAD:course/quizzes/exam.yml", "这个提交"),
        ("", "没有“”这个提交"),
    ],
)
def test_a_revision_nobody_knows(course: Path, revision: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    paper(course)
    commit(course)
    assert score(course, f"--rev={revision}") == 2
    assert said in capsys.readouterr().err
    assert not (course.parent / "out").exists()


def test_a_quiz_that_was_broken_then(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper(course)
    good = (course / QUIZ).read_bytes()
    change(course, QUIZ, "type: single_choice, draw", "type: single, draw")
    commit(course)
    (course / QUIZ).write_bytes(good)
    assert score(course, "--rev", "HEAD") == 3
    assert f"里的 {QUIZ} 有错误：{QUIZ}@" in capsys.readouterr().err
    (course / QUIZ).write_bytes(b"\xff\xfe")
    commit(course)
    (course / QUIZ).write_bytes(good)
    assert score(course, "--rev", "HEAD") == 3
    assert "不是 UTF-8" in capsys.readouterr().err


def test_outside_a_repository_and_without_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "course"
    shutil.copytree(papers.COURSE, root)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    paper(root)
    assert score(root, "--rev", "HEAD") == 2
    assert "不在 git 仓库里" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    assert score(root, "--rev", "HEAD") == 3
    assert "没有找到 git" in capsys.readouterr().err


def test_a_file_too_large_to_be_a_quiz(course: Path) -> None:
    commit(course)
    (course / "quizzes/big.yml").write_bytes(b"x" * (8 * 1024 * 1024 + 1))
    commit(course)
    at = find_commit(course, "HEAD")
    with pytest.raises(NoHistory, match="too_large"):
        at.read("quizzes/big.yml")
    assert at.read("quizzes") is None  # a folder
