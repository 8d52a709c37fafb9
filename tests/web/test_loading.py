"""Small to load, still while it grows, smooth when it is long."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page, expect

from tests.client import Api
from tests.scripted_claude import Hold, ScriptedClaude, answer, for_model, say, use
from tests.server import ROOT, ServerProcess, manage
from tests.web.conftest import Visit
from tests.web.person import Person, expect_drawn

FIRST_LOAD_BYTES = 250 * 1024
STATIC = ROOT / ".static"
SALES = ROOT / "samples" / "sales.csv"
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
            use("finish", {"follow_ups": ["Why?"]}),
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


_COPY_TURNS = """
from chat.models import Message, Turn
def fields(one):
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields if field.name != "id"}

for session, wanted in SESSIONS:
    turns = list(Turn.objects.filter(session_id=session).order_by("started_at"))
    messages = {turn.id: list(turn.messages.order_by("position")) for turn in turns}
    position = sum(map(len, messages.values()))
    new_turns, new_messages = [], []
    while position < wanted:
        turn = turns[len(new_turns) % len(turns)]
        new_turns.append(Turn(**fields(turn)))
        for message in messages[turn.id]:
            position += 1
            changed = {"turn_id": new_turns[-1].id, "position": position}
            new_messages.append(Message(**{**fields(message), **changed}))
    Turn.objects.bulk_create(new_turns)
    Message.objects.bulk_create(new_messages)
"""


def test_a_chat_of_500_messages_opens_and_scrolls_like_a_short_one(
    visit: Visit, api: Api, server: ServerProcess
) -> None:
    """Ten times the messages may cost ten times as much to open, and hardly more for each step of scrolling."""
    short, long = _sessions_of(api, server, 50, 500)
    person = visit(api=api)
    person.open_chat(short)  # so that neither pays for the first use of the code
    short_opening, short_step = _open_and_scroll(person, short)
    long_opening, long_step = _open_and_scroll(person, long)
    assert long_opening < 15 * short_opening
    assert long_step < 4 * short_step


def _sessions_of(api: Api, server: ServerProcess, *sizes: int) -> list[str]:
    """Sessions of so many messages: real answers, over and over."""
    sessions = []
    for size in sizes:
        sessions.append(api.upload(SALES, f"{size}.csv"))
        for question in ("total revenue by region", "average revenue by month"):
            api.post(f"/api/sessions/{sessions[-1]}/ask", json={"text": question}).raise_for_status()
    code = _COPY_TURNS.replace("SESSIONS", repr(list(zip(sessions, sizes, strict=True))))
    done = manage(server.data_dir, "shell", "--verbosity", "0", "-c", code)
    assert done.returncode == 0, done.stderr
    assert [len(api.session(one)["messages"]) >= size for one, size in zip(sessions, sizes, strict=True)]
    return sessions


def _open_and_scroll(person: Person, session_id: str) -> tuple[float, float]:
    """Seconds of the page's main thread: to open the session, and for each step of scrolling up."""
    session = person.page.context.new_cdp_session(person.page)
    session.send("Performance.enable")
    start = _busy_seconds(session)
    person.open_chat(session_id)
    expect(person.turns.last).to_be_in_viewport()
    opened = _busy_seconds(session)
    steps = 30
    person.conversation.hover()
    for _ in range(steps):
        person.page.mouse.wheel(0, -600)
        person.page.evaluate("new Promise(requestAnimationFrame)")
    return opened - start, (_busy_seconds(session) - opened) / steps


def _busy_seconds(session: CDPSession) -> float:
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])
