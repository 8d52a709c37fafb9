"""axe finds nothing serious, in both themes, on a desk and on a phone; nothing is wider than the phone."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.client import Api
from tests.server import ROOT, ServerProcess
from tests.web.conftest import WINDOW, Visit
from tests.web.person import Person, expect_drawn

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE: ViewportSize = {"width": 360, "height": 740}
# Colours may fade from one theme to the other. (`wait_for_function` would need what the page's policy forbids.)
SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  do await frame(); while (document.getAnimations().some(({ playState }) => playState === "running"));
}"""
LOOKS: list[tuple[Literal["dark", "light"], list[str] | None]] = [
    ("dark", ["color-contrast"]),
    ("light", None),
]
_RUN = """async (rules) => {
  const options = { resultTypes: ["violations"], ...(rules ? { runOnly: { type: "rule", values: rules } } : {}) };
  const { violations } = await axe.run({ exclude: ["figure svg"] }, options);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => ({ id, help, html, failureSummary })));
}"""


def violations(page: Page, rules: list[str] | None = None) -> list[dict[str, Any]]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{AXE.read_text()}; 0")
    found: list[dict[str, Any]] = page.evaluate(_RUN, rules)
    return found


def expect_accessible(person: Person) -> None:
    """In four looks; in the dark only colours differ, so only these are checked again."""
    page = person.page
    found = []
    for size in (PHONE, WINDOW):
        page.set_viewport_size(size)
        assert person.scroll_width_beyond() <= 0, f"wider than {size['width']} px"
        for theme, rules in LOOKS:
            page.emulate_media(color_scheme=theme)
            page.evaluate(SETTLED)
            found += [{"look": (size["width"], theme), **one} for one in violations(page, rules)]
    assert not found, "\n".join(map(str, found))


@pytest.fixture(scope="module")
def asked(server: ServerProcess) -> tuple[Api, str]:
    """A session with answers of each kind, which the tests here only look at."""
    api = Api(server.url).register()
    session_id = api.upload(ROOT / "samples" / "sales.csv", "sales.csv")
    for question in (
        "total revenue by region",
        "is there a correlation between unit_price and revenue?",
        "What is the meaning of life?",
    ):
        api.post(f"/api/sessions/{session_id}/ask", json={"text": question}).raise_for_status()
    return api, session_id


@pytest.fixture
def reader(visit: Visit, asked: tuple[Api, str]) -> Person:
    api, session_id = asked
    return visit(api=api).open_chat(session_id)


def test_the_sign_in(person: Person) -> None:
    person.open().expect_sign_in()
    expect_accessible(person)


def test_the_upload(visit: Visit, asked: tuple[Api, str]) -> None:
    person = visit(api=asked[0]).open()
    person.expect_upload_page()
    expect_accessible(person)


def test_the_conversation(reader: Person) -> None:
    for chart in reader.conversation.get_by_role("figure").all():
        expect_drawn(chart)
    reader.button("Show SQL").last.click()
    reader.turns.last.evaluate("turn => turn.scrollIntoView({ block: 'start' })")
    expect(reader.page.get_by_role("main")).to_be_in_viewport(ratio=1)  # only the conversation scrolls
    reader.figures_in(reader.turns.first).first.click()
    expect(reader.dialog("Where this figure comes from")).to_be_visible()
    expect_accessible(reader)


def test_the_sidebar_on_a_phone(reader: Person) -> None:
    page = reader.page
    page.set_viewport_size(PHONE)
    reader.button("Open sidebar").click()
    for tab in ("History", "Data"):
        reader.tab(tab)
        expect(page.get_by_role("tabpanel", name=tab)).to_be_visible()
        assert reader.scroll_width_beyond() <= 0
        assert not violations(page), violations(page)


def test_the_dialogs(reader: Person) -> None:
    reader.tab("Data")
    for name in ("Preview rows", "Import report", "Executions", "Chart suggestions"):
        reader.button(name).click()
        dialog = reader.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        expect(
            dialog.get_by_role("row").or_(dialog.get_by_role("figure")).or_(dialog.locator("dl, li")).first
        ).to_be_visible()
        reader.page.set_viewport_size(PHONE)
        assert reader.scroll_width_beyond() <= 0
        assert not violations(reader.page), (name, violations(reader.page))
        reader.page.set_viewport_size(WINDOW)
        reader.page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


def test_the_history(reader: Person) -> None:
    reader.tab("History")
    expect(reader.page.get_by_role("searchbox", name="Search sessions")).to_be_visible()
    assert not violations(reader.page), violations(reader.page)
