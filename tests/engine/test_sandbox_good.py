"""SQL that must work, with its exact results, and what results look like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.errors import QueryFailed, QueryRefused
from engine.pool import Engine
from engine.results import Column
from tests.engine.good_sql import GOOD


@pytest.mark.parametrize(("sql", "rows"), GOOD, ids=[sql[:50] for sql, _ in GOOD])
def test_good_sql_gives_its_rows(engine: Engine, database: Path, sql: str, rows: list[list[Any]]) -> None:
    result = engine.query(database, sql).result()
    assert result.rows == rows
    assert result.total_rows == len(rows)
    assert not result.truncated


def test_explain_shows_a_plan(engine: Engine, database: Path) -> None:
    for sql in ("EXPLAIN SELECT * FROM data", "explain /* x */ from data; -- y"):
        result = engine.query(database, sql).result()
        assert result.column_names == ["explain_key", "explain_value"]
        assert "data" in result.rows[0][1]


def test_columns_have_unique_names_and_types(engine: Engine, database: Path) -> None:
    result = engine.query(
        database, "SELECT 1 AS a, 'x' AS a, 1.5 AS A, 4 AS a_1, id FROM data LIMIT 1"
    ).result()
    assert result.columns == (
        Column("a", "INTEGER"),
        Column("a_1", "VARCHAR"),
        Column("A_2", "DECIMAL(2,1)"),
        Column("a_1_1", "INTEGER"),
        Column("id", "BIGINT"),
    )
    assert result.records() == [{"a": 1, "a_1": "x", "A_2": 1.5, "a_1_1": 4, "id": 0}]


def test_a_sort_keeps_its_order(engine: Engine, database: Path) -> None:
    result = engine.query(database, "SELECT day, id FROM data ORDER BY id DESC").result()
    assert [row[1] for row in result.rows] == list(range(999, -1, -1))


def test_an_unknown_column_names_candidates(engine: Engine, database: Path) -> None:
    with pytest.raises(QueryFailed, match=r'(?s)"nam" not found.*Candidate bindings.*"name"'):
        engine.query(database, "SELECT nam FROM data").result()


def test_error_positions_count_the_lines_of_the_sql(engine: Engine, database: Path) -> None:
    with pytest.raises(QueryFailed, match="LINE 2: nam"):
        engine.query(database, "SELECT\nnam\nFROM data").result()


@pytest.mark.parametrize(
    ("sql", "advice"),
    [
        ("SELECT 1; SELECT 2", "Only one statement can run at a time; send them one by one."),
        ("SELECT * FROM sales", "There is no table sales; the only table is data."),
        ("SELECT * FROM read_csv('x')", "The table function read_csv is not available; the uploaded file is"),
        ("SELECT getenv('HOME')", "The function getenv is not available here."),
        ("PIVOT data ON name USING count(*)", "PIVOT needs its values listed: .* IN "),
        ("SHOW databases", "DESCRIBE data lists the columns"),
        ("DELETE FROM data", "Only statements that read can run here: SELECT"),
        ("WITH x AS (DELETE FROM data) SELECT 1", "A WITH clause can't change"),
        ("SELECT $1", "write the values into the SQL"),
        ("-- nothing", "There is no statement in this SQL."),
        ("SELECT '" + "x" * 30_000 + "'", "longer than 20,000 bytes"),
    ],
)
def test_refusals_say_what_to_do(engine: Engine, database: Path, sql: str, advice: str) -> None:
    with pytest.raises(QueryRefused, match=advice):
        engine.query(database, sql).result()
