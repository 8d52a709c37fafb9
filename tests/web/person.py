"""What a person does at the screen, in a few words, by the names that the screen shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, StorageState, expect

from tests.client import PASSWORD, Api, new_email
from tests.web.watch import Watch

TOKEN_KEY = "csv_analyzer_token"
FIGURE = re.compile(r", (not )?(verified|derived)", re.IGNORECASE)
_MARKS = "g.role-mark path, g.role-mark rect, g.role-mark line, g.role-mark text"


class Person:
    """Somebody at a page of the app. `watch` has what the pages must not do."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page = page
        self.watch = watch

    @staticmethod
    def memory_of(url: str, api: Api | None) -> StorageState:
        """What the browser of somebody who is logged in remembers; nothing without `api`."""
        remembered = [] if api is None else [{"name": TOKEN_KEY, "value": api.token}]
        origins: Any = [{"origin": url, "localStorage": remembered}]
        return {"cookies": [], "origins": origins}

    def another_tab(self) -> Person:
        return Person(self.page.context.new_page(), self.watch)

    # Coming in

    def open(self, session_id: str | None = None) -> Person:
        self.page.goto(f"/sessions/{session_id}" if session_id else "/")
        return self

    def open_chat(self, session_id: str) -> Person:
        """A session, loaded and connected."""
        self.open(session_id)
        self.expect_ready()
        return self

    def sign_up(self, email: str = "", password: str = PASSWORD) -> str:
        email = email or new_email()
        self.switch_to("Sign up")
        self.submit(email, password, "Create account")
        return email

    def log_in(self, email: str, password: str = PASSWORD) -> None:
        self.switch_to("Log in")
        self.submit(email, password, "Log in")

    def switch_to(self, which: str) -> None:
        self.page.get_by_role("tab", name=which, exact=True).click()

    def submit(self, email: str, password: str, button: str) -> None:
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.button(button).click()

    def expect_sign_in(self) -> None:
        expect(self.page.get_by_role("heading", name="Chat with a data file")).to_be_visible()
        expect(self.page.get_by_label("Email")).to_be_visible()

    # Uploading

    def expect_upload_page(self) -> None:
        expect(self.page.get_by_role("heading", name="Upload a file to begin")).to_be_visible()

    def choose_file(self, file: Path | FilePayload) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name=re.compile("^Choose a(nother)? file$")).click()
        chooser.value.set_files(file)

    # Talking

    @property
    def conversation(self) -> Locator:
        return self.page.get_by_role("log", name="Conversation")

    @property
    def turns(self) -> Locator:
        return self.conversation.get_by_role("article")

    @property
    def question_box(self) -> Locator:
        return self.page.get_by_role("textbox", name="Ask a question")

    @property
    def send_button(self) -> Locator:
        return self.button("Send")

    @property
    def stop_button(self) -> Locator:
        return self.button("Stop")

    @property
    def follow_ups(self) -> Locator:
        return self.page.get_by_role("list", name="Suggested questions").get_by_role("button")

    def ask(self, text: str) -> Locator:
        """Ask; the turn that comes of it."""
        before = self.turns.count()
        self.question_box.fill(text)
        self.question_box.press("Enter")
        expect(self.turns).to_have_count(before + 1)
        return self.turns.last

    def expect_ready(self) -> None:
        """Connected, and nothing is being answered."""
        expect(self.send_button).to_be_visible()
        expect(self.question_box).to_have_accessible_description(re.compile("Enter sends"))

    def expect_first_questions(self) -> None:
        """The profile is there, from which they come; a session without turns asks nothing of the server then."""
        expect(self.follow_ups.first).to_be_visible(timeout=30_000)

    def expect_answered(self) -> None:
        expect(self.stop_button).to_be_hidden(timeout=30_000)

    # Looking

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def dialog(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("dialog", name=name)

    @property
    def alert(self) -> Locator:
        return self.page.get_by_role("alert")

    def figures_in(self, turn: Locator) -> Locator:
        """The marked figures of an answer."""
        return turn.get_by_role("button", name=FIGURE)

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    def choose_from_account_menu(self, item: str) -> None:
        self.page.get_by_role("button", name=re.compile("^Account")).click()
        self.page.get_by_role("menuitem", name=item, exact=True).click()

    def scroll_width_beyond(self) -> int:
        """By how many pixels the page is wider than its window."""
        beyond: int = self.page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        return beyond


def expect_drawn(chart: Locator) -> None:
    """The chart's figure holds an SVG with marks that have a size."""
    chart.scroll_into_view_if_needed()
    mark = chart.locator("svg").locator(_MARKS).first
    expect(mark).to_be_visible()
    box = mark.bounding_box()
    assert box is not None
    assert box["width"] + box["height"] > 0


def seen(person: Person) -> dict[str, Any]:
    """All that the conversation says, to be compared with what a reload says."""
    turns = person.turns
    return {
        "questions": turns.evaluate_all("turns => turns.map(turn => turn.ariaLabel)"),
        # As text, not as shown: what is far from the screen isn't laid out.
        "texts": turns.locator("p, li, td, h3, h4").all_text_contents(),
        "charts": turns.locator("figure figcaption").all_text_contents(),
        "results": turns.get_by_role("region", name="Result").all_text_contents(),
        "follow_ups": person.follow_ups.all_text_contents(),
    }
