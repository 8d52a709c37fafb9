"""One error shape on every route, and none of the server's insides in any answer."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from rest_framework.test import APIClient

from tests.client import Api
from tests.server import ServerProcess

ROUTES = ["/api/auth/register", "/api/auth/login", "/api/auth/me", "/api/auth/password", "/api/upload"]
ROUTES += [
    "/api/sessions",
    "/api/sessions/x",
    "/api/health",
    "/api/nonsense",
    "/api/sessions/x/nonsense",
    "/nonsense",
]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_every_error_has_the_one_shape(server: ServerProcess, route: str, method: str) -> None:
    response = Api(server.url).http.request(method, route)
    if response.status_code < 400:
        return
    assert response.status_code in (400, 401, 404, 405, 415)
    body = response.json()
    assert set(body) - {"errors"} == {"detail", "code"}
    assert isinstance(body["detail"], str)
    assert body["detail"].endswith((".", "”"))
    assert body["code"].replace("_", "").isalpha()


def test_health_says_live_and_ready(server: ServerProcess) -> None:
    body = Api(server.url).get("/api/health").json()
    assert (body["status"], body["live"], body["ready"], body["analyst"]) == ("ok", True, True, "builtin")
    assert body["checks"] == {"database": True, "disk": True, "engine": True}


def test_the_schema_lists_every_endpoint(server: ServerProcess) -> None:
    http = Api(server.url).http
    schema = http.get("/api/schema?format=json").json()
    assert {
        "/api/auth/register",
        "/api/auth/login",
        "/api/auth/me",
        "/api/auth/password",
        "/api/upload",
        "/api/sessions",
        "/api/sessions/{session_id}",
        "/api/health",
    } <= set(schema["paths"])
    page = http.get("/api/docs")
    assert page.status_code == 200
    assert "/static/drf_spectacular_sidecar/" in page.text
    assert "https://" not in page.text


def test_a_response_carries_the_request_id_that_the_log_has(server: ServerProcess) -> None:
    identifier = Api(server.url).get("/api/health").headers["X-Request-ID"]
    assert "/api/health 200" in server.wait_for_log(lambda line: identifier in line)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("database is locked"), 503, "database_busy"),
        (RuntimeError("/etc/x"), 500, "internal_error"),
    ],
)
@pytest.mark.django_db
def test_an_unexpected_error_shows_nothing_of_the_server(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    """The one place where a failure is planted: no request can make these happen on purpose."""

    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr("accounts.services.user_log_in", fail)
    client = APIClient(raise_request_exception=False)
    response = client.post("/api/auth/login", {"email": "a@example.org", "password": "x"}, format="json")
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert "/etc" not in response.content.decode()
