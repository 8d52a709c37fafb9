"""A real Chromium for tests and screenshots: which one, and how it is started."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NOT_FOUND = (
    "No Chromium is installed: “apt-get install chromium” (Debian, Ubuntu), “playwright install chromium”, "
    "or name one in the environment variable CHROMIUM."
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that wants to talk to anybody but the server under test finds nobody.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def installed_chromium() -> str | None:
    """The path of a Chromium: the named one, else one of the system's."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next(filter(None, map(shutil.which, _NAMES)), None)


@contextlib.contextmanager
def running_chromium() -> Iterator[Browser | None]:
    """A browser without windows; None when there is none to start."""
    with sync_playwright() as playwright:
        path = installed_chromium() or playwright.chromium.executable_path
        if not Path(path).exists():
            yield None
            return
        with playwright.chromium.launch(executable_path=path, args=_FLAGS) as browser:
            yield browser
