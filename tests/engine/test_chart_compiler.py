"""The compiler's verdicts: what passes, and what a refusal says."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest
import vl_convert

from engine.chart_compiler import VEGA_LITE_VERSION, compile_chart
from engine.errors import ChartRefused

ROWS = [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]
CHART: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": ROWS},
    "mark": "bar",
    "encoding": {"x": {"field": "b", "type": "nominal"}, "y": {"field": "a", "type": "quantitative"}},
}


def refusal(**changes: Any) -> str:
    with pytest.raises(ChartRefused) as refused:
        compile_chart({**CHART, **changes})
    return refused.value.message


def test_a_sound_chart_compiles() -> None:
    compile_chart(CHART)


def test_the_version_is_the_newest_bundled_one() -> None:
    assert vl_convert.get_vegalite_versions()[-1] == VEGA_LITE_VERSION


def test_refusals_use_the_compilers_words() -> None:
    assert "Unexpected end of input" in refusal(transform=[{"calculate": "datum.a +", "as": "z"}])
    assert "Invalid field type" in refusal(encoding={"x": {"field": "a", "type": "numeric"}})


def test_a_function_that_only_fails_when_run_is_found() -> None:
    assert "Unrecognized function: nothing" in refusal(transform=[{"filter": "nothing(datum.a)"}])


def test_an_unreadable_message_is_replaced() -> None:
    assert "check mark, encoding and types" in refusal(mark="column")


@pytest.mark.parametrize(
    "changes",
    [
        {"mark": None},
        {"transform": [{"calculate": "datum.a +", "as": "z"}]},
        {"transform": [{"calculate": "'" + "x" * 2_000, "as": "z"}]},
        {"encoding": {"x": {"field": "a", "type": "/etc/passwd/x"}}},
    ],
)
def test_refusals_are_short_and_name_no_place(changes: dict[str, Any]) -> None:
    message = refusal(**changes)
    assert len(message) < 500
    assert "\n" not in message
    assert not any(place in message for place in ("http", "jsdelivr", "/etc", "/esm", "    at "))


X, Y = CHART["encoding"]["x"], CHART["encoding"]["y"]
NOTHING = "The chart shows nothing: "


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"transform": [{"filter": "datum.a > 9"}]}, "no row reaches its marks"),
        ({"mark": "point", "encoding": {"x": {**X, "type": "temporal"}, "y": Y}}, "types fit the values"),
        (
            {"mark": "line", "encoding": {"x": {**Y, "field": "b"}, "y": Y}},
            "check that the types fit the values",
        ),
        ({"mark": "point", "encoding": {"x": X, "y": {**Y, "scale": {"domain": [50, 90]}}}}, "outside"),
        ({"mark": {"type": "line"}, "transform": [{"filter": "datum.a == 1"}]}, "a line needs two points"),
        ({"mark": {"type": "bar", "opacity": 0}}, "transparent"),
        ({"mark": {"type": "point", "filled": False, "stroke": "transparent"}}, "transparent"),
        ({"mark": "text", "encoding": {"x": X, "text": {"value": " "}}}, "length"),
        ({"mark": "arc", "encoding": {"theta": {**Y, "field": "zero"}}}, "length"),
        ({"mark": "rule", "encoding": {"x": {"value": 5}, "x2": {"value": 5}, "y": {"value": 5}}}, "length"),
        ({"mark": None, "layer": [{"mark": "bar", "transform": [{"filter": "false"}]}]}, "no row"),
        (
            {
                "mark": None,
                "encoding": {},
                "facet": X,
                "spec": {"mark": "bar", "transform": [{"filter": "false"}]},
            },
            "no row",
        ),
    ],
)
def test_a_chart_that_stays_empty_is_refused(changes: dict[str, Any], hint: str) -> None:
    given = {key: value for key, value in {**CHART, **changes}.items() if value is not None}
    given["data"] = {"values": [{**row, "zero": 0} for row in ROWS]}
    with pytest.raises(ChartRefused) as refused:
        compile_chart(given)
    assert refused.value.message.startswith(NOTHING)
    assert hint in refused.value.message


SHOWN: dict[str, dict[str, Any]] = {
    "bars of zero": {"encoding": {"x": X, "y": {**Y, "field": "zero"}}},
    "some nulls": {"encoding": {"x": X, "y": {**Y, "field": "half"}}},
    "one line of many points": {"mark": "line", "encoding": {"x": Y, "y": Y}},
    "an area": {"mark": "area", "encoding": {"x": Y, "y": Y}},
    "a trail": {"mark": "trail", "encoding": {"x": Y, "y": Y, "size": Y}},
    "lines by colour": {
        "mark": "line",
        "encoding": {"x": Y, "y": Y, "color": {"field": "zero", "type": "nominal"}},
    },
    "rules": {"mark": "rule", "encoding": {"y": Y}},
    "text": {"mark": "text", "encoding": {"x": X, "text": {"field": "b"}}},
    "slices": {"mark": "arc", "encoding": {"theta": Y}},
    "ticks": {"mark": "tick", "encoding": {"x": Y}},
    "cells": {"mark": "rect", "encoding": {"x": X, "color": Y}},
    "rounded bars": {"mark": {"type": "bar", "cornerRadiusEnd": 3}},
    "boxes": {"mark": "boxplot", "encoding": {"y": Y}},
    "one full layer of two": {
        "mark": None,
        "layer": [{"mark": "bar"}, {"mark": "point", "transform": [{"filter": "false"}]}],
    },
    "panels": {
        "mark": None,
        "encoding": None,
        "facet": {"row": X},
        "spec": {"mark": "point", "encoding": {"x": Y}},
    },
    "panels by channel": {"encoding": {"x": X, "y": Y, "column": X}},
    "repeated": {
        "mark": None,
        "encoding": None,
        "repeat": ["a", "zero"],
        "spec": {
            "mark": "bar",
            "encoding": {"x": {"field": {"repeat": "repeat"}, "type": "nominal"}, "y": Y},
        },
    },
    "beside each other": {
        "mark": None,
        "encoding": None,
        "hconcat": [{"mark": "bar", "encoding": {"x": X, "y": Y}}],
    },
    "in the width of its page": {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}},
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_chart_that_shows_something_passes(name: str) -> None:
    given = {key: value for key, value in {**CHART, **SHOWN[name]}.items() if value is not None}
    rows = [{**row, "zero": 0, "half": None if row["a"] == 1 else 5} for row in ROWS]
    compile_chart({**given, "data": {"values": rows}})


def test_a_chart_larger_than_any_page_is_refused() -> None:
    assert "larger than 12000 pixels" in refusal(width={"step": 9_000})


def test_nothing_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        met = threading.Event()
        listener.settimeout(0.5)
        threading.Thread(target=_accept, args=(listener, met), daemon=True).start()
        message = refusal(data={"url": f"http://127.0.0.1:{listener.getsockname()[1]}/x.csv"})
    assert not met.is_set()
    assert "127.0.0.1" not in message


def _accept(listener: socket.socket, met: threading.Event) -> None:
    try:
        listener.accept()
    except OSError:
        return
    met.set()
