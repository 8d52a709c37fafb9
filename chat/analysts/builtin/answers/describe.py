# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""What is in the file or in a column, what is missing, what occurs twice."""

from __future__ import annotations

from chat.analysts.builtin import charts
from chat.analysts.builtin.answers.distribution import plan_distribution
from chat.analysts.builtin.columns import ColumnInfo, Role, Table
from chat.analysts.builtin.figures import escape, figure, percent
from chat.analysts.builtin.intent import Intent, Kind
from chat.analysts.builtin.sql import where
from chat.analysts.builtin.sqltext import identifier, literal
from chat.analysts.builtin.step import Chart, Row, Step

MAX_COLUMNS = 60


def plan_describe(intent: Intent, table: Table) -> list[Step]:
    """A column by its distribution, the file by its numbers and its categories."""
    if intent.columns:
        return plan_distribution(
            Intent(Kind.DISTRIBUTION, columns=intent.columns, filters=intent.filters), table
        )
    numbers = [column for column in table.measures if column.filled != 0][:20]
    return (
        [_numbers(numbers, intent, table)] if numbers else [_missing_step(intent, list(table.columns), table)]
    )


def _numbers(columns: list[ColumnInfo], intent: Intent, table: Table) -> Step:
    rows = where(intent.filters, table)
    parts = [
        f'SELECT {literal(c.name)} AS "column", count(x) AS "values", avg(x) AS "average", '
        'median(x) AS "median", min(x) AS "lowest", max(x) AS "highest" '
        f"FROM (SELECT ({c.sql})::DOUBLE AS x FROM data{rows})"
        for c in columns
    ]

    def tell(found: list[Row]) -> list[str]:
        lines = [
            f"- {escape(row['column'])}: average **{figure(row['average'])}**, "
            f"median {figure(row['median'])}, from {figure(row['lowest'])} to {figure(row['highest'])}"
            for row in found
            if row["values"]
        ]
        return (
            ["The numbers in short:\n" + "\n".join(lines)]
            if lines
            else ["The numeric columns are empty here."]
        )

    return Step("\nUNION ALL\n".join(parts), tell)


def plan_missing(intent: Intent, table: Table) -> list[Step]:
    columns = [table[name] for name in intent.columns] or list(table.columns[:MAX_COLUMNS])
    return [_missing_step(intent, columns, table)]


def _missing_step(intent: Intent, columns: list[ColumnInfo], table: Table) -> Step:
    """One row per column: cells without a value, most first."""
    rows = where(intent.filters, table)
    parts = [
        f'SELECT {literal(c.name)} AS "column", count(*) - count(c) AS "missing", '
        f'100.0 * (count(*) - count(c)) / nullif(count(*), 0) AS "missing in %", count(*) AS "rows" '
        f"FROM (SELECT {identifier(c.name)} AS c FROM data{rows})"
        for c in columns
    ]
    sql = "SELECT * FROM (\n" + "\nUNION ALL\n".join(parts) + '\n)\nORDER BY "missing" DESC, 1'
    return Step(
        sql, lambda found: _tell_missing(found, table, len(columns)), lambda found: _draw_missing(sql, found)
    )


def _tell_missing(rows: list[Row], table: Table, looked_at: int) -> list[str]:
    holes = [row for row in rows if row["missing"]]
    said = []
    if looked_at < len(table.columns) and looked_at >= MAX_COLUMNS:
        said.append("The file has more columns than I look at in one go; these are the first ones.")
    if not holes:
        return [
            "No cell is missing." if len(rows) > 1 else f"{escape(rows[0]['column'])} has no missing cells.",
            *said,
        ]
    if len(rows) == 1:
        row = rows[0]
        share = f"{percent(row['missing in %'])} of {figure(row['rows'])} rows"
        cells, are = ("cell", "is") if row["missing"] == 1 else ("cells", "are")
        return [
            f"**{figure(row['missing'])}** {cells} of {escape(row['column'])} {are} missing ({share}).",
            *said,
        ]
    lines = [
        f"- {escape(r['column'])}: **{figure(r['missing'])}** ({percent(r['missing in %'])})"
        for r in holes[:12]
    ]
    return ["Missing cells by column:\n" + "\n".join(lines), *said]


def _draw_missing(sql: str, rows: list[Row]) -> Chart | None:
    holes = [row for row in rows if row["missing"]]
    if len(holes) < 2:
        return None
    title = "Missing cells by column"
    tips = [
        charts.tip("column", "column", "nominal"),
        charts.tip("missing", "missing cells"),
        charts.tip("missing in %", "in %"),
    ]
    value = charts.value_axis("missing in %", "missing in %", percent=True)
    chart_sql = f'SELECT * FROM (\n{sql}\n)\nWHERE "missing" > 0\nORDER BY "missing" DESC, 1\nLIMIT 30'
    spec = charts.bars(
        title, charts.category_field("column", "column"), value, tips, count=min(len(holes), 30)
    )
    return Chart(title, chart_sql, spec)


def plan_duplicates(intent: Intent, table: Table) -> list[Step]:
    """Rows that occur more than once, over all columns or those named."""
    return [duplicates_step(intent, table)]


def duplicates_step(intent: Intent, table: Table, *, optional: bool = False) -> Step:
    names = list(intent.columns) or [c.name for c in table.columns[:MAX_COLUMNS] if c.role is not Role.OTHER]
    keys = ", ".join(identifier(name) for name in names)
    sql = (
        'SELECT coalesce(sum(n - 1), 0)::BIGINT AS "repeated rows", '
        'coalesce(sum(n), 0)::BIGINT AS "rows in such groups"\n'
        f"FROM (SELECT count(*) AS n FROM data{where(intent.filters, table)}\n"
        f"GROUP BY {keys} HAVING count(*) > 1)"
    )

    def tell(rows: list[Row]) -> list[str]:
        repeated = rows[0]["repeated rows"]
        over = f" (looking at {escape(names[0])})" if len(names) == 1 else ""
        if not repeated:
            return [] if optional else [f"No row occurs twice{over}."]
        verb = "row repeats" if repeated == 1 else "rows repeat"
        return [f"**{figure(repeated)}** {verb} an earlier one{over}."]

    return Step(sql, tell, optional=optional)
