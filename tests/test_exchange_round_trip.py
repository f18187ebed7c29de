"""What is written is read back as it was: the course's bank, made-up quizzes, any text in YAML."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from banxing.catalogue import load
from banxing.catalogue.quizzes import QuizFile, read_quiz
from banxing.exchange.dress import dress_quiz, scalar
from banxing.exchange.exporting import examples, export_quiz, write_template
from banxing.exchange.importing import import_bank
from banxing.messages import LANGS, Lang, text
from banxing.model.questions import LETTERS, QUESTION_TYPES
from banxing.source.yaml import parse_yaml

ROOT = Path(__file__).parent.parent
BANK = load(ROOT).quizzes


def round_trip(file: QuizFile, path: Path, lang: Lang) -> tuple[list[Any], Any]:
    """What the export says is lost, and the import of what it wrote."""
    lost = export_quiz(file, path, lang)
    return lost, import_bank(path, file.quiz.id, lang, exam=file.quiz.is_exam)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("quiz_id", sorted(BANK))
def test_the_bank_of_the_course_comes_back(quiz_id: str, lang: Lang, tmp_path: Path) -> None:
    file = BANK[quiz_id]
    lost, found = round_trip(file, tmp_path / "a.xlsx", lang)
    assert (lost, found.faults, found.notes) == ([], [], [])
    assert found.file.quiz == file.quiz
    assert dict(found.file.plain_keys) == dict(file.plain_keys)


def test_the_whole_bank_has_every_type() -> None:
    assert {q.type for file in BANK.values() for q in file.quiz.questions} >= set(QUESTION_TYPES) - {
        "indefinite_choice"
    }


def test_an_exam_without_its_key_comes_back_without(tmp_path: Path) -> None:
    file = load(ROOT, with_keys=False).quizzes["final"]
    lost, found = round_trip(file, tmp_path / "a.xlsx", "zh")
    assert lost == [] and found.file.quiz == file.quiz
    assert found.text and not found.key_text
    assert [note.code for note in found.notes] == ["no_answers"]


# --- made-up quizzes -------------------------------------------------------------------------------------------------

_PIECES = [
    *"甲乙丙，。、；：！？（）“”《》「」……—|>!?/-#'\"\\{},%@&$~×√对",
    *(
        "A. ",
        "B、",
        "（A）",
        "（ B ）",
        "1. ",
        "(2)",
        "答案：B",
        "解析：",
        "多选题",
        "【单选】",
        "一、单选题（每题2分）",
    ),
    *(" #", "- ", ": ", ":", "*粗*", "`码`", "[一]", "=1+1", "null", "30", "3.5", "±", "7日", "0012", "_x000D_"),
    *("\n", "\n\n", " ", "\u3000", "😀", "é"),
]


class Made:
    """Quizzes at random, from pieces that mean something to one reader or another."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.number = 0

    def words(self, most: int = 6) -> str:
        made = "".join(self.chance.choice(_PIECES) for _ in range(self.chance.randint(1, most)))
        begun = self.chance.choice("丁戊己庚") + made
        return "\n".join(line.strip() for line in begun.split("\n")).strip()

    def distinct(self, count: int) -> list[str]:
        found: dict[str, str] = {}
        while len(found) < count:
            self.number += 1
            found[str(self.number)] = f"{self.words(3)}{self.number}"
        return list(found.values())

    def question(self, kind: str) -> dict[str, Any]:
        self.number += 1
        data: dict[str, Any] = {"id": f"made-{self.number}", "type": kind, "stem": self.words()}
        if kind not in ("true_false", "fill_blank", "essay", "case"):
            count = self.chance.randint(2, 6)
            data["options"] = dict(zip(LETTERS, self.distinct(count), strict=False))
        data |= getattr(self, f"_{kind}", self._choice)(data)
        if kind not in ("case", "essay"):
            data["points"] = self.chance.choice(["1.5", "2", "10", "0.25"])
        if self.chance.random() < 0.5:
            data["explanation"] = self.words(8)
        data["difficulty"] = self.chance.choice(["easy", "medium", "hard"])
        data["level"] = self.chance.choice(["recall", "apply", "analyse"])
        return data

    def _choice(self, data: dict[str, Any]) -> dict[str, Any]:
        letters = list(data["options"])
        few = 1 if data["type"] == "single_choice" else 2 if data["type"] == "multiple_choice" else 1
        most = 1 if data["type"] == "single_choice" else len(letters)
        chosen = self.chance.sample(letters, self.chance.randint(few, most))
        made: dict[str, Any] = {
            "answer": "".join(sorted(chosen)),
            "feedback": {letters[0]: self.words().replace("\n", "")},
        }
        if data["type"] != "single_choice" and self.chance.random() < 0.5:
            made["policy"] = self.chance.choice(
                ["proportional", "net_correct", "all_or_nothing", {"per_option": "0.01"}]
            )
        return made if self.chance.random() < 0.7 else made | {"shuffle": "false"}

    def _true_false(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"answer": self.chance.choice("对错")}

    def _fill_blank(self, data: dict[str, Any]) -> dict[str, Any]:
        count = self.chance.randint(1, 3)
        blanks: list[Any] = []
        for _ in range(count):
            number = {"number": str(self.chance.randint(-5, 900)), "tolerance": self.chance.choice(["0.5", "2"])}
            blanks.append(self.chance.choice([number, [self.words(2) for _ in range(self.chance.randint(1, 3))]]))
        return {"stem": f"{data['stem']} {'____ 和 ' * count}。", "answer": blanks}

    def _ordering(self, data: dict[str, Any]) -> dict[str, Any]:
        letters = list(data["options"])
        return {"answer": "".join(reversed(letters))}

    def _matching(self, data: dict[str, Any]) -> dict[str, Any]:
        stems = self.distinct(self.chance.randint(2, 4))
        return {
            "stems": {str(n): stem.replace("\n", "") for n, stem in enumerate(stems, 1)},
            "answer": {str(n): self.chance.choice(list(data["options"])) for n in range(1, len(stems) + 1)},
        }

    def _essay(self, data: dict[str, Any]) -> dict[str, Any]:
        plain = [self.words(2).replace("\n", "") for _ in range(3)]
        levels = [{"points": "2", "text": plain[1]}]
        rubric = [
            {"id": "c-1", "name": plain[0], "points": "2.5", "levels": levels},
            {"id": "c2", "name": "二", "points": "1"},
        ]
        deductions = [{"id": "d1", "name": plain[2], "points": "1"}]
        return {"points": "3.5", "rubric": rubric, "deductions": deductions, "outline": [plain[2]]}

    def _case(self, data: dict[str, Any]) -> dict[str, Any]:
        kinds = [kind for kind in QUESTION_TYPES if kind != "case"]
        return {"questions": [self.question(self.chance.choice(kinds)) for _ in range(self.chance.randint(1, 3))]}


@pytest.mark.parametrize("seed", range(40))
def test_a_made_up_quiz_comes_back_or_its_loss_is_said(seed: int, tmp_path: Path) -> None:
    made = Made(seed)
    questions = [made.question(kind) for kind in QUESTION_TYPES for _ in range(2)]
    written = dress_quiz({"title": made.words().replace("\n", ""), "mode": "practice"}, questions)
    document, faults = parse_yaml(written, "made.yml")
    assert document and faults == []
    assert document.data["questions"] == questions  # YAML held every text
    file, faults = read_quiz(document, "made")
    assert file
    good = {q.id for q in file.quiz.questions}
    lost, found = round_trip(file, tmp_path / "a.xlsx", "zh")
    named = {name for name, _ in lost}
    back = {q.id: q for q in found.file.quiz.questions} if found.file else {}
    keys = {part: found.file.key_of(part) == file.key_of(part) for part in file.keys} if found.file else {}
    same = {q.id for q in file.quiz.questions if back.get(q.id) == q}
    same -= {part.split("/")[0] for part, equal in keys.items() if not equal}
    assert good - same <= named, "lost in silence"
    assert len(same) >= len(good) / 3  # and not for want of trying


@pytest.mark.parametrize("seed", range(20))
def test_any_text_is_the_same_in_yaml(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(200):
        value = "".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 6))).replace("\n\n", "\n").strip()
        if not value:
            continue
        for source in (
            f"a: {scalar(value)}\n",
            f"a: [x, {scalar(value, flow=True)}]\n",
            f"a: {{b: {scalar(value, flow=True)}}}\n",
        ):
            document, faults = parse_yaml(source, "a.yml")
            assert document and faults == [], source
            found = document.data["a"]
            assert (found if isinstance(found, str) else found[1] if isinstance(found, list) else found["b"]) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("下列：哪个对", "下列：哪个对"),
        ("第 #3 项", '"第 #3 项"'),
        ("[多选] 哪些", '"[多选] 哪些"'),
        ("说“好”", "说“好”"),
        ('"好" 字', "'\"好\" 字'"),
        ("10:30", "10:30"),
        ("null", '"null"'),
        ("否", "否"),
        ("____ 日", "____ 日"),
        ("**粗**", '"**粗**"'),
    ],
)
def test_quotes_stand_only_where_they_must(value: str, written: str) -> None:
    assert scalar(value) == written


def test_what_blanks_accept_comes_back(tmp_path: Path) -> None:
    blanks: list[Any] = ["30", {"number": "30"}, {"number": "-2.5", "tolerance": "0.5"}, "甲；乙", "a|b"]
    blanks += [["1/3", "三分之一"], ["七日", "7日"]]
    question = {"id": "one", "type": "fill_blank", "stem": "空 ____，" * len(blanks), "answer": blanks}
    document, _ = parse_yaml(dress_quiz({"title": "空"}, [question]), "a.yml")
    assert document
    file, faults = read_quiz(document, "a")
    assert file and not faults
    lost, found = round_trip(file, tmp_path / "a.xlsx", "zh")
    assert (lost, found.faults) == ([], []) and found.file.key_of("one") == file.key_of("one")


# --- the template ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_examples_of_the_template_can_be_imported(lang: Lang, tmp_path: Path) -> None:
    file = examples(lang)
    assert {q.type for q in file.quiz.questions} == set(QUESTION_TYPES)
    lost, found = round_trip(file, tmp_path / "a.xlsx", lang)
    assert (lost, found.faults, found.file.quiz) == ([], [], file.quiz)
    # And every field of them is written as an author writes it.
    assert sorted(lines_of(found.text)) == sorted(lines_of(file.document.text))


def lines_of(quiz: str) -> list[str]:
    return [line.removeprefix("  - ").strip() for line in quiz.partition("questions:")[2].splitlines() if line]


@pytest.mark.parametrize("lang", LANGS)
def test_the_template_is_empty_until_it_is_filled(lang: Lang, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, lang)
    names = [text(f"export.tab_{name}", lang) for name in ("questions", "examples", "help")]
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == names
    empty, shown, told = (book.get_sheet_by_name(name).to_python() for name in names)
    assert empty[0] == shown[0] and len(empty) == 1 and len(shown) > len(QUESTION_TYPES)
    explained = {row[0] for row in told}
    assert set(shown[0]) - explained == {text("export.column_option", lang, letter=letter) for letter in "ABCD"}
    found = import_bank(path, "a", lang)
    assert not found.text and not found.faults and [note.code for note in found.notes] == ["examples_skipped"]


def test_a_workbook_is_the_same_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, "zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


# --- anything at all -------------------------------------------------------------------------------------------------

_GOOD = [
    {"题型": "单选题", "题干": "甲？", "选项A": "一", "选项B": "二", "答案": "A", "选项反馈": "A. 不对", "难度": "易"},
    {
        "题型": "多选题",
        "题干": "乙？",
        "选项A": "一",
        "选项B": "二",
        "选项C": "三",
        "答案": "AC",
        "计分办法": "少选按比例",
    },
    {"题型": "判断题", "题干": "丙。", "答案": "√", "解析": "见法条。", "知识点": "proc", "要求": "分析"},
    {"题型": "填空题", "题干": "丁 ____ 戊 ____。", "答案": "七日/一周；30", "分值": "2"},
    {"题型": "排序题", "题干": "己", "选项A": "一", "选项B": "二", "答案": "BA", "打乱选项": "否"},
    {"题型": "匹配题", "题干": "庚", "待配对项": "甲\n乙", "选项A": "一", "选项B": "二", "答案": "1B；2A"},
    {"题型": "论述题", "题干": "辛？", "答案": "一\n二", "评分要点": "说清（2 分）\n- 1 分：有", "分值": "2"},
    {"题型": "案例题", "题干": "壬。", "案例": "案例1"},
    {"题型": "判断题", "题干": "癸。", "答案": "错", "案例": "案例1", "标识": "last"},
]
_HEAD = sorted({name for row in _GOOD for name in row})
_CELLS = ["单选题", "多选题", "填空题", "简答题", "案例题", "____", "（　）", "A", "AB", "1B；2A", "对", "否", "2"]
_CELLS += ["一人|两人", "A.一\nB.二", "说清（2分）", "- 2 分：有", "少选得 1 分", "\x1b", "\u202e", "&nbsp;", "<b>"]
_CELLS += ["\u200b", "甲", "案例1"]


def sound(found: Any) -> None:
    """What is written passes; what is said can be said."""
    for lang in LANGS:
        said = [*(fault.line("a", lang) for fault in found.faults), *(note.message(lang) for note in found.notes)]
        assert not any("\x1b" in line or "\n" in line for line in said)
    assert bool(found.text) == bool(found.file)
    if found.text and not found.key_text:
        document, faults = parse_yaml(found.text, "a.yml")
        assert document and not faults
        assert read_quiz(document, "a")[1] == []


@pytest.mark.parametrize("seed", range(100))
def test_no_table_makes_the_reader_fall(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    head = chance.sample(_HEAD, len(_HEAD))
    rows = [dict(row) for row in _GOOD]
    for row in chance.sample(rows, 4):
        junk = chance.choices([*_CELLS, *_PIECES], k=chance.randint(0, 3))
        row[chance.choice(head)] = chance.choice(["", row.get("题干", "")]) + "".join(junk)
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *([row.get(name, "") for name in head] for row in rows)])
    for exam in (False, True):
        found = import_bank(tmp_path / "a.csv", "a", "zh", exam=exam)
        sound(found)
        assert found.text or exam, "five rows are good"


@pytest.mark.parametrize("seed", range(60))
def test_no_text_makes_the_reader_fall(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    lines: list[str] = []
    for number in range(1, 40):
        start = chance.choice(
            [f"{number}. ", f"{number}、", "", "A. ", "B. ", "答案：", "解析：", "一、", "参考答案", f"{number}."]
        )
        lines.append(start + "".join(chance.choices([*_CELLS, *_PIECES], k=chance.randint(0, 4))))
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    sound(import_bank(tmp_path / "a.txt", "a", "zh", exam=bool(seed % 2)))
