# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""What the columns hold: from the file's profile, or from a few bounded queries before a question.

The queries give one row per column, each scanning only its own column, cut into several statements
where one would grow too long. Wide files are profiled up to a limit; the answer says so where it matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chat.analysts.base import DataCard, QueryOutcome, Toolbox
from chat.analysts.builtin.columns import ColumnInfo, Role, Table, first_guess, settle
from chat.analysts.builtin.figures import as_number
from chat.analysts.builtin.sqltext import identifier, literal
from chat.analysts.builtin.words import name_parts, tokenise

MAX_PROFILED = 60
MAX_STATEMENT = 12_000
_MAX_NAME = 300
_ISO_TIME = re.compile(r"^(\d{4}-\d\d-\d\d)T(?=\d\d:\d\d)")


class Profiler:
    """Looks at the columns through the toolbox and remembers the outcomes it got."""

    def __init__(self, card: DataCard, tools: Toolbox) -> None:
        self._card = card
        self._tools = tools
        self.outcomes: list[QueryOutcome] = []

    async def table(self, mentioned: str = "") -> Table:
        """The file with roles settled; columns named in `mentioned` are profiled first."""
        guesses = [first_guess(column, self._card) for column in self._card.columns]
        chosen = _chosen(guesses, mentioned)
        return await self._settled(guesses, await self._looked_at(chosen))

    async def profiled(self, profile: Mapping[str, Any]) -> Table:
        """The file with roles settled by its profile; only dates kept as text are looked at again."""
        guesses = [first_guess(column, self._card) for column in self._card.columns]
        told = {column["name"]: column for column in profile["columns"]}
        seen = {guess.name: _as_told(guess, told[guess.name]) for guess in guesses if guess.name in told}
        dates_as_text = [guess for guess in guesses if guess.date_formats]
        return await self._settled(guesses, seen | await self._looked_at(dates_as_text))

    async def _looked_at(self, chosen: Sequence[ColumnInfo]) -> dict[str, ColumnInfo]:
        seen: dict[str, ColumnInfo] = {}
        for statement in _statements(chosen):
            seen.update(await self._rows(statement, chosen))
        return seen

    async def _settled(self, guesses: Sequence[ColumnInfo], seen: Mapping[str, ColumnInfo]) -> Table:
        columns = [settle(seen.get(guess.name, guess), self._card.row_count) for guess in guesses]
        columns = [await self._one_format(column) for column in columns]
        return Table(
            filename=self._card.filename,
            row_count=self._card.row_count,
            columns=tuple(columns),
            profiled=len(seen),
            import_notes=self._card.import_notes,
            index={column.name: column for column in columns},
        )

    async def _rows(self, statement: str, chosen: Sequence[ColumnInfo]) -> dict[str, ColumnInfo]:
        outcome = await self._tools.generate_query(statement)
        self.outcomes.append(outcome)
        if outcome.result is None:
            return {}
        guesses = {guess.name: guess for guess in chosen}
        return {row[0]: _informed(guesses[row[0]], row) for row in outcome.result.rows if row[0] in guesses}

    async def _one_format(self, column: ColumnInfo) -> ColumnInfo:
        """Day before month or month before day: whichever reads more of the values."""
        if len(column.date_formats) < 2:
            return column
        quoted = identifier(column.name)
        counts = ", ".join(f"count(try_strptime({quoted}, {literal(item)}))" for item in column.date_formats)
        outcome = await self._tools.generate_query(f"SELECT {counts} FROM data")
        self.outcomes.append(outcome)
        found = outcome.result.rows[0] if outcome.result else [1]
        best = max(range(len(found)), key=lambda position: int(found[position]))
        return replace(column, date_formats=(column.date_formats[best],))


def _chosen(guesses: Sequence[ColumnInfo], mentioned: str) -> list[ColumnInfo]:
    """Which columns to profile: named ones first, then the file's order, up to the limit."""
    usable = [g for g in guesses if g.role is not Role.OTHER and 0 < len(g.name) <= _MAX_NAME]
    words = {token.stem for token in tokenise(mentioned)}
    named = [guess for guess in usable if words & set(name_parts(guess.name))]
    ordered = dict.fromkeys([guess.name for guess in named[:MAX_PROFILED]] + [guess.name for guess in usable])
    keep = set(list(ordered)[:MAX_PROFILED])
    return [guess for guess in usable if guess.name in keep]


def _statements(columns: Iterable[ColumnInfo]) -> Iterator[str]:
    """UNION ALL of one summary per column, split so that no statement grows too long."""
    parts: list[str] = []
    for column in columns:
        part = _summary(column)
        if parts and sum(map(len, parts)) + len(part) > MAX_STATEMENT:
            yield "\nUNION ALL\n".join(parts)
            parts = []
        parts.append(part)
    if parts:
        yield "\nUNION ALL\n".join(parts)


def _summary(column: ColumnInfo) -> str:
    quoted = identifier(column.name)
    low, high = "left(min(c)::VARCHAR, 80)", "left(max(c)::VARCHAR, 80)"
    if column.date_formats:
        read = f"try_strptime(c, {literal(column.date_formats[0])})"
        low, high = f"min({read})::VARCHAR", f"max({read})::VARCHAR"
    return (
        f'SELECT {literal(column.name)} AS "column", count(c) AS "filled", count(*) - count(c) AS "missing", '
        f'round(100.0 * (count(*) - count(c)) / count(*), 2) AS "missing in %", '
        f'approx_count_distinct(c) AS "distinct (about)", {low} AS smallest, {high} AS largest '
        f"FROM (SELECT {quoted} AS c FROM data)"
    )


def _informed(guess: ColumnInfo, row: Sequence[object]) -> ColumnInfo:
    filled, missing, distinct = (int(str(row[position])) for position in (1, 2, 4))
    low, high = (None if cell is None else str(cell) for cell in row[5:7])
    share = as_number(row[3])
    return replace(
        guess, filled=filled, missing=missing, missing_percent=share, distinct=distinct, low=low, high=high
    )


def without_suspects(table: Table, profile: Mapping[str, Any]) -> Table:
    """The file with the numbers that the profile suspects to stand for missing ones read as missing."""
    suspects: dict[str, list[float]] = {}
    for finding in profile["file"]["findings"]:
        if finding["code"] == "sentinel_value" and table[finding["column"]].is_number:
            told = finding["sentence"].removeprefix(f"{finding['column']} holds ").split(" ", 1)[0]
            suspects.setdefault(finding["column"], []).append(float(told))
    columns = tuple(replace(c, left_out=tuple(suspects.get(c.name, ()))) for c in table.columns)
    return replace(table, columns=columns, index={column.name: column for column in columns})


def _as_told(guess: ColumnInfo, told: Mapping[str, Any]) -> ColumnInfo:
    """A column with the facts of its profile."""
    return replace(
        guess,
        filled=told["filled"],
        missing=told["nulls"],
        missing_percent=round(100 * told["null_share"], 2),
        distinct=told["distinct"],
        low=_end(told["minimum"]),
        high=_end("inf" if told["infinite"] and guess.is_number else told["maximum"]),
    )


def _end(value: object) -> str | None:
    """A least or greatest value as DuckDB writes it."""
    if value is None:
        return None
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return _ISO_TIME.sub(r"\1 ", text)
