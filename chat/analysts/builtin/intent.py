"""What a question asks for, as plain frozen data: the border between reading and answering.

Parsers build an `Intent`, answers turn it into SQL, phrasing turns it back into words. A new kind
of question is a new `Kind`, a rule in `parsing.decide` and an entry in `answers.PLANNERS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.results import JsonValue


class Kind(StrEnum):
    """One value per way of answering."""

    AGGREGATE = "aggregate"
    ROWS = "rows"
    VALUES = "values"
    DISTRIBUTION = "distribution"
    CORRELATION = "correlation"
    OUTLIERS = "outliers"
    MISSING = "missing"
    DUPLICATES = "duplicates"
    DESCRIBE = "describe"
    COLUMNS = "columns"
    STATISTIC = "statistic"
    """A statistic of the engine's catalogue, asked for as an execution plan."""


Feature = dict[str, JsonValue]
"""A feature step as execution plans have it: a ratio, bins, a z-score, filled cells …"""


class Aggregate(StrEnum):
    """How many cells become one."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"
    STD = "std"


class Grain(StrEnum):
    """The period a date is cut to. WEEKDAY, MONTH_OF_YEAR and HOUR_OF_DAY fold all dates onto one cycle."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    WEEKDAY = "weekday"
    MONTH_OF_YEAR = "month of the year"
    CALENDAR_YEAR = "calendar year"
    """A year as a name, beside the months of every year."""
    HOUR_OF_DAY = "hour of day"
    AUTO = "auto"


class Op(StrEnum):
    """How a filter compares. PERIOD holds date ranges, MONTH and WEEKDAY numbers of any year or week."""

    EQ = "is"
    NE = "is not"
    GT = "over"
    GE = "at least"
    LT = "under"
    LE = "at most"
    BETWEEN = "between"
    CONTAINS = "contains"
    HAS = "includes"
    """Of a cell with several choices in it ("Python;SQL"): one of them is this."""
    LACKS = "does not include"
    STARTS = "starts with"
    ENDS = "ends with"
    NULL = "is missing"
    NOT_NULL = "is not missing"
    PERIOD = "in"
    NOT_PERIOD = "not in"
    MONTH = "month"
    WEEKDAY = "weekday"


class ChartKind(StrEnum):
    """A chart somebody asked for by name."""

    BAR = "bar"
    LINE = "line"
    AREA = "area"
    SCATTER = "scatter"
    PIE = "pie"
    HISTOGRAM = "histogram"
    BOX = "box"
    HEATMAP = "heatmap"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: `start` inclusive, `end` exclusive, None where it is open."""

    start: date | None
    end: date | None
    label: str
    grain: Grain = Grain.DAY


Operand = str | float | int | bool | Period


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. Several `values` mean any of them (with NE: none of them)."""

    column: str
    op: Op
    values: tuple[Operand, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure to compute; `column` is None only for the count of rows."""

    aggregate: Aggregate
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A column to group by; dates carry the grain they are cut to."""

    column: str
    grain: Grain | None = None


@dataclass(frozen=True, slots=True)
class Having:
    """A condition on a group's figure: "total revenue over 7500"."""

    measure: Measure
    op: Op
    value: Operand


@dataclass(frozen=True, slots=True)
class Kept:
    """What a follow-up took over from the question before; the answer says it."""

    subject: bool = False
    """The figures, or the columns that the question is about."""
    groups: tuple[Group, ...] = ()
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Statistic:
    """An operation of the statistics' catalogue: its columns by role, its parameters where stated.

    `wanted` are the figures that were asked for by name (`p_value`, `skewness` …), in order.
    """

    operation: str
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """A question, completely read."""

    kind: Kind
    measures: tuple[Measure, ...] = ()
    columns: tuple[str, ...] = ()
    """Columns the kinds other than AGGREGATE are about (correlation, distribution, values …)."""
    groups: tuple[Group, ...] = ()
    filters: tuple[Filter, ...] = ()
    condition: tuple[Filter, ...] = ()
    """What a share counts: rows meeting it, as a percentage of the rows that pass `filters`."""
    having: tuple[Having, ...] = ()
    """Conditions on the groups, all of which a group must meet to be shown."""
    share: bool = False
    descending: bool | None = None
    """Order by value; None leaves the order that fits the answer."""
    order_by: str | None = None
    limit: int | None = None
    decimals: int | None = None
    """Places that the figures are rounded to, where that was asked for."""
    sampled: bool = False
    """Rows picked across the whole file instead of its first ones."""
    chart: ChartKind | None = None
    statistic: Statistic | None = None
    """Set exactly when `kind` is STATISTIC."""
    difference: bool = False
    """The difference of its two groups is asked for, too."""
    features: tuple[Feature, ...] = ()
    """Steps that make or change columns before anything is filtered or computed."""

    @property
    def pair(self) -> Filter | None:
        """The condition that leaves two values of the grouping column, so that they can be subtracted."""
        if len(self.groups) != 1 or self.share or self.features:
            return None
        column = self.groups[0].column
        if any(measure.column == column for measure in self.measures):
            return None
        found = (item for item in self.filters if item.column == column and len(item.values) == 2)
        return next((item for item in found if item.op in {Op.EQ, Op.PERIOD}), None)
