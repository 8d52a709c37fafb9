"""Results of statistics in the shape that they are recorded in, for sentences that paraphrase them."""

from __future__ import annotations

from chat.grounding import Evidence

_KINDS = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}


def _evidence(
    name: str, rows: list[dict[str, object]], *, table: str | None = None,
    sentences: tuple[str, ...] = (), settings: tuple[tuple[str, float], ...] = (),
) -> Evidence:  # fmt: skip
    kinds = tuple(_KINDS[type(cell)] for cell in rows[0].values())
    cells = [list(row.values()) for row in rows]
    return Evidence(
        name, tuple(rows[0]), kinds, cells, len(rows), truncated=False, table=table, sentences=sentences,
        settings=settings,
    )  # fmt: skip


WELCH = (
    _evidence(
        "welch",
        [{
            "test": "Welch's t-test", "group_a": "Business", "group_b": "Consumer", "n_a": 688, "n_b": 1020,
            "statistic": 7.524530580417323, "df": 964.6168512435723, "p_value": 1.2109248515400384e-13,
            "difference": 236.57159872321023, "ci_low": 174.87282237843584, "ci_high": 298.2703750679846,
            "cohens_d": 0.41256170842832435, "hedges_g": 0.4123803094652165, "alpha": 0.05, "significant": True,
        }],
        sentences=(
            "The mean of revenue where customer_type is Business is 450.2, that of revenue where customer_type is "
            "Consumer 213.6, a difference of 236.6 (95 % interval 174.9 to 298.3).",
        ),
    ),
    _evidence(
        "welch",
        [
            {"group": "Business", "n": 688, "mean": 450.18494186046513, "sd": 752.5076385808708, "median": 173.575},
            {"group": "Consumer", "n": 1020, "mean": 213.6133431372549, "sd": 410.7569368522309, "median": 101.78},
        ],
        table="groups",
    ),
    _evidence("welch", [{"n": 1708, "missing": 0}], table="about"),
)  # fmt: skip
CORRELATION = (
    _evidence(
        "correlation",
        [{
            "x": "quantity", "y": "revenue", "method": "pearson", "coefficient": 0.6077925983535644,
            "p_value": 2.591356706114341e-202, "ci_low": 0.5793968656778106, "ci_high": 0.6347146585851504,
            "n": 2000,
        }],
    ),
)  # fmt: skip
ANOVA = (
    _evidence(
        "anova",
        [{
            "test": "One-way ANOVA", "groups": 4, "n": 2000, "statistic": 1.5034, "df_between": 3,
            "df_within": 1996, "p_value": 0.2119, "eta_squared": 0.0022547, "omega_squared": 0.00075,
            "alpha": 0.05, "significant": False,
        }],
    ),
    _evidence(
        "anova",
        [{"group_a": "East", "group_b": "North", "difference": -2.28, "p_adjusted": 0.7147, "significant": False},
         {"group_a": "East", "group_b": "South", "difference": -13.965, "p_adjusted": 0.1191, "significant": False}],
        table="pairs",
    ),
)  # fmt: skip
REGRESSION = (
    _evidence(
        "regression",
        [
            {"term": "(intercept)", "coefficient": 14.95797, "std_error": 14.31475, "t": 1.04493,
             "p_value": 0.29618, "ci_low": -13.1154, "ci_high": 43.03138},
            {"term": "quantity", "coefficient": 90.399037, "std_error": 2.64231, "t": 34.21214,
             "p_value": 2.591e-202, "ci_low": 85.21707, "ci_high": 95.581006},
        ],
    ),
    _evidence(
        "regression",
        [{"n": 2000, "r_squared": 0.36941184261337723, "adjusted_r_squared": 0.3690962329249955,
          "f_statistic": 1170.4705407098172, "f_p_value": 2.5913567061143267e-202,
          "residual_std_error": 489.29047989844446, "residual_degrees_of_freedom": 1998}],
        table="fit",
    ),
)  # fmt: skip
DESCRIBED = (
    _evidence(
        "described",
        [{"column": "revenue", "n": 2000, "missing": 0, "mean": 330.767005, "median": 139.795,
          "std": 616.00637337409, "variance": 379463.8520374987, "min": 3.65, "max": 9075.45, "q25": 31.04,
          "q75": 366.905, "q90": 791.005, "iqr": 335.865, "skewness": 5.5737}],
    ),
    _evidence(
        "profile",
        [{"column": "revenue", "nulls": 0, "minimum": 3.65, "maximum": 9075.45, "low_fence": -472.7575,
          "high_fence": 870.7025}],
        table="columns",
    ),
)  # fmt: skip
OUTLIERS = (
    _evidence(
        "outliers",
        [{"column": "revenue", "method": "zscore", "threshold": 3.0, "n": 2000, "outliers": 40, "share": 0.02,
          "below": 0, "above": 40, "low_bound": -1517.2521, "high_bound": 2178.7861, "mean": 330.767,
          "std": 616.00637}],
    ),
)  # fmt: skip
MODEL = (
    _evidence(
        "model",
        [{"model": "decision tree model", "n_train": 1600, "n_test": 400, "mse": 32734.659, "rmse": 180.92722,
          "mae": 98.82271, "r2": 0.8997061}],
        settings=(("test_size", 0.2), ("random_state", 42.0), ("max_depth", 4.0)),
    ),
)  # fmt: skip
NORMALITY = (
    _evidence(
        "normality",
        [{"test": "Shapiro–Wilk", "statistic": 0.9475459468080154, "p_value": 1.6107961632019558e-08, "n": 283,
          "alpha": 0.05, "normality_rejected": True}],
    ),
)  # fmt: skip
CHI_SQUARE = (
    _evidence(
        "chi", [{"test": "Chi-square test", "n": 2000, "statistic": 8.446035633845757, "df": 9,
                 "p_value": 0.489894765939926, "cramers_v": 0.03751896328046605, "alpha": 0.05,
                 "significant": False}],
    ),
)  # fmt: skip
