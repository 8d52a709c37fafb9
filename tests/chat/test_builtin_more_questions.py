"""More questions held against independent queries: superlatives of rows, groups that pass, date parts, units."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chat.local_toolbox import TABLES, connect
from tests.chat.test_builtin_questions import check

HUMID = '"Humidity (%)"'

SENSORS = [
    ("average temperature by sensor", "SELECT sensor, avg(temperature) FROM data GROUP BY 1"),
    ("max temperature per day", 'SELECT date_trunc(\'day\', "Time")::DATE, max(temperature) FROM data GROUP BY 1'),
    ("temperature over time", 'SELECT date_trunc(\'day\', "Time")::DATE, avg(temperature) FROM data GROUP BY 1'),
    ("temperature by hour of day", 'SELECT hour("Time"), avg(temperature) FROM data GROUP BY 1'),
    ("average humidity by status", f"SELECT status, avg({HUMID}) FROM data GROUP BY 1"),
    ("error rate by sensor", "SELECT sensor, count(*) FILTER (WHERE status = 'error') FROM data GROUP BY 1"),
    ("average temperature on March 5 2024", "SELECT avg(temperature) FROM data WHERE \"Time\"::DATE = '2024-03-05'"),
    ("min and max temperature by sensor", "SELECT sensor, min(temperature), max(temperature) FROM data GROUP BY 1"),
    ("average temperature when status is ok", "SELECT avg(temperature) FROM data WHERE status = 'ok'"),
    ("how many errors", "SELECT count(*) FROM data WHERE status = 'error'"),
    ("how many readings with status warning", "SELECT count(*) FROM data WHERE status = 'warning'"),
    ("average temperature on 2024-03-05", "SELECT avg(temperature) FROM data WHERE \"Time\"::DATE = '2024-03-05'"),
    ("average temperature of S2", "SELECT avg(temperature) FROM data WHERE sensor = 'S2'"),
    ("correlation between temperature and humidity", f"SELECT corr(temperature, {HUMID}) FROM data"),
    ("how many readings per sensor and status", "SELECT sensor, status, count(*) FROM data GROUP BY 1, 2"),
    ("highest temperature by sensor", "SELECT sensor, max(temperature) FROM data GROUP BY 1"),
    ("when was the highest temperature", 'SELECT "Time" FROM data ORDER BY temperature DESC LIMIT 1'),
    ("hottest reading", 'SELECT "Time" FROM data ORDER BY temperature DESC LIMIT 1'),
    ("how many hours with temperature over 20", "SELECT count(*) FROM data WHERE temperature > 20"),
    ("temperature by hour", 'SELECT hour("Time"), avg(temperature) FROM data GROUP BY 1'),
    ("latest time", 'SELECT max("Time") FROM data'),
    ("share of status", "SELECT status, count(*) FROM data GROUP BY 1"),
    ("number of readings with humidity between 50 and 60", f"SELECT count(*) FROM data WHERE {HUMID} BETWEEN 50 AND 60"),
    ("distribution of temperature by sensor", "SELECT sensor, min(temperature) FROM data GROUP BY 1"),
    ("missing humidity values", f"SELECT 'Humidity (%)', count(*) - count({HUMID}) FROM data"),
    ("average temperature in the last 3 days", "SELECT avg(temperature) FROM data WHERE \"Time\" >= '2024-04-09'"),
]  # fmt: skip
WEATHER = [
    ("what was the wind like in January 2014", "SELECT avg(wind), min(wind), max(wind) FROM data WHERE strftime(date, '%Y-%m') = '2014-01'"),
    ("hottest day", "SELECT date FROM data WHERE temp_max = (SELECT max(temp_max) FROM data)"),
    ("coldest day in 2013", "SELECT date FROM data WHERE year(date) = 2013 AND temp_min = (SELECT min(temp_min) FROM data WHERE year(date) = 2013)"),
    ("which day had the most rain", "SELECT date FROM data WHERE precipitation = (SELECT max(precipitation) FROM data)"),
    ("which date had the highest wind", "SELECT date FROM data WHERE wind = (SELECT max(wind) FROM data)"),
    ("which month had the most precipitation", "SELECT date_trunc('month', date)::DATE, sum(precipitation) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("hottest month", "SELECT date_trunc('month', date)::DATE, avg(temp_max) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("days with wind over 9.2", "SELECT date FROM data WHERE wind > 9.2 LIMIT 20"),
    ("how many days in 2014", "SELECT count(*) FROM data WHERE year(date) = 2014"),
    ("how many rainy days", "SELECT count(*) FROM data WHERE weather = 'rain'"),
    ("how many sunny days in 2013", "SELECT count(*) FROM data WHERE weather = 'sun' AND year(date) = 2013"),
    ("average wind on foggy days", "SELECT avg(wind) FROM data WHERE weather = 'fog'"),
    ("average wind with black", "SELECT avg(wind) FROM data WHERE weather = 'Black Ice'"),
    ("average wind on Mondays", "SELECT avg(wind) FROM data WHERE isodow(date) = 1"),
    ("total precipitation at the weekend", "SELECT sum(precipitation) FROM data WHERE isodow(date) > 5"),
    ("average wind by weekday", "SELECT dayname(date), avg(wind) FROM data GROUP BY 1"),
    ("average wind by month of the year", "SELECT monthname(date), avg(wind) FROM data GROUP BY 1"),
    ("compare average wind in 2012 and 2013 by month", "SELECT monthname(date), year(date)::VARCHAR, avg(wind) FROM data WHERE year(date) < 2014 GROUP BY 1, 2"),
    ("compare average wind on Mondays and Sundays", "SELECT dayname(date), avg(wind) FROM data WHERE isodow(date) IN (1, 7) GROUP BY 1"),
    ("correlation between wind and precipitation by year", "SELECT date_trunc('year', date)::DATE, corr(wind, precipitation) FROM data GROUP BY 1"),
    ("correlation between wind and temp_max by weather", "SELECT weather, corr(wind, temp_max) FROM data GROUP BY 1"),
    ("latest wind", "SELECT date FROM data ORDER BY date DESC LIMIT 1"),
    ("average wind in the year 2013", "SELECT avg(wind) FROM data WHERE year(date) = 2013"),
    ("how many weather types have total precipitation over 2900", "SELECT weather, sum(precipitation) FROM data GROUP BY 1 HAVING sum(precipitation) > 2900"),
]  # fmt: skip
MORE_SALES = [
    ("How many regions have revenue over 7500", "SELECT region, sum(revenue) FROM data GROUP BY 1 HAVING sum(revenue) > 7500"),
    ("which regions have revenue under 7500", "SELECT region, sum(revenue) FROM data GROUP BY 1 HAVING sum(revenue) < 7500"),
    ("list products with average price over 15", "SELECT product, avg(unit_price) FROM data GROUP BY 1 HAVING avg(unit_price) > 15"),
    ("how many customers bought more than 9 orders", "SELECT customer_id, count(*) FROM data WHERE customer_id IS NOT NULL GROUP BY 1 HAVING count(*) > 9"),
    ("regions with more than 99 orders in 2023", "SELECT region, count(*) FROM data WHERE year(order_date) = 2023 GROUP BY 1 HAVING count(*) > 99"),
    ("which products have price over 20", "SELECT product, count(*) FROM data WHERE unit_price > 20 GROUP BY 1"),
    ("most expensive product", "SELECT order_id FROM data WHERE unit_price = (SELECT max(unit_price) FROM data)"),
    ("cheapest item", "SELECT order_id FROM data WHERE unit_price = (SELECT min(unit_price) FROM data)"),
    ("largest order", "SELECT order_id FROM data WHERE revenue = (SELECT max(revenue) FROM data)"),
    ("row with the highest revenue", "SELECT order_id FROM data WHERE revenue = (SELECT max(revenue) FROM data)"),
    ("oldest order", "SELECT order_id FROM data WHERE order_date = (SELECT min(order_date) FROM data)"),
    ("cheapest price by region", "SELECT region, min(unit_price) FROM data GROUP BY 1"),
]  # fmt: skip
MORE_CASES = [
    (table, question, sql)
    for table, questions in (("sales", MORE_SALES), ("sensors", SENSORS), ("weather", WEATHER))
    for question, sql in questions
]


@pytest.fixture(scope="module")
def connections() -> dict[str, Any]:
    return {name: connect(statement) for name, statement in TABLES.items()}


@pytest.mark.parametrize(("table", "question", "sql"), MORE_CASES, ids=[case[1] for case in MORE_CASES])
async def test_answer_has_the_figures_of_an_independent_query(
    connections: dict[str, Any], table: str, question: str, sql: str
) -> None:
    await check(connections[table], table, question, sql)
