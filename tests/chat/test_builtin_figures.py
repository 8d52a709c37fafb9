"""The product's first law, checked mechanically: every figure in a sentence stands in a cell of that run.

Numbers are cut from the prose and looked for, rounded half up to the digits shown, among the cells
of all queries of the run, the data card, and – for the line that repeats the question – the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.chat.local_toolbox import TABLES, Talk, connect, talk
from tests.chat.test_builtin_followups import CHAINS
from tests.chat.test_builtin_hostile import ODD_TABLES
from tests.chat.test_builtin_more_questions import MORE_CASES
from tests.chat.test_builtin_questions import CASES, FILES

_NUMBER = re.compile(r"(?<![\w.,])-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def figures_in(text: str) -> list[str]:
    return [match.group().rstrip(",") for match in _NUMBER.finditer(text)]


def cells_of(done: Talk) -> Iterator[Any]:
    for outcome in done.toolbox.queries:
        for row in outcome.result.rows if outcome.result else ():
            yield from row
    for profile in done.toolbox.profiles:
        for table in profile.tables():
            yield from (cell for row in table.rows for cell in row)
            shares = [at for at, name in enumerate(table.column_names) if name.endswith("share")]
            yield from (row[at] * 100 for row in table.rows for at in shares if row[at] is not None)
    yield from (done.data.row_count, len(done.data.columns), done.data.filename, *done.data.import_notes)
    yield from (column.name for column in done.data.columns)


def known_numbers(done: Talk, question: str | None) -> tuple[list[Decimal], set[Decimal]]:
    """Numeric cells, and numbers that occur inside texts (dates, names, the question)."""
    numbers: list[Decimal] = []
    parts: set[Decimal] = set()
    for cell in cells_of(done):
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            numbers.append(Decimal(repr(cell)))
        elif isinstance(cell, str):
            parts.update(Decimal(part) for part in _DIGITS.findall(cell))
    parts.update(Decimal(part.replace(",", "")) for part in _NUMBER.findall(question or ""))
    parts.update(Decimal(part) for part in _DIGITS.findall(question or ""))
    return numbers, parts


def is_grounded(shown: str, numbers: list[Decimal], parts: set[Decimal]) -> bool:
    value = Decimal(shown.replace(",", ""))
    if value in parts or abs(value) in parts:
        return True
    step = Decimal(1).scaleb(value.as_tuple().exponent) if "e" not in shown else None  # type: ignore[arg-type]
    for cell in numbers:
        if step is None:
            if cell and abs(abs(cell) / abs(value) - 1) < Decimal("0.01"):
                return True
        elif abs(cell) < 10**25 and abs(cell).quantize(step, ROUND_HALF_UP) == abs(value):
            return True
    return False


def ungrounded(done: Talk, question: str | None) -> list[str]:
    numbers, parts = known_numbers(done, question)
    return [shown for shown in figures_in(done.text) if not is_grounded(shown, numbers, parts)]


@pytest.fixture(scope="module")
def connections() -> dict[str, Any]:
    return {name: connect(statement) for name, statement in TABLES.items()}


@pytest.mark.parametrize(("table", "question"), [case[:2] for case in CASES + MORE_CASES])
async def test_figures_of_answers(connections: dict[str, Any], table: str, question: str) -> None:
    done = await talk(connections[table], question, filename=FILES[table], compiles=False)
    assert ungrounded(done, question) == [], done.text


@pytest.mark.parametrize("questions", [chain[0] for chain in CHAINS])
async def test_figures_of_follow_ups(connections: dict[str, Any], questions: list[str | None]) -> None:
    done = await talk(connections["sales"], *questions, compiles=False)
    assert ungrounded(done, " ".join(question or "" for question in questions)) == [], done.text


@pytest.mark.parametrize("table", TABLES)
async def test_figures_of_analyses(connections: dict[str, Any], table: str) -> None:
    done = await talk(connections[table], None, filename=FILES[table], compiles=False)
    assert figures_in(done.text)
    assert ungrounded(done, None) == [], done.text


@pytest.mark.parametrize("shape", ODD_TABLES)
async def test_figures_of_odd_tables(shape: str) -> None:
    done = await talk(
        connect(f"CREATE TABLE data AS {ODD_TABLES[shape]}"), None, filename="odd.csv", compiles=False
    )
    assert ungrounded(done, None) == [], done.text


async def test_the_check_itself_finds_an_invented_figure(connections: dict[str, Any]) -> None:
    done = await talk(connections["sales"], "total revenue")
    numbers, parts = known_numbers(done, None)
    assert is_grounded("29,914", numbers, parts)
    assert not is_grounded("29,915", numbers, parts)
