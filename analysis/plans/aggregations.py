"""The aggregations: what each needs, and its expression in SQL.

Conventions, the same as the statistics': deviation and variance are the sample's (n − 1) unless
`population` is set, quantiles are linear (type 7 of Hyndman and Fan, 1996), the mode is the smallest
of the most frequent values. NaN and infinities count as missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.plans.dateparts import moment_of
from analysis.plans.kinds import CALENDAR, COMPARABLE, INTEGERS, NUMERIC, Kind, base_type, kind_of
from analysis.plans.sqltext import double, identifier, numeric, only_finite
from engine.results import Column, JsonValue
from engine.statistics.operation import Kind as RoleKind
from engine.statistics.operation import Operation, Parameter, Role

_ALL = frozenset(Kind)
_POPULATION = Parameter("population", "boolean", default=False, description="Divide by n instead of n − 1.")
_QUANTILE = Parameter("quantile", "number", 0.5, "Which quantile, from 0 to 1.", minimum=0, maximum=1)


@dataclass(frozen=True, slots=True)
class Aggregation:
    """An operation that DuckDB computes exactly, for each group."""

    operation: Operation
    kinds: frozenset[Kind]
    """What the target column may hold."""
    needs_target: bool = True


def _aggregation(
    name: str,
    description: str,
    kinds: frozenset[Kind] = NUMERIC,
    *parameters: Parameter,
    needs_target: bool = True,
) -> Aggregation:
    role_kind = RoleKind.NUMERIC if kinds == NUMERIC else RoleKind.ANY
    roles = (
        Role("target_column", role_kind, minimum=int(needs_target)),
        Role("group_by", RoleKind.CATEGORY, 0, 5, "One row for each group."),
    )
    operation = Operation(name, name.capitalize(), description, roles, parameters, minimum_rows=1)
    return Aggregation(operation, kinds, needs_target)


_AGGREGATIONS = (
    _aggregation("mean", "The arithmetic mean; of true and false, the share of true."),
    _aggregation("sum", "The sum; of true and false, the number of true."),
    _aggregation("count", "Rows, or values of a column that aren't missing.", _ALL, needs_target=False),
    _aggregation("min", "The smallest or earliest value.", COMPARABLE),
    _aggregation("max", "The largest or latest value.", COMPARABLE),
    _aggregation("std", "The standard deviation.", NUMERIC, _POPULATION),
    _aggregation("median", "The median."),
    _aggregation("variance", "The variance.", NUMERIC, _POPULATION),
    _aggregation("mode", "The most frequent value, the smallest of several.", _ALL),
    _aggregation("distinct", "How many different values there are.", _ALL),
    _aggregation("quantile", "A linear quantile.", NUMERIC, _QUANTILE),
    _aggregation("range", "Largest minus smallest; of dates in days.", NUMERIC | CALENDAR),
    _aggregation(
        "share",
        "The percentage of rows, or of a column's sum: each group's of all groups; without groups, that of "
        "the rows which the filters let through.",
        NUMERIC,
        needs_target=False,
    ),
)  # fmt: skip

AGGREGATIONS: Mapping[str, Aggregation] = {entry.operation.name: entry for entry in _AGGREGATIONS}


def value_name(operation: str, target: Column | None) -> str:
    """The name of the result's column: "mean of price", "count"."""
    if target is None:
        return operation
    unit = " (days)" if operation == "range" and kind_of(target) in CALENDAR else ""
    return f"{operation} of {target.name}{unit}"


def expression(operation: str, target: Column | None, parameters: Mapping[str, JsonValue]) -> str:
    """The aggregate over one group's rows. `share` is of all groups and so a window over them."""
    if target is None:
        return "count(*)" if operation == "count" else _share("count(*)")
    only = only_finite(target)
    plain = _PLAIN.get(operation)
    if plain is not None:
        return plain.format(identifier(target.name)) + only
    if operation in ("std", "variance"):
        return f"{_SPREAD[operation, bool(parameters['population'])]}({numeric(target)}){only}"
    if operation == "range":
        return _range(target, only)
    if operation == "share":
        return _share(f"sum({numeric(target)}){only}")
    if operation in ("median", "quantile"):
        share = parameters.get("quantile", 0.5)
        return f"quantile_cont({double(target)}, {share})"
    return f"{_NUMERIC[operation]}({numeric(target)}){only}"


_PLAIN = {
    "count": "count({0})",
    "min": "min({0})",
    "max": "max({0})",
    "mode": "mode({0} ORDER BY {0})",
    "distinct": "count(DISTINCT {0})",
}
_NUMERIC = {"mean": "avg", "sum": "sum"}
_SPREAD = {
    ("std", False): "stddev_samp",
    ("std", True): "stddev_pop",
    ("variance", False): "var_samp",
    ("variance", True): "var_pop",
}


def _share(part: str) -> str:
    return f"100.0 * {part} / nullif(sum({part}) OVER (), 0)"


def _range(target: Column, only: str) -> str:
    """Whole numbers are widened first: 127 − (−128) is no TINYINT."""
    if kind_of(target) in CALENDAR:
        low, high = (f"{name}({moment_of(target)})" for name in ("min", "max"))
        is_day = kind_of(target) is Kind.DATE
        return f"date_diff('day', {low}, {high})" if is_day else f"(epoch({high}) - epoch({low})) / 86400"
    values = numeric(target)
    widened = "::HUGEINT" if base_type(target) in INTEGERS else ""
    return f"max({values}){only}{widened} - min({values}){only}"


def value_type(operation: str, target: Column | None) -> str:
    """The DuckDB type of the aggregate, as far as a chart needs it."""
    if operation in ("min", "max", "mode") and target is not None:
        return target.type
    return "BIGINT" if operation in ("count", "distinct") else "DOUBLE"
