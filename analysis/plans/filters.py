"""Filters as conditions: the value must fit the column's type, and is written as a literal of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from analysis.plans.kinds import FLOATS, Kind, base_type, decimal_scale, is_wide, kind_of
from analysis.plans.model import Filter
from analysis.plans.problems import Invalid, shown
from analysis.plans.sqltext import identifier, is_missing, literal, number_literal
from engine.results import Column

_SYMBOLS = {"==": "=", "!=": "IS DISTINCT FROM"}
_ORDERING = frozenset({">", "<", ">=", "<=", "between"})
_MAX_VALUES = 1_000
_MAX_TEXT = 5_000
_FLOAT_MAX = 3.4e38
_Pair = tuple[str, str]
"""How the column is read, and the value as a literal of the same type."""


def condition(field: str, given: Filter, column: Column) -> str:
    """The filter as a boolean expression. Raises Invalid when operator or value don't fit the column."""
    if given.operator in ("is_null", "is_not_null"):
        _check_no_value(field, given)
        missing = is_missing(column)
        return missing if given.operator == "is_null" else f"NOT {missing}"
    _check_operator(f"{field}.operator", given.operator, column)
    where = f"{field}.value"
    if given.operator == "contains":
        return _contains(where, column, given.value)
    if given.operator == "between":
        return _between(where, column, given.value)
    if given.operator in ("in", "not_in"):
        return _among(where, column, given.value, negated=given.operator == "not_in")
    read, value = _pair(where, column, given.value)
    return _without_nan(
        column, given.operator, f"{read} {_SYMBOLS.get(given.operator, given.operator)} {value}"
    )


def _check_no_value(field: str, given: Filter) -> None:
    if given.value is not None:
        message = f"{given.operator} takes no value; leave value out."
        raise Invalid(f"{field}.value", message, "invalid_value")


def _check_operator(field: str, operator: str, column: Column) -> None:
    kind = kind_of(column)
    name = shown(column.name)
    if kind is Kind.OTHER:
        message = f"{name} holds {kind.value} ({column.type[:60]}); only is_null and is_not_null work on it."
        raise Invalid(field, message, "operator_type")
    if operator == "contains" and kind is not Kind.TEXT:
        message = f"contains works on text; {name} holds {kind.value}. Use == or between."
        raise Invalid(field, message, "operator_type")
    if operator in _ORDERING and kind is Kind.BOOLEAN:
        message = f"{name} holds true and false, which have no order; use == or !=."
        raise Invalid(field, message, "operator_type")


def _contains(field: str, column: Column, value: Any) -> str:
    read, text = _text(field, column, value)
    return f"contains(lower({read}), lower({text}))"


def _between(field: str, column: Column, value: Any) -> str:
    if not isinstance(value, list) or len(value) != 2:
        raise Invalid(field, "between needs a list of two values: [low, high].", "invalid_value")
    low, high = (_pair(f"{field}[{position}]", column, one) for position, one in enumerate(value))
    return f"({low[0]} >= {low[1]} AND {high[0]} <= {high[1]})"


def _among(field: str, column: Column, value: Any, *, negated: bool) -> str:
    if not isinstance(value, list) or not 1 <= len(value) <= _MAX_VALUES:
        message = f"in and not_in need a list of 1 to {_MAX_VALUES:,} values."
        raise Invalid(field, message, "invalid_value")
    values: dict[str, list[str]] = {}
    for position, one in enumerate(value):
        read, text = _pair(f"{field}[{position}]", column, one)
        values.setdefault(read, []).append(text)
    found = " OR ".join(f"{read} IN ({', '.join(texts)})" for read, texts in values.items())
    return f"({found}) IS NOT TRUE" if negated else f"({found})"


def _without_nan(column: Column, operator: str, comparison: str) -> str:
    """DuckDB sorts NaN above every number; a missing value is above nothing."""
    if operator in (">", ">=") and base_type(column) in FLOATS:
        return f"({comparison} AND NOT isnan({identifier(column.name)}))"
    return comparison


def _pair(field: str, column: Column, value: Any) -> _Pair:
    if value is None:
        raise Invalid(field, "A value is missing; to find rows without one use is_null.", "invalid_value")
    return _PAIRS[kind_of(column)](field, column, value)


def _number(field: str, column: Column, value: Any) -> _Pair:
    if isinstance(value, str):
        value = _parsed_number(field, column, value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(_float(value)):
        raise _unfit(field, column, "a number, for example 10 or 2.5")
    return _typed_number(column, value)


def _parsed_number(field: str, column: Column, text: str) -> float:
    try:
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() and abs(number) < 2**128 else float(number)
    except (InvalidOperation, ValueError, OverflowError):
        raise _unfit(field, column, "a number, for example 10 or 2.5") from None


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _typed_number(column: Column, value: float) -> _Pair:
    """Both sides in a type in which comparing can't overflow and 0.1 is the column's own 0.1."""
    name, base = identifier(column.name), base_type(column)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if base == "FLOAT" and abs(value) < _FLOAT_MAX:
        return name, f"{number_literal(value)}::FLOAT"
    if base == "HUGEINT" and isinstance(value, int) and abs(value) < 2**127:
        return name, f"{value}::HUGEINT"
    if base == "UHUGEINT" and isinstance(value, int) and value in range(2**128):
        return name, f"'{value}'::UHUGEINT"
    if is_wide(column):
        return f"TRY_CAST({name} AS DOUBLE)", f"{float(value)!r}::DOUBLE"
    scale = decimal_scale(column)
    if scale is not None:
        return _decimal_pair(column, value)
    return name, number_literal(value)


def _decimal_pair(column: Column, value: float) -> _Pair:
    exact = Decimal(repr(value))
    if abs(exact) < 10**9 and int(exact.as_tuple().exponent) >= -9:
        return identifier(column.name), f"{exact:f}"
    return f"{identifier(column.name)}::DOUBLE", f"{float(value)!r}::DOUBLE"


def _text(field: str, column: Column, value: Any) -> _Pair:
    if not isinstance(value, str):
        raise _unfit(field, column, 'text in quotes, for example "5"')
    if len(value) > _MAX_TEXT or "\0" in value or not _is_unicode(value):
        message = f"The text must be valid Unicode without NUL, of at most {_MAX_TEXT:,} characters."
        raise Invalid(field, message, "invalid_value")
    name = identifier(column.name)
    return name if base_type(column) == "VARCHAR" else f"{name}::VARCHAR", literal(value)


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _boolean(field: str, column: Column, value: Any) -> _Pair:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        value = value.lower() == "true"
    if not isinstance(value, bool):
        raise _unfit(field, column, "true or false")
    return identifier(column.name), str(value).upper()


def _date(field: str, column: Column, value: Any) -> _Pair:
    moment = _iso(field, column, value)
    if moment.time() != time() or moment.tzinfo is not None:
        raise _unfit(field, column, 'a date without a time, for example "2024-03-31"')
    return identifier(column.name), f"DATE '{moment.date().isoformat()}'"


def _moment(field: str, column: Column, value: Any) -> _Pair:
    """A value that is a day means the whole of it: <= "2024-03-31" takes in the evening of that day."""
    moment = _in_utc(_iso(field, column, value))
    zoned = base_type(column) == "TIMESTAMP WITH TIME ZONE"
    read = f"timezone('UTC', {identifier(column.name)})" if zoned else identifier(column.name)
    if len(value.strip()) == len("2024-03-31"):
        return f"CAST({read} AS DATE)", f"DATE '{moment.date().isoformat()}'"
    return read, f"TIMESTAMP '{moment.isoformat(sep=' ')}'"


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # in the first or last hours that a calendar has
        return moment.replace(tzinfo=None)


def _iso(field: str, column: Column, value: Any) -> datetime:
    try:
        return datetime.fromisoformat(value.strip())
    except (AttributeError, TypeError, ValueError, OverflowError):
        raise _unfit(field, column, 'an ISO 8601 date in quotes, for example "2024-03-31"') from None


def _time(field: str, column: Column, value: Any) -> _Pair:
    try:
        moment = time.fromisoformat(value.strip())
    except (AttributeError, TypeError, ValueError):
        raise _unfit(field, column, 'a time of day in quotes, for example "17:30"') from None
    if moment.tzinfo is not None:
        raise _unfit(field, column, 'a time of day without a zone, for example "17:30"')
    return identifier(column.name), f"TIME '{moment.isoformat()}'"


def _unfit(field: str, column: Column, wanted: str) -> Invalid:
    what = f"{shown(column.name)} holds {kind_of(column).value} ({column.type[:60]})"
    return Invalid(field, f"{what}; the value must be {wanted}.", "operator_type")


def constant(field: str, column: Column, value: Any) -> str:
    """A value of the column's type as a literal. Raises Invalid."""
    return _pair(field, column, value)[1]


_PAIRS: dict[Kind, Callable[[str, Column, Any], _Pair]] = {
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.TIME: _time,
}
