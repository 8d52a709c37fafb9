# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""Whether a row of the file is one hour, day, month … so that "days" in a question may mean its rows."""

from __future__ import annotations

from dataclasses import replace

from chat.analysts.base import Toolbox
from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.intent import Grain
from chat.analysts.builtin.words import tokenise, word_set

UNITS = (Grain.YEAR, Grain.QUARTER, Grain.MONTH, Grain.WEEK, Grain.DAY, Grain.HOUR)
_SPOKEN = word_set("year quarter month week day hour date")


async def with_row_unit(table: Table, tools: Toolbox, question: str) -> Table:
    """The table with its `row_unit` counted, if the question speaks of such a unit at all."""
    dates = table.dates
    if not dates or not {token.stem for token in tokenise(question)} & _SPOKEN:
        return table
    read = dates[0].sql
    counts = ", ".join(
        f"count(DISTINCT date_trunc('{unit.value}', {read})) AS \"{unit.value}\"" for unit in UNITS
    )
    outcome = await tools.generate_query(f'SELECT {counts}, count(*) AS "rows" FROM data')
    if outcome.result is None:
        return table
    *found, rows = outcome.result.rows[0]
    units = [unit for unit, count in zip(UNITS, found, strict=True) if count == rows]
    return replace(table, row_unit=units[0]) if units and rows > 1 else table
