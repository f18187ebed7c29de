"""Both catalogues say the same things, with the same fields, in the form every message has."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from string import Formatter

import pytest

from banxing.messages import LANGS, Lang, catalogue, pick_lang, text
from banxing.source.yaml import parse_yaml

SOURCES = sorted(path for path in files("banxing").rglob("*.py"))  # type: ignore[attr-defined]
ALL = [(section, name) for section, texts in catalogue("zh").items() for name in texts]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    zh, en = ([(s, list(texts)) for s, texts in catalogue(lang).items()] for lang in LANGS)
    assert zh == en


@pytest.mark.parametrize(("section", "name"), ALL)
def test_both_languages_have_the_same_fields(section: str, name: str) -> None:
    zh, en = (catalogue(lang)[section][name] for lang in LANGS)
    assert isinstance(zh, str)
    assert isinstance(en, str)
    assert fields(zh) == fields(en)
    assert "" not in fields(zh)  # fields have names


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", catalogue("zh")["diagnostics"])
def test_a_finding_is_no_sentence_with_a_full_stop(name: str, lang: Lang) -> None:
    template = catalogue(lang)["diagnostics"][name]
    assert not template.endswith((".", "。"))
    assert template == template.strip()
    assert template
    assert "\n" not in template


@pytest.mark.parametrize("name", catalogue("zh")["diagnostics"])
def test_chinese_is_written_as_chinese(name: str) -> None:
    template = re.sub(r"\{\w*\}|\{\{.*?\}\}|“[^”]*”", "", catalogue("zh")["diagnostics"][name])
    assert re.search(r"[\u4e00-\u9fff]", template)
    assert not re.search(r"[\u4e00-\u9fff][,;:?!]|[,;?!](?=[\u4e00-\u9fff])", template), "half-width mark"
    assert catalogue("zh")["diagnostics"][name].count("“") == catalogue("zh")["diagnostics"][name].count("”")


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_is_cut_by_yaml(lang: Lang) -> None:
    source = files("banxing.messages").joinpath(f"{lang}.yml").read_text(encoding="utf-8")
    _, faults = parse_yaml(source, f"{lang}.yml")
    assert [fault.line("en") for fault in faults] == []


def called_with_a_key() -> set[str]:
    """The first argument of every `text("section.name", …)` in the package."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "text":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                    found.add(first.value)
    return found


def literals() -> set[str]:
    """Every string of the code that has the form of a diagnostic's code."""
    return {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z0-9-]+", node.value)
    }


def test_every_text_that_is_asked_for_exists() -> None:
    asked = called_with_a_key()
    assert asked, "the scan finds nothing"
    assert asked - {f"{section}.{name}" for section, name in ALL} == set()


def given_as_code() -> set[str]:
    """The code of each `Diagnostic(…)`, `Problem(…)`, `.fault(…)`, `._fault(…)`, `reject(…)` and `_unknown(…)`."""
    where = {"Diagnostic": 2, "Problem": 0, "fault": 1, "reject": 0}
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            at = where.get(getattr(node.func, "id", getattr(node.func, "attr", "")), 99)
            if at < len(node.args) and isinstance(node.args[at], ast.Constant):
                found.add(str(node.args[at].value))  # type: ignore[attr-defined]
    return found


def test_every_code_has_a_text_and_every_text_a_code() -> None:
    known = set(catalogue("zh")["diagnostics"])
    given = given_as_code()
    assert len(given) > 60, "the scan finds too little"
    assert given - known == set()
    made = {name for name in known if name.endswith("-meant")} | {
        "duplicate-option",
        "duplicate-stem",
        "too-short",
        "too-long",
    }
    assert known - literals() - made == set(), "texts that nothing says"


@pytest.mark.parametrize(
    ("wanted", "env", "lang"),
    [
        (None, None, "zh"),
        ("en", None, "en"),
        ("EN_us", None, "en"),
        (None, "en", "en"),
        ("zh", "en", "zh"),
        ("fr", None, "zh"),
    ],
)
def test_the_language(wanted: str | None, env: str | None, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BANXING_LANG", raising=False)
    if env:
        monkeypatch.setenv("BANXING_LANG", env)
    assert pick_lang(wanted) == lang


def test_a_field_may_be_called_key() -> None:
    assert text("diagnostics.missing-key", "zh", key="title") == "缺少“title”"


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("diagnostics.no-such-thing", "zh")
