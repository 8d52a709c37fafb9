"""Series of time: where they go, whether they repeat, what comes next."""

from __future__ import annotations

from engine.statistics.operation import Operation, Parameter
from engine.statistics.operations.common import AGGREGATE, ALPHA, CONFIDENCE, GRAIN, SEASON, TIME, target

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "trend",
        "Trend",
        "Whether a series rises or falls: slope per step with interval, Mann–Kendall test, Theil–Sen slope.",
        (TIME, target()),
        (GRAIN, AGGREGATE, CONFIDENCE, ALPHA),
        minimum_rows=4,
    ),
    Operation(
        "seasonality",
        "Seasonality",
        "Whether a series repeats: season length, its strength, and the figure of each season's step (STL).",
        (TIME, target()),
        (GRAIN, AGGREGATE, SEASON),
        minimum_rows=8,
    ),
    Operation(
        "forecast",
        "Forecast",
        "The next steps of a series by exponential smoothing (ETS), with intervals and back-tested error.",
        (TIME, target()),
        (
            Parameter("periods", "integer", 12, "How many steps.", minimum=1, maximum=1000),
            GRAIN,
            AGGREGATE,
            SEASON,
            CONFIDENCE,
        ),
        minimum_rows=8,
    ),
)
