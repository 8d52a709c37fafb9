"""The finish: what the gate sets where a specification is silent, and that it never overrides."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from analysis.charts import prepare_chart
from analysis.charts.polish.colours import CATEGORIES, CONFIG, DIVERGING, NEUTRAL
from analysis.charts.polish.names import in_a_sentence, readable
from analysis.charts.polish.order import natural_order
from analysis.charts.units import column_units, unit_of
from tests.analysis.chart_support import Spec, drawn, encoding, field, single, table, unit

Y = field("n", "quantitative")


def axis(duckdb_type: str, *values: Any, name: str = "a", **definition: Any) -> Spec:
    """The finished y axis of a line through the values."""
    result = single(name, duckdb_type, *values)
    given = {"field": name, "type": "quantitative", **definition}
    spec = encoding(unit("line", x=field("n", "ordinal"), y=given), result)
    finished: Spec = spec["y"]
    return finished


# Names and units


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("units_sold", "Units sold"),
        ("sum(price)", "Total price"),
        ('avg("Net Sales")', "Average Net Sales"),
        ('avg("Net sales")', "Average net sales"),
        ("sum of Sales", "Total sales"),
        ("mean of unit_price", "Average unit price"),
        ("count_star()", "Number of rows"),
        ("GDP", "GDP"),
        ("iPhone", "iPhone"),
        ("x", "x"),
        ("  a   b\n c ", "A b c"),
        ("back\\slash", "Back/slash"),
        ("w" * 99, "W" + "w" * 58 + "…"),
    ],
)
def test_names_become_titles(name: str, title: str) -> None:
    assert readable(name) == title


def test_names_within_a_sentence() -> None:
    said = [in_a_sentence(name) for name in ("Units_sold", "GDP", "Order Date", "Order date")]
    assert said == ["units sold", "GDP", "Order Date", "order date"]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("price", "€"),
        ("sum(price)", "€"),
        ("Average price", "€"),
        ("mean of net price", "kg"),
        ("price per unit", ""),
        ("count", ""),
    ],
)
def test_units_follow_the_column(name: str, unit: str) -> None:
    assert unit_of(name, {"price": "€", "net_price": "kg"}) == unit


def test_units_come_from_the_import_report() -> None:
    report = {"columns": [{"name": "a", "unit": "€"}, {"name": "b", "unit": None}]}
    assert column_units(report) == {"a": "€"}
    assert column_units({}) == {}


def test_titles_carry_units_once() -> None:
    units = {"price": "€", "net (€)": "€"}
    result = table(("price", "DOUBLE"), ("net (€)", "DOUBLE"), rows=[[1, 2], [3, 4]])
    spec = unit("point", x=field("price", "quantitative"), y=field("net (€)", "quantitative"))
    finished = encoding(spec, result, units)
    assert (finished["x"]["title"], finished["y"]["title"]) == ("Price (€)", "Net (€)")


def test_aggregates_are_named() -> None:
    result = single("price", "DOUBLE", 1, 2)
    for aggregate, title in (
        ("sum", "Total price (€)"),
        ("mean", "Average price (€)"),
        ("distinct", "Different price"),
    ):
        spec = unit("bar", x=field("n", "ordinal"), y=field("price", "quantitative", aggregate=aggregate))
        assert encoding(spec, result, {"price": "€"})["y"]["title"] == title
    spec = unit("bar", x=field("n", "ordinal"), y={"aggregate": "count"})
    assert encoding(spec, result)["y"]["title"] == "Number of rows"


# Numbers


def test_large_numbers_are_short_on_the_axis_and_whole_in_the_tooltip() -> None:
    result = single("a", "DOUBLE", 2_500_000.5, 9e6)
    finished = encoding(unit("line", x=field("n", "ordinal"), y=field("a", "quantitative")), result)
    assert finished["y"]["axis"]["format"] == "~s"
    assert finished["tooltip"][1]["format"] == ",.2~f"


def test_figures_among_the_marks_are_short_too() -> None:
    result = single("a", "DOUBLE", 2_500_000.5, 9e6)
    spec = unit("text", x=field("n", "ordinal"), text=field("a", "quantitative"))
    assert encoding(spec, result)["text"]["format"] == "~s"


def test_billions_are_not_giga() -> None:
    assert "'B'" in axis("DOUBLE", 2e9, 5e9)["axis"]["labelExpr"]


def test_years_have_no_thousands_separator_and_no_zero() -> None:
    years = axis("BIGINT", 2019, 2024, name="fiscal year")
    assert (years["axis"]["format"], years["scale"]["zero"]) == ("d", False)
    assert "axis" not in axis("BIGINT", 2019, 2024, name="visitors")


def test_shares_are_percentages() -> None:
    assert axis("DOUBLE", 0.25, 0.5, name="share")["axis"]["format"] == ".1~%"
    assert "axis" not in axis("DOUBLE", 25, 50, name="share")


def test_labels_without_room_leave_even_steps_but_on_log_scales() -> None:
    assert CONFIG["axisQuantitative"]["labelOverlap"] == "parity"
    assert axis("DOUBLE", 1, 1e6, scale={"type": "log"})["axis"]["labelOverlap"] == "greedy"
    said = axis("DOUBLE", 1, 1e6, scale={"type": "log"}, axis={"labelOverlap": "parity"})
    assert said["axis"]["labelOverlap"] == "parity"


def test_tiny_numbers_are_powers_of_ten() -> None:
    assert axis("DOUBLE", 1e-7, 5e-6)["axis"]["format"] == "~e"


def test_zero_is_left_out_only_where_it_would_flatten_the_line() -> None:
    assert axis("DOUBLE", 980, 1_000)["scale"] == {"zero": False}
    assert "scale" not in axis("DOUBLE", 10, 1_000)
    result = single("a", "DOUBLE", 980, 1_000)
    layered = {
        "encoding": {"x": field("n", "ordinal"), "y": field("a", "quantitative")},
        "layer": [{"mark": "bar"}, {"mark": "line"}],
    }
    assert "scale" not in encoding(layered, result)["y"], "bars share the scale"


# Order


@pytest.mark.parametrize(
    "ordered",
    [
        ["Monday", "Tuesday", "Sunday"],
        ["Jan", "Apr", "Dec"],
        ["XS", "M", "XL"],
        ["low", "medium", "high"],
        ["Strongly disagree", "Neutral", "Strongly agree"],
        ["<18", "18-24", "25-34", "65+"],
        ["0–9", "10–19", "100–199"],
        ["[0, 10)", "[10, 20)", "[100, 110)"],
        ["2023-12", "2024-01", "2024-11"],
        ["-10 to 0", "0 to 10"],
    ],
)
def test_values_with_an_order_of_their_own(ordered: list[str]) -> None:
    assert natural_order(sorted(ordered, reverse=True)) == ordered


@pytest.mark.parametrize(
    "values", [["North", "South"], ["10115", "20095"], ["A-1", "B-2"], ["Monday", "x"], ["low"]]
)
def test_values_without_one(values: list[str]) -> None:
    assert natural_order(values) is None


def sort_of(values: list[str], sizes: list[float], mark: str = "bar") -> Any:
    result = table(("a", "VARCHAR"), ("n", "DOUBLE"), rows=list(zip(values, sizes, strict=True)))
    return encoding(unit(mark, x=field("a", "nominal"), y=Y), result)["x"].get("sort", "silent")


def test_bars_go_by_size() -> None:
    assert sort_of(["a", "b", "c"], [2, 9, 5]) == "-y"
    result = table(("a", "VARCHAR"), ("n", "DOUBLE"), rows=[["a", 2], ["b", 9], ["c", 5]])
    assert encoding(unit("bar", y=field("a", "nominal"), x=Y), result)["y"]["sort"] == "-x"


def test_an_order_of_the_query_stays() -> None:
    assert sort_of(["c", "a", "b"], [1, 2, 3]) is None
    assert sort_of(["c", "a", "b"], [3, 2, 1]) is None
    assert sort_of(["c", "a", "b"], [3, 9, 1], mark="line") is None


def test_the_rest_comes_last() -> None:
    assert sort_of(["a", "(other)", "b"], [2, 9, 5]) == ["b", "a", "(other)"]
    assert sort_of(['\\"+alert(1)+"', "other", "b"], [2, 9, 5])[-1] == "other"


def test_ordinal_categories_are_not_sorted_by_size() -> None:
    result = table(("a", "VARCHAR"), ("n", "DOUBLE"), rows=[["a", 2], ["b", 9], ["c", 5]])
    assert "sort" not in encoding(unit("bar", x=field("a", "ordinal"), y=Y), result)["x"]


def test_legends_have_the_natural_order_too() -> None:
    result = table(("size", "VARCHAR"), ("n", "DOUBLE"), rows=[["L", 2], ["S", 9]])
    finished = encoding(unit("point", x=Y, y=Y, color=field("size", "nominal")), result)
    assert finished["color"]["sort"] == ["S", "L"]


# Marks, sizes, colours


@pytest.mark.parametrize(("rows", "opacity"), [(20, 0.85), (150, 0.7), (600, 0.5), (3_000, 0.35)])
def test_many_points_are_small_and_light(rows: int, opacity: float) -> None:
    result = single("a", "DOUBLE", *range(rows))
    mark = drawn(unit("point", x=field("a", "quantitative"), y=Y), result)["mark"]
    assert (mark["opacity"], mark["filled"]) == (opacity, True)


def test_a_short_line_shows_its_points_even_a_single_one() -> None:
    short = drawn(
        unit("line", x=field("n", "ordinal"), y=field("a", "quantitative")), single("a", "DOUBLE", 5)
    )
    assert short["mark"]["point"]
    long = drawn(unit("line", x=Y, y=field("a", "quantitative")), single("a", "DOUBLE", *range(99)))
    assert long["mark"] == "line"


def test_few_bars_are_not_as_wide_as_doors() -> None:
    def width(bars: int) -> Any:
        mark = drawn(
            unit("bar", x=field("a", "nominal"), y=Y), single("a", "VARCHAR", *map(str, range(bars)))
        )["mark"]
        return mark["width"]["band"] if isinstance(mark, dict) else None

    assert [width(bars) for bars in (2, 4, 9)] == [0.4, 0.6, None]


def test_lying_bars_get_the_height_they_need() -> None:
    chart = drawn(unit("bar", y=field("a", "nominal"), x=Y), single("a", "VARCHAR", *map(str, range(50))))
    assert chart["height"] == {"step": 15}
    assert "height" not in drawn(unit("bar", x=field("a", "nominal"), y=Y), single("a", "VARCHAR", "x"))


def test_small_multiples_are_small() -> None:
    result = single("a", "VARCHAR", *"pqrst")
    chart = drawn(unit("point", x=Y, y=Y, facet=field("a", "nominal", columns=3)), result)
    assert (chart["width"], chart["height"]) == (220, 160)


def test_long_labels_lean() -> None:
    def angle(*labels: str) -> Any:
        spec = unit("bar", x=field("a", "nominal"), y=Y)
        return encoding(spec, single("a", "VARCHAR", *labels))["x"]["axis"]["labelAngle"]

    assert angle("a", "b") == 0
    assert angle(*(f"a rather long name {number}" for number in range(9))) == -40


def test_a_colour_that_an_axis_names_has_no_legend() -> None:
    spec = unit("bar", x=field("a", "nominal"), y=Y, color=field("a", "nominal"))
    assert encoding(spec, single("a", "VARCHAR", "x", "y"))["color"]["legend"] is None


def test_values_around_zero_diverge_evenly() -> None:
    spec = unit("rect", x=field("n", "ordinal"), color=field("a", "quantitative"))
    assert encoding(spec, single("a", "DOUBLE", -1, 3))["color"]["scale"] == {
        "domain": [-3, 3],
        "domainMid": 0,
        "interpolate": "lab",
    }
    assert "scale" not in encoding(spec, single("a", "DOUBLE", 1, 3))["color"]


def test_slices_go_by_size() -> None:
    spec = unit("arc", theta=field("n", "quantitative"), color=field("a", "nominal"))
    order = encoding(spec, single("a", "VARCHAR", "x", "y"))["order"]
    assert (order["field"], order["sort"]) == ("n", "descending")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [*CATEGORIES[:10], DIVERGING[0], DIVERGING[2], NEUTRAL])
@pytest.mark.parametrize("paper", ["#ffffff", "#1b1e23"])
def test_colours_are_legible_on_white_and_on_dark_paper(colour: str, paper: str) -> None:
    assert contrast(colour, paper) >= 3


def test_nothing_is_fixed_that_the_page_must_choose() -> None:
    chart = drawn(unit("bar", x=field("a", "nominal"), y=Y), single("a", "VARCHAR", "x"))
    config = chart["config"]
    assert "background" not in chart | config
    for part in ("axis", "legend", "title", "header", "axisQuantitative", "axisBand"):
        assert not [key for key in config[part] if key.lower().endswith("color")]


# As a whole


SALES = table(
    ("day", "DATE"),
    ("region", "VARCHAR"),
    ("price", "DOUBLE"),
    rows=[[f"2024-01-{day:02d}", "NS"[day % 2], day * 1.5] for day in range(1, 29)],
)
DAY, REGION, PRICE = field("day", "temporal"), field("region", "nominal"), field("price", "quantitative")
CHARTS: dict[str, Spec] = {
    "line": unit("line", x=DAY, y=PRICE, color=REGION),
    "bar": unit("bar", y=REGION, x=field("price", "quantitative", aggregate="sum")),
    "silent types": unit("point", x=field("day"), y=field("price"), color=field("region")),
    "layer": {
        "layer": [
            unit("bar", x=REGION, y=field("price", "quantitative", aggregate="mean")),
            unit("rule", y=field("price", "quantitative", aggregate="mean")),
            unit("text", x=REGION, y=field("price", aggregate="mean"), text=field("price", aggregate="mean")),
        ]
    },
    "facet": {"facet": {"row": REGION}, "spec": unit("area", x=DAY, y=PRICE)},
    "concat": {"hconcat": [unit("bar", x=DAY, y=PRICE), unit("tick", x=PRICE)]},
    "repeat": {
        "repeat": ["price", "region"],
        "spec": unit("bar", x={"field": {"repeat": "repeat"}, "type": "nominal"}, y={"aggregate": "count"}),
    },
    "boxplot": unit("boxplot", x=REGION, y=PRICE),
    "heatmap": unit("rect", x=field("day", "ordinal"), y=REGION, color=PRICE),
    "pie": unit("arc", theta=field("price", "quantitative", aggregate="sum"), color=REGION),
    "histogram": unit("bar", x=field("price", bin=True), y={"aggregate": "count"}),
}


def without_rows(chart: Spec) -> Spec:
    return {key: value for key, value in chart.items() if key != "data"}


@pytest.mark.parametrize("name", CHARTS)
def test_polishing_twice_changes_nothing(name: str) -> None:
    once = without_rows(drawn(CHARTS[name], SALES, {"price": "€"}))
    assert without_rows(drawn(copy.deepcopy(once), SALES, {"price": "€"})) == once


def says(finished: Any, given: Any) -> bool:
    """Whether everything that is given is still there."""
    if isinstance(given, dict):
        return isinstance(finished, dict) and all(
            key in finished and says(finished[key], value) for key, value in given.items()
        )
    if isinstance(given, list):
        return isinstance(finished, list) and all(map(says, finished, given))
    return bool(finished == given or (isinstance(finished, dict) and finished.get("type") == given))


@pytest.mark.parametrize("name", CHARTS)
def test_what_a_chart_says_stays(name: str) -> None:
    assert says(drawn(CHARTS[name], SALES), CHARTS[name])


def test_every_choice_of_a_chart_stays() -> None:
    spec = {
        "mark": {"type": "bar", "tooltip": None, "width": 9},
        "height": 111,
        "title": "Mine",
        "encoding": {
            "x": field(
                "region", "nominal", sort="ascending", title=None, axis={"labelAngle": 90, "labelLimit": 5}
            ),
            "y": field("price", "quantitative", axis=None, scale=None),
            "color": field("region", "nominal", legend={"title": "Mine"}, scale={"scheme": "set1"}),
        },
        "config": {"mark": {"color": "red"}, "axis": {"labelFontSize": 20}, "range": {"category": ["red"]}},
    }
    chart = drawn(spec, SALES)
    assert says(chart, spec)
    assert chart["config"]["axis"]["titleFontSize"] == 12, "the rest is completed"


def test_explicit_silence_is_kept() -> None:
    spec = unit("bar", x=field("region", "nominal", sort=None, axis=None), y=PRICE, tooltip=None)
    finished = prepare_chart("T", spec, SALES)["encoding"]
    assert (finished["x"]["sort"], finished["x"]["axis"], finished["tooltip"]) == (None, None, None)
