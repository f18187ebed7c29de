"""Pasted texts in tests/data/exchange: what is read from ok/, what is said of bad/, and nothing in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from banxing.exchange.importing import import_bank
from banxing.exchange.options import TwoReadings, split_options
from banxing.exchange.places import Unread
from banxing.responses.records import Refused

DATA = Path(__file__).parent / "data" / "exchange"
OK, BAD = sorted((DATA / "ok").glob("*.txt")), sorted((DATA / "bad").glob("*.txt"))
Golden = Callable[[Path, str], None]


def said(path: Path) -> tuple[str, str]:
    """What would be written, and every fault and note."""
    found = import_bank(path, path.stem, "zh")
    lines = [fault.line(path.name, "zh") for fault in found.faults] + [note.message("zh") for note in found.notes]
    assert all(fault.line(path.name, "en") for fault in found.faults)  # the sentences exist with their fields
    assert all(note.message("en") for note in found.notes)
    return found.text, "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("path", OK, ids=lambda p: p.stem)
def test_what_is_read(path: Path, golden: Golden) -> None:
    written, told = said(path)
    assert "[" not in told  # no fault has a code here
    golden(path.with_suffix(".yml"), written)
    golden(path.with_suffix(".told"), told)


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_what_is_left_out(path: Path, golden: Golden) -> None:
    written, told = said(path)
    assert f"{path.name}:" in told
    golden(path.with_suffix(".yml"), written)
    golden(path.with_suffix(".told"), told)


def test_every_bad_text_loses_something() -> None:
    assert len(BAD) >= 8
    for path in BAD:
        assert import_bank(path, "t", "zh").left_out, path


@pytest.mark.parametrize(
    ("whole", "stem", "texts"),
    [
        ("题（ ）\nA. 一\nB. 二", "题（ ）", ["一", "二"]),
        ("题 A．一 B．二", "题", ["一", "二"]),
        ("A.一B.二C.三", "", ["一", "二", "三"]),
        ("A.维生素B、C\nB.不对", "", ["维生素B、C", "不对"]),
        ("（A）一（B）二", "", ["一", "二"]),
        ("A）一\nB）二", "", ["一", "二"]),
        ("Ａ、一；Ｂ、二；Ｃ、三", "", ["一", "二", "三"]),
        ("A. 一；\nB. 二。", "", ["一", "二。"]),
        ("A: 一\nB: 二", "", ["一", "二"]),
        ("A 公司和 B 公司", "A 公司和 B 公司", []),
        ("只有 A. 一项", "只有 A. 一项", []),
    ],
)
def test_options_are_told_apart(whole: str, stem: str, texts: list[str]) -> None:
    before, options = split_options(whole)
    assert (before, [option.text for option in options]) == (stem, texts)
    for option in options:
        assert whole.startswith(option.text, option.start)


@pytest.mark.parametrize(
    "whole", ["A. 一\nB. 二\nD. 四", "A. 一\nA. 二\nB. 三", "A. 一 B. 二 C. 三\nB. 四", "A.一B.二B.三"]
)
def test_options_with_two_readings_are_refused(whole: str) -> None:
    with pytest.raises(TwoReadings):
        split_options(whole)


def test_the_same_question_keeps_its_id(tmp_path: Path) -> None:
    first = "1. 甲？\nA. 一\nB. 二\n答案：A\n2. 乙？\nA. 一\nB. 二\n答案：A\n"
    before = ids(tmp_path, first)
    assert (
        ids(tmp_path, first.replace("1. 甲？", "1. 新的一题。\n答案：对\n2. 甲？").replace("2. 乙", "3. 乙"))[1:]
        == before
    )
    assert ids(tmp_path, first.replace("答案：A\n2", "答案：B\n解析：改了\n2")) == before
    assert ids(tmp_path, first.replace("甲？", "甲?")) == before
    changed = ids(tmp_path, first.replace("甲？", "丙？"))
    assert changed[0] != before[0] and changed[1] == before[1]
    assert ids(tmp_path, first, prefix="law") == [name.replace("q-", "law-") for name in before]


def ids(folder: Path, content: str, **options: str) -> list[str]:
    path = folder / "bank.txt"
    path.write_text(content, encoding="utf-8")
    found = import_bank(path, "bank", "zh", **options)  # type: ignore[arg-type]
    assert found.file and not found.faults
    return [question.id for question in found.file.quiz.questions]


def test_a_text_in_gb18030_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "bank.txt"
    path.write_bytes("1. 天是蓝的。\r\n答案：对\r\n".encode("gb18030"))
    found = import_bank(path, "bank", "zh")
    assert found.count == 1 and found.notes[0].code == "encoding"
    assert "GB18030" in found.notes[0].message("zh")


def test_a_mark_of_the_byte_order_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "bank.txt"
    path.write_bytes("1. 天是蓝的。\n答案：对\n".encode("utf-8-sig"))
    assert import_bank(path, "bank", "zh").count == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", "1. 甲".encode("utf-16"), "wrong-encoding"),
        ("a.txt", b"\xff\x00\x81", "wrong-encoding"),
        ("a.txt", b" \n", "empty-file"),
        ("a.docx", b"PK\x03\x04", "office"),
        ("a.txt", b"1. " + b"x" * 200_000, "long-line"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 99, "old-workbook"),
    ],
)
def test_what_is_no_bank_is_refused(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises((Refused, Unread)) as raised:
        import_bank(path, "a", "zh")
    error = raised.value
    found = error.code if isinstance(error, Refused) else error.reason.code  # type: ignore[union-attr]
    assert found in (code, "utf-16")


def test_a_large_text_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(1 << 30)  # a gigabyte, of which nothing is on the disk
    with pytest.raises(Refused, match="file-too-large"):
        import_bank(path, "a", "zh")


def test_a_text_without_questions_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("会议纪要\n参加人员：略\n", encoding="utf-8")
    found = import_bank(path, "a", "zh")
    assert [fault.code for fault in found.faults] == ["no-question"] and not found.text


@pytest.mark.parametrize(
    "content",
    [
        "1. 甲\n" + "参考答案\n" * 5000,
        " " * 19_000 + "1. 甲\n答案：对",
    ],
    ids=["lists", "spaces"],
)
def test_a_text_of_one_thing_again_and_again_is_read_to_its_end(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(content, encoding="utf-8")
    found = import_bank(path, "a", "zh")
    assert found.faults or found.count


def test_a_question_without_end_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("1. 甲\n" + "乙\n" * 300 + "2. 丙。\n答案：对\n", encoding="utf-8")
    found = import_bank(path, "a", "zh")
    assert [f"{fault.place} {fault.code}" for fault in found.faults] == ["1 long-question"] and found.count == 1
