"""What somebody does on the first day, with files of five well-known shapes: upload, look, plan, ask, keep.

The files are made here, in the manner of public data sets (a superstore's sales, a survey, weather
stations, holiday lets, countries by year) and with their usual dirt. Every figure is computed a
second time, in Python.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import correlation, fmean, median, stdev
from typing import Any

import pytest

from tests.client import Api

Row = dict[str, Any]
Plan = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """A file, and what a new user wants of it."""

    filename: str
    content: bytes
    types: dict[str, str]
    finding: str
    """The code of something that the profile must notice."""
    plan: Plan
    figure: tuple[str, float]
    """The plan's answer: a column of the first row, and its value."""
    question: str
    answer: str
    """What the answer's text must hold."""


def _csv(rows: Sequence[Row], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def _numbers(rows: Iterable[Row], column: str, **where: Any) -> list[float]:
    """The column's values in the rows that meet the conditions, missing ones left out."""
    met = (row for row in rows if all(row[name] == value for name, value in where.items()))
    return [float(row[column]) for row in met if row[column] != ""]


def _sales() -> Shape:
    draw = random.Random(1)
    rows = [
        {
            "Order ID": f"CA-2016-{100000 + i}",
            "Order Date": (date(2016, 1, 1) + timedelta(days=i % 700)).strftime("%m/%d/%Y"),
            "Region": draw.choice(["West", "East", "Central", "South"]),
            "Postal Code": draw.choice(["02138", "90036", "77041"]),
            "Country": "United States",
            "Product Name": f'Chair "Deluxe", no. {i % 40}',
            "Sales": round(draw.lognormvariate(4, 1), 2),
            "Profit": round(draw.gauss(10, 30), 2),
        }
        for i in range(900)
    ]
    west = sum(_numbers(rows, "Sales", Region="West"))
    return Shape(
        "superstore.csv",
        _csv(rows),
        {"Order Date": "DATE", "Postal Code": "VARCHAR", "Sales": "DOUBLE"},
        "constant_column",
        {"operation": "correlation", "x_axis": "Sales", "y_axis": "Profit"},
        ("coefficient", correlation(_numbers(rows, "Sales"), _numbers(rows, "Profit"))),
        "total sales by region",
        f"West: **{west:,.2f}**",
    )


def _survey() -> Shape:
    draw = random.Random(2)
    rows = [
        {
            "Age group": draw.choice(["18-24", "25-34", "35-44", ""]),
            "Gender": draw.choice(["Female", "female", "Male"]),
            "Which tools do you use? (select all)": draw.choice(["R;SQL", "Python", "Excel;Python;SQL"]),
            "Satisfaction (1-5)": draw.choice([1, 2, 3, 4, 5, ""]),
            "Hours per week": round(draw.gauss(40, 6)),
            "Remote?": draw.choice(["Yes", "No"]),
            "Comments": draw.choice(["", 'Pay "could" be better\nbut ok', "n/a"]),
        }
        for _ in range(300)
    ]
    hours = _numbers(rows, "Hours per week")
    return Shape(
        "survey.csv",
        _csv(rows, encoding="utf-8-sig"),
        {"Satisfaction (1-5)": "BIGINT", "Remote?": "BOOLEAN"},
        "mixed_spelling",
        {"operation": "one_sample", "target_column": "Hours per week", "parameters": {"value": 40}},
        ("statistic", (fmean(hours) - 40) / (stdev(hours) / len(hours) ** 0.5)),
        "median Hours per week",
        f"**{median(hours):g}**",
    )


def _sensors() -> Shape:
    draw = random.Random(3)
    start = datetime(2024, 2, 1, tzinfo=UTC)
    rows = [
        {
            "timestamp": f"{start + timedelta(minutes=minute):%Y-%m-%dT%H:%M:%SZ}",
            "station": station,
            "Temperature (°C)": -999 if draw.random() < 0.01 else round(draw.gauss(8, 2), 2),
            "PM2.5 (µg/m³)": round(draw.lognormvariate(2, 0.5), 1),
        }
        for minute in range(1500)
        for station in ("Alpha", "Bravo")
        if not 600 <= minute < 660
    ]
    known = [row for row in rows if row["Temperature (°C)"] != -999]
    return Shape(
        "sensors.csv",
        _csv(rows, delimiter=";"),
        {"timestamp": "TIMESTAMP WITH TIME ZONE", "Temperature (°C)": "DOUBLE"},
        "sentinel_value",
        {
            "operation": "std",
            "target_column": "Temperature (°C)",
            "filters": [{"column": "Temperature (°C)", "operator": "!=", "value": -999}],
        },
        ("std of Temperature (°C)", stdev(_numbers(known, "Temperature (°C)"))),
        "how many rows per station?",
        f"**{len(_numbers(rows, 'PM2.5 (µg/m³)', station='Alpha')):,}**",
    )


def _listings() -> Shape:
    draw = random.Random(4)
    rows: list[Row] = [
        {
            "id": i * 7919 % 1_000_003,
            "name": draw.choice(["Cosy loft ☀️ near park", 'Charming "artist" studio', "<b>Luxury</b> & spa"]),
            "room_type": draw.choice(["Entire home/apt", "Private room"]),
            "price": f"${draw.lognormvariate(6, 1):,.2f}",
            "rating": draw.choice(["", "4.61", "4.9", "3.75"]),
            "last_review": (date(2023, 1, 1) + timedelta(days=draw.randrange(500))).strftime("%d.%m.%Y"),
            "comment": draw.choice(["Lovely stay 😍\nWould come again!", "", "=1+1", "-"]),
        }
        for i in range(1, 500)
    ]
    prices = [{**row, "price": float(row["price"].strip("$").replace(",", ""))} for row in rows]
    return Shape(
        "listings.csv",
        _csv(rows),
        {"price": "DOUBLE", "rating": "DOUBLE", "last_review": "DATE"},
        "missing_values",
        {"operation": "median", "target_column": "price", "group_by": ["room_type"]},
        (
            "median of price",
            max(
                median(_numbers(prices, "price", room_type=room))
                for room in ("Entire home/apt", "Private room")
            ),
        ),
        "average price",
        f"**{fmean(_numbers(prices, 'price')):,.2f}**",
    )


def _panel() -> Shape:
    draw = random.Random(5)
    continents = {"Albania": "Europe", "Côte d'Ivoire": "Africa", "Korea, Rep.": "Asia", "Brazil": "Americas"}
    rows = [
        {
            "country": country,
            "continent": continent,
            "year": year,
            "lifeExp": round(50 + (year - 1952) * 0.3 + draw.gauss(0, 2), 3),
            "pop": draw.randrange(10**6, 10**8),
            "gdpPercap": round(draw.lognormvariate(8, 1), 4),
        }
        for country, continent in continents.items()
        for year in range(1952, 2008, 5)
    ]
    years, lives = _numbers(rows, "year"), _numbers(rows, "lifeExp")
    return Shape(
        "gapminder.csv",
        _csv(rows),
        {"year": "BIGINT", "lifeExp": "DOUBLE"},
        "outliers",
        {"operation": "correlation", "x_axis": "year", "y_axis": "lifeExp"},
        ("coefficient", correlation(years, lives)),
        "average lifeExp by continent",
        f"Africa: **{fmean(_numbers(rows, 'lifeExp', continent='Africa')):.2f}**",
    )


@pytest.mark.parametrize("shape", [_sales, _survey, _sensors, _listings, _panel])
def test_the_first_day_with_a_file(api: Api, shape: Callable[[], Shape]) -> None:
    file = shape()
    session_id = api.upload(file.content, file.filename)
    assert file.types.items() <= api.session(session_id)["file"]["column_types"].items()
    _look(api, session_id, file)
    _plan(api, session_id, file)
    _ask(api, session_id, file)
    _keep(api, session_id, file)


def _look(api: Api, session_id: str, file: Shape) -> None:
    """The profile notices what is odd, and there is something to draw."""
    profile = api.get(f"/api/sessions/{session_id}/profile").json()
    assert file.finding in [finding["code"] for finding in profile["file"]["findings"]]
    assert api.get(f"/api/sessions/{session_id}/chart-suggestions").json()["suggestions"]


def _plan(api: Api, session_id: str, file: Shape) -> None:
    """The plan is valid, runs, and gives the figure that Python computes."""
    check = api.post(f"/api/sessions/{session_id}/plans/validate", json=file.plan).json()
    assert check["valid"], check["errors"]
    ran = api.post(f"/api/sessions/{session_id}/executions", json={"plan": file.plan}).json()
    column, value = file.figure
    assert ran["result"][0][column] == pytest.approx(value, rel=1e-9)


def _ask(api: Api, session_id: str, file: Shape) -> None:
    """The answer has the figure, and no figure that the server can't trace."""
    turn = api.post(f"/api/sessions/{session_id}/ask", json={"text": file.question}).json()
    text = "\n".join(message["text"] or "" for message in turn["messages"])
    assert file.answer in text
    assert turn["grounding"]["unverified"] == 0, turn["grounding"]


def _keep(api: Api, session_id: str, file: Shape) -> None:
    """The page to keep holds the question and the answer."""
    page = api.get(f"/api/sessions/{session_id}/export?format=html")
    assert page.status_code == 200
    assert file.question in page.text
    assert "<b>Luxury</b>" not in page.text
