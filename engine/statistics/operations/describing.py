"""What a column is like, and what goes with what."""

from __future__ import annotations

from engine.statistics.operation import Kind, Operation, Parameter, Role
from engine.statistics.operations.common import (
    ALPHA,
    ALTERNATIVE,
    CONFIDENCE,
    POPULATION,
    X,
    Y,
    choice,
    columns,
    target,
)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "describe",
        "Descriptive statistics",
        "Count, mean, median, mode, standard deviation, variance, skewness, kurtosis, quantiles and IQR.",
        (
            columns(1, 50),
            Role("group_by", Kind.CATEGORY, 0, 1, "One set of figures for each value of this column."),
        ),
        (
            POPULATION,
            Parameter("quantiles", "numbers", [0.25, 0.5, 0.75], "Linear quantiles.", minimum=0, maximum=1),
        ),
        minimum_rows=1,
    ),
    Operation(
        "correlation",
        "Correlation",
        "Pearson, Spearman or Kendall correlation of two columns, with p-value and interval.",
        (X, Y),
        (
            choice("method", "pearson", ("pearson", "spearman", "kendall"), "The coefficient."),
            ALTERNATIVE,
            CONFIDENCE,
            ALPHA,
        ),
        minimum_rows=3,
    ),
    Operation(
        "partial_correlation",
        "Partial correlation",
        "The correlation of two columns with the influence of others removed.",
        (X, Y, columns(1, 10, description="The columns whose influence is removed.")),
        (choice("method", "pearson", ("pearson", "spearman"), "The coefficient."), CONFIDENCE, ALPHA),
        minimum_rows=5,
    ),
    Operation(
        "correlation_matrix",
        "Correlation matrix",
        "Every pair of the columns with coefficient, p-value and n; strongest first.",
        (columns(2, 50),),
        (choice("method", "pearson", ("pearson", "spearman", "kendall"), "The coefficient."), ALPHA),
        minimum_rows=3,
    ),
    Operation(
        "normality",
        "Tests of normality",
        "Whether a column may come from a normal distribution.",
        (target(),),
        (
            Parameter(
                "methods",
                "choices",
                ["shapiro", "dagostino", "anderson", "lilliefors"],
                "Which tests; kolmogorov_smirnov tests against the sample's own mean and deviation.",
                ("shapiro", "dagostino", "anderson", "lilliefors", "kolmogorov_smirnov"),
            ),
            ALPHA,
        ),
        minimum_rows=3,
    ),
    Operation(
        "outliers",
        "Outliers",
        "Values far from the rest, with the rows they stand in.",
        (target(), columns(0, 20, Kind.ANY, "Shown beside each outlier.")),
        (
            choice("method", "iqr", ("iqr", "zscore", "modified_zscore"), "How distance is measured."),
            Parameter(
                "threshold", "number", None, "Not given: 1.5 × IQR, 3 for z, 3.5 for modified z.", minimum=0
            ),
            Parameter("max_rows", "integer", 100, "Outliers listed.", minimum=0, maximum=1000),
            POPULATION,
        ),
        minimum_rows=3,
    ),
)
