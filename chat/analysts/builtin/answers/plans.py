"""An intent as execution plans: what `Toolbox.run_analysis` takes.

Statistics, and every figure over columns that feature steps made or changed, go this way.
"""

from __future__ import annotations

from typing import Any

from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.intent import Feature, Filter, Grain, Group, Intent, Kind, Measure, Op, Period
from chat.analysts.builtin.sql import resolve

Plan = dict[str, Any]
_OPERATORS = {Op.GT: ">", Op.GE: ">=", Op.LT: "<", Op.LE: "<=", Op.CONTAINS: "contains"}
_PARTS = {
    Grain.WEEKDAY: "weekday",
    Grain.MONTH_OF_YEAR: "month_of_year",
    Grain.CALENDAR_YEAR: "year",
    Grain.HOUR_OF_DAY: "hour_of_day",
}
_ONE = {"target_column", "x_axis", "y_axis", "time_column"}
MAX_GROUPS = 100


class Unplannable(ValueError):
    """The question was read, but a plan can't say it; the message says what."""


def needs_plan(intent: Intent) -> bool:
    """Whether only a plan can answer it."""
    return intent.kind is Kind.STATISTIC or bool(intent.features)


def plans(intent: Intent, table: Table) -> list[Plan]:
    """One plan for a statistic, one for each figure of an aggregation. Raises Unplannable."""
    intent = resolve(intent, table)
    made: list[Feature] = []
    conditions = [plain for item in intent.filters for plain in _filters(item, table, made)]
    common: Plan = {}
    if intent.features or made:
        common["features"] = [*intent.features, *made]
    if conditions:
        common["filters"] = conditions
    if intent.statistic is None:
        return [{**_aggregation(measure, intent, table), **common} for measure in intent.measures]
    statistic = intent.statistic
    plan: Plan = {"operation": statistic.operation, **common}
    for role, columns in statistic.roles.items():
        plan[role] = columns[0] if role in _ONE else list(columns)
    if statistic.parameters:
        plan["parameters"] = dict(statistic.parameters)
    if statistic.operation == "forecast":
        plan["chart_type"] = "line"
    return [plan]


def _aggregation(measure: Measure, intent: Intent, table: Table) -> Plan:
    plan: Plan = {"operation": measure.aggregate.value}
    if measure.column:
        plan["target_column"] = measure.column
    if intent.groups:
        plan["group_by"] = [_group(group, table) for group in intent.groups]
        plan["limit"] = min(intent.limit or MAX_GROUPS, MAX_GROUPS)
    if intent.descending is not None:
        plan["sort"] = "descending" if intent.descending else "ascending"
    return plan


def _group(group: Group, table: Table) -> Plan:
    if group.grain is None:
        return {"column": group.column}
    if table[group.column].date_formats:
        raise Unplannable(f"{group.column} holds its dates as text, so I can't group by its parts here.")
    return {"column": group.column, "part": _PARTS.get(group.grain, group.grain.value)}


def _filters(chosen: Filter, table: Table, made: list[Feature]) -> list[Plan]:
    """One condition as plan filters; months and weekdays need a column of their own first."""
    column, values = chosen.column, list(chosen.values)
    if chosen.op in {Op.NULL, Op.NOT_NULL}:
        return [_filter(column, "is_null" if chosen.op is Op.NULL else "is_not_null")]
    if chosen.op in _OPERATORS:
        return [_filter(column, _OPERATORS[chosen.op], values[0])]
    if chosen.op is Op.BETWEEN:
        return [_filter(column, "between", values)]
    if chosen.op in {Op.EQ, Op.NE}:
        return [_equality(chosen)]
    if table[column].date_formats:
        raise Unplannable(f"{column} holds its dates as text, so I can't filter by them here.")
    if chosen.op is Op.PERIOD and len(values) == 1 and isinstance(values[0], Period):
        return _period(column, values[0])
    if chosen.op in {Op.MONTH, Op.WEEKDAY}:
        name = f"{chosen.op.value} of {column}"
        part = "month_of_year" if chosen.op is Op.MONTH else "weekday"
        made.append({"step": "date_part", "name": name, "column": column, "part": part})
        return [_filter(name, "in", values)]
    raise Unplannable(f"I can't use the condition “{column} {chosen.op.value}” with this kind of question.")


def _filter(column: str, operator: str, value: Any = None) -> Plan:
    found: Plan = {"column": column, "operator": operator}
    return found if value is None else {**found, "value": value}


def _equality(chosen: Filter) -> Plan:
    equal = chosen.op is Op.EQ
    if len(chosen.values) == 1:
        return _filter(chosen.column, "==" if equal else "!=", chosen.values[0])
    return _filter(chosen.column, "in" if equal else "not_in", list(chosen.values))


def _period(column: str, period: Period) -> list[Plan]:
    found = []
    if period.start:
        found.append(_filter(column, ">=", period.start.isoformat()))
    if period.end:
        found.append(_filter(column, "<", period.end.isoformat()))
    return found
