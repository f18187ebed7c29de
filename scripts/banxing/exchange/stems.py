"""What trainers write into a stem besides the question: its type, its answer in brackets, blanks of every kind."""

from __future__ import annotations

import re

from banxing.exchange.entries import Entry
from banxing.exchange.options import fold_width
from banxing.exchange.places import Cell, Fault, Unread, short
from banxing.exchange.words import TYPES, truth

_TYPE_WORDS = "|".join(sorted((word for word in TYPES if not word.isascii()), key=len, reverse=True))
_TAG = re.compile(rf"[【\[(]\s*({_TYPE_WORDS})\s*(?:[,、;]?\s*(?:本题|共)?(\d+(?:\.\d+)?)\s*分\s*)?[】\])]")
_EMPTY = re.compile(r"[(（][\s_＿]*[)）]|_+|＿+")
_BRACKETED = re.compile(r"\(([^()]{1,40})\)")
_LETTERS = re.compile(r"[A-Z][A-Z\s,、]*")


def take_tag(stem: str) -> tuple[str, str]:
    """`【多选题】下列……` → the stem without it, and the word; a type's name inside a sentence is none."""
    found = _find_tag(stem)
    return (f"{stem[: found.start()].strip()}{stem[found.end() :].strip()}", found[1]) if found else (stem, "")


def tagged_points(stem: str) -> tuple[str, int] | None:
    """`（单选，2分）下列……` → the points and where they stand."""
    found = _find_tag(stem)
    return (found[2], found.start(2)) if found and found[2] else None


def _find_tag(stem: str) -> re.Match[str] | None:
    for found in _TAG.finditer(fold_width(stem)):
        before, after = stem[: found.start()].strip(), stem[found.end() :].strip()
        if not before or not after.strip("。.？?："):
            return found
    return None


def take_answer(entry: Entry, kind: str) -> None:
    """`不得少于（ B ）人`: the answer out of the stem; beside another answer it is a second reading."""
    stem, place = entry.text("stem"), entry.at("stem")
    if kind in ("fill_blank", "essay", "case", "matching"):
        return
    folded = fold_width(stem)
    found = list(_BRACKETED.finditer(folded))
    if kind == "true_false" or not entry.options:
        found = [m for m in found if truth(m[1]) and _at_an_end(folded, m)]
    else:
        found = [m for m in found if _LETTERS.fullmatch(m[1].strip())]
    if not found:
        return
    if len(found) > 1:
        raise Unread(place, "answers-in-stem", value=short(stem))
    inside = Cell(found[0][1].strip(), place)
    answer = entry.cells.setdefault("answer", inside)
    if _same(answer.text) != _same(inside.text):
        raise Unread(place, "answer-in-stem-differs", value=short(inside.text), answer=short(answer.text))
    bare = f"{stem[: found[0].start()]}（　）{stem[found[0].end() :]}".strip()
    entry.cells["stem"] = Cell(bare, place)


def answer_inside(whole: str) -> bool:
    """Whether brackets somewhere hold what may be an answer."""
    found = (m[1] for m in _BRACKETED.finditer(fold_width(whole)))
    return any(truth(words) or _LETTERS.fullmatch(words.strip()) for words in found)


def with_blanks(cell: Cell) -> str:
    """Every kind of blank as underscores, set off as authors write it."""
    stem = cell.text
    if re.search("_{2,}", stem) and not re.search(r"[(（]\s*[)）]|＿", stem):
        return stem
    kinds = {found[0][0] in "(（" for found in _EMPTY.finditer(stem)}
    if not kinds:
        raise Unread.of(Fault(cell.place, "no-blank", section="diagnostics"))
    if len(kinds) > 1:
        raise Unread(cell.place, "blanks-two-ways")
    return re.sub(r" {2,}", " ", _EMPTY.sub(" ____ ", stem)).strip()


def without_brackets(stem: str) -> str:
    """A sentence to be judged without the empty brackets for the mark."""
    return re.sub(r"^[(（]\s*[)）]\s*|\s*[(（]\s*[)）](?=[。.]?$)", "", stem)


def says_something(stem: str) -> bool:
    return bool(re.sub(r"[\W_]+", "", stem))


def _at_an_end(stem: str, found: re.Match[str]) -> bool:
    return not stem[: found.start()].strip() or not stem[found.end() :].strip(" 。.")


def _same(words: str) -> str:
    bare = re.sub(r"[\s,、，.。;；]+", "", fold_width(words)).upper()
    return truth(bare) or "".join(sorted(bare))
