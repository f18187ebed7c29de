"""An answer typed twice: whether both typists wrote the same."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from banxing.model.questions import Question
from banxing.responses.answers import FALSE, TRUE

BETWEEN = " \u3000\u00a0\n\t,，、;；.．>＞→"
SPACES = " \u3000\u00a0\n\t"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NARROW = {ord(char) + 0xFEE0: char for char in f"{_LETTERS}0123456789-"}
_NARROW_NUMBERS = {ord(char) + 0xFEE0: char for char in "0123456789.,-;"}


def same_entry(question: Question, first: str, second: str) -> bool:
    """Alike but for spaces, signs between letters, case and width; √ is 对. `sheets.entries` has the formula."""
    return _plain(question, first) == _plain(question, second)


def _plain(question: Question, cell: str) -> str:
    if question.type == "essay":
        return _mark(cell.strip())
    if question.type == "fill_blank":
        return _without(cell, SPACES).upper().translate(_NARROW_NUMBERS)
    plain = _without(cell, BETWEEN).upper().translate(_NARROW)
    if question.type == "true_false":
        return "对" if plain in TRUE else "错" if plain in FALSE else plain
    return plain


def _without(cell: str, chars: str) -> str:
    return cell.translate({ord(char): None for char in chars})


def _mark(cell: str) -> str:
    try:
        return str(Decimal(cell).quantize(Decimal("0.01"), ROUND_HALF_UP))
    except InvalidOperation:
        return cell
