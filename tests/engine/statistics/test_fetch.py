"""From a SELECT to a sample: values, missing ones, categories, bounds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from engine.connections import open_locked
from engine.errors import QueryFailed, QueryRefused, StatisticRefused
from engine.limits import AnalysisLimits
from engine.statistics import fetch as fetching
from engine.statistics.fetch import Fetched, fetch
from engine.statistics.operation import Kind
from engine.statistics.request import StatisticRequest
from tests.engine.statistics.samples import make_sample

LIMITS = AnalysisLimits()


@pytest.fixture
def connection(table: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_locked(table, LIMITS) as opened, opened.cursor() as clone:
        yield clone


def _describe(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    *columns: str,
    group: str = "",
    limits: AnalysisLimits = LIMITS,
) -> Fetched:
    roles = {"columns": columns} | ({"group_by": (group,)} if group else {})
    return fetch(connection, StatisticRequest("describe", sql, roles), limits)


def test_numbers_of_every_type_become_float64(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT 7::TINYINT AS a, 1.25::DECIMAL(9,2) AS b, 170141183460469231731687303715884105727 AS c, true AS d"
    frame = _describe(connection, sql, "a", "b", "c", "d").sample.frame
    assert set(frame.dtypes) == {np.dtype(np.float64)}
    assert frame.iloc[0].tolist() == [7.0, 1.25, 2.0**127, 1.0]


def test_missing_and_infinite_values_are_nan_and_counted(connection: duckdb.DuckDBPyConnection) -> None:
    fetched = _describe(connection, "SELECT gaps, wild, nothing FROM data", "gaps", "wild", "nothing")
    assert fetched.sample.frame.isna().sum().to_dict() == {"gaps": 250, "wild": 2, "nothing": 1000}
    assert fetched.sample.infinite == {"wild": 2}
    assert fetched.warnings == ("2 values of wild are infinite or not a number, and count as missing.",)


def test_categories_come_in_the_natural_order_of_their_values(connection: duckdb.DuckDBPyConnection) -> None:
    frame = _describe(connection, "SELECT x, grade FROM data", "x", group="grade").sample.frame
    assert frame["grade"].cat.categories.tolist() == [str(grade) for grade in range(1, 11)]
    assert frame["grade"][:3].tolist() == ["10", "9", "8"]


def test_categories_may_be_missing(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT 1 AS x, unnest(['b', NULL, 'a', '']) AS c, NULL::VARCHAR AS n"
    frame = _describe(connection, sql, "x", group="c").sample.frame
    assert frame["c"].cat.categories.tolist() == ["", "a", "b"]
    assert frame["c"].isna().tolist() == [False, True, False, False]
    none = _describe(connection.cursor(), sql, "x", group="n").sample.frame
    assert none["n"].isna().all()


def test_times_have_no_zone(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT unnest([DATE '2024-05-01', 'infinity'::DATE, NULL]) AS day, 1 AS x"
    roles = {"time_column": ("day",), "target_column": ("x",)}
    sample = fetch(connection, StatisticRequest("trend", sql, roles), LIMITS).sample
    assert sample.frame["day"].dtype.kind == "M"
    assert sample.frame["day"].isna().tolist() == [False, True, True]
    assert str(sample.frame["day"][0]) == "2024-05-01 00:00:00"
    assert sample.infinite == {"day": 1}
    assert sample.kinds == {"day": Kind.TIME, "x": Kind.NUMERIC}


def test_rows_stay_in_order(connection: duckdb.DuckDBPyConnection) -> None:
    frame = _describe(connection, "SELECT id FROM data ORDER BY hash(id)", "id").sample.frame
    expected = connection.execute("SELECT id FROM data ORDER BY hash(id)").fetchall()
    assert frame["id"].tolist() == [row[0] for row in expected]


def test_names_are_quoted(connection: duckdb.DuckDBPyConnection) -> None:
    name = 'price "net" EUR'
    assert _describe(connection, "SELECT * FROM data -- all", name).sample.frame.columns.tolist() == [name]


def test_samples_of_tests_are_what_a_select_gives(connection: duckdb.DuckDBPyConnection) -> None:
    columns = {
        "y": [1.5, None, float("inf")],
        "number": [3, 10, 2],
        "text": ["b", None, "a"],
        "flag": [True, False, None],
        "day": pd.to_datetime(["2024-01-02", None, "2023-01-01"]),
    }
    roles = {"target_column": ("y",), "columns": ("number", "text", "flag", "day")}
    made = make_sample(columns, roles, "predict")
    sql = """
        SELECT unnest([1.5, NULL, 'inf'::DOUBLE]) AS y, unnest([3, 10, 2]) AS number,
            unnest(['b', NULL, 'a']) AS text, unnest([true, false, NULL]) AS flag,
            unnest([DATE '2024-01-02', NULL, DATE '2023-01-01']) AS day
    """
    fetched = fetch(connection, StatisticRequest("predict", sql, roles), LIMITS).sample
    assert made.kinds == fetched.kinds
    assert made.infinite == fetched.infinite
    assert made.parameters == fetched.parameters
    pd.testing.assert_frame_equal(made.frame, fetched.frame, check_dtype=False)
    assert made.frame["text"].cat.categories.equals(fetched.frame["text"].cat.categories)


def test_no_rows_make_an_empty_sample(connection: duckdb.DuckDBPyConnection) -> None:
    fetched = _describe(connection, "SELECT x, region FROM data WHERE false", "x", group="region")
    assert fetched.sample.total_rows == fetched.total_rows == 0


def test_a_select_that_is_too_large_is_refused_where_every_row_counts(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(StatisticRefused) as refused:
        _describe(connection, "SELECT x, id FROM data", "x", "id", limits=AnalysisLimits(max_cells=1_500))
    assert refused.value.message == (
        "Descriptive statistics needs every row, and these are 2,000 values; at most 1,500 can be read. "
        "Choose fewer columns or filter the rows."
    )


def test_elsewhere_a_sample_is_drawn_the_same_each_time(connection: duckdb.DuckDBPyConnection) -> None:
    request = StatisticRequest(
        "correlation", "SELECT id, x FROM data", {"x_axis": ("id",), "y_axis": ("x",)}, {}
    )
    limits = AnalysisLimits(max_cells=1_000)
    drawn, again = (fetch(connection.cursor(), request, limits) for _ in range(2))
    ids = drawn.sample.frame["id"]
    assert 400 < len(ids) < 600
    assert ids.is_monotonic_increasing
    assert ids.equals(again.sample.frame["id"])
    assert drawn.total_rows == 1000
    assert drawn.warnings == (
        f"Computed from a sample of {len(ids):,} of the 1,000 rows; the same rows are drawn each time.",
    )


def test_a_million_categories_are_refused(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MAX_CATEGORIES", 999)
    with pytest.raises(StatisticRefused, match=r"The column note has 1,000 different values of up to 8 char"):
        _describe(connection, "SELECT x, note FROM data", "x", group="note")


def test_a_category_as_long_as_a_book_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(StatisticRefused, match="categories can be 100,000 of 1,000 characters at most"):
        _describe(connection, "SELECT 1 AS x, repeat('x', 1001) AS note", "x", group="note")


@pytest.mark.parametrize(
    ("sql", "error", "sentence"),
    [
        ("DELETE FROM data", QueryRefused, "Only statements that read can run here"),
        ("SELECT x FROM other", QueryRefused, "There is no table other"),
        ("EXPLAIN SELECT x FROM data", QueryRefused, "A statistic needs the rows of a SELECT, not its plan."),
        ("SELEC x", QueryFailed, "syntax error"),
        ("SELECT y FROM data", duckdb.BinderException, "y"),
        ("SELECT id FROM data", StatisticRefused, "There is no column x; there are id."),
    ],
)
def test_sql_passes_the_gate_of_queries(
    connection: duckdb.DuckDBPyConnection, sql: str, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        _describe(connection, sql, "x")


def test_the_table_is_gone_with_the_connection(table: Path) -> None:
    with open_locked(table, dataclasses.replace(LIMITS, threads=1)) as opened:
        for _ in range(2):
            with opened.cursor() as clone:
                assert _describe(clone, "SELECT x, region FROM data", "x", group="region").total_rows == 1000
        assert opened.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall() == [(0,)]
