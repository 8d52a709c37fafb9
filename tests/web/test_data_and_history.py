"""The sidebar: a file of 200 columns, earlier sessions, the record of what ran."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.client import SALES, Api
from tests.web.conftest import Visit
from tests.web.deletion import deletion_that_the_socket_hears_first
from tests.web.person import Person

COLUMNS, ROWS = 200, 500
WIDE = "\n".join(
    [
        ",".join(f"column_{number}" for number in range(COLUMNS)),
        *(",".join(str((row * 7919 + number) % 10_007) for number in range(COLUMNS)) for row in range(ROWS)),
    ]
).encode()


def test_a_file_of_200_columns_is_scrolled_sorted_and_filtered(visit: Visit, api: Api) -> None:
    person = visit(api=api).open_chat(api.upload(WIDE, "wide.csv"))
    person.tab("Data")
    columns = person.page.get_by_role("list", name="Columns")
    expect(columns.get_by_text("column_0", exact=True)).to_be_visible()
    person.button("Preview rows").click()
    dialog = person.page.get_by_role("dialog")
    grid = dialog.get_by_role("grid").or_(dialog.get_by_role("table")).first
    expect(grid).to_have_attribute("aria-rowcount", str(ROWS + 1))
    assert dialog.get_by_role("columnheader").count() < COLUMNS
    assert dialog.get_by_role("row").count() < ROWS
    _scroll_to_the_end(grid)
    last = dialog.get_by_role("columnheader", name=f"column_{COLUMNS - 1}")
    expect(last).to_be_in_viewport()
    last.get_by_role("button").click()
    expect(last).to_have_attribute("aria-sort", "ascending")
    last.get_by_role("button").click()
    expect(last).to_have_attribute("aria-sort", "descending")
    person.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(person.button("Preview rows")).to_be_focused()


def _scroll_to_the_end(grid: Locator) -> None:
    """Whatever scrolls around or inside of it."""
    grid.evaluate(
        """(grid) => {
          for (const one of [grid, ...grid.querySelectorAll("*")]) one.scrollTo(1e7, 1e7);
          for (let one = grid.parentElement; one; one = one.parentElement) one.scrollTo(1e7, 1e7);
        }"""
    )


@pytest.fixture
def keeper(visit: Visit, api: Api) -> Person:
    """Somebody with three sessions, the newest of them open."""
    for name in ("budget.csv", "Café.csv", "sales.csv"):
        session_id = api.upload(SALES, name)
    person = visit(api=api).open_chat(session_id)
    person.expect_first_questions()
    person.tab("History")
    return person


def test_searches_renames_and_deletes_sessions(keeper: Person, api: Api) -> None:
    page = keeper.page
    search = page.get_by_role("searchbox", name="Search sessions")
    search.fill("cafe")
    expect(keeper.button("Delete “Café.csv”")).to_have_count(1)
    expect(keeper.button("Delete “budget.csv”")).to_have_count(0)
    search.fill("")
    _rename(keeper, "sales.csv", "Sales of spring")
    page.reload()
    keeper.tab("History")
    expect(keeper.button("Delete “Sales of spring”")).to_have_count(1)
    expect(page).to_have_title("Sales of spring – Chat with a data file")
    with page.expect_response(lambda response: response.request.method == "DELETE"):
        _delete(keeper, "budget.csv", "Delete")
    titles = [session["title"] for session in api.get("/api/sessions").json()]
    assert titles == ["Sales of spring", "Café.csv"]


def test_a_deletion_that_is_called_off_deletes_nothing(keeper: Person, api: Api) -> None:
    _delete(keeper, "budget.csv", "Cancel", gone=False)
    assert len(api.get("/api/sessions").json()) == 3


def test_the_open_session_is_deleted_and_new_chat_begins(keeper: Person) -> None:
    _delete(keeper, "sales.csv", "Delete")
    keeper.expect_upload_page()
    keeper.open()
    keeper.expect_upload_page()


def test_a_deletion_is_no_surprise_to_the_tab_that_asked_for_it(keeper: Person) -> None:
    with deletion_that_the_socket_hears_first(keeper) as deletion:
        keeper.tab("History")
        _delete(keeper, "sales.csv", "Delete")
    expect(keeper.question_box).to_be_visible()
    deletion.answer()
    keeper.expect_upload_page()


def test_a_deletion_without_an_answer_is_seen_all_the_same(keeper: Person) -> None:
    keeper.watch.allow("the server responded with a status of 404")
    with deletion_that_the_socket_hears_first(keeper) as deletion:
        keeper.tab("History")
        _delete(keeper, "sales.csv", "Delete")
    deletion.lose()
    expect(keeper.alert.first).to_contain_text("This session doesn't exist")
    expect(keeper.button("Delete “Café.csv”")).to_have_count(1)
    expect(keeper.button("Delete “sales.csv”")).to_have_count(0)


def test_new_chat_clears_and_history_leads_back(keeper: Person) -> None:
    keeper.button("New chat").click()
    keeper.expect_upload_page()
    keeper.page.reload()
    keeper.expect_upload_page()
    keeper.tab("History")
    keeper.page.get_by_role("link", name="Café.csv").click()
    keeper.expect_ready()


@pytest.mark.parametrize("session_id", ["6f1c2e1a-0d6b-4c0e-9d0a-5d1f0e9b7a11", "cut-off"])
def test_a_session_that_does_not_exist_is_said_and_forgotten(keeper: Person, session_id: str) -> None:
    keeper.watch.allow("the server responded with a status of 404")
    keeper.page.goto(f"/sessions/{session_id}")
    expect(keeper.alert).to_contain_text("This session doesn't exist")
    expect(keeper.button("Delete “sales.csv”")).to_have_count(1)
    keeper.page.get_by_role("main").get_by_role("button", name="New chat").click()
    keeper.expect_upload_page()


def _rename(person: Person, title: str, new: str) -> None:
    row = person.button(f"Rename “{title}”")
    row.hover()
    row.click()
    editor = person.page.get_by_role("textbox", name="Title")
    editor.fill(new)
    with person.page.expect_response(lambda response: response.request.method == "PATCH"):
        editor.press("Enter")
    expect(person.button(f"Rename “{new}”")).to_have_count(1)


def _delete(person: Person, title: str, answer: str, *, gone: bool = True) -> None:
    button = person.button(f"Delete “{title}”")
    button.hover()
    button.click()
    dialog = person.page.get_by_role("dialog").or_(person.page.get_by_role("alertdialog"))
    dialog.get_by_role("button", name=answer, exact=True).click()
    expect(dialog).to_be_hidden()
    expect(button).to_have_count(0 if gone else 1)
