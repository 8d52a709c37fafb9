# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""Which chart fits a grouped result, unless one was asked for by name."""

from __future__ import annotations

from chat.analysts.builtin import charts
from chat.analysts.builtin.charts import Spec
from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import as_number
from chat.analysts.builtin.groupsql import GroupQuery
from chat.analysts.builtin.intent import ChartKind, Grain, Group, Intent
from chat.analysts.builtin.sql import is_time
from chat.analysts.builtin.step import Chart, Row
from chat.analysts.builtin.wording import filter_words, group_name, having_words, measure_name

MAX_BARS = 30
MAX_SLICES = 8


def draw(intent: Intent, table: Table, query: GroupQuery, rows: list[Row]) -> Chart | None:
    """None where there is nothing to compare or the figures are no numbers."""
    drawn = [row for row in rows if as_number(row[query.values[0]]) is not None]
    if len(drawn) < 2:
        return None
    title = chart_title(intent, table)
    sql = query.sql
    single = len(intent.groups) == 1 and not is_time(intent.groups[0])
    if single and len(rows) > MAX_BARS and not _along_numbers(intent, table, rows):
        sql = f"SELECT * FROM (\n{query.sql}\n)\nLIMIT {MAX_BARS}"
    spec = (
        _single(intent, table, query, title, rows)
        if len(intent.groups) == 1
        else _double(intent, query, table, title)
    )
    return Chart(charts.short(title, 90), sql, spec)


def chart_title(intent: Intent, table: Table) -> str:
    measure = measure_name(intent.measures[0], table)
    if intent.condition:
        conditions = " and ".join(filter_words(item, table, str) for item in intent.condition)
        return f"Share where {conditions}, by {' and '.join(_spoken(group) for group in intent.groups)}"
    if len(intent.measures) > 1 and not intent.share:
        measure = " and ".join(measure_name(item, table) for item in intent.measures[:3])
    subject = f"Share of the {measure}" if intent.share else measure[:1].upper() + measure[1:]
    only = f", {having_words(intent, table, str)}" if intent.having else ""
    return f"{subject} by {' and '.join(_spoken(group) for group in intent.groups)}{only}"


def _spoken(group: Group) -> str:
    return f"{group.grain.value}" if group.grain else group.column


def _value(intent: Intent, query: GroupQuery, table: Table) -> tuple[str, str, bool]:
    """Field, title and whether it is a percentage."""
    if query.share is not None:
        return query.share, "share in %", True
    return query.values[0], measure_name(intent.measures[0], table), False


def _tips(intent: Intent, query: GroupQuery, table: Table) -> list[Spec]:
    tips = []
    for group, field in zip(intent.groups, query.groups, strict=True):
        if is_time(group) and group.grain:
            tips.append(charts.time_field(field, group_name(group), group.grain))
        else:
            tips.append(charts.tip(field, group_name(group), "nominal"))
    for measure, field in zip(intent.measures, query.values, strict=True):
        tips.append(charts.tip(field, measure_name(measure, table)))
    if query.share is not None:
        tips.append(charts.tip(query.share, "share in %"))
    return tips


def _single(intent: Intent, table: Table, query: GroupQuery, title: str, rows: list[Row]) -> Spec:
    group, field = intent.groups[0], query.groups[0]
    value_field, value_title, percent = _value(intent, query, table)
    value = charts.value_axis(value_field, value_title, percent=percent)
    tips = _tips(intent, query, table)
    if is_time(group) and group.grain:
        return _over_time(
            intent, charts.time_field(field, group_name(group), group.grain), value, tips, title
        )
    category = charts.category_field(field, group_name(group))
    if intent.chart is ChartKind.PIE and len(rows) <= MAX_SLICES:
        return charts.pie(title, category, value, tips)
    if _along_numbers(intent, table, rows):
        return charts.line(title, charts.value_axis(field, group_name(group)), value, tips)
    if intent.chart in {ChartKind.LINE, ChartKind.AREA}:
        return charts.line(title, category, value, tips)
    numeric = table[group.column].is_number and group.grain is None
    if group.grain in {Grain.WEEKDAY, Grain.MONTH_OF_YEAR, Grain.HOUR_OF_DAY} or (
        numeric and intent.limit is None and len(rows) <= MAX_BARS
    ):
        return charts.columns(title, category, value, tips)
    return charts.bars(title, category, value, tips, count=min(len(rows), MAX_BARS))


def _along_numbers(intent: Intent, table: Table, rows: list[Row]) -> bool:
    """Many numbers in their own order make a line."""
    column = table[intent.groups[0].column]
    plain = intent.groups[0].grain is None and intent.limit is None and intent.descending is None
    return plain and column.is_number and len(rows) > MAX_BARS


def _over_time(intent: Intent, time: Spec, value: Spec, tips: list[Spec], title: str) -> Spec:
    if intent.chart is ChartKind.BAR:
        mark = {"type": "bar", "color": "#2f6f9f"}
        return charts.base(title, mark, {"x": _bar_steps(intent, time), "y": value, "tooltip": tips})
    style: Spec = {"type": "area", "opacity": 0.6} if intent.chart is ChartKind.AREA else {}
    return charts.line(title, time, value, tips, **style)


def _bar_steps(intent: Intent, time: Spec) -> Spec:
    """Bars are as wide as their time unit. Vega has none for weeks from Monday; a day's would be hairs."""
    if intent.groups[0].grain is not Grain.WEEK:
        return time
    return {key: value for key, value in time.items() if key != "timeUnit"}


def _double(intent: Intent, query: GroupQuery, table: Table, title: str) -> Spec:
    (first, second), (field, inner) = intent.groups, query.groups
    value_field, value_title, percent = _value(intent, query, table)
    value = charts.value_axis(value_field, value_title, percent=percent)
    tips = _tips(intent, query, table)
    if is_time(first) and first.grain and intent.chart is not ChartKind.HEATMAP:
        time = charts.time_field(field, group_name(first), first.grain)
        series = {**charts.colored(inner, group_name(second))}
        return charts.line(title, time, value, tips, color=series)
    across = charts.category_field(field, group_name(first))
    many = (
        Grain.CALENDAR_YEAR not in {first.grain, second.grain}
        and (table[first.column].distinct or 0) * (table[second.column].distinct or 0) > 40
    )
    if intent.chart is ChartKind.HEATMAP or many:
        return charts.heatmap(title, charts.category_field(inner, group_name(second)), across, value, tips)
    return charts.clustered(title, across, charts.colored(inner, group_name(second)), value, tips)
