"""The order in which a tab hears of what it deletes: its socket first, then the request's answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.web.person import Person

# The request is a real one; only the page hears of its answer later, or never.
_HOLD_ANSWERS = """() => {
  const { fetch } = window;
  window.fetch = async (url, options) => {
    const response = await fetch(url, options);
    if (options?.method !== "DELETE") return response;
    return new Promise((resolve, reject) => {
      window.heldDeletion = {
        answer: () => resolve(response),
        lose: () => reject(new TypeError("Failed to fetch")),
      };
    });
  };
}"""


class Deletion:
    """A DELETE that the server has carried out, and whose answer the page still waits for."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def answer(self) -> None:
        self._page.evaluate("heldDeletion.answer()")

    def lose(self) -> None:
        """As if the line had broken."""
        self._page.evaluate("heldDeletion.lose()")


@contextmanager
def deletion_that_the_socket_hears_first(person: Person) -> Iterator[Deletion]:
    """At an open chat, around what deletes its session; afterwards the page has heard that it is gone."""
    page = person.page
    with page.expect_event("websocket") as socket:
        page.reload()
    person.expect_ready()
    person.expect_first_questions()
    page.evaluate(_HOLD_ANSWERS)
    with socket.value.expect_event("close"):
        yield Deletion(page)
    page.wait_for_function("window.heldDeletion")
    # Time for whatever the page would ask of the server now.
    page.evaluate("fetch('/api/health').then(() => fetch('/api/health')).then(() => null)")
