"""Questions through the real parser and DuckDB, each held against an independent query."""

from __future__ import annotations

import math
from typing import Any

import pytest

from chat.events import Error
from tests.chat.local_toolbox import TABLES, Talk, connect, json_safe, talk

FILES = {
    "sales": "sales.csv",
    "survey": "survey.csv",
    "sensors": "sensor_log.csv",
    "people": "titanic.csv",
    "weather": "weather.csv",
}
D = "strptime(answered, '%d/%m/%Y')"

SALES = [
    ("how many rows are there?", "SELECT count(*) FROM data"),
    ("how many orders?", "SELECT count(*) FROM data"),
    ("number of rows", "SELECT count(*) FROM data"),
    ("how many orders in the north region", "SELECT count(*) FROM data WHERE region = 'North'"),
    ("How many orders are in the NORTH?", "SELECT count(*) FROM data WHERE region = 'North'"),
    ("how many returned orders", "SELECT count(*) FROM data WHERE returned"),
    ("how many orders were not returned", "SELECT count(*) FROM data WHERE NOT returned"),
    ("how many different products", "SELECT count(DISTINCT product) FROM data"),
    ("number of distinct regions", "SELECT count(DISTINCT region) FROM data"),
    ("how many customers are there", "SELECT count(DISTINCT customer_id) FROM data"),
    ("unique customers by region", "SELECT region, count(DISTINCT customer_id) FROM data GROUP BY 1"),
    ("total revenue", "SELECT sum(revenue) FROM data"),
    ("sum of revenue", "SELECT sum(revenue) FROM data"),
    ("total sales", "SELECT sum(revenue) FROM data"),
    ("what is the average unit price?", "SELECT avg(unit_price) FROM data"),
    ("mean unit_price", "SELECT avg(unit_price) FROM data"),
    ("average price by region", "SELECT region, avg(unit_price) FROM data GROUP BY 1"),
    ("Average Price per product and region", "SELECT product, region, avg(unit_price) FROM data GROUP BY 1, 2"),
    ("median revenue by product", "SELECT product, median(revenue) FROM data GROUP BY 1"),
    ("maximum revenue", "SELECT max(revenue) FROM data"),
    ("highest revenue", "SELECT max(revenue) FROM data"),
    ("lowest unit price", "SELECT min(unit_price) FROM data"),
    ("smallest quantity", "SELECT min(quantity) FROM data"),
    ("standard deviation of revenue", "SELECT stddev_samp(revenue) FROM data"),
    ("revenue by month", "SELECT date_trunc('month', order_date)::DATE, sum(revenue) FROM data GROUP BY 1"),
    ("trend of revenue", "SELECT date_trunc('month', order_date)::DATE, sum(revenue) FROM data GROUP BY 1"),
    ("monthly revenue", "SELECT date_trunc('month', order_date)::DATE, sum(revenue) FROM data GROUP BY 1"),
    ("revenue per quarter", "SELECT date_trunc('quarter', order_date)::DATE, sum(revenue) FROM data GROUP BY 1"),
    ("total quantity by year", "SELECT date_trunc('year', order_date)::DATE, sum(quantity) FROM data GROUP BY 1"),
    (
        "weekly revenue in 2023",
        "SELECT date_trunc('week', order_date)::DATE, sum(revenue) FROM data WHERE year(order_date) = 2023 GROUP BY 1",
    ),
    ("revenue by day of week", "SELECT dayname(order_date), sum(revenue) FROM data GROUP BY 1"),
    ("revenue in 2023 vs 2024", "SELECT date_trunc('year', order_date)::DATE, sum(revenue) FROM data GROUP BY 1"),
    (
        "revenue by month and region",
        "SELECT date_trunc('month', order_date)::DATE, region, sum(revenue) FROM data GROUP BY 1, 2",
    ),
    (
        "number of orders per month in 2024",
        "SELECT date_trunc('month', order_date)::DATE, count(*) FROM data WHERE year(order_date) = 2024 GROUP BY 1",
    ),
    (
        "compare revenue in north and south",
        "SELECT region, sum(revenue) FROM data WHERE region IN ('North', 'South') GROUP BY 1",
    ),
    (
        "compare north and south",
        "SELECT region, count(*), sum(quantity) FROM data WHERE region IN ('North', 'South') GROUP BY 1",
    ),
    ("distribution of revenue", "SELECT min(revenue), quantile_cont(revenue, 0.25), median(revenue) FROM data"),
    ("histogram of quantity", "SELECT min(quantity), quantile_cont(quantity::DOUBLE, 0.25) FROM data"),
    ("distribution of region", "SELECT region, count(*) FROM data GROUP BY 1"),
    ("correlation between unit price and quantity", "SELECT corr(unit_price, quantity) FROM data"),
    ("is revenue related to quantity", "SELECT corr(revenue, quantity) FROM data"),
    ("scatter plot of quantity and revenue", "SELECT corr(quantity, revenue) FROM data"),
    ("how many missing values in customer_id", "SELECT 'customer_id', count(*) - count(customer_id) FROM data"),
    ("duplicates", "SELECT 0, 0"),
    ("show orders over 100", "SELECT order_id FROM data WHERE revenue > 100 LIMIT 20"),
    ("show me the first 10 rows", "SELECT order_id FROM data LIMIT 10"),
    ("show the last 5 rows", "SELECT order_id FROM data LIMIT 5 OFFSET 395"),
    ("share of each product in revenue", "SELECT product, sum(revenue), 100 * sum(revenue) / (SELECT sum(revenue) FROM data) FROM data GROUP BY 1"),
    ("percentage of orders that are returned", "SELECT count(*) FILTER (WHERE returned), count(*), 9.25 FROM data"),
    (
        "percentage returned by region",
        "SELECT region, count(*) FILTER (WHERE returned), 100.0 * avg(returned::INT) FROM data GROUP BY 1",
    ),
    (
        "what share of revenue comes from the north",
        "SELECT sum(revenue) FILTER (WHERE region = 'North'), sum(revenue) FROM data",
    ),
    ("percentage of orders over 100", "SELECT count(*) FILTER (WHERE revenue > 100), count(*) FROM data"),
    ("list distinct regions", "SELECT region, count(*) FROM data GROUP BY 1"),
    ("what regions are there?", "SELECT region, count(*) FROM data GROUP BY 1"),
    ("latest order date", "SELECT max(order_date) FROM data"),
    ("which region has the highest revenue", "SELECT region, sum(revenue) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("which region has the lowest revenue", "SELECT region, sum(revenue) FROM data GROUP BY 1 ORDER BY 2 LIMIT 1"),
    ("what is the best selling product", "SELECT product, sum(quantity) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("top 5 products by revenue", "SELECT product, sum(revenue) FROM data GROUP BY 1"),
    ("top 3 customers by revenue", "SELECT customer_id, sum(revenue) FROM data WHERE customer_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 3"),
    ("bottom 2 regions by total quantity", "SELECT region, sum(quantity) FROM data GROUP BY 1 ORDER BY 2 LIMIT 2"),
    ("which month had the highest revenue", "SELECT date_trunc('month', order_date)::DATE, sum(revenue) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("most common product", "SELECT product, count(*) FROM data GROUP BY 1 QUALIFY rank() OVER (ORDER BY count(*) DESC) = 1"),
    ("what are the most common values of product?", "SELECT product, count(*) FROM data GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10"),
    ("top values of region", "SELECT region, count(*) FROM data GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10"),
    ("rarest values of region", "SELECT region, count(*) FROM data GROUP BY 1 ORDER BY 2, 1 LIMIT 10"),
    ("average revenue in March 2024", "SELECT avg(revenue) FROM data WHERE strftime(order_date, '%Y-%m') = '2024-03'"),
    ("total revenue in March", "SELECT sum(revenue) FROM data WHERE month(order_date) = 3"),
    ("total revenue between Jan and Mar 2024", "SELECT sum(revenue) FROM data WHERE order_date >= '2024-01-01' AND order_date < '2024-04-01'"),
    ("total revenue in the first quarter of 2024", "SELECT sum(revenue) FROM data WHERE order_date >= '2024-01-01' AND order_date < '2024-04-01'"),
    ("total revenue in Q2 2023", "SELECT sum(revenue) FROM data WHERE order_date >= '2023-04-01' AND order_date < '2023-07-01'"),
    ("how many orders after June 2024", "SELECT count(*) FROM data WHERE order_date >= '2024-07-01'"),
    ("how many orders since 2024-06-01", "SELECT count(*) FROM data WHERE order_date >= '2024-06-01'"),
    ("how many orders before 2023-03-01", "SELECT count(*) FROM data WHERE order_date < '2023-03-01'"),
    ("how many orders from 2023-02-01 to 2023-03-31", "SELECT count(*) FROM data WHERE order_date BETWEEN '2023-02-01' AND '2023-03-31'"),
    ("how many orders on 5 March 2024", "SELECT count(*) FROM data WHERE order_date = '2024-03-05'"),
    ("total revenue in the last month", "SELECT sum(revenue) FROM data WHERE order_date >= '2024-12-01'"),
    ("total revenue in the last 30 days", "SELECT sum(revenue) FROM data WHERE order_date > '2024-12-01'"),
    ("revenue by region in 2024", "SELECT region, sum(revenue) FROM data WHERE year(order_date) = 2024 GROUP BY 1"),
    ("total revenue of tea in the north", "SELECT sum(revenue) FROM data WHERE product = 'Tea' AND region = 'North'"),
    ("total revenue for tea and coffee", "SELECT sum(revenue) FROM data WHERE product IN ('Tea', 'Coffee')"),
    ("average quantity where unit price is over 20", "SELECT avg(quantity) FROM data WHERE unit_price > 20"),
    ("how many orders with quantity at least 5 and unit price under 10", "SELECT count(*) FROM data WHERE quantity >= 5 AND unit_price < 10"),
    ("how many orders have quantity between 3 and 5", "SELECT count(*) FROM data WHERE quantity BETWEEN 3 AND 5"),
    ("how many orders have quantity >= 7", "SELECT count(*) FROM data WHERE quantity >= 7"),
    ("number of orders with quantity of 6 or more", "SELECT count(*) FROM data WHERE quantity >= 6"),
    ("number of orders not in the north", "SELECT count(*) FROM data WHERE region <> 'North'"),
    ("number of orders excluding returned", "SELECT count(*) FROM data WHERE NOT returned"),
    ("average revenue of orders that are not returned", "SELECT avg(revenue) FROM data WHERE NOT returned"),
    ("total revenue except tea and coffee", "SELECT sum(revenue) FROM data WHERE product NOT IN ('Tea', 'Coffee')"),
    ('number of orders where product contains "ea"', "SELECT count(*) FROM data WHERE product LIKE '%ea%'"),
    ("number of orders where customer_id is missing", "SELECT count(*) FROM data WHERE customer_id IS NULL"),
    ("total revenue where customer_id is missing", "SELECT sum(revenue) FROM data WHERE customer_id IS NULL"),
    ("how many tea orders were returned in the south?", "SELECT count(*) FROM data WHERE product = 'Tea' AND returned AND region = 'South'"),
    ("average and median revenue by region", "SELECT region, avg(revenue), median(revenue) FROM data GROUP BY 1"),
    ("average unit price and quantity by product", "SELECT product, avg(unit_price), avg(quantity) FROM data GROUP BY 1"),
    ("which product has the highest average price", "SELECT product, avg(unit_price) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("top 3 orders by revenue", "SELECT order_id FROM data WHERE revenue >= (SELECT min(revenue) FROM (FROM data ORDER BY revenue DESC LIMIT 3))"),
    ("average prise by regoin", "SELECT region, avg(unit_price) FROM data GROUP BY 1"),
    ("total revenue in the nroth", "SELECT sum(revenue) FROM data WHERE region = 'North'"),
    ("TOTAL REVENUES PER REGIONS", "SELECT region, sum(revenue) FROM data GROUP BY 1"),
    ("plot revenue by month as bar chart", "SELECT date_trunc('month', order_date)::DATE, sum(revenue) FROM data GROUP BY 1"),
    ("SELECT region, count(*) FROM data GROUP BY 1", "SELECT region, count(*) FROM data GROUP BY 1"),
    ("average revenue per order", "SELECT avg(revenue) FROM data"),
    ("what was our best month", "SELECT date_trunc('month', order_date)::DATE, sum(quantity) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("which product sells best in the south", "SELECT product, sum(quantity) FROM data WHERE region = 'South' GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("when was the first order", "SELECT order_id FROM data ORDER BY order_date LIMIT 1"),
    ("minimum and maximum unit price by product", "SELECT product, min(unit_price), max(unit_price) FROM data GROUP BY 1"),
    ("highest and lowest price by product", "SELECT product, max(unit_price), min(unit_price) FROM data GROUP BY 1"),
    ("highest and lowest revenue", "SELECT max(revenue), min(revenue) FROM data"),
    ("which region has the maximum revenue", "SELECT region, sum(revenue) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("total number of products", "SELECT count(DISTINCT product) FROM data"),
    ("number of orders in the first half of 2024", "SELECT count(*) FROM data WHERE order_date >= '2024-01-01' AND order_date < '2024-07-01'"),
    ("total revenue where product != Tea", "SELECT sum(revenue) FROM data WHERE product <> 'Tea'"),
    ("total revenue where not returned and region = north", "SELECT sum(revenue) FROM data WHERE NOT returned AND region = 'North'"),
    ("number of orders with quantity 3 or 4", "SELECT count(*) FROM data WHERE quantity IN (3, 4)"),
    ("number of orders where quantity is not 3", "SELECT count(*) FROM data WHERE quantity <> 3"),
    ("number of orders that are not in north or south", "SELECT count(*) FROM data WHERE region NOT IN ('North', 'South')"),
    ("how many units were sold", "SELECT sum(quantity) FROM data"),
    ("how many units of tea were sold in march 2024", "SELECT sum(quantity) FROM data WHERE product = 'Tea' AND strftime(order_date, '%Y-%m') = '2024-03'"),
    ("which region has the highest percentage of returned orders", "SELECT region, count(*) FILTER (WHERE returned) FROM data GROUP BY 1 ORDER BY avg(returned::INT) DESC LIMIT 1"),
    ("return rate by region", "SELECT region, count(*) FILTER (WHERE returned) FROM data GROUP BY 1"),
    ("what fraction of orders in the north were returned", "SELECT count(*) FILTER (WHERE returned), count(*) FROM data WHERE region = 'North'"),
    ("count orders where revenue > 100 and quantity < 5", "SELECT count(*) FROM data WHERE revenue > 100 AND quantity < 5"),
    ("total revenue of c1 and c2", "SELECT sum(revenue) FROM data WHERE customer_id IN ('c1', 'c2')"),
    ("total revenue of order 17", "SELECT sum(revenue) FROM data WHERE order_id = 17"),
    ("sort orders by revenue descending", "SELECT order_id FROM data WHERE revenue >= (SELECT min(revenue) FROM (FROM data ORDER BY revenue DESC LIMIT 20))"),
    ("missing customers", "SELECT 'customer_id', count(*) - count(customer_id) FROM data"),
    ("box plot of revenue by region", "SELECT region, min(revenue), quantile_cont(revenue, 0.25) FROM data GROUP BY 1"),
    ("how many orders by region and product", "SELECT region, product, count(*) FROM data GROUP BY 1, 2"),
]  # fmt: skip
SURVEY = [
    ("how many respondents", "SELECT count(*) FROM data"),
    ("average age by gender", "SELECT gender, avg(age) FROM data GROUP BY 1"),
    ("average satisfaction by department", "SELECT department, avg(satisfaction) FROM data GROUP BY 1"),
    ("how many women", "SELECT count(*) FROM data WHERE gender = 'female'"),
    ("how many female respondents", "SELECT count(*) FROM data WHERE gender = 'female'"),
    ("share of each answer in Q1 satisfied", 'SELECT "Q1 satisfied", count(*) FROM data GROUP BY 1'),
    ("percentage of people who are remote", "SELECT count(*) FILTER (WHERE remote = 'Yes'), count(*) FROM data"),
    ("share of people who strongly agree by department", "SELECT department, count(*) FILTER (WHERE \"Q1 satisfied\" = 'strongly agree') FROM data GROUP BY 1"),
    ("remote vs not remote satisfaction", "SELECT remote, avg(satisfaction) FROM data GROUP BY 1"),
    ("how many are remote", "SELECT count(*) FROM data WHERE remote = 'Yes'"),
    ("how many people work remote by department", "SELECT department, count(*) FROM data WHERE remote = 'Yes' GROUP BY 1"),
    ("how many rows in human resources", "SELECT count(*) FROM data WHERE department = 'Human Resources'"),
    ("answers by week", f"SELECT date_trunc('week', {D})::DATE, count(*) FROM data GROUP BY 1"),
    ("how many answers in February 2024", f"SELECT count(*) FROM data WHERE month({D}) = 2"),
    ("average age of males in sales", "SELECT avg(age) FROM data WHERE gender = 'male' AND department = 'Sales'"),
    ("number of respondents older than 60", "SELECT count(*) FROM data WHERE age > 60"),
    ("missing satisfaction", "SELECT 'satisfaction', count(*) - count(satisfaction) FROM data"),
    ("what is the median age of engineering", "SELECT median(age) FROM data WHERE department = 'Engineering'"),
    ("average age by q1 satisfied", 'SELECT "Q1 satisfied", avg(age) FROM data GROUP BY 1'),
    ("how many people disagree", "SELECT count(*) FROM data WHERE \"Q1 satisfied\" = 'disagree'"),
    ("relationship between age and satisfaction", "SELECT corr(age, satisfaction) FROM data"),
    ("average age of other", "SELECT avg(age) FROM data WHERE gender = 'other'"),
    ("number of people whose remote is no", "SELECT count(*) FROM data WHERE remote = 'No'"),
    ("average age of people with satisfaction 5", "SELECT avg(age) FROM data WHERE satisfaction = 5"),
    ("number of people whose department is not Sales", "SELECT count(*) FROM data WHERE department <> 'Sales'"),
]  # fmt: skip
PEOPLE = [
    ("how many passengers survived", 'SELECT count(*) FROM data WHERE "Survived" = 1'),
    ("how many did not survive", 'SELECT count(*) FROM data WHERE "Survived" = 0'),
    ("survival rate by sex", 'SELECT "Sex", sum("Survived"), 100.0 * avg("Survived") FROM data GROUP BY 1'),
    ("average age by sex", 'SELECT "Sex", avg("Age") FROM data GROUP BY 1'),
    ("how many passengers in class 1", 'SELECT count(*) FROM data WHERE "Pclass" = 1'),
    ("survival rate of women in first class", "SELECT sum(\"Survived\"), count(*) FROM data WHERE \"Sex\" = 'female' AND \"Pclass\" = 1"),
    ("average fare in second class", 'SELECT avg("Fare") FROM data WHERE "Pclass" = 2'),
    ("oldest survivor", 'SELECT "PassengerId" FROM data WHERE "Survived" = 1 AND "Age" = (SELECT max("Age") FROM data WHERE "Survived" = 1)'),
    ("youngest person", 'SELECT "PassengerId" FROM data WHERE "Age" = (SELECT min("Age") FROM data)'),
    ("oldest passenger", 'SELECT "PassengerId" FROM data WHERE "Age" = (SELECT max("Age") FROM data)'),
    ("age vs fare", 'SELECT corr("Age", "Fare") FROM data'),
    ("average fare of survivors", 'SELECT avg("Fare") FROM data WHERE "Survived" = 1'),
    ("how many people embarked in Cherbourg", "SELECT count(*) FROM data WHERE \"Embarked\" = 'Cherbourg'"),
    ("average fare by embarked and sex", 'SELECT "Embarked", "Sex", avg("Fare") FROM data GROUP BY 1, 2'),
    ("how many passengers without cabin", 'SELECT count(*) FROM data WHERE "Cabin" IS NULL'),
    ("average fare where age is missing", 'SELECT avg("Fare") FROM data WHERE "Age" IS NULL'),
    ("how many passengers older than 50", 'SELECT count(*) FROM data WHERE "Age" > 50'),
    ("who paid the highest fare", 'SELECT "PassengerId" FROM data WHERE "Fare" = (SELECT max("Fare") FROM data)'),
    ("passengers per class", 'SELECT "Pclass", count(*) FROM data GROUP BY 1'),
    ("what percentage of women survived", "SELECT sum(\"Survived\"), count(*) FROM data WHERE \"Sex\" = 'female'"),
    ("median age of women in class 3", "SELECT median(\"Age\") FROM data WHERE \"Sex\" = 'female' AND \"Pclass\" = 3"),
    ("how many unique cabins", 'SELECT count(DISTINCT "Cabin") FROM data'),
    ("how many survived in each class", 'SELECT "Pclass", count(*) FROM data WHERE "Survived" = 1 GROUP BY 1'),
    ("number of males and females", "SELECT count(*) FROM data WHERE \"Sex\" IN ('male', 'female')"),
    ("total fare", 'SELECT sum("Fare") FROM data'),
    ("number of passengers whose name contains Olsen", "SELECT count(*) FROM data WHERE \"Name\" LIKE '%Olsen%'"),
    ("number of passengers whose name starts with müller", "SELECT count(*) FROM data WHERE \"Name\" LIKE 'Müller%'"),
    ("correlation between age and fare", 'SELECT corr("Age", "Fare") FROM data'),
    ("average age", 'SELECT avg("Age") FROM data'),
]  # fmt: skip
CASES = [
    (table, question, sql)
    for table, questions in (
        ("sales", SALES),
        ("survey", SURVEY),
        ("people", PEOPLE),
    )
    for question, sql in questions
]


@pytest.fixture(scope="module")
def connections() -> dict[str, Any]:
    return {name: connect(statement) for name, statement in TABLES.items()}


def same(expected: Any, found: Any) -> bool:
    if isinstance(expected, bool | str) or expected is None:
        return bool(expected == found)
    return isinstance(found, int | float) and math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-9)


def contains(found: list[list[Any]], expected: list[Any]) -> bool:
    return any(all(map(same, expected, row)) for row in found)


def answered(done: Talk) -> list[list[Any]]:
    """The rows of the last query shown."""
    assert done.shown, done.text
    assert not any(event.is_error for event in done.shown), done.shown
    return [list(row.values()) for row in done.shown[-1].result]


async def check(connection: Any, table: str, question: str, sql: str) -> None:
    """Ask, and hold the last query's rows against those of `sql`."""
    done = await talk(connection, question, filename=FILES[table])
    expected = [[json_safe(cell) for cell in row] for row in connection.execute(sql).fetchall()]
    found = answered(done)
    assert len(found) == len(expected), done.text
    assert all(contains(found, row) for row in expected), (expected[:3], found[:3])
    assert not any(isinstance(event, Error) for event in done.events)
    assert all(plot.error is None for plot in done.toolbox.plots), [plot.error for plot in done.toolbox.plots]
    if not question.startswith("SELECT"):
        assert "How I read it:" in done.text
        assert "did not use" not in done.text


def test_there_are_enough_questions() -> None:
    assert len(CASES) >= 140


@pytest.mark.parametrize(("table", "question", "sql"), CASES, ids=[f"{case[0]}: {case[1]}" for case in CASES])
async def test_answer_has_the_figures_of_an_independent_query(
    connections: dict[str, Any], table: str, question: str, sql: str
) -> None:
    await check(connections[table], table, question, sql)
