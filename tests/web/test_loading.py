"""Small to load, still while it grows, smooth when it is long."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.client import Api
from tests.scripted_claude import Hold, ScriptedClaude, answer, for_model, say, use
from tests.server import ROOT, ServerProcess, manage
from tests.web.conftest import Visit
from tests.web.person import Person, expect_drawn

FIRST_LOAD_BYTES = 250 * 1024
STATIC = ROOT / ".static"
SALES = ROOT / "samples" / "sales.csv"
FINISH = use("finish", {"follow_ups": ["Why?"]})
SQL = "SELECT region, sum(revenue) AS revenue FROM data GROUP BY region ORDER BY region"
SPEC = {
    "mark": "bar",
    "encoding": {
        "x": {"field": "region", "type": "nominal"},
        "y": {"field": "revenue", "type": "quantitative"},
    },
}


class Loaded:
    """The static files that a page has asked for, by their size in gzip, which every browser takes."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, int] = {}
        page.on("request", lambda request: self._take(urlsplit(request.url).path))

    def _take(self, path: str) -> None:
        name = path.removeprefix("/static/") if path.startswith("/static/") else "app/index.html"
        file = STATIC / name
        if not path.startswith("/api/"):
            self.bytes[path] = min(
                each.stat().st_size for each in (file, Path(f"{file}.gz")) if each.exists()
            )

    @property
    def total(self) -> int:
        return sum(self.bytes.values())


def test_the_first_load_is_small_and_charts_come_when_needed(visit: Visit, api: Api) -> None:
    session_id = api.upload()
    person = visit()
    loaded = Loaded(person.page)
    person.open().log_in(api.email)
    person.expect_upload_page()
    person.open_chat(session_id)
    expect(person.page.get_by_role("list", name="Columns")).to_be_visible()
    person.page.wait_for_load_state("networkidle")
    before = loaded.total
    assert 20_000 < before < FIRST_LOAD_BYTES, loaded.bytes
    person.ask("average price by region")
    person.expect_answered()
    expect_drawn(person.conversation.get_by_role("figure").first)
    # Vega is the larger part of all code: had it been there already, little would have come now.
    assert loaded.total - before > 100_000, loaded.bytes


def test_nothing_jumps_while_an_answer_grows(
    visit: Visit, claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    gate = scripted_claude.gate()
    scripted_claude.script(answer("A title"), when=for_model("haiku"))
    scripted_claude.script(
        answer("Let me look at the regions. " * 20, use("generate_query", {"sql": SQL})),
        answer(use("create_plot", {"title": "Revenue by region", "sql": SQL, "vega_lite_spec": SPEC})),
        answer(
            say("The regions differ. " * 20, Hold(gate), "That is all. " * 20),
            FINISH,
        ),
    )
    person = visit(api=claude_api).open_chat(claude_api.upload(SALES))
    person.page.evaluate(
        """() => {
          window.shifts = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
          }).observe({ type: "layout-shift" });
        }"""
    )
    turn = person.ask("How do the regions differ?")
    expect_drawn(turn.get_by_role("figure").first)
    gate.open()
    person.expect_answered()
    expect(person.follow_ups).to_have_count(1)
    shifts = person.page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(shifts))))"
    )
    assert shifts < 0.1


def test_a_long_answer_stays_at_its_beginning_and_is_followed_on_demand(
    visit: Visit, claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    rest = scripted_claude.gate()
    scripted_claude.script(answer("A title"), when=for_model("haiku"))
    text = "Something that is worth reading. " * 100
    scripted_claude.script(
        answer(say(f"{text}\n\n{text}\n\nMidway.", Hold(rest), f"\n\n{text}\n\nThe end."), FINISH)
    )
    person = visit(api=claude_api).open_chat(claude_api.upload(SALES))
    turn = person.ask("Tell me everything")
    question = turn.get_by_text("Tell me everything")
    jump = person.page.get_by_role("button", name="Jump to latest")
    expect(turn).to_contain_text("Midway.")
    expect(question).to_be_in_viewport()
    expect(jump).to_contain_text("Working")
    jump.click()
    expect(turn.get_by_text("Midway.")).to_be_in_viewport()
    rest.open()
    expect(turn.get_by_text("The end.")).to_be_in_viewport()
    expect(jump).to_be_hidden()
    person.expect_answered()
    _scroll_conversation(person, -400)
    expect(jump).to_be_visible()
    scripted_claude.script(answer("Nothing more.", FINISH))
    expect(person.ask("And now?").get_by_text("Nothing more.")).to_be_in_viewport()
    person.expect_answered()


def test_what_is_pressed_stays_where_it_is(visit: Visit, api: Api) -> None:
    """Also at the end of the conversation, which is followed while an answer grows."""
    session_id = api.upload(SALES)
    api.post(f"/api/sessions/{session_id}/ask", json={"text": "total revenue by region"})
    person = visit(api=api).open_chat(session_id)
    chart = person.conversation.get_by_role("figure").last
    expect_drawn(chart)
    button = chart.get_by_role("button", name="Show SQL")
    before = button.bounding_box()
    button.click()
    expect(chart).to_contain_text("GROUP BY")
    person.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert button.bounding_box() == before


def _scroll_conversation(person: Person, pixels: int) -> None:
    person.conversation.hover()
    person.page.mouse.wheel(0, pixels)


_COPY_TURNS = """
from chat.models import Message, Turn
def fields(one):
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields if field.name != "id"}

turns = list(Turn.objects.filter(session_id=SESSION).order_by("started_at"))
messages = {turn.id: list(turn.messages.order_by("position")) for turn in turns}
position = sum(map(len, messages.values()))
new_turns, new_messages = [], []
while position < 500:
    turn = turns[len(new_turns) % len(turns)]
    new_turns.append(Turn(**fields(turn)))
    for message in messages[turn.id]:
        position += 1
        changed = {"turn_id": new_turns[-1].id, "position": position}
        new_messages.append(Message(**{**fields(message), **changed}))
Turn.objects.bulk_create(new_turns)
Message.objects.bulk_create(new_messages)
"""


_STEPS_TO_THE_TOP = 100


def test_a_chat_of_500_messages_opens_at_its_end_and_draws_what_is_near(
    visit: Visit, api: Api, server: ServerProcess
) -> None:
    session_id = _long_session(api, server)
    person = visit(api=api).open_chat(session_id)
    expect(person.turns).to_have_count(100)
    expect(person.turns.last).to_be_in_viewport()
    expect(person.turns.first).not_to_be_in_viewport()
    person.conversation.hover()
    first = person.turns.first
    for _ in range(_STEPS_TO_THE_TOP):
        if _in_view(person, first):
            break
        person.page.mouse.wheel(0, -4_000)
        person.page.evaluate("new Promise(requestAnimationFrame)")
    expect_drawn(first.get_by_role("figure").first)
    charts = person.conversation.locator("figure svg.marks")
    assert charts.count() < 40, "charts that were scrolled away are taken down"


def _in_view(person: Person, turn: Locator) -> bool:
    box, window = turn.bounding_box(), person.page.viewport_size
    assert window is not None
    return box is not None and box["y"] + box["height"] >= 0 and box["y"] < window["height"]


def _long_session(api: Api, server: ServerProcess) -> str:
    """A session of 500 messages: real answers, over and over."""
    session_id = api.upload(SALES)
    for question in ("total revenue by region", "average revenue by month"):
        api.post(f"/api/sessions/{session_id}/ask", json={"text": question}).raise_for_status()
    code = _COPY_TURNS.replace("SESSION", repr(session_id))
    done = manage(server.data_dir, "shell", "--verbosity", "0", "-c", code)
    assert done.returncode == 0, done.stderr
    assert len(api.session(session_id)["messages"]) >= 500
    return session_id


def test_a_drawn_chart_is_at_rest(visit: Visit, api: Api) -> None:
    """Charts that fit themselves to their box must not go on doing so."""
    person = visit(api=api).open_chat(api.upload(SALES))
    person.ask("total revenue by region")
    person.expect_answered()
    chart = person.conversation.get_by_role("figure").first
    expect_drawn(chart)
    changes = chart.evaluate(
        """async (figure) => {
          const frames = async (count) => {
            while (count-- > 0) await new Promise(requestAnimationFrame);
          };
          await frames(30);
          let changes = 0;
          const observer = new MutationObserver((records) => { changes += records.length; });
          observer.observe(figure, { attributes: true, childList: true, subtree: true });
          await frames(30);
          return changes;
        }"""
    )
    assert changes == 0
