"""The models that `predict` can train: which estimator, for which targets, on how many rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from engine.errors import StatisticRefused
from engine.statistics.design_matrix import INTERCEPT
from engine.statistics.model_metrics import class_label
from engine.statistics.operation import Kind
from engine.statistics.results import ResultTable
from engine.statistics.sample import Sample
from engine.statistics.tables import table

Parameters = Mapping[str, Any]
_LOGISTIC_ITERATIONS = 1000


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the catalogue for one task.

    `max_cells`, numbers after encoding, keeps training within about half a minute of one core and
    the encoded table below half a gigabyte; of a forest each tree reads them.
    """

    name: str
    max_cells: int
    build: Callable[[Parameters], Any]

    @property
    def regression(self) -> bool:
        return self in _REGRESSORS

    @property
    def label(self) -> str:
        return self.name.replace("_", " ") + (" regression" if self.name in _REGRESSIONS else " model")

    def cells(self, parameters: Parameters) -> int:
        """How many encoded numbers it takes with these parameters."""
        return self.max_cells // (parameters["n_estimators"] if self.name == "random_forest" else 1)

    def script(self, parameters: Parameters) -> str:
        """The estimator as a script would write it."""
        return " ".join(repr(self.build(parameters)).split())


def _tree(parameters: Parameters) -> dict[str, Any]:
    return {"max_depth": parameters["max_depth"], "random_state": parameters["random_state"]}


def _forest(parameters: Parameters) -> dict[str, Any]:
    return _tree(parameters) | {"n_estimators": parameters["n_estimators"]}


def _logistic(parameters: Parameters) -> LogisticRegression:
    return LogisticRegression(max_iter=_LOGISTIC_ITERATIONS, random_state=parameters["random_state"])


_REGRESSIONS = ("linear", "ridge", "logistic")
_REGRESSORS = (
    Model("linear", 40_000_000, lambda p: LinearRegression()),
    Model("ridge", 40_000_000, lambda p: Ridge(alpha=p["alpha"])),
    Model("decision_tree", 4_000_000, lambda p: DecisionTreeRegressor(**_tree(p))),
    Model("random_forest", 20_000_000, lambda p: RandomForestRegressor(**_forest(p))),
    Model("k_nearest_neighbours", 1_000_000, lambda p: KNeighborsRegressor(n_neighbors=p["n_neighbors"])),
)
_CLASSIFIERS = (
    Model("logistic", 2_000_000, _logistic),
    Model("decision_tree", 4_000_000, lambda p: DecisionTreeClassifier(**_tree(p))),
    Model("random_forest", 30_000_000, lambda p: RandomForestClassifier(**_forest(p))),
    Model("k_nearest_neighbours", 1_000_000, lambda p: KNeighborsClassifier(n_neighbors=p["n_neighbors"])),
)


def choose_model(name: str | None, task: str | None, target: str, *, numeric: bool) -> Model:
    """The model by name and task; what isn't given follows from the target.

    Raises StatisticRefused where the target, the task and the model don't go together.
    """
    regression = task == "regression" if task else numeric and name != "logistic"
    if regression and not numeric:
        raise StatisticRefused(f"{target} is a category: it takes task = classification.")
    name = name or ("linear" if regression else "logistic")
    models = _REGRESSORS if regression else _CLASSIFIERS
    model = next((m for m in models if m.name == name), None)
    if model is None:
        what = "a number" if regression else "a category"
        fitting = ", ".join(m.name for m in models)
        raise StatisticRefused(f"A {name} model can't predict {what} ({target}): take one of {fitting}.")
    return model


def pipeline_for(sample: Sample, model: Model) -> Pipeline:
    """Encoding, scaling where asked and the estimator; numbers first, then categories, each in order."""
    names = list(dict.fromkeys(sample.names("columns")))
    categories = [name for name in names if sample.kinds[name] is Kind.CATEGORY]
    numbers = [name for name in names if name not in categories]
    scaling = StandardScaler() if sample.parameters["standardize"] else "passthrough"
    one_hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    encode = ColumnTransformer([("numbers", scaling, numbers), ("categories", one_hot, categories)])
    return Pipeline([("encode", encode), ("model", model.build(sample.parameters))])


def weights_table(pipeline: Pipeline, classes: list[Any]) -> list[ResultTable]:
    """What the model gives weight to: coefficients, or importances with the largest first."""
    model, terms = pipeline["model"], _terms(pipeline["encode"])
    if hasattr(model, "feature_importances_"):
        pairs = sorted(zip(terms, model.feature_importances_, strict=True), key=lambda pair: -pair[1])
        return [table("importances", {"term": "VARCHAR", "importance": "DOUBLE"}, pairs)]
    if not hasattr(model, "coef_"):
        return []
    names = [INTERCEPT, *terms]
    weights = np.column_stack([np.atleast_1d(model.intercept_), np.atleast_2d(model.coef_)])
    if len(weights) == 1:
        sign = -1.0 if classes and model.classes_[1] != classes[1] else 1.0
        rows = zip(names, sign * weights[0], strict=True)
        return [table("coefficients", {"term": "VARCHAR", "coefficient": "DOUBLE"}, rows)]
    columns = {"class": "VARCHAR", "term": "VARCHAR", "coefficient": "DOUBLE"}
    cells = ([class_label(value), *pair] for value, row in zip(model.classes_, weights, strict=True)
             for pair in zip(names, row, strict=True))  # fmt: skip
    return [table("coefficients", columns, cells)]


def _terms(encode: ColumnTransformer) -> list[str]:
    terms: list[str] = []
    for part, fitted, columns in encode.transformers_:
        if part == "numbers":
            terms += columns
        elif part == "categories" and columns:
            pairs = zip(columns, fitted.categories_, strict=True)
            terms += [f"{name} = {level}" for name, levels in pairs for level in levels]
    return terms
