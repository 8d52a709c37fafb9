"""The six chart types: each is drawn from the rows that its query returns."""

from __future__ import annotations

from typing import Any

from analysis.charts import templates
from engine.results import Column
from tests.analysis.chart_support import Spec, drawn, table

NAME, NUMBER, SIZE = Column("name", "VARCHAR"), Column("number", "DOUBLE"), Column("size", "BIGINT")
DAY, FLAG = Column("day", "DATE"), Column("flag", "BOOLEAN")
ROWS = [
    ["a", 1.5, 3, "2024-01-01", True],
    ["b", -2.5, 9, "2024-02-01", False],
    ["c", 4.0, 4, "2024-03-01", None],
]


def finished(spec: Spec) -> Spec:
    columns = (NAME, NUMBER, SIZE, DAY, FLAG)
    result = table(*((column.name, column.type) for column in columns), rows=ROWS)
    chart: dict[str, Any] = drawn(spec, result)
    return chart


def types(spec: Spec) -> dict[str, str]:
    encoding = spec["encoding"].items()
    return {channel: given["type"] for channel, given in encoding if channel != "tooltip"}


def test_lines() -> None:
    assert types(templates.line(DAY, NUMBER)) == {"x": "temporal", "y": "quantitative"}
    assert types(finished(templates.line(NUMBER, SIZE, NAME)))["color"] == "nominal"


def test_bars() -> None:
    assert types(templates.bar(NAME, NUMBER)) == {"x": "nominal", "y": "quantitative"}
    assert types(templates.bar(NUMBER, NAME)) == {"x": "quantitative", "y": "nominal"}
    assert types(templates.bar(SIZE, NUMBER))["x"] == "ordinal"
    for spec in (
        templates.bar(DAY, NUMBER, NAME),
        templates.bar(FLAG, SIZE),
        templates.bar(SIZE, NUMBER, DAY),
    ):
        finished(spec)


def test_scatter() -> None:
    spec = templates.scatter(NUMBER, SIZE, NAME)
    assert spec["encoding"]["x"]["scale"] == {"zero": False}
    finished(spec)
    finished(templates.scatter(DAY, NUMBER, SIZE))


def test_heatmaps() -> None:
    assert types(templates.heatmap(DAY, NAME, NUMBER)) == {
        "x": "ordinal",
        "y": "nominal",
        "color": "quantitative",
    }
    finished(templates.heatmap(DAY, NAME, NUMBER))


def test_boxes() -> None:
    columns = [(name, "DOUBLE") for name in templates.BOX_FIELDS]
    chart = drawn(templates.box(None, "weight_kg"), table(*columns, rows=[[1, 2, 3, 4, 9]]))
    assert chart["layer"][0]["encoding"]["x"]["title"] == "Weight kg"
    result = table(("name", "VARCHAR"), *columns, rows=[["a", 1, 2, 3, 4, 9], ["b", 2, 2, 2, 2, 2]])
    assert drawn(templates.box(NAME), result)["height"] == {"step": 26}


def test_histograms() -> None:
    bins = (Column("from", "DOUBLE"), Column("to", "DOUBLE"), Column("rows", "BIGINT"))
    result = table(*((column.name, column.type) for column in bins), rows=[[0, 10, 3], [10, 20, 5]])
    chart = drawn(templates.histogram(*bins), result)
    assert chart["encoding"]["x"]["bin"] == {"binned": True}
    days = (Column("from", "DATE"), Column("to", "DATE"), Column("rows", "BIGINT"))
    result = table(*((column.name, column.type) for column in days), rows=[["2024-01-01", "2024-02-01", 3]])
    drawn(templates.histogram(*days), result)
