"""The web app in a real browser: what a first load weighs, and how long frames take against a bare page."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import mean, median
from typing import Any

from playwright.sync_api import Browser, Page, StorageState

from benchmarks.data import make_wide_csv
from benchmarks.report import Row, p95
from tests.client import Api
from tests.server import ROOT, ServerProcess
from tests.web.chromium import NOT_FOUND, running_chromium
from tests.web.person import Person

_BUILT = ROOT / ".static" / "app" / "index.html"
_FRAMES = 200
_OPENINGS = 5
_REST_SECONDS = 3
_QUESTIONS = ("How many rows are there?", "What is the total price by region?", "Plot price by product")
_PLAIN_ROW = f'<p style="margin:0;height:32px;width:30000px">{"plain text " * 60}</p>'

# Scrolls by a step in each frame, and returns how long each frame took, in ms.
_SCROLL = """async ([selector, across, down, frames]) => {
  const box = selector ? document.querySelector(selector) : document.scrollingElement;
  const times = [];
  let last = await new Promise(requestAnimationFrame);
  for (let i = 0; i < frames; i += 1) {
    box.scrollBy(across, down);
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  return times;
}"""


def measure(folder: Path) -> list[Row]:
    if not _BUILT.exists():
        return _skipped("The web app isn't built: “make web” builds it.")
    server = ServerProcess(folder / "data-web").migrated().start()
    try:
        with running_chromium() as browser:
            if browser is None:
                return _skipped(NOT_FOUND)
            return _measured(browser, Api(server.url).register(), folder)
    finally:
        server.stop()


def _skipped(reason: str) -> list[Row]:
    sys.stderr.write(f"The web app is left out. {reason}\n")
    return []


def _measured(browser: Browser, api: Api, folder: Path) -> list[Row]:
    table, short, long = api.upload(), _conversation(api, 10), _conversation(api, 500)
    with api.chat(table) as chat:
        chat.ask("How many rows are there?")
    source = folder / "preview.csv"
    make_wide_csv(source, 200, 1_000)
    wide = api.upload(source, "preview.csv")
    known = Person.memory_of(api.url, api)
    return [
        _first_load(browser, api.url, "the log-in page", None),
        _first_load(browser, api.url, "the upload page", known),
        _first_load(browser, f"{api.url}/sessions/{table}", "a chat with a table and no chart", known),
        *_preview(browser, f"{api.url}/sessions/{wide}", known),
        *_conversations(browser, f"{api.url}/sessions/{short}", f"{api.url}/sessions/{long}", known),
    ]


def _conversation(api: Api, messages: int) -> str:
    session_id = api.upload()
    with api.chat(session_id) as chat:
        count = asked = 0
        while count < messages:
            events = chat.ask(_QUESTIONS[asked % len(_QUESTIONS)])
            asked += 1
            count += 1 + len(
                {event["data"]["message_id"] for event in events if "message_id" in event["data"]}
            )
    return session_id


def _page(browser: Browser, known: StorageState | None, **options: Any) -> Page:
    context = browser.new_context(
        storage_state=known, viewport={"width": 1280, "height": 800}, locale="en-US", **options
    )
    return context.new_page()


def _first_load(browser: Browser, url: str, what: str, known: StorageState | None) -> Row:
    page = _page(browser, known, extra_http_headers={"Accept-Encoding": "gzip"})
    requests: list[Any] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(url, wait_until="networkidle")
    sizes = [request.sizes()["responseBodySize"] for request in requests if "/api/" not in request.url]
    page.context.close()
    return Row(f"first load of {what}, in KB of gzip", sum(sizes) / 1000, "≤ 250", f"{len(sizes)} files")


def _preview(browser: Browser, url: str, known: StorageState) -> list[Row]:
    page = _page(browser, known)
    page.goto(url)
    page.get_by_role("button", name="Preview rows").click()
    page.get_by_role("grid").wait_for()
    bare = _page(browser, None)
    bare.set_content(_PLAIN_ROW * 500)
    rows = []
    for way, across, down in (("down", 0, 60), ("across", 100, 0)):
        page.bring_to_front()
        ours = page.evaluate(_SCROLL, ["[role=grid]", across, down, _FRAMES])
        bare.bring_to_front()
        theirs = bare.evaluate(_SCROLL, ["", across, down, _FRAMES])
        rows.append(
            Row(
                f"scrolling 500 × 200 rows of preview {way} ÷ a page of plain text",
                mean(ours) / mean(theirs),
                "≤ 1.5",
                f"{mean(ours):.1f} ms against {mean(theirs):.1f} ms a frame; p95 {p95(ours):.1f} ms",
            )
        )
    page.context.close()
    bare.context.close()
    return rows


def _conversations(browser: Browser, short: str, long: str, known: StorageState) -> list[Row]:
    few, many = [], []
    for _ in range(_OPENINGS):
        few.append(_opening_seconds(browser, short, known))
        many.append(_opening_seconds(browser, long, known))
    page = _opened(browser, long, known)
    frames = page.evaluate(_SCROLL, ["[data-scroller]", 0, -400, 2 * _FRAMES])
    busy = _busy_share(page)
    charts = page.locator("figure svg.marks").count()
    page.context.close()
    opening = f"{median(many):.2f} s against {median(few):.2f} s"
    scrolling = f"p95 {p95(frames):.1f} ms, longest {max(frames):.0f} ms"
    return [
        Row("opening 500 messages ÷ opening 10", median(many) / median(few), "≤ 2", opening),
        Row("scrolling up through 500 messages, in ms a frame", mean(frames), "≤ 33", scrolling),
        Row("500 messages at rest after that: share of a core, in %", busy, "≤ 5", f"{charts} charts drawn"),
    ]


def _opened(browser: Browser, url: str, known: StorageState) -> Page:
    """With what was said, and connected."""
    page = _page(browser, known)
    page.goto(url)
    page.locator("[role=log] article").last.wait_for()
    page.locator("textarea:enabled").wait_for()
    return page


def _opening_seconds(browser: Browser, url: str, known: StorageState) -> float:
    started = time.perf_counter()
    page = _opened(browser, url, known)
    seconds = time.perf_counter() - started
    page.context.close()
    return seconds


def _busy_share(page: Page) -> float:
    """Percent of the time that the page's process works while nobody does anything."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2_000)  # what scrolling began ends
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    before = _task_seconds(devtools)
    page.wait_for_timeout(_REST_SECONDS * 1_000)
    return 100 * (_task_seconds(devtools) - before) / _REST_SECONDS


def _task_seconds(devtools: Any) -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")
