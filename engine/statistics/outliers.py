"""Values far from the rest of their column, with the rows they stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.checks import Floats, values_of
from engine.statistics.results import StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.wording import counted, number, percent

_NORMAL_MAD = 0.6745
"""A standard normal distribution's median absolute deviation, as rounded by Iglewicz and Hoaglin."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a method says of every row (NaN where there is no value): which ones are outliers.

    `distance` is signed, from the middle; `scale` is its unit in the score. Outside of `low` and
    `high` lie the outliers.
    """

    outlying: npt.NDArray[np.bool_]
    distance: Floats
    scale: float
    low: float
    high: float
    convention: str
    figures: dict[str, float]
    warnings: tuple[str, ...] = field(default=())

    def score(self, row: int) -> float | None:
        return float(self.distance[row] / self.scale) if self.scale else None


def outliers(sample: Sample) -> StatisticResult:
    """How many values a method calls outliers, between which bounds none are, and the farthest ones.

    IQR fences: Tukey (1977), "Exploratory Data Analysis"; modified z-score: Iglewicz & Hoaglin
    (1993), "How to Detect and Handle Outliers".
    """
    name = sample.name("target_column")
    values = values_of(sample, "target_column", minimum=3)
    column: Floats = sample.frame[name].to_numpy(dtype=np.float64)
    judge, threshold = _METHODS[sample.parameters["method"]]
    if sample.parameters["threshold"] is not None:
        threshold = sample.parameters["threshold"]
    judged = judge(sample, values, column, threshold)
    summary = _summary(sample, judged, threshold, values)
    rows = np.flatnonzero(judged.outlying)
    shown = _farthest(rows, judged)[: sample.parameters["max_rows"]]
    listing = {"row": "BIGINT", name: "DOUBLE", "score" if name != "score" else "score_": "DOUBLE"}
    return StatisticResult(
        "outliers",
        (
            table("summary", {key: _type(value) for key, value in summary.items()}, [list(summary.values())]),
            table(
                "outliers",
                listing,
                [[row + 1, column[row], judged.score(row)] for row in shown],
                total_rows=len(rows),
            ),
        ),
        n=len(values),
        missing=sample.total_rows - len(values),
        missing_handling="Rows without a value are left out.",
        reading=_reading(name, judged, len(rows), len(values)),
        conventions=(
            judged.convention,
            "Rows are counted from 1 in the order of the data, the farthest first.",
        ),
        warnings=judged.warnings,
    )


def _by_quartiles(sample: Sample, values: Floats, column: Floats, threshold: float) -> _Judged:
    first, third = (float(quartile) for quartile in np.quantile(values, [0.25, 0.75]))
    iqr = third - first
    low, high = first - threshold * iqr, third + threshold * iqr
    name = sample.name("target_column")
    return _Judged(
        outlying=(column < low) | (column > high),
        distance=column - np.clip(column, first, third),
        scale=iqr,
        low=low,
        high=high,
        convention=f"Outliers lie more than {threshold:g} × IQR below the first or above the third quartile "
        "(linear quantiles); the score is the distance from the quartile in IQRs.",
        figures={"q25": first, "q75": third, "iqr": iqr},
        warnings=()
        if iqr
        else (f"Half of the values of {name} are equal (IQR 0): every other value is far.",),
    )


def _by_deviation(sample: Sample, values: Floats, column: Floats, threshold: float) -> _Judged:
    population = sample.parameters["population"]
    mean, deviation = float(values.mean()), float(values.std(ddof=0 if population else 1))
    kind = "population standard deviation (n)" if population else "sample standard deviation (n − 1)"
    return _centred(
        column,
        mean,
        deviation,
        threshold,
        f"Outliers have a z-score beyond ±{threshold:g}: distance from the mean in units of the {kind}.",
        {"mean": mean, "std": deviation},
    )


def _by_median_deviation(sample: Sample, values: Floats, column: Floats, threshold: float) -> _Judged:
    median, mad = float(np.median(values)), float(stats.median_abs_deviation(values))
    if mad == 0:
        raise StatisticRefused(
            f"More than half of the values of {sample.name('target_column')} equal its median, so the "
            "modified z-score has no scale; use the method iqr or zscore."
        )
    return _centred(
        column,
        median,
        mad / _NORMAL_MAD,
        threshold,
        f"Outliers have a modified z-score beyond ±{threshold:g}: {_NORMAL_MAD} × (value − median) / MAD, "
        "MAD being the median absolute deviation.",
        {"median": median, "mad": mad},
    )


def _centred(
    column: Floats, center: float, scale: float, threshold: float, convention: str, figures: dict[str, float]
) -> _Judged:
    distance = column - center
    reach = threshold * scale
    outlying = np.abs(distance / scale) > threshold
    return _Judged(outlying, distance, scale, center - reach, center + reach, convention, figures)


_METHODS: dict[str, tuple[Callable[[Sample, Floats, Floats, float], _Judged], float]] = {
    "iqr": (_by_quartiles, 1.5),
    "zscore": (_by_deviation, 3.0),
    "modified_zscore": (_by_median_deviation, 3.5),
}
"""How each method judges, and its usual threshold."""


def _summary(sample: Sample, judged: _Judged, threshold: float, values: Floats) -> dict[str, object]:
    count = int(judged.outlying.sum())
    below = int((judged.outlying & (judged.distance < 0)).sum())
    return {
        "column": sample.name("target_column"),
        "method": sample.parameters["method"],
        "threshold": float(threshold),
        "n": len(values),
        "outliers": count,
        "share": count / len(values),
        "below": below,
        "above": count - below,
        "low_bound": judged.low,
        "high_bound": judged.high,
        **judged.figures,
    }


def _type(value: object) -> str:
    return {int: "BIGINT", float: "DOUBLE"}.get(type(value), "VARCHAR")


def _farthest(rows: npt.NDArray[np.intp], judged: _Judged) -> npt.NDArray[np.intp]:
    return rows[np.argsort(-np.abs(judged.distance[rows]), kind="stable")]


def _reading(name: str, judged: _Judged, count: int, n: int) -> str:
    between = f"{number(judged.low)} to {number(judged.high)}"
    if not count:
        return f"{name} has no outliers: all {counted(n, 'value')} lie within {between}."
    found = f"{counted(count, 'outlier')} among {counted(n, 'value')} ({percent(count / n)})"
    return f"{name} has {found}: outside of {between}."
