"""Parts of dates: periods (the month of 2024-03-05 is 2024-03-01) and places in the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.plans.kinds import Kind, base_type, kind_of
from analysis.plans.problems import Invalid, shown
from analysis.plans.sqltext import enum_type, identifier
from engine.results import Column

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PERIODS = ("year", "quarter", "month", "week", "day", "hour")
_NUMBERS = {
    "year": "year",
    "quarter_of_year": "quarter",
    "month_of_year": "month",
    "week_of_year": "week",
    "day_of_month": "day",
    "day_of_year": "dayofyear",
    "weekday": "isodow",
    "hour_of_day": "hour",
}
_NAMES = {"month_of_year": ("monthname", MONTHS), "weekday": ("dayname", WEEKDAYS)}


@dataclass(frozen=True, slots=True)
class Part:
    """An expression and its DuckDB type."""

    sql: str
    type: str


def for_groups(field: str, column: Column, part: str) -> Part:
    """A part to group by: periods by their first day, months and weekdays by name in their order."""
    moment = _checked(field, column, part)
    if part in _NAMES:
        function, names = _NAMES[part]
        kind = enum_type(names)
        return Part(f"{function}({moment})::{kind}", kind)
    return period(moment, part) if part in PERIODS else _number(moment, part)


def as_feature(field: str, column: Column, part: str) -> Part:
    """A part as a column of its own: numbers (weekday 1 is Monday), and periods by their first day."""
    moment = _checked(field, column, part)
    return _number(moment, part) if part in _NUMBERS else period(moment, part)


def moment_of(column: Column) -> str:
    """The column's dates as DATE or TIMESTAMP, in UTC where they have a zone."""
    name, base = identifier(column.name), base_type(column)
    if base == "TIMESTAMP WITH TIME ZONE":
        return f"timezone('UTC', {name})"
    return name if base in ("DATE", "TIME", "TIMESTAMP") else f"TRY_CAST({name} AS TIMESTAMP)"


def period(moment: str, part: str) -> Part:
    cut = f"date_trunc('{part}', {moment})"
    return Part(cut, "TIMESTAMP") if part == "hour" else Part(f"{cut}::DATE", "DATE")


def _number(moment: str, part: str) -> Part:
    return Part(f"{_NUMBERS[part]}({moment})", "BIGINT")


def _checked(field: str, column: Column, part: str) -> str:
    kind = kind_of(column)
    has_it = kind is Kind.MOMENT or (kind is Kind.DATE and "hour" not in part)
    if not has_it and not (kind is Kind.TIME and part == "hour_of_day"):
        raise Invalid(
            field,
            f"{shown(column.name)} holds {kind.value} ({column.type[:60]}), which have no {part}; choose a "
            "column of dates, or import the file again with this column as a date.",
            "wrong_type",
        )
    return moment_of(column)
