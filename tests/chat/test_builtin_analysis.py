"""The automatic analysis: what it tells of good files, and that it ends well on any table."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.analysts.base import EndOfText, Finish
from chat.events import Plot, QueryFinished, Status, Text
from tests.chat.local_toolbox import TABLES, connect, talk
from tests.chat.test_builtin_hostile import check_well_formed

FILES = {
    "sales": "sales.csv",
    "survey": "survey.csv",
    "sensors": "sensor_log.csv",
    "people": "titanic.csv",
    "weather": "weather.csv",
}
HEADINGS = {
    "sales": ("Composition", "Trend", "Distribution", "Relations", "Differences between groups", "Outliers"),
    "survey": ("Composition", "Trend", "Distribution", "Relations", "Differences between groups", "Outliers"),
    "sensors": (
        "Composition",
        "Trend",
        "Distribution",
        "Relations",
        "Differences between groups",
        "Outliers",
    ),
    "weather": (
        "Composition",
        "Trend",
        "Distribution",
        "Relations",
        "Differences between groups",
        "Outliers",
    ),
    "people": ("Composition", "Distribution", "Relations", "Differences between groups", "Outliers"),
}


@pytest.fixture(scope="module")
def connections() -> dict[str, Any]:
    return {name: connect(statement) for name, statement in TABLES.items()}


@pytest.mark.parametrize("table", TABLES)
async def test_findings_with_queries_and_charts(connections: dict[str, Any], table: str) -> None:
    done = await talk(connections[table], None, filename=FILES[table])
    check_well_formed(done, None)
    for heading in HEADINGS[table]:
        assert f"**{heading}.**" in done.text, done.text
    assert len(done.plots) >= 3
    assert len({plot.title for plot in done.plots}) == len(done.plots)
    assert len(done.shown) >= len(HEADINGS[table])
    assert f"**{FILES[table].replace('_', '_')}** has" in done.text
    assert 3 <= len(done.follow_ups) <= 4


async def test_data_quality_is_remarked(connections: dict[str, Any]) -> None:
    done = await talk(connections["people"], None, filename="titanic.csv", notes=("2 rows were repaired.",))
    assert "**Data quality**" in done.text
    assert "2 rows were repaired." in done.text
    assert "Cabin (225, 75.0 %)" in done.text


async def test_duplicates_constants_empty_and_text_dates_are_remarked() -> None:
    connection = connect(
        "CREATE TABLE data AS SELECT i % 20 AS v, 'same' AS word, NULL::INTEGER AS hole, "
        "strftime(DATE '2024-01-13' + (i % 20)::INTEGER, '%d/%m/%Y') AS day FROM range(40) t(i)"
    )
    done = await talk(connection, None, filename="odd.csv")
    assert "20** rows repeat an earlier one" in done.text
    assert "The same value everywhere: word." in done.text
    assert "Without a single value: hole." in done.text
    assert "day is stored as text; I read it as day/month/year." in done.text


async def test_what_the_profile_finds_is_remarked() -> None:
    connection = connect(
        "CREATE TABLE data AS SELECT i AS id, (['North', 'north', 'South', 'n/a'])[1 + i % 4] AS region, "
        "CASE WHEN i % 25 = 0 THEN -999 ELSE i * 7 % 40 END AS temp, "
        "DATE '2024-01-01' - CASE WHEN i = 3 THEN 60000 ELSE i % 90 END::INTEGER AS seen FROM range(200) t(i)"
    )
    done = await talk(connection, None, filename="dirty.csv")
    check_well_formed(done, None)
    assert "temp holds -999 8 times" in done.text
    assert "region writes 1 value in more than one way" in done.text
    assert "50 values of region may mean that a value is missing" in done.text
    assert "1 date of seen lies before 1900, the first is 1859-09-23." in done.text


async def test_events_come_in_a_sensible_order(connections: dict[str, Any]) -> None:
    done = await talk(connections["sales"], "average price by region")
    kinds = [type(event) for event in done.events]
    assert kinds[0] is Status
    assert kinds.index(Text) < kinds.index(QueryFinished) < kinds.index(Plot) < kinds.index(Finish)
    assert kinds.count(EndOfText) == 2


async def test_the_same_question_gives_the_same_answer(connections: dict[str, Any]) -> None:
    first = await talk(
        connections["sensors"], "correlation between temperature and humidity", filename="sensor_log.csv"
    )
    second = await talk(
        connections["sensors"], "correlation between temperature and humidity", filename="sensor_log.csv"
    )
    assert first.text == second.text
    assert first.plots[0].vega_lite_spec == second.plots[0].vega_lite_spec


KINDS = {
    "INTEGER": "(hash(i, {n}) % 50)::INTEGER",
    "DOUBLE": "(hash(i, {n}) % 1000) / 7.0",
    "DECIMAL(12,2)": "((hash(i, {n}) % 1000) / 7.0)::DECIMAL(12,2)",
    "VARCHAR": "'v' || (hash(i, {n}) % 6)",
    "TEXT": "'text ' || i",
    "DATE": "DATE '2020-01-01' + (hash(i, {n}) % 900)::INTEGER",
    "TIMESTAMP": "TIMESTAMP '2020-01-01' + INTERVAL ((hash(i, {n}) % 900)::INTEGER) HOUR",
    "BOOLEAN": "hash(i, {n}) % 2 = 0",
    "NULLS": "NULL::INTEGER",
    "HOLES": "CASE WHEN hash(i, {n}) % 3 = 0 THEN NULL ELSE i END",
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=6),
    rows=st.sampled_from([1, 2, 30, 120]),
)
async def test_any_table_is_analysed_to_the_end(kinds: list[str], rows: int) -> None:
    columns = ", ".join(f"{KINDS[kind].format(n=n)} AS c{n}" for n, kind in enumerate(kinds))
    done = await talk(
        connect(f"CREATE TABLE data AS SELECT {columns} FROM range({rows}) t(i)"), None, filename="any.csv"
    )
    check_well_formed(done, None)
