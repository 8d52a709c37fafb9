"""Whatever the values are: a result without NaN, or a sentence; never a library's exception or warning."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import StatisticRefused
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.results import StatisticResult
from engine.statistics.run import FUNCTIONS, compute
from engine.statistics.sample import Sample
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe

_NUMBERS = st.one_of(
    st.none(),
    st.integers(-3, 3),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0.1, 1e-300, 1e300, -1e300, 5e-324, 1e16, 1e16 + 2]),
)
_ROLES: dict[str, dict[str, Any]] = {
    "describe": {"columns": ["a", "b"]},
    "correlation": {"x_axis": "a", "y_axis": "b"},
    "partial_correlation": {"x_axis": "a", "y_axis": "b", "columns": ["c"]},
    "correlation_matrix": {"columns": ["a", "b", "c"]},
    "normality": {"target_column": "a"},
    "outliers": {"target_column": "a"},
}
_PARAMETERS: dict[str, list[dict[str, Any]]] = {
    "correlation": [
        {"method": "pearson"},
        {"method": "spearman"},
        {"method": "kendall", "alternative": "less"},
    ],
    "partial_correlation": [{"method": "pearson"}, {"method": "spearman"}],
    "normality": [{"methods": [method]} for method in ("shapiro", "anderson", "lilliefors", "dagostino")],
    "outliers": [{"method": "iqr"}, {"method": "zscore"}, {"method": "modified_zscore"}],
}
CASES = [(operation, parameters) for operation in _ROLES for parameters in _PARAMETERS.get(operation, [{}])]


@pytest.mark.parametrize(("operation", "parameters"), CASES)
@given(rows=st.lists(st.tuples(_NUMBERS, _NUMBERS, _NUMBERS), max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_result_or_a_sentence(
    operation: str, parameters: dict[str, Any], rows: list[tuple[Any, Any, Any]]
) -> None:
    columns = {name: [row[position] for row in rows] for position, name in enumerate("abc")}
    sample = make_sample(columns, _ROLES[operation], operation, **parameters)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outcome = _outcome(operation, sample)
    if isinstance(outcome, str):
        assert outcome.endswith(".")
        assert "can't be computed from these values" not in outcome
        return
    assert_json_safe(outcome)
    assert "undefined" not in outcome.reading
    assert outcome.n + outcome.missing == sample.total_rows
    if operation != "describe":
        first = outcome.tables[0]
        empty = {
            name
            for row in first.rows
            for name, cell in zip(first.column_names, row, strict=True)
            if cell is None
        }
        assert empty <= {"ci_low", "ci_high"}


def _outcome(operation: str, sample: Sample) -> StatisticResult | str:
    try:
        return compute(operation, sample)
    except StatisticRefused as refused:
        return refused.message


def test_every_operation_has_a_function() -> None:
    assert set(FUNCTIONS) == set(OPERATIONS)
