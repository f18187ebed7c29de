"""`marking.mark` in spreadsheet formulas: an answer as typed → points, 0 where there is none, or the word for trouble.

Only functions of Excel 2007 are used, so that Excel, WPS and LibreOffice compute the same. A step that is used twice
gets a cell of its own on a hidden sheet (`Steps.keep`). Marks are rounded once, on whole hundredths, as in `share`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from banxing.model.keys import MICRO, BlanksKey
from banxing.model.questions import LETTERS, FillBlank, Matching
from banxing.responses.answers import FALSE, LABELLED_STEMS, TRUE
from banxing.sheets.blanks import Accepted, accepted
from banxing.sheets.paper import Item

_BETWEEN = " \u3000\u00a0,，、;；.．>＞→"
_SPACES = " \u3000\u00a0"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_DEPTH = 40  # calls inside calls; Excel allows 64
_PIECE = 400  # room for one blank's text while the cell is cut up


@dataclass(frozen=True)
class Steps:
    """Where one part's formulas for one candidate find things. All are cell or range references."""

    raw: str  # the answer as typed
    key: str
    points: str
    value: str  # what an option, or an incomplete answer, earns under a policy
    keep: Callable[[str], str]  # puts a formula into a helper cell, returns the reference
    spellings: Callable[[Accepted], str]  # the range that lists what a blank accepts
    unreadable: str  # the word for an answer that cannot be one
    pending: str  # the word for an essay without a mark


def mark_formula(item: Item, at: Steps) -> str:
    """The formula (without `=`) for a part's mark. A lone `-` means "not drawn" in tables, so here it is no answer."""
    return f'IF(TRIM({at.raw})="-",{quoted(at.unreadable)},{_MAKERS[item.question.type](item, at)})'


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _array(values: Iterable[str | int]) -> str:
    return "{" + ",".join(quoted(v) if isinstance(v, str) else str(v) for v in values) + "}"


def _replaced(ref: str, pairs: Iterable[tuple[str, str]]) -> str:
    for old, new in pairs:
        ref = f"SUBSTITUTE({ref},{quoted(old)},{quoted(new)})"
    return ref


def without(ref: str, chars: Iterable[str]) -> str:
    return _replaced(ref, ((char, "") for char in chars))


def narrow(ref: str, chars: Iterable[str]) -> str:
    """Full-width forms of these ASCII characters become half-width."""
    return _replaced(ref, ((chr(ord(char) + 0xFEE0), char) for char in chars if "!" <= char <= "~"))


def _clean(at: Steps, letters: str) -> str:
    """Upper case, half-width, without separators. Cut to 250 characters, which no letters need."""
    upper = at.keep(f"UPPER({without(f'LEFT({at.raw},250)', [*_BETWEEN])})")
    return at.keep(narrow(without(upper, ["\n", "\t"]), letters))


def _share(at: Steps, part: str, whole: int | str) -> str:
    """`points × part / whole`, half up: whole hundredths make every tie exact."""
    return f"ROUND(ROUND({at.points}*100,0)*{part}/{whole},0)/100"


def _checked(at: Steps, clean: str, wrong: str, mark: str) -> str:
    return f'IF({clean}="",0,IF({wrong},{quoted(at.unreadable)},{mark}))'


def _letters(item: Item) -> str:
    return LETTERS[: len(item.letters)]


def _single(item: Item, at: Steps) -> str:
    letters = _letters(item)
    clean = _clean(at, letters)
    wrong = f'OR(LEN({clean})>1,{without(clean, letters)}<>"")'
    return _checked(at, clean, wrong, f"IF({clean}={at.key},{at.points},0)")


def _true_false(item: Item, at: Steps) -> str:
    clean = _clean(at, "TFXRUEALS")
    yes, no = (f'ISNUMBER(FIND("|"&{clean}&"|",{quoted("|" + "|".join(words) + "|")}))' for words in (TRUE, FALSE))
    read = at.keep(f'IF({clean}="","",IF({yes},"对",IF({no},"错",{quoted(at.unreadable)})))')
    return _checked(at, clean, f"{read}={quoted(at.unreadable)}", f"IF({read}={at.key},{at.points},0)")


def _several(item: Item, at: Steps) -> str:
    letters = _letters(item)
    clean = _clean(at, letters)
    chosen = at.keep(f"SUMPRODUCT(--ISNUMBER(FIND({_array(letters)},{clean})))")
    both = f"ISNUMBER(FIND({_array(letters)},{clean}))*ISNUMBER(FIND({_array(letters)},{at.key}))"
    right = at.keep(f"SUMPRODUCT({both})")
    return _checked(at, clean, f'{without(clean, letters)}<>""', _paid(item, at, right, chosen))


def _paid(item: Item, at: Steps, right: str, chosen: str) -> str:
    """`marking.pay`."""
    kind, all_right = item.question.paid_by.kind, f"LEN({at.key})"
    if kind == "net_correct":
        return _share(at, f"MAX(2*{right}-{chosen},0)", all_right)
    part = {
        "per_option": f"ROUND({at.value}*{right},2)",
        "flat": at.value,
        "proportional": _share(at, right, all_right),
    }.get(kind, "0")
    return f"IF(OR({right}=0,{chosen}>{right}),0,IF({right}={all_right},{at.points},{part}))"


def _ordering(item: Item, at: Steps) -> str:
    letters = _letters(item)
    clean = _clean(at, letters)
    repeats = f'SUMPRODUCT(--(LEN({clean})-LEN(SUBSTITUTE({clean},{_array(letters)},""))>1))>0'
    wrong = f'OR({without(clean, letters)}<>"",{repeats})'
    if item.question.paid_by.kind != "pairs":
        return _checked(at, clean, wrong, f"IF({clean}={at.key},{at.points},0)")
    starts = _array(range(1, len(letters)))
    pairs = f"SUMPRODUCT(--ISNUMBER(FIND(MID({at.key},{starts},2),{clean})))"
    return _checked(at, clean, wrong, _share(at, pairs, len(letters) - 1))


def _matching(item: Item, at: Steps) -> str:
    """`BA-` in the order of stems, or `1B2A`."""
    assert isinstance(item.question, Matching)
    letters, count = _letters(item), len(item.question.stems)
    digits = "123456789"[:count] if count <= LABELLED_STEMS else ""
    plain = at.keep(narrow(_clean(at, letters), [*digits, "-", ":", "="]))
    chosen = _labelled(plain, letters, digits, at) if digits else plain
    wrong = f'OR(LEN({chosen})>{count},{without(chosen, [*letters, "-"])}<>"")'
    stems = _array(range(1, count + 1))
    right = f"SUMPRODUCT(--(MID({chosen},{stems},1)=MID({at.key},{stems},1)))"
    return _checked(at, chosen, wrong, _share(at, right, count))


def _labelled(plain: str, letters: str, digits: str, at: Steps) -> str:
    """A cell with `BA` whichever way it was written; what is neither stays as it is, and is refused later."""
    bare = at.keep(_replaced(without(plain, ":="), zip(_CIRCLED, digits, strict=False)))
    bare = at.keep(_replaced(bare, ((f"-{letter}", letter) for letter in letters)))
    numbers = at.keep(f"LEN({bare})-LEN({without(bare, digits)})")
    looks_labelled = f"AND({numbers}>0,LEN({bare})=2*{numbers},ISNUMBER(FIND(LEFT({bare},1),{quoted(digits)})))"
    placed = "&".join(f'IFERROR(MID({bare},FIND("{digit}",{bare})+1,1),"-")' for digit in digits)
    return at.keep(f"IF({looks_labelled},{placed},{plain})")


def _blanks(item: Item, at: Steps) -> str:
    question, key = item.question, item.key
    assert isinstance(question, FillBlank) and isinstance(key, BlanksKey)
    count = question.blanks
    whole = at.keep(f'SUBSTITUTE(LEFT({at.raw},{_PIECE - 50}),"；",";")')
    right = []
    for index, blank in enumerate(accepted(question, key)):
        spread = f'SUBSTITUTE({whole},";",REPT(" ",{_PIECE}))'
        piece = whole if count == 1 else f"MID({spread},{index * _PIECE + 1},{_PIECE})"
        text = at.keep(f"LOWER({without(piece, [*_SPACES, chr(10)])})")
        right.append(at.keep(f"IF({_fits(blank, text, at)},1,0)"))
    points = _share(at, f"({'+'.join(right)})", count)
    if count == 1:
        return f'IF({whole}="",0,{points})'
    extra = f'LEN({whole})-LEN(SUBSTITUTE({whole},";",""))>{count - 1}'
    return _checked(at, whole, extra, points)


def _fits(blank: Accepted, text: str, at: Steps) -> str:
    used = sorted({char for spelling in (*blank.spellings, *blank.units) for char in spelling if "!" <= char <= "~"})
    numeric = blank.number is not None
    half = text
    chars = [*"0123456789.,-", *(char for char in used if char not in "0123456789.,-")] if numeric else used
    for start in range(0, len(chars), _DEPTH):
        half = at.keep(narrow(half, chars[start : start + _DEPTH]))
    if not numeric:
        return f'AND({half}<>"",{_listed(blank, half, at)})' if blank.spellings else "FALSE"
    bare = half
    for unit in blank.units[::-1]:
        bare = f"IF(RIGHT({half},{len(unit)})={quoted(unit)},LEFT({half},LEN({half})-{len(unit)}),{bare})"
    bare = at.keep(bare)
    number = at.keep(without(bare, ","))
    ways = [_is_number(number, blank), *([_listed(blank, bare, at)] if blank.spellings else [])]
    return f'AND({bare}<>"",OR({",".join(ways)}))'


def _listed(blank: Accepted, text: str, at: Steps) -> str:
    # `=` on a range, not MATCH or COUNTIF: there a candidate's `*` would stand for anything.
    return f"SUMPRODUCT(--({at.spellings(blank)}={text}))>0"


def _is_number(text: str, blank: Accepted) -> str:
    """Digits with an optional sign and decimals, near enough. VALUE alone would read dates, percent and currency."""
    assert blank.number is not None
    odd = without(text, "0123456789")
    shape = (
        f'OR({odd}="",{odd}=".",AND(OR({odd}="-",{odd}="-."),LEFT({text},1)="-",MID({text},2,1)<>".")),'
        f'LEFT({text},1)<>".",RIGHT({text},1)<>"."'
    )
    distance = f"ABS(VALUE({text})-({blank.number / MICRO!r}))<={(blank.tolerance + 0.5) / MICRO:.7f}"
    return f"AND({shape},IFERROR({distance},FALSE))"


def _essay(item: Item, at: Steps) -> str:
    inside = f"IF(AND({at.raw}>=0,{at.raw}<={at.points}),ROUND({at.raw},2),{quoted(at.unreadable)})"
    return f'IF({at.raw}="",{quoted(at.pending)},IF(ISNUMBER({at.raw}),{inside},{quoted(at.unreadable)}))'


_MAKERS: dict[str, Callable[[Item, Steps], str]] = {
    "single_choice": _single,
    "true_false": _true_false,
    "multiple_choice": _several,
    "indefinite_choice": _several,
    "ordering": _ordering,
    "matching": _matching,
    "fill_blank": _blanks,
    "essay": _essay,
}
