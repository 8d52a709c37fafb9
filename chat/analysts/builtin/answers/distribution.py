# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""How a column's values are spread: bins and quartiles for numbers, counts for everything else."""

from __future__ import annotations

from chat.analysts.builtin import charts
from chat.analysts.builtin.answers.grouped import group_label, plan_grouped
from chat.analysts.builtin.answers.rows import plan_values
from chat.analysts.builtin.columns import ColumnInfo, Role, Table
from chat.analysts.builtin.figures import as_number, escape, figure
from chat.analysts.builtin.intent import Aggregate, Grain, Group, Intent, Kind, Measure
from chat.analysts.builtin.sql import group_expression, resolve, where
from chat.analysts.builtin.sqltext import alias
from chat.analysts.builtin.step import Chart, Row, Step

FEW = 15
MAX_BOXES = 20
_FIELDS = ("lowest", "lower quartile", "median", "upper quartile", "highest")


def plan_distribution(intent: Intent, table: Table) -> list[Step]:
    column = table[intent.columns[0]]
    if column.role is Role.DATE:
        counted = Intent(
            Kind.AGGREGATE,
            (Measure(Aggregate.COUNT),),
            groups=(Group(column.name, Grain.AUTO),),
            filters=intent.filters,
        )
        return plan_grouped(counted, table)
    if not column.is_number or (column.is_flag and not intent.groups):
        return plan_values(intent, table)
    if intent.groups:
        return [boxes_step(resolve(intent, table), table)]
    return [spread_step(intent, table)]


def spread_step(intent: Intent, table: Table, *, optional: bool = False) -> Step:
    """Quartiles in words, the histogram as a chart over its own query."""
    column = table[intent.columns[0]]
    sql = f"{_quartiles('', column, table)}\nFROM data{where(intent.filters, table)}"
    return Step(
        sql,
        lambda rows: tell_spread(column, rows[0]),
        lambda rows: _histogram(intent, column, table) if rows[0]["highest"] is not None else None,
        optional=optional,
    )


def _quartiles(groups: str, column: ColumnInfo, table: Table) -> str:
    """Quantiles are exact up to two million rows, estimated (t-digest) above."""
    read = column.sql
    quantile = "approx_quantile" if table.row_count > 2_000_000 else "quantile_cont"
    spots = {"lower quartile": 0.25, "median": 0.5, "upper quartile": 0.75}
    parts = [f'{quantile}(({read})::DOUBLE, {spot}) AS "{name}"' for name, spot in spots.items()]
    return (
        f'SELECT {groups}min({read}) AS "lowest", {", ".join(parts)}, max({read}) AS "highest",\n'
        f'  avg({read}) AS "average", stddev_samp(({read})::DOUBLE) AS "standard deviation",\n'
        f'  count({read}) AS "values", count(*) - count({read}) AS "missing"'
    )


def tell_spread(column: ColumnInfo, row: Row) -> list[str]:
    name = escape(column.name)
    if row["highest"] is None:
        return [f"{name} has no values here, so there is no distribution."]
    low, q1, middle, q3, high = (figure(row[field]) for field in _FIELDS)
    said = (
        f"{name} runs from **{low}** to **{high}** with a median of **{middle}** and an average of "
        f"**{figure(row['average'])}**. The middle half of the values lies between {q1} and {q3}."
    )
    lean = _lean(row)
    rows = "row has" if row["missing"] == 1 else "rows have"
    missing = f" {figure(row['missing'])} {rows} no value." if row["missing"] else ""
    return [said + lean + missing]


def _lean(row: Row) -> str:
    """The average beside the median tells which side the long tail is on."""
    average, middle, spread = (as_number(row[name]) for name in ("average", "median", "standard deviation"))
    if average is None or middle is None or not spread or abs(average - middle) < 0.2 * spread:
        return ""
    side, size = ("above", "large") if average > middle else ("below", "small")
    return f" The average lies well {side} the median: a few {size} values pull it."


def _histogram(intent: Intent, column: ColumnInfo, table: Table) -> Chart:
    title = f"Distribution of {column.name}"
    if column.is_integer and (column.distinct or FEW + 1) <= FEW:
        return _bar_per_value(intent, column, table, title)
    spec = charts.histogram(title, "from", "to", "rows", column.name)
    return Chart(charts.short(title), histogram_sql(intent, column, table), spec)


def histogram_sql(intent: Intent, column: ColumnInfo, table: Table) -> str:
    """About twenty bins of a round width (1, 2 or 5 times a power of ten), computed in the query."""
    read = f"({column.sql})::DOUBLE"
    rows = where(intent.filters, table, f"{column.sql} IS NOT NULL")
    low_width = "1" if column.is_integer else "1e-9"
    return (
        f"WITH v AS (SELECT {read} AS x FROM data{rows}),\n"
        f"raw AS (SELECT greatest((max(x) - min(x)) / 20, {low_width}) AS w FROM v),\n"
        "ten AS (SELECT w, pow(10, floor(log10(w))) AS p FROM raw),\n"
        "bin AS (SELECT CASE WHEN w <= p THEN p WHEN w <= 2 * p THEN 2 * p WHEN w <= 5 * p THEN 5 * p "
        "ELSE 10 * p END AS w FROM ten)\n"
        'SELECT floor(x / w) * w AS "from", (floor(x / w) + 1) * w AS "to", count(*) AS "rows"\n'
        "FROM v, bin\nGROUP BY ALL\nORDER BY 1\nLIMIT 100"
    )


def _bar_per_value(intent: Intent, column: ColumnInfo, table: Table, title: str) -> Chart:
    name = alias(column.name, ["rows"])
    present = where(intent.filters, table, f"{column.sql} IS NOT NULL")
    sql = (
        f'SELECT {column.sql} AS "{name}", count(*) AS "rows"\n'
        f"FROM data{present}\nGROUP BY 1\nORDER BY 1\nLIMIT 30"
    )
    tips = [charts.tip(name, column.name, "nominal"), charts.tip("rows", "rows")]
    category, value = charts.category_field(name, column.name), charts.value_axis("rows", "rows")
    return Chart(charts.short(title), sql, charts.columns(title, category, value, tips))


def boxes_step(intent: Intent, table: Table) -> Step:
    """Quartiles per group and a box plot of them."""
    column, group = table[intent.columns[0]], intent.groups[0]
    name = alias(group.column, (*_FIELDS, "average", "standard deviation", "values", "missing"))
    groups = f'{group_expression(group, table)} AS "{name}", '
    present = where(intent.filters, table, f"{column.sql} IS NOT NULL")
    sql = (
        f"{_quartiles(groups, column, table)}\nFROM data{present}\n"
        f'GROUP BY 1\nORDER BY "values" DESC, 1\nLIMIT {MAX_BOXES}'
    )

    def tell(rows: list[Row]) -> list[str]:
        if not rows:
            return [f"{escape(column.name)} has no values here."]
        ordered = sorted(rows, key=lambda row: -(as_number(row["median"]) or 0))
        first, last = ordered[0], ordered[-1]
        if len(rows) == 1:
            return [
                f"There is one group, {figure(first[name])}, with a median of **{figure(first['median'])}**."
            ]
        return [
            f"The median of {escape(column.name)} is highest for "
            f"**{group_label(first[name], group, table)}** "
            f"({figure(first['median'])}) and lowest for **{group_label(last[name], group, table)}** "
            f"({figure(last['median'])}).",
            *(["Only the groups with the most rows are shown."] if len(rows) == MAX_BOXES else []),
        ]

    def draw(rows: list[Row]) -> Chart | None:
        title = f"Distribution of {column.name} by {group.column}"
        category = charts.category_field(name, group.column)
        return Chart(
            charts.short(title), sql, charts.boxes(title, category, column.name, _FIELDS, count=len(rows))
        )

    return Step(sql, tell, draw)
