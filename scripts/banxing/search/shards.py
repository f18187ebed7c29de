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
from itertools import groupby, pairwise

import numpy as np

from banxing.search.index import Index, squeezed
from banxing.search.postings import Postings
from banxing.search.readings import common, simplified
from banxing.search.tokens import is_han
from banxing.search.units import KINDS, STATE
from banxing.search.weights import WEIGHTS

SHARD_BYTES = 1900
"""About what a shard of postings holds, in characters before compression."""
TEXT_CHARS = 3000
"""About what a piece of the texts holds."""
HEAVY_CHARS = 4000
"""About what a file of heavy postings holds, where it holds more than one."""
HEADING_CHARS = 4000
"""About what a file of headings holds."""
FIRM = "!"
END = "\x7f"
"""Stands between what is written of tokens; no sign of `_SIGNS`, and no more than a byte in JSON."""
_SIGNS = "".join(chr(code) for code in range(0x23, 0x7F) if chr(code) not in "\\!")
_SIGNS_AS_BYTES = np.frombuffer(_SIGNS.encode(), np.uint8)
_HALF = len(_SIGNS) // 2
"""Numbers are written in base `_HALF`: the last digit from the first half of the signs, others from the second."""
_NONE = 255  # where a number has no digit


def files(index: Index, url: Callable[[str], str]) -> dict[str, bytes]:
    """File name → content. `url`: an entry's page → its address."""
    heavy, shards = _shards(index)
    headings = _headings(index)
    block = _block(index)
    made: dict[str, object] = {
        "boot": {**_boot(index, url), "shards": len(shards), "headings": len(headings), "block": block}
    }
    made |= {f"s{number}": _columns(shard) for number, shard in enumerate(shards)}
    made |= {f"h{number}": together for number, together in enumerate(heavy)}
    for start in range(0, len(index.units), block):
        units = index.units[start : start + block]
        made[f"t{start // block}"] = [[unit.anchor, " › ".join(unit.path), unit.text] for unit in units]
    table = sorted((chr(code), plain) for code, plain in simplified().items() if plain in index.readings)
    made["simplified"] = ["".join(column) for column in zip(*table, strict=True)]
    made |= {f"i{number}": "\n".join(found) for number, found in enumerate(headings)}
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


def bucket(key: str, count: int) -> int:
    """Which of so many files a key is in; the browser's copy is in `search-index.js`."""
    state = 0
    for sign in key:
        state = (31 * state + ord(sign)) & 0xFFFFFFFF
    return (state ^ state >> 15) % count


def _heavy(postings: Postings, written: dict[str, str]) -> tuple[list[list[str]], dict[str, str]]:
    """Files of heavy postings, short ones together, and token → how many, which file, which place in it."""
    heavy: list[list[str]] = []
    places: dict[str, str] = {}
    room = 0
    long = [token for token in written if postings.count(token) > WEIGHTS.heavy]
    for token in sorted(long, key=lambda token: (len(written[token]), token)):
        if len(written[token]) > room:
            heavy.append([])
            room = HEAVY_CHARS
        heavy[-1].append(written[token])
        places[token] = f" {postings.count(token)} {len(heavy) - 1} {len(heavy[-1]) - 1}"
        room -= len(written[token])
    return heavy, places


def _shards(index: Index) -> tuple[list[list[str]], list[dict[str, str]]]:
    """Files of heavy postings, and the shards."""
    written = dict(sorted(zip(index.postings.tokens, spelled(index.postings), strict=True)))
    heavy, places = _heavy(index.postings, written)
    for token in written.keys() & index.firm | places.keys():
        written[token] = (FIRM if token in index.firm else "") + places.get(token, written[token])
    wanted = sum(len(text) + 6 for text in written.values()) / SHARD_BYTES
    count = max(1, round(wanted))
    shards: list[dict[str, str]] = [{} for _ in range(count)]
    place: dict[str, int] = {}
    for token, text in written.items():
        key = key_of(token, index)
        if key not in place:
            place[key] = bucket(key, count)
        shards[place[key]][token] = text
    return heavy, shards


def _columns(shard: dict[str, str]) -> list[str]:
    """Tokens of two characters, other tokens, and what is written of each: like beside like is packed smaller."""
    pairs = [token for token in shard if len(token) == 2]
    others = [token for token in shard if len(token) != 2]
    return ["".join(pairs), " ".join(others), END.join(shard[token] for token in (*pairs, *others))]


def _headings(index: Index) -> list[list[str]]:
    """Headings, filed under each two initials that stand side by side in them."""
    total = sum(map(len, index.headings))
    count = 1 << max(0, round(6 * total / HEADING_CHARS).bit_length() - 1)
    found: list[list[str]] = [[] for _ in range(count)]
    for heading in index.headings:
        pairs = {
            a + b for left, right in pairwise(heading) for a in index.initials(left) for b in index.initials(right)
        }
        for number in sorted({bucket(pair, count) for pair in pairs}):
            found[number].append(heading)
    return found


def spelled(postings: Postings) -> list[str]:
    """The codes of each token as text: for each unit how far it lies from the one before, times 6, plus its level."""
    units = postings.codes >> 3
    steps = np.diff(units, prepend=np.int32(0))
    first = postings.bounds[:-1]
    steps[first] = units[first]
    left = 6 * steps + (postings.codes & 7)
    digits = [(left % _HALF).astype(np.uint8)]
    left //= _HALF
    while left.any():
        digits.append(np.where(left > 0, _HALF + (left - 1) % _HALF, _NONE).astype(np.uint8))
        left = np.maximum(left - 1, 0) // _HALF
    number = np.stack(digits[::-1], axis=1)
    there = number != _NONE
    text = _SIGNS_AS_BYTES[number[there]].tobytes().decode()
    ends = np.concatenate(([0], np.cumsum(there.sum(axis=1))))[postings.bounds].tolist()
    return [text[start:end] for start, end in pairwise(ends)]


def _block(index: Index) -> int:
    """Units in a piece of the texts."""
    average = sum(len(unit.text) for unit in index.units) / max(1, len(index.units))
    return max(1, round(TEXT_CHARS / max(1.0, average)))


def _boot(index: Index, url: Callable[[str], str]) -> dict[str, object]:
    parts = sorted({entry.part for entry in index.entries})
    usual, others = _readings(index)
    return {
        "units": [len(entry.units) for entry in index.entries],
        "pages": "\n".join(_line(entry.title, url(entry.src)) for entry in index.entries),
        "names": {n: names for n, names in enumerate(index.names) if names != _derived(index.entries[n].title)},
        "kinds": "".join(str(KINDS.index(entry.kind)) for entry in index.entries),
        "parts": parts,
        "part": [parts.index(entry.part) for entry in index.entries] if len(parts) > 1 else [],
        "cited": [round(100 * value) for value in index.cited],
        "usual": usual,
        "chars": others,
        "others": index.others,
        "common": _common(index),
        "weights": asdict(WEIGHTS),
    }


def _common(index: Index) -> str:
    """The characters of pairs that are no tokens alone, since they stand nearly everywhere: no file has them."""
    paired = {char for token in index.postings.tokens if len(token) == 2 and is_han(token) for char in token}
    return "".join(sorted(paired - set(index.postings.tokens)))


def _line(title: str, url: str) -> str:
    """A page's title and address; where the address says the title again, `*` stands for it."""
    return f"{title}\t{url.replace(_short(title), '*', 1) if '*' not in url else url}"


def _short(title: str) -> str:
    return title.removeprefix(STATE) or title


def _readings(index: Index) -> tuple[str, str]:
    """How characters are read: the common ones in the order of GB 2312, which is nearly that of their readings, as
    `a2 ai13` (`_` for one that is left out); the others by their readings, as `a锕 ai嗳`.
    """
    usual = common()
    runs = [(said, len(list(run))) for said, run in groupby(index.readings.get(char) or "_" for char in usual)]
    by_reading: dict[str, list[str]] = defaultdict(list)
    for char, said in index.readings.items():
        if said and char not in usual:
            by_reading[said].append(char)
    counted = " ".join(said + (str(count) if count > 1 else "") for said, count in runs)
    return counted, " ".join(f"{said}{''.join(chars)}" for said, chars in sorted(by_reading.items()))


def _derived(title: str) -> list[str]:
    """The names that the browser makes of a title by itself."""
    return [squeezed(unicodedata.normalize("NFKC", _short(title)).lower())]
