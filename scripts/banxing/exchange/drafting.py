"""An entry → a question as a quiz file has it. What has two readings is a fault, and never chosen."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from banxing.exchange import stems
from banxing.exchange.answers import read_blanks, read_letters, read_matching, read_order, read_truth
from banxing.exchange.choices import checked_options, read_stems, take_from_cell, take_from_stem
from banxing.exchange.drafts import Context, Draft, made_id
from banxing.exchange.entries import Entry
from banxing.exchange.files import MAX_CHARS, without_gaps
from banxing.exchange.options import fold_width
from banxing.exchange.places import Cell, Fault, Place, Unread, short
from banxing.exchange.policies import read_policy
from banxing.exchange.rubrics import read_rubric
from banxing.exchange.words import ANY_CHOICE, difficulty_of, level_of, plain_number, truth, type_of, yes_or_no
from banxing.messages import text
from banxing.model.questions import BLANK
from banxing.source.files import CONTROL

_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});", re.IGNORECASE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CHOICE = ("single_choice", "multiple_choice", "indefinite_choice")
_OPTIONED = (*_CHOICE, "ordering", "matching")
_FIRST = ("id", "type", "stem", "stems", "options", "answer")
# Where these are told, nobody knows what the question is: whatever else seems wrong with it follows from that.
_SHAPELESS = {
    *("two-readings", "number-order", "number-or-text", "number-glued", "heading-or-text", "field-twice"),
    "long-question",
}


class Drafter:
    """Reads one entry. Every fault of it is collected; with one there is no draft."""

    def __init__(self, entry: Entry, context: Context) -> None:
        self.entry, self.context = entry, context
        self.faults = list(entry.faults)
        self.draft = Draft(entry, {})
        self.kind = ""
        self.told: list[str] = []  # what is to be counted if the question is written

    def read(self) -> Draft | None:
        """The question; None when at fault."""
        if any(fault.code in _SHAPELESS for fault in self.faults):
            return None
        before = len(self.faults)
        self._clean()
        if len(self.faults) > before:
            return None
        for step in (self._type, self._stem, self._options, self._answer, self._explain, self._count, self._mark):
            if not self.kind and step != self._type:
                break
            if self.faults and step == self._answer:  # without stem or options no answer can be read
                continue
            try:
                step()
            except Unread as unread:
                self.faults.append(unread.reason)
        if self.faults:
            return None
        self.context.counts.update(self.told)
        data = {"id": self._identify(), **self.draft.data}
        self.draft.data = {name: data[name] for name in (*_FIRST, *data) if name in data}
        return self.draft

    def _clean(self) -> None:
        """Texts without what nobody sees; what could deceive is a fault."""
        for cells in (self.entry.cells, self.entry.options):
            for name, cell in list(cells.items()):
                if len(cell.text) > MAX_CHARS:
                    self._miss(cell.place, "long-cell", limit=MAX_CHARS)
                    continue
                cleaned, count = _INVISIBLE.subn("", cell.text)
                self.context.counts["invisible"] += count
                cleaned = re.sub("[\u00a0\t]", " ", cleaned)
                lines = re.split(r"\r\n|[\r\n\v\f\u2028]", cleaned)
                cleaned = without_gaps("\n".join(line.strip() for line in lines).strip())
                if bad := CONTROL.search(cleaned):
                    self._miss(cell.place, "control-character", char=f"U+{ord(bad[0]):04X}")
                elif bad := _ENTITY.search(cleaned):
                    self._miss(cell.place, "html-entity", value=bad[0])
                if cleaned:
                    cells[name] = Cell(cleaned, cell.place)
                else:
                    del cells[name]

    def _miss(self, place: Place, code: str, **fields: Any) -> None:
        self.faults.append(Fault(place, code, fields))

    def _set(self, name: str, value: Any, source: str = "") -> None:
        self.draft.data[name] = value
        self.draft.places[(name,)] = self.entry.at(source or name)

    def _type(self) -> None:
        """What the cell says, the stem's tag, the heading; and with none of them what the answer shows."""
        entry = self.entry
        if "stem" not in entry.cells:
            raise Unread(entry.place, "no-stem")
        words = entry.text("type")
        kind = type_of(words)
        if words and not kind:
            raise Unread(entry.at("type"), "unknown-type", value=short(words))
        bare, tag = stems.take_tag(entry.text("stem"))
        entry.cells["stem"] = Cell(bare, entry.at("stem"))
        for other, said, place in ((type_of(tag), tag, "stem"), (entry.kind, "", "type")):
            if kind and other and kind != other and not _finer(kind, other):
                shown = {"value": short(said or words), "kind": kind if said else other}
                raise Unread(entry.at(place), "two-types", **shown)
            kind = other if other and kind in ("", ANY_CHOICE) else kind
        if kind in ("", ANY_CHOICE, *_OPTIONED):
            if not entry.options and "options" not in entry.cells:
                take_from_stem(entry)
            elif "options" in entry.cells:
                take_from_cell(entry)
        stems.take_answer(entry, kind)
        self.kind = kind if kind not in ("", ANY_CHOICE) else self._infer(kind)

    def _infer(self, kind: str) -> str:
        answer = self.entry.cells.get("answer")
        if answer is None:
            raise Unread(self.entry.at("stem"), "no-answer" if "answer" not in self.context.optional else "no-type")
        self.told.append("inferred")
        if self.entry.options:
            return "single_choice" if len(read_letters(answer, self.entry)) == 1 else "multiple_choice"
        if not kind and truth(answer.text):
            return "true_false"
        if not kind and BLANK.search(self.entry.text("stem")):
            return "fill_blank"
        raise Unread(self.entry.at("type"), "no-type")

    def _stem(self) -> None:
        stem = self.entry.text("stem")
        if self.kind == "fill_blank":
            stem = stems.with_blanks(self.entry.cells["stem"])
        elif self.kind == "true_false":
            stem = stems.without_brackets(stem)
        if not stems.says_something(stem):
            raise Unread(self.entry.at("stem"), "no-stem")
        self._set("type", self.kind)
        self._set("stem", stem)

    def _options(self) -> None:
        entry = self.entry
        if self.kind in _OPTIONED:
            if not entry.options:
                raise Unread(entry.at("stem"), "no-options", kind=self.kind)
            options = checked_options(entry)
            self._set("options", {letter: cell.text for letter, cell in options.items()}, "stem")
            for letter, cell in options.items():
                self.draft.places["options", letter] = cell.place
        elif entry.options and self.kind != "true_false":
            letter, cell = next(iter(entry.options.items()))
            raise Unread(cell.place, "options-for-type", letter=letter, kind=self.kind)
        if self.kind == "matching":
            if "stems" not in entry.cells:
                raise Unread(entry.at("stem"), "no-stems")
            self._set("stems", read_stems(entry.cells["stems"]))
        elif "stems" in entry.cells:
            raise Unread(entry.at("stems"), "stems-for-type", kind=self.kind)

    def _answer(self) -> None:
        cell = self.entry.cells.get("answer")
        if self.kind == "essay":
            self._essay(cell)
        elif self.kind == "case":
            if cell:
                raise Unread(cell.place, "answer-of-case")
        elif cell:
            self._set("answer", self._read_answer(cell))
        elif "answer" not in self.context.optional:
            raise Unread(self.entry.at("stem"), "no-answer")

    def _read_answer(self, cell: Cell) -> Any:
        if self.kind == "true_false":
            return read_truth(cell, self.entry)
        if self.kind == "fill_blank":
            return read_blanks(cell, str(self.draft.data["stem"]))
        if self.kind == "ordering":
            return read_order(cell)
        if self.kind == "matching":
            return read_matching(cell, len(self.draft.data["stems"]))
        return "".join(sorted(read_letters(cell, self.entry)))

    def _essay(self, cell: Cell | None) -> None:
        rubric = self.entry.cells.get("rubric")
        if "answer" in self.context.optional and not rubric and not cell:
            return
        if rubric:
            for name, value in read_rubric(rubric).items():
                self._set(name, value, "rubric")
        else:
            self.told.append("no_rubric")
            whole = text("import.rubric_name", self.context.lang)
            self._set("rubric", [{"id": "outline", "name": whole, "points": self._points() or "1"}], "answer")
        if cell:
            self._set("outline", [line for line in cell.text.splitlines() if line], "answer")

    def _explain(self) -> None:
        if "rubric" in self.entry.cells and self.kind != "essay":
            raise Unread(self.entry.at("rubric"), "rubric-for-type", kind=self.kind)
        if feedback := self.entry.cells.get("feedback"):
            self._set("feedback", _read_feedback(feedback))
        if "explanation" in self.entry.cells:
            self._set("explanation", self.entry.text("explanation"))

    def _points(self) -> str:
        """As written in a quiz file; empty where nothing is said. `每空 1 分` is for each blank."""
        cell = self.entry.cells.get("points")
        if cell is None:
            return ""
        words = unicodedata.normalize("NFKC", cell.text)
        number = plain_number(words.removeprefix("每空"))
        if words.startswith("每空") and number and self.kind == "fill_blank":
            blanks = len(BLANK.findall(str(self.draft.data.get("stem", ""))))
            return plain_number(f"{float(number) * blanks:.2f}")
        if not number or words.startswith("每空"):
            raise Unread(cell.place, "points-unread", value=short(cell.text))
        return number

    def _count(self) -> None:
        if points := self._points():
            self._set("points", points)  # of a case compared with the sum of its questions, and not written
        if "policy" in self.entry.cells:
            policy = read_policy(self.entry.text("policy"))
            if policy is None:
                raise Unread(self.entry.at("policy"), "policy-unread", value=short(self.entry.text("policy")))
            self._set("policy", policy)

    def _mark(self) -> None:
        """What a question is about. It is no worse without: words that say nothing here are told, and passed over."""
        readers = {"objective": self._objective, "level": level_of, "difficulty": self._difficulty}
        for name, read in readers.items():
            words = self.entry.text(name)
            if words and (found := read(words)):
                self._set(name, found)
            elif words:
                self.context.pass_over(name, words)
        written = self.entry.text("id")
        if written and not _ID.fullmatch(written):
            raise Unread.of(Fault(self.entry.at("id"), "bad-id", {"value": short(written)}, "diagnostics"))
        if shuffle := self.entry.text("shuffle"):
            wanted = yes_or_no(shuffle)
            if wanted is None:
                raise Unread(self.entry.at("shuffle"), "not-yes-or-no", value=short(shuffle))
            if not wanted:
                self._set("shuffle", "false")

    def _objective(self, words: str) -> str:
        known = [name for name, sentence in self.context.objectives.items() if sentence == words]
        return known[0] if len(known) == 1 else words if _ID.fullmatch(words) else ""

    def _difficulty(self, words: str) -> str:
        return difficulty_of(words, self.context.scale)

    def _identify(self) -> str:
        if written := self.entry.text("id"):
            self.draft.named = True
            self.draft.places["id",] = self.entry.at("id")
            return written
        return made_id(self.context.prefix, self.kind, str(self.draft.data["stem"]))


def _finer(kind: str, other: str) -> bool:
    """Whether `选择题` and a kind of it say the same."""
    return ANY_CHOICE in (kind, other) and {kind, other} <= {ANY_CHOICE, *_CHOICE}


def _read_feedback(cell: Cell) -> dict[str, str]:
    """A line each, `A. …` or `对：…`; a line without such a beginning goes on with the one before."""
    found: dict[str, str] = {}
    letter = ""
    for line in cell.text.splitlines():
        begun = re.match(r"\(?([A-Z]|对|错)\s?[.、:)]\s*", fold_width(line))
        letter = begun[1] if begun else letter
        if not letter or (begun and letter in found):
            raise Unread(cell.place, "feedback-unread", value=short(line))
        found[letter] = line[begun.end() :] if begun else f"{found[letter]}\n{line}"
    return found
