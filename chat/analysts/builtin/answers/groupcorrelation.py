"""How strongly two numbers move together within each group: "correlation of wind and rain by year"."""

from __future__ import annotations

from chat.analysts.builtin import charts
from chat.analysts.builtin.answers.grouped import group_label
from chat.analysts.builtin.answers.strength import strength
from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import as_number, escape, figure, moment
from chat.analysts.builtin.groupsql import CYCLES, MAX_GROUPS
from chat.analysts.builtin.intent import Group, Intent
from chat.analysts.builtin.sql import group_expression, is_time, where
from chat.analysts.builtin.sqltext import alias
from chat.analysts.builtin.step import Chart, Row, Step
from chat.analysts.builtin.wording import group_name

_LISTED = 12
_FIELDS = ("correlation", "rows with both")


def group_step(intent: Intent, table: Table) -> Step:
    """One coefficient for each group, in the groups' own order; AUTO grains are settled before."""
    group = intent.groups[0]
    first, second = (table[name] for name in intent.columns)
    name = alias(group_name(group), _FIELDS)
    both = f"{first.sql} IS NOT NULL AND {second.sql} IS NOT NULL"
    dated = f"{table[group.column].sql} IS NOT NULL" if group.grain else ""
    sql = (
        f'SELECT {group_expression(group, table)} AS "{name}",\n'
        f'  corr(({first.sql})::DOUBLE, ({second.sql})::DOUBLE) AS "correlation",\n'
        f'  count(*) AS "rows with both"\n'
        f"FROM data{where(intent.filters, table, both, dated)}\n"
        f"GROUP BY 1\nORDER BY {_order(group, table)}\nLIMIT {MAX_GROUPS}"
    )
    pair = f"{first.name} and {second.name}"
    return Step(
        sql,
        lambda rows: _tell(rows, pair, (name, group), table),
        lambda rows: _draw(rows, pair, (name, group), sql),
    )


def _order(group: Group, table: Table) -> str:
    return f"min({CYCLES[group.grain].format(table[group.column].sql)})" if group.grain in CYCLES else "1"


def _tell(rows: list[Row], pair: str, by: tuple[str, Group], table: Table) -> list[str]:
    known = [row for row in rows if as_number(row["correlation"]) is not None]
    if not known:
        return [f"There is no correlation to compute for {escape(pair)} in any of these groups."]
    lines = [
        f"- {_label(row, by, table)}: **{figure(row['correlation'])}** "
        f"({strength(as_number(row['correlation']) or 0)}, over {figure(row['rows with both'])} rows)"
        for row in known[:_LISTED]
    ]
    said = [f"The correlation between {escape(pair)} in each group:\n" + "\n".join(lines)]
    if len(known) > _LISTED or len(rows) == MAX_GROUPS:
        said.append("These are the first groups; the table holds more of them.")
    if len(known) < len(rows):
        said.append("Groups where one of the two does not vary are left out of these sentences.")
    return said


def _label(row: Row, by: tuple[str, Group], table: Table) -> str:
    name, group = by
    return moment(row[name], group.grain) if is_time(group) else group_label(row[name], group, table)


def _draw(rows: list[Row], pair: str, by: tuple[str, Group], sql: str) -> Chart | None:
    name, group = by
    known = [row for row in rows if as_number(row["correlation"]) is not None]
    if len(known) < 2:
        return None
    title = f"Correlation between {pair} by {group.grain.value if group.grain else group.column}"
    value = charts.value_axis("correlation", "correlation")
    rest = [charts.tip("correlation", "correlation"), charts.tip("rows with both", "rows")]
    if is_time(group) and group.grain:
        time = charts.time_field(name, group_name(group), group.grain)
        return Chart(charts.short(title, 90), sql, charts.line(title, time, value, [time, *rest]))
    tips = [charts.tip(name, group_name(group), "nominal"), *rest]
    category = charts.category_field(name, group_name(group))
    return Chart(charts.short(title, 90), sql, charts.bars(title, category, value, tips, count=len(rows)))
