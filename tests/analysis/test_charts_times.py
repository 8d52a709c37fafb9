"""Time axes: written by their step and span, named in even steps, on the same days everywhere."""

from __future__ import annotations

import itertools
import re

import pytest

from engine.chart_compiler import render_svg
from tests.analysis.chart_support import Spec, drawn, encoding, field, single, unit

Y = field("n", "quantitative")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def time_axis(*values: str, duckdb_type: str = "DATE", mark: str = "line") -> Spec:
    result = single("when", duckdb_type, *values)
    finished: Spec = encoding(unit(mark, x=field("when", "temporal"), y=Y), result)["x"]
    return finished


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            ("2001-01-01", "2010-01-01", "2024-01-01"),
            {"format": "%Y", "tickCount": {"interval": "year", "step": 3}},
        ),
        (("2024-01-01", "2024-02-01"), {"format": "%b %Y", "tickCount": {"interval": "month", "step": 1}}),
        (("2021-01-01", "2024-12-01"), {"format": "%b %Y", "tickCount": {"interval": "month", "step": 6}}),
        (("2020-01-01", "2024-12-01"), {"format": "%Y", "tickCount": {"interval": "year", "step": 1}}),
        (("2024-01-30", "2024-02-11"), {"format": "%-d %b"}),
        (("2024-01-30", "2024-09-11"), {"format": "%b %Y", "tickCount": {"interval": "month", "step": 2}}),
        (("2020-01-30", "2024-02-11"), {"format": "%Y", "tickCount": {"interval": "year", "step": 1}}),
    ],
)
def test_dates_are_written_by_their_step_and_span(values: tuple[str, ...], expected: Spec) -> None:
    assert time_axis(*values)["axis"] == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2024-01-01T17:30:00", {"format": "%H:%M"}),
        ("2024-01-21T17:30:00", {"format": "%-d %b", "tickCount": {"interval": "day", "step": 3}}),
        ("2024-05-01T17:30:00", {"format": "%b %Y", "tickCount": {"interval": "month", "step": 1}}),
    ],
)
def test_moments_are_written_by_their_span(last: str, expected: Spec) -> None:
    finished = time_axis("2024-01-01T08:00:00", last, duckdb_type="TIMESTAMP")
    assert finished["axis"] == expected
    assert "scale" not in finished, "moments are local time"


def test_dates_are_written_by_the_unit_they_are_cut_to() -> None:
    result = single("when", "DATE", "2024-01-03", "2024-02-04", "2024-07-01")
    months = encoding(unit("bar", x=field("when", "temporal", timeUnit="yearmonth"), y=Y), result)["x"]
    assert months["axis"] == {"format": "%b %Y", "tickCount": {"interval": "month", "step": 1}}
    weekdays = encoding(unit("bar", x=field("when", "temporal", timeUnit="day"), y=Y), result)["x"]
    assert "axis" not in weekdays


@pytest.mark.parametrize("width", [560, 280])
@pytest.mark.parametrize("unit_of_time", [None, "yearmonth"])
def test_months_are_named_in_even_steps(width: int, unit_of_time: str | None) -> None:
    result = single("when", "DATE", *(f"{2023 + month // 12}-{month % 12 + 1:02}-01" for month in range(24)))
    when = field("when", "temporal", **({"timeUnit": unit_of_time} if unit_of_time else {}))
    drawing = render_svg({**drawn(unit("line", x=when, y=Y), result), "width": width})
    named = re.findall(r">(\w{3}) (\d{4})</text>", drawing)
    months = [int(year) * 12 + MONTHS.index(month) for month, year in named]
    assert len(months) > 2
    assert len({later - earlier for earlier, later in itertools.pairwise(months)}) == 1


def test_days_stay_the_days_they_are() -> None:
    assert time_axis("2024-01-01", "2024-02-01")["scale"] == {"type": "utc"}
    result = single("when", "DATE", "2024-01-01", "2024-02-01")
    finished = encoding(unit("line", x=field("when", "temporal", timeUnit="yearmonth"), y=Y), result)
    assert finished["x"]["timeUnit"] == "utcyearmonth"
    assert finished["tooltip"][0]["timeUnit"] == "utcyearmonth"


@pytest.mark.parametrize(
    ("values", "unit_of_time"),
    [
        (("2022-01-01", "2023-01-01"), "utcyear"),
        (("2023-10-01", "2024-01-01"), "utcyearquarter"),
        (("2024-01-01", "2024-02-01"), "utcyearmonth"),
        (("2024-01-03", "2024-01-04"), "utcyearmonthdate"),
        (("2024-01-01", "2024-01-08"), None),
    ],
)
def test_bars_over_time_are_as_wide_as_its_step(values: tuple[str, ...], unit_of_time: str | None) -> None:
    assert time_axis(*values, mark="bar").get("timeUnit") == unit_of_time


def test_dates_as_categories_lose_what_says_nothing() -> None:
    result = single("when", "TIMESTAMP", "2024-01-01T00:00:00", "2024-02-01T00:00:00")
    finished = encoding(unit("bar", x=field("when", "ordinal"), y=Y), result)
    assert "slice(datum.label, 0, 7)" in finished["x"]["axis"]["labelExpr"]
