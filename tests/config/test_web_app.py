"""The web app's page and its files, as a browser asks for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from config import web_app
from tests.client import Api
from tests.server import ServerProcess


@pytest.fixture
def browser(server: ServerProcess) -> Api:
    """Somebody who isn't logged in."""
    return Api(server.url)


@pytest.mark.parametrize("path", ["/", "/sessions/4b2a1c9e-8a57-4f6a-9e0f-1f2d3c4b5a69", "/sessions/cut-off"])
def test_every_address_of_the_app_gives_its_page_which_is_asked_for_again(browser: Api, path: str) -> None:
    response = browser.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/html")
    assert response.headers["Cache-Control"] == "no-cache"
    again = browser.http.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_scripts_and_styles_are_compressed_and_kept_for_good(browser: Api) -> None:
    files = re.findall(r'(?:src|href)="(/static/app/assets/[^"]+)"', browser.get("/").text)
    assert any(name.endswith(".js") for name in files)
    assert any(name.endswith(".css") for name in files)
    for name in files:
        response = browser.http.get(name, headers={"Accept-Encoding": "br"})
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        assert re.search(r"-[\w-]{8}\.\w+$", name), "the name changes with the content"
        assert response.headers.get("Content-Encoding") == "br"


def test_other_addresses_are_not_the_app(browser: Api) -> None:
    for path in ("/sessions/a/b", "/elsewhere", "/api/elsewhere"):
        response = browser.get(path)
        assert response.status_code == 404
        assert response.json()["code"] == "not_found"


def test_a_server_without_the_built_app_says_how_to_get_it(settings: Settings, tmp_path: Path) -> None:
    settings.WEB_APP_PAGE = tmp_path / "index.html"
    response = web_app.page(RequestFactory().get("/"))
    assert response.status_code == 503
    assert "make run" in response.content.decode()
