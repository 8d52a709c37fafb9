"""Accounts at the screen: the server's own words, logins that go stale, and the same session afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.client import PASSWORD, Api
from tests.web.conftest import Visit
from tests.web.deletion import deletion_that_the_socket_hears_first
from tests.web.person import TOKEN_KEY, Person

REFUSED = "the server responded with a status of 4"


@pytest.mark.parametrize(
    ("email", "password", "action"),
    [
        ("nobody@example.org", "wrong password", "login"),
        ("no-address", PASSWORD, "register"),
        ("somebody@example.org", "12345", "register"),
    ],
)
def test_errors_are_the_servers_own_words(person: Person, email: str, password: str, action: str) -> None:
    body = {"email": email, "password": password}
    told = Api(person.open().page.url.rstrip("/")).http.post(f"/api/auth/{action}", json=body).json()
    sentence = next(iter(told.get("errors", {}).values()), [told["detail"]])[0]
    person.watch.allow(REFUSED)
    if action == "login":
        person.log_in(email, password)
    else:
        person.sign_up(email, password)
    expect(person.page.get_by_text(sentence).first).to_be_visible()
    expect(person.page.get_by_label("Email")).to_have_value(email)


def test_an_email_that_is_taken(person: Person, api: Api) -> None:
    person.watch.allow(REFUSED)
    person.open().sign_up(api.email.upper())
    expect(person.alert.or_(person.page.get_by_text("already", exact=False)).first).to_be_visible()


def test_a_stale_token_leads_to_the_log_in_and_back_into_the_session(visit: Visit, api: Api) -> None:
    session_id = api.upload()
    person = visit(api=api).open_chat(session_id)
    new = "another correct horse battery"
    changed = api.post("/api/auth/password", json={"current_password": PASSWORD, "new_password": new})
    assert changed.status_code == 200, changed.text
    person.watch.allow(REFUSED)
    person.expect_sign_in()
    expect(person.page.get_by_text("Log in again")).to_be_visible()
    person.log_in(api.email, new)
    person.expect_ready()
    assert person.page.url.endswith(session_id)


def test_logging_out_forgets_and_logging_in_starts_at_the_upload(visit: Visit, api: Api) -> None:
    person = visit(api=api).open_chat(api.upload())
    person.choose_from_account_menu("Log out")
    person.expect_sign_in()
    assert person.page.evaluate("Object.keys(localStorage)") == []
    person.open().log_in(api.email)
    person.expect_upload_page()


def test_logging_out_everywhere_ends_the_other_browser_too(visit: Visit, api: Api) -> None:
    session_id = api.upload()
    here, there = visit(api=api).open_chat(session_id), visit(api=api).open_chat(session_id)
    there.watch.allow(REFUSED)
    here.choose_from_account_menu("Log out everywhere")
    confirm = here.page.get_by_role("dialog").or_(here.page.get_by_role("alertdialog"))
    confirm.get_by_role("button", name="Log out everywhere").click()
    here.expect_sign_in()
    there.expect_sign_in()
    assert there.page.evaluate(f"localStorage.getItem('{TOKEN_KEY}')") is None


def test_changes_the_password_and_stays_logged_in(visit: Visit, api: Api) -> None:
    person = visit(api=api).open_chat(api.upload())
    person.choose_from_account_menu("Change password")
    dialog = person.page.get_by_role("dialog")
    change = dialog.get_by_role("button", name="Change password")
    dialog.get_by_label("Current password", exact=True).fill("something else")
    dialog.get_by_label("New password", exact=True).fill("another correct horse battery")
    person.watch.allow(REFUSED)
    change.click()
    expect(dialog.get_by_text("This is not your password.")).to_be_visible()
    dialog.get_by_label("Current password", exact=True).fill(PASSWORD)
    change.click()
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()
    person.page.reload()
    person.expect_ready()


def test_deletes_the_account_after_typing_its_email(visit: Visit, api: Api) -> None:
    person = visit(api=api).open_chat(api.upload())
    with deletion_that_the_socket_hears_first(person) as deletion:
        person.choose_from_account_menu("Delete account")
        dialog = person.page.get_by_role("dialog").or_(person.page.get_by_role("alertdialog"))
        delete = dialog.get_by_role("button", name="Delete account")
        expect(delete).to_be_disabled()
        dialog.get_by_role("textbox").fill(api.email)
        delete.click()
    expect(dialog).to_be_visible()
    deletion.answer()
    person.expect_sign_in()
    gone = api.http.post("/api/auth/login", json={"email": api.email, "password": PASSWORD})
    assert gone.status_code == 401
