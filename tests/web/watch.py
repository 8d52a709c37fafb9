"""What a page must never do: errors on the console, uncaught exceptions, forbidden content, calls abroad."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, WebError

# Reported by the browser as an event; as a console error too, but not for every directive.
_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Content-Security-Policy: ${event.violatedDirective} forbids ${event.blockedURI}`);
});
"""
_OWN_SCHEMES = {"data", "blob", "about"}


class Watch:
    """Collects the sins of all pages of a context. `allow` names those that a test brings about."""

    def __init__(self, context: BrowserContext, server_url: str) -> None:
        self._host = urlsplit(server_url).netloc
        self._allowed: list[re.Pattern[str]] = []
        self._found: list[str] = []
        context.add_init_script(_REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", lambda request: self._request(request.url))
        context.on("page", self._page)

    def allow(self, *patterns: str) -> None:
        """What matches one of the regular expressions is no sin from now on, nor was it before."""
        self._allowed.extend(map(re.compile, patterns))

    @property
    def problems(self) -> list[str]:
        return [line for line in self._found if not any(allowed.search(line) for allowed in self._allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._found.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self._found.append(f"uncaught: {error.error}")

    def _page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self._request(socket.url))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog: Dialog) -> None:
        self._found.append(f"dialog: {dialog.message}")
        dialog.accept()

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _OWN_SCHEMES and parts.netloc != self._host:
            self._found.append(f"request to somebody else: {url}")
