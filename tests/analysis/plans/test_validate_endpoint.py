"""Checking a plan over HTTP, through a real server; and that what validates runs there too."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from tests.client import Api

DEEP = json.loads("[" * 500 + "]" * 500)
MEAN = {"operation": "mean", "target_column": "price", "group_by": ["region"]}


def validate(api: Api, session_id: str, body: Any) -> httpx2.Response:
    """The body in ASCII: JSON can then name characters that UTF-8 can't."""
    headers = {**api.headers, "Content-Type": "application/json"}
    address = f"/api/sessions/{session_id}/plans/validate"
    return api.http.post(address, headers=headers, content=json.dumps(body).encode())


def test_a_valid_plan_comes_back_with_its_sql_and_does_not_run(api: Api) -> None:
    session_id = api.upload()
    response = validate(api, session_id, MEAN)
    assert response.status_code == 200, response.text
    check = response.json()
    assert (check["valid"], check["errors"], check["warnings"]) == (True, [], [])
    assert check["sql"].startswith('SELECT "region", avg("price")')
    ran = api.get(f"/api/sessions/{session_id}/executions").json()
    assert {execution["kind"] for execution in ran} <= {"import", "profile"}


def test_an_invalid_plan_is_an_answer_and_not_an_error(api: Api) -> None:
    document = {**MEAN, "filters": [{"column": "prise", "operator": ">", "value": 1}]}
    response = validate(api, api.upload(), document)
    assert response.status_code == 200
    assert response.json() == {
        "valid": False,
        "errors": [
            {
                "field": "filters[0].column",
                "message": "There is no column 'prise'. Did you mean 'price'?",
                "code": "unknown_column",
            }
        ],
        "warnings": [],
        "sql": None,
    }


def test_the_profile_is_looked_at(api: Api) -> None:
    session_id = api.upload(b"a,b\n1,5\n1,6\n1,7\n1,9\n")
    plan = {"operation": "correlation", "x_axis": "a", "y_axis": "b"}
    [error] = validate(api, session_id, plan).json()["errors"]
    assert (error["field"], error["code"]) == ("x_axis", "constant_column")


@pytest.mark.parametrize("body", [[], "mean", 5, None, [MEAN]])
def test_a_body_that_is_no_object_is_refused(api: Api, body: Any) -> None:
    response = validate(api, api.upload(), body)
    assert response.status_code == 400
    assert response.json() == {"detail": "Send the plan as a JSON object.", "code": "not_an_object"}


def test_a_body_that_is_no_json_is_refused(api: Api) -> None:
    address = f"/api/sessions/{api.upload()}/plans/validate"
    response = api.http.post(
        address, headers={**api.headers, "Content-Type": "application/json"}, content=b'{"operation": NaN'
    )
    assert (response.status_code, response.json()["code"]) == (400, "malformed_request")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"operation": "\ud800"},
        {"\ud800": 1},
        {"operation": {"a": 1}},
        {"filters": [[[]]]},
        {"parameters": {"a": DEEP}},
    ],
)
def test_any_object_gets_a_check(api: Api, body: dict[str, Any]) -> None:
    response = validate(api, api.upload(), body)
    assert response.status_code == 200, response.text
    assert response.json()["valid"] is False
    assert response.json()["errors"]


def test_a_stranger_checks_nothing(api: Api, stranger: Api) -> None:
    response = validate(stranger, api.upload(), MEAN)
    assert (response.status_code, response.json()["code"]) == (404, "session_not_found")
    assert validate(Api(api.url), api.upload(), MEAN).status_code == 401
