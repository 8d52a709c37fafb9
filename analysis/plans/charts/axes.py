# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""Axes with a bounded number of steps, whatever the data: periods that fit, bins that fit, the top n.

How many days or different values there are after the filters is only known when the SQL runs, so
the SQL decides: a small relation beside the rows holds the period or the width of a bin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.plans.charts.fields import Named
from analysis.plans.dateparts import moment_of
from analysis.plans.groups import check_number, group_of
from analysis.plans.kinds import CALENDAR, INTEGERS, Kind, base_type, kind_of
from analysis.plans.rows import Rows
from analysis.plans.sqltext import double, is_missing, label
from engine.results import Column

OTHER = "(other)"
_SECONDS = {
    "minute": 60,
    "hour": 3_600,
    "day": 86_400,
    "week": 7 * 86_400,
    "month": 30 * 86_400,
    "quarter": 91 * 86_400,
    "year": 365 * 86_400,
    "decade": 3_652 * 86_400,
    "century": 36_524 * 86_400,
}


@dataclass(frozen=True, slots=True)
class Axis:
    """An expression to group by, the column it becomes, and the relations it needs beside the rows.

    `only` is a condition for rows that belong on the axis, empty when all do.
    """

    sql: str
    column: Column
    ctes: tuple[tuple[str, str], ...] = ()
    only: str = ""


def axis_of(rows: Rows, named: Named, steps: int) -> Axis:
    """A column as an axis of about `steps` steps. Raises Invalid.

    Dates become periods, numbers with more values than that are binned; of categories those with the
    most rows stay and all others are one.
    """
    group = group_of(rows, named.field, named.given, named.column_field)
    if named.given.part is not None:
        return Axis(group.sql, group.column, only=f"{group.sql} IS NOT NULL")
    column = group.column
    if kind_of(column) in CALENDAR:
        return _periods(rows, relation_name(named.field, "period"), column, steps)
    if kind_of(column) is Kind.NUMBER:
        return _numbers(rows, relation_name(named.field, "bins"), column, steps)
    return top(rows, named, column, steps, "count(*)")


def relation_name(field: str, what: str) -> str:
    """A name for a relation beside the rows: `x_axis_bins`, `group_by_0_top`."""
    return f"{field.replace('[', '_').replace(']', '')}_{what}"


def _periods(rows: Rows, name: str, column: Column, steps: int) -> Axis:
    moment = moment_of(column)
    finite = f"isfinite({moment})"
    is_day = kind_of(column) is Kind.DATE
    sizes = [(period, size) for period, size in _SECONDS.items() if size >= 86_400 or not is_day]
    cases = " ".join(f"WHEN seconds <= {size * steps} THEN '{period}'" for period, size in sizes)
    span = f"SELECT epoch(max({moment})) - epoch(min({moment})) AS seconds"
    source = replace(rows, conditions=(finite,)).source
    select = f"SELECT CASE {cases} ELSE 'millennium' END AS period\nFROM ({span} {source})"
    kind = "DATE" if is_day else "TIMESTAMP"
    cut = f"date_trunc((SELECT period FROM {name}), {moment})::{kind}"
    return Axis(cut, Column(column.name, kind), ((name, select),), finite)


def _numbers(rows: Rows, name: str, column: Column, steps: int) -> Axis:
    """The values themselves, or the lower edges of bins where there are more than `steps` of them."""
    values, is_whole = double(column), base_type(column) in INTEGERS
    raw = f"max({values}) / {steps} - min({values}) / {steps} AS raw"
    counted = f"SELECT count(DISTINCT {values}) AS different, {raw} {rows.source}"
    width = nice_width("raw", whole=is_whole)
    select = f"SELECT CASE WHEN different > {steps} THEN {width} END AS width\nFROM ({counted})"
    step = f"coalesce({lower_edge(values, f'(SELECT width FROM {name})')}, {values})"
    shape = Column(column.name, "HUGEINT" if is_whole else "DOUBLE")
    return Axis(f"{step}::{shape.type}", shape, ((name, select),), f"NOT {is_missing(column)}")


def nice_width(raw: str, *, whole: bool) -> str:
    """The next of 1, 2, 5, 10 … (times a power of ten) from a width on; NULL when there is none."""
    least = f"greatest({raw}, 1)" if whole else f"nullif({raw}, 0)"
    power = f"pow(10, floor(log10({least})))"
    cases = " ".join(f"WHEN {least} <= {factor} * {power} THEN {factor}" for factor in (1, 2, 5))
    return f"{power} * CASE {cases} ELSE 10 END"


def lower_edge(values: str, width: str) -> str:
    """The edge of the value's bin. Rounded, since 0.3 / 0.1 is a little less than 3."""
    return f"round(floor(round({values} / {width}, 9)) * {width}, 12)"


def top(rows: Rows, named: Named, column: Column, steps: int, ranking: str, *, others: bool = True) -> Axis:
    """The first categories by `ranking`; all others together are one more, or are left out."""
    check_number(rows, named.field, column)
    name = relation_name(named.field, "top")
    text, shape = label(column), Column(column.name, "VARCHAR")
    distinct = rows.distinct(column)
    if others and distinct is not None and distinct < steps:
        return Axis(text, shape)
    first = f"GROUP BY 1 ORDER BY {ranking} DESC NULLS LAST, 1 LIMIT {steps}"
    relation = (name, f"SELECT {text} AS label {rows.source}\n{first}")
    among = f"{text} IN (SELECT label FROM {name})"
    if not others:
        return Axis(text, shape, (relation,), among)
    return Axis(f"CASE WHEN {among} THEN {text} ELSE '{OTHER}' END", shape, (relation,))
