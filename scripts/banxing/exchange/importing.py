"""`banxing import`: a bank's file → what to write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from banxing.exchange.bank import build
from banxing.exchange.checking import Imported
from banxing.exchange.drafts import Context
from banxing.exchange.files import open_bank
from banxing.exchange.pasted import read_text
from banxing.exchange.tables import read_sheets
from banxing.messages import Lang
from banxing.responses.records import clean_name

PREFIX = "q"


def import_bank(
    path: Path,
    quiz_id: str,
    lang: Lang,
    *,
    module: str = "",
    prefix: str = PREFIX,
    exam: bool = False,
    objectives: Mapping[str, str] | None = None,
) -> Imported:
    """Read a bank as the quiz `quiz_id`. `objectives` is the course's, id → sentence. Raises Refused."""
    opened = open_bank(path)
    bank = read_sheets(opened.sheets) if opened.sheets or not opened.lines else read_text(opened.lines)
    if opened.encoding:
        bank.tell("encoding", encoding=opened.encoding)
    context = Context(lang, prefix, objectives or {})
    return build(bank, context, quiz_id, {"title": clean_name(path.stem) or quiz_id, "module": module}, exam=exam)
