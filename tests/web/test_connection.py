"""Lines that break, tabs that share a session, answers that are stopped: nothing is lost, nothing comes twice."""

from __future__ import annotations

import re
from time import monotonic

import pytest
from playwright.sync_api import expect

from tests.client import Api
from tests.scripted_claude import Gate, Hold, ScriptedClaude, answer, for_model, say, use
from tests.web.conftest import Visit
from tests.web.person import Person
from tests.web.proxy import Proxy

FINISH = use("finish", {"follow_ups": ["And by month?"]})
CUT = ("WebSocket connection to", "Failed to load resource: net::ERR_")


@pytest.fixture(autouse=True)
def title(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("A title"), when=for_model("haiku"), repeat=True)


def stored_texts(api: Api, session_id: str) -> list[str]:
    return [m["text"] for m in api.session(session_id)["messages"] if m["type"] == "text"]


def counting(claude: ScriptedClaude) -> tuple[Gate, Gate]:
    """Claude counts to six and waits twice on the way."""
    first, second = claude.gate(), claude.gate()
    claude.script(answer(say("One, two, ", Hold(first), "three, four, ", Hold(second), "five, six."), FINISH))
    return first, second


def test_stops_in_the_middle_and_asks_again(
    visit: Visit, claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    session_id = claude_api.upload()
    person = visit(api=claude_api).open_chat(session_id)
    counting(scripted_claude)
    turn = person.ask("count")
    expect(turn).to_contain_text("One, two,")
    person.stop_button.click()
    expect(person.send_button).to_be_visible()
    expect(turn).to_contain_text(re.compile("stopped", re.IGNORECASE))
    scripted_claude.calls[0].wait_disconnected()
    scripted_claude.script(answer("Here again.", FINISH))
    expect(person.ask("go on")).to_contain_text("Here again.")
    person.expect_answered()
    assert stored_texts(claude_api, session_id) == ["count", "One, two, ", "go on", "Here again."]


def test_a_line_cut_in_mid_answer_is_resumed_without_gap_or_repetition(
    visit: Visit, claude_api: Api, scripted_claude: ScriptedClaude, claude_proxy: Proxy
) -> None:
    session_id = claude_api.upload()
    person = visit(claude_proxy.url, claude_api).open_chat(session_id)
    person.watch.allow(*CUT)
    first, second = counting(scripted_claude)
    turn = person.ask("count")
    expect(turn).to_contain_text("One, two,")
    claude_proxy.refuse()
    first.open()
    second.wait_reached()
    claude_proxy.listen()
    expect(turn).to_contain_text("three, four,")
    claude_proxy.cut()
    second.open()
    expect(turn).to_contain_text("six.")
    person.expect_answered()
    expect(turn.get_by_text("One, two, three, four, five, six.", exact=True)).to_be_visible()
    assert stored_texts(claude_api, session_id)[1] == "One, two, three, four, five, six."
    expect(person.follow_ups).to_have_text(["And by month?"])


def test_a_reload_in_mid_answer_goes_on(
    visit: Visit, claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    session_id = claude_api.upload()
    person = visit(api=claude_api).open_chat(session_id)
    first, second = counting(scripted_claude)
    expect(person.ask("count")).to_contain_text("One, two,")
    first.open()
    second.wait_reached()
    person.page.reload()
    expect(person.turns).to_have_count(1)
    expect(person.stop_button).to_be_visible()
    second.open()
    person.expect_answered()
    whole = person.turns.last.get_by_text("One, two, three, four, five, six.", exact=True)
    expect(whole).to_be_visible()
    expect(person.turns).to_have_count(1)


def test_two_tabs_show_one_conversation(
    visit: Visit, claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    session_id = claude_api.upload()
    one = visit(api=claude_api).open_chat(session_id)
    other = one.another_tab().open_chat(session_id)
    first, second = counting(scripted_claude)
    one.ask("count")
    expect(other.turns).to_have_count(1)
    expect(other.turns.last).to_contain_text("One, two,")
    expect(other.turns.last).to_contain_text("count")
    first.open()
    second.open()
    scripted_claude.script(answer("Gladly.", FINISH))
    for tab in (one, other):
        tab.expect_answered()
    other.ask("thank you")
    for tab in (one, other):
        expect(tab.turns).to_have_count(2)
        expect(tab.turns.last).to_contain_text("Gladly.")
        tab.expect_answered()
        said = ["You asked: count", "One, two, three, four, five, six.", "You asked: thank you", "Gladly."]
        expect(tab.turns.locator("p")).to_have_text(said)


def test_after_five_tries_the_connection_is_lost_and_can_be_opened_again(
    visit: Visit, api: Api, proxy: Proxy
) -> None:
    session_id = api.upload()
    person = visit(proxy.url, api)
    person.watch.allow(*CUT)
    person.page.clock.install()
    person.open_chat(session_id)
    proxy.refuse()
    lost = person.alert.filter(has_text="Connection lost")
    _let_time_pass_until_lost(person)
    expect(person.send_button).to_be_disabled()
    proxy.listen()
    lost.get_by_role("button", name="Reconnect").click()
    expect(lost).to_be_hidden()
    person.expect_ready()
    person.ask("how many rows?")
    person.expect_answered()
    assert len(stored_texts(api, session_id)) >= 2


def _let_time_pass_until_lost(person: Person) -> None:
    """The page's clock runs fast: the pauses between the tries add up to half a minute."""
    lost = person.alert.filter(has_text="Connection lost")
    deadline = monotonic() + 30
    while not lost.is_visible():
        assert monotonic() < deadline, "it never gave up"
        person.page.clock.run_for(1_000)


def test_two_sessions_do_not_mix(visit: Visit, claude_api: Api, scripted_claude: ScriptedClaude) -> None:
    """One answers while the person looks at another; it is there when they come back."""
    counted, idle = claude_api.upload(), claude_api.upload(filename="idle.csv")
    person = visit(api=claude_api).open_chat(counted)
    first, second = counting(scripted_claude)
    expect(person.ask("count")).to_contain_text("One, two,")
    person.tab("History")
    person.page.get_by_role("link", name="idle.csv").click()
    expect(person.page).to_have_url(re.compile(idle))
    person.expect_ready()
    expect(person.turns).to_have_count(0)
    first.open()
    second.open()
    person.page.go_back()
    expect(person.turns.last).to_contain_text("five, six.")
    expect(person.turns).to_have_count(1)
