"""What is true of the file as a whole: duplicates, keys, relations, findings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from scipy import stats

from tests.engine.profiling.profiled import codes, profiled, sentences


def test_duplicate_rows_are_counted() -> None:
    document = profiled("SELECT i % 20 AS a, 'k' || i % 20 AS b, NULL::INTEGER AS c FROM range(50) t(i)")
    assert document["file"]["duplicates"] == {"rows": 30, "share": 0.6, "approximate": False}
    assert "30 rows repeat an earlier one (60 %)." in sentences(document)


def test_a_single_key_is_found_ids_first() -> None:
    document = profiled("SELECT 'name ' || i AS name, i + 5 AS id, i / 3.0 AS x FROM range(60) t(i)")
    keys = document["file"]["candidate_keys"]
    assert keys == [{"columns": ["id"], "proven": True}, {"columns": ["name"], "proven": True}]
    assert document["file"]["duplicates"]["rows"] == 0


def test_a_pair_is_a_key_where_no_column_is() -> None:
    document = profiled(
        "SELECT 'c' || (i % 30) AS country, 1990 + i // 30 AS year, hash(i) % 100 AS gdp FROM range(900) t(i)"
    )
    assert document["file"]["candidate_keys"] == [{"columns": ["country", "year"], "proven": True}]


def test_a_column_with_holes_is_no_key() -> None:
    document = profiled("SELECT CASE WHEN i > 0 THEN i END AS id FROM range(50) t(i)")
    assert document["file"]["candidate_keys"] == []


def test_pearson_agrees_with_scipy() -> None:
    x, y = np.arange(200) * 0.5, (np.arange(200) * 37 % 101) + np.arange(200)
    document = profiled("SELECT i * 0.5 AS a, (i * 37 % 101) + i AS b FROM range(200) t(i)")
    (relation,) = document["file"]["relations"]
    assert (relation["first"], relation["second"], relation["measure"]) == ("a", "b", "pearson")
    assert relation["value"] == pytest.approx(stats.pearsonr(x, y).statistic, rel=1e-12)
    assert (relation["n"], relation["approximate"]) == (200, False)


def test_the_correlation_ratio_agrees_with_the_analysis_of_variance() -> None:
    groups = [[float(g * 3 + (i * 7 % 11)) for i in range(40)] for g in range(3)]
    rows = ", ".join(f"('g{g}', {value})" for g, values in enumerate(groups) for value in values)
    document = profiled(f"SELECT * FROM (VALUES {rows}) t(kind, x)")
    f = stats.f_oneway(*groups).statistic
    (relation,) = document["file"]["relations"]
    # η² = F·(k − 1) / (F·(k − 1) + n − k)
    assert relation["measure"] == "correlation_ratio"
    assert relation["value"] ** 2 == pytest.approx(f * 2 / (f * 2 + 117), rel=1e-12)


def test_cramers_v_of_categories() -> None:
    document = profiled(
        "SELECT ['a', 'b', 'c'][1 + i % 3] AS p, ['x', 'y', 'z'][1 + i % 3] AS q FROM range(90) t(i)"
    )
    (relation,) = document["file"]["relations"]
    assert (relation["measure"], relation["n"]) == ("cramers_v", 90)
    assert relation["value"] == pytest.approx(1.0)


DIRTY: list[tuple[str, str, str]] = [
    ("empty_column", "NULL::INTEGER", "x has no value at all."),
    ("constant_column", "7", "x has the same value in every row: 7."),
    (
        "constant_column",
        "CASE WHEN i > 0 THEN 'a' END",
        "x has the same value in every row that has one: a.",
    ),
    ("missing_values", "CASE WHEN i % 4 > 0 THEN i END", "30 values of x are missing (25 %)."),
    (
        "infinite_values",
        "CASE WHEN i = 5 THEN 'nan'::DOUBLE ELSE i END",
        "1 value of x is infinite or not a number; figures leave them out.",
    ),
    (
        "mixed_spelling",
        "['North', 'north ', 'South'][1 + i % 3]",
        "x writes 1 value in more than one way, such as “North” and “north ”; group by lower(trim(…)) to "
        "bring them together.",
    ),
    (
        "missing_words",
        "['a', 'b', 'N/A'][1 + i % 3]",
        "40 values of x may mean that a value is missing (n/a, none, - …).",
    ),
    ("spaces_around", "['a ', 'b', 'c'][1 + i % 3]", "40 values of x begin or end with a space."),
    (
        "numbers_as_text",
        "CASE WHEN i = 0 THEN 'many' ELSE i || '.5' END",
        "x is stored as text, but 99.2 % of it reads as numbers.",
    ),
    (
        "dates_as_text",
        "strftime(DATE '2024-01-01' + i::INTEGER, '%d/%m/%Y')",
        "x is stored as text, but 100 % of it reads as dates.",
    ),
    (
        "outliers",
        "CASE WHEN i = 7 THEN 5000 ELSE i * 7 % 50 END",
        "1 value of x (0.833 %) lies far from the rest: below -24.38 or above 72.62 (Tukey's fences).",
    ),
    (
        "sentinel_value",
        "CASE WHEN i % 10 = 0 THEN -999 ELSE i % 13 END",
        "x holds -999 12 times, far from all other values: it may stand for a missing one.",
    ),
    (
        "sentinel_value",
        "CASE WHEN i % 40 = 0 THEN 9999 ELSE i % 13 END",
        "x holds 9999 3 times, far from all other values: it may stand for a missing one.",
    ),
    (
        "early_dates",
        "CASE WHEN i = 4 THEN DATE '1850-03-04' ELSE DATE '2024-01-01' + i::INTEGER END",
        "1 date of x lies before 1900, the first is 1850-03-04.",
    ),
    (
        "future_dates",
        "CASE WHEN i < 2 THEN DATE '2999-01-02' + i::INTEGER ELSE DATE '2024-01-01' + i::INTEGER END",
        "2 dates of x lie in the future, the last is 2999-01-03.",
    ),
]


@pytest.mark.parametrize(("code", "value", "sentence"), DIRTY)
def test_findings_have_a_sentence_and_their_sql_runs(code: str, value: str, sentence: str) -> None:
    select = f"SELECT i AS id, {value} AS x FROM range(120) t(i)"
    document = profiled(select)
    found = [f for f in document["file"]["findings"] if (f["code"], f["column"]) == (code, "x")]
    assert [f["sentence"] for f in found] == [sentence]
    assert _runs(select, found[0]["sql"])


def test_every_finding_is_documented() -> None:
    told = {code for code, _, _ in DIRTY} | {"duplicate_rows", "repeated_ids"}
    section = Path("docs/profile.md").read_text(encoding="utf-8").split("## Findings")[1]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == told


def test_codes_with_leading_zeros_are_no_numbers() -> None:
    assert codes(profiled("SELECT lpad((i % 60)::VARCHAR, 4, '0') AS x FROM range(120) t(i)")) == {
        ("duplicate_rows", None)
    }


def _runs(select: str, sql: str | None) -> bool:
    if sql is None:
        return True
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE data AS {select}")
        return bool(connection.execute(sql).fetchall())


def test_repeated_ids_are_named() -> None:
    document = profiled(
        "SELECT CASE WHEN i = 3 THEN 9 ELSE i END AS order_id, i / 7.0 AS x FROM range(100) t(i)"
    )
    assert "order_id looks like a key, but 1 row repeats an earlier value." in sentences(document)


def test_a_clean_file_has_no_findings() -> None:
    assert (
        codes(profiled("SELECT i AS id, i * 7 % 50 AS x, ['a', 'b'][1 + i % 2] AS k FROM range(200) t(i)"))
        == set()
    )


def test_many_findings_of_a_kind_are_counted() -> None:
    columns = ", ".join(f"NULL::INTEGER AS c{n}" for n in range(30))
    told: list[Any] = sentences(profiled(f"SELECT i AS id, {columns} FROM range(10) t(i)"))
    assert len(told) == 21
    assert told[-1] == "The same is true of 10 further columns."
