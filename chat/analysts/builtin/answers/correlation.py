# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""How strongly two numbers move together, and which pairs do so most."""

from __future__ import annotations

from itertools import combinations

from chat.analysts.builtin import charts
from chat.analysts.builtin.answers.groupcorrelation import group_step
from chat.analysts.builtin.answers.strength import strength
from chat.analysts.builtin.columns import ColumnInfo, Table
from chat.analysts.builtin.figures import as_number, escape, figure
from chat.analysts.builtin.intent import Intent
from chat.analysts.builtin.sql import resolve, where
from chat.analysts.builtin.sqltext import alias, literal
from chat.analysts.builtin.step import Chart, Row, Step

SAMPLE = 800
MAX_COLUMNS = 8
SHOWN_PAIRS = 12


def plan_correlation(intent: Intent, table: Table) -> list[Step]:
    """Two columns give one coefficient; fewer give the strongest pairs."""
    if len(intent.columns) == 2 and intent.groups:
        return [group_step(resolve(intent, table), table)]
    if len(intent.columns) == 2:
        return [pair_step(intent, table)]
    return [pairs_step(intent, table)]


def pair_step(intent: Intent, table: Table) -> Step:
    first, second = (table[name] for name in intent.columns)
    both = f"{first.sql} IS NOT NULL AND {second.sql} IS NOT NULL"
    sql = (
        f'SELECT corr(({first.sql})::DOUBLE, ({second.sql})::DOUBLE) AS "correlation",\n'
        f'  count(*) FILTER (WHERE {both}) AS "rows with both", count(*) AS "rows"\n'
        f"FROM data{where(intent.filters, table)}"
    )
    return Step(
        sql,
        lambda rows: tell_pair(first, second, rows[0], intent.decimals),
        lambda rows: scatter(intent, first, second, table) if rows[0]["rows with both"] else None,
    )


def tell_pair(first: ColumnInfo, second: ColumnInfo, row: Row, decimals: int | None) -> list[str]:
    value = as_number(row["correlation"])
    names = f"{escape(first.name)} and {escape(second.name)}"
    if value is None:
        return [f"There is no correlation to compute for {names}: one of them does not vary."]
    said = figure(row["correlation"], decimals=decimals)
    return [
        f"The correlation between {names} is **{said}**: {strength(value)}, over "
        f"{figure(row['rows with both'])} rows. That alone does not say that one causes the other."
    ]


def scatter(intent: Intent, first: ColumnInfo, second: ColumnInfo, table: Table) -> Chart:
    """A fixed sample: ordered by a hash of the two values, so that the same file gives the same picture."""
    x = alias(first.name)
    y = alias(second.name, [x])
    fitted = alias("fitted line", [x, y])
    present = where(intent.filters, table, f"{first.sql} IS NOT NULL AND {second.sql} IS NOT NULL")
    pairs = f"SELECT {first.sql} AS a, {second.sql} AS b FROM data{present}"
    sql = (
        f"WITH pairs AS ({pairs}),\n"
        "fit AS (SELECT regr_slope(b::DOUBLE, a::DOUBLE) AS slope,\n"
        "  regr_intercept(b::DOUBLE, a::DOUBLE) AS base FROM pairs)\n"
        f'SELECT a AS "{x}", b AS "{y}", base + slope * a::DOUBLE AS "{fitted}"\n'
        f"FROM pairs, fit\nORDER BY hash(a, b)\nLIMIT {SAMPLE}"
    )
    sampled = " (a sample of the rows)" if table.row_count > SAMPLE else ""
    title = f"{second.name} against {first.name}{sampled}"
    return Chart(
        charts.short(title, 90), sql, charts.scatter(title, (x, first.name), (y, second.name), fitted)
    )


def pairs_step(intent: Intent, table: Table, *, optional: bool = False) -> Step:
    """One pass over all pairs of the first numeric columns, strongest first."""
    named = [table[name] for name in intent.columns]
    usable = [column for column in table.measures if (column.distinct or 2) > 1]
    columns = [*named, *(column for column in usable if column not in named)][:MAX_COLUMNS]
    pairs = [pair for pair in combinations(columns, 2) if not named or named[0] in pair]
    listed = ",\n    ".join(
        f"{{'a': {literal(a.name)}, 'b': {literal(b.name)}, 'r': corr(({a.sql})::DOUBLE, ({b.sql})::DOUBLE)}}"
        for a, b in pairs
    )
    sql = (
        f"WITH pairs AS (SELECT unnest([\n    {listed}\n  ]) AS pair\n"
        f"FROM data{where(intent.filters, table)})\n"
        'SELECT pair.a AS "first", pair.b AS "second", pair.r AS "correlation"\nFROM pairs\n'
        f"WHERE pair.r IS NOT NULL AND isfinite(pair.r)\nORDER BY abs(pair.r) DESC, 1, 2\nLIMIT {SHOWN_PAIRS}"
    )
    return Step(sql, _tell_pairs, lambda rows: _strongest(intent, table, rows), optional=optional)


def _tell_pairs(rows: list[Row]) -> list[str]:
    if not rows:
        return ["There are no two numeric columns that vary enough to correlate."]
    lines = [
        f"- {escape(row['first'])} and {escape(row['second'])}: **{figure(row['correlation'])}** "
        f"({strength(as_number(row['correlation']) or 0)})"
        for row in rows[:5]
    ]
    return ["The strongest linear relations:\n" + "\n".join(lines)]


def _strongest(intent: Intent, table: Table, rows: list[Row]) -> Chart | None:
    if not rows:
        return None
    return scatter(intent, table[rows[0]["first"]], table[rows[0]["second"]], table)
