"""Models that predict (scikit-learn): trained on one part of the rows, measured on the other.

The numbers are those of a plain script that splits with `train_test_split` and fits the same
estimator, so that a person can check them at home.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline

from engine.errors import StatisticRefused
from engine.statistics.data_split import Rows, rows_for, split_convention, split_positions
from engine.statistics.design_matrix import predictors_of, refuse_constant
from engine.statistics.estimators import Model, choose_model, pipeline_for, weights_table
from engine.statistics.model_metrics import (
    CLASSIFICATION,
    REGRESSION,
    Scores,
    class_label,
    classification_metrics,
    confusion_table,
    metrics_table,
    regression_metrics,
    scores_text,
)
from engine.statistics.operation import Kind
from engine.statistics.results import ResultTable, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.wording import counted, listed, percent

_MAX_CLASSES = 50


@dataclass(frozen=True, slots=True)
class _Data:
    """What a prediction works on."""

    model: Model
    rows: Rows
    target: pd.Series[Any]
    classes: list[Any]
    """The values of a category in their order; none for a number."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    scores: Scores
    trained: int
    tested: int
    tables: list[ResultTable]
    warnings: list[str]


def predict(sample: Sample) -> StatisticResult:
    """Train a model and measure it on rows that it never saw.

    Tables: `metrics` (one row: model, n_train, n_test, each metric), for categories `confusion`,
    then `coefficients` or `importances` where the model has them. Raises StatisticRefused for a
    model or metric that doesn't fit the target, a target of one value, time columns and
    categories of too many values.
    """
    data = _prepare(sample)
    outcome = _train_and_test(sample, data)
    return StatisticResult(
        operation="predict",
        tables=tuple(outcome.tables),
        n=len(data.rows.used),
        missing=data.rows.missing,
        missing_handling="Rows with a missing value in the target or a predictor were left out.",
        reading=_reading(data, outcome),
        conventions=tuple(_conventions(sample, data)),
        warnings=(*data.rows.notes, *_two_numbers(data), *outcome.warnings),
        total_rows=sample.total_rows,
    )


def _prepare(sample: Sample) -> _Data:
    predictors = predictors_of(sample)
    name = sample.name("target_column")
    if sample.kinds[name] is Kind.TIME:
        raise StatisticRefused(
            f"{name} is a time column and can't be predicted: take a number or a category."
        )
    numeric = sample.kinds[name] is Kind.NUMERIC
    model = choose_model(sample.parameters["model"], _task(sample), name, numeric=numeric)
    _check_metrics(sample, model)
    cells = model.cells(sample.parameters)
    rows = rows_for(sample, predictors, minimum=10, max_cells=cells, what=model.label)
    refuse_constant(rows.used, predictors)
    values = rows.used[name]
    if numeric and not model.regression:
        values = _as_classes(values)
    classes = [] if model.regression else _classes(values)
    if model.regression and values.nunique() < 2:
        raise StatisticRefused(f"{name} has the same value in all {len(values):,} rows.")
    return _Data(model, rows, values if model.regression else values.astype(object), classes)


def _task(sample: Sample) -> str | None:
    """The task that was asked for, or that the asked metrics imply."""
    asked = sample.parameters["metrics"]
    implied = "classification" if asked and set(asked) <= set(CLASSIFICATION) else None
    return sample.parameters["task"] or implied


def _check_metrics(sample: Sample, model: Model) -> None:
    fitting = REGRESSION if model.regression else CLASSIFICATION
    asked = sample.parameters["metrics"] or []
    if wrong := [metric for metric in asked if metric not in fitting]:
        what = "numbers" if model.regression else "categories"
        raise StatisticRefused(
            f"{listed(wrong)} can't measure a prediction of {what}: take from {', '.join(fitting)}."
        )
    if sample.parameters["stratify"] and model.regression:
        raise StatisticRefused("Only a category can be stratified: leave stratify out to predict a number.")


def _as_classes(numbers: pd.Series[Any]) -> pd.Series[Any]:
    """A numeric target as a category of text, in the order of the numbers."""
    order = sorted(numbers.unique())
    texts = pd.Categorical(numbers.map(class_label), categories=dict.fromkeys(map(class_label, order)))
    return pd.Series(texts, index=numbers.index, name=numbers.name)


def _classes(target: pd.Series[Any]) -> list[Any]:
    """The target's values in their order. Raises StatisticRefused for one, and for too many."""
    values = list(target.cat.remove_unused_categories().cat.categories)
    if len(values) < 2:
        raise StatisticRefused(f"{target.name} has the same value in all {len(target):,} rows.")
    if len(values) > _MAX_CLASSES:
        raise StatisticRefused(
            f"{target.name} has {len(values):,} different values; at most {_MAX_CLASSES} can be told apart. "
            "Group its values first, or predict it as a number."
        )
    return values


def _train_and_test(sample: Sample, data: _Data) -> _Outcome:
    parameters = sample.parameters
    strata = data.target if parameters["stratify"] else None
    train, test = split_positions(
        len(data.rows.used), parameters["test_size"], parameters["random_state"], strata
    )
    if not data.model.regression and data.target.iloc[train].nunique() < 2:
        raise StatisticRefused(
            f"The training part has one value of {data.target.name} only: choose another random_state, "
            "or stratify."
        )
    if data.model.name == "k_nearest_neighbours" and parameters["n_neighbors"] > len(train):
        raise StatisticRefused(
            f"There are {counted(len(train), 'training row')} for {parameters['n_neighbors']} neighbours: "
            "ask for fewer neighbours."
        )
    pipeline, notes = _fitted(sample, data, train)
    actual = data.target.to_numpy()[test]
    inputs = data.rows.used.iloc[test]
    scores, tables = _measured(sample, data, pipeline, inputs, actual)
    if not data.model.regression:
        commonest = data.target.iloc[train].value_counts().index[0]
        scores = scores | {"baseline_accuracy": float(np.mean(actual == commonest))}
    metrics = metrics_table(scores, len(train), len(test), data.model.label)
    return _Outcome(
        scores, len(train), len(test), [metrics, *tables, *weights_table(pipeline, data.classes)], notes
    )


def _fitted(sample: Sample, data: _Data, train: npt.NDArray[np.intp]) -> tuple[Pipeline, list[str]]:
    pipeline = pipeline_for(sample, data.model)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pipeline.fit(data.rows.used.iloc[train], data.target.to_numpy()[train])
    if any(issubclass(warning.category, ConvergenceWarning) for warning in caught):
        return pipeline, ["The model had not settled when it stopped: standardize = true usually helps."]
    return pipeline, []


def _measured(
    sample: Sample, data: _Data, pipeline: Pipeline, inputs: pd.DataFrame, actual: npt.NDArray[Any]
) -> tuple[Scores, list[ResultTable]]:
    predicted = pipeline.predict(inputs)
    if data.model.regression:
        return _asked(sample, regression_metrics(actual, predicted)), []
    order = [list(pipeline.classes_).index(value) for value in data.classes if value in pipeline.classes_]
    known = [pipeline.classes_[index] for index in order]
    probabilities = pipeline.predict_proba(inputs)[:, order]
    scores = classification_metrics(actual, predicted, probabilities, known, _average(sample, data))
    return _asked(sample, scores), [confusion_table(actual, predicted, data.classes)]


def _asked(sample: Sample, scores: Scores) -> Scores:
    asked = sample.parameters["metrics"]
    return {name: scores[name] for name in dict.fromkeys(asked)} if asked else scores


def _average(sample: Sample, data: _Data) -> str:
    asked = sample.parameters["average"]
    if asked == "binary" and len(data.classes) > 2:
        raise StatisticRefused(
            f"{data.target.name} has {len(data.classes)} values; average = binary needs two: take macro "
            "or weighted."
        )
    return str(asked or ("binary" if len(data.classes) == 2 else "macro"))


def _two_numbers(data: _Data) -> list[str]:
    if not data.model.regression or data.target.nunique() > 2:
        return []
    return [f"{data.target.name} has only two values; task = classification predicts which of them."]


def _reading(data: _Data, outcome: _Outcome) -> str:
    text = (
        f"A {data.model.label} trained on {counted(outcome.trained, 'row')} predicts {data.target.name} on "
        f"{outcome.tested:,} others with {scores_text(outcome.scores)}."
    )
    baseline = outcome.scores.get("baseline_accuracy")
    if baseline is not None:
        text += f" Always giving the commonest value would be right in {percent(baseline)} of them."
    r2 = outcome.scores.get("r2")
    if r2 is not None and r2 <= 0:
        text += " That is no better than always giving the mean."
    return text


def _conventions(sample: Sample, data: _Data) -> list[str]:
    parameters = sample.parameters
    stratified = bool(parameters["stratify"])
    sentences = [
        split_convention(parameters["test_size"], parameters["random_state"], stratified=stratified),
        f"Metrics are of the test part; the model is scikit-learn's {data.model.script(parameters)}.",
    ]
    if any(sample.kinds[name] is Kind.CATEGORY for name in sample.names("columns")):
        sentences.append("Categories became one 0/1 column for each value of the training part.")
    if parameters["standardize"]:
        sentences.append("Numbers were scaled to mean 0 and deviation 1, as found in the training part.")
    if not data.model.regression:
        average = _average(sample, data)
        of = f"of {data.target.name} = {data.classes[1]}" if average == "binary" else f"{average} averages"
        sentences.append(f"Precision, recall and F1 are {of}.")
    return sentences
