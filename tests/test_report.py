"""Report and workbook: by unit and by form, reliability, pictures, and a sentence where there is no figure."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

import papers
from banxing.cli import main
from banxing.messages import LANGS, Lang
from banxing.report.pictures import scatter, span
from banxing.responses.records import Candidate, Readings, Record
from banxing.scores.analysis import ItemFigures
from banxing.scores.groups import by_form, by_unit, distribution, everybody
from banxing.scores.hints import of_marks, rivals
from banxing.scores.outcome import Outcome, score
from banxing.scores.papers import Standing, items_of
from banxing.scores.reliability import Reliability, reliability
from banxing.scores.reliability import by_form as forms_of
from banxing.scores.sentences import about_item, about_scores
from banxing.scores.tally import Tally

FILE = papers.practice()
PARTS = [part for part in items_of(FILE) if part != "advise"]
RIGHT = ["B", "ACD", "A", "对", "5；200；执法人员", "BCAD", "BA", "A", "两"]


def record(number: int, unit: str, right: int, essay: int | None = 500, form: str = "") -> Record:
    """Right in the first `right` parts, unanswered in the others."""
    drawn = tuple(question.id for question in FILE.quiz.questions)
    stored = dict(zip(PARTS, [answer.replace("；", "\x1f") for answer in RIGHT], strict=True))
    answers = {part: stored[part] for part in PARTS[:right]}
    marks = {} if essay is None else {"advise": essay}
    return Record("t.csv", number, Candidate(f"K{number}", "", unit), drawn, answers, marks, form=form)


def outcome(*records: Record, roster: list[Candidate] | None = None) -> Outcome:
    return score(FILE, Readings(list(records)), roster=roster)


def test_by_unit() -> None:
    # 10 of 25 with everything but the essay unanswered is 5 + …: worked from the points 1 2 1 1 3 3 2 1 1 and 5.
    found = outcome(
        record(1, "一队", 9), record(2, "二队", 0), record(3, "一队", 1), record(4, "二队", 9, essay=None),
        roster=[Candidate("K9", "", "三队"), Candidate("K1", "", "一队")],
    )  # fmt: skip
    rows = [(g.name, g.papers, g.absent, g.pending, g.passed, g.scores, g.most) for g in by_unit(found)]
    assert rows == [
        ("一队", 2, 0, 0, 1, {2000: 1, 600: 1}, 5000),
        ("二队", 2, 0, 1, 0, {500: 1}, 2500),
        ("三队", 0, 1, 0, 0, {}, 0),
    ]
    one = by_unit(found)[0]
    assert [str(v) for v in (one.mean, one.median, one.pass_rate, one.lowest, one.highest)] == [
        "13.0", "13.0", "50", "6", "20",
    ]  # fmt: skip
    assert str(one.deviation) == "9.9"  # √(2 · 7²)
    nobody = by_unit(found)[2]
    assert {nobody.mean, nobody.median, nobody.pass_rate, nobody.deviation, nobody.share} == {None}
    assert (everybody(found).papers, everybody(found).absent) == (4, 1)


def test_one_unit_is_no_comparison() -> None:
    assert by_unit(outcome(record(1, "一队", 9), record(2, "一队", 0))) == []


def test_by_form_counts_printed_papers_only() -> None:
    found = outcome(
        record(1, "", 9, form="B"), record(2, "", 3, form="A"), record(3, "", 1, form="K3"), record(4, "", 2)
    )
    assert [(group.name, group.papers) for group in by_form(found)] == [("A", 1), ("B", 1)]


def test_the_distribution_counts_the_full_mark_in_the_last_bin() -> None:
    counted = {
        Standing("", "", score, 100, False): papers for score, papers in ((0, 3), (9, 1), (10, 1), (99, 1), (100, 1))
    }
    assert distribution(counted) == [4, 1, 0, 0, 0, 0, 0, 0, 0, 2]


def test_reliability_of_papers_with_the_same_items() -> None:
    # The five candidates of test_statistics: alpha .8; Feldt with F(.975; 4, 12) = 4.1212 and F(.025; 4, 12) = .11427
    cells = {part: {(100 * (n < right), 100 * right): 1 for right in (4, 3, 2, 1, 0)} for n, part in enumerate("abcd")}
    one = reliability(cells, dict.fromkeys("abcd", 100), ["A"])
    assert (one.forms, one.n, one.items, one.alpha, one.kr20) == (("A",), 5, 4, Fraction(4, 5), True)
    assert (one.low, one.high) == (pytest.approx(1 - 0.2 * 4.12120861), pytest.approx(1 - 0.2 * 0.11427058))
    assert one.sem == pytest.approx(100 * 0.5**0.5)
    assert span(one, 200) == pytest.approx(span(one, 200)) and (span(one, 200) or 0).at == 160  # type: ignore[union-attr]


def test_each_form_has_its_own_reliability() -> None:
    exam = papers.exam()
    read: list[Record] = []
    for number in range(25):
        form = "AB"[number % 2] if number < 24 else "C"
        value = papers.paper(exam.quiz, form)
        wrong = {part: "" for n, part in enumerate(sorted(value["answers"])) if n < number % 9}
        answers = {part: _stored(a) for part, a in value["answers"].items() if part not in wrong and part != "e-essay"}
        drawn = tuple(value["prints"])
        read.append(Record("t", number, Candidate(f"K{number}"), drawn, answers, {"e-essay": 500}, form=form))
    found = score(exam, Readings(read))
    assert found.analysis.drawn and found.analysis.whole is None
    assert [(one.forms, one.n) for one in found.analysis.reliability] == [(("A",), 12), (("B",), 12)]  # C has one paper
    assert all(one.alpha is not None and one.low is not None for one in found.analysis.reliability)
    assert all(figure.alpha_if_dropped is None for figure in found.analysis.items)
    assert "信度按卷别分别计算" in about_scores(found.analysis, "zh")[0]


def test_papers_drawn_by_candidate_are_no_form() -> None:
    rows = [("A" if n < 12 else "", 100 * (n % 2), 100 * (n % 3 > 0)) for n in range(24)]
    counted = Tally(
        Counter((form, a + b) for form, a, b in rows),
        {"a": Counter((form, a, "", a + b) for form, a, b in rows),
         "b": Counter((form, b, "", a + b) for form, a, b in rows)},
    )  # fmt: skip
    found = forms_of(counted, {"a": 100, "b": 100})
    assert [(one.forms, one.n) for one in found] == [(("A",), 12)]


def _stored(answer: Any) -> str:
    return answer if isinstance(answer, str) else "\x1f".join(answer)


def test_hints_at_their_borders() -> None:
    assert of_marks(Fraction(19, 100), Fraction(1, 2)) == ["too_hard"]
    assert of_marks(Fraction(20, 100), Fraction(1, 2)) == []
    assert of_marks(Fraction(96, 100), None) == ["too_easy"]
    assert of_marks(Fraction(1, 2), Fraction(19, 100)) == ["low"]
    assert of_marks(Fraction(1, 2), Fraction(-1, 100)) == ["negative"]
    assert of_marks(Fraction(1, 10), Fraction(1, 100)) == ["too_hard"]


def test_an_essay_is_not_guessed() -> None:
    essay, choice = (items_of(FILE)[part] for part in ("advise", "two-officers"))
    said = [about_item(ItemFigures(item, 20, hints=["low"]), "zh") for item in (essay, choice)]
    assert "评分标准" in said[0][0] and "靠猜" in said[1][0]


def test_a_rival_is_taken_by_more_of_the_best_than_the_right_one() -> None:
    half, third, tenth = Fraction(1, 2), Fraction(1, 3), Fraction(1, 10)
    assert rivals({"A": half, "B": third, "C": tenth}, "B") == ["A"]
    assert rivals({"A": half, "B": half}, "B") == []
    assert rivals({"A": half, "B": third, "C": tenth, "D": third}, "AC") == ["B", "D"]
    assert rivals({}, "B") == []


def test_the_map_of_items_holds_them_all() -> None:
    def figure(facility: Fraction | None, value: Fraction | None, *hints: Any) -> ItemFigures:
        item = next(iter(outcome(record(1, "", 9)).items.values()))
        return ItemFigures(item, 20, facility, value, hints=list(hints))

    shown = scatter([
        figure(Fraction(1, 2), Fraction(-3, 10), "negative"),
        figure(Fraction(1), None),
        figure(Fraction(1), Fraction(0), "idle_options"),
    ])  # fmt: skip
    assert shown is not None
    assert [(dot.x, dot.number) for dot in shown.dots] == [(314, 1), (594, None)]
    assert shown.lines[0][0] == "-0.4" and shown.dots[0].y > shown.zero == shown.dots[1].y
    assert scatter([figure(Fraction(1), None)]) is None
    assert span(Reliability((), 5, 4), 200) is None


# --- what cannot be told ---------------------------------------------------------------------------------------------

HEAD = ["id", "unit", *PARTS]


def scored(tmp_path: Path, rows: list[list[str]], *more: str) -> dict[str, str]:
    """Every file that came out as text; the workbook's sheets as one."""
    table = tmp_path / "a.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEAD, *rows])
    out = tmp_path / "out"
    args = ["score", str(table), "--quiz", "basics/signature", "--root", str(papers.COURSE), "-o", str(out), *more]
    assert main(args) == 0
    found = {path.name: path.read_text(encoding="utf-8-sig") for path in out.rglob("*.*") if path.suffix != ".xlsx"}
    book = CalamineWorkbook.from_path(str(out / "results.xlsx"))
    return found | {"book": str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])}


def roster(tmp_path: Path) -> list[str]:
    path = tmp_path / "roster.csv"
    path.write_text("id,unit\nK1,一队\nK2,二队\n", encoding="utf-8")
    return ["--roster", str(path)]


ALIKE = [["K1", "一队", *RIGHT], ["K2", "二队", *RIGHT]]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "没有一份答卷可以计入，所以没有统计。"),
        ([["K1", "一队", *RIGHT]], "不足两份答卷，算不出信度。"),
        (ALIKE, "大家的总分一样，算不出信度。"),
        ([["K1", "一队"] + [""] * 9, ["K2", "二队"] + [""] * 9], "大家的总分一样，算不出信度。"),
    ],
)
def test_a_sentence_and_never_nan(tmp_path: Path, rows: list[list[str]], said: str, lang: Lang) -> None:
    found = scored(tmp_path, rows, *roster(tmp_path), "--lang", lang)
    for name, text in found.items():
        shown = re.sub("<style>.*?</style>", "", text, flags=re.DOTALL)
        assert not re.search(r"\b([Nn]a[Nn]|[Ii]nf|[Ii]nfinity|None)\b", shown), name
    if lang == "zh":
        assert said in found["report.html"] and said in found["book"]


def test_one_question_has_no_reliability() -> None:
    one = reliability({"a": {(100, 100): 1, (0, 0): 1}}, {"a": 100})
    assert (one.alpha, one.low, one.sem) == (None, None, None)
    found = outcome(record(1, "", 9), record(2, "", 0))
    found.analysis.reliability = [one]
    assert about_scores(found.analysis, "zh") == ["只有一道题，算不出信度。"]


# --- what people see -------------------------------------------------------------------------------------------------

MANY = [[f"K{n}", "一队" if n % 2 else "二队", *RIGHT[: n % 10], *[""] * (9 - n % 10)] for n in range(1, 31)]


def test_report_and_workbook_say_the_same(tmp_path: Path) -> None:
    found = scored(tmp_path, MANY)
    summary = {row["measure"]: row["value"] for row in csv.DictReader(io.StringIO(found["summary.csv"]))}
    assert (summary["papers"], summary["pending"], summary["n"], summary["items"]) == ("30", "30", "30", "9")
    told = re.search(r"信度 Cronbach α = (.*?)（95% 置信区间 (.*?)–(.*?)，30 人、9 题）", found["report.html"])
    assert told and told[0] in found["book"]
    for shown, name in zip(told.groups(), ("alpha", "interval_low", "interval_high"), strict=True):
        assert float(shown) == pytest.approx(float(summary[name]), abs=0.0055)
    for sentence in ("没有人选", "二队"):
        assert sentence in found["report.html"] and sentence in found["book"]
    options = {(row["question"], row["option"]): row for row in csv.DictReader(io.StringIO(found["options.csv"]))}
    assert options["two-officers", "B"]["right"] == "是"
    # Those with 0 right, 3 of 30, are the last of the lower third of ten.
    assert [options["two-officers", "B"][f"{third}_third"] for third in ("upper", "middle", "lower")] == [
        "1.000", "1.000", "0.700",
    ]  # fmt: skip
    assert [options["two-officers", ""][name] for name in ("share", "lower_third")] == ["0.100", "0.300"]


def test_pictures_are_in_the_page_and_print_without_backgrounds(tmp_path: Path) -> None:
    page = scored(tmp_path, MANY)["report.html"]
    assert page.startswith("<!doctype html>")
    assert page.count("<svg") == 4 and "<img" not in page and "http" not in page and "<script" not in page
    assert 'class="bar"' not in page  # a browser prints no background colours


def test_the_workbook_has_charts_of_its_own_cells(tmp_path: Path) -> None:
    scored(tmp_path, MANY)
    with zipfile.ZipFile(tmp_path / "out/results.xlsx") as book:
        charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
    kinds = [re.findall(r"<c:(\w+)Chart>", chart)[0] for chart in charts]
    assert kinds == ["scatter"]  # all wait for their essay, so nothing passed or failed
    assert "题目分析" in charts[0]


def test_what_calls_for_somebody_comes_before_what_is_only_counted() -> None:
    """At the end of thirty pages nobody finds what was not counted."""
    template = files("banxing.report").joinpath("templates", "report.html").read_text(encoding="utf-8")
    titles = re.findall(r'<h2>\{\{ t\("report\.(\w+)"\)', template)
    assert titles[:3] == ["rejected_title", "notes", "distribution"]
