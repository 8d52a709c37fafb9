"""The correlations of all pairs among several columns."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

from engine.errors import StatisticRefused
from engine.statistics.checks import Floats, is_constant, refuse_extremes
from engine.statistics.correlation_coefficients import CONVENTIONS, SYMBOLS, Correlated, correlate
from engine.statistics.results import ResultTable, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.wording import counted, listed, number, p_value, percent

_COLUMNS = {
    **dict.fromkeys(("x", "y"), "VARCHAR"),
    **dict.fromkeys(("coefficient", "p_value", "p_adjusted"), "DOUBLE"),
    "n": "BIGINT",
}


@dataclass(frozen=True, slots=True)
class _Pair:
    x: str
    y: str
    found: Correlated
    n: int


def correlation_matrix(sample: Sample) -> StatisticResult:
    """Every pair with its coefficient, strongest first; then the same as a square matrix."""
    method, alpha = sample.parameters["method"], sample.parameters["alpha"]
    names = list(dict.fromkeys(sample.names("columns")))
    columns: dict[str, Floats] = {name: sample.frame[name].to_numpy(dtype=np.float64) for name in names}
    for name, values in columns.items():
        refuse_extremes(values[~np.isnan(values)], name)
    pairs, omitted = _pairs(columns, method)
    if not pairs:
        raise StatisticRefused(f"No two of {listed(names)} have three rows with values that differ in both.")
    adjusted = multipletests([pair.found.p_value for pair in pairs], alpha, method="holm")[1]
    order = sorted(zip(pairs, adjusted, strict=True), key=lambda entry: -abs(entry[0].found.value))
    rows = [[pair.x, pair.y, pair.found.value, pair.found.p_value, p, pair.n] for pair, p in order]
    used = int(sample.frame[names].notna().sum(axis=1).ge(2).sum())
    return StatisticResult(
        "correlation_matrix",
        (table("pairs", _COLUMNS, rows), _matrix(names, pairs)),
        n=used,
        missing=sample.total_rows - used,
        missing_handling="Each pair uses the rows with a value in both of its columns; n counts them.",
        reading=_reading(order[0][0], adjusted, method, alpha),
        conventions=(
            CONVENTIONS[method][0],
            "p_adjusted is the p-value corrected for the number of pairs by Holm's method.",
        ),
        warnings=(f"Left out for lack of rows or of values that differ: {listed(omitted)}.",)
        if omitted
        else (),
    )


def _pairs(columns: dict[str, Floats], method: str) -> tuple[list[_Pair], list[str]]:
    """The pairs that have a coefficient, and the names of those that don't."""
    present = {name: ~np.isnan(values) for name, values in columns.items()}
    if method == "spearman" and all(mask.all() for mask in present.values()):
        # Spearman's rho is Pearson's r of the ranks, which then are the same for all pairs.
        columns, method = {name: stats.rankdata(values) for name, values in columns.items()}, "pearson"
    pairs, omitted = [], []
    for first, second in itertools.combinations(columns, 2):
        both = present[first] & present[second]
        x, y = (columns[name] if both.all() else columns[name][both] for name in (first, second))
        if len(x) < 3 or is_constant(x) or is_constant(y):
            omitted.append(f"{first} with {second}")
        else:
            pairs.append(_Pair(first, second, correlate(x, y, method), len(x)))
    return pairs, omitted


def _matrix(names: list[str], pairs: list[_Pair]) -> ResultTable:
    found = {frozenset((pair.x, pair.y)): pair.found.value for pair in pairs}
    used = {name for pair in pairs for name in (pair.x, pair.y)}
    heading = "column_" if "column" in names else "column"
    rows = [
        [x, *(found.get(frozenset((x, y)), 1.0 if x == y and x in used else None) for y in names)]
        for x in names
    ]
    return table("matrix", {heading: "VARCHAR", **dict.fromkeys(names, "DOUBLE")}, rows)


def _reading(strongest: _Pair, adjusted: list[float], method: str, alpha: float) -> str:
    significant = counted(sum(p < alpha for p in adjusted), "pair")
    return (
        f"Of {counted(len(adjusted), 'pair')}, {strongest.x} and {strongest.y} are related most strongly: "
        f"{SYMBOLS[method]} = {number(strongest.found.value, 3)} (n = {strongest.n:,}, "
        f"{p_value(strongest.found.p_value)}). Significant at {percent(alpha)} after Holm's correction: "
        f"{significant}."
    )
