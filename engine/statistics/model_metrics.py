"""How good predictions are on rows the model never saw: scikit-learn's metrics, by their usual names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn import metrics

from engine.statistics.results import ResultTable
from engine.statistics.tables import table
from engine.statistics.wording import number

REGRESSION = ("mse", "rmse", "mae", "r2")
CLASSIFICATION = ("accuracy", "precision", "recall", "f1", "roc_auc")
_LABELS = {
    "mse": "MSE", "rmse": "RMSE", "mae": "MAE", "r2": "R²", "accuracy": "accuracy",
    "precision": "precision", "recall": "recall", "f1": "F1", "roc_auc": "ROC AUC",
}  # fmt: skip

Values = npt.NDArray[Any]
Scores = dict[str, float | None]


def regression_metrics(actual: Values, predicted: Values) -> Scores:
    """MSE, RMSE, MAE and R², the last None where the actual values don't vary."""
    varies = len(actual) > 1 and np.ptp(actual) > 0
    return {
        "mse": float(metrics.mean_squared_error(actual, predicted)),
        "rmse": float(metrics.root_mean_squared_error(actual, predicted)),
        "mae": float(metrics.mean_absolute_error(actual, predicted)),
        "r2": float(metrics.r2_score(actual, predicted)) if varies else None,
    }


def classification_metrics(
    actual: Values, predicted: Values, probabilities: Values, classes: Sequence[Any], average: str
) -> Scores:
    """Accuracy, precision, recall, F1 and ROC AUC.

    `probabilities` has one column a class, in the order of `classes`; of two classes the second is
    the positive one. What has no positive prediction or case counts as 0, as in scikit-learn.
    """
    how: dict[str, Any] = {"average": average, "zero_division": 0.0}
    if average == "binary":
        how["pos_label"] = classes[1]
    return {
        "accuracy": float(metrics.accuracy_score(actual, predicted)),
        "precision": float(metrics.precision_score(actual, predicted, **how)),
        "recall": float(metrics.recall_score(actual, predicted, **how)),
        "f1": float(metrics.f1_score(actual, predicted, **how)),
        "roc_auc": _roc_auc(actual, probabilities, classes),
    }


def _roc_auc(actual: Values, probabilities: Values, classes: Sequence[Any]) -> float | None:
    """Of two classes, or the mean over one class against the rest; None unless all occur in `actual`."""
    if set(classes) != set(actual.tolist()):
        return None
    columns = np.array([actual == value for value in classes]).T
    if len(classes) == 2:
        return float(metrics.roc_auc_score(columns[:, 1], probabilities[:, 1]))
    return float(metrics.roc_auc_score(columns, probabilities, average="macro"))


def confusion_table(actual: Values, predicted: Values, classes: Sequence[Any]) -> ResultTable:
    """One row for each pair of actual and predicted class that occurs."""
    counts = metrics.confusion_matrix(actual, predicted, labels=list(classes))
    rows = [
        [class_label(a), class_label(p), counts[i, j]]
        for i, a in enumerate(classes)
        for j, p in enumerate(classes)
        if counts[i, j]
    ]
    return table("confusion", {"actual": "VARCHAR", "predicted": "VARCHAR", "count": "BIGINT"}, rows)


def metrics_table(scores: Mapping[str, float | None], trained: int, tested: int, model: str) -> ResultTable:
    """One row: the model, the sizes of both parts, each metric."""
    columns = {"model": "VARCHAR", "n_train": "BIGINT", "n_test": "BIGINT"}
    columns |= dict.fromkeys(scores, "DOUBLE")
    return table("metrics", columns, [[model, trained, tested, *scores.values()]])


def scores_text(scores: Mapping[str, float | None]) -> str:
    """The metrics that have a value, for a sentence: `RMSE 53.12, R² 0.4849`."""
    known = ((_LABELS.get(name), value) for name, value in scores.items())
    return ", ".join(f"{label} {number(value)}" for label, value in known if label and value is not None)


def class_label(value: Any) -> str:
    """A class as text; numbers without a needless `.0`."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
