"""Make the pictures in `docs/screenshots/` from a real run: real server, real browser, sample file.

make screenshots
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, expect

from tests.client import Api
from tests.server import ROOT, ServerProcess
from tests.web.chromium import NOT_FOUND, running_chromium
from tests.web.person import Person, expect_drawn
from tests.web.watch import Watch

FOLDER = ROOT / "docs" / "screenshots"
EMAIL = "ada@example.org"
QUESTION = "total revenue by region"
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
WINDOW, PHONE = (1280, 800), (360, 740)
LARGEST_BYTES = 300_000


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_chromium() as browser:
        if browser is None:
            raise SystemExit(NOT_FOUND)
        server = ServerProcess(Path(folder) / "data").migrated().start()
        try:
            take_all(browser, server)
        finally:
            server.stop()


def take_all(browser: Browser, server: ServerProcess) -> None:
    for theme in THEMES:
        with visitor(browser, server, theme) as person:
            person.open().expect_sign_in()
            save(person, f"sign-in-{theme}")
    api = Api(server.url).register(EMAIL)
    for theme in THEMES:
        with visitor(browser, server, theme, api) as person:
            person.open().expect_upload_page()
            expect(person.page.get_by_role("button", name="Account")).to_contain_text(EMAIL)
            save(person, f"upload-{theme}")
    session_id = conversation(api)
    for theme in THEMES:
        with visitor(browser, server, theme, api) as person:
            person.open_chat(session_id)
            show_data(person)
            show_answer(person)
            save(person, f"answer-{theme}")
            show_exploration(person)
            save(person, f"data-{theme}")
        with visitor(browser, server, theme, api, PHONE) as person:
            person.open_chat(session_id)
            show_answer(person)
            save(person, f"phone-{theme}")


def conversation(api: Api) -> str:
    """The sample, explored, and one question about it."""
    session_id = api.upload(ROOT / "samples" / "sales.csv")
    for text in ("__auto_analyze__", QUESTION):
        api.post(f"/api/sessions/{session_id}/ask", json={"text": text}).raise_for_status()
    return session_id


@contextmanager
def visitor(
    browser: Browser,
    server: ServerProcess,
    theme: Theme,
    api: Api | None = None,
    size: tuple[int, int] = WINDOW,
) -> Iterator[Person]:
    context = browser.new_context(
        base_url=server.url,
        storage_state=Person.memory_of(server.url, api),
        viewport={"width": size[0], "height": size[1]},
        color_scheme=theme,
        reduced_motion="reduce",
        locale="en-US",
        timezone_id="UTC",
    )
    person = Person(context.new_page(), Watch(context, server.url))
    yield person
    context.close()
    assert not person.watch.problems, person.watch.problems


def show_data(person: Person) -> None:
    """The columns with their distributions."""
    person.tab("Data")
    columns = person.page.get_by_role("list", name="Columns")
    expect(columns.locator("svg[role=img]").first).to_be_visible()


def show_answer(person: Person) -> None:
    """The last answer's figures, its chart, and the SQL behind it."""
    chart = person.turns.last.get_by_role("figure").first
    expect_drawn(chart)
    chart.get_by_role("button", name="Show SQL").click()
    expect(chart.get_by_text("GROUP BY")).to_be_visible()
    chart.evaluate("chart => chart.scrollIntoView({ block: 'end' })")


def show_exploration(person: Person) -> None:
    """The first chart of the exploration."""
    chart = person.turns.first.get_by_role("figure").first
    expect_drawn(chart)
    chart.evaluate("chart => chart.scrollIntoView({ block: 'center' })")


def save(person: Person, name: str) -> None:
    person.page.mouse.move(0, 0)
    person.page.evaluate("document.fonts.ready.then(() => null)")
    picture = person.page.screenshot(path=FOLDER / f"{name}.png")
    assert len(picture) < LARGEST_BYTES, f"{name}.png has {len(picture):,} bytes"
    print(f"docs/screenshots/{name}.png  {len(picture) // 1024} KB")


if __name__ == "__main__":
    main()
