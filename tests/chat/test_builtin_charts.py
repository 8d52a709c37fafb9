"""Every chart passes the product's gate and compiler, and a refused one is told plainly."""

from __future__ import annotations

import re
from typing import Any

import pytest

from analysis.charts import prepare_chart
from chat.analysts.base import AnalystRequest, PlotOutcome
from chat.analysts.builtin import BuiltinAnalyst
from chat.analysts.builtin.dateformats import date_formats
from chat.analysts.builtin.figures import message
from engine.chart_compiler import compile_chart, render_svg
from engine.errors import ChartRefused
from engine.results import Column, QueryResult
from tests.chat.local_toolbox import TABLES, LocalToolbox, card, connect, talk

CHARTS = (
    None, "{n} by {c} as a pie chart", "{n} by {c} as a line chart", "box plot of {n} by {c}", "histogram of {n}",
    "average {n} by {c} and {d}", "heatmap of average {n} by {c} and {d}", "scatter plot of {n} and {m}",
    "correlation between {n} and {m} by {c}", "what are the most common values of {c}?", "missing values",
    "share of each {c}", "outliers in {n}", "top 3 {c} by {n}",
)  # fmt: skip
OVER_TIME = (
    "{n} over time", "monthly {n} as a bar chart", "monthly {n} as an area chart", "{n} by {c} and month",
    "{n} by weekday", "{n} by month of the year", "correlation between {n} and {m} by month",
)  # fmt: skip
NAMES = {
    "sales": ("revenue", "quantity", "region", "product"),
    "survey": ("age", "satisfaction", "gender", "department"),
    "sensors": ("temperature", "Humidity", "sensor", "status"),
    "people": ("Fare", "Age", "Sex", "Embarked"),
    "weather": ("wind", "temp_max", "weather", "weather"),
}


def spoken(question: str | None, table: str) -> str | None:
    return question and question.format(**dict(zip("nmcd", NAMES[table], strict=True)))


@pytest.mark.parametrize("table", TABLES)
async def test_the_gate_and_the_compiler_take_every_chart(table: str) -> None:
    connection = connect(TABLES[table])
    drawn = 0
    for question in (*CHARTS, *(OVER_TIME if table != "people" else ())):
        done = await talk(connection, spoken(question, table), filename=f"{table}.csv")
        assert [plot.error for plot in done.toolbox.plots if plot.error] == [], question
        drawn += len(done.plots)
    assert drawn >= len(CHARTS)


@pytest.mark.parametrize("step", ["day", "week", "month", "quarter", "year"])
async def test_bars_over_time_can_be_seen(step: str) -> None:
    """A day's bar was a hair in a chart of weeks, a month's a gap and a bar in one of quarters."""
    done = await talk(connect(TABLES["sales"]), f"total revenue by {step} as a bar chart")
    drawing = render_svg(done.plots[0].vega_lite_spec)
    bars = re.findall(
        r'<path aria-label="[^"]+" role="graphics-symbol" [^>]*d="M[\d.]+,[\d.]+h([\d.]+)v', drawing
    )
    assert bars
    assert min(map(float, bars)) > (250 / len(bars) if step != "day" else 0.1)


def test_the_gate_of_these_tests_is_the_real_one() -> None:
    """A transform with `on` was let through by the tests' own checks once, and refused by the server."""
    columns = (Column("temp_max", "DOUBLE"), Column("wind", "DOUBLE"))
    result = QueryResult(columns, [[1.0, 2.0], [2.0, 3.0]], False, 2, 0.1)
    fields = (("x", "temp_max"), ("y", "wind"))
    encoding = {name: {"field": field, "type": "quantitative"} for name, field in fields}
    spec: dict[str, Any] = {"mark": "line", "encoding": encoding}
    compile_chart(prepare_chart("fine", spec, result))
    with pytest.raises(ChartRefused, match="plain name of an event"):
        prepare_chart("refused", {**spec, "transform": [{"regression": "wind", "on": "temp_max"}]}, result)


class RefusingToolbox(LocalToolbox):
    async def create_plot(self, title: str, sql: str, vega_lite_spec: dict[str, Any]) -> PlotOutcome:
        return PlotOutcome("p", None, "`on` may be true, false or the plain name of an event.", None)


async def test_a_refused_chart_is_told_without_escapes() -> None:
    connection = connect(TABLES["sales"])
    request = AnalystRequest("revenue by region", card(connection, "sales.csv"))
    events = [event async for event in BuiltinAnalyst().run(request, RefusingToolbox(connection))]
    text = "".join(getattr(event, "text", "") for event in events)
    assert "I could not draw the chart: “on” may be true, false or the plain name of an event." in text


def test_messages_stay_inert() -> None:
    assert message("no column `a` in <b>") == "no column “a” in \\<b\\>"
    assert message(None) == "no reason was given"


@pytest.mark.parametrize(
    ("sample", "pattern"),
    [("Oct 1 2007", "%b %d %Y"), ("2010/01/01 00:00", "%Y/%m/%d %H:%M"), ("October 1 2007", "%B %d %Y")],
)
def test_more_ways_to_write_a_date(sample: str, pattern: str) -> None:
    assert date_formats([sample, sample]) == (pattern,)
