"""Every operation a plan can name, as declarations: aggregations, statistics, `chart` and `rows`."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.plans.aggregations import AGGREGATIONS
from engine.statistics.catalogue import OPERATIONS as STATISTICS
from engine.statistics.operation import Kind, Operation, Parameter, Role

CHART = Operation(
    "chart",
    "Chart",
    "A chart alone; any other operation can have one too, by its chart_type.",
    (Role("x_axis", Kind.ANY, 0), Role("y_axis", Kind.ANY, 0), Role("group_by", Kind.CATEGORY, 0, 2)),
    (Parameter("bins", "integer", None, "Of a histogram; else by the spread.", minimum=2, maximum=200),),
    minimum_rows=1,
)
ROWS = Operation(
    "rows",
    "Rows",
    "The rows themselves, in the file's order or sorted by target_column; 100 when no limit is set.",
    (Role("columns", Kind.ANY, 0, 50), Role("target_column", Kind.ANY, 0)),
    minimum_rows=1,
)
ALIASES: Mapping[str, str] = {"regression": "linear_regression"}
"""Names that an execution plan may use for an operation of the catalogue."""

_DECLARED = (*(entry.operation for entry in AGGREGATIONS.values()), *STATISTICS.values(), CHART, ROWS)
ALL: Mapping[str, Operation] = {operation.name: operation for operation in _DECLARED}
NAMES = (*ALL, *ALIASES)


def statistic_of(name: str) -> Operation | None:
    """The statistic of this name, None when it is none."""
    return STATISTICS.get(ALIASES.get(name, name))
