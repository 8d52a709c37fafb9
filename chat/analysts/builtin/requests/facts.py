"""The figures of an answer with the words that point at them, so that "@p_value" finds its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chat.analysts.base import AnalysisDetails
from engine.results import JsonValue, QueryResult

MAX_FACTS = 500
FIGURES: Mapping[str, tuple[str, ...]] = {
    "p_value": ("p_value", "p_adjusted"),
    "statistic": ("statistic", "t", "f", "u", "h", "w", "chi_square", "z", "f_statistic", "t_statistic"),
    "coefficient": ("coefficient", "correlation"),
    "confidence_interval": ("ci_low", "ci_high", "mean_ci_low", "mean_ci_high", "low", "high", "lower",
    "upper"),
    "effect_size": (
        "effect_size", "cohens_d", "hedges_g", "eta_squared", "omega_squared", "epsilon_squared",
        "rank_biserial",
    ),
    "odds_ratio": ("odds_ratio",),
    "r2": ("r2", "r_squared"),
    "adjusted_r2": ("adjusted_r2", "adjusted_r_squared"),
    "std": ("std", "sd", "standard_deviation"),
    "skewness": ("skewness", "skewness_adjusted"),
    "kurtosis": ("kurtosis", "kurtosis_adjusted", "excess_kurtosis"),
    "silhouette": ("silhouette",),
    "cramers_v": ("cramers_v",),
    "df": ("df", "df_1", "df_2", "degrees_of_freedom", "dof"),
    "vif": ("vif",),
    "count": ("count", "n", "outliers"),
    "slope": ("coefficient",),
    "intercept": ("coefficient",),
}  # fmt: skip
"""A figure as people name it, and the columns of results that hold it; others go by their own name."""
_NAMES = {
    "p_value": "p-value", "mse": "MSE", "rmse": "RMSE", "mae": "MAE", "r2": "R²", "r_squared": "R²",
    "f1": "F1",
    "roc_auc": "ROC AUC", "std": "standard deviation", "sd": "standard deviation",
    "iqr": "interquartile range",
    "min": "lowest value", "max": "highest value", "cramers_v": "Cramér's V", "cohens_d": "Cohen's d",
    "statistic": "test statistic", "skewness_adjusted": "skewness, adjusted",
    "kurtosis_adjusted": "kurtosis, adjusted",
    "ci_low": "interval from", "ci_high": "interval to", "df": "degrees of freedom", "vif": "VIF",
}  # fmt: skip
_QUANTILE = re.compile(r"q(\d+(?:\.\d+)?)$")
_INTERCEPTS = {"intercept", "const", "(intercept)"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell: the column it stands in, and what its row is about (`owner`)."""

    figure: str
    owner: str
    value: JsonValue
    first: bool = True
    """From the table that holds the answer."""

    @property
    def name(self) -> str:
        if quantile := _QUANTILE.match(self.figure):
            return f"{quantile[1]} % quantile"
        return _NAMES.get(self.figure, self.figure.replace("_", " "))

    def answers(self, wanted: str) -> bool:
        """Whether this is the figure that `wanted` names."""
        if wanted == "quantiles":
            return _QUANTILE.match(self.figure) is not None
        if wanted in {"slope", "intercept"} and self.figure == "coefficient":
            return self.is_intercept == (wanted == "intercept")
        return self.figure in FIGURES.get(wanted, (wanted,))

    @property
    def is_intercept(self) -> bool:
        return self.owner.casefold() in _INTERCEPTS


def facts_of(result: QueryResult, details: AnalysisDetails | None = None) -> list[Fact]:
    """The figures of the first table, then of those behind it."""
    found = list(_cells(result, first=True))
    for table in (details.tables if details else {}).values():
        found += _cells(table, first=False)
    return found[:MAX_FACTS]


def _cells(table: QueryResult, *, first: bool) -> Iterator[Fact]:
    for row in table.rows[:100]:
        texts = [str(cell) for cell in row if isinstance(cell, str)]
        owner = ", ".join(texts) if len(table.rows) > 1 else ""
        for column, cell in zip(table.column_names, row, strict=True):
            if isinstance(cell, int | float | bool):
                yield Fact(column.casefold().replace(" ", "_"), owner, cell, first)
