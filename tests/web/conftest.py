"""A browser, people at it, and the servers that they talk to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.client import Api
from tests.server import ROOT, ServerProcess
from tests.web.chromium import NOT_FOUND, running_chromium
from tests.web.person import Person
from tests.web.proxy import Proxy
from tests.web.watch import Watch

WEB_APP = ROOT / ".static" / "app" / "index.html"
WINDOW: ViewportSize = {"width": 1280, "height": 800}

PATIENCE = 15_000
"""In milliseconds, on a machine that has much else to do."""
expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Person]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for the tests here. It is gone before others run: its loop would be in their way."""
    if not WEB_APP.exists():
        pytest.fail("The web app isn't built, which these tests need: “make web” builds it.")
    with running_chromium() as chromium:
        if chromium is None and os.environ.get("CI"):
            pytest.fail(NOT_FOUND)
        if chromium is None:
            pytest.skip(NOT_FOUND)
        yield chromium


@pytest.fixture
def visit(browser: Browser, server: ServerProcess) -> Iterator[Visit]:
    """Somebody at a browser of their own: `visit()`, or `visit(url, api)` to be logged in already.

    The test fails at its end when a page did what none must do (`tests/web/watch.py`).
    """
    visitors: list[tuple[Person, Watch]] = []

    def open_browser(url: str = "", api: Api | None = None, **options: Any) -> Person:
        url = url or (api.url if api else server.url)
        context = browser.new_context(
            base_url=url,
            storage_state=Person.memory_of(url, api),
            **{"viewport": WINDOW, "reduced_motion": "reduce", "locale": "en-US", **options},
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch(context, url)
        person = Person(context.new_page(), watch)
        visitors.append((person, watch))
        return person

    yield open_browser
    problems = [problem for _, watch in visitors for problem in watch.problems]
    for person, _ in visitors:
        person.page.context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def person(visit: Visit) -> Person:
    """Somebody who comes to the shared server for the first time."""
    return visit()


@pytest.fixture
def proxy(server: ServerProcess) -> Iterator[Proxy]:
    """A line to the shared server that can be cut."""
    with Proxy(server.port) as line:
        yield line


@pytest.fixture
def claude_proxy(claude_server: ServerProcess) -> Iterator[Proxy]:
    """A line to the server with the scripted Claude that can be cut."""
    with Proxy(claude_server.port) as line:
        yield line
