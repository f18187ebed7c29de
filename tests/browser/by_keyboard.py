"""A practice quiz answered with Tab, the arrow keys, Space, Enter, letters and digits: no pointer, no focus() call."""

from __future__ import annotations

from typing import Any

from by_hand import Answer
from playwright.sync_api import Page, expect

FOCUSED = """() => {
  const node = document.activeElement;
  const item = node.closest('[data-part]');
  const all = item ? Array.from(item.querySelectorAll('fieldset input, fieldset select, fieldset textarea')) : [];
  return {
    type: node.type || node.tagName,
    text: node.textContent.trim(),
    value: node.value,
    part: item ? item.dataset.part : '',
    place: all.indexOf(node),
    values: all.map((each) => each.value),
  };
}"""
MOST_TABS = 1000


def focused(page: Page) -> dict[str, Any]:
    state: dict[str, Any] = page.evaluate(FOCUSED)
    return state


def answer_control(page: Page, at: dict[str, Any], given: Any) -> None:
    """The focused control of a question that is answered with `given`."""
    if at["type"] == "radio":
        page.keyboard.press("Space")
        for _ in range(at["values"].index(given)):
            page.keyboard.press("ArrowDown")
        assert focused(page)["value"] == given
    elif at["type"] == "checkbox" and at["value"] in given:
        page.keyboard.press("Space")
    elif at["type"] == "select-one" and given[at["place"]] != "-":
        page.keyboard.press(given[at["place"]])
        assert focused(page)["value"] == given[at["place"]]
    elif at["type"] == "text":
        page.keyboard.type(given[at["place"]])
    elif at["type"] == "textarea":
        page.keyboard.type(given)


def check(page: Page, part: str) -> None:
    """核对答案 has the focus: nothing was given away before, and the verdict is read out after."""
    item = page.locator(f"[data-part='{part}']")
    assert item.locator(".bx-key").is_hidden(), part
    page.keyboard.press("Enter")
    expect(item.locator(".bx-verdict")).to_be_focused()
    expect(item.locator(".bx-key")).to_be_visible()


def take(page: Page, answers: dict[str, Answer]) -> None:
    """From the top of the page to the result. Questions to be left blank are passed by."""
    checked = set()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at = focused(page)
        if at["text"] == "查看结果":
            break
        answer = answers.get(at["part"])
        if answer is None or not answer.given or at["part"] in checked:
            continue
        if at["text"] in ("核对答案", "显示评分要点"):
            check(page, at["part"])
            checked.add(at["part"])
        elif at["place"] >= 0:
            answer_control(page, at, answer.given)
    assert checked == {part for part, answer in answers.items() if answer.given}
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="练习结果")).to_be_focused()
