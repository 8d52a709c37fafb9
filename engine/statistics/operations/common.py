"""Roles and parameters that several operations share."""

from __future__ import annotations

from engine.statistics.operation import Kind, Parameter, Role


def target(kind: Kind = Kind.NUMERIC, description: str = "") -> Role:
    return Role("target_column", kind, description=description)


def columns(minimum: int, maximum: int, kind: Kind = Kind.NUMERIC, description: str = "") -> Role:
    return Role("columns", kind, minimum, maximum, description)


def choice(name: str, default: str | None, choices: tuple[str, ...], description: str) -> Parameter:
    return Parameter(name, "choice", default, description, choices)


X = Role("x_axis", Kind.NUMERIC)
Y = Role("y_axis", Kind.NUMERIC)
TIME = Role("time_column", Kind.TIME)
GROUP = Role("group_by", Kind.CATEGORY, description="The column whose values are the groups.")
ALPHA = Parameter("alpha", "number", 0.05, "The level of significance.", minimum=1e-6, maximum=0.5)
CONFIDENCE = Parameter("confidence", "number", 0.95, "The level of intervals.", minimum=0.5, maximum=0.9999)
ALTERNATIVE = choice(
    "alternative", "two-sided", ("two-sided", "less", "greater"), "The alternative hypothesis."
)
GROUPS = Parameter("groups", "texts", None, "Only these values of the group column, in this order.")
POPULATION = Parameter(
    "population",
    "boolean",
    default=False,
    description="Divide by n instead of n − 1 in variance and standard deviation.",
)
TEST_SIZE = Parameter(
    "test_size", "number", None, "The share of rows kept for testing.", minimum=0.01, maximum=0.99
)
RANDOM_STATE = Parameter("random_state", "integer", 42, "The seed.", minimum=0, maximum=2**32 - 1)
GRAIN = choice(
    "grain",
    None,
    ("second", "minute", "hour", "day", "week", "month", "quarter", "year"),
    "The step of the series; found from the data when not given.",
)
AGGREGATE = choice(
    "aggregate",
    None,
    ("mean", "sum", "count", "min", "max", "median"),
    "How several values of one step become one; the values as they are when each step has one.",
)
SEASON = Parameter(
    "season_length", "integer", None, "Steps in a season; found when not given, 1 for none.", minimum=1
)
METRICS = (
    "mse", "rmse", "mae", "r2", "accuracy", "precision", "recall", "f1", "roc_auc",
)  # fmt: skip
