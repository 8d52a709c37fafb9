"""Whether an answer is right: tables regardless of order and column names, values with tolerance."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chat.evaluation.suite import Gold, Scalar

Row = Sequence[Any]
MAX_COLUMNS_MATCHED = 8
MISSING = "(missing)"
"""How a table may name the group of rows without a value."""
_NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a turn brought: its texts, the tables it showed, whether anything ran at all."""

    text: str
    tables: tuple[Table, ...]
    status: str


def is_right(answer: Answer, gold: Gold, gold_table: Table | None) -> bool:
    """Whether the answer tells what the gold says; `gold_table` is the result of `gold.sql`."""
    if answer.status != "completed":
        return False
    if gold.declines:
        return not answer.tables
    if gold_table is not None:
        return _tells_table(answer, gold_table, gold.tolerance)
    wanted = gold.values or {"value": gold.value}
    return all(tells_value(answer, value, gold.tolerance) for value in wanted.values())


def _tells_table(answer: Answer, gold: Table, tolerance: float) -> bool:
    if len(gold.rows) == 1 and len(gold.rows[0]) == 1:
        return tells_value(answer, gold.rows[0][0], tolerance)
    return any(same_table(table, gold, tolerance) for table in answer.tables)


def tells_value(answer: Answer, value: Scalar, tolerance: float) -> bool:
    """Whether the value stands in the text, or in a result of a single row."""
    cells = [cell for table in answer.tables if len(table.rows) == 1 for cell in table.rows[0]]
    if any(same_cell(cell, value, tolerance) for cell in cells):
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _is_word_of(str(value), answer.text)
    return any(_is_written(text, value, tolerance) for text in _NUMBER.findall(answer.text))


def same_table(table: Table, gold: Table, tolerance: float) -> bool:
    """Whether some columns of `table`, in some order, hold the gold's rows, in any order."""
    if len(table.rows) != len(gold.rows) or not gold.rows:
        return len(table.rows) == len(gold.rows)
    width = len(gold.columns)
    if len(table.columns) < width or width > MAX_COLUMNS_MATCHED:
        return False
    options = [
        [at for at in range(len(table.columns)) if _same_column(table, at, gold, wanted, tolerance)]
        for wanted in range(width)
    ]
    return any(_same_rows(table, chosen, gold, tolerance) for chosen in _choices(options))


def same_cell(cell: Any, gold: Any, tolerance: float) -> bool:
    if gold is None:
        return cell is None or cell == MISSING
    if isinstance(gold, bool) or isinstance(cell, bool) or cell is None:
        return cell is gold or str(cell).lower() == str(gold).lower()
    a, b = _number(cell), _number(gold)
    if a is not None and b is not None:
        return math.isclose(a, b, rel_tol=tolerance, abs_tol=1e-9)
    return _plain(cell) == _plain(gold)


def _choices(options: list[list[int]]) -> list[tuple[int, ...]]:
    """Every way to give each gold column a column of its own."""
    chosen: list[tuple[int, ...]] = [()]
    for columns in options:
        chosen = [(*before, at) for before in chosen for at in columns if at not in before]
    return chosen


def _same_column(table: Table, at: int, gold: Table, wanted: int, tolerance: float) -> bool:
    ours = sorted((row[at] for row in table.rows), key=_sort_key)
    theirs = sorted((row[wanted] for row in gold.rows), key=_sort_key)
    return all(same_cell(a, b, tolerance) for a, b in zip(ours, theirs, strict=True))


def _same_rows(table: Table, chosen: tuple[int, ...], gold: Table, tolerance: float) -> bool:
    ours = sorted(([row[at] for at in chosen] for row in table.rows), key=_row_key)
    theirs = sorted((list(row) for row in gold.rows), key=_row_key)
    return all(
        all(same_cell(a, b, tolerance) for a, b in zip(x, y, strict=True))
        for x, y in zip(ours, theirs, strict=True)
    )


def _row_key(row: Row) -> list[tuple[int, float, str]]:
    # Text first: it is exact, while numbers of two engines differ in their last digits.
    return sorted((_sort_key(cell) for cell in row), key=lambda key: (-key[0], key))


def _sort_key(cell: Any) -> tuple[int, float, str]:
    number = _number(cell)
    if cell is None or cell == MISSING:
        return (0, 0.0, "")
    return (2, 0.0, _plain(cell)) if number is None else (1, number, "")


def _number(cell: Any) -> float | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    try:
        return float(cell)
    except (TypeError, ValueError):
        return None


def _plain(cell: Any) -> str:
    """Text to compare: a date with a time of midnight is the date."""
    text = str(cell).strip().lower()
    return re.sub(r"[t ]00:00:00(\.0+)?(\+00:00|z)?$", "", text)


def _is_word_of(word: str, text: str) -> bool:
    plain = text.replace("\\", "")
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain, re.IGNORECASE) is not None


def _is_written(written: str, value: float, tolerance: float) -> bool:
    """Whether a number of the text is the value: within the tolerance, or as rounded as it is shown."""
    plain = written.replace(",", "").replace("−", "-")
    number = float(plain)
    if any(math.isclose(number, exact, rel_tol=tolerance, abs_tol=1e-9) for exact in (value, value * 100)):
        return True
    digits = len(plain.lstrip("-").lstrip("0.").replace(".", ""))
    decimals = len(plain.partition(".")[2])
    is_rounded = abs(number - value) <= 0.5 * 10**-decimals * (1 + 1e-9)
    return is_rounded and digits >= 2 and "e" not in plain.lower()
