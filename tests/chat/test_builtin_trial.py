"""What a first user's five files brought to light: words dropped in silence, or read as something else.

Each table has the shape of a file that people bring: orders, a survey with scales and several choices in a
cell, sensors that write -999, listings, and countries by years that are whole numbers.
"""

from __future__ import annotations

from typing import Any

import pytest

from chat.analysts.builtin.requests.form import read_form
from chat.events import Error
from tests.chat.local_toolbox import Talk, connect, json_safe, talk

SUPERSTORE = """
    CREATE TABLE data AS SELECT
      i AS order_id, DATE '2021-01-01' + (i * 7919 % 1461)::INTEGER AS order_date,
      (['Seattle', 'Chicago', 'Boston', 'Austin'])[1 + (i * 31 % 97) % 4] AS city,
      (['Furniture', 'Technology', 'Office'])[1 + (i * 17 % 89) % 3] AS category,
      'c' || (i * 13 % 60) AS customer_id, round(10 + (i * 37 % 101) * 2.35, 2)::DOUBLE AS sales,
      round((i * 41 % 83) * 0.7 - 10, 2)::DOUBLE AS profit
    FROM range(1, 601) t(i)"""
STACK = """
    CREATE TABLE data AS SELECT
      i AS id, (['Python;SQL', 'JavaScript', 'R;Python', 'Go;SQL'])[1 + (i * 31 % 97) % 4] AS "Languages used",
      1 + (i * 7 % 31) % 5 AS "Satisfaction (1-5)", 1 + (i * 11 % 37) % 5 AS "Work-life balance (1-5)",
      i * 29 % 30 AS "Years of experience", 20 + i * 17 % 41 AS "Hours per week",
      (['Remote', 'Office', 'Hybrid'])[1 + (i * 5 % 23) % 3] AS "Work mode"
    FROM range(1, 601) t(i)"""
STATIONS = """
    CREATE TABLE data AS SELECT
      TIMESTAMP '2024-03-01' + INTERVAL (i) HOUR AS time, (['Alpha', 'Bravo', 'Ridge'])[1 + i % 3] AS station,
      CASE WHEN i % 40 = 7 THEN -999 ELSE round(15 + (i % 3) * 2 + 8 * sin(i / 12.0) + (i * 37 % 17) / 10.0, 2) END::DOUBLE AS temperature,
      CASE WHEN i % 50 = 9 THEN -999 ELSE round(40 + (i * 53 % 29), 1) END::DOUBLE AS humidity
    FROM range(600) t(i)"""
LISTINGS = """
    CREATE TABLE data AS SELECT
      i AS listing_id, (['Entire home', 'Private room', 'Shared room'])[1 + (i * 31 % 97) % 3] AS room_type,
      (['Mitte', 'Kreuzberg', 'Pankow'])[1 + (i * 17 % 89) % 3] AS neighbourhood,
      20 + i * 37 % 211 AS price, 1 + i * 13 % 7 AS minimum_nights,
      round((i * 41 % 97) / 20.0, 2)::DOUBLE AS reviews_per_month, i * 23 % 150 AS number_of_reviews
    FROM range(1, 401) t(i)"""
GAPMINDER = """
    CREATE TABLE data AS SELECT
      'Country ' || (i % 30) AS country, (['Asia', 'Europe', 'Africa'])[1 + i % 3] AS continent,
      1952 + 5 * (i // 30) AS year, round(40 + (i // 30) * 2 + (i * 37 % 17), 2)::DOUBLE AS "lifeExp",
      1000000 + i * 7919 % 100000 AS pop, round(500 + (i * 41 % 97) * 103.7 + (i // 30) * 200, 2)::DOUBLE AS "gdpPercap"
    FROM range(360) t(i)"""
TABLES = {
    "superstore": SUPERSTORE,
    "developers": STACK,
    "stations": STATIONS,
    "listings": LISTINGS,
    "gapminder": GAPMINDER,
}


ANSWERS: list[tuple[str, list[str], str]] = [
    ("developers", ["how many people use Python?"], """SELECT count(*) FROM data WHERE "Languages used" LIKE '%Python%'"""),
    ("developers", ["how many developers work with Python?"], """SELECT count(*) FROM data WHERE "Languages used" LIKE '%Python%'"""),
    ("developers", ["how many people use Python and SQL?"], """SELECT count(*) FROM data WHERE "Languages used" = 'Python;SQL'"""),
    ("developers", ["how many people use R or Go?"], """SELECT count(*) FROM data WHERE "Languages used" IN ('R;Python', 'Go;SQL')"""),
    ("developers", ["how many people use Go?"], """SELECT count(*) FROM data WHERE "Languages used" = 'Go;SQL'"""),
    ("developers", ["average hours per week of those who use Python but not R"], """SELECT avg("Hours per week") FROM data WHERE "Languages used" = 'Python;SQL'"""),
    ("developers", ["how many people are satisfied 4 or more?"], """SELECT count(*) FROM data WHERE "Satisfaction (1-5)" >= 4"""),
    ("developers", ["average years of experience", "how many people are satisfied 4 or more?"], """SELECT count(*) FROM data WHERE "Satisfaction (1-5)" >= 4"""),
    ("developers", ["what is the median of hours per week?"], """SELECT median("Hours per week") FROM data"""),
    ("stations", ["average temperature by station ignoring -999"], "SELECT station, avg(temperature) FROM data WHERE temperature <> -999 GROUP BY 1"),
    ("stations", ["temperature by station, excluding values of -999"], "SELECT station, avg(temperature) FROM data WHERE temperature <> -999 GROUP BY 1"),
    ("stations", ["correlation of temperature and humidity excluding -999"], "SELECT corr(temperature, humidity) FROM data WHERE temperature <> -999 AND humidity <> -999"),
    ("stations", ["mean temperature where humidity is not -999"], "SELECT avg(temperature) FROM data WHERE humidity <> -999"),
    ("stations", ["which station is the warmest?"], "SELECT station, avg(temperature) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("superstore", ["how many orders are not in Chicago?"], "SELECT count(*) FROM data WHERE city <> 'Chicago'"),
    ("superstore", ["average profit by category", "which month was the best?"], "SELECT date_trunc('month', order_date)::DATE, avg(profit) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("superstore", ["What is the average profit by category? And which month was the best?"], "SELECT date_trunc('month', order_date)::DATE, avg(profit) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("superstore", ["what is the best selling category?"], "SELECT category, sum(sales) FROM data GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("listings", ["average price in Mitte", "what is the average reviews per month?"], "SELECT avg(reviews_per_month) FROM data"),
    ("listings", ["average price in Mitte", "average reviews per month by room type"], "SELECT room_type, avg(reviews_per_month) FROM data GROUP BY 1"),
    ("gapminder", ["average lifeExp by year"], 'SELECT year, avg("lifeExp") FROM data GROUP BY 1'),
    ("gapminder", ["average lifeExp over time"], 'SELECT year, avg("lifeExp") FROM data GROUP BY 1'),
    ("gapminder", ["trend of lifeExp"], 'SELECT year, avg("lifeExp") FROM data GROUP BY 1'),
    ("gapminder", ["yearly average lifeExp in Asia"], """SELECT year, avg("lifeExp") FROM data WHERE continent = 'Asia' GROUP BY 1"""),
    ("gapminder", ["average lifeExp in 1952"], 'SELECT avg("lifeExp") FROM data WHERE year = 1952'),
]  # fmt: skip
DECLINED: list[tuple[str, list[str], str]] = [
    ("developers", ["how many people use Fortran?"], "I don't know what “Fortran” means"),
    ("developers", ["average years of experience", "how many people are unhappy 4 or more?"], "which column “4” is about"),
    ("developers", ["compare hours per week of Python and SQL"], "One cell of Languages used may hold both"),
    ("superstore", ["which customers bought in Seattle but not Chicago?"], "never with “Chicago”"),
    ("superstore", ["customers in Seattle but not Chicago"], "never with “Chicago”"),
    ("stations", ["which station is the coldest, without -999?"], "Which column should I leave -999 out of?"),
    ("stations", ["how many rows excluding -999?"], "Which column should I leave -999 out of?"),
    ("listings", ["average price per night"], "“per night” is a unit or means minimum_nights"),
    ("gapminder", ["is there a monthly trend in lifeExp? Mann-Kendall"], "year holds whole years"),
    ("gapminder", ["monthly lifeExp"], "needs a date column"),
]  # fmt: skip


@pytest.fixture(scope="module")
def connections() -> dict[str, Any]:
    return {name: connect(statement) for name, statement in TABLES.items()}


async def ask(connections: dict[str, Any], table: str, *questions: str | None) -> Talk:
    done = await talk(connections[table], *questions, filename=f"{table}.csv", compiles=False)
    assert not any(isinstance(event, Error) for event in done.events), done.text
    return done


@pytest.mark.parametrize(
    ("table", "questions", "sql"), ANSWERS, ids=[" > ".join(case[1]) for case in ANSWERS]
)
async def test_answer_has_the_figures_of_an_independent_query(
    connections: dict[str, Any], table: str, questions: list[str], sql: str
) -> None:
    done = await ask(connections, table, *questions)
    assert done.shown, done.text
    found = [list(row.values()) for row in done.shown[-1].result]
    expected = [[json_safe(cell) for cell in row] for row in connections[table].execute(sql).fetchall()]
    assert len(found) == len(expected), done.text
    for row in expected:
        assert any(row == pytest.approx(other[: len(row)]) for other in found), (row, found[:3], done.text)
    assert "did not use" not in done.text


@pytest.mark.parametrize(("table", "questions", "why"), DECLINED, ids=[case[1][-1] for case in DECLINED])
async def test_declined_in_words(
    connections: dict[str, Any], table: str, questions: list[str], why: str
) -> None:
    done = await ask(connections, table, *questions)
    assert done.shown == [], done.text
    assert why in done.text


async def test_a_statistic_after_a_new_column(connections: dict[str, Any]) -> None:
    """The new column is no column of the file that the next question is about."""
    first = "create log of gdpPercap and give its mean"
    done = await ask(connections, "gapminder", first, "is lifeExp correlated with pop? Pearson, report p")
    assert done.toolbox.plans[-1]["operation"] == "correlation"


@pytest.mark.parametrize(
    ("table", "question", "said"),
    [
        ("superstore", "What is the mean of sales rounded to 1 decimal?", "is **127.7**"),
        ("developers", "average hours per week rounded to 1 decimal", "is **40.1**"),
        ("superstore", "mean sales by category, rounded to the nearest integer", "Technology: **135**"),
        ("stations", "correlation between temperature and humidity to 2 decimals", "is **-0.02**"),
        ("superstore", "how many orders, rounded to 2 decimals", "**600** rows"),
    ],
)
async def test_figures_are_rounded_as_asked(
    connections: dict[str, Any], table: str, question: str, said: str
) -> None:
    assert said in (await ask(connections, table, question)).text


async def test_what_an_adjective_compares_is_said(connections: dict[str, Any]) -> None:
    done = await ask(connections, "stations", "which station is the warmest?")
    assert "I compared the averages of temperature" in done.text


async def test_groups_are_tested_and_not_counted(connections: dict[str, Any]) -> None:
    done = await ask(connections, "stations", "is the temperature at Alpha different from Bravo? Welch")
    assert done.toolbox.plans[-1]["operation"] == "compare_groups"
    assert done.toolbox.plans[-1]["parameters"]["method"] == "welch"


async def test_a_forecast_takes_the_step_and_asks_for_its_picture(connections: dict[str, Any]) -> None:
    done = await ask(connections, "superstore", "forecast monthly sales")
    plan = done.toolbox.plans[-1]
    assert (plan["operation"], plan["chart_type"]) == ("forecast", "line")
    assert plan["parameters"]["grain"] == "month"
    assert "did not use" not in done.text


async def test_a_step_beside_another_horizon_is_said(connections: dict[str, Any]) -> None:
    done = await ask(connections, "superstore", "forecast weekly sales for the next 3 months")
    assert "I did not use the word “weekly”" in done.text


async def test_suspected_marks_of_missing_values_stay_out_of_the_findings(
    connections: dict[str, Any],
) -> None:
    done = await ask(connections, "stations", None)
    assert "In what follows I left out -999 in temperature and -999 in humidity." in done.text
    findings = done.text.split("In what follows", 1)[1].split("**Distribution.**", 1)[1]
    assert "temperature runs from **7.03**" in findings
    assert "-999" not in findings


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("how many people use Python?", "how many people use Python?"),
        ("Use Python. What is the mean fare?", "What is the mean fare?"),
        ("What is the mean fare, using pandas?", "What is the mean fare?"),
    ],
)
def test_a_program_is_a_tool_or_a_value(message: str, rest: str) -> None:
    assert read_form(message)[1].strip(" .") == rest


async def test_a_choice_is_found_among_thousands_of_combinations() -> None:
    """Too many different cells for the index of values: the question's own words are looked up."""
    connection = connect(
        "CREATE TABLE data AS SELECT i AS id, 'skill ' || i || ';' || (['Java', 'JavaScript', 'O''Caml'])[1 + i % 3] "
        "|| ' ; note ' || (i % 7) AS skills FROM range(900) t(i)"
    )
    for question in ("how many people use Java?", "how many people use O'Caml?"):
        done = await talk(connection, question, filename="skills.csv", compiles=False)
        assert done.shown[-1].result == [{"number of rows": 300}], done.text
