"""The same scores and counts as SQL for DuckDB, written by hand for one table with these columns and nothing else.

    python by_hand.py ANSWERS.csv FOLDER

It trusts its input: no id, letter or column is checked, nobody handed in twice, and there is one paper for all.
Writes scores.csv (id, name, unit, score, max, percent, passed, rank, marks) and counts.csv, from which all item figures
follow (question, what was chosen, mark, score, candidates).
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from data import Item, items


def marked(item: Item) -> str:
    """An expression for the mark of a column, in hundredths."""
    column, key = f'"{item.name}"', item.key
    if item.kind == "multiple_choice":
        right = f"translate({column}, '{key}', '') = ''"
        return f"case when {column} = '{key}' then 200 when {right} then 50 * length({column}) else 0 end"
    if item.kind == "fill_blank":
        return f"case when {column} in ('七', '7', '7日', '七日') then 200 else 0 end"
    return f"case when {column} = '{key}' then 200 else 0 end"


def chosen(item: Item) -> str:
    """An expression for what counts beside the mark: the letters, where there are any."""
    return "''" if item.kind == "fill_blank" else f'"{item.name}"'


def main() -> None:
    answers, folder, made = Path(sys.argv[1]), Path(sys.argv[2]), items()
    marks, names = [f'"{item.name} mark"' for item in made], [f'"{item.name}"' for item in made]
    most = sum(item.points for item in made)
    with duckdb.connect() as run:
        run.execute("set enable_progress_bar = false")
        run.execute(f"set memory_limit = '1GiB'; set temp_directory = '{folder}'")
        each = ", ".join(f"({marked(item)})::integer as {mark}" for item, mark in zip(made, marks, strict=True))
        texts = "all_varchar = true, nullstr = '-'"  # so that an empty cell is an empty text
        read = f"select *, {each} from read_csv('{answers}', {texts})"
        run.execute(f"create table scored as select *, {' + '.join(marks)} as score from ({read})")
        cells = ", ".join(f"{mark} / 100 as {name}" for mark, name in zip(marks, names, strict=True))
        run.execute(
            f"copy (select id, name, unit, score / 100 as score, {most // 100} as max,"
            f" 10000 * score // {most} / 100 as percent, if(100 * score >= 60 * {most}, '是', '否') as passed,"
            f" rank() over (order by score desc) as rank, {cells} from scored order by id)"
            f" to '{folder / 'scores.csv'}'"
        )
        counted = " union all ".join(
            f"select '{item.name}' as question, {chosen(item)} as chosen,"
            f" {mark} as mark, score, count(*) as candidates from scored group by all"
            for item, mark in zip(made, marks, strict=True)
        )
        run.execute(f"copy ({counted}) to '{folder / 'counts.csv'}'")


if __name__ == "__main__":
    main()
