"""Charts of plans over a file too large to draw row by row: bounded by aggregating, and drawable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.charts import prepare_chart
from analysis.plans import CompiledPlan, TableFacts, check_plan
from analysis.plans.charts.axes import OTHER
from engine.chart_compiler import compile_chart
from engine.connections import open_for_import
from engine.limits import ImportLimits, QueryLimits
from engine.results import Column, QueryResult
from engine.sandbox.executor import execute_query

ROWS = 20_000
COLUMNS = (
    Column("city", "VARCHAR"),
    Column("kind", "VARCHAR"),
    Column("amount €", "DOUBLE"),
    Column("size.m2", "INTEGER"),
    Column("day", "DATE"),
    Column("moment", "TIMESTAMP"),
)
FACTS = TableFacts(COLUMNS, ROWS)
Show = Callable[..., QueryResult]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 cities, 3 kinds, 27 years of days, a moment every minute."""
    path = tmp_path_factory.mktemp("plans") / "data.duckdb"
    with open_for_import(path, ImportLimits()) as connection:
        connection.execute(
            f"""CREATE TABLE data AS SELECT
                'city ' || (i % 300) AS city, 'kind ' || (i % 3) AS kind,
                (i * 7919 % 1000) / 10 AS "amount €", (i * 31 % 997)::INTEGER AS "size.m2",
                DATE '1997-01-01' + (i / 2)::INTEGER AS day,
                TIMESTAMP '2024-01-01' + to_minutes(i) AS moment
            FROM range({ROWS}) numbers(i)"""
        )
    return path


@pytest.fixture
def show(database: Path) -> Show:
    """Runs a chart's SQL, takes the chart through the gate and compiles it; returns its rows."""

    def drawn(**document: Any) -> QueryResult:
        chart = planned(**document).chart
        assert chart is not None
        result = execute_query(database, chart.sql, QueryLimits(), 5_000)
        assert not result.truncated
        compile_chart(prepare_chart(chart.title, chart.spec, result))
        return result

    return drawn


def planned(**document: Any) -> CompiledPlan:
    check = check_plan(document, FACTS)
    assert check.compiled is not None, check.errors
    return check.compiled


def test_a_line_takes_the_period_that_fits(show: Show) -> None:
    years = show(chart_type="line", x_axis="day", y_axis="amount €", operation="mean")
    assert years.column_names == ["day", "mean of amount €"]
    assert 50 <= len(years.rows) <= 250
    hours = show(
        chart_type="line",
        x_axis="moment",
        y_axis="amount €",
        filters=[{"column": "moment", "operator": "<", "value": "2024-01-03"}],
    )
    assert len(hours.rows) == 48


def test_a_line_takes_the_period_that_is_asked_for(show: Show) -> None:
    group = [{"column": "day", "part": "year"}]
    assert len(show(chart_type="line", x_axis="day", group_by=group, operation="count").rows) == 28


def test_a_line_for_each_of_a_few_colours(show: Show) -> None:
    result = show(chart_type="line", x_axis="day", y_axis="amount €", group_by=["city"])
    assert len({row[1] for row in result.rows}) == 11
    assert sum(row[1] == OTHER for row in result.rows) > 1


def test_bars_beyond_fifty_are_one_and_lose_no_row(show: Show) -> None:
    result = show(chart_type="bar", x_axis="city", operation="count")
    assert len(result.rows) == 51
    assert sum(row[1] for row in result.rows) == ROWS
    few = show(chart_type="bar", x_axis="city", y_axis="amount €", operation="sum", limit=3)
    assert [row[1] for row in few.rows] == sorted((row[1] for row in few.rows), reverse=True)
    assert len(few.rows) == 3


def test_a_scatter_of_many_rows_counts_them_in_a_grid(show: Show) -> None:
    document = {"chart_type": "scatter", "x_axis": "amount €", "y_axis": "size.m2"}
    result = show(**document)
    assert 100 <= len(result.rows) <= 31 * 31
    assert sum(row[4] for row in result.rows) == ROWS
    over_time = show(chart_type="scatter", x_axis="moment", y_axis="size.m2")
    assert sum(row[2] for row in over_time.rows) == ROWS
    assert "binned" in [warning.code for warning in check_plan(document, FACTS).warnings]


def test_a_scatter_of_few_rows_shows_each() -> None:
    document = {"chart_type": "scatter", "x_axis": "amount €", "y_axis": "size.m2", "group_by": ["kind"]}
    compiled = check_plan(document, TableFacts(COLUMNS, 100)).compiled
    assert compiled is not None
    assert "GROUP BY" not in compiled.sql.split(")\n")[-1]


def test_a_heatmap_of_categories_and_one_of_numbers(show: Show) -> None:
    cells = show(chart_type="heatmap", x_axis="city", y_axis="kind").rows
    assert len({row[0] for row in cells}) == 41
    assert sum(row[2] for row in cells) == ROWS
    numbers = show(
        chart_type="heatmap", x_axis="day", y_axis="size.m2", target_column="amount €", operation="max"
    )
    assert numbers.column_names[2] == "max of amount €"
    assert len(numbers.rows) < 3_000


def test_a_box_has_the_quartiles_of_every_row(show: Show) -> None:
    [row] = show(chart_type="box", y_axis="amount €").rows
    amounts = np.arange(ROWS) * 7919 % 1000 / 10
    assert row[1:4] == pytest.approx(np.quantile(amounts, [0.25, 0.5, 0.75]))
    assert row[5] == ROWS
    assert len(show(chart_type="box", y_axis="amount €", x_axis="city").rows) == 21


def test_a_histogram_counts_every_row_once(show: Show) -> None:
    result = show(chart_type="histogram", x_axis="amount €")
    assert 10 <= len(result.rows) <= 60
    assert sum(row[2] for row in result.rows) == ROWS
    widths = {round(end - start, 9) for start, end, _ in result.rows}
    assert len(widths) == 1


def test_a_histogram_of_an_asked_number_of_bins_is_that_of_numpy(show: Show) -> None:
    result = show(operation="chart", chart_type="histogram", x_axis="amount €", parameters={"bins": 7})
    counts, _ = np.histogram(np.arange(ROWS) * 7919 % 1000 / 10, bins=7)
    assert [row[2] for row in result.rows] == counts.tolist()


def test_an_aggregation_can_have_a_chart_too(show: Show) -> None:
    document = {"operation": "mean", "target_column": "amount €", "group_by": ["kind"], "chart_type": "bar"}
    assert len(show(**document).rows) == 3
    assert planned(**document).sql != planned(**document).chart.sql  # type: ignore[union-attr]


def test_an_aggregation_along_an_axis_is_its_chart() -> None:
    plan = planned(operation="sum", y_axis="amount €", x_axis="day", chart_type="line")
    assert plan.chart is not None
    assert plan.sql == plan.chart.sql


def test_a_statistic_can_have_a_chart_too(show: Show) -> None:
    document = {
        "operation": "correlation",
        "x_axis": "amount €",
        "y_axis": "size.m2",
        "chart_type": "scatter",
    }
    assert planned(**document).statistic is not None
    assert show(**document).rows


def test_small_decimals_fall_into_their_own_bin(tmp_path: Path) -> None:
    """0.3 / 0.1 is less than 3."""
    path = tmp_path / "data.duckdb"
    with open_for_import(path, ImportLimits()) as connection:
        connection.execute("CREATE TABLE data AS SELECT i / 10 AS share FROM range(100) numbers(i)")
    check = check_plan(
        {"chart_type": "histogram", "x_axis": "share"}, TableFacts((Column("share", "DOUBLE"),), 100)
    )
    assert check.sql is not None
    counts = [row[2] for row in execute_query(path, check.sql, QueryLimits(), 100).rows]
    assert set(counts) == {max(counts)}
