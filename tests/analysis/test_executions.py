"""The audit trail over HTTP: what ran, on which version of the data, and a query of one's own."""

from __future__ import annotations

import pytest

from tests.client import SALES, Api, named
from tests.server import ServerProcess


def run(api: Api, session_id: str, sql: str) -> str:
    response = api.post(f"/api/sessions/{session_id}/executions", json={"sql": sql})
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


def test_a_query_of_ones_own_runs_and_is_recorded(api: Api) -> None:
    session_id = api.upload(SALES)
    address = f"/api/sessions/{session_id}/executions"
    response = api.post(
        address, json={"sql": "SELECT region, sum(price) AS total FROM data GROUP BY 1 ORDER BY 1"}
    )
    assert response.status_code == 201
    execution = response.json()
    assert execution["result"] == [
        {"region": "East", "total": 9.75},
        {"region": "North", "total": 111.75},
        {"region": "South", "total": 110.0},
    ]
    assert (execution["row_count"], execution["total_rows"], execution["truncated"]) == (3, 3, False)
    assert (execution["data_version"], execution["is_error"], execution["error"]) == (1, False, None)
    assert execution["column_types"] == {"region": "VARCHAR", "total": "DOUBLE"}
    assert execution.pop("chart") is None
    assert api.get(f"{address}/{execution['id']}").json() == execution
    listed, of_the_import = api.get(address).json()
    full = ("result", "row_count", "details")
    assert listed == {key: value for key, value in execution.items() if key not in full}
    assert of_the_import["kind"] == "import"


def test_what_a_turn_ran_is_listed_with_its_turn(api: Api) -> None:
    session_id = api.upload(SALES)
    with api.chat(session_id) as chat:
        events = chat.ask("average price by region")
    result = named(events, "query_result")[0]
    found = api.get(
        f"/api/sessions/{session_id}/executions", params={"turn_id": events[-1]["turn_id"]}
    ).json()
    assert result["execution_id"] in [execution["id"] for execution in found]
    assert {execution["turn_id"] for execution in found} == {events[-1]["turn_id"]}


def test_the_list_is_paged_and_filtered(api: Api) -> None:
    session_id = api.upload(SALES)
    address = f"/api/sessions/{session_id}/executions"
    ran = [run(api, session_id, f"SELECT {number}") for number in range(5)]
    assert api.post(address, json={"sql": "SELECT nothing FROM data"}).status_code == 400
    everything = [execution["id"] for execution in api.get(address).json()]
    assert everything[1:-1] == ran[::-1]  # the failed one before, the import after
    first = api.get(address, params={"limit": 2}).json()
    second = api.get(address, params={"limit": 10, "before": first[-1]["id"]}).json()
    assert [execution["id"] for execution in (*first, *second)] == everything
    failed = api.get(address, params={"failed": "true"}).json()
    assert [execution["error_code"] for execution in failed] == ["sql_failed"]
    assert len(api.get(address, params={"failed": "false", "kind": "query"}).json()) == 5
    assert api.get(address, params={"kind": "plot"}).json() == []
    assert api.reimport(session_id, header=True).status_code == 200
    newest = run(api, session_id, "SELECT 1")
    second_reading = api.get(address, params={"data_version": 2}).json()
    assert [(e["id"], e["kind"]) for e in second_reading[:1]] == [(newest, "query")]
    assert [e["kind"] for e in second_reading[1:]] == ["import"]
    assert len(api.get(address, params={"data_version": 1}).json()) == 7


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "sql_or_plan"),
        ({"sql": ""}, "blank"),
        ({"sql": "DROP TABLE data"}, "sql_refused"),
        ({"sql": "SELECT * FROM read_csv('/etc/passwd')"}, "sql_refused"),
        ({"sql": "SELECT 1; SELECT 2"}, "sql_refused"),
        ({"sql": "SELEC 1"}, "sql_failed"),
    ],
)
def test_a_bad_query_is_explained(api: Api, body: dict[str, str], code: str) -> None:
    response = api.post(f"/api/sessions/{api.upload()}/executions", json=body)
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert response.json()["detail"]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "kind=nonsense", "before=x", "before=00000000-0000-4000-8000-000000000000", "turn_id=1"],
)
def test_a_bad_listing_is_explained(api: Api, query: str) -> None:
    response = api.get(f"/api/sessions/{api.upload()}/executions?{query}")
    assert response.status_code == 400
    assert query.split("=")[0] in response.json()["errors"]


def test_a_stranger_sees_and_runs_nothing(api: Api, stranger: Api) -> None:
    session_id = api.upload()
    execution_id = run(api, session_id, "SELECT 1")
    other = stranger.upload()
    assert stranger.get(f"/api/sessions/{session_id}/executions").status_code == 404
    assert (
        stranger.post(f"/api/sessions/{session_id}/executions", json={"sql": "SELECT 1"}).status_code == 404
    )
    response = stranger.get(f"/api/sessions/{other}/executions/{execution_id}")
    assert (response.status_code, response.json()["code"]) == (404, "execution_not_found")


def test_lost_files_are_said(api: Api, server: ServerProcess) -> None:
    session_id = api.upload()

    (server.data_dir / session_id / "data.duckdb").unlink()
    response = api.post(f"/api/sessions/{session_id}/executions", json={"sql": "SELECT 1"})
    assert (response.status_code, response.json()["code"]) == (410, "data_missing")
