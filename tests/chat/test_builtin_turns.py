"""Turns of speech: answered rightly or refused by name, and never with a word dropped that changes the figure."""

from __future__ import annotations

from typing import Any

import pytest

from chat.analysts.builtin.parsing.beyond import beyond
from chat.analysts.builtin.parsing.rephrasing import rephrased
from tests.chat.local_toolbox import TABLES, Talk, connect, talk
from tests.chat.test_builtin_questions import FILES, check

ANSWERED = [
    ("people", "what share of survivors were women", "SELECT count(*) FILTER (WHERE \"Sex\" = 'female'), count(*) FROM data WHERE \"Survived\" = 1"),
    ("people", "percentage of women who survived", "SELECT count(*) FILTER (WHERE \"Survived\" = 1), count(*) FROM data WHERE \"Sex\" = 'female'"),
    ("people", "correlation between survived and fare for women", "SELECT corr(\"Survived\", \"Fare\") FROM data WHERE \"Sex\" = 'female'"),
    ("sales", "how many people placed an order", "SELECT count(*) FROM data"),
    ("survey", "how many respondents took part in the survey?", "SELECT count(*) FROM data"),
    ("survey", "how many people responded", "SELECT count(*) FROM data"),
    ("survey", "How many participants per team (department)?", "SELECT department, count(*) FROM data GROUP BY 1"),
    ("sales", "average turnover per area (region)", "SELECT region, avg(revenue) FROM data GROUP BY 1"),
    ("sales", "which product sells the fewest units (lowest total quantity)?", "SELECT product, sum(quantity) FROM data GROUP BY 1 ORDER BY 2 LIMIT 1"),
    ("sales", "the 2 products with the least revenue", "SELECT product, sum(revenue) FROM data GROUP BY 1 ORDER BY 2 LIMIT 2"),
    ("sales", "three products with the highest average unit price", "SELECT product, avg(unit_price) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 3"),
    ("sales", "show the 2 regions that have the most revenue", "SELECT region, sum(revenue) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 2"),
    ("sales", "total revenue not counting Tea", "SELECT sum(revenue) FROM data WHERE product <> 'Tea'"),
    ("sales", "how many orders were neither North nor South", "SELECT count(*) FROM data WHERE region NOT IN ('North', 'South')"),
    ("sales", "average revenue leaving aside Milk and Juice", "SELECT avg(revenue) FROM data WHERE product NOT IN ('Milk', 'Juice')"),
    ("sales", "number of orders with quantity not over 3", "SELECT count(*) FROM data WHERE quantity <= 3"),
    ("sales", "number of orders with quantity not under 3", "SELECT count(*) FROM data WHERE quantity >= 3"),
    ("sales", "revenue per order in West", "SELECT avg(revenue) FROM data WHERE region = 'West'"),
    ("sales", "average revenue per order by region", "SELECT region, avg(revenue) FROM data GROUP BY 1"),
    ("sales", "how many units per order", "SELECT avg(quantity) FROM data"),
    ("sales", "average number of units by region", "SELECT region, avg(quantity) FROM data GROUP BY 1"),
    ("sales", "average unit price and standard deviation", "SELECT avg(unit_price), stddev_samp(unit_price) FROM data"),
    ("sales", "first order per region", "SELECT region, min(order_date) FROM data GROUP BY 1"),
    ("sales", "latest order for each product", "SELECT product, max(order_date) FROM data GROUP BY 1"),
    ("sales", "which region has the second highest revenue?", "SELECT region, sum(revenue) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 2"),
    ("weather", "which weather is third most common", "SELECT weather, count(*) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 3"),
    ("weather", "average wind on weekdays", "SELECT avg(wind) FROM data WHERE isodow(date) < 6"),
    ("weather", "how many days with temp_max at least 15 but wind not over 5", "SELECT count(*) FROM data WHERE temp_max >= 15 AND wind <= 5"),
    ("people", "median age by class and sex", 'SELECT "Pclass", "Sex", median("Age") FROM data GROUP BY 1, 2'),
]  # fmt: skip
REFUSED = [
    ("sales", "is the average revenue over 30?", "held against a number"),
    ("sales", "top 10% of orders by revenue", "10%"),
    ("sales", "half of the revenue", "half of"),
    ("sales", "how many orders in January or February 2024", "Say the year"),
    ("sales", "geometric mean of revenue", "geometric"),
    ("sales", "weighted average of unit_price by quantity", "weighted"),
    ("sales", "20% of total revenue", "20% of"),
    ("sales", "square root of total revenue", "square root"),
    ("sales", "how many customers bought twice", "twice"),
    ("sales", "which orders are above the average revenue?", "depends on an average"),
    ("people", "how many passengers are older than the average age", "depends on an average"),
    ("sales", "median of total revenue per month", "but not the median of these"),
    ("sales", "average number of orders per day", "but not the average of these"),
    ("sales", "top product in each region", "rank product within each region"),
    ("sales", "top 2 products by revenue in each region", "rank product within each region"),
    ("sales", "best selling product per region", "rank product within each region"),
    ("sales", "cheapest product per region", "rank product within each region"),
    ("sales", "average revenue of the 10 largest orders", "compute a figure over only these rows"),
    ("sales", "sum of the top 5 revenues", "compute a figure over only these rows"),
    ("sales", "total revenue for North and average quantity for South", "different figures"),
    ("sales", "ratio of North to South orders", "that ratio"),
    ("sales", "trend of the ratio of revenue to quantity", "that ratio"),
    ("weather", "mean of temp_max - temp_min", "compute with columns"),
    ("weather", "longest streak of rain", "streak"),
    ("weather", "which month had the biggest drop in wind", "biggest drop"),
    ("sales", "average days between orders", "days between"),
    ("people", "two-way ANOVA of fare by sex and class", "two-way ANOVA"),
    ("people", "Is Age normally distributed, excluding outliers?", "leaving out outliers"),
    ("people", "log of Fare: skewness before and after", "before and after"),
    ("people", "difference in average fare between survivors and non-survivors", "which two figures"),
    ("sensors", "standard error of the mean temperature", "standard error"),
    ("sensors", "coefficient of variation of temperature", "variation"),
]  # fmt: skip
DIFFERENCES = [
    ("sales", "what is the difference between the average revenue of North and South?", "avg(revenue)", "region = 'North'", "region = 'South'"),
    ("sales", "how many more orders does West have than East?", "count(*)", "region = 'West'", "region = 'East'"),
    ("sales", "what percentage more revenue did West make than North?", "sum(revenue)", "region = 'West'", "region = 'North'"),
    ("sales", "how much more revenue in 2024 than in 2023?", "sum(revenue)", "year(order_date) = 2024", "year(order_date) = 2023"),
    ("sales", "growth of revenue from 2023 to 2024 in percent", "sum(revenue)", "year(order_date) = 2024", "year(order_date) = 2023"),
    ("people", "how many more men than women are there?", "count(*)", "\"Sex\" = 'male'", "\"Sex\" = 'female'"),
    ("weather", "how many more rainy days than sunny days", "count(*)", "weather = 'rain'", "weather = 'sun'"),
    ("weather", "percent change in average wind between 2012 and 2013", "avg(wind)", "year(date) = 2013", "year(date) = 2012"),
]  # fmt: skip
TESTS = [
    ("people", "student's t-test (equal variances) of Fare between male and female", "compare_groups", {"method": "t"}),
    ("people", "Is the mean Fare of male and female the same? Student’s t test assuming equal variances.", "compare_groups", {"method": "t"}),
    ("people", "t-test of Fare between male and female without assuming equal variances", "compare_groups", {"method": "welch"}),
    ("people", "Does Fare differ between men and women? Use a t-test with unequal variances.", "compare_groups", {"method": "welch"}),
    ("people", "Are the variances of Fare equal between men and women?", "compare_variances", {}),
    ("people", "Does Fare differ between ports (Embarked)? One-way ANOVA please, F and p.", "compare_groups", {"method": "anova"}),
    ("people", "Is there a difference in Age across Embarked? Kruskal-Wallis, H, p", "compare_groups", {"method": "kruskal"}),
    ("sensors", "is the temperature at S1 significantly different from S2? (Welch)", "compare_groups", {"method": "welch", "groups": ["S1", "S2"]}),
    ("people", "z-score outliers in Fare, how many above 2?", "outliers", {"method": "zscore", "threshold": 2}),
    ("people", "Take the natural log of Fare. What is the mean of the log values?", "mean", {}),
    ("people", "Compute log10 of Fare, then give the median of the logged values.", "median", {}),
    ("people", "bin Age into 4 equal-width bins and count the passengers in each, those without Age too", "count", {}),
]  # fmt: skip


@pytest.fixture(scope="module")
def connections() -> dict[str, Any]:
    return {name: connect(statement) for name, statement in TABLES.items()}


async def ask(connections: dict[str, Any], table: str, question: str) -> Talk:
    return await talk(connections[table], question, filename=FILES[table], compiles=False)


@pytest.mark.parametrize(("table", "question", "sql"), ANSWERED, ids=[item[1] for item in ANSWERED])
async def test_answered_with_the_figures_of_an_independent_query(
    connections: dict[str, Any], table: str, question: str, sql: str
) -> None:
    await check(connections[table], table, question, sql)


@pytest.mark.parametrize(("table", "question", "words"), REFUSED, ids=[item[1] for item in REFUSED])
async def test_refused_by_name_without_a_figure(
    connections: dict[str, Any], table: str, question: str, words: str
) -> None:
    done = await ask(connections, table, question)
    assert done.shown == []
    assert words in done.text


@pytest.mark.parametrize(
    ("table", "question", "figure", "first", "second"), DIFFERENCES, ids=[item[1] for item in DIFFERENCES]
)
async def test_a_contrast_is_answered_with_the_difference(
    connections: dict[str, Any], table: str, question: str, figure: str, first: str, second: str
) -> None:
    done = await ask(connections, table, question)
    wanted = (
        connections[table]
        .execute(f"SELECT {figure} FILTER (WHERE {first}), {figure} FILTER (WHERE {second}) FROM data")
        .fetchone()
    )
    row = done.shown[-1].result[0]
    assert row["difference"] == pytest.approx(wanted[0] - wanted[1])
    assert row["difference in %"] == pytest.approx(100 * (wanted[0] - wanted[1]) / wanted[1])
    assert " minus that for " in done.text


@pytest.mark.parametrize(
    ("table", "question", "operation", "parameters"), TESTS, ids=[item[1] for item in TESTS]
)
async def test_the_statistic_that_was_named_runs(
    connections: dict[str, Any], table: str, question: str, operation: str, parameters: dict[str, Any]
) -> None:
    done = await ask(connections, table, question)
    assert [plan["operation"] for plan in done.toolbox.plans] == [operation], done.text
    assert parameters.items() <= done.toolbox.plans[0].get("parameters", {}).items()
    assert "filters" not in done.toolbox.plans[0]
    assert "did not" not in done.text


async def test_a_zero_and_a_missing_cell_are_not_the_same() -> None:
    connection = connect(
        "CREATE TABLE data AS SELECT i AS revenue, nullif(i % 4, 3) / 10.0 AS discount FROM range(40) t(i)"
    )
    done = await talk(connection, "total revenue without a discount", filename="sales.csv")
    assert done.shown == []
    assert "is 0 or that it is missing" in done.text


async def test_caveats_and_names_are_prose(connections: dict[str, Any]) -> None:
    done = await ask(
        connections,
        "people",
        "linear regression of Fare on Age and Pclass, give the intercept and the slopes",
    )
    assert "Take care: the residuals are not normally distributed" in done.text
    assert "- intercept: **" in done.text
    assert "- coefficient of Age: **" in done.text
    assert "in all)." in done.text
    kendall = await ask(connections, "people", "kendall correlation of Age and Fare")
    assert "(Kendall's tau)" in kendall.text
    logged = await ask(connections, "people", "mean of the log of Fare")
    assert "after taking the natural logarithm of Fare" in logged.text


def test_words_of_a_column_are_not_refused() -> None:
    assert beyond("average of weighted score", ("weighted score",)) is None
    assert beyond("average of weighted score", ("score",)) is not None


def test_a_bracket_that_names_a_column_stands_for_the_word_before_it() -> None:
    assert rephrased("rows per city (Stadt)", ("Stadt",)).text == 'rows per "Stadt"'
    assert rephrased("revenue (total)", ("revenue", "total")).text == "revenue (total)"
    assert rephrased("income (€)", ("income (€)",)).text == "income (€)"
