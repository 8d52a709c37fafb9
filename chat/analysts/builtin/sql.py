"""An intent as SQL. Identifiers are always quoted, literals always escaped, results always bounded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from chat.analysts.builtin.columns import ColumnInfo, Role, Table
from chat.analysts.builtin.intent import Aggregate, Filter, Grain, Group, Intent, Measure, Op, Period
from chat.analysts.builtin.sqltext import literal

COMPARE = {Op.GT: ">", Op.GE: ">=", Op.LT: "<", Op.LE: "<=", Op.EQ: "=", Op.NE: "<>"}
_ORDERED = {Op.GT, Op.GE, Op.LT, Op.LE}
_SLACK = 1.1
"""The count of different dates is an estimate."""
_PARTS = {
    Grain.WEEKDAY: "dayname({})",
    Grain.MONTH_OF_YEAR: "monthname({})",
    Grain.CALENDAR_YEAR: "year({})::VARCHAR",
    Grain.HOUR_OF_DAY: "hour({})",
}
_TIME_GRAINS = {Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR}


def condition(chosen: Filter, table: Table) -> str:
    """One filter as a boolean expression."""
    column = table[chosen.column]
    read = column.sql
    if chosen.op in {Op.NULL, Op.NOT_NULL}:
        return f"{read} IS {'NOT ' if chosen.op is Op.NOT_NULL else ''}NULL"
    if chosen.op in {Op.PERIOD, Op.NOT_PERIOD}:
        ranges = " OR ".join(_range(read, value) for value in chosen.values if isinstance(value, Period))
        return f"NOT ({ranges})" if chosen.op is Op.NOT_PERIOD else f"({ranges})"
    if chosen.op is Op.MONTH:
        return f"month({read}) IN ({', '.join(literal(value) for value in chosen.values)})"
    if chosen.op is Op.WEEKDAY:
        return f"isodow({read}) IN ({', '.join(literal(value) for value in chosen.values)})"
    if chosen.op in {Op.HAS, Op.LACKS}:
        return _choice(read, chosen)
    if chosen.op in {Op.CONTAINS, Op.STARTS, Op.ENDS}:
        return _search(read, chosen)
    return _comparison(read, chosen, column)


def _range(read: str, period: Period) -> str:
    bounds = []
    if period.start:
        bounds.append(f"{read} >= DATE '{period.start.isoformat()}'")
    if period.end:
        bounds.append(f"{read} < DATE '{period.end.isoformat()}'")
    return f"({' AND '.join(bounds)})"


def _choice(read: str, chosen: Filter) -> str:
    """Whole choices of a cell that holds several: "Java" is not in "JavaScript;SQL"."""
    wanted = ", ".join(literal(value) for value in chosen.values)
    found = f"coalesce(list_has_any({choices(read)}, [{wanted}]), FALSE)"
    return f"NOT {found}" if chosen.op is Op.LACKS else found


def choices(read: str) -> str:
    """The choices that a cell holds, as a list."""
    return f"string_split_regex(trim({read}::VARCHAR), '\\s*[;|]\\s*')"


def _search(read: str, chosen: Filter) -> str:
    function = {Op.CONTAINS: "contains", Op.STARTS: "starts_with", Op.ENDS: "ends_with"}[chosen.op]
    return f"{function}(lower({read}::VARCHAR), lower({literal(chosen.values[0])}))"


def _comparison(read: str, chosen: Filter, column: ColumnInfo) -> str:
    values = [literal(value) for value in chosen.values]
    if chosen.op in _ORDERED:
        return f"{read} {COMPARE[chosen.op]} {values[0]}"
    if chosen.op is Op.BETWEEN:
        return f"{read} BETWEEN {values[0]} AND {values[1]}"
    typed = read if column.is_number or column.role is Role.BOOLEAN else f"{read}::VARCHAR"
    if chosen.op is Op.NE:
        return f"({typed} NOT IN ({', '.join(values)}) OR {typed} IS NULL)"
    return f"{typed} = {values[0]}" if len(values) == 1 else f"{typed} IN ({', '.join(values)})"


def where(filters: tuple[Filter, ...], table: Table, *extra: str) -> str:
    """The WHERE clause with its keyword, or nothing."""
    parts = [condition(item, table) for item in filters] + [item for item in extra if item]
    return f"\nWHERE {' AND '.join(parts)}" if parts else ""


def aggregate(measure: Measure, table: Table, only: str = "") -> str:
    """The aggregate expression; `only` restricts it to rows that meet a condition."""
    filtered = f" FILTER (WHERE {only})" if only else ""
    if measure.column is None:
        return f"count(*){filtered}"
    read = table[measure.column].sql
    if table[measure.column].role is Role.BOOLEAN and measure.aggregate in {Aggregate.SUM, Aggregate.MEAN}:
        read = f"{read}::INTEGER"
    shapes = {
        Aggregate.COUNT: "count({})",
        Aggregate.DISTINCT: "count(DISTINCT {})",
        Aggregate.SUM: "sum({})",
        Aggregate.MEAN: "avg({})",
        Aggregate.MEDIAN: "median(({})::DOUBLE)",
        Aggregate.MIN: "min({})",
        Aggregate.MAX: "max({})",
        Aggregate.STD: "stddev_samp({})",
    }
    return shapes[measure.aggregate].format(read) + filtered


def group_expression(group: Group, table: Table) -> str:
    """What a group's rows share; missing cells form a group of their own, except for dates and numbers."""
    column = table[group.column]
    if group.grain in _PARTS:
        return _PARTS[group.grain].format(column.sql)
    if group.grain:
        cut = f"date_trunc('{group.grain.value}', {column.sql})"
        return cut if group.grain is Grain.HOUR else f"{cut}::DATE"
    if column.is_number:
        return column.sql
    return f"coalesce({column.sql}::VARCHAR, '(missing)')"


def is_time(group: Group) -> bool:
    return group.grain in _TIME_GRAINS


def resolve(intent: Intent, table: Table) -> Intent:
    """The intent with AUTO grains replaced by one that suits the dates' span."""
    groups = tuple(_resolved(group, table, intent.filters) for group in intent.groups)
    return replace(intent, groups=tuple(sorted(groups, key=lambda group: not is_time(group))))


def _resolved(group: Group, table: Table, filters: tuple[Filter, ...]) -> Group:
    if group.grain is not Grain.AUTO:
        return group
    return Group(group.column, auto_grain(table[group.column], filters))


def auto_grain(column: ColumnInfo, filters: tuple[Filter, ...] = ()) -> Grain:
    """Between about ten and a hundred periods over the dates that are left."""
    span = _span(column, filters)
    stamped = stamp(column)
    if stamped is Grain.YEAR or (stamped and span and span > timedelta(days=62)):
        longer = span is not None and span > timedelta(days=366 * 16)
        return Grain.YEAR if longer else stamped
    if span is None:
        return Grain.MONTH
    if span <= timedelta(days=3) and column.knows_hours:
        return Grain.HOUR
    steps = ((62, Grain.DAY), (240, Grain.WEEK), (366 * 7, Grain.MONTH), (366 * 16, Grain.QUARTER))
    return next((grain for days, grain in steps if span <= timedelta(days=days)), Grain.YEAR)


def stamp(column: ColumnInfo) -> Grain | None:
    """The period that the dates stand for, where there is about one of them at the beginning of each."""
    low, high = parse_day(column.low), parse_day(column.high)
    if low is None or high is None or column.distinct is None or low == high:
        return None
    years = high.year - low.year + 1
    months = years * 12 - (low.month - 1) - (12 - high.month)
    if (low.month, low.day, high.month, high.day) == (1, 1, 1, 1) and column.distinct <= years * _SLACK + 1:
        return Grain.YEAR
    return Grain.MONTH if (low.day, high.day) == (1, 1) and column.distinct <= months * _SLACK + 1 else None


def _span(column: ColumnInfo, filters: tuple[Filter, ...]) -> timedelta | None:
    low, high = parse_day(column.low), parse_day(column.high)
    for chosen in filters:
        periods = [value for value in chosen.values if isinstance(value, Period)]
        if chosen.column == column.name and chosen.op is Op.PERIOD and periods and low and high:
            low = max(low, min(period.start or low for period in periods))
            high = min(high, max(period.end or high for period in periods))
    return max(high - low, timedelta()) if low and high else None


def parse_day(text: str | None) -> date | None:
    try:
        return datetime.fromisoformat((text or "")[:10]).date()
    except ValueError:
        return None
