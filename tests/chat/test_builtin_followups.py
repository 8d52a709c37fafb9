"""Questions that refer to the one before, and the follow-ups that the analyst itself offers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chat.local_toolbox import TABLES, connect, json_safe, talk

CHAINS: list[tuple[list[str | None], str]] = [
    (["average price by region", "and by product?"], "SELECT product, avg(unit_price) FROM data GROUP BY 1"),
    (["revenue by region", "only 2023"], "SELECT region, sum(revenue) FROM data WHERE year(order_date) = 2023 GROUP BY 1"),
    (["revenue by region", "only 2023", "and 2024?"], "SELECT region, sum(revenue) FROM data WHERE year(order_date) = 2024 GROUP BY 1"),
    (["total revenue", "what about the average?"], "SELECT avg(revenue) FROM data"),
    (["total revenue in the north", "and in the south?"], "SELECT sum(revenue) FROM data WHERE region = 'South'"),
    (["total revenue in the north", "and for tea?"], "SELECT sum(revenue) FROM data WHERE region = 'North' AND product = 'Tea'"),
    (["revenue by product", "top 2"], "SELECT product, sum(revenue) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 2"),
    (["revenue by product", "also by region"], "SELECT product, region, sum(revenue) FROM data GROUP BY 1, 2"),
    (["revenue by product", "split it by region"], "SELECT product, region, sum(revenue) FROM data GROUP BY 1, 2"),
    (["revenue by product", "as a pie chart"], "SELECT product, sum(revenue) FROM data GROUP BY 1"),
    (["revenue by region", "what about quantity?"], "SELECT region, sum(quantity) FROM data GROUP BY 1"),
    (["average revenue by region", "and unit price?"], "SELECT region, avg(unit_price) FROM data GROUP BY 1"),
    (["how many orders", "how many of those are returned?"], "SELECT count(*) FROM data WHERE returned"),
    (["how many orders in the north", "how many of them are returned?"], "SELECT count(*) FROM data WHERE returned AND region = 'North'"),
    (["how many orders", "and over 100 revenue?"], "SELECT count(*) FROM data WHERE revenue > 100"),
    (["total revenue by month", "only in the north", "and by region?"], "SELECT region, sum(revenue) FROM data WHERE region = 'North' GROUP BY 1"),
    (["distribution of revenue", "by region?"], "SELECT region, min(revenue) FROM data GROUP BY 1"),
    (["distribution of revenue", "and quantity?"], "SELECT min(quantity), quantile_cont(quantity::DOUBLE, 0.25) FROM data"),
    (["which region has the highest revenue", "and the lowest?"], "SELECT region, sum(revenue) FROM data GROUP BY 1 ORDER BY 2 LIMIT 1"),
    (["total revenue", "hello", "and by region?"], "SELECT region, sum(revenue) FROM data GROUP BY 1"),
    (["total revenue", None, "and by region?"], "SELECT region, sum(revenue) FROM data GROUP BY 1"),
    (["total revenue", "gibberish flarp", "and by region?"], "SELECT region, sum(revenue) FROM data GROUP BY 1"),
    (["total revenue by region", "how many rows are there?"], "SELECT count(*) FROM data"),
    (["total revenue by region in 2023", "total quantity by product"], "SELECT product, sum(quantity) FROM data GROUP BY 1"),
    (["average revenue by region", "monthly?"], "SELECT date_trunc('month', order_date)::DATE, avg(revenue) FROM data GROUP BY 1"),
    (["total revenue by region", "not returned"], "SELECT region, sum(revenue) FROM data WHERE NOT returned GROUP BY 1"),
    (["total revenue by region", "without tea"], "SELECT region, sum(revenue) FROM data WHERE product <> 'Tea' GROUP BY 1"),
]  # fmt: skip

WEATHER_CHAINS: list[tuple[list[str | None], str]] = [
    (["what was the wind like in January 2014", "share of each weather"], "SELECT weather, count(*) FROM data GROUP BY 1"),
    (["average wind by weather", "hottest day"], "SELECT date FROM data WHERE temp_max = (SELECT max(temp_max) FROM data)"),
    (["average wind in 2013", "compare rain and sun"], "SELECT weather, count(*) FROM data WHERE weather IN ('rain', 'sun') GROUP BY 1"),
    (["correlation between wind and precipitation", "and by year?"], "SELECT date_trunc('year', date)::DATE, corr(wind, precipitation) FROM data GROUP BY 1"),
    (["correlation between wind and precipitation", "and temp_max?"], "SELECT corr(wind, temp_max) FROM data"),
    (["average wind by weather in 2013", "and precipitation?"], "SELECT weather, avg(precipitation) FROM data WHERE year(date) = 2013 GROUP BY 1"),
    (["average wind", "only over 9"], "SELECT avg(wind) FROM data WHERE wind > 9"),
]  # fmt: skip


@pytest.fixture(scope="module")
def connections() -> dict[str, Any]:
    return {name: connect(statement) for name, statement in TABLES.items()}


@pytest.mark.parametrize(
    ("questions", "sql"), CHAINS, ids=[" > ".join(str(item) for item in chain[0]) for chain in CHAINS]
)
async def test_chain(connections: dict[str, Any], questions: list[str | None], sql: str) -> None:
    done = await talk(connections["sales"], *questions)
    assert done.shown, done.text
    found = [list(row.values()) for row in done.shown[-1].result]
    expected = [[json_safe(cell) for cell in row] for row in connections["sales"].execute(sql).fetchall()]
    assert len(found) == len(expected), done.text
    for row in expected:
        assert any(row == pytest.approx(other[: len(row)]) for other in found), (row, found[:3])


@pytest.mark.parametrize(
    ("questions", "sql"), WEATHER_CHAINS, ids=[" > ".join(map(str, chain[0])) for chain in WEATHER_CHAINS]
)
async def test_only_a_follow_up_inherits(
    connections: dict[str, Any], questions: list[str | None], sql: str
) -> None:
    done = await talk(connections["weather"], *questions, filename="weather.csv")
    found = [list(row.values()) for row in done.shown[-1].result]
    expected = [[json_safe(cell) for cell in row] for row in connections["weather"].execute(sql).fetchall()]
    assert len(found) == len(expected), done.text
    for row in expected:
        assert any(row == pytest.approx(other[: len(row)]) for other in found), (row, found[:3])


async def test_what_was_inherited_is_said(connections: dict[str, Any]) -> None:
    asked = ("average wind by weather in 2013", "and precipitation?")
    done = await talk(connections["weather"], *asked, filename="weather.csv")
    assert "From your question before I kept “by weather” and “where date is in 2013”." in done.text
    done = await talk(
        connections["weather"], "average wind in 2013", "average temp_max", filename="weather.csv"
    )
    assert "I kept" not in done.text
    done = await talk(connections["weather"], "average wind", "only over 9", filename="weather.csv")
    assert "as in your question before" in done.text


@pytest.mark.parametrize("start", ["days with wind over 9", "outliers in wind", "missing values"])
async def test_the_kind_of_answer_never_changes_silently(connections: dict[str, Any], start: str) -> None:
    done = await talk(connections["weather"], start, "and by weather?", filename="weather.csv")
    assert done.shown == []
    assert "I can't split" in done.text


@pytest.mark.parametrize(
    ("question", "word"), [("and by colour?", "colour"), ("and in Atlantis?", "Atlantis")]
)
async def test_an_unreadable_follow_up_is_not_answered_with_the_old_figure(
    connections: dict[str, Any], question: str, word: str
) -> None:
    done = await talk(connections["sales"], "total revenue by region", question)
    assert done.shown == []
    assert word in done.text


STARTS = ["average age by sex", "how many passengers survived", "distribution of fare", "hello", None]


@pytest.mark.parametrize("start", STARTS)
async def test_offered_follow_ups_are_answered(connections: dict[str, Any], start: str | None) -> None:
    done = await talk(connections["people"], start, filename="titanic.csv")
    assert 3 <= len(done.follow_ups) <= 4
    for follow_up in done.follow_ups:
        again = await talk(connections["people"], start, follow_up, filename="titanic.csv")
        assert again.shown, (follow_up, again.text)
        assert "did not use" not in again.text
