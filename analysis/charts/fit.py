"""Do the values of a field fit what a chart does with it?

Vega-Lite never says that they don't: text on a number axis, years read as milliseconds or a bar
that doesn't begin at zero make an empty or a wrong chart. Each refusal names the field and says
what to do instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from analysis.charts.kinds import Kind
from analysis.charts.table import Field
from engine.errors import ChartRefused

_COUNTING = frozenset({"count", "distinct", "valid", "missing", "values"})
_ORDERING = frozenset(
    {"min", "max", "argmin", "argmax", "lag", "lead", "first_value", "last_value", "nth_value"}
)
_RANKING = frozenset({"row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile"})
_ARITHMETIC = frozenset(
    [
        "sum",
        "product",
        "mean",
        "average",
        "median",
        "q1",
        "q3",
        "variance",
        "variancep",
        "stdev",
        "stdevp",
        "stderr",
        "ci0",
        "ci1",
    ]
)
_ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?)?)?")
_EPOCH_MILLISECONDS = 10_000_000_000
"""Numbers above are read as milliseconds since 1970 on purpose; smaller ones are years or counts."""

_ADVICE = {
    Kind.TEXT: "is text; use type nominal, count it, or CAST it to a number in SQL",
    Kind.BOOLEAN: "is true or false; use type nominal, or count it",
    Kind.DATE: "holds dates; use type temporal",
    Kind.MOMENT: "holds times; use type temporal",
    Kind.TIME: "is a time of day or an interval; make it a number in SQL, as with epoch(…)",
    Kind.NESTED: "holds lists or objects; take one value out of them in SQL, as with unnest(…)",
}


def check_numeric(field: Field, use: str) -> None:
    """Raise ChartRefused unless the field may be read as numbers."""
    if field.kind not in (Kind.NUMBER, Kind.UNKNOWN):
        raise ChartRefused(f"{use} needs numbers, but {field.title!r} {_ADVICE[field.kind]}.")


def check_operation(operation: Any, field: Field) -> None:
    """Raise ChartRefused when an aggregation can't be computed from such values."""
    if not isinstance(operation, str):
        return
    if operation in _ARITHMETIC and field.kind is not Kind.BOOLEAN:
        check_numeric(field, f"The aggregate {operation!r}")
    if operation in ("min", "max") and field.kind is Kind.TEXT:
        raise ChartRefused(
            f"The aggregate {operation!r} can't order {field.title!r}, which is text; do it in SQL."
        )


def kind_after(operation: Any, kind: Kind) -> Kind:
    """The kind of what an aggregation or window operation makes of a field."""
    if not isinstance(operation, str) or operation == "values":
        return Kind.UNKNOWN
    if operation in _ORDERING:
        return kind
    return Kind.NUMBER if operation in _ARITHMETIC | _COUNTING | _RANKING else Kind.UNKNOWN


def check_binned(field: Field) -> None:
    check_numeric(field, "`bin`")


def check_dated(field: Field) -> None:
    """Raise ChartRefused unless a browser reads every value as the moment it stands for."""
    check = _DATE_CHECKS.get(field.kind)
    if check is not None:
        check(field)


def _check_numbers_are_moments(field: Field) -> None:
    if field.values is None or any(abs(value) < _EPOCH_MILLISECONDS for value in field.values):
        raise ChartRefused(
            f"{field.title!r} holds numbers, which a time axis reads as milliseconds since 1970; use type "
            "ordinal or quantitative, or make a date in SQL, as with make_date(year, 1, 1)."
        )


def _check_texts_are_dates(field: Field) -> None:
    if field.values and not all(_ISO_DATE.fullmatch(str(value)) for value in field.values):
        raise ChartRefused(
            f"{field.title!r} is text, and not all of it is a date like 2024-01-31; turn it into one in SQL, "
            "with CAST or strptime, or use type nominal or ordinal."
        )


def _refuse_as_date(field: Field) -> None:
    raise ChartRefused(f"A time axis needs dates, but {field.title!r} {_ADVICE[field.kind]}.")


_DATE_CHECKS: dict[Kind, Callable[[Field], None]] = {
    Kind.NUMBER: _check_numbers_are_moments,
    Kind.TEXT: _check_texts_are_dates,
    Kind.BOOLEAN: _refuse_as_date,
    Kind.TIME: _refuse_as_date,
    Kind.NESTED: _refuse_as_date,
}


def check_definition(definition: dict[str, Any], field: Field) -> None:
    """Raise ChartRefused when type, aggregate, bin, time unit or scale don't fit the field's values."""
    aggregate, binned = definition.get("aggregate"), definition.get("bin")
    if isinstance(aggregate, str) and aggregate in _COUNTING:
        return
    check_operation(aggregate, field)
    if definition.get("timeUnit"):
        check_dated(field)
    elif binned and not is_binned_already(binned):
        check_binned(field)
    elif not isinstance(aggregate, dict):
        _check_type(definition.get("type"), aggregate, field)
    if aggregate is None and not binned:
        _check_logarithm(definition, field)


def _check_type(vega_type: Any, aggregate: Any, field: Field) -> None:
    if vega_type == "temporal":
        check_dated(field)
    elif vega_type == "quantitative" and not (aggregate and field.kind is Kind.BOOLEAN):
        check_numeric(field, "The type quantitative")
    elif vega_type in ("nominal", "ordinal") and field.kind is Kind.NESTED:
        raise ChartRefused(f"{field.title!r} {_ADVICE[Kind.NESTED]}.")


def _check_logarithm(definition: dict[str, Any], field: Field) -> None:
    if not is_logarithmic(definition) or not field.values:
        return
    least = min((value for value in field.values if isinstance(value, int | float)), default=1)
    if least <= 0:
        raise ChartRefused(
            f"A log scale can't show {field.title!r}, whose least value is {least:g}; use the scale type "
            "symlog, or filter in SQL."
        )


def is_binned_already(binned: Any) -> bool:
    """Whether `bin` says that the query did it, and no bins are to be computed."""
    return binned == "binned" or (isinstance(binned, dict) and binned.get("binned") is True)


def is_logarithmic(definition: dict[str, Any]) -> bool:
    scale = definition.get("scale")
    return isinstance(scale, dict) and scale.get("type") == "log"
