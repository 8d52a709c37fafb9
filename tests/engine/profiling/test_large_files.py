"""Files whose costly figures are sampled or estimated: they say so, and are near the truth."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.profiling.profiled import profiled

ROWS = 400_000
LARGE = f"""
    SELECT i AS id, ['n', 's', 'e', 'w'][1 + i % 4] AS side, (i * 7919 % 100003) / 10.0 AS x,
        TIMESTAMP '2020-01-01' + to_seconds(i * 31) AS at, 'u' || i AS code, hash(i) AS wide
    FROM range({ROWS}) t(i)"""


@pytest.fixture(scope="module")
def large() -> dict[str, Any]:
    return profiled(LARGE)


def columns(document: dict[str, Any]) -> dict[str, Any]:
    return {column["name"]: column for column in document["columns"]}


def test_the_sample_is_stated(large: dict[str, Any]) -> None:
    assert large["sampled"]["of"] == ROWS
    assert 95_000 < large["sampled"]["rows"] < 105_000
    assert set(columns(large)["x"]["approximate"]) == {
        "distinct", "uniqueness", "quantiles", "histogram", "top_values", "outliers",
    }  # fmt: skip


def test_cheap_figures_stay_exact(large: dict[str, Any]) -> None:
    side = columns(large)["side"]
    assert side["approximate"] == []
    assert [top["count"] for top in side["top_values"]] == [ROWS // 4] * 4
    assert (side["distinct"], columns(large)["id"]["distinct"]) == (4, ROWS)
    assert columns(large)["id"]["mean"] == pytest.approx((ROWS - 1) / 2, rel=1e-14)


def test_estimates_are_near_the_truth(large: dict[str, Any]) -> None:
    x = columns(large)["x"]
    assert x["distinct"] == pytest.approx(100_003, rel=0.1)
    assert x["quantiles"]["p50"] == pytest.approx(5_000, rel=0.02)
    assert columns(large)["code"]["distinct"] == pytest.approx(ROWS, rel=0.01)


def test_keys_are_proven_where_one_bit_a_number_suffices(large: dict[str, Any]) -> None:
    keys = {key["columns"][0]: key["proven"] for key in large["file"]["candidate_keys"]}
    assert keys["id"] is True
    assert keys["code"] is False
    assert large["file"]["duplicates"] == {"rows": 0, "share": 0.0, "approximate": False}


def test_the_same_file_gives_the_same_profile(large: dict[str, Any]) -> None:
    again = profiled(LARGE)
    for document in (large, again):
        document.pop("elapsed_ms", None)
    close = [(a["quantiles"], a["histogram"], a["top_values"]) for a in again["columns"]]
    assert close == [(a["quantiles"], a["histogram"], a["top_values"]) for a in large["columns"]]


@pytest.mark.parametrize(("modulus", "repeated"), [(5, ROWS - 5), (ROWS - 40_000, 40_000)])
def test_repeated_rows_are_estimated(modulus: int, repeated: int) -> None:
    document = profiled(f"SELECT i % {modulus} AS a, 'k' || (i % {modulus}) AS b FROM range({ROWS}) t(i)")
    assert document["file"]["duplicates"]["approximate"]
    assert document["file"]["duplicates"]["rows"] == pytest.approx(repeated, rel=0.1)
    assert document["file"]["candidate_keys"] == []


def test_a_wide_table_is_read_in_parts() -> None:
    numbers = ", ".join(f"i * {n + 1} % 97 AS c{n}" for n in range(150))
    lists = ", ".join(f"[i] AS l{n}" for n in range(100))
    document = profiled(f"SELECT {numbers}, {lists} FROM range(300) t(i)")
    counted = [column["distinct"] for column in document["columns"]]
    assert counted == [1 if (n + 1) % 97 == 0 else 97 for n in range(150)] + [None] * 100


def test_a_wide_and_long_table_is_sampled_and_read_in_parts() -> None:
    listed = ", ".join(f"i * {n + 1} % 97 AS c{n}" for n in range(201))
    document = profiled(f"SELECT {listed} FROM range(200001) t(i)")
    assert document["sampled"]["rows"] < 60_000
    assert {column["distinct"] for column in document["columns"]} == {1, 97}


def test_measurements_of_a_wide_table_are_not_counted_one_by_one() -> None:
    listed = ", ".join(f"(i * {n + 1} % 97)::DOUBLE AS c{n}" for n in range(201))
    document = profiled(f"SELECT {listed} FROM range(300) t(i)")
    first = document["columns"][0]
    assert (first["approximate"], first["top_values"]) == (["distinct", "uniqueness"], [])
    assert first["distinct"] == pytest.approx(97, rel=0.15)
    assert sum(first["histogram"]["counts"]) == 300
    assert document["file"]["constant_columns"] == ["c96", "c193"]
    constant = [f["column"] for f in document["file"]["findings"] if f["code"] == "constant_column"]
    assert constant == ["c96", "c193"]
