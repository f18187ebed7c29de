"""A made-up course with one quiz of fifty questions, and the answers of as many candidates as one likes, by a seed."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

QUESTIONS = 50
LEVELS = 24  # of skill
UNITS = 120
_LETTERS = "ABCD"
_SEVERAL = [*"ABCD", "AB", "AC", "AD", "BC", "BD", "CD", "ABC", "ABD", "ACD", "BCD", "ABCD"]
_BLANKS = ["七", "7", "7日", "七日", "15", "十五日", "30", "三十"]


@dataclass(frozen=True)
class Item:
    """`answers` are what candidates write; `hard` is from 0 to 1; `points` in hundredths."""

    name: str
    kind: str
    key: str
    points: int
    answers: tuple[str, ...]
    hard: float


def items() -> list[Item]:
    chance, found = random.Random(50), []
    for number in range(1, QUESTIONS + 1):
        hard = chance.uniform(0.1, 0.9)
        if number <= 20:
            found.append(Item(f"q-{number}", "single_choice", chance.choice(_LETTERS), 200, (*_LETTERS, ""), hard))
        elif number <= 35:
            key = chance.choice([one for one in _SEVERAL if len(one) > 1])
            found.append(Item(f"q-{number}", "multiple_choice", key, 200, (*_SEVERAL, ""), hard))
        elif number <= 45:
            found.append(Item(f"q-{number}", "true_false", chance.choice("对错"), 200, ("对", "错", ""), hard))
        else:
            found.append(Item(f"q-{number}", "fill_blank", "七", 200, (*_BLANKS, ""), hard))
    return found


def write_course(root: Path, made: list[Item]) -> None:
    """What `banxing score` needs of a course."""
    for folder in ("training", "quizzes", "docs/laws"):
        (root / folder).mkdir(parents=True)
    (root / "training/course.yml").write_text("title: 基准\nsummary: 基准。\nparts: []\n", encoding="utf-8")
    (root / "docs/laws/register.yml").write_text("{}\n", encoding="utf-8")
    lines = ["title: 全省年度考试", "mode: practice", "policy: {per_option: 0.5}", "questions:"]
    for item in made:
        lines += [f"  - id: {item.name}", f"    type: {item.kind}", "    points: 2"]
        if item.kind == "fill_blank":
            lines += ["    stem: 期限是 ____ 日。", f"    answer: [[{item.key}]]"]
            continue
        lines.append("    stem: 下列说法是否正确？")
        if item.kind != "true_false":
            lines += ["    options:", *(f"      {letter}: 选项{letter}" for letter in _LETTERS)]
        lines.append(f"    answer: {item.key}")
    (root / "quizzes/province.yml").write_text("\n".join([*lines, ""]), encoding="utf-8")


def write_answers(path: Path, made: list[Item], candidates: int, seed: int = 1) -> None:
    """A wide table. The abler and the easier, the likelier the key; else any answer."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "name", "unit", *(item.name for item in made)])
        for start in range(0, candidates, 10_000):
            count = min(10_000, candidates - start)
            levels = [chance.randrange(LEVELS) for _ in range(count)]
            by_level: dict[int, list[int]] = {}
            for index, level in enumerate(levels):
                by_level.setdefault(level, []).append(index)
            columns = [_column(chance, item, by_level, count) for item in made]
            people = (
                (f"44{start + i:08d}", f"考生{(start + i) % 9973}", f"第{i % UNITS + 1}司法局") for i in range(count)
            )
            writer.writerows(map(chain, people, zip(*columns, strict=True)))


def _column(chance: random.Random, item: Item, by_level: dict[int, list[int]], count: int) -> list[str]:
    answers = [""] * count
    for level, places in by_level.items():
        able = level / LEVELS
        weights = [1.0] * len(item.answers)
        weights[item.answers.index(item.key)] += len(weights) * max(0.0, 2.5 * able + 0.5 - 2 * item.hard) * 2
        weights[-1] = 0.2
        for place, answer in zip(places, chance.choices(item.answers, weights, k=len(places)), strict=True):
            answers[place] = answer
    return answers
