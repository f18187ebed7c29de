"""A scripted candidate: sits an exam as people do on bad days, and keeps a record of his own of all he has answered.

Everything he does comes from his seed. The clock is the device's: it is shifted for every tab by a cookie that
`SHIFTED_CLOCK` reads, while timers and the time since the page was opened stay real.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from by_hand import TYPES, Given
from playwright.sync_api import BrowserContext, Locator, Page, expect

from banxing.catalogue.quizzes import QuizFile
from banxing.model.questions import parts
from banxing.shuffle import draw

SHIFTED_CLOCK = """(() => {
  const Real = Date;
  const shift = () => Number((document.cookie.match(/shift=(-?\\d+)/) || [0, 0])[1]);
  globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length ? given : [Real.now() + shift()])); }
    static now() { return Real.now() + shift(); }
  };
})()"""
# What a page shows as answered, in authored letters as a response has it; null for a question that is not there.
SHOWN = """(wanted) => Object.fromEntries(wanted.map(([part, kind]) => {
  const item = document.querySelector(`[data-part="${part}"]`);
  if (!item) return [part, null]; // a long paper comes up in turns
  const all = Array.from(item.querySelectorAll('fieldset input, fieldset select, fieldset textarea'));
  if (kind === 'fill_blank') return [part, all.map((input) => input.value)];
  if (kind === 'essay') return [part, all[0].value];
  if (kind === 'ordering' || kind === 'matching') return [part, all.map((select) => select.value || '-').join('')];
  return [part, all.filter((input) => input.checked).map((input) => input.value).sort().join('')];
}))"""
FLAGS = """() => Array.from(document.querySelectorAll('.bx-button--flag[aria-pressed="true"]'),
  (button) => button.closest('[data-part]').dataset.part).sort()"""
FILL = """() => {
  let size = 4 * 1024 * 1024;
  for (let n = 0; size >= 1; n += 1) {
    try { localStorage.setItem('filler' + n, 'x'.repeat(size)); } catch (error) { size = Math.floor(size / 2); }
  }
}"""
FREE = """() => Object.keys(localStorage).filter((key) => key.startsWith('filler'))
  .forEach((key) => localStorage.removeItem(key))"""
UNSAVED = "本机无法保存"
TIME_UP = "时间到，已自动交卷"
MINUTE = 60_000


@dataclass
class Outcome:
    """How a sitting ended. `answers` and `flags` are the candidate's own record; `text` is what the page handed in."""

    number: int
    candidate: str
    answers: dict[str, Given] = field(default_factory=dict)
    marks: dict[str, int | None] = field(default_factory=dict)
    text: str = ""
    auto: bool = False
    did: Counter[str] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)
    fault: str = ""

    @property
    def response(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.text)
        return value


class Candidate:
    """One sitting of `file`'s exam at `url` in a fresh `context`, whose tabs read SHIFTED_CLOCK."""

    def __init__(self, context: BrowserContext, url: str, file: QuizFile, seed: str, outcome: Outcome) -> None:
        self.context, self.url, self.file, self.out = context, url, file, outcome
        self.random = random.Random(seed)
        self.parts = [entry for question in draw(file.quiz, outcome.candidate) for entry in parts(question)]
        self.flags: set[str] = set()
        self.shift = 0
        self.tabs: list[Page] = []

    # --- from begin to end -------------------------------------------------------------------------------------------

    def sit(self, steps: int) -> Outcome:
        page = self.opened()
        for label in ("准考证号或工号", "再输入一次准考证号或工号"):
            page.get_by_label(label, exact=True).last.fill(self.out.candidate)
        page.get_by_label("姓名").fill("考生" + self.out.candidate[-3:])
        page.get_by_role("button", name="开始考试").click()
        expect(page.locator(".bx-who")).to_be_visible()
        for _ in range(steps):
            self.step()
            if self.out.auto:
                break
        else:
            self.hand_in()
        self.take()
        return self.out

    def step(self) -> None:
        names = list(WEIGHTS)
        name = self.random.choices(names, [WEIGHTS[each] for each in names])[0]
        self.out.log.append(name)
        if ACTIONS[name](self) is not False:
            self.out.did[name] += 1

    def opened(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(10_000)
        page.goto(self.url)
        self.tabs.append(page)
        return page

    @property
    def page(self) -> Page:
        """The tab the candidate looks at now: any of those that are open."""
        page = self.random.choice(self.tabs)
        page.bring_to_front()
        return page

    def go_on(self, page: Page) -> None:
        """Coming back, nobody's paper is shown before the id is given twice."""
        expect(page.get_by_role("heading", name="考前须知")).to_be_visible()
        assert page.locator(".bx-quiz [data-part]").count() == 0, "a paper shows before its id was asked for"
        left = page.locator(".bx-left")
        for label in ("准考证号或工号", "再输入一次准考证号或工号"):
            left.get_by_label(label, exact=True).fill(self.out.candidate)
        left.get_by_role("button", name="接着答").click()
        expect(page.locator(".bx-who")).to_be_visible()
        self.compare(page)

    def compare(self, page: Page) -> None:
        """All that this tab shows, held against the candidate's own record. Another tab's writing may take a moment."""
        wanted = [(part, question.type) for part, question in self.parts]
        mine = {part: self.out.answers.get(part, blank(question)) for part, question in self.parts}
        for patience in (20, 100, 400, 1000, 0):
            shown = page.evaluate(SHOWN, wanted)
            flags = page.evaluate(FLAGS)
            if (shown, flags) == (mine, sorted(self.flags)) or not patience:
                break
            page.wait_for_timeout(patience)
        self.out.did["compared"] += len(mine)
        wrong = {part: (mine[part], shown[part]) for part in mine if mine[part] != shown[part]}
        assert not wrong, f"answers lost or altered (mine, shown): {wrong}"
        assert flags == sorted(self.flags), f"flags {flags}, mine {sorted(self.flags)}"

    # --- what he does ------------------------------------------------------------------------------------------------

    def answer(self) -> None:
        """A question again or for the first time, one of the ways by_hand knows the marks of."""
        page = self.page
        part, question = self.random.choice(self.parts)
        ways, _ = TYPES[question.type]
        possible: dict[str, tuple[Given, int | None]] = ways(question, self.file.key_of(part))
        if question.type not in ("single_choice", "true_false"):  # a radio button is not taken back
            possible = {**possible, "blank": ("", 0)}
        given, marks = possible[self.random.choice(sorted(possible))]
        if question.type == "essay" and given:
            given = self.prose()
        item = self.reached(page, part)
        self.enter(item, question.type, given)
        if part in self.out.answers:
            self.out.did["changed"] += 1
        self.out.answers.pop(part, None)
        self.out.marks.pop(part, None)
        if given:
            self.out.answers[part], self.out.marks[part] = given, marks

    def prose(self) -> str:
        signs = [chr(self.random.randrange(0x4E00, 0x9000)) for _ in range(self.random.randrange(1, 300))]
        return "".join(signs) + "\n“引号”、\\反斜线、emoji 😀、<b>尖括号</b>"

    def enter(self, item: Locator, kind: str, given: Given) -> None:
        fields = item.locator("fieldset").locator("input, select, textarea")
        if kind == "essay":
            fields.first.fill(str(given))
        elif kind == "fill_blank":
            for index in range(fields.count()):
                fields.nth(index).fill(given[index] if given else "")
        elif kind in ("ordering", "matching"):
            for index, letter in enumerate(given):
                values = fields.nth(index).locator("option").evaluate_all("all => all.map((option) => option.value)")
                fields.nth(index).select_option(index=values.index(letter) if letter != "-" else 0)
        else:
            boxes = list(range(fields.count()))
            self.random.shuffle(boxes)
            for index in boxes:
                box = fields.nth(index)
                if box.get_attribute("type") == "checkbox":
                    box.set_checked(str(box.get_attribute("value")) in given)
                elif box.get_attribute("value") == given:
                    box.check()

    def reached(self, page: Page, part: str) -> Locator:
        """The question; by the answer card where another page of the paper is open."""
        item = page.locator(f"[data-part='{part}']")
        if not item.is_visible():
            page.get_by_role("button", name="答题卡").click()
            page.locator(".bx-answer-card a").nth([each for each, _ in self.parts].index(part)).click()
            expect(item).to_be_focused()
        return item

    def flag(self) -> None:
        page = self.page
        part, _ = self.random.choice(self.parts)
        self.reached(page, part).locator(".bx-button--flag").first.click()
        self.flags ^= {part}

    def turn(self) -> None:
        """The other way of showing the paper, or another page of it."""
        page = self.page
        after = page.get_by_role("button", name="下一题")
        if after.is_visible() and after.is_enabled() and self.random.random() < 0.7:
            after.click()
        else:
            page.get_by_role("button", name="改为").click()
        self.compare(page)

    def reload(self) -> None:
        page = self.page
        page.reload()
        expect(page.locator(".bx-who")).to_be_visible()
        self.compare(page)

    def close(self) -> None:
        page = self.page
        self.tabs.remove(page)
        page.close()
        self.go_on(self.tabs[0] if self.tabs and self.left(self.tabs[0]) else self.opened())

    def left(self, page: Page) -> bool:
        """Puts this tab's paper away by its button."""
        page.get_by_role("button", name="换人／退出").click()
        page.get_by_role("button", name="退出", exact=True).click()
        return True

    def leave(self) -> None:
        page = self.page
        self.left(page)
        self.go_on(page)

    def back(self) -> None:
        page = self.page
        page.goto(self.url.replace("/final/", "/"))
        page.go_back()
        self.go_on(page)

    def instant(self) -> bool:
        """Away by a link and back, by a link or the Back button; the theme changes pages without loading them."""
        page = self.page
        page.evaluate("window.stayed = true")
        page.get_by_role("link", name="测验", exact=True).first.click()
        page.wait_for_url("**/quizzes/")
        if self.random.random() < 0.5:
            page.go_back()
        else:
            page.get_by_role("article").get_by_role("link", name=str(self.file.quiz.head.title)).click()
        page.wait_for_url(self.url)
        self.go_on(page)
        return bool(page.evaluate("window.stayed === true"))

    def second_tab(self) -> bool:
        if len(self.tabs) > 2:
            return False
        self.go_on(self.opened())
        return True

    def set_clock(self, minutes: int) -> None:
        self.shift += minutes * MINUTE
        self.context.add_cookies([{"name": "shift", "value": str(self.shift), "url": self.url}])

    def clock_back(self) -> None:
        self.set_clock(-self.random.randrange(1, 600))

    def clock_forward(self) -> None:
        """Seldom so far that the time is up."""
        self.set_clock(self.random.choice([1, 2, 3, 5, 8, 90]))
        page = self.page
        page.wait_for_timeout(1500)
        self.out.auto = page.get_by_role("heading", name=TIME_UP).is_visible()

    def full_storage(self) -> bool:
        """Answers on while nothing can be saved, which the page says; goes on when something was deleted."""
        if len(self.tabs) > 1:
            return False
        page = self.tabs[0]
        page.evaluate(FILL)
        part = next(part for part, question in self.parts if question.type == "essay")
        self.enter(self.reached(page, part), "essay", given := self.longer(part))
        self.out.answers[part], self.out.marks[part] = given, None
        expect(page.get_by_text(UNSAVED)).to_be_visible()
        for _ in range(3):
            self.answer()
        if self.random.random() < 0.5:
            self.leave()
        page.evaluate(FREE)
        expect(page.get_by_text(UNSAVED)).to_be_hidden()
        self.compare(page)
        return True

    def longer(self, part: str) -> str:
        """More than is written there, so that it cannot be kept in its place."""
        return self.prose() + "字" * (400 + len(str(self.out.answers.get(part) or "")))

    # --- the end -----------------------------------------------------------------------------------------------------

    def hand_in(self) -> None:
        page = self.page
        page.get_by_role("button", name="交卷", exact=True).click()
        blanks = [part for part, question in self.parts if self.open(part, question)]
        named = page.locator(".bx-open-links a").count()
        assert named == len({*blanks, *self.flags}), f"{named} named; open are {blanks}, flagged {self.flags}"
        page.get_by_role("button", name="确定交卷").click()

    def open(self, part: str, question: Any) -> bool:
        given = self.out.answers.get(part)
        if not given:
            return True
        return "-" in given if question.type in ("ordering", "matching") else "" in given and isinstance(given, list)

    def take(self) -> None:
        """The response, the same in every tab that is open; its answers are this record, neither more nor less."""
        for page in self.tabs:
            expect(page.locator(".bx-done h2")).to_be_visible()
        texts = {page.get_by_label("答卷全文").input_value() for page in self.tabs}
        assert len(texts) == 1, "the tabs show different responses"
        self.out.text = texts.pop()
        got = self.out.response["answers"]
        assert got == self.out.answers, f"handed in {got}, answered {self.out.answers}"

    def clear(self) -> None:
        """Afterwards nothing is left on the device but a receipt."""
        page, *others = self.tabs
        for _ in range(2):
            if (button := page.get_by_role("button", name="已保存，清除本机答卷")).is_visible():
                button.click()
        page.get_by_role("button", name="下一位考生").click()
        for each in (page, *others):
            expect(each.get_by_role("heading", name="考前须知")).to_be_visible()
        kept = page.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])")
        texts = [answer for answer in self.out.answers.values() if isinstance(answer, str) and len(answer) > 4]
        for private in (self.out.candidate, "考生" + self.out.candidate[-3:], *texts):
            assert private not in kept and private not in page.content(), f"{private} is still there"


def blank(question: Any) -> Given:
    """What an unanswered question shows."""
    if question.type == "fill_blank":
        return [""] * question.blanks
    if question.type in ("ordering", "matching"):
        return "-" * len(question.options if question.type == "ordering" else question.stems)
    return ""


ACTIONS: dict[str, Callable[[Candidate], bool | None]] = {
    "answer": Candidate.answer,
    "flag": Candidate.flag,
    "turn": Candidate.turn,
    "reload": Candidate.reload,
    "close": Candidate.close,
    "leave": Candidate.leave,
    "back": Candidate.back,
    "instant": Candidate.instant,
    "second tab": Candidate.second_tab,
    "clock back": Candidate.clock_back,
    "clock forward": Candidate.clock_forward,
    "full storage": Candidate.full_storage,
}
WEIGHTS = dict.fromkeys(ACTIONS, 3) | {"answer": 60, "flag": 8, "turn": 6}
