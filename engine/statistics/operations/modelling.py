"""Regressions, models that predict, and clusters."""

from __future__ import annotations

from engine.statistics.operation import Kind, Operation, Parameter
from engine.statistics.operations.common import (
    ALPHA,
    CONFIDENCE,
    METRICS,
    RANDOM_STATE,
    TEST_SIZE,
    choice,
    columns,
    target,
)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "linear_regression",
        "Linear regression",
        "Least squares: coefficients with intervals, fit, collinearity; metrics on a test part where asked.",
        (target(), columns(1, 50, Kind.ANY, "The predictors; categories are encoded.")),
        (
            Parameter("intercept", "boolean", default=True, description="False: through the origin."),
            CONFIDENCE,
            ALPHA,
            TEST_SIZE,
            RANDOM_STATE,
        ),
        minimum_rows=4,
    ),
    Operation(
        "logistic_regression",
        "Logistic regression",
        "The odds of one of two values: coefficients, odds ratios, fit; metrics on a test part where asked.",
        (
            target(Kind.CATEGORY, "A column with two values."),
            columns(1, 50, Kind.ANY, "The predictors; categories are encoded."),
        ),
        (
            Parameter("positive", "text", None, "The value whose odds are modelled; else the second."),
            CONFIDENCE,
            ALPHA,
            TEST_SIZE,
            RANDOM_STATE,
        ),
        minimum_rows=10,
    ),
    Operation(
        "predict",
        "Prediction",
        "A scikit-learn model trained on one part of the rows and measured on the other.",
        (target(Kind.ANY), columns(1, 50, Kind.ANY, "The predictors; categories are encoded.")),
        (
            choice(
                "model",
                None,
                ("linear", "ridge", "logistic", "decision_tree", "random_forest", "k_nearest_neighbours"),
                "Not given: linear for a number, logistic for a category.",
            ),
            choice("task", None, ("regression", "classification"), "Not given: by the target's type."),
            Parameter(
                "test_size", "number", 0.25, "The share of rows kept for testing.", minimum=0.01, maximum=0.99
            ),
            RANDOM_STATE,
            Parameter(
                "stratify",
                "boolean",
                default=False,
                description="Keep each class's share in both parts (classification).",
            ),
            Parameter("metrics", "choices", None, "Which metrics; not given: all that fit.", METRICS),
            choice(
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
    Operation(
        "cluster",
        "Clusters",
        "Groups of similar rows by k-means over scaled columns, with centres, sizes and silhouette.",
        (columns(1, 50),),
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
            RANDOM_STATE,
        ),
        minimum_rows=10,
    ),
)
