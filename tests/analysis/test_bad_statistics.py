"""Statistics over data that can't carry them, through the API: a sentence each, no NaN, no 500."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.client import Api
from tests.server import ServerProcess

_COLUMNS = """SELECT i::DOUBLE AS x, (i * i % 17)::DOUBLE AS y, 2.0 * i AS double_x, 3.0 * i AS triple_x,
       NULL::DOUBLE AS empty, 'NaN'::DOUBLE AS no_numbers, 7 AS constant,
       'word ' || i AS words, CASE WHEN i < 2 THEN i END AS two_values,
       CASE i % 4 WHEN 0 THEN 'inf' WHEN 1 THEN '-inf' WHEN 2 THEN 'nan' ELSE i::VARCHAR END::DOUBLE AS infinite,
       i * 1e300 AS extreme, 'only' AS one_group, CASE WHEN i = 0 THEN 'b' ELSE 'a' END AS lonely,
       CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END AS half,
       DATE '2024-01-01' + i::INTEGER AS day, DATE '2024-01-01' AS one_day,
       CASE WHEN i < 3 THEN DATE '2024-01-01' + i::INTEGER END AS three_days,
       DATE '2020-01-01' + (i * i * i * 37 % 9973)::INTEGER AS ragged, i::DOUBLE AS "we""ird name 😀"
FROM range(40) AS t(i)"""

Plan = dict[str, Any]


def _over_time(operation: str, time: str = "day", target: str = "x") -> Plan:
    return {"operation": operation, "time_column": time, "target_column": target}


def _by_group(target: str, group: str) -> Plan:
    return {"operation": "compare_groups", "target_column": target, "group_by": [group]}


def _on_target(operation: str, target: str) -> Plan:
    return {"operation": operation, "target_column": target}


_NONE_LEFT = [{"column": "x", "operator": ">", "value": 1000}]
_REFUSED: list[tuple[Plan, str]] = [
    (_on_target("normality", "empty"), "'empty' has no values at all"),
    (_on_target("outliers", "no_numbers"), "only 0 of 40 rows with a value in no_numbers"),
    (_on_target("mean", "empty"), "'empty' has no values at all"),
    ({"operation": "describe", "columns": ["empty"]}, "'empty' has no values at all"),
    ({"chart_type": "histogram", "x_axis": "empty"}, "'empty' has no values at all"),
    ({"chart_type": "bar", "x_axis": "half", "y_axis": "empty"}, "'empty' has no values at all"),
    (_by_group("empty", "half"), "'empty' has no values at all"),
    (_over_time("forecast", target="empty"), "'empty' has no values at all"),
    ({"operation": "correlation", "x_axis": "constant", "y_axis": "x"}, "same value in every row"),
    (_on_target("normality", "constant"), "same value in every row"),
    (_over_time("trend", target="constant"), "nothing moves"),
    ({"operation": "cluster", "columns": ["constant", "x"]}, "sets no rows apart"),
    (_on_target("one_sample", "words"), "holds text"),
    ({"operation": "correlation", "x_axis": "words", "y_axis": "x"}, "holds text"),
    (_by_group("x", "words"), "Every group needs at least two values"),
    (_on_target("normality", "two_values"), "only 2 of 40 rows with a value in two_values"),
    ({"operation": "linear_regression", "target_column": "x", "columns": ["two_values"]}, "only 2 of 40"),
    (_on_target("outliers", "extreme"), "can't be computed with"),
    (_by_group("x", "lonely"), "b has fewer"),
    (_by_group("x", "one_group"), "same value in every row"),
    (
        {"operation": "linear_regression", "target_column": "y", "columns": ["double_x", "triple_x"]},
        "follows exactly from",
    ),
    (
        {"operation": "partial_correlation", "x_axis": "x", "y_axis": "y", "columns": ["double_x"]},
        "follows completely",
    ),
    (_over_time("forecast", "one_day"), "only 1 different time"),
    (_over_time("forecast", "three_days"), "only 3 of 40 rows"),
    ({**_over_time("forecast", "ragged"), "parameters": {"grain": "day"}}, "too many to fill"),
    ({**_on_target("normality", "x"), "filters": _NONE_LEFT}, "filters and steps leave none"),
    ({"operation": "describe", "columns": ["x"], "filters": _NONE_LEFT}, "filters and steps leave none"),
    ({"operation": "cluster", "columns": ["x"], "parameters": {"clusters": 50}}, "50 clusters need more"),
]
_ANSWERED: list[Plan] = [
    {"operation": "describe", "columns": ["infinite", "constant", "two_values", 'we"ird name 😀']},
    _on_target("outliers", "infinite"),
    _on_target("std", "constant"),
    _on_target("count", "empty"),
    _on_target("distinct", "empty"),
    {"operation": "mean", "target_column": "filled", "features": [
        {"step": "ratio", "name": "filled", "left": "x", "right": "constant"}]},
    {"operation": "mean", "target_column": "empty", "features": [
        {"step": "fill", "column": "empty", "with": "value", "value": 1}]},
    {"operation": "correlation", "x_axis": 'we"ird name 😀', "y_axis": "y"},
    {"operation": "linear_regression", "target_column": 'we"ird name 😀', "columns": ["y"]},
    {"chart_type": "scatter", "x_axis": "infinite", "y_axis": 'we"ird name 😀'},
    _over_time("trend"),
]  # fmt: skip


@pytest.fixture(scope="module")
def client(server: ServerProcess) -> Api:
    return Api(server.url).register()


@pytest.fixture(scope="module")
def session_id(client: Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A session whose columns have each something wrong, profiled so that plans know."""
    path = tmp_path_factory.mktemp("bad") / "bad.parquet"
    duckdb.connect().execute(f"COPY ({_COLUMNS}) TO '{path}'")
    session_id = client.upload(path, "bad.parquet")
    assert client.get(f"/api/sessions/{session_id}/profile").status_code == 200
    yield session_id
    client.delete(f"/api/sessions/{session_id}")


def _strictly(text: str) -> Any:
    """The document, which must have no NaN and no infinity in it."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} in {text[:300]}")

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize(("plan", "sentence"), _REFUSED)
def test_what_the_data_cannot_carry_is_refused_in_words(
    client: Api, session_id: str, plan: Plan, sentence: str
) -> None:
    response = client.post(f"/api/sessions/{session_id}/executions", json={"plan": plan})
    body = _strictly(response.text)
    assert response.status_code == 400, body
    assert sentence in body["detail"]
    assert body["detail"].endswith((".", "?"))
    valid = _strictly(client.post(f"/api/sessions/{session_id}/plans/validate", json=plan).text)["valid"]
    assert body["code"] == ("statistic_refused" if valid else "plan_invalid")


@pytest.mark.parametrize("plan", _ANSWERED)
def test_what_the_data_can_carry_has_figures_and_no_nan(client: Api, session_id: str, plan: Plan) -> None:
    response = client.post(f"/api/sessions/{session_id}/executions", json={"plan": plan})
    body = _strictly(response.text)
    assert response.status_code == 201, body
    assert body["row_count"] >= 1


@pytest.mark.parametrize("body", ["[" * 100_000, '{"plan":' * 100_000, '{"plan": {"columns": ' + "[" * 900])
@pytest.mark.parametrize("route", ["executions", "plans/validate", "ask"])
def test_bodies_that_nest_without_end_are_malformed(
    client: Api, session_id: str, route: str, body: str
) -> None:
    headers = {**client.headers, "Content-Type": "application/json"}
    response = client.http.post(f"/api/sessions/{session_id}/{route}", content=body, headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, "malformed_request")


@pytest.mark.parametrize("depth", [50, 400, 900])
def test_a_plan_that_nests_deeply_is_refused(client: Api, session_id: str, depth: int) -> None:
    body = '{"plan": {"operation": "mean", "features": ' + "[" * depth + "]" * depth + "}}"
    headers = {**client.headers, "Content-Type": "application/json"}
    response = client.http.post(f"/api/sessions/{session_id}/executions", content=body, headers=headers)
    assert response.status_code == 400
    assert response.json()["code"] in ("plan_invalid", "malformed_request")
