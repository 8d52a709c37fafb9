"""Without a mouse."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.client import PASSWORD, Api, new_email
from tests.scripted_claude import Hold, ScriptedClaude, answer, for_model, say
from tests.web.conftest import Visit
from tests.web.person import Person

STEPS = 60
# On the element, on what it draws around itself, or on the box that it fills.
_FOCUS_SHOWS = """(one) => {
  const drawn = [[one], [one, "::before"], [one, "::after"], [one.parentElement], [one.parentElement.parentElement]];
  return drawn.some(([element, part]) => {
    const { content, outlineStyle, boxShadow } = getComputedStyle(element, part);
    return (!part || content !== "none") && (outlineStyle !== "none" || boxShadow !== "none");
  });
}"""


def tab_to(person: Person, target: Locator, key: str = "Tab") -> None:
    """Press the key until the target has the focus; every stop on the way must show that it has it."""
    expect(target).to_be_visible()
    for _ in range(STEPS):
        person.page.keyboard.press(key)
        focused = person.page.locator("*:focus")
        if focused.count():
            assert focused.evaluate(_FOCUS_SHOWS), focused.evaluate("one => one.outerHTML")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{key} never comes to {target}")


def test_signs_up_uploads_and_asks(person: Person) -> None:
    keyboard, page = person.page.keyboard, person.page
    person.open()
    person.switch_to("Sign up")
    tab_to(person, page.get_by_label("Email"))
    keyboard.type(new_email())
    tab_to(person, page.get_by_label("Password", exact=True))
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    person.expect_upload_page()
    tab_to(person, person.button("Survey"))
    keyboard.press("Enter")
    expect(person.turns).to_have_count(1)
    person.expect_answered()
    tab_to(person, person.button("Preview rows"))
    tab_to(person, person.question_box, "Shift+Tab")
    keyboard.type("how many")
    keyboard.press("Shift+Enter")
    keyboard.type("rows?")
    expect(person.question_box).to_have_value("how many\nrows?")
    keyboard.press("Enter")
    expect(person.turns).to_have_count(2)
    expect(person.question_box).to_be_focused()
    expect(person.question_box).to_have_value("")
    person.expect_answered()
    figure = person.figures_in(person.turns.last).first
    expect(figure).to_be_visible()
    figure.focus()
    keyboard.press("Enter")
    source = person.dialog("Where this figure comes from")
    expect(source).to_be_visible()
    keyboard.press("Escape")
    expect(source).to_be_hidden()
    expect(figure).to_be_focused()


def test_escape_stops_an_answer_but_not_from_inside_a_dialog(
    visit: Visit, claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    scripted_claude.script(answer("A title"), when=for_model("haiku"), repeat=True)
    scripted_claude.script(answer(say("It begins", Hold(scripted_claude.gate()), " and never ends")))
    person = visit(api=claude_api).open_chat(claude_api.upload())
    expect(person.ask("hello")).to_contain_text("It begins")
    person.tab("Data")
    preview = person.button("Preview rows")
    preview.focus()
    person.page.keyboard.press("Enter")
    dialog = person.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    _expect_focus_kept_in(person, dialog)
    person.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(preview).to_be_focused()
    expect(person.stop_button).to_be_visible()
    person.question_box.focus()
    person.page.keyboard.press("Escape")
    expect(person.send_button).to_be_visible()


def _expect_focus_kept_in(person: Person, dialog: Locator) -> None:
    for _ in range(20):
        person.page.keyboard.press("Tab")
        assert dialog.evaluate("one => one.contains(document.activeElement)")
