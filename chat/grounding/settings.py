"""What an analysis was told: test size, seed, depth, thresholds, quantiles. A choice and not a finding."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.grounding.context import Sentence
from chat.grounding.index import Table, words_of
from chat.grounding.lexer import Written
from chat.grounding.lookup import fits

_QUANTILE = re.compile(r"[qp]([0-9]{1,2})(?:_([0-9]))?$")
_QUANTILES = frozenset(["quantile", "quantiles", "percentile", "percentiles", "quantil", "perzentil"])
_SPREADS = frozenset(["sd", "sds", "standard", "sigma", "σ", "iqr", "mad", "z", "zscore"])
_THRESHOLDS = frozenset((1.5, 2.0, 2.5, 3.0, 3.5))
# The words that a setting goes by beside those of its name.
_CALLED = {
    "test_size": {"split", "part", "held"},
    "random_state": {"seed"},
    "n_neighbors": {"neighbours", "nearest", "k"},
    "n_clusters": {"clusters", "cluster", "groups", "k"},
    "quantiles": {"quantile", "percentile"},
    "horizon": {"ahead", "next", "periods"},
    "n_estimators": {"trees"},
}


def chosen(figure: Written, sentence: Sentence, tables: Sequence[Table]) -> tuple[Table, str] | None:
    """The result that was made with this number as a setting, or whose column is named after it."""
    scope = sentence.scope(figure)
    beside = {*scope.left[-4:], *scope.right[:3]}
    around = beside | set(sentence.words) if len(sentence.figures) <= 6 else beside
    for table in tables:
        if any(_is_setting(figure, name, value, around) for name, value in table.evidence.settings):
            return table, "a setting of the analysis"
        if beside & _QUANTILES and _is_quantile(figure, table):
            return table, "part of a column's name"
        if _is_middle(figure, sentence, table):
            return table, "what the median or the quartiles mean"
        if beside & _SPREADS and _is_threshold(figure, table):
            return table, "the threshold of the analysis"
    return None


def _is_setting(figure: Written, name: str, value: float, around: set[str]) -> bool:
    if not around & (
        {*words_of(name.replace("_", " "))} - {"n", "size", "max", "min"} | _CALLED.get(name, set())
    ):
        return False
    shown = figure.value / 100 if figure.kind == "percent" else figure.value
    if name == "test_size" and "split" in around and figure.whole:
        return figure.value in (round(100 * value, 6), round(100 - 100 * value, 6))
    return abs(shown - value) < 1e-9


def _is_quantile(figure: Written, table: Table) -> bool:
    """Whether a column is named after this quantile: q90 for the 90th percentile, 0.9 or 90 %."""
    shown = figure.value * 100 if figure.value < 1 and figure.kind == "number" else figure.value
    found = [_QUANTILE.match(column.name) for column in table.columns]
    return any(float(f"{name[1]}.{name[2] or 0}") == round(shown, 6) for name in found if name)


def _is_middle(figure: Written, sentence: Sentence, table: Table) -> bool:
    """ "Half lie between 31 and 367": between the quartiles, or on one side of the median."""
    if figure.kind not in ("fraction", "percent") or figure.value not in (0.5, 50.0):
        return False
    columns = {column.name.casefold() for column in table.columns}
    between = "between" in sentence.words and bool(columns & {"q25", "p25"})
    return between or ("median" in sentence.words and "median" in columns)


def _is_threshold(figure: Written, table: Table) -> bool:
    given = [column for column in table.columns if column.name == "threshold"]
    values = {value for column in given for value in column.values if value is not None}
    return any(fits(figure, value) for value in values) if values else figure.value in _THRESHOLDS
