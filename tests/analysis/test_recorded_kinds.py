"""Whatever touches the data leaves a record: plans, statistics, profiles and imports too."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client import SALES, Api


def executions(api: Api, session_id: str, **filters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"/api/sessions/{session_id}/executions", params=filters).json()
    return found


def run_plan(api: Api, session_id: str, plan: dict[str, Any]) -> Any:
    return api.post(f"/api/sessions/{session_id}/executions", json={"plan": plan})


def test_a_plan_runs_and_is_recorded_with_its_sql_and_filtered_rows(api: Api) -> None:
    session_id = api.upload(SALES)
    plan = {
        "operation": "sum",
        "target_column": "price",
        "filters": [{"column": "product", "operator": "==", "value": "Chair"}],
        "group_by": ["region"],
        "chart_type": "bar",
    }
    response = run_plan(api, session_id, plan)
    assert response.status_code == 201, response.text
    execution = response.json()
    assert execution["kind"] == "plan"
    assert execution["plan"] == plan
    assert "GROUP BY" in execution["sql"]
    assert (execution["filtered_rows"], execution["row_count"]) == (3, 3)
    assert sorted(row["sum of price"] for row in execution["result"]) == [9.75, 10.5, 11.0]
    assert execution["chart"]["$schema"].endswith("v6.json")
    me = api.get("/api/auth/me").json()
    assert execution["user_id"] == me["id"]


def test_a_statistic_is_recorded_with_all_that_one_must_know(api: Api) -> None:
    lines = "\n".join(f"{n},{2 * n + n % 3}" for n in range(30))
    session_id = api.upload(f"a,b\n{lines}\n,5\n".encode())
    response = run_plan(api, session_id, {"operation": "correlation", "x_axis": "a", "y_axis": "b"})
    assert response.status_code == 201, response.text
    execution = response.json()
    assert (execution["kind"], execution["total_rows"]) == ("statistic", 1)
    assert execution["result"][0]["n"] == 30
    details = execution["details"]
    assert (details["n"], details["missing"]) == (30, 1)
    assert "a" in details["reading"]
    assert details["missing_handling"]
    stored = api.get(f"/api/sessions/{session_id}/executions/{execution['id']}").json()
    assert stored["details"] == details


def test_a_forecast_is_drawn_with_what_was_before_and_how_far_off_it_may_be(api: Api) -> None:
    months = [f"{year}-{month:02}-01" for year in (2021, 2022, 2023) for month in range(1, 13)]
    lines = "\n".join(f"{month},{100 + 3 * n + n % 12}" for n, month in enumerate(months))
    session_id = api.upload(f"month,sales\n{lines}\n".encode())
    plan = {
        "operation": "forecast",
        "time_column": "month",
        "target_column": "sales",
        "parameters": {"periods": 4},
        "chart_type": "line",
    }
    execution = run_plan(api, session_id, plan).json()
    assert [row["time"] for row in execution["result"]] == [f"2024-{n:02}-01" for n in (1, 2, 3, 4)]
    rows = execution["chart"]["data"]["values"]
    assert (len(rows), rows[0]["sales"], rows[-1]["sales"]) == (40, 100, None)
    expected = {name: execution["result"][-1][name] for name in ("forecast", "ci_low", "ci_high")}
    assert {name: rows[-1][name] for name in expected} == expected
    assert [layer["mark"]["type"] for layer in execution["chart"]["layer"]] == ["area", "line", "line"]
    assert not any("chart" in warning for warning in execution["details"]["warnings"])


@pytest.mark.parametrize(
    ("plan", "field", "words"),
    [
        ({"operation": "mean", "target_column": "prise"}, "target_column", "price"),
        ({"operation": "mean"}, "target_column", "target_column"),
        ({"operation": "conjure"}, "operation", "operation"),
        ({"operation": "mean", "target_column": "region"}, "target_column", "region"),
        ({"operation": "correlation", "y_axis": "price"}, "x_axis", "x_axis"),
    ],
)
def test_a_plan_that_doesnt_fit_is_refused_field_by_field_and_recorded(
    api: Api, plan: dict[str, Any], field: str, words: str
) -> None:
    session_id = api.upload(SALES)
    response = run_plan(api, session_id, plan)
    assert (response.status_code, response.json()["code"]) == (400, "plan_invalid")
    assert field in response.json()["errors"]
    assert words in response.json()["detail"]
    (failed,) = executions(api, session_id, failed="true")
    assert (failed["plan"], failed["error_code"]) == (plan, "plan_invalid")


def test_a_statistic_that_the_data_cant_carry_says_what_is_missing(api: Api) -> None:
    session_id = api.upload(b"a,b\n1,2\n1,3\n1,5\n1,4\n1,9\n")
    response = run_plan(api, session_id, {"operation": "correlation", "x_axis": "a", "y_axis": "b"})
    assert response.status_code == 400
    assert "a" in response.json()["detail"]


def test_imports_are_part_of_the_trail(api: Api) -> None:
    session_id = api.upload(SALES)
    (first,) = executions(api, session_id, kind="import")
    assert (first["data_version"], first["total_rows"], first["error"]) == (1, 5, None)
    assert first["elapsed_ms"] > 0
    assert api.reimport(session_id, header=False).status_code == 200
    second, _ = executions(api, session_id, kind="import")
    assert (second["data_version"], second["total_rows"]) == (2, 6)
    assert second["plan"] == {"header": False}
    assert api.reimport(session_id, skip_lines=1000).status_code == 400
    failed = executions(api, session_id, kind="import")[0]
    assert failed["is_error"]
    assert (failed["data_version"], failed["plan"]) == (2, {"skip_lines": 1000})


@pytest.mark.parametrize("body", [{}, {"sql": "SELECT 1", "plan": {"operation": "count"}}])
def test_a_run_is_either_sql_or_a_plan(api: Api, body: dict[str, Any]) -> None:
    response = api.post(f"/api/sessions/{api.upload(SALES)}/executions", json=body)
    assert (response.status_code, response.json()["detail"]) == (400, "Send either sql or plan.")
