"""Whether a series rises or falls: a straight line, a rank test and a slope that outliers don't move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.stattools import durbin_watson

from engine.statistics.results import Assumption, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.series import Series, read_series
from engine.statistics.tables import table
from engine.statistics.wording import number, p_value, percent

_THEIL_SEN_MOST = 3_000
"""Steps up to which all pairs are compared: memory grows with their square (72 MB here)."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A straight line through the series: value against the number of the step."""

    slope: float
    ci_low: float
    ci_high: float
    p_value: float
    r_squared: float
    fitted: Any
    lags: int
    durbin_watson: float


def trend(sample: Sample) -> StatisticResult:
    """The slope of a series per step. Tables: `trend` (one row) and `history` (time, value, fitted).

    Raises StatisticRefused for what `read_series` refuses.
    """
    series = read_series(sample, minimum=4)
    line = _line(series, sample.parameters["confidence"])
    kendall = stats.kendalltau(np.arange(series.steps), series.values.to_numpy())
    theil = _theil_sen(series, sample.parameters["confidence"])
    row: dict[str, Any] = {
        "slope": line.slope, "ci_low": line.ci_low, "ci_high": line.ci_high, "p_value": line.p_value,
        "r_squared": line.r_squared, "change": line.slope * (series.steps - 1),
        "mann_kendall_tau": kendall.statistic, "mann_kendall_p_value": kendall.pvalue, **theil,
    }  # fmt: skip
    columns = {"step": "VARCHAR", "n": "BIGINT"} | dict.fromkeys(row, "DOUBLE")
    first = table("trend", columns, [[series.grain.label, series.steps, *row.values()]])
    return StatisticResult(
        operation="trend",
        tables=(first, series.history("history", fitted=line.fitted)),
        n=series.rows,
        missing=series.missing,
        missing_handling="Rows without a time or value were left out.",
        reading=_reading(series, line, sample.parameters),
        conventions=tuple(_conventions(series, line)),
        assumptions=(_independence(line),),
        warnings=(*series.warnings, *_theil_sen_warning(series)),
        total_rows=sample.total_rows,
    )


def _line(series: Series, confidence: float) -> _Line:
    """Least squares with Newey–West errors; lags by Newey & West's rule, 4 (n / 100)^(2/9)."""
    lags = int(4 * (series.steps / 100) ** (2 / 9))
    design = sm.add_constant(np.arange(series.steps, dtype=float))
    fit = sm.OLS(series.values.to_numpy(), design).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    low, high = fit.conf_int(alpha=1 - confidence)[1]
    return _Line(
        float(fit.params[1]), float(low), float(high), float(fit.pvalues[1]), float(fit.rsquared),
        fit.fittedvalues, lags, float(durbin_watson(fit.resid)),
    )  # fmt: skip


def _theil_sen(series: Series, confidence: float) -> dict[str, float | None]:
    names = ("theil_sen_slope", "theil_sen_ci_low", "theil_sen_ci_high")
    if series.steps > _THEIL_SEN_MOST:
        return dict.fromkeys(names)
    found = stats.theilslopes(series.values.to_numpy(), alpha=confidence)
    return dict(zip(names, (found.slope, found.low_slope, found.high_slope), strict=True))


def _theil_sen_warning(series: Series) -> list[str]:
    if series.steps <= _THEIL_SEN_MOST:
        return []
    return [f"The Theil–Sen slope is left out: it compares all pairs, at most of {_THEIL_SEN_MOST:,} steps."]


def _reading(series: Series, line: _Line, parameters: Any) -> str:
    first, last = (series.label(series.values.index[i]) for i in (0, -1))
    figures = (
        f"{percent(parameters['confidence'])} interval {number(line.ci_low)} to {number(line.ci_high)}, "
        f"{p_value(line.p_value)}, {series.steps:,} steps from {first} to {last}"
    )
    if not line.p_value < parameters["alpha"]:
        return (
            f"{series.name} shows no clear trend: {number(line.slope)} per {series.grain.label} ({figures})."
        )
    direction = "rises" if line.slope > 0 else "falls"
    amount = number(abs(line.slope))
    return f"{series.name} {direction} by {amount} per {series.grain.label} on average ({figures})."


def _conventions(series: Series, line: _Line) -> list[str]:
    return [
        *series.notes,
        f"Slope by least squares on the number of the step; interval and p-value with Newey–West errors "
        f"({line.lags} lags), which allow for values that follow their predecessors.",
        "Mann–Kendall is Kendall's tau-b of value and time; Theil–Sen is the median slope of all pairs.",
    ]


def _independence(line: _Line) -> Assumption:
    independent = 1.5 <= line.durbin_watson <= 2.5
    detail = f"Durbin–Watson {number(line.durbin_watson)} of the line's residuals (2 is ideal)"
    detail += "." if independent else "; Mann–Kendall's p-value doesn't allow for it and may be too small."
    return Assumption("Values don't follow their predecessors", independent, detail)
