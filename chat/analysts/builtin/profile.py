# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""The few bounded queries that tell an analyst what the columns hold.

One row per column, each scanning only its own column, cut into several statements where one would
grow too long. Wide files are profiled up to a limit; the answer says so where it matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from chat.analysts.base import DataCard, QueryOutcome, Toolbox
from chat.analysts.builtin.columns import ColumnInfo, Role, Table, first_guess, settle
from chat.analysts.builtin.figures import as_number
from chat.analysts.builtin.sqltext import identifier, literal
from chat.analysts.builtin.words import name_parts, tokenise

MAX_PROFILED = 60
MAX_STATEMENT = 12_000
_MAX_NAME = 300


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
        seen: dict[str, ColumnInfo] = {}
        for statement in _statements(chosen):
            seen.update(await self._rows(statement, chosen))
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
