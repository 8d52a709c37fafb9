"""Linear regression by least squares (statsmodels), with what a reader must check before trusting it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.stattools import durbin_watson

from engine.errors import StatisticRefused
from engine.statistics.collinearity import collinearity, refuse_collinear
from engine.statistics.data_split import Rows, rows_for, split_convention, split_positions
from engine.statistics.design_matrix import (
    INTERCEPT,
    Encoding,
    Floats,
    column_scales,
    fit_encoding,
    predictors_of,
    reference_convention,
)
from engine.statistics.model_metrics import Scores, metrics_table, regression_metrics, scores_text
from engine.statistics.results import Assumption, ResultTable, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.wording import counted, listed, number, p_value, percent

_MAX_CELLS = 20_000_000
"""Of the design: about a gigabyte while it is solved, and half a minute of one core."""
_SHAPIRO_MOST = 5000
"""Rows up to which SciPy calls Shapiro–Wilk's p-value accurate."""
_EXACT_FIT = 1e-20
"""Share of the target's sum of squares below which residuals are rounding errors."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A fitted regression; `coefficients` are in the units of the columns, one for each term."""

    encoding: Encoding
    design: Floats
    fit: Any
    coefficients: Floats
    std_errors: Floats

    @property
    def exact(self) -> bool:
        return bool(self.fit.ssr <= _EXACT_FIT * (self.fit.uncentered_tss or 1.0))


def linear_regression(sample: Sample) -> StatisticResult:
    """Least squares of the target on predictors. Tables: `coefficients`, `fit`, `collinearity`, `condition`.

    With `test_size` the model is fitted on the training part and the first table is `metrics` of the
    test part. Raises StatisticRefused for constant or perfectly collinear columns, time columns,
    categories of too many levels and too few rows.
    """
    predictors = predictors_of(sample)
    rows = rows_for(sample, predictors, minimum=4, max_cells=_MAX_CELLS, what="regression")
    test_size = sample.parameters["test_size"]
    if test_size is None:
        return _result(sample, rows, _fit(sample, rows.used, predictors), None)
    train, test = split_positions(len(rows.used), test_size, sample.parameters["random_state"])
    model = _fit(sample, rows.used.iloc[np.sort(train)], predictors)
    return _result(sample, rows, model, rows.used.iloc[np.sort(test)])


def _fit(sample: Sample, rows: pd.DataFrame, predictors: list[str]) -> LinearModel:
    target = rows[sample.name("target_column")]
    if target.nunique() < 2:
        raise StatisticRefused(f"{target.name} has the same value in all {len(rows):,} rows.")
    encoding = fit_encoding(rows, predictors, sample.kinds, intercept=sample.parameters["intercept"])
    design = encoding.apply(rows)
    refuse_collinear(design, encoding.terms)
    scales = column_scales(design)
    fit = sm.OLS(target.to_numpy(), design / scales, hasconst=encoding.intercept).fit(method="pinv")
    return LinearModel(encoding, design, fit, fit.params / scales, fit.bse / scales)


def _result(sample: Sample, rows: Rows, model: LinearModel, test: pd.DataFrame | None) -> StatisticResult:
    scores = None if test is None else _scores(sample, model, test)
    tested = 0 if test is None else len(test)
    repeated, untangled = collinearity(model.design, model.encoding.terms)
    tables = [_coefficients(model, sample.parameters["confidence"]), _fit_table(model), *repeated]
    if scores is not None:
        tables.insert(0, metrics_table(scores, len(model.design), tested, "linear regression"))
    return StatisticResult(
        operation="linear_regression",
        tables=tuple(tables),
        n=len(rows.used),
        missing=rows.missing,
        missing_handling="Rows with a missing value in the target or a predictor were left out.",
        reading=_reading(sample, model, scores, tested),
        conventions=tuple(_conventions(sample, model, tested)),
        assumptions=(*_residual_assumptions(model, sample.parameters["alpha"]), untangled),
        warnings=(*rows.notes, *_warnings(model, test)),
        total_rows=sample.total_rows,
    )


def _scores(sample: Sample, model: LinearModel, test: pd.DataFrame) -> Scores:
    predicted = model.encoding.apply(test) @ model.coefficients
    return regression_metrics(test[sample.name("target_column")].to_numpy(), predicted)


def _coefficients(model: LinearModel, confidence: float) -> ResultTable:
    columns = {"term": "VARCHAR"} | dict.fromkeys(
        ("coefficient", "std_error", "t", "p_value", "ci_low", "ci_high"), "DOUBLE"
    )
    margin = stats.t.ppf((1 + confidence) / 2, model.fit.df_resid) * model.std_errors
    cells = (
        model.encoding.terms, model.coefficients, model.std_errors, model.fit.tvalues, model.fit.pvalues,
        model.coefficients - margin, model.coefficients + margin,
    )  # fmt: skip
    return table("coefficients", columns, zip(*cells, strict=True))


def _fit_table(model: LinearModel) -> ResultTable:
    fit = model.fit
    row = {
        "n": fit.nobs, "r_squared": fit.rsquared, "adjusted_r_squared": fit.rsquared_adj,
        "f_statistic": fit.fvalue, "f_p_value": fit.f_pvalue, "residual_std_error": np.sqrt(fit.scale),
        "residual_degrees_of_freedom": fit.df_resid, "aic": fit.aic, "bic": fit.bic,
    }  # fmt: skip
    whole = ("n", "residual_degrees_of_freedom")
    columns = {name: "BIGINT" if name in whole else "DOUBLE" for name in row}
    return table("fit", columns, [[int(row[name]) if name in whole else row[name] for name in row]])


def _residual_assumptions(model: LinearModel, alpha: float) -> list[Assumption]:
    if model.exact:
        return []
    residuals = model.fit.resid
    name, test = ("Shapiro–Wilk", stats.shapiro) if len(residuals) <= _SHAPIRO_MOST else (
        "D'Agostino–Pearson", stats.normaltest)  # fmt: skip
    normal = float(test(residuals).pvalue)
    watson = float(durbin_watson(residuals))
    checked = [
        Assumption("Residuals are normal", normal >= alpha, f"{name} of the residuals: {p_value(normal)}."),
        Assumption(
            "Residuals are independent",
            1.5 <= watson <= 2.5,
            f"Durbin–Watson {number(watson)} (2 is ideal); it counts where rows stand in order of time.",
        ),
    ]
    if model.encoding.intercept:
        equal = float(het_breuschpagan(residuals, model.fit.model.exog)[1])
        checked.append(
            Assumption("Residuals spread equally", equal >= alpha, f"Breusch–Pagan: {p_value(equal)}.")
        )
    return checked


def _reading(sample: Sample, model: LinearModel, scores: Scores | None, tested: int) -> str:
    target, fit = sample.name("target_column"), model.fit
    terms = [term for term in model.encoding.terms if term != INTERCEPT]
    explained = f"R² = {number(fit.rsquared)}, n = {int(fit.nobs):,}"
    if len(terms) == 1:
        text = f"{_effect(sample, model, terms[0])} ({explained})."
    else:
        names = listed(model.encoding.predictors, 5)
        verb = "together explain" if len(model.encoding.predictors) > 1 else "explains"
        text = f"{names} {verb} {percent(fit.rsquared)} of the variation of {target} ({explained})."
    if scores is None:
        return text
    return f"On {counted(tested, 'test row')}: {scores_text(scores)}. {text}"


def _effect(sample: Sample, model: LinearModel, term: str) -> str:
    """One predictor's coefficient in words."""
    index = model.encoding.terms.index(term)
    coefficient = float(model.coefficients[index])
    confidence = sample.parameters["confidence"]
    margin = float(stats.t.ppf((1 + confidence) / 2, model.fit.df_resid) * model.std_errors[index])
    subject = model.encoding.step_of(term)
    return (
        f"{subject} goes with {number(abs(coefficient))} {'more' if coefficient >= 0 else 'less'} "
        f"{sample.name('target_column')} ({percent(confidence)} interval {number(coefficient - margin)} to "
        f"{number(coefficient + margin)}, {p_value(float(model.fit.pvalues[index]))})"
    )


def _conventions(sample: Sample, model: LinearModel, tested: int) -> list[str]:
    sentences = ["Ordinary least squares; intervals from Student's t."]
    if not model.encoding.intercept:
        sentences.append("Without intercept; R² is measured from zero, not from the mean.")
    sentences += reference_convention(model.encoding)
    if tested:
        parameters = sample.parameters
        sentences.append(split_convention(parameters["test_size"], parameters["random_state"]))
        sentences.append("Coefficients, fit and assumptions are of the training part.")
    return sentences


def _warnings(model: LinearModel, test: pd.DataFrame | None) -> list[str]:
    sentences = []
    if model.exact:
        sentences.append("The predictors reproduce the target exactly: is one of them computed from it?")
    if test is not None and (unknown := model.encoding.unknown_levels(test)):
        sentences.append(
            f"{counted(unknown, 'test row')} had a category that the training part doesn't have; "
            "it counts as the reference level."
        )
    return sentences
