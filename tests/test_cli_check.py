"""`banxing check` as a person or a pipeline runs it: output, streams, options, exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from banxing.cli import main
from banxing.diagnostics import FORMATS, Diagnostic, Pos, as_github, as_gitlab

Course = Callable[..., Path]
CHECK = Path(__file__).parent / "data" / "check"
DAY = ["--as-of", "2026-06-01"]


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BANXING_LANG", raising=False)


def run(root: Path, *args: str, day: bool = True) -> int:
    return main(["check", "--root", str(root), *(DAY if day else []), *args])


def test_a_clean_course(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(course()) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "检查了 2 个模块、2 份测验（17 题）、2 部法律，没有问题\n"


def test_findings_are_the_result_and_their_number_is_not(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(course("several-files")) == 1
    out, err = capsys.readouterr()
    assert out == (CHECK / "bad/several-files/expected.txt").read_text(encoding="utf-8")
    assert err == f"共 {len(out.splitlines())} 处问题\n"


def test_in_english(course: Course, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = (CHECK / "bad/several-files/expected.en.txt").read_text(encoding="utf-8")
    root = course("several-files")
    assert run(root, "--lang", "en") == 1
    by_option, err = capsys.readouterr()
    assert by_option == wanted
    assert not re.search(r"[\u4e00-\u9fff]", err)
    monkeypatch.setenv("BANXING_LANG", "en")
    run(root)
    assert capsys.readouterr().out == wanted


def test_here_is_the_default_root(
    course: Course, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course("draw-exceeds-pool"))
    assert main(["check", *DAY]) == 1
    assert capsys.readouterr().out == (CHECK / "bad/draw-exceeds-pool/expected.txt").read_text(encoding="utf-8")


def test_as_a_program(course: Course) -> None:
    """A console of another encoding gets UTF-8 all the same."""
    command = [sys.executable, "-m", "banxing", "check", "--root", str(course("repeated-id")), *DAY]
    environment = {"PYTHONIOENCODING": "gbk", "PYTHONPATH": "scripts", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, env=environment, cwd=CHECK.parents[2], check=False)
    assert done.returncode == 1
    assert done.stdout.decode() == (CHECK / "bad/repeated-id/expected.txt").read_text(encoding="utf-8")
    assert "Traceback" not in done.stderr.decode()


# --- formats -------------------------------------------------------------------------------------------------------


def test_json(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(course("several-files"), "--format", "json") == 1
    rows = json.loads(capsys.readouterr().out)
    lines = (CHECK / "bad/several-files/expected.txt").read_text(encoding="utf-8").splitlines()
    assert [f"{r['path']}:{r['line']}:{r['col']}: {r['message']} [{r['code']}]" for r in rows] == lines
    assert {row["level"] for row in rows} == {"error"}


def test_github(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(course("several-files"), "--format", "github") == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len((CHECK / "bad/several-files/expected.txt").read_text(encoding="utf-8").splitlines())
    form = re.compile(r"::error file=[^,:]+,line=\d+,col=\d+,title=[a-z-]+::.+")
    assert all(form.fullmatch(line) for line in lines)
    assert lines[0] == (
        "::error file=docs/laws/glossary.yml,line=9,col=27,title=article-beyond-end::"
        "《行政处罚法》没有第 87 条，最后一条是第 86 条"
    )


def test_github_escapes_what_would_end_a_command() -> None:
    found = Diagnostic("a,b:c%.yml", Pos(1, 2), "raw-html", {"value": "<b>100%\n::x"}, "warning")
    assert as_github([found], "en") == (
        "::warning file=a%2Cb%3Ac%25.yml,line=1,col=2,title=raw-html::"
        'HTML is not allowed in a text: "<b>100%25%0A::x"\n'
    )


def test_gitlab(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """The fields GitLab's Code Quality report requires, and no finding hidden behind another's fingerprint."""
    assert run(course("billion-laughs"), "--format", "gitlab") == 1
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 10
    assert len({row["fingerprint"] for row in rows}) == 10
    for row in rows:
        assert set(row) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert row["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert row["location"]["path"] == "quizzes/standards/scene.yml"
        assert row["location"]["lines"]["begin"] >= 1
    assert rows[0]["description"].endswith(" [yaml-alias]")


def test_gitlab_knows_a_finding_again_when_lines_move() -> None:
    before, after = (as_gitlab([Diagnostic("a.yml", Pos(n, 1), "bad-id", {"value": "x"})], "zh") for n in (3, 30))
    assert json.loads(before)[0]["fingerprint"] == json.loads(after)[0]["fingerprint"]


@pytest.mark.parametrize(("name", "nothing"), [("text", ""), ("json", "[]\n"), ("github", ""), ("gitlab", "[]\n")])
def test_nothing_found_in_every_format(
    name: str, nothing: str, course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(course(), "--format", name) == 0
    assert capsys.readouterr().out == nothing


def test_every_format_is_tested() -> None:
    assert set(FORMATS) == {"text", "json", "github", "gitlab"}


# --- options -------------------------------------------------------------------------------------------------------


def test_as_of(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    root = course()
    assert run(root, "--as-of", "2021-07-14", day=False) == 1
    assert {line.rsplit(" ", 1)[1] for line in capsys.readouterr().out.splitlines()} == {"[law-not-yet-in-force]"}
    assert run(root, "--as-of", "2021-07-15", day=False) == 0


def test_today_is_the_default_day(course: Course) -> None:
    root = course()
    register = root / "docs/laws/register.yml"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("in_force: 2021-07-15", "in_force: 9999-01-01"), encoding="utf-8")
    assert run(root, day=False) == 1


def test_paths_limit_the_report_and_not_the_check(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    root = course("several-files")
    lines = (CHECK / "bad/several-files/expected.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    assert run(root, str(root / "quizzes")) == 1
    assert capsys.readouterr().out == "".join(line for line in lines if line.startswith("quizzes/"))
    assert run(root, str(root / "training/course.yml"), str(root / "docs")) == 1
    assert capsys.readouterr().out == "".join(line for line in lines if line.startswith(("training/course", "docs/")))
    assert run(root, str(root / "training/standards/../../docs/index.md")) == 0
    assert capsys.readouterr().out == ""


def test_keys_from_another_folder(course: Course, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    root, safe = course("answer-not-an-option"), tmp_path / "safe"
    safe.mkdir()
    (root / "quizzes/final.key.yml").rename(safe / "final.key.yml")
    assert run(root, str(root / "quizzes/final.yml")) == 0
    assert "考试 final 没有找到答案文件，只检查了公开部分" in capsys.readouterr().err
    assert run(root, "--keys", str(safe)) == 1
    out, err = capsys.readouterr()
    assert f"{safe.as_posix()}/final.key.yml:3:13: 答案“E”不在选项 A–B 中 [answer-not-an-option]\n" in out
    assert "没有找到" not in err


def test_keys_of_no_exam_in_another_folder(course: Course, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    root, safe = course(), tmp_path / "safe"
    safe.mkdir()
    (root / "quizzes/final.key.yml").rename(safe / "finale.key.yml")
    assert run(root, "--keys", str(safe)) == 1
    assert "finale.key.yml:1:1: quizzes/finale.yml 不存在或不是考试" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--as-of", "2026-02-30"], "2026-02-30"),
        (["--as-of", "today"], "today"),
        (["--as-of", "20260201"], "2026-02-01"),
        (["--lang", "xx"], "zh | en"),
        (["--format"], "--format”后面要写一个值"),
        (["/"], "不在课程目录"),
        (["--keys", __file__], "不是文件夹"),
        (["--format", "xml"], "text, json, github, gitlab"),
        (["--keys", "no/such/folder"], "no/such/folder"),
        (["--no-such-option"], "没有选项“--no-such-option”"),
        (["no-such.yml"], "no-such.yml"),
    ],
)
def test_wrong_use(args: list[str], said: str, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(course(), *args, day=False) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_no_course_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_a_command_nobody_knows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chek"]) == 2
    known = "check, blueprint, sheet, score, search, offline, import, export"
    assert capsys.readouterr().err == f"没有命令“chek”；可用：{known}\n"
    assert main(["sheet", "--lang", "en"]) == 2
    assert '"quiz" is missing' in capsys.readouterr().err


def test_a_path_no_system_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", "x" * 5000]) == 3
    assert "File name too long" in capsys.readouterr().err
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert main(["score", str(tmp_path), "-o", str(loop), "--quiz", "final"]) == 3
    assert "Traceback" not in capsys.readouterr().err
