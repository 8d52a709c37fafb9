"""Whatever the data, a comparison gives clean figures or a sentence: nothing else comes out."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import StatisticRefused
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, one_row

VALUES = st.one_of(
    st.none(),
    st.integers(-3, 3).map(float),
    st.floats(allow_nan=False, width=32),
    st.sampled_from([0.1, 0.2, 0.30000000000000004, 1e-300, 1e15, 1e300, float("inf")]),
)
ROWS = st.lists(st.tuples(VALUES, st.sampled_from(["a", "b", "c", None])), max_size=40)
PAIRS = st.lists(st.tuples(VALUES, VALUES), max_size=30)
LABELS = st.sampled_from(["p", "q", "r", None])
GROUP_METHODS = ("t", "welch", "mann_whitney", "ks", "anova", "welch_anova", "kruskal")
COLUMN_METHODS = ("paired_t", "wilcoxon", "t", "welch", "mann_whitney", "ks", "levene", "bartlett", "mood")


def attempt(operation: str, columns: dict[str, list[Any]], roles: dict[str, Any], **parameters: Any) -> None:
    sample = make_sample(columns, roles, operation, **parameters)
    with contextlib.suppress(StatisticRefused):
        _assert_clean(compute(operation, sample))


def _assert_clean(result: StatisticResult) -> None:
    assert_json_safe(result)
    assert not any(word in result.reading for word in ("nan", "inf", "undefined"))
    answer = one_row(result, "answer")
    if "p_value" in answer:
        assert 0 <= answer["p_value"] <= 1
        assert answer["significant"] is (answer["p_value"] < answer["alpha"])


@pytest.mark.parametrize("method", GROUP_METHODS)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_groups(method: str, rows: list[tuple[float | None, str | None]]) -> None:
    columns: dict[str, list[Any]] = {"value": [row[0] for row in rows], "group": [row[1] for row in rows]}
    attempt("compare_groups", columns, {"target_column": "value", "group_by": "group"}, method=method)


@pytest.mark.parametrize("method", ["levene", "bartlett", "mood"])
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_variances(method: str, rows: list[tuple[float | None, str | None]]) -> None:
    columns: dict[str, list[Any]] = {"value": [row[0] for row in rows], "group": [row[1] for row in rows]}
    attempt("compare_variances", columns, {"target_column": "value", "group_by": "group"}, method=method)


@pytest.mark.parametrize("method", COLUMN_METHODS)
@settings(max_examples=40, deadline=None)
@given(rows=PAIRS)
def test_columns(method: str, rows: list[tuple[float | None, float | None]]) -> None:
    columns = {"x": [x for x, _ in rows], "y": [y for _, y in rows]}
    attempt("compare_columns", columns, {"x_axis": "x", "y_axis": "y"}, method=method)


@pytest.mark.parametrize("method", ["t", "wilcoxon"])
@settings(max_examples=40, deadline=None)
@given(values=st.lists(VALUES, max_size=30))
def test_one_sample(method: str, values: list[float | None]) -> None:
    attempt("one_sample", {"x": values}, {"target_column": "x"}, method=method, value=0.3)


@pytest.mark.parametrize("method", [None, "chi_square", "fisher"])
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(LABELS, LABELS), max_size=40))
def test_contingency(method: str | None, rows: list[tuple[str | None, str | None]]) -> None:
    columns = {"x": [x for x, _ in rows], "y": [y for _, y in rows]}
    attempt("contingency", columns, {"x_axis": "x", "y_axis": "y"}, method=method)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(*[st.sampled_from(["p", "q"])] * 2, LABELS), max_size=40))
def test_strata(rows: list[tuple[str, str, str | None]]) -> None:
    columns: dict[str, list[Any]] = {name: [row[i] for row in rows] for i, name in enumerate("xyz")}
    attempt("contingency", columns, {"x_axis": "x", "y_axis": "y", "group_by": "z"})


@settings(max_examples=25, deadline=None)
@given(rows=PAIRS)
def test_clusters(rows: list[tuple[float | None, float | None]]) -> None:
    attempt(
        "cluster", {"x": [x for x, _ in rows], "y": [y for _, y in rows]}, {"columns": ["x", "y"]}, clusters=3
    )
