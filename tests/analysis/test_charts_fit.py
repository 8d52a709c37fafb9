"""Do types and values fit what a chart does with them? Each refusal names the field and the remedy."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.charts import prepare_chart
from engine.errors import ChartRefused
from engine.results import QueryResult
from tests.analysis.chart_support import Spec, drawn, field, single, table, unit

MANY = [f"v{number}" for number in range(21)]
N = field("n", "quantitative")
A = field("a", "quantitative")


def one(duckdb_type: str, *values: Any) -> QueryResult:
    return single("a", duckdb_type, *values)


TEXT = one("VARCHAR", "x", "y")
NUMBERS = one("DOUBLE", 3, 5.5)
NEGATIVE = one("DOUBLE", -1, 4)
DATES = one("DATE", "2024-01-31", "2024-02-01")

REFUSED: dict[str, tuple[Spec, QueryResult, str]] = {
    "text as a quantity": (unit("point", x=A, y=N), TEXT, "'a' is text; use type nominal"),
    "mean of text": (
        unit("bar", y=field("a", "quantitative", aggregate="mean")),
        TEXT,
        "'mean' needs numbers",
    ),
    "least text": (unit("bar", y=field("a", "quantitative", aggregate="min")), TEXT, "can't order 'a'"),
    "bins of text": (unit("bar", x=field("a", bin=True), y=N), TEXT, "`bin` needs numbers"),
    "dates as a quantity": (unit("point", x=A, y=N), DATES, "use type temporal"),
    "truth as a quantity": (unit("point", x=A, y=N), one("BOOLEAN", True, False), "true or false"),
    "a list as a quantity": (unit("point", x=A, y=N), one("INTEGER[]", [1], [2]), "unnest"),
    "a list as a category": (unit("bar", x=field("a", "nominal"), y=N), one("INTEGER[]", [1]), "unnest"),
    "a time of day as a quantity": (unit("point", x=A, y=N), one("TIME", "10:00:00"), "epoch"),
    "years as moments": (
        unit("line", x=field("a", "temporal"), y=N),
        one("BIGINT", 2020, 2021),
        "make_date(year, 1, 1)",
    ),
    "text as moments": (unit("line", x=field("a", "temporal"), y=N), TEXT, "strptime"),
    "one value that is no date": (
        unit("line", x=field("a", "temporal"), y=N),
        one("VARCHAR", "2024-01-01", "2024-Q2"),
        "not all of it is a date",
    ),
    "months of text": (unit("bar", x=field("a", timeUnit="month"), y=N), TEXT, "'a' is text"),
    "truth as moments": (
        unit("line", x=field("a", "temporal"), y=N),
        one("BOOLEAN", True, False),
        "needs dates, but 'a' is true or false",
    ),
    "a time of day as a moment": (
        unit("line", x=field("a", "temporal"), y=N),
        one("TIME", "10:00:00"),
        "time of day",
    ),
    "logarithm of a negative": (
        unit("point", x=field("a", "quantitative", scale={"type": "log"}), y=N),
        NEGATIVE,
        "whose least value is -1; use the scale type symlog",
    ),
    "bar without zero": (
        unit("bar", x=field("n", "ordinal"), y=field("a", "quantitative", scale={"zero": False})),
        NUMBERS,
        "read by its length from zero",
    ),
    "bar from somewhere": (
        unit("bar", x=field("n", "ordinal"), y=field("a", "quantitative", scale={"domain": [2, 9]})),
        NUMBERS,
        "the domain",
    ),
    "logarithmic bar": (
        unit("bar", y=field("n", "ordinal"), x=field("a", "quantitative", scale={"type": "log"})),
        NUMBERS,
        "use point, tick or line",
    ),
    "area without zero": (
        unit("area", x=field("n", "ordinal"), y=field("a", "quantitative", scale={"domainMin": 2})),
        NUMBERS,
        "An area is read",
    ),
    "bar without zero in a layer": (
        {
            "encoding": {"x": field("n", "ordinal"), "y": field("a", "quantitative", scale={"zero": False})},
            "layer": [{"mark": "bar"}, {"mark": "text", "encoding": {"text": A}}],
        },
        NUMBERS,
        "A bar is read",
    ),
    "too many colours": (
        unit("bar", x=N, color=field("a", "nominal")),
        one("VARCHAR", *MANY),
        "21 different values on the channel color, more than a legend can tell apart (20)",
    ),
    "too many shapes": (
        unit("point", x=N, shape=field("a", "nominal")),
        one("VARCHAR", *MANY),
        "shapes can tell apart",
    ),
    "too many panels": (
        unit("point", x=N, facet=field("a", "nominal", columns=4)),
        one("VARCHAR", *(f"v{number}" for number in range(41))),
        "small charts can show (40)",
    ),
    "too many bars": (
        unit("bar", x=N, y=field("a", "nominal")),
        one("VARCHAR", *(f"v{number}" for number in range(401))),
        "In SQL, keep the largest",
    ),
    "a negative slice": (unit("arc", theta=A), NEGATIVE, "use bars"),
    "regression on text": (
        {"transform": [{"regression": "n", "on": "a"}], **unit("line", x=A, y=N)},
        TEXT,
        "regression needs numbers",
    ),
    "sum of text in a transform": (
        {
            "transform": [{"aggregate": [{"op": "sum", "field": "a", "as": "s"}], "groupby": ["n"]}],
            **unit("bar", x=N, y=field("s", "quantitative")),
        },
        TEXT,
        "'sum' needs numbers",
    ),
    "text through a group": (
        {
            "transform": [{"aggregate": [{"op": "count", "as": "c"}], "groupby": ["a"]}],
            **unit("bar", x=A, y=field("c", "quantitative")),
        },
        TEXT,
        "'a' is text",
    ),
    "one repeated field is text": (
        {
            "repeat": {"column": ["n", "a"]},
            "spec": unit("point", x={"field": {"repeat": "column"}, "type": "quantitative"}, y=N),
        },
        TEXT,
        "'a' is text",
    ),
    "bin transform of text": (
        {"transform": [{"bin": True, "field": "a", "as": "b"}], **unit("bar", x=field("b"), y=N)},
        TEXT,
        "`bin` needs numbers",
    ),
    "time unit transform of text": (
        {"transform": [{"timeUnit": "year", "field": "a", "as": "b"}], **unit("bar", x=field("b"), y=N)},
        TEXT,
        "'a' is text",
    ),
}

FITTING: dict[str, tuple[Spec, QueryResult]] = {
    "count of text": (unit("bar", x=field("a", "nominal"), y={"aggregate": "count"}), TEXT),
    "different texts": (unit("bar", y=field("a", "quantitative", aggregate="distinct")), TEXT),
    "share of truth": (
        unit("bar", y=field("a", "quantitative", aggregate="mean")),
        one("BOOLEAN", True, False),
    ),
    "months as text": (
        unit("line", x=field("a", "temporal"), y=N),
        one("VARCHAR", "2024-01", "2024-02", None),
    ),
    "times as text": (
        unit("line", x=field("a", "temporal"), y=N),
        one("VARCHAR", "2024-01-01 10:00", "2024-01-01T11:00:00Z"),
    ),
    "milliseconds": (
        unit("line", x=field("a", "temporal"), y=N),
        one("BIGINT", 1_700_000_000_000, 1_700_000_100_000),
    ),
    "positive logarithm": (unit("point", x=field("a", "quantitative", scale={"type": "log"}), y=N), NUMBERS),
    "logarithm after a filter": (
        {
            "transform": [{"filter": "datum.a > 0"}],
            **unit("point", x=field("a", "quantitative", scale={"type": "log"}), y=N),
        },
        NEGATIVE,
    ),
    "spans need no zero": (
        unit("bar", x=field("n", "quantitative", scale={"zero": False}), x2=field("a"), y={"value": 10}),
        one("DOUBLE", 9, 8),
    ),
    "a domain with zero": (
        unit("bar", x=field("n", "ordinal"), y=field("a", "quantitative", scale={"domain": [0, 9]})),
        NUMBERS,
    ),
    "points need no zero": (
        unit("point", x=field("n", "ordinal"), y=field("a", "quantitative", scale={"zero": False})),
        NUMBERS,
    ),
    "many colours that an axis names": (
        unit("bar", x=N, y=field("a", "nominal"), color=field("a", "nominal")),
        one("VARCHAR", *MANY),
    ),
    "many colours without a legend": (
        unit("point", x=N, color=field("a", "nominal", legend=None)),
        one("VARCHAR", *MANY),
    ),
    "an ordinal number as colour": (
        unit("point", x=N, color=field("a", "ordinal")),
        one("BIGINT", *range(30)),
    ),
    "a value of a struct": (
        unit("point", x=field("a.b", "quantitative"), y=N),
        one("STRUCT(b INTEGER)", {"b": 1}, {"b": 2}),
    ),
    "decimals too large for JSON": (unit("point", x=A, y=N), one("HUGEINT", str(2**70), str(2**71))),
    "a column with quotes": (
        unit("bar", x=field('say "hi"\\', "nominal"), y=N),
        single('say "hi"\\', "VARCHAR", "x", "y"),
    ),
    "a column called constructor": (
        unit("bar", x=field("constructor", "nominal"), y=N),
        single("constructor", "VARCHAR", "x", "y"),
    ),
    "a group with quotes": (
        {
            "transform": [{"aggregate": [{"op": "sum", "field": "n", "as": "s"}], "groupby": ['x"y']}],
            **unit("bar", x=field('x"y', "nominal"), y=field("s", "quantitative")),
        },
        single('x"y', "VARCHAR", "p", "q"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused_with_the_remedy(name: str) -> None:
    spec, result, hint = REFUSED[name]
    with pytest.raises(ChartRefused) as refused:
        prepare_chart("T", spec, result)
    assert hint in refused.value.message
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("name", FITTING)
def test_what_fits_is_drawn(name: str) -> None:
    drawn(*FITTING[name])


def test_numbers_too_large_for_json_are_drawn_as_numbers() -> None:
    chart = drawn(unit("point", x=A, y=N), one("HUGEINT", str(2**70)))
    assert chart["data"]["values"][0]["a"] == float(2**70)


def test_a_number_beyond_every_double_is_missing() -> None:
    chart = prepare_chart("T", unit("point", x=A, y=N), one("BIGNUM", "9" * 400, "1"))
    assert [row["a"] for row in chart["data"]["values"]] == [None, 1.0]


def test_columns_that_vega_cannot_name_keep_their_title() -> None:
    result = table(
        ('a"b', "VARCHAR"), ("a_b", "VARCHAR"), ("n", "BIGINT"), rows=[["x", "p", 1], ["y", "q", 2]]
    )
    chart = drawn(unit("bar", x=field('a"b', "nominal"), y=N), result)
    assert chart["encoding"]["x"]["field"] == "a_b_2"
    assert chart["encoding"]["x"]["title"] == 'A"b'
    assert chart["data"]["values"][0] == {"a_b_2": "x", "a_b": "p", "n": 1}


HOSTILE = (
    '\\": alert(1), "',
    '"+alert(1)+"',
    "'+alert(1)+'",
    "\\'+alert(1)+'",
    "\u2028alert(1)",
    "]]alert(1)",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_and_values_of_the_file_are_never_code(name: str) -> None:
    rows = [[name, 1], ["1-2", 2], ["3-4", 5]]
    result = table((name, "VARCHAR"), ("n", "BIGINT"), rows=rows)
    for mark in ("bar", "point", "line", "rect"):
        drawn(unit(mark, x=field(name, "nominal"), y=N, color=field(name, "nominal")), result)
    drawn(unit("bar", x=field("n", "ordinal"), y=N, column=field(name, "nominal")), result)
    numbers = table((name, "BIGINT"), ("n", "BIGINT"), rows=[[1, 2], [3, 4]])
    drawn(unit("bar", x=field("n", "ordinal"), y=field(name, "quantitative", aggregate="mean")), numbers)
