"""What can't be read is said, never guessed: no figure comes back for a question that was not understood."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chat.events import Error
from tests.chat.local_toolbox import TABLES, connect, talk

FILES = {
    "sales": "sales.csv",
    "survey": "survey.csv",
    "sensors": "sensor_log.csv",
    "people": "titanic.csv",
    "weather": "weather.csv",
}

DECLINED = [
    ("sales", "average profitability by region", "profitability"),
    ("sales", "average revenue by colour", "colour"),
    ("sales", "total revenue in Atlantis", "Atlantis"),
    ("sales", "total revenue where region is Atlantis", "Atlantis"),
    ("sales", "how many unicorns", "unicorns"),
    ("sales", "how many orders were shipped by zeppelin", "zeppelin"),
    ("people", "predict fare next month", "date column"),
    ("sales", "sum of quantity * unit_price", "arithmetic"),
    ("sales", "revenue divided by quantity", "arithmetic"),
    ("sales", "why is revenue falling", "causes"),
    ("sales", "delete all rows", "changes"),
    ("sales", "run machine learning on revenue", "models"),
    ("sales", "running total of revenue", "running totals"),
    ("sales", "what is the average?", "which column"),
    ("sales", "total for each product", "which column"),
    ("people", "biggest passenger", "which column"),
    ("sales", "average region", "not a number"),
    ("sales", "average order_date", "is a date"),
    ("sales", "outliers in region", "number"),
    ("sales", "correlation between region and product", "two numeric"),
    ("sales", "asdf qwer zxcv", "could not read"),
    ("sales", "wie viele Zeilen hat die Datei?", "English"),
    ("sales", "¿cuántas filas hay en los datos?", "English"),
    ("sales", "有多少行", "English"),
    ("sales", "combien de lignes pour le nord", "English"),
    ("sales", "revenue on 03/04/2024", "03/04/2024"),
    ("sales", "orders not delivered", "delivered"),
    ("sales", "x" * 5000, "longer"),
    ("sales", "how many orders by region " * 200, "longer"),
    ("sales", "count orders where revenue > 100 or quantity < 5", "or"),
    ("sales", "number of orders with revenue greater than average", "greater than"),
    ("sales", "total revenue by region > 7500", "groups"),
    ("sales", "missing customers by region", "split"),
    ("sales", "outliers in revenue by region", "split"),
    ("sales", "what was the average order value in 2024", "which column"),
    ("sales", "refund rate by region", "refund"),
    ("sales", "revenue in week 5", "5"),
    ("sales", "what is 2+2", "arithmetic"),
    ("sensors", "readings over 30", "which column"),
    ("sensors", "how many days", "not one day"),
    ("sensors", "temperature in Paris", "Paris"),
    ("weather", "how many hours", "not one hour"),
    ("weather", "how many windy days", "windy"),
    ("weather", "average wind by hour", "without a time"),
    ("weather", "which day grew most", "grew"),
    ("weather", "days like these", "could not"),
    ("weather", "top 3 dates", "by which column"),
    ("sales", "first price of tea by region", "can't tell which"),
    ("sales", "how many regions have revenue over 7500 by product", "groups"),
    ("survey", "how many respondents under 30", "which column"),
    ("survey", "how many people answered strongly agree", "answered"),
    ("people", "how many people died", "died"),
    ("people", "share of class in first", "comes into it"),
    ("people", "average fare in 1912", "date column"),
    ("people", "children under 10", "which column"),
    ("people", "trend of fare", "date column"),
    ("people", "fare by month", "date column"),
    ("people", "how many passengers were in the orchestra", "orchestra"),
]

FLAGGED = [
    ("sales", "total revenue profitability", "profitability"),
    ("sales", "show me the gorgeous average revenue by region", "gorgeous"),
    ("people", "average ticketless fare by sex", "ticketless"),
]


@pytest.fixture(scope="module")
def connections() -> dict[str, Any]:
    return {name: connect(statement) for name, statement in TABLES.items()}


@pytest.mark.parametrize(("table", "question", "reason"), DECLINED, ids=[item[1][:50] for item in DECLINED])
async def test_declined_with_a_reason_and_examples(
    connections: dict[str, Any], table: str, question: str, reason: str
) -> None:
    done = await talk(connections[table], question, filename=FILES[table])
    assert done.shown == []
    assert done.plots == []
    assert reason in done.text, done.text
    assert 3 <= done.text.count("\n- ") <= 5
    assert 1 <= len(done.follow_ups) <= 4
    assert not any(isinstance(event, Error) for event in done.events)


@pytest.mark.parametrize(("table", "question", "word"), FLAGGED)
async def test_unused_words_are_said_before_the_figure(
    connections: dict[str, Any], table: str, question: str, word: str
) -> None:
    done = await talk(connections[table], question, filename=FILES[table])
    told = f"I did not use the word “{word}”"
    assert told in done.text or not done.shown, done.text
    assert word in done.text


@pytest.mark.parametrize(
    ("table", "question"), [(item[0], item[1]) for item in DECLINED if len(item[1]) < 1000]
)
async def test_the_examples_offered_can_be_answered(
    connections: dict[str, Any], table: str, question: str
) -> None:
    done = await talk(connections[table], question, filename=FILES[table])
    for example in re.findall(r"^- (.+)$", done.text, re.MULTILINE):
        again = await talk(
            connections[table], example.replace("\\", ""), filename=FILES[table], compiles=False
        )
        assert again.shown, (example, again.text)


@pytest.mark.parametrize(
    "question", ["hello", "hi there", "help", "what can you do?", "thanks", "", "   ", "?!"]
)
async def test_small_talk_needs_no_figures(connections: dict[str, Any], question: str) -> None:
    done = await talk(connections["sales"], question)
    assert done.shown == []
    assert done.text.strip()


async def test_a_value_of_two_columns_is_asked_about() -> None:
    connection = connect(
        "CREATE TABLE data AS SELECT * FROM (VALUES ('North', 'South', 1), ('South', 'North', 2), ('West', 'West', 5)) "
        "t(origin, destination, cost)"
    )
    done = await talk(connection, "total cost in the north", filename="trips.csv")
    assert done.shown == []
    assert "origin, destination" in done.text
    named = await talk(connection, "total cost where origin is north", filename="trips.csv")
    assert next(iter(named.shown[-1].result[0].values())) == 1


async def test_a_name_that_fits_two_columns_is_asked_about() -> None:
    connection = connect(
        "CREATE TABLE data AS SELECT i AS unit_price, i * 2 AS list_price FROM range(40) t(i)"
    )
    done = await talk(connection, "average price", filename="prices.csv")
    assert done.shown == []
    assert "unit_price or list_price" in done.text
