"""What browsers are told about the pages of this server: which scripts run, who may frame them."""

from __future__ import annotations

import pytest

from tests.client import Api
from tests.server import ServerProcess

STRICT = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:", "blob:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
INLINE_STYLES = {**STRICT, "style-src": {"'self'", "'unsafe-inline'"}}


def policy(header: str) -> dict[str, set[str]]:
    directives = [directive.split() for directive in header.split(";")]
    assert len({name for name, *_ in directives}) == len(directives), header
    return {name: set(sources) for name, *sources in directives}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", INLINE_STYLES),
        ("/sessions/4b2a1c9e-8a57-4f6a-9e0f-1f2d3c4b5a69", INLINE_STYLES),
        ("/api/docs", INLINE_STYLES),
        ("/admin/login/", STRICT),
        ("/static/app/index.html", STRICT),
        ("/elsewhere", STRICT),
        ("/api/auth/me", STRICT),
    ],
)
def test_every_answer_carries_the_policy(
    server: ServerProcess, path: str, expected: dict[str, set[str]]
) -> None:
    headers = Api(server.url).get(path).headers
    found = policy(headers["Content-Security-Policy"])
    assert found == expected
    assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"} & found["script-src"]


@pytest.mark.parametrize("path", ["/", "/api/docs", "/admin/login/"])
def test_pages_are_not_framed_sniffed_or_named_to_others(server: ServerProcess, path: str) -> None:
    headers = Api(server.url).get(path).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/api/docs", "/admin/login/"])
def test_pages_of_the_server_hold_no_inline_script(server: ServerProcess, path: str) -> None:
    for tag in Api(server.url).get(path).text.split("<script")[1:]:
        assert "src=" in tag.partition(">")[0], tag[:200]


def test_an_exported_report_runs_nothing_and_loads_nothing(api: Api) -> None:
    session_id = api.upload()
    response = api.get(f"/api/sessions/{session_id}/export", params={"format": "html"})
    expected = {"default-src": {"'none'"}, "style-src": {"'unsafe-inline'"}, "img-src": {"data:"}}
    assert policy(response.headers["Content-Security-Policy"]) == expected
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert 'http-equiv="Content-Security-Policy"' in response.text
