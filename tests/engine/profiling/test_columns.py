"""The figures of one column against NumPy and by hand, and what odd columns get."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.engine.profiling.profiled import column, profiled

NUMBERS = "SELECT ((i * 7919) % 1000) / 8.0 AS x FROM range(5000) t(i)"


def test_numbers_agree_with_numpy() -> None:
    found = column(NUMBERS)
    values = np.array([(i * 7919) % 1000 / 8.0 for i in range(5000)])
    assert found["mean"] == pytest.approx(values.mean(), rel=1e-14)
    assert found["std"] == pytest.approx(values.std(ddof=1), rel=1e-14)
    expected = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])
    assert list(found["quantiles"].values()) == pytest.approx(list(expected), rel=1e-14)
    assert (found["minimum"], found["maximum"], found["distinct"]) == (0.0, 124.875, 1000)
    assert found["approximate"] == []


def test_the_histogram_holds_every_value_once() -> None:
    found = column(NUMBERS)["histogram"]
    values = np.array([(i * 7919) % 1000 / 8.0 for i in range(5000)])
    edges = np.array(found["edges"])
    upper = np.searchsorted(edges[1:-1], values, side="left")
    assert found["counts"] == np.bincount(upper, minlength=len(edges) - 1).tolist()
    assert sum(found["counts"]) == 5000


def test_few_integers_have_a_bin_each() -> None:
    found = column("SELECT unnest([1, 2, 2, 4]) AS x")["histogram"]
    assert found == {"edges": [0.0, 1.0, 2.0, 3.0, 4.0], "counts": [1, 2, 0, 1]}


def test_top_values_lengths_and_uniqueness_of_texts() -> None:
    found = column("SELECT unnest(['aa', 'b', 'b', NULL, 'cccc', 'b']) AS x")
    assert found["top_values"][0] == {"value": "b", "count": 3, "share": 0.6}
    assert found["lengths"] == {"shortest": 1, "mean": 1.8, "longest": 4}
    assert (found["filled"], found["nulls"], found["distinct"], found["uniqueness"]) == (5, 1, 3, 0.6)


def test_values_that_all_occur_once_have_no_top() -> None:
    assert column("SELECT 'k' || i AS x FROM range(50) t(i)")["top_values"] == []


def test_dates_have_a_span_and_a_histogram_of_dates() -> None:
    found = column("SELECT DATE '2024-01-01' + i::INTEGER AS x FROM range(100) t(i)")
    assert (found["minimum"], found["maximum"]) == ("2024-01-01", "2024-04-09")
    assert found["histogram"]["edges"][0] == "2024-01-01"
    assert sum(found["histogram"]["counts"]) == 100


def test_outliers_by_tukeys_fences() -> None:
    found = column("SELECT unnest([1.0, 2, 3, 4, 5, 6, 7, 100]::DOUBLE[]) AS x")["outliers"]
    assert found == {"low_fence": -2.5, "high_fence": 11.5, "count": 1, "share": 0.125}


def test_a_column_whose_middle_half_is_one_value_has_no_fences() -> None:
    assert column("SELECT CASE WHEN i = 0 THEN 50.5 ELSE 1 END AS x FROM range(40) t(i)")["outliers"] is None


def test_infinite_values_are_counted_and_left_out() -> None:
    found = column("SELECT unnest(['1', '3', 'nan', 'inf', '-inf']::DOUBLE[]) AS x")
    assert (found["filled"], found["infinite"]) == (5, 3)
    assert (found["minimum"], found["maximum"], found["mean"]) == (1.0, 3.0, 2.0)
    assert found["std"] == pytest.approx(math.sqrt(2))
    assert sum(found["histogram"]["counts"]) == 2


def test_only_infinite_values() -> None:
    found = column("SELECT unnest(['nan', 'inf']::DOUBLE[]) AS x")
    assert (found["infinite"], found["minimum"], found["mean"], found["histogram"]) == (2, None, None, None)


def test_values_too_large_to_be_squared_have_no_deviation() -> None:
    document = profiled("SELECT 1e308 * (i % 3 - 1) AS huge, i AS x FROM range(9) t(i)")
    huge, plain = document["columns"]
    assert huge["std"] is None
    assert plain["std"] == pytest.approx(math.sqrt(7.5))


def test_groups_with_means_too_large_to_be_squared_have_no_relation() -> None:
    document = profiled(
        "SELECT i * 1e300 AS huge, CASE WHEN i < 2 THEN i::VARCHAR END AS first_two FROM range(40) t(i)"
    )
    assert document["file"]["relations"] == []


def test_integers_beyond_what_json_holds_are_text() -> None:
    found = column("SELECT unnest([1, 9007199254740993]) AS x")
    assert found["maximum"] == "9007199254740993"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("STRUCT(a INTEGER)", "{'a': 1}"),
        ("INTEGER[]", "[1, 2]"),
        ("BLOB", "'b'"),
        ("JSON", "'{}'"),
        ("INTERVAL", "'1 day'"),
        ("TIME", "'10:00'"),
        ("UUID", "uuid()"),
        ("BIT", "'101'"),
        ("TIMESTAMPTZ", "'2024-01-01 00:00:00+00'"),
        ("DECIMAL(38, 10)", "1.5"),
        ("HUGEINT", "170141183460469231731687303715884105727"),
        ("ENUM('a', 'b')", "'a'"),
        ("BOOLEAN", "true"),
        ("FLOAT", "0.1"),
        ("DATE", "'infinity'"),
    ],
)
def test_any_type_is_counted(kind: str, value: str) -> None:
    found = column(f"SELECT CASE WHEN i > 0 THEN ({value})::{kind} END AS x FROM range(4) t(i)")
    assert (found["filled"], found["nulls"]) == (3, 1)


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_hardly_any_rows(rows: int) -> None:
    select = (
        f"SELECT i AS a, 'x' AS b, NULL::DATE AS c, i / 3 AS d, now()::TIMESTAMP AS e FROM range({rows}) t(i)"
    )
    assert profiled(select)["row_count"] == rows


def test_names_are_only_names() -> None:
    names = ['a"b', "x'; DROP TABLE data; --", "  ", "SELECT", "é\n<b>", "{x}", "%s"]
    listed = ", ".join(f'i AS "{name.replace(chr(34), chr(34) * 2)}"' for name in names)
    document = profiled(f"SELECT {listed} FROM range(60) t(i)")
    assert [each["name"] for each in document["columns"]] == names


def test_long_texts_are_cut_and_not_grouped() -> None:
    found = column("SELECT repeat('x', 5000) || i AS x FROM range(20) t(i)")
    assert (len(found["minimum"]), found["top_values"], found["meaning"]) == (200, [], "text")
    assert (found["distinct"], found["approximate"]) == (20, ["distinct", "uniqueness"])


def test_some_columns_only() -> None:
    document = profiled("SELECT 1 AS a, 2 AS b, 3 AS c", "c", "a")
    assert [each["name"] for each in document["columns"]] == ["a", "c"]
    assert document["column_count"] == 3
