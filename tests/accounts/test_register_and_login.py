"""POST /api/auth/register and /login, and the throttles in front of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import pytest

from tests.client import PASSWORD, Api, new_email
from tests.server import ServerProcess


def register(server: ServerProcess, **body: object) -> tuple[int, dict[str, object]]:
    response = Api(server.url).http.post("/api/auth/register", json=body)
    return response.status_code, response.json()


def test_register_returns_a_token_that_works(server: ServerProcess) -> None:
    email = new_email()
    status, body = register(server, email=email, password=PASSWORD)
    assert status == 201
    assert list(body) == ["token"]
    api = Api(server.url)
    api.token = str(body["token"])
    me = api.get("/api/auth/me").json()
    assert me["email"] == email
    assert me["created_at"].endswith("Z")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"email": "no-email", "password": PASSWORD}, "email", "invalid"),
        ({"email": "", "password": PASSWORD}, "email", "blank"),
        ({"password": PASSWORD}, "email", "required"),
        ({"email": "a@example.org"}, "password", "required"),
        ({"email": "a@example.org", "password": "short"}, "password", "weak_password"),
        ({"email": "a@example.org", "password": "password"}, "password", "weak_password"),
        ({"email": "a@example.org", "password": "8319465027"}, "password", "weak_password"),
        (
            {"email": "somebody.special@example.org", "password": "somebody.special"},
            "password",
            "weak_password",
        ),
        ({"email": "a@example.org", "password": "x" * 2000}, "password", "max_length"),
        ({"email": ["a"], "password": PASSWORD}, "email", "invalid"),
    ],
)
def test_bad_registration_names_the_field(
    server: ServerProcess, body: dict[str, object], field: str, code: str
) -> None:
    status, answer = register(server, **body)
    assert status == 400
    assert answer["code"] == code
    assert str(answer["detail"]).startswith(f"{field}: ")
    assert field in answer["errors"]  # type: ignore[operator]


def test_an_email_is_taken_whatever_its_case(server: ServerProcess) -> None:
    email = new_email()
    assert register(server, email=email, password=PASSWORD)[0] == 201
    status, body = register(server, email=email.upper(), password=PASSWORD)
    assert (status, body["code"]) == (409, "email_taken")


def test_login_takes_the_email_in_any_case(server: ServerProcess) -> None:
    email = new_email()
    register(server, email=email, password=PASSWORD)
    assert Api(server.url).log_in(email.title()).token


def test_unknown_email_and_wrong_password_get_the_same_answer(server: ServerProcess) -> None:
    email = new_email()
    register(server, email=email, password=PASSWORD)
    http = Api(server.url).http
    wrong = http.post("/api/auth/login", json={"email": email, "password": "wrong password"})
    unknown = http.post("/api/auth/login", json={"email": new_email(), "password": "wrong password"})
    assert wrong.status_code == unknown.status_code == 401
    assert (
        wrong.json()
        == unknown.json()
        == {
            "detail": "The email or the password is wrong.",
            "code": "wrong_credentials",
        }
    )


def test_unknown_email_and_wrong_password_take_equally_long(server: ServerProcess) -> None:
    """Both hash once: the medians of interleaved attempts lie close, where skipping a hash would be 100 ×."""
    known = new_email()
    register(server, email=known, password=PASSWORD)
    http = Api(server.url).http
    seconds: dict[str, list[float]] = {"known": [], "unknown": []}
    for _ in range(5):
        for kind, email in (("known", known), ("unknown", new_email())):
            started = time.perf_counter()
            http.post("/api/auth/login", json={"email": email, "password": "wrong password"})
            seconds[kind].append(time.perf_counter() - started)
    ratio = median(seconds["unknown"]) / median(seconds["known"])
    assert 0.3 < ratio < 3


def test_the_password_is_stored_as_a_bcrypt_hash(server: ServerProcess) -> None:
    import sqlite3

    email = new_email()
    register(server, email=email, password=PASSWORD)
    with sqlite3.connect(server.data_dir / "db.sqlite3") as database:
        (stored,) = database.execute("SELECT password FROM accounts_user WHERE email = ?", [email]).fetchone()
    assert stored.startswith("bcrypt_sha256$$2b$12$")
    assert PASSWORD not in stored


def test_a_body_that_is_not_json_is_refused_with_a_sentence(server: ServerProcess) -> None:
    http = Api(server.url).http
    response = http.post(
        "/api/auth/login", content=b"{nonsense", headers={"Content-Type": "application/json"}
    )
    assert (response.status_code, response.json()["code"]) == (400, "malformed_request")
    form = http.post("/api/auth/login", data={"email": "a"})
    assert (form.status_code, form.json()["code"]) == (415, "unsupported_media_type")


def test_a_huge_json_body_is_refused(server: ServerProcess) -> None:
    response = Api(server.url).http.post("/api/auth/login", json={"email": "x" * 2_000_000})
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


def test_logins_are_throttled_per_account(own_server: Callable[..., ServerProcess]) -> None:
    http = Api(own_server(LOGINS_PER_ACCOUNT_PER_MINUTE=2).url).http
    body = {"email": "Somebody@example.org", "password": "wrong password"}
    statuses = [http.post("/api/auth/login", json=body).status_code for _ in range(3)]
    assert statuses == [401, 401, 429]
    other_case = http.post("/api/auth/login", json={**body, "email": "somebody@EXAMPLE.org"})
    assert other_case.status_code == 429
    assert other_case.json()["code"] == "throttled"
    assert "Try again in" in other_case.json()["detail"]
    assert int(other_case.headers["Retry-After"]) > 0
    assert http.post("/api/auth/login", json={**body, "email": "other@example.org"}).status_code == 401


def test_registrations_are_throttled_per_address(own_server: Callable[..., ServerProcess]) -> None:
    http = Api(own_server(AUTH_REQUESTS_PER_ADDRESS_PER_MINUTE=2).url).http
    for expected in (400, 400, 429):
        spoofed = {"X-Forwarded-For": f"10.0.0.{expected}"}
        response = http.post("/api/auth/register", json={"email": "x"}, headers=spoofed)
        assert response.status_code == expected
