"""Feature steps: columns made and rows dropped before the filters, each as one SELECT of the chain.

Conventions: a missing operand gives a missing value, so do a division by zero and the logarithm of
what isn't positive; deviations are the sample's; quantiles are linear (type 7 of Hyndman and Fan,
1996). What a step computes over the whole column is computed over the rows that reach it.
"""

from __future__ import annotations

from analysis.plans import bins, dateparts
from analysis.plans.filters import constant
from analysis.plans.kinds import CALENDAR, INTEGERS, NUMERIC, Kind, base_type, decimal_scale, kind_of
from analysis.plans.model import (
    Arithmetic,
    Bins,
    DropDuplicates,
    DropMissing,
    FeatureStep,
    Fill,
    Log,
    Scale,
    TakeDatePart,
)  # fmt: skip
from analysis.plans.problems import Invalid, shown
from analysis.plans.rows import Rows
from analysis.plans.sqltext import aliased, double, identifier, is_missing
from engine.results import Column

_SYMBOLS = {"difference": "-", "sum": "+", "product": "*"}
_LOGARITHMS = {"e": "ln", "10": "log10", "2": "log2"}


def apply(rows: Rows, field: str, step: FeatureStep) -> Rows:
    """The rows after one step. Raises Invalid when it doesn't fit them."""
    match step:
        case DropMissing():
            return _drop_missing(rows, field, step)
        case DropDuplicates():
            return _drop_duplicates(rows, field, step)
        case Fill():
            return _fill(rows, field, step)
    _check_new(rows, f"{field}.name", step.name)
    match step:
        case Bins():
            return bins.apply(rows, field, step)
        case Arithmetic():
            sql, kind = _arithmetic(rows, field, step)
        case Scale():
            sql, kind = _scale(rows, field, step), "DOUBLE"
        case Log():
            sql, kind = _log(rows, field, step), "DOUBLE"
        case TakeDatePart():
            column = rows.column(f"{field}.column", step.column)
            part = dateparts.as_feature(f"{field}.part", column, step.part)
            sql, kind = part.sql, part.type
    return add_column(rows, Column(step.name, kind), sql)


def add_column(rows: Rows, column: Column, sql: str) -> Rows:
    return rows.step(f"SELECT *, {aliased(sql, column.name)}\n{rows.source}").with_column(column)


def _check_new(rows: Rows, field: str, name: str) -> None:
    if not name.isprintable():
        raise Invalid(field, "A new column's name must be one line of printable text.", "invalid_value")
    existing = rows.find(name)
    if existing is not None:
        message = f"There is a column {shown(existing.name)} already; give the new one another name."
        raise Invalid(field, message, "duplicate_name")


def _arithmetic(rows: Rows, field: str, step: Arithmetic) -> tuple[str, str]:
    left, right = (
        (f"{field}.{side}", value if isinstance(value, float) else rows.column(f"{field}.{side}", value))
        for side, value in (("left", step.left), ("right", step.right))
    )
    columns = [operand for _, operand in (left, right) if isinstance(operand, Column)]
    if not columns:
        message = "A step between two numbers makes no column; name a column on one side."
        raise Invalid(f"{field}.left", message, "invalid_value")
    if step.step == "difference" and all(kind_of(column) in CALENDAR for column in columns):
        return _days_between(field, columns)
    a, b = _operand(*left), _operand(*right)
    if step.step == "ratio":
        return f"{a} / nullif({b}, 0)", "DOUBLE"
    return f"{a} {_SYMBOLS[step.step]} {b}", "DOUBLE"


def _operand(field: str, operand: float | Column) -> str:
    if isinstance(operand, float):
        return f"{operand!r}::DOUBLE"
    if kind_of(operand) not in NUMERIC:
        message = f"{shown(operand.name)} holds {kind_of(operand).value} ({operand.type[:60]}), not numbers."
        raise Invalid(field, message, "wrong_type")
    return double(operand)


def _days_between(field: str, columns: list[Column]) -> tuple[str, str]:
    if len(columns) != 2:
        message = "The difference of a date needs a date on both sides."
        raise Invalid(f"{field}.right", message, "wrong_type")
    left, right = map(dateparts.moment_of, columns)
    if all(kind_of(column) is Kind.DATE for column in columns):
        return f"date_diff('day', {right}, {left})", "BIGINT"
    return f"(epoch({left}) - epoch({right})) / 86400", "DOUBLE"


def _scale(rows: Rows, field: str, step: Scale) -> str:
    column = rows.column(f"{field}.column", step.column, NUMERIC)
    values = double(column)
    if step.step == "min_max":
        low, high = (f"(SELECT {name}({values}) {rows.source})" for name in ("min", "max"))
        return f"({values} - {low}) / nullif({high} - {low}, 0)"
    deviation = "stddev_pop" if step.population else "stddev_samp"
    mean, spread = (f"(SELECT {name}({values}) {rows.source})" for name in ("avg", deviation))
    return f"({values} - {mean}) / nullif({spread}, 0)"


def _log(rows: Rows, field: str, step: Log) -> str:
    values = double(rows.column(f"{field}.column", step.column, NUMERIC))
    argument = f"1 + {values}" if step.add_one else values
    return f"{_LOGARITHMS[step.base]}(CASE WHEN {argument} > 0 THEN {argument} END)"


def _fill(rows: Rows, field: str, step: Fill) -> Rows:
    if step.with_ != "value" and step.value is not None:
        raise Invalid(f"{field}.value", 'A value is only used with "with": "value".', "invalid_value")
    kinds = NUMERIC if step.with_ in ("mean", "median") else None
    column = rows.column(f"{field}.column", step.column, kinds)
    present, value, kind = _filling(rows, field, step, column)
    name = identifier(column.name)
    select = f"SELECT * REPLACE (coalesce({present}, {value}) AS {name}) {rows.source}"
    return rows.step(select).with_column(Column(column.name, kind))


def _filling(rows: Rows, field: str, step: Fill, column: Column) -> tuple[str, str, str]:
    """The values that stay, the one that fills, and the column's new type."""
    name = identifier(column.name)
    if step.with_ in ("mean", "median"):
        values = double(column)
        function = "avg" if step.with_ == "mean" else "median"
        return values, f"(SELECT {function}({values}) {rows.source})", "DOUBLE"
    present = f"CASE WHEN NOT {is_missing(column)} THEN {name} END"
    if step.with_ == "mode":
        mode = f"(SELECT mode({name} ORDER BY {name}) FILTER (WHERE NOT {is_missing(column)}) {rows.source})"
        return present, mode, column.type
    if kind_of(column) is Kind.OTHER:
        message = f"{shown(column.name)} holds {Kind.OTHER.value}; it can be filled by its mode only."
        raise Invalid(f"{field}.column", message, "wrong_type")
    return _filled_by_value(f"{field}.value", column, present, step.value)


def _filled_by_value(field: str, column: Column, present: str, value: object) -> tuple[str, str, str]:
    text = constant(field, column, value)
    if kind_of(column) is Kind.NUMBER:
        return _filled_by_number(column, text)
    if base_type(column) == "ENUM":
        return f"{identifier(column.name)}::VARCHAR", text, "VARCHAR"
    if kind_of(column) is Kind.TEXT:
        return f"{identifier(column.name)}::VARCHAR", text, "VARCHAR"
    if kind_of(column) is Kind.MOMENT:
        return dateparts.moment_of(column), f"{text}::TIMESTAMP", "TIMESTAMP"
    return present, text, column.type


def _filled_by_number(column: Column, text: str) -> tuple[str, str, str]:
    is_small = text.lstrip("-").isdecimal() and len(text) <= 10
    if is_small and base_type(column) in INTEGERS - {"UBIGINT"}:
        return f"{identifier(column.name)}::BIGINT", text, "BIGINT"
    if is_small and (decimal_scale(column) or 0) > 0 and len(text) <= 2:
        return identifier(column.name), f"{text}::{column.type}", column.type
    return double(column), f"{text}::DOUBLE", "DOUBLE"


def _drop_missing(rows: Rows, field: str, step: DropMissing) -> Rows:
    columns = [rows.column(f"{field}.columns[{i}]", name) for i, name in enumerate(step.columns)]
    present = " AND ".join(f"NOT {is_missing(column)}" for column in columns)
    return rows.step(f"SELECT * {rows.source}\nWHERE {present}", keeps_rows=False)


def _drop_duplicates(rows: Rows, field: str, step: DropDuplicates) -> Rows:
    """Rows are numbered first: of equal ones the first in the file stays, and the order stays."""
    named = [rows.column(f"{field}.columns[{i}]", name) for i, name in enumerate(step.columns)]
    columns = ", ".join(identifier(column.name) for column in named or rows.columns)
    number = identifier(rows.free_name("row number"))
    numbered = rows.step(f"SELECT *, row_number() OVER () AS {number} {rows.source}")
    first = f"row_number() OVER (PARTITION BY {columns} ORDER BY {number}) = 1"
    return numbered.step(
        f"SELECT * EXCLUDE ({number}) {numbered.source}\nQUALIFY {first}\nORDER BY {number}", keeps_rows=False
    )
