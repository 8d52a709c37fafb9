"""The chart gate against lists of good and bad specifications, and against junk."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from analysis.charts import MAX_SPEC_CHARS, SCHEMA, prepare_chart
from engine.chart_compiler import compile_chart
from engine.errors import ChartRefused
from engine.results import Column, QueryResult

Spec = dict[str, Any]

COLUMNS = ("region", "sales", "month", "cost", "a.b", "tags[0]", "it's", "Net Sales")
X = {"field": "region", "type": "nominal"}
Y = {"field": "sales", "type": "quantitative"}
XY = {"x": X, "y": Y}


def result(columns: tuple[str, ...] = COLUMNS, rows: int = 6, *, truncated: bool = False) -> QueryResult:
    values = {"region": "North", "month": "2024-01-01", "tags[0]": "t"}
    records = [[values.get(name, number + 1) for name in columns] for number in range(rows)]
    types = tuple(Column(name, "VARCHAR" if name in values else "DOUBLE") for name in columns)
    return QueryResult(types, records, truncated, None if truncated else rows, 1.0)


def chart(**more: Any) -> Spec:
    return {"mark": "bar", "encoding": copy.deepcopy(XY), **more}


def encoded(**channels: Any) -> Spec:
    return {"mark": "bar", "encoding": {**copy.deepcopy(XY), **channels}}


def transformed(*transforms: Spec, y: str = "sales") -> Spec:
    return {
        "transform": list(transforms),
        "mark": "point",
        "encoding": {"y": {"field": y, "type": "quantitative"}},
    }


GOOD: dict[str, Spec] = {
    "bar": chart(),
    "mark as object": chart(mark={"type": "line", "point": True, "tooltip": True}),
    "aggregate and bin": {
        "mark": "bar",
        "encoding": {"x": {"field": "sales", "bin": True}, "y": {"aggregate": "count"}},
    },
    "temporal": encoded(
        x={"field": "month", "type": "temporal", "timeUnit": "yearmonth", "axis": {"format": "%b"}}
    ),
    "sort by a field": encoded(x={**X, "sort": {"field": "sales", "op": "sum", "order": "descending"}}),
    "sort by a channel": encoded(x={**X, "sort": "-y"}),
    "condition": encoded(
        color={
            "condition": {"test": "datum.sales > 3 && isValid(datum['cost'])", "value": "red"},
            "value": "grey",
        }
    ),
    "tooltips": encoded(tooltip=[X, {"field": "cost", "type": "quantitative", "format": ".1f"}]),
    "argmax": encoded(text={"aggregate": {"argmax": "sales"}, "field": "region"}),
    "layer": {
        "layer": [
            chart(),
            {"mark": "rule", "encoding": {"y": {"aggregate": "mean", **Y}}},
            {"mark": {"type": "text", "dy": -5}, "encoding": {**XY, "text": {"field": "sales"}}},
        ]
    },
    "concat": {"hconcat": [chart(), chart(mark="point")]},
    "facet channel": encoded(column={"field": "region", "type": "nominal"}),
    "facet operator": {"facet": {"row": {"field": "region"}}, "spec": chart()},
    "repeat": {
        "repeat": {"column": ["sales", "cost"]},
        "spec": {
            "mark": "point",
            "encoding": {
                "x": {"field": {"repeat": "column"}, "type": "quantitative"},
                "y": {"field": "sales", "type": "quantitative"},
            },
        },
    },
    "calculate": transformed({"calculate": "datum.sales - datum.cost", "as": "margin"}, y="margin"),
    "filter chain": transformed(
        {
            "filter": {
                "and": ["datum.sales > 1", {"field": "region", "oneOf": ["North"]}, {"not": "datum.cost < 0"}]
            }
        }
    ),
    "aggregate transform": transformed(
        {"aggregate": [{"op": "mean", "field": "sales", "as": "average"}], "groupby": ["region"]}, y="average"
    ),
    "window": transformed(
        {"window": [{"op": "sum", "field": "sales", "as": "running"}], "sort": [{"field": "month"}]},
        y="running",
    ),
    "fold": transformed({"fold": ["sales", "cost"], "as": ["kind", "amount"]}, y="amount"),
    "fold defaults": transformed({"fold": ["sales", "cost"]}, y="value"),
    "bin transform": transformed({"bin": True, "field": "sales", "as": "step"}, y="step_end"),
    "time unit transform": transformed({"timeUnit": "month", "field": "month", "as": "m"}, y="m"),
    "regression": transformed({"regression": "sales", "on": "cost"}),
    "density": transformed({"density": "sales"}, y="density"),
    "loess": transformed({"loess": "sales", "on": "cost", "groupby": ["region"]}),
    "quantile": transformed({"quantile": "sales", "probs": [0.25, 0.5]}, y="value"),
    "stack": transformed({"stack": "sales", "groupby": ["region"], "as": ["low", "high"]}, y="high"),
    "impute": transformed({"impute": "sales", "key": "month", "value": 0, "groupby": ["region"]}),
    "flatten": transformed({"flatten": ["tags[0]"], "as": ["tag"]}),
    "joinaggregate": transformed(
        {"joinaggregate": [{"op": "max", "field": "sales", "as": "most"}], "groupby": ["region"]}, y="most"
    ),
    "sample": transformed({"sample": 3}),
    "pivot": transformed({"pivot": "region", "value": "sales", "groupby": ["month"]}, y="North"),
    "dotted name": {"mark": "point", "encoding": {"y": {"field": "a.b", "type": "quantitative"}}},
    "escaped name": {"mark": "point", "encoding": {"y": {"field": "a\\.b", "type": "quantitative"}}},
    "bracketed name": encoded(color={"field": "tags[0]", "type": "nominal"}),
    "apostrophe": encoded(size={"field": "it's", "type": "quantitative"}),
    "blank in a name": encoded(y={"field": "Net Sales", "type": "quantitative"}),
    "interactive": chart(
        params=[
            {"name": "brush", "select": {"type": "interval", "encodings": ["x"]}},
            {
                "name": "pick",
                "select": {"type": "point", "fields": ["region"], "on": "pointerover"},
                "bind": "legend",
            },
            {"name": "least", "value": 2, "bind": {"input": "range", "min": 0, "max": 9, "step": 1}},
        ],
        transform=[{"filter": "datum.sales >= least"}],
    ),
    "boxplot": chart(mark={"type": "boxplot", "extent": "min-max"}),
    "label expression": encoded(x={**X, "axis": {"labelExpr": "upper(datum.label)", "translate": 0.5}}),
    "config": chart(config={"bar": {"color": "teal"}, "axis": {"grid": False}}),
    "pie": {"mark": {"type": "arc", "innerRadius": 20}, "encoding": {"theta": Y, "color": X}},
}

UNSAFE: dict[str, Spec] = {
    "own data": chart(data={"values": [{"region": "x", "sales": 1}]}),
    "data by url": chart(data={"url": "https://evil.example/x.csv"}),
    "named data": chart(data={"name": "table"}),
    "data in capitals": chart(DATA={"url": "https://evil.example/x.csv"}),
    "datasets": chart(datasets={"a": [{"b": 1}]}),
    "data in a layer": {"layer": [chart(data={"url": "x.csv"})]},
    "data in a concat": {"vconcat": [{"hconcat": [chart(data={"url": "x.csv"})]}]},
    "data in a facet": {"facet": {"row": X}, "spec": chart(data={"url": "x.csv"})},
    "data in a repeat": {"repeat": ["sales"], "spec": chart(data={"url": "x.csv"})},
    "lookup": transformed(
        {"lookup": "region", "from": {"data": {"url": "x.csv"}, "key": "r", "fields": ["z"]}}
    ),
    "link channel": encoded(href={"field": "region"}),
    "image channel": encoded(url={"field": "region"}),
    "link on a mark": chart(mark={"type": "bar", "href": "https://evil.example"}),
    "link in config": chart(config={"mark": {"href": "https://evil.example"}}),
    "link in a style": chart(config={"style": {"bar": {"HREF": "https://evil.example"}}}),
    "image mark": chart(mark="image"),
    "image mark as object": chart(mark={"type": "image", "url": "https://evil.example/x.png"}),
    "image mark nested": chart(mark={"type": "line", "point": {"type": "image"}}),
    "geoshape": chart(mark="geoshape"),
    "usermeta": chart(usermeta={"embedOptions": {"loader": {"baseURL": "https://evil.example"}}}),
    "loader": chart(config={"loader": {"baseURL": "https://evil.example"}}),
    "format with url": encoded(x={**X, "axis": {"format": {"url": "x"}}}),
    "url in a colour": chart(mark={"type": "bar", "fill": "url(https://evil.example/#x)"}),
    "url in the background": chart(background="URL (https://evil.example/x.svg)"),
    "script in a text": chart(title={"text": "x", "subtitle": "javascript:alert(1)"}),
    "input as html": chart(
        params=[{"name": "p", "bind": {"input": "image", "src": "x", "onerror": "alert(1)"}}]
    ),
    "event handler on an input": chart(
        params=[{"name": "p", "bind": {"input": "range", "onfocus": "alert(1)"}}]
    ),
    "input for a field as html": chart(
        params=[
            {"name": "p", "select": "point", "bind": {"region": {"input": "image", "onerror": "alert(1)"}}}
        ]
    ),
    "input elsewhere in the page": chart(
        params=[{"name": "p", "bind": {"input": "range", "element": "#login"}}]
    ),
    "parameter name as code": chart(params=[{"name": "a; alert(1)", "value": 1}]),
    "input as html in config": chart(
        config={"params": [{"name": "p", "bind": {"input": "image", "onerror": "alert(1)"}}]}
    ),
    "parameter name as code in config": chart(config={"params": [{"name": "a; alert(1)", "value": 1}]}),
    "signal": chart(mark={"type": "bar", "size": {"signal": "alert(1)"}}),
    "signals in config": chart(config={"signals": [{"name": "x", "update": "alert(1)"}]}),
    "custom format": encoded(x={**X, "axis": {"format": "x", "formatType": "alert"}}),
    "custom formats on": chart(config={"customFormatTypes": True}),
    "unknown function": transformed({"filter": "fetch('https://evil.example')"}),
    "method": transformed({"calculate": "datum.region.constructor('alert(1)')()", "as": "z"}),
    "constructor": transformed({"calculate": "datum.region['constructor']", "as": "z"}),
    "escaped constructor": transformed({"calculate": "datum.region['\\x63onstructor']", "as": "z"}),
    "object literal": transformed({"calculate": "{toString: alert}", "as": "z"}),
    "view in an expression": transformed({"calculate": "event.view", "as": "z"}),
    "this in an expression": transformed({"calculate": "this.alert", "as": "z"}),
    "data function": transformed({"calculate": "length(data('source_0'))", "as": "z"}),
    "regular expression hides code": transformed({"calculate": "/'/ + alert + /'/", "as": "z"}),
    "comment hides code": transformed({"calculate": "1 /* ' */ + alert(1) /* ' */", "as": "z"}),
    "unicode escape": transformed({"calculate": "\\u0061lert(1)", "as": "z"}),
    "template literal": transformed({"calculate": "`x`", "as": "z"}),
    "memory bomb": transformed({"calculate": "sequence(0, 1e9)", "as": "z"}),
    "generated series": transformed(
        {"impute": "sales", "key": "cost", "keyvals": {"start": 0, "stop": 1e9}, "value": 0}
    ),
    "endless steps": transformed({"density": "sales", "steps": 1e9}),
    "endless bins": encoded(x={"field": "sales", "bin": {"maxbins": 1e9}}),
    "expression in a condition": encoded(color={"condition": {"test": "alert(1)", "value": "red"}}),
    "expression in an axis": encoded(x={**X, "axis": {"labelExpr": "alert(datum.label)"}}),
    "expression in a value": encoded(opacity={"value": {"expr": "alert(1)"}}),
    "expression in a list": transformed({"filter": {"or": [["alert(1)"], "datum.sales > 1"]}}),
    "expression in an event": chart(
        params=[{"name": "p", "select": {"type": "point", "on": "click[alert(1)]"}}]
    ),
    "toggle as code": chart(params=[{"name": "p", "select": {"type": "point", "toggle": "alert(1)"}}]),
    "time unit as code": encoded(x={**X, "timeUnit": "year')+alert(1"}),
    "format as code": encoded(y={**Y, "axis": {"format": '"+alert(1)+"'}}),
    "format of a tooltip as code": encoded(tooltip=[{**Y, "format": '\\"+alert(1)+"'}]),
    "format of all numbers as code": chart(config={"numberFormat": '"+alert(1)+"'}),
    "operation as code": transformed({"aggregate": [{"op": "sum'+alert", "field": "sales", "as": "z"}]}),
}

UNFIT: dict[str, tuple[Spec, str]] = {
    "unknown field": (encoded(y={"field": "sale", "type": "quantitative"}), "'sales'"),
    "wrong case": (encoded(y={"field": "SALES", "type": "quantitative"}), "'sales'"),
    "unknown in a tooltip": (encoded(tooltip=[X, {"field": "profit"}]), "'profit'"),
    "unknown in a sort": (encoded(x={**X, "sort": {"field": "profit"}}), "'profit'"),
    "unknown in a condition": (encoded(color={"condition": {"param": "p", "field": "profit"}}), "'profit'"),
    "unknown in argmax": (encoded(text={"aggregate": {"argmax": "profit"}, "field": "region"}), "'profit'"),
    "unknown in a layer": ({"layer": [{"mark": "bar", "encoding": {"x": {"field": "profit"}}}]}, "'profit'"),
    "unknown facet": ({"facet": {"field": "profit"}, "spec": chart()}, "'profit'"),
    "unknown repeat": ({"repeat": ["profit"], "spec": chart()}, "'profit'"),
    "unknown in an expression": (transformed({"calculate": "datum.profit", "as": "z"}), "'profit'"),
    "unknown in a filter": (transformed({"filter": {"field": "profit", "equal": 1}}), "'profit'"),
    "unknown in a selection": (
        chart(params=[{"name": "p", "select": {"type": "point", "fields": ["profit"]}}]),
        "'profit'",
    ),
    "gone after aggregation": (
        transformed({"aggregate": [{"op": "sum", "field": "sales", "as": "total"}], "groupby": ["region"]}),
        "'total'",
    ),
    "used before it is made": (
        transformed({"filter": "datum.z > 1"}, {"calculate": "datum.sales", "as": "z"}),
        "'z'",
    ),
    "made in another view": (
        {"hconcat": [transformed({"calculate": "datum.sales", "as": "z"}, y="z"), transformed(y="z")]},
        "'z'",
    ),
    "transform without as": (transformed({"calculate": "datum.sales"}), "`as`"),
    "unknown transform": (transformed({"geocode": "region"}), "geocode"),
    "misspelt property": ({"mark": "bar", "encodings": XY}, "`encoding`"),
    "misspelt channel": (encoded(colour=X), "`color`"),
    "unknown mark": (chart(mark="column"), "'column'"),
    "field as a list": (encoded(y={"field": ["sales"]}), "name of a column"),
    "encoding as a list": ({"mark": "bar", "encoding": []}, "object"),
    "huge width": (chart(width=100_000), "pixels"),
    "groups as a text": (
        transformed({"aggregate": [{"op": "count", "as": "n"}], "groupby": "region"}),
        "`groupby` must be a list",
    ),
    "operations as an object": (transformed({"window": {"op": "sum"}}), "`window` must be a list"),
    "expression as an object": (transformed({"calculate": {"x": 1}, "as": "z"}), "must be text"),
    "long expression": (transformed({"calculate": "1 + " * 300 + "1", "as": "z"}), "longer than"),
    "unchartable sign": (transformed({"calculate": "datum.sales @ 2", "as": "z"}), "'@' is not allowed"),
    "new name with quotes": (transformed({"calculate": "1", "as": 'a"b'}), "quotes"),
    "no object": ([], "object"),  # type: ignore[dict-item]
    "not JSON": (chart(description=object()), "JSON"),
    "NaN": (chart(width=float("nan")), "JSON"),
    "too large": (chart(description="x" * MAX_SPEC_CHARS), "characters"),
    "quotes in an unknown name": (encoded(y={"field": 'x"z', "type": "quantitative"}), "rename"),
}


def nested(depth: int) -> Spec:
    spec: Spec = chart()
    for _ in range(depth):
        spec = {"hconcat": [spec]}
    return spec


@pytest.mark.parametrize("name", GOOD)
def test_good_charts_pass_and_compile(name: str) -> None:
    spec = prepare_chart("A title", GOOD[name], result())
    compile_chart(spec)
    assert spec["$schema"] == SCHEMA
    assert spec["data"]["values"][0]["region"] == "North"


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe_charts_are_refused(name: str) -> None:
    with pytest.raises(ChartRefused) as refused:
        prepare_chart("A title", UNSAFE[name], result())
    assert "evil.example/x" not in refused.value.message


@pytest.mark.parametrize("name", UNFIT)
def test_unfit_charts_are_refused_with_what_to_change(name: str) -> None:
    spec, hint = UNFIT[name]
    with pytest.raises(ChartRefused) as refused:
        prepare_chart("A title", spec, result((*COLUMNS, 'x"y')))
    assert hint in refused.value.message


TITLES_AS_CODE: list[Spec] = [
    encoded(x={**X, "title": '\\": alert(1), "'}),
    encoded(x={**X, "axis": {"title": ["a", '\\"+alert(1)+"']}}),
    encoded(tooltip=[{**X, "title": '\\": alert(1), "'}]),
    {**encoded(y={"aggregate": "count"}), "config": {"countTitle": '\\"+alert(1)+"'}},
]


@pytest.mark.parametrize("spec", TITLES_AS_CODE)
def test_titles_are_never_code(spec: Spec) -> None:
    compile_chart(prepare_chart("A title", {**spec, "mark": {"type": "bar", "tooltip": True}}, result()))


def test_the_callers_spec_is_left_alone() -> None:
    spec = copy.deepcopy(GOOD["dotted name"])
    prepared = prepare_chart("T", spec, result())
    assert spec == GOOD["dotted name"]
    assert prepared["encoding"]["y"]["field"] == "a\\.b"


def test_single_charts_fill_their_container_and_composed_ones_do_not() -> None:
    assert prepare_chart("T", chart(), result())["width"] == "container"
    assert prepare_chart("T", chart(width=300), result())["width"] == 300
    assert "width" not in prepare_chart("T", GOOD["concat"], result())
    assert "width" not in prepare_chart("T", GOOD["facet channel"], result())


def test_title_and_schema() -> None:
    spec = prepare_chart("  Sales \n by region ", chart(**{"$schema": "https://other"}), result())
    assert (spec["title"], spec["$schema"]) == ("Sales by region", SCHEMA)
    assert prepare_chart("T", chart(title="Its own"), result())["title"] == "Its own"
    assert len(prepare_chart("x" * 900, chart(), result())["title"]) == 200


def test_cut_and_empty_results_are_refused() -> None:
    with pytest.raises(ChartRefused, match="more than 6 rows; aggregate or bin in SQL"):
        prepare_chart("T", chart(), result(truncated=True))
    with pytest.raises(ChartRefused, match="no rows"):
        prepare_chart("T", chart(), result(rows=0))


@pytest.mark.parametrize("depth", [30, 5_000])
def test_deep_specifications_are_refused(depth: int) -> None:
    with pytest.raises(ChartRefused):
        prepare_chart("T", nested(depth), result())


def test_many_columns_are_not_all_listed() -> None:
    columns = tuple(f"c{number}" for number in range(500))
    with pytest.raises(ChartRefused) as refused:
        prepare_chart("T", chart(), result(columns))
    assert "488 more" in refused.value.message
    assert len(refused.value.message) < 500


def test_junk_anywhere_is_refused_or_passes_but_never_crashes() -> None:
    chance = random.Random(7)
    junk: list[Any] = [
        None,
        True,
        -1,
        1e300,
        "",
        "x",
        [],
        [[]],
        {},
        [None],
        {"field": None},
        {"repeat": "x"},
        ["a", {}],
    ]
    passed = 0
    for _ in range(4_000):
        spec = copy.deepcopy(chance.choice(list(GOOD.values())))
        node, key = chance.choice(list(_places(spec)))
        node[key] = copy.deepcopy(chance.choice(junk))
        try:
            prepare_chart("T", spec, result())
            passed += 1
        except ChartRefused:
            pass
    assert passed > 0


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, child in pairs:
        yield node, key
        if isinstance(child, dict | list):
            yield from _places(child)
