"""Every statistic by name: what columns it needs, what parameters it takes, with their defaults.

Declarations only, so that the web process can validate a plan, describe the tools to a model and
document the API without loading SciPy. A role's name is the plan's field that fills it.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.statistics.operation import Kind, Operation, Parameter, Role


def _target(kind: Kind = Kind.NUMERIC, description: str = "") -> Role:
    return Role("target_column", kind, description=description)


def _columns(minimum: int, maximum: int, kind: Kind = Kind.NUMERIC, description: str = "") -> Role:
    return Role("columns", kind, minimum, maximum, description)


def _choice(name: str, default: str | None, choices: tuple[str, ...], description: str) -> Parameter:
    return Parameter(name, "choice", default, description, choices)


_X = Role("x_axis", Kind.NUMERIC)
_Y = Role("y_axis", Kind.NUMERIC)
_TIME = Role("time_column", Kind.TIME)
_GROUP = Role("group_by", Kind.CATEGORY, description="The column whose values are the groups.")
_ALPHA = Parameter("alpha", "number", 0.05, "The level of significance.", minimum=1e-6, maximum=0.5)
_CONFIDENCE = Parameter("confidence", "number", 0.95, "The level of intervals.", minimum=0.5, maximum=0.9999)
_ALTERNATIVE = _choice(
    "alternative", "two-sided", ("two-sided", "less", "greater"), "The alternative hypothesis."
)
_GROUPS = Parameter("groups", "texts", None, "Only these values of the group column, in this order.")
_POPULATION = Parameter(
    "population",
    "boolean",
    default=False,
    description="Divide by n instead of n − 1 in variance and standard deviation.",
)
_TEST_SIZE = Parameter(
    "test_size", "number", None, "The share of rows kept for testing.", minimum=0.01, maximum=0.99
)
_RANDOM_STATE = Parameter("random_state", "integer", 42, "The seed.", minimum=0, maximum=2**32 - 1)
_GRAIN = _choice(
    "grain",
    None,
    ("second", "minute", "hour", "day", "week", "month", "quarter", "year"),
    "The step of the series; found from the data when not given.",
)
_AGGREGATE = _choice(
    "aggregate",
    None,
    ("mean", "sum", "count", "min", "max", "median"),
    "How several values of one step become one; the values as they are when each step has one.",
)
_SEASON = Parameter(
    "season_length", "integer", None, "Steps in a season; found when not given, 1 for none.", minimum=1
)
_METRICS = (
    "mse", "rmse", "mae", "r2", "accuracy", "precision", "recall", "f1", "roc_auc",
)  # fmt: skip

_OPERATIONS = (
    Operation(
        "describe",
        "Descriptive statistics",
        "Count, mean, median, mode, standard deviation, variance, skewness, kurtosis, quantiles and IQR.",
        (
            _columns(1, 50),
            Role("group_by", Kind.CATEGORY, 0, 1, "One set of figures for each value of this column."),
        ),
        (
            _POPULATION,
            Parameter("quantiles", "numbers", [0.25, 0.5, 0.75], "Linear quantiles.", minimum=0, maximum=1),
        ),
        minimum_rows=1,
    ),
    Operation(
        "correlation",
        "Correlation",
        "Pearson, Spearman or Kendall correlation of two columns, with p-value and interval.",
        (_X, _Y),
        (
            _choice("method", "pearson", ("pearson", "spearman", "kendall"), "The coefficient."),
            _ALTERNATIVE,
            _CONFIDENCE,
            _ALPHA,
        ),
        minimum_rows=3,
    ),
    Operation(
        "partial_correlation",
        "Partial correlation",
        "The correlation of two columns with the influence of others removed.",
        (_X, _Y, _columns(1, 10, description="The columns whose influence is removed.")),
        (_choice("method", "pearson", ("pearson", "spearman"), "The coefficient."), _CONFIDENCE, _ALPHA),
        minimum_rows=5,
    ),
    Operation(
        "correlation_matrix",
        "Correlation matrix",
        "Every pair of the columns with coefficient, p-value and n; strongest first.",
        (_columns(2, 50),),
        (_choice("method", "pearson", ("pearson", "spearman", "kendall"), "The coefficient."), _ALPHA),
        minimum_rows=3,
    ),
    Operation(
        "normality",
        "Tests of normality",
        "Whether a column may come from a normal distribution.",
        (_target(),),
        (
            Parameter(
                "methods",
                "choices",
                ["shapiro", "dagostino", "anderson", "lilliefors"],
                "Which tests; kolmogorov_smirnov tests against the sample's own mean and deviation.",
                ("shapiro", "dagostino", "anderson", "lilliefors", "kolmogorov_smirnov"),
            ),
            _ALPHA,
        ),
        minimum_rows=3,
    ),
    Operation(
        "compare_groups",
        "Comparison of groups",
        "Whether a figure differs between groups: t, Welch, Mann–Whitney, two-sample KS, ANOVA, Welch's "
        "ANOVA, Kruskal–Wallis; with effect size and corrected pairwise tests.",
        (_target(), _GROUP),
        (
            _choice(
                "method",
                None,
                ("t", "welch", "mann_whitney", "ks", "anova", "welch_anova", "kruskal"),
                "Not given: Welch's test for two groups, Welch's ANOVA for more.",
            ),
            _GROUPS,
            _ALTERNATIVE,
            _choice(
                "correction",
                None,
                ("tukey", "holm", "bonferroni", "fdr_bh", "none"),
                "Of the pairwise p-values. Not given: Tukey's HSD after ANOVA, Games–Howell (tukey without "
                "equal variances) after Welch's ANOVA, Holm after Kruskal–Wallis.",
            ),
            _CONFIDENCE,
            _ALPHA,
        ),
        minimum_rows=4,
    ),
    Operation(
        "compare_variances",
        "Comparison of variances",
        "Whether the spread of a figure differs between groups: Levene, Bartlett or Mood.",
        (_target(), _GROUP),
        (
            _choice("method", "levene", ("levene", "bartlett", "mood"), "The test; Mood takes two groups."),
            _choice("center", "median", ("median", "mean", "trimmed"), "Levene's centre."),
            _GROUPS,
            _ALPHA,
        ),
        minimum_rows=4,
    ),
    Operation(
        "compare_columns",
        "Comparison of two columns",
        "Whether two numeric columns differ, row by row (paired) or as two samples.",
        (_X, _Y),
        (
            _choice(
                "method",
                "paired_t",
                (
                    "paired_t", "wilcoxon", "t", "welch", "mann_whitney", "ks", "levene", "bartlett", "mood",
                ),
                "paired_t and wilcoxon compare within rows.",
            ),
            _ALTERNATIVE,
            _CONFIDENCE,
            _ALPHA,
        ),
        minimum_rows=3,
    ),
    Operation(
        "one_sample",
        "One-sample test",
        "Whether a column's mean (t) or median (Wilcoxon) differs from a value.",
        (_target(),),
        (
            Parameter("value", "number", 0.0, "The value to compare with."),
            _choice("method", "t", ("t", "wilcoxon"), "The test."),
            _ALTERNATIVE,
            _CONFIDENCE,
            _ALPHA,
        ),
        minimum_rows=3,
    ),
    Operation(
        "contingency",
        "Two categories",
        "Whether two categorical columns are related: chi-square, Fisher's exact test, or Mantel–Haenszel "
        "over the strata of a third; with Cramér's V.",
        (
            Role("x_axis", Kind.CATEGORY),
            Role("y_axis", Kind.CATEGORY),
            Role("group_by", Kind.CATEGORY, 0, 1, "The strata of Mantel–Haenszel."),
        ),
        (
            _choice(
                "method",
                None,
                ("chi_square", "fisher", "mantel_haenszel"),
                "Not given: chi-square; Fisher for a small 2 × 2 table; Mantel–Haenszel with strata.",
            ),
            Parameter(
                "continuity_correction",
                "boolean",
                default=True,
                description="Yates' correction of a 2 × 2 table.",
            ),
            _CONFIDENCE,
            _ALPHA,
        ),
        minimum_rows=2,
    ),
    Operation(
        "outliers",
        "Outliers",
        "Values far from the rest, with the rows they stand in.",
        (_target(), _columns(0, 20, Kind.ANY, "Shown beside each outlier.")),
        (
            _choice("method", "iqr", ("iqr", "zscore", "modified_zscore"), "How distance is measured."),
            Parameter(
                "threshold", "number", None, "Not given: 1.5 × IQR, 3 for z, 3.5 for modified z.", minimum=0
            ),
            Parameter("max_rows", "integer", 100, "Outliers listed.", minimum=0, maximum=1000),
            _POPULATION,
        ),
        minimum_rows=3,
    ),
    Operation(
        "linear_regression",
        "Linear regression",
        "Least squares: coefficients with intervals, fit, collinearity; metrics on a test part where asked.",
        (_target(), _columns(1, 50, Kind.ANY, "The predictors; categories are encoded.")),
        (
            Parameter("intercept", "boolean", default=True, description="False: through the origin."),
            _CONFIDENCE,
            _ALPHA,
            _TEST_SIZE,
            _RANDOM_STATE,
        ),
        minimum_rows=4,
    ),
    Operation(
        "logistic_regression",
        "Logistic regression",
        "The odds of one of two values: coefficients, odds ratios, fit; metrics on a test part where asked.",
        (
            _target(Kind.CATEGORY, "A column with two values."),
            _columns(1, 50, Kind.ANY, "The predictors; categories are encoded."),
        ),
        (
            Parameter("positive", "text", None, "The value whose odds are modelled; else the second."),
            _CONFIDENCE,
            _ALPHA,
            _TEST_SIZE,
            _RANDOM_STATE,
        ),
        minimum_rows=10,
    ),
    Operation(
        "trend",
        "Trend",
        "Whether a series rises or falls: slope per step with interval, Mann–Kendall test, Theil–Sen slope.",
        (_TIME, _target()),
        (_GRAIN, _AGGREGATE, _CONFIDENCE, _ALPHA),
        minimum_rows=4,
    ),
    Operation(
        "seasonality",
        "Seasonality",
        "Whether a series repeats: season length, its strength, and the figure of each season's step (STL).",
        (_TIME, _target()),
        (_GRAIN, _AGGREGATE, _SEASON),
        minimum_rows=8,
    ),
    Operation(
        "forecast",
        "Forecast",
        "The next steps of a series by exponential smoothing (ETS), with intervals and back-tested error.",
        (_TIME, _target()),
        (
            Parameter("periods", "integer", 12, "How many steps.", minimum=1, maximum=1000),
            _GRAIN,
            _AGGREGATE,
            _SEASON,
            _CONFIDENCE,
        ),
        minimum_rows=8,
    ),
    Operation(
        "cluster",
        "Clusters",
        "Groups of similar rows by k-means over scaled columns, with centres, sizes and silhouette.",
        (_columns(1, 50),),
        (
            Parameter(
                "clusters", "integer", None, "Else the best silhouette of 2 to 8.", minimum=2, maximum=50
            ),
            Parameter(
                "standardize",
                "boolean",
                default=True,
                description="Scale each column to mean 0 and deviation 1 first.",
            ),
            _RANDOM_STATE,
        ),
        minimum_rows=10,
    ),
    Operation(
        "predict",
        "Prediction",
        "A scikit-learn model trained on one part of the rows and measured on the other.",
        (_target(Kind.ANY), _columns(1, 50, Kind.ANY, "The predictors; categories are encoded.")),
        (
            _choice(
                "model",
                None,
                ("linear", "ridge", "logistic", "decision_tree", "random_forest", "k_nearest_neighbours"),
                "Not given: linear for a number, logistic for a category.",
            ),
            _choice("task", None, ("regression", "classification"), "Not given: by the target's type."),
            Parameter(
                "test_size", "number", 0.25, "The share of rows kept for testing.", minimum=0.01, maximum=0.99
            ),
            _RANDOM_STATE,
            Parameter(
                "stratify",
                "boolean",
                default=False,
                description="Keep each class's share in both parts (classification).",
            ),
            Parameter("metrics", "choices", None, "Which metrics; not given: all that fit.", _METRICS),
            _choice(
                "average",
                None,
                ("binary", "macro", "weighted", "micro"),
                "Of precision, recall and F1; not given: binary for two classes (the second is positive), "
                "macro for more.",
            ),
            Parameter(
                "standardize",
                "boolean",
                default=False,
                description="Scale numeric predictors, fitted on the training part.",
            ),
            Parameter("alpha", "number", 1.0, "Ridge's penalty.", minimum=0),
            Parameter("max_depth", "integer", None, "Of trees.", minimum=1, maximum=100),
            Parameter("n_estimators", "integer", 100, "Trees of the forest.", minimum=1, maximum=1000),
            Parameter("n_neighbors", "integer", 5, "Neighbours.", minimum=1, maximum=1000),
        ),
        minimum_rows=10,
    ),
)  # fmt: skip

OPERATIONS: Mapping[str, Operation] = {operation.name: operation for operation in _OPERATIONS}
