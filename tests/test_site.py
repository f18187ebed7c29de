"""Real builds of the repository's own course."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from banxing.catalogue import load
from banxing.model.keys import key_texts
from banxing.model.questions import parts
from sites import ROOT, contents, copy_course, mkdocs_build


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def site(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    run = mkdocs_build(course, target)
    assert run.returncode == 0, run.stderr
    return target


def html(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text(encoding="utf-8")


# --- pages ---


def test_a_module_page_says_what_it_needs(site: Path) -> None:
    page = html(site, "training/standards/procedure")
    for words in ("约 30 分钟", "2026-11-23 核对", "学完以后", "先学：", "学完做一做"):
        assert words in page
    assert 'href="../../../quizzes/standards/procedure/"' in page
    assert page.index("监督人员的选拔") < page.index("监督结果的反馈和运用")  # neighbours, in course order


def test_navigation_follows_the_course(site: Path) -> None:
    page = html(site, "training")
    order = [
        page.index(f'href="{name}/"') for name in ("selection/supervisors", "standards/procedure", "feedback/ladder")
    ]
    assert order == sorted(order)


def test_a_path_is_a_page_with_its_stages_quizzes_and_exam(site: Path) -> None:
    page = html(site, "paths/new-hire").split("<article")[1]
    modules = [f'href="../../training/{name}/"' for name in ("overview/what-it-is", "feedback/objections")]
    places = [page.index(link) for link in (*modules, 'href="../../quizzes/final/"')]
    assert places == sorted(places)
    assert 'href="../../quizzes/overview/what-it-is/"' in page
    assert 'href="../paths/new-hire/"' in html(site, "training")


def test_my_study_knows_every_practice_and_nothing_of_an_exam(site: Path) -> None:
    catalogue = load(ROOT, with_keys=False)
    for page in ("study", "study/review"):
        text = html(site, page)
        data = json.loads(re.search(r"data-study='([^']*)'", text)[1])
        practice = {name: file.quiz for name, file in catalogue.quizzes.items() if not file.quiz.is_exam}
        prints = {
            name: [(sub.type, part, sub.fingerprint()) for q in quiz.questions for part, sub in parts(q)]
            for name, quiz in practice.items()
        }
        alone = {name for name, entries in prints.items() if {kind for kind, *_ in entries} == {"essay"}}
        assert len(alone) == 3 and {quiz["id"] for quiz in data["quizzes"] if quiz["self"]} == alone
        wanted = {
            name: {part: print_ for kind, part, print_ in entries if kind != "essay" or name in alone}
            for name, entries in prints.items()
        }
        assert {quiz["id"]: quiz["prints"] for quiz in data["quizzes"]} == wanted
        assert set(data["modules"]) == set(catalogue.modules)
        assert [path["title"] for path in data["paths"]] == [
            "新入职第一周",
            "在岗复训",
            "特邀监督员半日课",
            "培训师和监督机构负责人",
        ]
        assert [lst["page"] for lst in data["checklists"]] == ["tools/before", "tools/during", "tools/after"]
        article = text.split("<article")[1].split("</article>")[0]
        for question in catalogue.quizzes["final"].quiz.questions:
            assert f'"{question.id}"' not in article and question.fingerprint() not in article
        assert "quizzes/final" not in article
        assert not {"answer", "stem", "options"} & set(re.findall(r'"(\w+)":', article))
    nav = html(site, "")
    assert 'href="study/"' in nav


def test_a_practice_of_essays_promises_no_marks(site: Path) -> None:
    for page, count in (("quizzes/interview/see-questions", 6), ("quizzes/interview/structured", 2)):
        facts = html(site, page).split('<ul class="bx-facts">')[1].split("</ul>")[0]
        assert re.findall(r"<li>(.*?)</li>", facts) == ["练习", f"{count} 题", "自评"]
    cards = html(site, "quizzes")
    assert re.search(r"更多「你怎么看」</a>\s*<p class=\"bx-card-note\">6 题 · 自评</p>", cards)
    assert re.search(r"现场程序的监督标准</a>\s*<p class=\"bx-card-note\">\d+ 题 · 满分 \d+ 分</p>", cards)


def test_a_question_in_a_module_knows_its_practice(site: Path) -> None:
    data = re.search(r"data-paper='([^']*)'", html(site, "training/standards/procedure"))
    assert data
    questions = json.loads(data[1])["questions"]
    assert [question["quiz"] for question in questions] == ["standards/procedure"]


def test_the_boxes_listed_are_those_of_the_page(site: Path) -> None:
    data = json.loads(re.search(r"data-study='([^']*)'", html(site, "study"))[1])
    for page in data["checklists"]:
        assert page["boxes"] == re.findall(r'<input type="checkbox" value="(\w+)"', html(site, page["page"]))
        assert len(page["boxes"]) > 20


def test_an_objective_leads_to_the_section_that_teaches_it(site: Path) -> None:
    """On its module's page, in the data of each practice, and under each question's key."""
    catalogue = load(ROOT, with_keys=False)
    ids: dict[Path, set[str]] = {}

    def lands(page: str, link: str) -> bool:
        """Whether `link` of a page leads to a heading's anchor."""
        path, anchor = link.split("#")
        target = (site / page / path / "index.html").resolve()
        if target not in ids:
            ids[target] = set(re.findall(r'<h[2-6] id="([^"]+)"', target.read_text(encoding="utf-8")))
        return anchor in ids[target]

    for module in catalogue.modules.values():
        page = f"training/{module.id}"
        head = html(site, page).split('<ul class="bx-objectives">')[1].split("</ul>")[0]
        links = re.findall(r'<li id="([^"]+)"><a href="([^"]+)">', head)
        assert [name for name, _ in links] == list(module.module.objectives)
        assert all(lands(page, link) for _, link in links), page
    for quiz in (file.quiz for file in catalogue.quizzes.values() if not file.quiz.is_exam):
        page = f"quizzes/{quiz.id}"
        text = html(site, page)
        known = json.loads(re.search(r"data-paper='([^']*)'", text)[1])["objectives"]
        assert all(lands(page, f"{each['href']}#{each['section']}") for each in known.values()), page
        hints = re.findall(r'<p class="bx-sections">(.*?)</p>', text)
        assert len(hints) == sum(bool(q.objective or top.objective) for top in quiz.questions for _, q in parts(top))
        assert all(lands(page, link) for hint in hints for link in re.findall(r'href="([^"]+)"', hint)), page


def test_quizzes_stand_under_the_part_of_their_module(site: Path) -> None:
    page = html(site, "quizzes").split("<article")[1]
    order = ["选拔与培训", "监督标准", "反馈与运用", "综合练习", "考试"]
    places = [re.search(rf'<h2 id="part-\d+">{name}', page) for name in order]
    assert all(places)
    assert [p.start() for p in places if p] == sorted(p.start() for p in places if p)


def test_a_thin_objective_warns_and_strict_builds_stop(course: Path, tmp_path: Path) -> None:
    thin = copy_course(tmp_path / "thin")
    module = thin / "training/feedback/ladder.md"
    text = module.read_text(encoding="utf-8").replace(
        "objectives:\n", "objectives:\n  fb-thin: 能做一件没有题的事\n", 1
    )
    module.write_text(text, encoding="utf-8")
    run = mkdocs_build(thin, tmp_path / "out")
    assert run.returncode != 0
    assert "objective-few-questions" in run.stderr
    assert mkdocs_build(thin, tmp_path / "out", strict=False).returncode == 0


def test_a_citation_links_to_its_card_with_the_digest(site: Path) -> None:
    page = html(site, "training/standards/procedure")
    found = re.search(r'<a class="bx-cite" href="\.\./\.\./\.\./laws/xzcf-2021/#a52" title="([^"]+)">', page)
    assert found and len(found[1]) > 20
    card = html(site, "laws/xzcf-2021")
    assert 'id="a52"' in card
    assert found[1] in card


def test_a_document_number_loses_the_title_marks_it_was_linked_by(site: Path) -> None:
    page = html(site, "training/selection/training")
    assert re.search(r'<a class="bx-cite"[^>]*>国办发〔2022〕27号</a>', page)
    assert "《国办发" not in page.split("<article")[1].split("</article>")[0]


def test_a_card_says_where_the_course_uses_it_but_not_which_exam(site: Path) -> None:
    card = html(site, "laws/xzcf-2021")
    assert 'href="../../training/standards/procedure/"' in card.split('id="a52"')[1].split("</p>")[1]
    body = card.split("<article")[1].split("</article>")[0]
    assert "quizzes/final" not in body


def test_a_glossary_word_is_explained_once_a_page(site: Path) -> None:
    page = html(site, "training/feedback/ladder")
    terms = re.findall(r'<a class="bx-term" href="\.\./\.\./\.\./glossary/#([\w-]+)" title=', page)
    assert len(terms) > 5
    assert len(terms) == len(set(terms))


def test_repository_links_work_on_the_site(site: Path) -> None:
    for page in site.rglob("index.html"):
        for link in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text(encoding="utf-8")):
            if ":" in link or link.startswith(("//", "/")):
                continue
            target = (page.parent / link).resolve()
            assert target.exists(), f"{page.relative_to(site)} links to {link}"


def test_nothing_leads_to_another_host_by_itself(site: Path) -> None:
    loading = re.compile(r'<(?:script|img|iframe|source|audio|video)[^>]+src="https?:|<link[^>]+href="https?:')
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        found = [m[0] for m in loading.finditer(text) if 'rel="canonical"' not in m[0]]
        assert found == [], page


def test_a_page_without_questions_carries_nothing_of_the_player(site: Path) -> None:
    for page in ("", "laws/xzcf-2021", "glossary", "guides/supervisor"):
        assert "banxing-quiz" not in html(site, page)
        assert "practice." not in html(site, page)


def test_a_diagram_opens_by_itself(site: Path) -> None:
    page = html(site, "training/standards/procedure")
    found = re.search(r'<span class="bx-diagram-frame"><a href="([^"]+)"><img [^>]*src="([^"]+)"', page)
    assert found and found[1] == found[2]


def test_questions_stand_where_the_fence_was(site: Path) -> None:
    page = html(site, "training/standards/procedure")
    fences = re.findall(r"```quiz\n(\S+)", (ROOT / "training/standards/procedure.md").read_text(encoding="utf-8"))
    assert len(fences) == 3
    for name in fences:
        assert f'data-part="{name}"' in page


def test_no_fence_is_left_unfilled(site: Path) -> None:
    assert [p for p in site.rglob("*.html") if "banxing-fence-" in p.read_text(encoding="utf-8")] == []
    assert "two-officers" in html(site, "reference/module-format")  # an example stays an example


def test_a_day_that_is_none_is_said_so(course: Path, tmp_path: Path) -> None:
    wrong = copy_course(tmp_path / "wrong")
    config = wrong / "mkdocs.yml"
    for value, said in (("'2026-13-01'", "as_of 的值“2026-13-01”不是日期"), ("2026-07-02", "")):
        text = (course / "mkdocs.yml").read_text(encoding="utf-8")
        config.write_text(text.replace("- banxing\n", f"- banxing:\n      as_of: {value}\n"), encoding="utf-8")
        run = mkdocs_build(wrong, tmp_path / "out")
        assert "Traceback" not in run.stderr
        assert said in run.stderr
        assert (run.returncode == 0) is (not said)


def test_the_themes_search_can_take_the_place_of_ours(course: Path, tmp_path: Path) -> None:
    other = copy_course(tmp_path / "other")
    config = other / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("- banxing\n", "- banxing: {search: false}\n  - search\n"), encoding="utf-8")
    run = mkdocs_build(other, tmp_path / "out")
    assert run.returncode == 0, run.stderr
    assert "bx-search" not in html(tmp_path / "out", "training")
    assert not list((tmp_path / "out/assets/banxing").glob("search-*/"))
    assert len(json.loads((tmp_path / "out/search/search_index.json").read_text("utf-8"))["docs"]) > 50


# --- what must not be there ---


def secrets() -> Iterator[str]:
    """Long enough to be told apart: what only the exam's key file says, without spaces."""
    for keyed in load(ROOT).quizzes["final"].keys.values():
        for words in key_texts(keyed.key):
            bare = re.sub(r"\s", "", words)
            if len(bare) > 15 and len(re.sub(r"《[^》]*》[第一二三四五六七八九十百条款项、]*", "", bare)) > 5:
                yield bare


def test_no_key_of_an_exam_is_anywhere_in_the_site(site: Path) -> None:
    everything = "\n".join(
        gzip.decompress(data).decode() if name.endswith(".gz") else data.decode("utf-8", "ignore")
        for name, data in contents(site).items()
    )
    everything += re.sub(r"<[^>]+>", "", everything)  # a citation inside a text is a link by now
    everything = re.sub(r"\s", "", everything)
    wanted = list(secrets())
    assert len(wanted) > 100
    assert [secret for secret in wanted if secret in everything] == []
    assert not [name for name in contents(site) if name.endswith((".yml", ".yaml"))]
    data = json.loads(re.search(r"data-paper='([^']*)'", html(site, "quizzes/final"))[1])
    assert not {"answer", "after"} & {name for question in data["questions"] for name in question}


def test_search_does_not_index_keys_of_practice(site: Path) -> None:
    parts = sorted(site.glob("assets/banxing/search-*/*.js"))
    assert len(parts) > 20
    text = re.sub(r"\s", "", "".join(part.read_text(encoding="utf-8") for part in parts))
    catalogue = load(ROOT, with_keys=False)
    checked = 0
    for file in catalogue.quizzes.values():
        for keyed in file.keys.values():
            for words in keyed.key.feedback.values():
                assert re.sub(r"\s", "", words) not in text, words
                checked += 1
    assert checked > 60
    assert "当事人拒绝签字" in text


def test_the_site_is_the_same_with_and_without_the_key(course: Path, site: Path, tmp_path: Path) -> None:
    wanted = contents(site)
    key = course / "quizzes/final.key.yml"
    original = key.read_bytes()
    try:
        key.write_bytes(original.replace(b"answer: A", b"answer: B"))
        assert key.read_bytes() != original
        assert mkdocs_build(course, tmp_path / "changed").returncode == 0
        key.unlink()
        assert mkdocs_build(course, tmp_path / "absent").returncode == 0
    finally:
        key.write_bytes(original)
    for name in ("changed", "absent"):
        built = contents(tmp_path / name)
        assert built.keys() == wanted.keys()
        assert [path for path in wanted if built[path] != wanted[path]] == []


# --- faults ---


def test_a_fault_stops_the_build_and_says_where(course: Path, tmp_path: Path) -> None:
    quiz = course / "quizzes/standards/procedure.yml"
    original = quiz.read_text(encoding="utf-8")
    try:
        quiz.write_text(original.replace("answer: C", "answer: Z", 1), encoding="utf-8")
        run = mkdocs_build(course, tmp_path / "site")
    finally:
        quiz.write_text(original, encoding="utf-8")
    line = original[: original.index("answer: C")].count("\n") + 1
    assert run.returncode == 1
    assert re.search(rf"quizzes/standards/procedure\.yml:{line}:\d+: .*\[answer-not-an-option\]", run.stderr)
    assert "Traceback" not in run.stderr


def test_a_key_planted_in_the_public_file_stops_the_build(course: Path, tmp_path: Path) -> None:
    quiz = course / "quizzes/final.yml"
    original = quiz.read_text(encoding="utf-8")
    try:
        at = original.index("\n", original.index("    type: single_choice", original.index("questions:")))
        quiz.write_text(f"{original[:at]}\n    answer: A{original[at:]}", encoding="utf-8")
        run = mkdocs_build(course, tmp_path / "site")
    finally:
        quiz.write_text(original, encoding="utf-8")
    assert run.returncode == 1
    assert "[key-in-exam]" in run.stderr
