# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""The query behind "<figures> by <groups>": ties kept, shares computed, groups capped and counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from chat.analysts.builtin.columns import Role, Table
from chat.analysts.builtin.intent import Aggregate, Grain, Group, Having, Intent, Measure
from chat.analysts.builtin.sql import COMPARE, aggregate, condition, group_expression, is_time, where
from chat.analysts.builtin.sqltext import alias, literal
from chat.analysts.builtin.wording import group_name, measure_name

CYCLES = {Grain.WEEKDAY: "isodow({})", Grain.MONTH_OF_YEAR: "month({})"}
"""What the names of weekdays and months are sorted by."""
MAX_GROUPS = 50
MAX_NUMBERS = 200
MAX_POINTS = 900
MAX_FIRST, MAX_SECOND = 15, 8


@dataclass(frozen=True, slots=True)
class GroupQuery:
    """A grouped query and what its result columns are called."""

    sql: str
    groups: tuple[str, ...]
    values: tuple[str, ...]
    share: str | None
    rows: str | None
    total_groups: str | None
    change: str | None
    narrowed: bool
    """Only the largest categories were kept, so that two groupings stay readable."""


@dataclass(slots=True)
class Select:
    """A select list whose names are unique and safe as chart fields."""

    names: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def add(self, expression: str, name: str) -> str:
        chosen = alias(name, self.names)
        self.names.append(chosen)
        self.parts.append(f'{expression} AS "{chosen}"')
        return chosen

    def __str__(self) -> str:
        return "SELECT " + ",\n  ".join(self.parts)


def grouped(intent: Intent, table: Table) -> GroupQuery:
    """For a resolved intent with at least one group."""
    select = Select()
    only = " AND ".join(condition(item, table) for item in intent.condition)
    groups = tuple(select.add(group_expression(group, table), group_name(group)) for group in intent.groups)
    values = tuple(select.add(aggregate(m, table, only), measure_name(m, table)) for m in intent.measures)
    share = select.add(share_expression(intent, table, only), "share in %") if intent.share else None
    change = _change(intent, table)
    change_name = select.add(change, "change since the first in %") if change else None
    counted = Measure(Aggregate.COUNT) in intent.measures and not only
    rows = None if counted else select.add("count(*)", "rows")
    total = select.add("count(*) OVER ()", "groups in all") if _may_be_cut(intent, table) else None
    kept = _kept(intent, table)
    sql = f"{select}\nFROM data{where(intent.filters, table, *_dated(intent, table), *kept)}"
    sql += "\nGROUP BY " + ", ".join(str(place + 1) for place in range(len(groups)))
    if intent.having:
        sql += "\nHAVING " + " AND ".join(_having(item, table) for item in intent.having)
    return GroupQuery(
        sql + _tail(intent, table, len(groups)), groups, values, share, rows, total, change_name, bool(kept)
    )


def _having(item: Having, table: Table) -> str:
    return f"{aggregate(item.measure, table)} {COMPARE[item.op]} {literal(item.value)}"


def share_expression(intent: Intent, table: Table, only: str) -> str:
    """Of each group's own rows when there is a condition, otherwise of the whole."""
    measure = intent.measures[0]
    part = aggregate(measure, table, only)
    whole = (
        aggregate(measure, table)
        if only or not intent.groups
        else f"sum({aggregate(measure, table)}) OVER ()"
    )
    return f"100.0 * coalesce({part}, 0)::DOUBLE / nullif({whole}, 0)::DOUBLE"


def _change(intent: Intent, table: Table) -> str | None:
    """Percent since the first period, for one figure over time."""
    measure = intent.measures[0]
    single = len(intent.groups) == 1 and is_time(intent.groups[0]) and len(intent.measures) == 1
    numeric = (
        measure.column is None or table[measure.column].is_number or measure.aggregate is Aggregate.DISTINCT
    )
    if not (single and numeric) or intent.share or intent.limit:
        return None
    value = f"{aggregate(measure, table)}::DOUBLE"
    first = f"first_value({value}) OVER (ORDER BY {group_expression(intent.groups[0], table)})"
    return f"100.0 * ({value} - {first}) / nullif(abs({first}), 0)"


def _may_be_cut(intent: Intent, table: Table) -> bool:
    """Whether there may be more groups than are shown; then they are counted."""
    if intent.having:
        return True
    if intent.limit:
        return False
    if len(intent.groups) > 1 or intent.groups[0].grain:
        return intent.groups[0].grain in {Grain.DAY, Grain.HOUR, Grain.WEEK}
    distinct = table[intent.groups[0].column].distinct
    return distinct is None or distinct > MAX_GROUPS * 0.85


def _dated(intent: Intent, table: Table) -> list[str]:
    """Rows without a date or number belong nowhere; a ranking names no missing value."""
    return [
        f"{table[group.column].sql} IS NOT NULL"
        for group in intent.groups
        if drops_missing(group, intent, table)
    ]


def drops_missing(group: Group, intent: Intent, table: Table) -> bool:
    """Whether rows without a value for the group stay out of the answer."""
    only_known = group.grain is not None or intent.limit is not None or bool(intent.having)
    return only_known or table[group.column].is_number


def _kept(intent: Intent, table: Table) -> list[str]:
    """With two groupings only the largest categories of each stay."""
    if len(intent.groups) < 2:
        return []
    caps = (MAX_FIRST, MAX_SECOND)
    return [
        _largest(intent, table, g, cap)
        for g, cap in zip(intent.groups, caps, strict=True)
        if _many(table, g, cap)
    ]


def _many(table: Table, group: Group, cap: int) -> bool:
    distinct = table[group.column].distinct
    return group.grain is None and (distinct is None or distinct > cap)


def _largest(intent: Intent, table: Table, group: Group, cap: int) -> str:
    expression = group_expression(group, table)
    value = aggregate(intent.measures[0], table)
    inner = f"SELECT {expression} FROM data{where(intent.filters, table)} GROUP BY 1"
    return f"{expression} IN ({inner} ORDER BY {value} DESC NULLS LAST, 1 LIMIT {cap})"


def _tail(intent: Intent, table: Table, width: int) -> str:
    """Order and bounds."""
    direction = "ASC" if intent.descending is False else "DESC"
    only = " AND ".join(condition(item, table) for item in intent.condition)
    first = aggregate(intent.measures[0], table, only)
    value = share_expression(intent, table, only) if intent.condition else first
    if intent.limit:
        rank = f"\nQUALIFY rank() OVER (ORDER BY {value} {direction} NULLS LAST) <= {intent.limit}"
        return f"{rank}\nORDER BY {value} {direction} NULLS LAST, 1\nLIMIT {max(MAX_GROUPS, intent.limit)}"
    natural = _natural_order(intent.groups, table) if intent.descending is None else None
    if (
        natural
        and is_time(intent.groups[0])
        and intent.groups[0].grain in {Grain.DAY, Grain.HOUR, Grain.WEEK}
    ):
        return (
            f"\nQUALIFY dense_rank() OVER (ORDER BY {group_expression(intent.groups[0], table)} DESC) <= "
            + (f"{MAX_POINTS // (1 if width == 1 else MAX_SECOND)}\nORDER BY {natural}")
        )
    limit = MAX_GROUPS if width == 1 and not intent.groups[0].grain else MAX_POINTS
    limit = MAX_NUMBERS if natural == "1" and not intent.groups[0].grain else limit
    return f"\nORDER BY {natural or f'{value} {direction} NULLS LAST, 1'}\nLIMIT {limit}"


def _natural_order(groups: tuple[Group, ...], table: Table) -> str | None:
    """Periods and numbers run in their own order; categories by value, unless there are two."""
    first = groups[0]
    rest = ", 2" if len(groups) > 1 else ""
    if first.grain in CYCLES:
        return f"min({CYCLES[first.grain].format(table[first.column].sql)}){rest}"
    column = table[first.column]
    numeric = column.is_number and column.role is not Role.ID
    if first.grain or numeric or len(groups) > 1:
        return f"1{rest}"
    return None
