"""What the sentences around the figures say: grammar, ties, periods that are not over, kinds of columns."""

from __future__ import annotations

from typing import Any

import pytest

from chat.analysts.base import AnalystRequest
from chat.analysts.builtin import BuiltinAnalyst
from tests.chat.local_toolbox import TABLES, card, connect, talk

ONE_HOLE = (
    "CREATE TABLE data AS SELECT CASE WHEN i > 1 THEN i END AS age, (['a', 'b'])[1 + i % 2] AS kind, "
    "47 + i / 100.0 AS latitude, 8 + i / 100.0 AS longitude FROM range(1, 60) t(i)"
)


@pytest.fixture(scope="module")
def weather() -> Any:
    return connect(TABLES["weather"])


async def test_one_row_is_singular() -> None:
    connection = connect(ONE_HOLE)
    done = await talk(connection, "average age by kind", filename="people.csv")
    assert "1 row has no value in age and is not part of this." in done.text
    done = await talk(connection, "average age", filename="people.csv")
    assert "1 row has no age and was left out." in done.text
    done = await talk(connection, "distribution of age", filename="people.csv")
    assert "1 row has no value." in done.text
    done = await talk(connection, "how many missing values in age", filename="people.csv")
    assert "**1** cell of age is missing" in done.text


async def test_coordinates_are_called_so() -> None:
    done = await talk(connect(ONE_HOLE), "describe the data", filename="people.csv")
    assert "- Coordinates: latitude and longitude" in done.text
    assert "Identifiers" not in done.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how many rainy days", "I read “rainy” as weather = rain."),
        ("how many rainy days", "Every row is one day, so I took “days” to mean rows."),
        ("which day had the most rain", "I took “rain” to mean precipitation."),
        ("what was the wind like in 2013", "I took “like” to ask for the average, lowest and highest wind."),
        ("hottest day", "I took “hottest” to be about temp_max."),
        ("coldest day", "I took “coldest” to be about temp_min."),
        ("average wind with black", "I read “black” as weather = Black Ice."),
        ("average wind on Sundays", "where date is a Sunday."),
        ("monthly precipitation", "The data end on 2014-12-13, so December 2014 is not complete."),
        ("largest wind", "highest wind"),
    ],
)
async def test_what_was_assumed_is_said(weather: Any, question: str, said: str) -> None:
    done = await talk(weather, question, filename="weather.csv")
    assert said in done.text


async def test_ties_are_said(weather: Any) -> None:
    done = await talk(weather, "which day had the highest wind", filename="weather.csv")
    assert "which several rows share" in done.text
    done = await talk(connect(TABLES["people"]), "youngest person", filename="titanic.csv")
    assert "a tie of rows: Name: " in done.text


@pytest.mark.parametrize("question", ["average price per year", "monthly average price"])
async def test_dates_that_stand_for_months_are_complete(question: str) -> None:
    connection = connect(
        "CREATE TABLE data AS SELECT (DATE '2020-01-01' + INTERVAL (i % 42) MONTH)::DATE AS date, i * 1.5 AS price, "
        "(['x', 'y'])[1 + i // 42] AS symbol FROM range(84) t(i)"
    )
    done = await talk(connection, question, filename="stocks.csv")
    assert ("2023 is not complete" in done.text) == (question == "average price per year")
    done = await talk(connection, "average price by weekday", filename="stocks.csv")
    assert done.shown == []
    assert "stands for whole periods" in done.text


async def test_periods_without_rows_are_said(weather: Any) -> None:
    done = await talk(weather, "number of days with wind over 9.3 by day", filename="weather.csv")
    assert "A day without any row is not shown." in done.text
    done = await talk(weather, "average wind by month", filename="weather.csv")
    assert "without any row" not in done.text


async def test_groups_that_pass_are_counted() -> None:
    connection = connect(TABLES["sales"])
    done = await talk(connection, "How many regions have revenue over 7500")
    assert "**2** values of region have total revenue over 7,500:" in done.text
    done = await talk(connection, "how many products have total revenue over 1000000")
    assert "No value of product has total revenue over 1,000,000." in done.text


@pytest.mark.parametrize(
    ("question", "title"), [("how many rows", "How many rows"), ("ärger by day?", "Ärger by day")]
)
async def test_titles_begin_with_a_capital(question: str, title: str) -> None:
    request = AnalystRequest(question, card(connect(TABLES["sales"]), "sales.csv"))
    assert (await BuiltinAnalyst().title(request, "…"))[0] == title
