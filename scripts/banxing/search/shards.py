"""The index as files for the browser: what every query needs, and the rest in small pieces fetched by what is typed.

Each file is a classic script that calls `Banxing.part(name, data)`, so that it works under `file://` too.
`player/search-index.js` reads them.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256

from banxing.search.index import Index, Postings, squeezed
from banxing.search.readings import simplified
from banxing.search.units import KINDS, STATE
from banxing.search.weights import WEIGHTS
from banxing.shuffle import fnv1a

SHARD_BYTES = 1100
"""About what a shard of postings holds, in characters before compression."""
TEXT_CHARS = 1800
"""About what a piece of the texts holds."""
FIRM = "!"
_SIGNS = "".join(chr(code) for code in range(0x23, 0x7F) if chr(code) not in "\\!")
_HALF = len(_SIGNS) // 2
"""Numbers are written in base `_HALF`: the last digit from the first half of the signs, others from the second."""


def files(index: Index, url: Callable[[str], str]) -> dict[str, bytes]:
    """File name → content. `url`: an entry's page → its address."""
    names, heavy, shards = _shards(index)
    block = _block(index)
    made: dict[str, object] = {"boot": _boot(index, url, len(shards), block)}
    made |= {f"s{number}": shard for number, shard in enumerate(shards)}
    made |= {f"h{number}": postings for number, postings in enumerate(heavy)}
    for start in range(0, len(index.units), block):
        units = index.units[start : start + block]
        made[f"t{start // block}"] = [[unit.anchor, " › ".join(unit.path), unit.text] for unit in units]
    made["simplified"] = {chr(code): plain for code, plain in simplified().items() if plain in names}
    made["headings"] = "\n".join(index.headings)
    return {f"{name}.js": _script(name, data) for name, data in made.items()}


def folder(content: dict[str, bytes]) -> str:
    """A name that changes with what the files hold."""
    print_ = sha256()
    for name, data in sorted(content.items()):
        print_.update(name.encode() + b"\0" + data)
    return f"search-{print_.hexdigest()[:8]}"


def key_of(token: str, index: Index) -> str:
    """What a token is filed under: a pair of characters under its sound, beside those that sound alike."""
    return (index.sound(token) if len(token) == 2 else "") or token


def _script(name: str, data: object) -> bytes:
    return f"Banxing.part({json.dumps(name)},{json.dumps(data, ensure_ascii=False, separators=(',', ':'))})\n".encode()


def _shards(index: Index) -> tuple[set[str], list[str], list[dict[str, str]]]:
    """The characters that stand in the texts, heavy postings by number, and the shards."""
    written: dict[str, str] = {}
    heavy: list[str] = []
    for token in sorted(index.postings):
        postings = index.postings[token]
        text = encode(postings)
        if len(postings) > WEIGHTS.heavy:
            heavy.append(text)
            text = f" {len(postings)} {len(heavy) - 1}"
        written[token] = (FIRM if token in index.firm else "") + text
    wanted = sum(len(text) + 6 for text in written.values()) / SHARD_BYTES
    count = 1 << max(0, round(wanted).bit_length() - 1)
    shards: list[dict[str, str]] = [{} for _ in range(count)]
    place: dict[str, int] = {}
    for token, text in written.items():
        key = key_of(token, index)
        if key not in place:
            place[key] = fnv1a(key) & (count - 1)
        shards[place[key]][token] = text
    return set(index.readings), heavy, shards


def encode(postings: Postings) -> str:
    """Codes as text: for each unit how far it lies from the one before, times 6, plus its level."""
    units = [code >> 3 for code in postings]
    steps = zip(postings, units, [0, *units], strict=False)
    return "".join([_NUMBERS[code - 2 * unit - 6 * last] for code, unit, last in steps])  # code = 8 × unit + level


class _Numbers(dict[int, str]):
    """Numbers in our two-alphabet notation, each spelled once."""

    def __missing__(self, value: int) -> str:
        rest = value // _HALF
        text = _SIGNS[value % _HALF]
        while rest:
            rest -= 1
            text = _SIGNS[_HALF + rest % _HALF] + text
            rest //= _HALF
        self[value] = text
        return text


_NUMBERS = _Numbers()


def _block(index: Index) -> int:
    """Units in a piece of the texts."""
    average = sum(len(unit.text) for unit in index.units) / max(1, len(index.units))
    return 1 << max(0, round(TEXT_CHARS / max(1.0, average)).bit_length() - 1)


def _boot(index: Index, url: Callable[[str], str], shards: int, block: int) -> dict[str, object]:
    by_reading: dict[str, list[str]] = defaultdict(list)
    for char, said in index.readings.items():
        by_reading[said].append(char)
    parts = sorted({entry.part for entry in index.entries})
    return {
        "units": [len(entry.units) for entry in index.entries],
        "block": block,
        "shards": shards,
        "pages": "\n".join(f"{entry.title}\t{url(entry.src)}" for entry in index.entries),
        "names": {n: names for n, names in enumerate(index.names) if names != _derived(index.entries[n].title)},
        "kinds": "".join(str(KINDS.index(entry.kind)) for entry in index.entries),
        "parts": parts,
        "part": [parts.index(entry.part) for entry in index.entries] if len(parts) > 1 else [],
        "cited": [round(100 * value) for value in index.cited],
        "chars": " ".join(f"{said}{''.join(chars)}" for said, chars in sorted(by_reading.items()) if said),
        "others": index.others,
        "weights": asdict(WEIGHTS),
    }


def _derived(title: str) -> list[str]:
    """The names that the browser makes of a title by itself."""
    return [squeezed(unicodedata.normalize("NFKC", title.removeprefix(STATE)).lower())]
