"""Logistic regression (statsmodels' Logit): the odds of one of two values."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.tools.sm_exceptions import PerfectSeparationError, PerfectSeparationWarning

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
from engine.statistics.model_metrics import (
    Scores,
    classification_metrics,
    confusion_table,
    metrics_table,
    scores_text,
)
from engine.statistics.results import Assumption, ResultTable, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.separation import separation
from engine.statistics.tables import table
from engine.statistics.wording import counted, listed, number, p_value, percent

_MAX_CELLS = 10_000_000
"""Of the design: about half a gigabyte while it is solved, and half a minute of one core."""
_ITERATIONS = 100
_HELPS = {False: ("doesn't clearly help", "helps"), True: ("don't clearly help", "help")}
_EVENTS_PER_TERM = 10
"""Rows of the rarer value for each coefficient below which estimates are unreliable (Peduzzi et al. 1996)."""


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """A fitted model of the odds of `positive` against `negative`; one coefficient for each term."""

    negative: str
    positive: str
    encoding: Encoding
    design: Floats
    outcome: Floats
    fit: Any
    coefficients: Floats
    std_errors: Floats


@dataclass(frozen=True, slots=True)
class _Tested:
    scores: Scores
    rows: int
    confusion: ResultTable


def logistic_regression(sample: Sample) -> StatisticResult:
    """The odds of one of the target's two values. Tables: `coefficients`, `fit`, `collinearity`, `condition`.

    With `test_size` the model is fitted on the training part, and the first tables are `metrics` and
    `confusion` of the test part. Raises StatisticRefused for a target without two values, predictors
    that separate them perfectly, and what `regression.linear_regression` refuses too.
    """
    predictors = predictors_of(sample)
    rows = rows_for(sample, predictors, minimum=10, max_cells=_MAX_CELLS, what="logistic regression")
    values = _two_values(rows.used[sample.name("target_column")], sample.parameters["positive"])
    test_size = sample.parameters["test_size"]
    if test_size is None:
        return _result(sample, rows, _fit(sample, rows.used, predictors, values), None)
    train, test = split_positions(len(rows.used), test_size, sample.parameters["random_state"])
    model = _fit(sample, rows.used.iloc[np.sort(train)], predictors, values)
    return _result(sample, rows, model, rows.used.iloc[np.sort(test)])


def _two_values(target: pd.Series[Any], positive: Any) -> tuple[str, str]:
    """The target's negative and positive value."""
    values = [str(value) for value in target.cat.remove_unused_categories().cat.categories]
    if len(values) != 2:
        if len(values) == 1:
            raise StatisticRefused(
                f"{target.name} is {values[0]} in all {len(target):,} rows; two values are needed."
            )
        raise StatisticRefused(
            f"{target.name} has {len(values):,} different values ({listed(values, 5)}); logistic regression "
            "needs exactly two. Filter to two, or predict it with a classification model."
        )
    if positive is None:
        return values[0], values[1]
    chosen = next((value for value in values if _same(value, positive)), None)
    if chosen is None:
        raise StatisticRefused(f"{target.name} is never {positive}; its values are {listed(values)}.")
    return (values[0] if chosen == values[1] else values[1]), chosen


def _same(value: str, given: Any) -> bool:
    """Whether a value's text is the given one, also where a number or truth value is written differently."""
    text = str(given)
    try:
        return value.lower() == text.lower() or float(value) == float(text)
    except ValueError:
        return False


def _fit(sample: Sample, rows: pd.DataFrame, predictors: list[str], values: tuple[str, str]) -> LogisticModel:
    negative, positive = values
    target = rows[sample.name("target_column")]
    outcome = (target == positive).to_numpy(dtype=float)
    if outcome.min() == outcome.max():
        raise StatisticRefused(
            f"The training part has one value of {target.name} only: choose another split."
        )
    encoding = fit_encoding(rows, predictors, sample.kinds)
    design = encoding.apply(rows)
    refuse_collinear(design, encoding.terms)
    scales = column_scales(design)
    fit = _maximum_likelihood(outcome, design / scales)
    if fit is None:
        raise StatisticRefused(separation(rows, outcome, encoding, str(target.name)))
    return LogisticModel(
        negative, positive, encoding, design, outcome, fit, fit.params / scales, fit.bse / scales
    )


def _maximum_likelihood(outcome: Floats, design: Floats) -> Any | None:
    """The fitted model, or None where the likelihood has no maximum: some odds are infinite."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", PerfectSeparationWarning)
        try:
            fit = sm.Logit(outcome, design).fit(disp=0, maxiter=_ITERATIONS)
        except (PerfectSeparationError, PerfectSeparationWarning, np.linalg.LinAlgError):
            return None
    usable = fit.mle_retvals["converged"] and np.isfinite(fit.bse).all()
    return fit if usable else None


def _result(sample: Sample, rows: Rows, model: LogisticModel, test: pd.DataFrame | None) -> StatisticResult:
    tested = None if test is None else _test(sample, model, test)
    repeated, untangled = collinearity(model.design, model.encoding.terms)
    tables = [_coefficients(model, sample.parameters["confidence"]), _fit_table(model), *repeated]
    if tested is not None:
        metrics = metrics_table(tested.scores, len(model.design), tested.rows, "logistic regression")
        tables = [metrics, tested.confusion, *tables]
    return StatisticResult(
        operation="logistic_regression",
        tables=tuple(tables),
        n=len(rows.used),
        missing=rows.missing,
        missing_handling="Rows with a missing value in the target or a predictor were left out.",
        reading=_reading(sample, model, tested),
        conventions=tuple(_conventions(sample, model, tested)),
        assumptions=(_enough_events(model), untangled),
        warnings=(*rows.notes, *_warnings(model, test)),
        total_rows=sample.total_rows,
    )


def _test(sample: Sample, model: LogisticModel, test: pd.DataFrame) -> _Tested:
    actual = test[sample.name("target_column")].astype(str).to_numpy(dtype=object)
    chance = 1 / (1 + np.exp(-(model.encoding.apply(test) @ model.coefficients)))
    predicted = np.where(chance >= 0.5, model.positive, model.negative).astype(object)
    classes = [model.negative, model.positive]
    probabilities = np.column_stack([1 - chance, chance])
    scores = classification_metrics(actual, predicted, probabilities, classes, "binary")
    return _Tested(scores, len(test), confusion_table(actual, predicted, classes))


def _coefficients(model: LogisticModel, confidence: float) -> ResultTable:
    names = (
        "coefficient", "std_error", "z", "p_value", "ci_low", "ci_high",
        "odds_ratio", "odds_ratio_ci_low", "odds_ratio_ci_high",
    )  # fmt: skip
    margin = stats.norm.ppf((1 + confidence) / 2) * model.std_errors
    low, high = model.coefficients - margin, model.coefficients + margin
    odds = (np.exp(model.coefficients), np.exp(low), np.exp(high))
    cells = (model.encoding.terms, model.coefficients, model.std_errors, model.fit.tvalues, model.fit.pvalues)
    columns = {"term": "VARCHAR"} | dict.fromkeys(names, "DOUBLE")
    return table("coefficients", columns, zip(*cells, low, high, *odds, strict=True))


def _fit_table(model: LogisticModel) -> ResultTable:
    fit = model.fit
    counts = {"n": int(fit.nobs), "positive": int(model.outcome.sum())}
    figures = {
        "pseudo_r_squared": fit.prsquared, "log_likelihood": fit.llf, "null_log_likelihood": fit.llnull,
        "chi_square": fit.llr, "p_value": fit.llr_pvalue, "aic": fit.aic, "bic": fit.bic,
    }  # fmt: skip
    columns = dict.fromkeys(counts, "BIGINT") | dict.fromkeys(figures, "DOUBLE")
    return table("fit", columns, [[*counts.values(), *figures.values()]])


def _enough_events(model: LogisticModel) -> Assumption:
    rarer = int(min(model.outcome.sum(), len(model.outcome) - model.outcome.sum()))
    terms = max(1, len(model.encoding.terms) - 1)
    return Assumption(
        "Enough cases of both values",
        rarer >= _EVENTS_PER_TERM * terms,
        f"{counted(rarer, 'row')} of the rarer value for {counted(terms, 'coefficient')}; "
        f"{_EVENTS_PER_TERM} for each is a common minimum.",
    )


def _reading(sample: Sample, model: LogisticModel, tested: _Tested | None) -> str:
    target, fit = sample.name("target_column"), model.fit
    terms = [term for term in model.encoding.terms if term != INTERCEPT]
    if len(terms) == 1:
        text = _effect(sample, model, terms[0])
    else:
        clear = bool(fit.llr_pvalue < sample.parameters["alpha"])
        helps = _HELPS[len(model.encoding.predictors) > 1][clear]
        text = (
            f"{listed(model.encoding.predictors, 5)} {helps} to tell {target} = {model.positive} from "
            f"{model.negative} (likelihood ratio test {p_value(float(fit.llr_pvalue))}, "
            f"pseudo R² {number(fit.prsquared)}, n = {int(fit.nobs):,})."
        )
    if tested is None:
        return text
    return f"On {counted(tested.rows, 'test row')}: {scores_text(tested.scores)}. {text}"


def _effect(sample: Sample, model: LogisticModel, term: str) -> str:
    """One predictor's odds ratio in words."""
    coefficient, error = float(model.coefficients[1]), float(model.std_errors[1])
    confidence = sample.parameters["confidence"]
    margin = float(stats.norm.ppf((1 + confidence) / 2)) * error
    subject = model.encoding.step_of(term)
    with np.errstate(over="ignore"):
        ratio, low, high = (number(float(np.exp(coefficient + shift))) for shift in (0.0, -margin, margin))
    return (
        f"{subject} multiplies the odds of {sample.name('target_column')} = {model.positive} by {ratio} "
        f"({percent(confidence)} interval {low} to {high}, {p_value(float(model.fit.pvalues[1]))}, "
        f"n = {int(model.fit.nobs):,})."
    )


def _conventions(sample: Sample, model: LogisticModel, tested: _Tested | None) -> list[str]:
    sentences = [
        f"Maximum likelihood; odds of {sample.name('target_column')} = {model.positive} against "
        f"{model.negative}.",
        "Intervals and p-values are Wald's; pseudo R² is McFadden's.",
        *reference_convention(model.encoding),
    ]
    if tested is not None:
        parameters = sample.parameters
        sentences.append(split_convention(parameters["test_size"], parameters["random_state"]))
        sentences.append(
            f"A test row counts as {model.positive} from a probability of 0.5; precision, recall and F1 are "
            f"of {model.positive}."
        )
    return sentences


def _warnings(model: LogisticModel, test: pd.DataFrame | None) -> list[str]:
    if test is None or not (unknown := model.encoding.unknown_levels(test)):
        return []
    return [
        f"{counted(unknown, 'test row')} had a category that the training part doesn't have; "
        "it counts as the reference level."
    ]
