# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""The rows themselves, and the values a column has."""

from __future__ import annotations

from chat.analysts.builtin import charts
from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import escape, figure, listing, moment, percent
from chat.analysts.builtin.intent import Grain, Intent
from chat.analysts.builtin.sql import where
from chat.analysts.builtin.sqltext import alias, identifier
from chat.analysts.builtin.step import Chart, Row, Step

DEFAULT_ROWS = 20
MAX_COLUMNS = 40
MAX_VALUES = 50
_LISTED = 20
_TIED = 5


def plan_rows(intent: Intent, table: Table) -> list[Step]:
    """How many rows match, then the first of them."""
    steps = [_matching(intent, table)] if intent.filters else []
    return [*steps, _shown(intent, table)]


def _matching(intent: Intent, table: Table) -> Step:
    sql = f'SELECT count(*) AS "rows"\nFROM data{where(intent.filters, table)}'

    def tell(rows: list[Row]) -> list[str]:
        count = rows[0]["rows"]
        if not count:
            return ["No rows match this."]
        return [f"**{figure(count)}** {'row matches' if count == 1 else 'rows match'}."]

    return Step(sql, tell)


def _shown(intent: Intent, table: Table) -> Step:
    limit = intent.limit or DEFAULT_ROWS
    names = list(intent.columns) or [column.name for column in table.columns[:MAX_COLUMNS]]
    if intent.order_by and intent.order_by not in names:
        names.append(intent.order_by)
    sql = f"SELECT {', '.join(identifier(name) for name in names)}\nFROM data" + _ordered(
        intent, table, limit
    )

    def tell(rows: list[Row]) -> list[str]:
        if not rows:
            return ["There are no rows to show."]
        said = [_top_row(intent, table, rows)] if intent.order_by else ["The rows are in the table."]
        if not intent.columns and len(table.columns) > MAX_COLUMNS:
            said.append("The file has more columns than fit here; I show the first ones.")
        return said

    return Step(sql, tell)


def _ordered(intent: Intent, table: Table, limit: int) -> str:
    """Rows tied with the last one asked for are shown, too."""
    if intent.sampled and intent.order_by is None:
        keys = ", ".join(identifier(column.name) for column in table.columns[:3])
        return f"{where(intent.filters, table)}\nORDER BY hash({keys})\nLIMIT {limit}"
    if intent.order_by is None:
        offset = (
            f" OFFSET {max(table.row_count - limit, 0)}"
            if intent.descending is True and not intent.filters
            else ""
        )
        return f"{where(intent.filters, table)}\nLIMIT {limit}{offset}"
    read = table[intent.order_by].sql
    direction, worst, sign = ("ASC", "max", "<=") if intent.descending is False else ("DESC", "min", ">=")
    present = f"{read} IS NOT NULL"
    inner = f"SELECT {read} AS v FROM data{where(intent.filters, table, present)}"
    inner += f" ORDER BY 1 {direction} LIMIT {limit}"
    kept = where(intent.filters, table, f"{read} {sign} (SELECT {worst}(v) FROM ({inner}))")
    return f"{kept}\nORDER BY {read} {direction}\nLIMIT {limit + DEFAULT_ROWS}"


def _top_row(intent: Intent, table: Table, rows: list[Row]) -> str:
    name = intent.order_by or ""
    column = table[name]
    end = "lowest" if intent.descending is False else "highest"
    if not column.is_number:
        end = "earliest" if intent.descending is False else "latest"
    tied = [row for row in rows if row[name] == rows[0][name]]
    limit = intent.limit or DEFAULT_ROWS
    more = len(tied) >= limit + DEFAULT_ROWS
    which = _identified(intent, table, tied, more=more)
    said = f"The {end} {escape(name)} is **{figure(rows[0][name], column)}**{which}."
    if more:
        return f"{said} There may be more of them than the table shows."
    return f"{said} Rows tied at the end of the list are shown as well." if len(rows) > limit else said


def _identified(intent: Intent, table: Table, tied: list[Row], *, more: bool) -> str:
    """Which rows share the figure, by their date and their first text; many are only said to be tied."""
    named = [words for row in tied if (words := _named(intent, table, row))]
    if len(tied) == 1:
        return f" ({named[0]})" if named else ""
    if more or len(tied) > _TIED or len(named) < len(tied):
        return ", which several rows share"
    return f", a tie of rows: {'; '.join(named)}"


def _named(intent: Intent, table: Table, row: Row) -> str:
    """A row by what the question named ("cheapest product"), its date and its first text."""
    dates = [c for c in table.dates if row.get(c.name) and c.name != intent.order_by][:1]
    texts = [c for c in table.columns if c.is_text and row.get(c.name) and not c.date_formats][:1]
    texts = [table[group.column] for group in intent.groups if row.get(group.column)] or texts
    cells = [f"{escape(c.name)}: {moment(row[c.name], Grain.DAY if not c.has_time else None)}" for c in dates]
    return ", ".join([*(f"{escape(c.name)}: {figure(row[c.name], c)}" for c in texts), *cells])


def plan_values(intent: Intent, table: Table) -> list[Step]:
    """The different values of a column with how often each occurs."""
    column = table[intent.columns[0]]
    name = alias(column.name)
    rows, share, total = (alias(word, [name]) for word in ("rows", "share in %", "different values"))
    sql = (
        f'SELECT {column.sql} AS "{name}", count(*) AS "{rows}",\n'
        f'  100.0 * count(*) / sum(count(*)) OVER () AS "{share}", count(*) OVER () AS "{total}"\n'
        f"FROM data{where(intent.filters, table, f'{column.sql} IS NOT NULL')}\n"
        f"GROUP BY 1\nORDER BY count(*) DESC, 1\nLIMIT {MAX_VALUES}"
    )

    def tell(found: list[Row]) -> list[str]:
        if not found:
            return [f"{escape(column.name)} has no values here."]
        if found[0][rows] == 1 and len(found) > _LISTED:
            count = figure(found[0][total])
            return [f"{escape(column.name)} has **{count}** different values, and none occurs twice."]
        listed = [figure(row[name], column) for row in found[:_LISTED]]
        total_cell = found[0][total]
        known = f"{escape(column.name)} has **{figure(total_cell)}** different"
        if int(total_cell) > len(listed):
            head = f"{known} values; the most frequent are "
        else:
            head = f"{known} value{'s' if total_cell != 1 else ''}: "
        leader = f"{figure(found[0][name], column)} is the most frequent"
        most = f"{leader} ({percent(found[0][share])} of the rows with a value)."
        return [head + listing(listed) + ".", most]

    def draw(found: list[Row]) -> Chart | None:
        if len(found) < 2 or (found[0][rows] == 1 and len(found) > _LISTED):
            return None
        title = f"Rows by {column.name}"
        tips = [
            charts.tip(name, column.name, "nominal"),
            charts.tip(rows, "rows"),
            charts.tip(share, "share in %"),
        ]
        category, value = charts.category_field(name, column.name), charts.value_axis(rows, "rows")
        spec = charts.bars(charts.short(title), category, value, tips, count=min(len(found), 30))
        return Chart(charts.short(title), f"SELECT * FROM (\n{sql}\n)\nLIMIT 30", spec)

    return [Step(sql, tell, draw)]
