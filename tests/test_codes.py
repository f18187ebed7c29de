"""Papers scanned from QR codes, one code a line, by scanners that type what they read."""

from __future__ import annotations

import json
import zlib
from base64 import b32encode
from pathlib import Path
from typing import Any

import pytest

import papers
from banxing.responses import read
from banxing.responses.opening import open_all
from banxing.responses.records import Readings

EXAM = papers.exam()


def codes(value: Any, count: int, check: str = "") -> list[str]:
    """As the player writes them, apart from it."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    whole = b32encode(zlib.compress(text.encode())).decode().rstrip("=")
    size = -(-len(whole) // count)
    check = (check or value["check"]).upper()
    return [f"BANXING:{i + 1}/{count}:{check}:{whole[i * size : (i + 1) * size]}" for i in range(count)]


K1, K2 = (papers.paper(EXAM.quiz, identity) for identity in ("K1", "K2"))
ONE, TWO, THREE = codes(K1, 3)
OTHER = codes(K2, 1)[0]
COPIED = json.dumps(K2, ensure_ascii=False, separators=(",", ":"))


def of(tmp_path: Path, lines: list[str]) -> Readings:
    path = tmp_path / "scanned.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read(open_all([path]), EXAM.quiz)


def found(readings: Readings) -> tuple[list[str], list[str]]:
    return [record.candidate.id for record in readings.records], [r.code for r in readings.rejections]


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        ([ONE, TWO, THREE], ["K1"]),
        ([THREE, ONE, OTHER, TWO, ONE], ["K1", "K2"]),
        ([ONE.lower(), TWO.lower(), THREE.lower()], ["K1"]),
        ([ONE.replace(":", "："), TWO.replace("/", "、"), THREE.replace("/", "／")], ["K1"]),
        (["张三扫的：", ONE, TWO, THREE, "李四复制的：" + COPIED], ["K2", "K1"]),
    ],
    ids=["in order", "mixed and twice", "small letters", "wide marks", "beside copied text"],
)
def test_pieces_become_papers(tmp_path: Path, lines: list[str], ids: list[str]) -> None:
    readings = of(tmp_path, lines)
    assert found(readings) == (ids, [])
    by_id = {record.candidate.id: record for record in readings.records}
    plain = read(open_all([_file(tmp_path, json.dumps(K1))]), EXAM.quiz).records[0]
    assert "K1" not in by_id or by_id["K1"].answers == plain.answers


def _file(folder: Path, text: str) -> Path:
    path = folder / "plain.json"
    path.write_text(text, encoding="utf-8")
    return path


BOMB = codes("0" * 40_000_000, 1, "0badc0de")[0]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([ONE, THREE], "codes-missing"),
        ([ONE, TWO, THREE[:-9]], "codes-broken"),
        ([ONE, TWO, TWO.replace(TWO[-6:], "AAAAAA"), THREE], "codes-broken"),
        ([OTHER[:-1] + "1"], "codes-broken"),
        (["BANXING:1/1:0BADC0DE:A"], "codes-broken"),
        ([BOMB], "codes-broken"),
        (codes("{not json", 1, "0badc0de"), "broken-json"),
        (codes('{"format":"other"}', 1, "0badc0de"), "not-a-response"),
        (codes({**K1, "answers": {}}, 1), "check-code"),
    ],
)
def test_what_is_not_whole_costs_itself_alone(tmp_path: Path, lines: list[str], code: str) -> None:
    if OTHER[:40] in lines[0]:
        assert found(of(tmp_path, lines)) == ([], [code])
        return
    assert found(of(tmp_path, [*lines, OTHER])) == (["K2"], [code])


def test_the_missing_ones_are_named(tmp_path: Path) -> None:
    (rejection,) = of(tmp_path, [TWO]).rejections
    assert rejection.message("zh") == "二维码共 3 张，缺第 1、3 张，请补扫"
    assert "1、3" in rejection.message("en")
