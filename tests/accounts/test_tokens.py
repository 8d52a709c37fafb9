"""Tokens that must not work, in the header and on the socket, and what revokes the good ones."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.client import PASSWORD, Api
from tests.server import ServerProcess, manage


def _key(server: ServerProcess) -> str:
    return (server.data_dir / "secret_key").read_text()


def _claims(token: str) -> dict[str, object]:
    payload = token.split(".")[1]
    claims: dict[str, object] = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return claims


def _unsigned(claims: dict[str, object]) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


def _bad_tokens(api: Api, key: str) -> dict[str, str]:
    claims = _claims(api.token)
    past = int((datetime.now(UTC) - timedelta(seconds=5)).timestamp())
    return {
        "malformed": "abc",
        "three empty parts": "..",
        "tampered": api.token[:-4] + "AAAA",
        "foreign key": jwt.encode(claims, "another key that is long enough to sign", algorithm="HS256"),
        "other algorithm": jwt.encode(claims, key, algorithm="HS512"),
        "alg none": _unsigned(claims),
        "expired": jwt.encode({**claims, "exp": past}, key, algorithm="HS256"),
        "no expiry": jwt.encode({k: v for k, v in claims.items() if k != "exp"}, key, algorithm="HS256"),
        "no user": jwt.encode({k: v for k, v in claims.items() if k != "sub"}, key, algorithm="HS256"),
        "user is no id": jwt.encode({**claims, "sub": "1 OR 1=1"}, key, algorithm="HS256"),
        "unknown user": jwt.encode(
            {**claims, "sub": "00000000-0000-4000-8000-000000000000"}, key, algorithm="HS256"
        ),
        "other version": jwt.encode({**claims, "ver": 99}, key, algorithm="HS256"),
        "no version": jwt.encode({k: v for k, v in claims.items() if k != "ver"}, key, algorithm="HS256"),
        "not ascii": "ä" * 20,
    }


def test_the_token_is_hs256_and_lives_30_days(api: Api) -> None:
    assert jwt.get_unverified_header(api.token)["alg"] == "HS256"
    claims = _claims(api.token)
    assert claims["exp"] - claims["iat"] == 30 * 24 * 3600  # type: ignore[operator]


def test_bad_tokens_get_401_and_one_sentence(api: Api, server: ServerProcess) -> None:
    for kind, token in _bad_tokens(api, _key(server)).items():
        for header in (f"Bearer {token}", token):
            response = api.http.get("/api/sessions", headers={b"Authorization": header.encode()})
            assert response.status_code == 401, kind
            assert response.json() == {
                "detail": "The login token is not valid or has expired. Log in again.",
                "code": "token_invalid",
            }, kind
            assert response.headers["WWW-Authenticate"] == "Bearer"


def test_no_token_gets_401_and_says_what_is_missing(server: ServerProcess) -> None:
    response = Api(server.url).get("/api/sessions")
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


def test_bad_tokens_are_refused_before_an_upload_is_read(api: Api, server: ServerProcess) -> None:
    api.token = "abc"
    response = api.try_upload(b"a,b\n1,2\n")
    assert (response.status_code, response.json()["code"]) == (401, "token_invalid")
    api.token = ""
    response = api.try_upload(b"a,b\n1,2\n")
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


def test_bad_tokens_are_refused_at_the_handshake(api: Api, server: ServerProcess) -> None:
    session_id = api.upload()
    bad = {k: v for k, v in _bad_tokens(api, _key(server)).items() if k != "not ascii"} | {"none": ""}
    for kind, token in bad.items():
        with pytest.raises(InvalidStatus) as refused:
            connect(api.socket_url(session_id, token), proxy=None)
        assert refused.value.response.status_code == 403, kind


def test_the_token_of_a_socket_is_in_no_log(api: Api, server: ServerProcess) -> None:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        chat.send({"type": "stop"})
        chat.receive()
    with pytest.raises(InvalidStatus):
        connect(api.socket_url("0" * 8, api.token), proxy=None)
    api.get(f"/api/sessions?token={api.token}")
    log = "\n".join(server.log)
    assert "/api/sessions" in log
    assert api.token not in log
    assert api.token.split(".")[2] not in log


def test_a_password_change_revokes_earlier_tokens_and_closes_sockets(api: Api, server: ServerProcess) -> None:
    session_id = api.upload()
    other = Api(server.url).log_in(api.email)
    with other.chat(session_id) as chat:
        body = {"current_password": PASSWORD, "new_password": "another horse battery"}
        response = api.post("/api/auth/password", json=body)
        assert response.status_code == 200
        with pytest.raises(ConnectionClosed) as closed:
            chat.receive()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401
    assert api.get("/api/auth/me").status_code == 401
    assert other.get("/api/auth/me").status_code == 401
    api.token = response.json()["token"]
    assert api.get("/api/auth/me").status_code == 200
    assert Api(server.url).log_in(api.email, "another horse battery").token


def test_logging_out_everywhere_revokes_each_token_and_closes_sockets(
    api: Api, stranger: Api, server: ServerProcess
) -> None:
    session_id = api.upload()
    other = Api(server.url).log_in(api.email)
    with other.chat(session_id) as chat:
        response = api.post("/api/auth/logout-everywhere")
        assert (response.status_code, response.content) == (204, b"")
        with pytest.raises(ConnectionClosed) as closed:
            chat.receive()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401
    for device in (api, other):
        assert device.get("/api/auth/me").status_code == 401
        assert device.post("/api/auth/logout-everywhere").status_code == 401
    assert stranger.get("/api/auth/me").status_code == 200
    assert Api(server.url).log_in(api.email).session(session_id)["id"] == session_id


def test_nobody_logs_anybody_out(server: ServerProcess) -> None:
    response = Api(server.url).post("/api/auth/logout-everywhere")
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize(
    ("current", "new", "field", "code"),
    [
        ("not the password", "another horse battery", "current_password", "wrong_password"),
        (PASSWORD, "123", "new_password", "weak_password"),
    ],
)
def test_a_refused_password_change_keeps_everything(
    api: Api, current: str, new: str, field: str, code: str
) -> None:
    response = api.post("/api/auth/password", json={"current_password": current, "new_password": new})
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert field in response.json()["errors"]
    assert api.get("/api/auth/me").status_code == 200


def test_a_generated_key_is_private_and_kept(server: ServerProcess) -> None:
    key_file: Path = server.data_dir / "secret_key"
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert len(key_file.read_text()) >= 50


def test_tokens_survive_a_restart(own_server: Callable[..., ServerProcess]) -> None:
    process = own_server()
    api = Api(process.url).register()
    process.stop()
    process.restart()
    again = Api(process.url)
    again.token = api.token
    assert again.get("/api/auth/me").json()["email"] == api.email


def test_a_switched_off_user_is_locked_out(api: Api, server: ServerProcess) -> None:
    done = manage(
        server.data_dir,
        "shell",
        "-c",
        f"from accounts.models import User; User.objects.filter(email='{api.email}').update(is_active=False)",
    )
    assert done.returncode == 0, done.stderr
    assert api.get("/api/auth/me").status_code == 401
    body = {"email": api.email, "password": PASSWORD}
    assert api.http.post("/api/auth/login", json=body).status_code == 401
