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
