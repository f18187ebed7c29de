"""Records → scores, ranks, tables and files: counted by hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

import papers
from banxing.cli import main
from banxing.model.questions import parts
from banxing.report.pictures import histogram
from banxing.report.slips import file_names
from banxing.responses.browser import read_paper
from banxing.responses.forms import drawn_questions, shown_letters
from banxing.responses.records import Candidate, Readings, Record
from banxing.responses.workbook import META
from banxing.scores.outcome import Outcome, score
from banxing.scores.papers import Attempts, Standing, passes
from banxing.scores.results import written
from banxing.scores.sentences import about_scores

Golden = Callable[[Path, str], None]
DATA = Path(__file__).parent / "data" / "scores"
EXAM = papers.exam()
# Three single choices of 2, one multiple of 2, one indefinite of 2, two true/false of 1, blanks 2, ordering 3,
# matching 2, case 2 + 2, essay 10.
MOST = 3 * 200 + 200 + 200 + 2 * 100 + 200 + 300 + 200 + 400 + 1000
PEOPLE = [Candidate("K1", "甲"), Candidate("K2", "乙"), Candidate("K9", "丙")]


def record(identity: str, changed: dict[str, Any] | None = None, **fields: Any) -> Record:
    """A paper from the browser; `fields` are set on the record."""
    read = read_paper(papers.paper(EXAM.quiz, identity, changed), EXAM.quiz, f"{identity}.json", None)
    return replace(read, **fields)


def outcome(*records: Record, attempts: Attempts = "last", roster: list[Candidate] | None = None) -> Outcome:
    return score(EXAM, Readings(list(records)), attempts=attempts, roster=roster)


def rated(identity: str, mark: int, file: str = "rated.xlsx") -> Record:
    """A row of a rater's workbook with nothing but the essay's mark."""
    drawn = tuple(question.id for question in drawn_questions(EXAM.quiz, "A"))
    return Record(file, 5, Candidate(identity), drawn, {}, {"e-essay": mark}, form="A")


def codes(found: Outcome) -> list[str]:
    return [rejection.code for rejection in found.rejections]


def test_a_paper_all_right_has_every_point_and_waits_for_its_essay() -> None:
    (paper,) = outcome(record("K1")).papers
    assert (paper.score, paper.max, paper.pending) == (MOST - 1000, MOST, True)
    (paper,) = outcome(record("K1"), rated("K1", 750)).papers
    assert (paper.score, paper.pending) == (MOST - 250, False)


@pytest.mark.parametrize(
    ("part", "answer", "lost"),
    [
        ("e-some", "AC", 200),  # a wrong one beside the right one: nothing
        ("e-blank", ["7日", "3,000元"], 0),  # the units that follow the blanks, digits, a thousands mark
        ("e-blank", ["八", "3000"], 100),
        ("e-blank", None, 200),
        ("e-order", "CABD", 200),  # pairs CA AD DB; CA is right: 1/3 of 3 points
        ("e-match", "C-", 100),
        ("e-case/a", "A", 150),  # 0.5 for each right one
        ("e-case/b", "对", 200),
    ],
)
def test_marks_by_hand(part: str, answer: Any, lost: int) -> None:
    (paper,) = outcome(record("K1", {part: answer}), rated("K1", 1000)).papers
    assert paper.max - paper.score == lost


def test_passing_is_decided_in_integers() -> None:
    assert passes(6000, 10_000, 60) and not passes(5999, 10_000, 60)
    assert passes(1980, 3300, 60) and not passes(1979, 3300, 60)
    assert passes(0, 0, 60)


def test_equals_share_a_rank_and_the_next_is_skipped() -> None:
    right, less = {"e-case/b": "错"}, {"e-case/b": "对"}
    found = outcome(
        *(record(name, right) for name in ("K1", "K2")),
        record("K3", less),
        record("K4"),
        *(rated(name, 500) for name in ("K1", "K2", "K3")),
    )
    assert found.ranks() == {"K1": 1, "K2": 1, "K3": 3}  # K4 waits for its essay


def test_attempts() -> None:
    good = record("K1", submitted="2026-11-23T09:10:00+08:00", file="good.json")
    bad = record("K1", {"e-some": "A"}, submitted="2026-11-23T09:00:00+08:00", file="bad.json")
    worse = record("K1", {"e-some": "A", "e-true-1": None}, submitted="2026-11-23T02:00:00+00:00", file="worse.json")
    kept = {name: outcome(good, bad, worse, attempts=name) for name in ("first", "best", "last")}  # type: ignore[arg-type]
    # By the clock, not by the order met: 09:00, 09:10, and 02:00 UTC, which is 10:00.
    assert {name: found.papers[0].record.file for name, found in kept.items()} == {
        "first": "bad.json", "best": "good.json", "last": "worse.json",
    }  # fmt: skip
    assert all(codes(found) == ["superseded", "superseded"] for found in kept.values())


def test_papers_without_a_time_have_no_order() -> None:
    late, typed = record("K1"), record("K1", {"e-some": "A"}, submitted="", file="a-typed.csv", form="A")
    for attempts in ("last", "first"):
        found = outcome(typed, late, rated("K1", 500), attempts=attempts)  # type: ignore[arg-type]
        assert (found.papers, codes(found)) == ([], ["attempts-without-time"] * 2)
        assert found.rejections[0].fields["files"] == ("K1.json", "a-typed.csv")
        assert [note.code for note in found.notes] == ["marks_set_aside"]
    (paper,) = outcome(typed, late, attempts="best").papers
    assert paper.record.file == "K1.json"
    same_time = record("K1", {"e-some": "A"}, file="other.json")
    assert codes(outcome(late, same_time)) == ["attempts-without-time"] * 2


def test_two_registers_that_disagree_count_neither() -> None:
    one = record("K1", form="A", submitted="", file="one.xlsx")
    part = next(iter(one.answers))
    other = replace(one, file="two.xlsx", answers={**one.answers, part: "Z"})
    found = outcome(one, other)
    assert (found.papers, codes(found)) == ([], ["copies-differ"] * 2)
    assert found.rejections[1].fields == {"files": ("one.xlsx", "two.xlsx"), "questions": (part,)}


def test_a_copy_without_its_time_is_the_same_paper() -> None:
    found = outcome(record("K1", submitted="", file="a.csv"), record("K1"))
    assert ([paper.record.file for paper in found.papers], codes(found)) == (["K1.json"], [])


def test_a_rating_belongs_to_the_paper_with_its_form() -> None:
    browser = record("K1")
    printed = record("K1", {"e-some": "A"}, form="A", submitted="", file="printed.csv")
    found = outcome(browser, printed, rated("K1", 500), attempts="best")
    assert (found.papers[0].record.file, found.papers[0].pending) == ("K1.json", True)
    assert [note.code for note in found.notes] == ["rated_other_form"]
    worse = record("K1", {"e-some": "A", "e-true-1": None, "e-true-2": None, "e-true-3": None})
    found = outcome(worse, replace(browser, form="A"), rated("K1", 500), attempts="best")
    assert (found.papers[0].record.form, found.papers[0].score) == ("A", MOST - 500)
    (other,) = outcome(replace(browser, form="B"), rated("K1", 500)).papers
    assert other.pending


def test_marks_for_two_forms_without_a_paper_are_two_papers() -> None:
    found = outcome(rated("K1", 500), replace(rated("K1", 700, "b.xlsx"), form="B"))
    assert (found.papers, codes(found)) == ([], ["attempts-without-time"] * 2)


def test_a_copy_of_the_same_paper_is_only_noted() -> None:
    found = outcome(record("K1"), record("K1", file="copy.txt"))
    assert (len(found.papers), codes(found), [note.code for note in found.notes]) == (1, [], ["copied"])


def test_one_number_with_two_names_is_nobodys_paper() -> None:
    found = outcome(record("K1", candidate=Candidate("K1", "张三")), record("K1", candidate=Candidate("K1", "李四")))
    assert (found.papers, codes(found)) == ([], ["id-two-names"] * 2)


def test_raters_who_disagree_leave_the_essay_open() -> None:
    found = outcome(record("K1"), rated("K1", 500), rated("K1", 600, "other.xlsx"))
    assert (found.papers[0].pending, codes(found)) == (True, ["marks-differ"])


def test_marks_without_a_paper_count_and_are_said() -> None:
    found = outcome(rated("K1", 500))
    assert (found.papers[0].score, [note.code for note in found.notes]) == (500, ["only_marks"])


def test_the_roster_names_the_absent_and_orders_the_rest() -> None:
    stranger, known = record("K5"), record("K2", candidate=Candidate("K2", "乙二"))
    found = outcome(stranger, known, record("K1"), roster=PEOPLE)
    assert [paper.candidate.id for paper in found.papers] == ["K1", "K2", "K5"]
    assert [person.id for person in found.absent] == ["K9"]
    assert [note.code for note in found.notes] == ["not_in_roster", "other_name"]


def test_who_handed_in_what_does_not_count_is_not_absent(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    people = ("K1,张三,一队", "K2,李四,一队", "K3,王五,二队", "Ｋ４,赵六,二队", "K8,孙七,二队")
    roster.write_text("\n".join(["id,name,unit", *people]), encoding="utf-8")
    _, out = scored(tmp_path, PRACTICE.replace("K4", "K 4"), "--roster", str(roster))
    states = {row["id"]: row["passed"] for row in rows(out / "scores.csv")}
    assert states == {"K1": "待评", "K2": "待评", "K3": "待评", "K4": "未计入", "K8": "缺考"}
    (unit,) = [row for row in rows(out / "groups.csv") if row["group"] == "二队"]
    assert (unit["absent"], unit["not_counted"]) == ("1", "1")
    summary = {row["measure"]: row["value"] for row in rows(out / "summary.csv")}
    assert (summary["absent"], summary["not_counted"]) == ("1", "1")
    assert "未计入（人）" in (out / "report.html").read_text(encoding="utf-8")
    book = CalamineWorkbook.from_path(str(out / "results.xlsx"))
    assert len(book.get_sheet_by_name("各题得分").to_python()) == 4


def test_the_roster_s_unit_wins() -> None:
    wrote = [
        record(name, candidate=Candidate(name, "", unit)) for name, unit in (("K1", "二队"), ("K2", ""), ("K3", "三队"))
    ]
    roster = [Candidate("K1", "", "一队"), Candidate("K2", "", "一队"), Candidate("K3", "")]
    found = outcome(*wrote, roster=roster)
    assert [paper.candidate.unit for paper in found.papers] == ["一队", "一队", "三队"]
    assert {standing.unit for standing in found.standings} == {"一队", "三队"}
    assert [(note.code, note.fields["ids"]) for note in found.notes] == [("other_unit", ("K1",))]


def test_figures_of_drawn_papers_are_over_those_who_saw_the_item() -> None:
    found = outcome(*(record(f"K{n}", {"e-single-1": "B"} if n % 2 else {}) for n in range(1, 9)))
    seen = [paper for paper in found.papers if "e-single-1" in paper.marks]
    wrong = sum(paper.marks["e-single-1"] == 0 for paper in seen)
    assert 0 < len(seen) < 8 and wrong > 0
    figure = next(f for f in found.analysis.items if f.item.part == "e-single-1")
    assert (figure.n, figure.facility) == (len(seen), 1 - figure.shares["B"].all)
    assert figure.shares["B"].all * len(seen) == wrong
    assert (found.analysis.drawn, found.analysis.reliability, found.analysis.left_out) == (True, [], ["e-essay"])


def test_few_papers_of_each_form_is_why_there_is_no_reliability() -> None:
    drawn = {form: tuple(q.id for q in drawn_questions(EXAM.quiz, form)) for form in "ABC"}
    printed = [Record("t", n, Candidate(f"K{n}"), drawn["ABC"[n % 3]], {}, form="ABC"[n % 3]) for n in range(9)]
    (_, told) = about_scores(outcome(*printed).analysis, "zh")
    assert told.startswith("各卷别的题不同") and "每个卷别不足 10 份" in told
    (_, told) = about_scores(outcome(*(record(f"K{n}") for n in range(9))).analysis, "zh")
    assert told.startswith("各人抽到的题不同")


def test_the_complete_papers_are_judged_once_they_are_half_of_all() -> None:
    half = outcome(record("K1"), record("K2"), rated("K1", 500))
    assert (half.analysis.left_out, half.analysis.totals) == ([], {MOST - 500: 1})
    fewer = outcome(record("K1"), record("K2"), record("K3"), rated("K1", 500))
    assert (fewer.analysis.left_out, fewer.analysis.totals.total()) == (["e-essay"], 3)


def test_hints_say_what_to_look_at() -> None:
    # Twenty papers of the practice quiz, the better the lower their number; the essay is marked alike.
    file = papers.practice()
    parts_in = {
        "two-officers": ["B"] * 20,  # all right: too easy; A and C idle
        "refuse-entry": ["对"] * 3 + ["错"] * 17,  # 3 of 20: too hard
        "which-cards": ["B"] * 10 + ["A"] * 10,  # the good ones wrong, the bad ones right: the key?
        "what-to-note": ["ACD"] * 10 + ["AB", ""] * 5,
        "restaurant/first": ["B", "A", "B", "A", "B"] * 2 + ["A", "B"] * 5,  # as good as thrown
    }
    drawn = tuple(question.id for question in file.quiz.questions)
    records = [
        Record(
            "t.csv",
            n,
            Candidate(f"K{n}"),
            drawn,
            {part: a[n] for part, a in parts_in.items()},
            {"advise": 1000 - 50 * n},
        )
        for n in range(20)
    ]
    found = {f.item.part: (f.hints, f.idle) for f in score(file, Readings(records)).analysis.items}
    assert found["two-officers"] == (["too_easy", "idle_options"], ["A", "C"])
    assert found["refuse-entry"] == (["rival", "too_hard"], [])  # of the best 6⅔ three are right
    assert found["which-cards"] == (["rival", "negative", "idle_options"], ["C"])
    assert found["what-to-note"] == ([], [])
    assert found["restaurant/first"] == (["rival", "low"], [])
    wrong = [replace(record, answers={**record.answers, "two-officers": "A"}) for record in records]
    missed = score(file, Readings(wrong)).analysis.items[0]
    assert missed.hints == ["rival", "too_hard", "idle_options"]  # nobody took B, which is right
    assert (missed.rivals, missed.idle) == (["A"], ["C"])
    fewer = score(file, Readings(records[:9])).analysis.items
    assert all(not figure.hints for figure in fewer)


def test_the_histogram_counts_each_paper_once() -> None:
    shown = histogram({Standing("", "", score, 3300, False): 1 for score in (0, 329, 330, 1979, 1980, 3300)}, 60)
    assert [bar.count for bar in shown.bars] == [2, 1, 0, 0, 0, 1, 1, 0, 0, 1]
    assert [bar.passed for bar in shown.bars] == [False] * 6 + [True] * 4
    assert [count for count, _ in shown.lines] == [0, 1, 2]
    assert shown.bars[0].height == 2 * shown.bars[1].height > 0 == shown.bars[2].height


def test_a_cell_that_would_be_a_formula_gets_an_apostrophe() -> None:
    cells = ["=1+1", "+1", "-1", "@a", "\ta", "＝1", "a=b", "", None, 3]
    assert written(cells) == ["'=1+1", "'+1", "'-1", "'@a", "'\ta", "'＝1", "a=b", "", "", "3"]


# --- the command -----------------------------------------------------------------------------------------------------

PARTS = "two-officers,what-to-note,which-cards,refuse-entry,numbers,steps,who-does-what"
PRACTICE = f"""准考证号,姓名,单位,{PARTS},restaurant/first,restaurant/second
K1,张三,=HYPERLINK("http://x"),B,ACD,A,对,5；200；执法人员,BCAD,BA,A,两
K2,<b>李四</b>,一队,B,A、C,B,√,六；二百元；执法人员,BCDA,1B2C,B,2人
K3,王五,一队,,,,,,,,,
K4,赵六,一队,D,A,A,对,5,B,BA,A,1
"""


def scored(tmp_path: Path, table: str = PRACTICE, *more: str) -> tuple[int, Path]:
    source = tmp_path / "answers.csv"
    source.write_text(table, encoding="utf-8")
    out = tmp_path / "out"
    args = ["score", str(source), "--quiz", "basics/signature", "--root", str(papers.COURSE), "-o", str(out), *more]
    return main(args), out


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_a_table_scored(tmp_path: Path) -> None:
    code, out = scored(tmp_path)
    assert code == 1  # K4 has an option that is none
    found = {row["id"]: row for row in rows(out / "scores.csv")}
    assert [(row["score"], row["max"], row["passed"], row["advise"]) for row in found.values()] == [
        # 1 + 2 + 1 + 1 + 3 + 3 + 2 + 1 + 1 of 15, and an essay of 10 to come
        ("15", "25", "待评", "待评"),
        # 1 + 0.5·2 + 0 + 1 + ⅔·3 + ⅓·3 (BC of BC CA AD) + 1 + 0 + 1
        ("8", "25", "待评", "待评"),
        ("0", "25", "待评", "待评"),
    ]
    assert found["K1"]["unit"] == '\'=HYPERLINK("http://x")'
    refused = [(row["file"], row["row"], row["id"]) for row in rows(out / "rejected.csv")]
    assert refused == [("answers.csv", "5", "K4")]
    assert (
        (out / "scores.csv")
        .read_bytes()
        .startswith(b"\xef\xbb\xbfid,name,unit,score,max,percent,passed,rank,two-officers")
    )


def test_every_bad_cell_of_a_row_is_told(tmp_path: Path) -> None:
    _, out = scored(tmp_path, PRACTICE.replace("K4,赵六,一队,D,A,A,对,", "K4,赵六,一队,D,A,E,或,"))
    (refused,) = rows(out / "rejected.csv")
    assert refused["reason"].split("；") == [
        "题“two-officers”没有选项“D”，可选 ABC",
        "题“which-cards”没有选项“E”，可选 ABC",
        "题“refuse-entry”应填对或错，填了“或”",
    ]


def test_the_tables_hold_what_they_held(tmp_path: Path, golden: Golden) -> None:
    _, out = scored(tmp_path)
    for name in ("scores", "summary", "groups", "items", "options", "objectives", "rejected"):
        golden(DATA / f"{name}.csv", (out / f"{name}.csv").read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))


def test_what_a_person_typed_never_becomes_markup(tmp_path: Path) -> None:
    _, out = scored(tmp_path)
    slip = (out / "slips" / "K2.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;李四&lt;/b&gt;" in slip and "<b>李四" not in slip
    assert "http" not in slip.replace("http://x", "")
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "nan" not in report.lower().replace("banxing", "") and "src=" not in report


def test_the_slip_says_what_was_answered_and_why(tmp_path: Path, golden: Golden) -> None:
    _, out = scored(tmp_path)
    slip = (out / "slips" / "K2.html").read_text(encoding="utf-8")
    golden(DATA / "slip.html", slip[slip.index("<body>") :])


def test_a_slip_speaks_in_the_letters_of_its_paper(tmp_path: Path) -> None:
    source = papers.saved(tmp_path, papers.paper(EXAM.quiz, "K7", {"e-some": "A"}))
    assert main(["score", str(source), "--root", str(papers.COURSE), "-o", str(tmp_path / "out")]) == 0
    slip = (tmp_path / "out" / "slips" / "K7.html").read_text(encoding="utf-8")
    some = next(q for q in EXAM.quiz.questions if q.id == "e-some")
    shown = {letter: name for name, letter in shown_letters(some, "K7").items()}
    assert shown["A"] != "A"
    assert f"作答：<b>{shown['A']}</b></span> <span>正确答案：<b>{shown['C']}</b>" in slip


def test_slips_have_names_that_every_system_takes() -> None:
    names = file_names(["K1", "k1", "张三-1", "../x", "CON", "a/b", "a:b"])
    assert (names["K1"], names["张三-1"]) == ("K1.html", "张三-1.html")
    assert len({name.casefold() for name in names.values()}) == 7
    assert all(re.fullmatch(r"[\w-]+\.html", name) and name != "CON.html" for name in names.values())


def test_the_workbook_holds_the_same_rows(tmp_path: Path) -> None:
    _, out = scored(tmp_path)
    book = CalamineWorkbook.from_path(str(out / "results.xlsx"))
    assert book.sheet_names == [
        "成绩",
        "各题得分",
        "概览",
        "单位和卷别",
        "题目分析",
        "选项分析",
        "学习目标",
        "未计入",
        META,
    ]
    first = book.get_sheet_by_name("成绩").to_python()[1]
    assert first[:5] == ["K1", "张三", '=HYPERLINK("http://x")', 15.0, 25.0]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    found = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        _, out = scored(tmp_path / name)
        found.append({path.name: path.read_bytes() for path in sorted(out.rglob("*.*"))})
    assert found[0] == found[1] and len(found[0]) == 12


def test_a_second_run_leaves_no_slip_of_the_first(tmp_path: Path) -> None:
    scored(tmp_path)
    own = tmp_path / "out" / "slips" / "mine.html"
    own.write_text("not ours", encoding="utf-8")
    _, out = scored(tmp_path, "\n".join(PRACTICE.splitlines()[:2]))
    assert sorted(path.name for path in (out / "slips").iterdir()) == ["K1.html", "mine.html"]
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []


def test_nobody_and_one_are_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header, first, *_ = PRACTICE.splitlines()
    assert scored(tmp_path, header)[0] == 0
    assert "没有一份答卷可以计入" in capsys.readouterr().err
    _, out = scored(tmp_path, f"{header}\n{first}")
    assert "不足两份答卷" in (out / "report.html").read_text(encoding="utf-8")
    assert {row["discrimination"] + row["item_total"] for row in rows(out / "items.csv")} == {""}


def test_results_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("a file")
    assert scored(tmp_path)[0] == 3
    assert "写不进" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["answers.csv"], "--quiz"),
        (["missing.csv"], "没有文件"),
        (["answers.csv", "--quiz", "nothing"], "没有测验“nothing”"),
        (["answers.csv", "--quiz", "basics/signature", "--attempts", "any"], "last | best | first"),
        (["answers.csv", "--quiz", "basics/signature", "--roster", "answers.csv"], "名单"),
        ([".", "--quiz", "basics/signature", "-o", "."], "就是答卷目录"),
    ],
)
def test_wrong_use(
    tmp_path: Path, args: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "answers.csv").write_text(PRACTICE + "K1,,,\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    out = [] if "-o" in args else ["-o", "out"]
    assert main(["score", *args, *out, "--root", str(papers.COURSE)]) == 2
    assert said in capsys.readouterr().err


def test_the_whole_pool_has_a_key_in_the_tests() -> None:
    assert set(papers.RIGHT) == {part for question in EXAM.quiz.questions for part, _ in parts(question)}
