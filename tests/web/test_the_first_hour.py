"""From the first visit to the last session's end, with the built-in analyst."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

from playwright.sync_api import Locator, expect

from tests.client import Api
from tests.server import ROOT, ServerProcess
from tests.web.person import Person, expect_drawn, seen

SALES = ROOT / "samples" / "sales.csv"


def revenue_of(region: str) -> str:
    """Computed a second time, in Python, as the answer writes it."""
    sums: dict[str, float] = defaultdict(float)
    with SALES.open() as file:
        for row in csv.DictReader(file):
            sums[row["region"]] += float(row["revenue"] or 0)
    return f"{sums[region]:,.2f}"


def test_signs_up_explores_a_sample_asks_reloads_and_deletes(person: Person, server: ServerProcess) -> None:
    email = _sign_up_and_try_the_sample(person)
    _ask_and_look_where_a_figure_comes_from(person)
    _reload_and_find_everything(person)
    _delete(person, Api(server.url).log_in(email))


def _sign_up_and_try_the_sample(person: Person) -> str:
    person.open()
    person.expect_sign_in()
    email = person.sign_up()
    person.expect_upload_page()
    person.button("Sales").click()
    expect(person.page).to_have_url(re.compile(r"/sessions/[0-9a-f-]{36}$"))
    expect(person.turns).to_have_count(1)
    person.expect_answered()
    charts = person.conversation.get_by_role("figure")
    assert charts.count() >= 3
    for chart in charts.all():
        expect_drawn(chart)
    expect(person.follow_ups.first).to_be_visible()
    return email


def _ask_and_look_where_a_figure_comes_from(person: Person) -> None:
    turn = person.ask("total revenue by region")
    person.expect_answered()
    figure = person.figures_in(turn).filter(has_text=revenue_of("South")).first
    expect(figure).to_be_visible()
    _expect_table(turn)
    figure.click()
    source = person.dialog("Where this figure comes from")
    expect(source).to_contain_text("SELECT")
    expect(source).to_contain_text("South")
    person.page.keyboard.press("Escape")
    expect(source).to_be_hidden()
    expect(figure).to_be_focused()


def _expect_table(turn: Locator) -> None:
    """The answer's own table stands open; its code comes with the first one."""
    expect(turn.get_by_role("grid", name="Query result")).to_contain_text("South")


def _reload_and_find_everything(person: Person) -> None:
    before = seen(person)
    assert before["follow_ups"]
    person.page.reload()
    expect(person.turns).to_have_count(2)
    expect(person.follow_ups).to_have_count(len(before["follow_ups"]))
    _expect_table(person.turns.last)
    assert seen(person) == before
    result = person.turns.last.get_by_role("region", name="Result").first
    result.get_by_role("button", name="Show SQL").click()
    expect(result).to_contain_text("GROUP BY")
    for chart in person.conversation.get_by_role("figure").all():
        expect_drawn(chart)


def _delete(person: Person, api: Api) -> None:
    (session,) = api.get("/api/sessions").json()
    person.tab("History")
    person.button(f"Delete “{session['title']}”").click()
    person.page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    person.expect_upload_page()
    assert api.get("/api/sessions").json() == []
