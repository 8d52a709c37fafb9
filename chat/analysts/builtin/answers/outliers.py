# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""Values far from the rest, by Tukey's fences: 1.5 times the middle half's width beyond the quartiles."""

from __future__ import annotations

from chat.analysts.builtin.answers.distribution import spread_step
from chat.analysts.builtin.columns import ColumnInfo, Table
from chat.analysts.builtin.figures import escape, figure, percent
from chat.analysts.builtin.intent import Intent, Kind
from chat.analysts.builtin.sql import where
from chat.analysts.builtin.sqltext import identifier, literal
from chat.analysts.builtin.step import Row, Step

MAX_COLUMNS = 8
MAX_ROWS = 20


def plan_outliers(intent: Intent, table: Table) -> list[Step]:
    """For one column the limits and the rows beyond them; without one a count for each number."""
    if not intent.columns:
        return [overview_step(intent, table)]
    column = table[intent.columns[0]]
    return [_counted(intent, column, table), _rows(intent, column, table)]


def _fences(intent: Intent, column: ColumnInfo, table: Table) -> str:
    quantile = "approx_quantile" if table.row_count > 2_000_000 else "quantile_cont"
    read = f"({column.sql})::DOUBLE"
    return (
        "SELECT q1 - 1.5 * (q3 - q1) AS lo, q3 + 1.5 * (q3 - q1) AS hi "
        f"FROM (SELECT {quantile}({read}, 0.25) AS q1, "
        f"{quantile}({read}, 0.75) AS q3 FROM data{where(intent.filters, table)})"
    )


def _summary(intent: Intent, column: ColumnInfo, table: Table) -> str:
    """One row: how many values lie beyond the fences, and where these are."""
    read = f"({column.sql})::DOUBLE"
    rows = where(intent.filters, table, f"{column.sql} IS NOT NULL")
    beyond = "x < lo OR x > hi"
    return (
        f'SELECT {literal(column.name)} AS "column", count(*) FILTER (WHERE {beyond}) AS "outliers", '
        f'count(*) AS "values", 100.0 * count(*) FILTER (WHERE {beyond}) / count(*) AS "share in %", '
        'any_value(lo) AS "lower limit", any_value(hi) AS "upper limit", '
        'min(x) AS "lowest", max(x) AS "highest" '
        f"FROM (SELECT {read} AS x FROM data{rows}), ({_fences(intent, column, table)})"
    )


def _counted(intent: Intent, column: ColumnInfo, table: Table) -> Step:
    def tell(rows: list[Row]) -> list[str]:
        row = rows[0]
        name = escape(column.name)
        if not row["values"]:
            return [f"{name} has no values here, so it has no outliers."]
        limits = f"{figure(row['lower limit'])} and {figure(row['upper limit'])}"
        rule = f"The usual limits (Tukey's fences around the middle half of the values) are {limits}."
        if not row["outliers"]:
            return [f"No value of {name} is an outlier. {rule}"]
        share = f"{percent(row['share in %'])} of {figure(row['values'])} values"
        what = f"value of {name} is an outlier" if row["outliers"] == 1 else f"values of {name} are outliers"
        return [f"**{figure(row['outliers'])}** {what} ({share}). {rule}"]

    spread = spread_step(Intent(Kind.DISTRIBUTION, columns=(column.name,), filters=intent.filters), table)
    return Step(
        _summary(intent, column, table),
        tell,
        lambda rows: spread.draw([{"highest": rows[0]["highest"]}]),
    )


def _rows(intent: Intent, column: ColumnInfo, table: Table) -> Step:
    """The rows furthest out."""
    read = f"({column.sql})::DOUBLE"
    names = ", ".join(f"d.{identifier(item.name)}" for item in table.columns[:40])
    beyond = f"({read} < fence.lo OR {read} > fence.hi)"
    sql = (
        f"WITH fence AS ({_fences(intent, column, table)})\nSELECT {names}\nFROM data AS d, fence"
        f"{where(intent.filters, table, beyond)}\n"
        f"ORDER BY greatest(fence.lo - {read}, {read} - fence.hi) DESC\nLIMIT {MAX_ROWS}"
    )

    def tell(rows: list[Row]) -> list[str]:
        if not rows:
            return []
        furthest = figure(rows[0][column.name], column)
        return [
            f"Furthest out is **{furthest}**; the table shows the rows that lie furthest from the limits."
        ]

    return Step(sql, tell, optional=True)


def overview_step(intent: Intent, table: Table) -> Step:
    """Every numeric column's outliers, most first."""
    columns = [column for column in table.measures if not column.is_flag][:MAX_COLUMNS] or list(
        table.measures[:1]
    )
    parts = "\nUNION ALL\n".join(_summary(intent, column, table) for column in columns)
    sql = f'SELECT * FROM (\n{parts}\n)\nORDER BY "share in %" DESC NULLS LAST, 1'

    def tell(rows: list[Row]) -> list[str]:
        found = [row for row in rows if row["outliers"]]
        if not found:
            return ["None of the numeric columns has outliers by the usual limits (Tukey's fences)."]
        lines = [
            f"- {escape(row['column'])}: **{figure(row['outliers'])}** "
            f"({percent(row['share in %'])}) outside "
            f"{figure(row['lower limit'])} to {figure(row['upper limit'])}"
            for row in found
        ]
        return ["Outliers by the usual limits (Tukey's fences):\n" + "\n".join(lines)]

    return Step(sql, tell)
