"""A session to take away: reports, everything as JSON, SQL, and rows for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import duckdb
import pytest

from tests.client import SALES, Api, named

HOSTILE = b"""name,price
"<img src=x onerror=alert(1)>",1
"=HYPERLINK(""http://example.org"")",2
"![x](http://example.org/x.png)",3
"""


@pytest.fixture(scope="module")
def told(server: Any) -> tuple[Api, str, list[dict[str, Any]]]:
    api = Api(server.url).register()
    session_id = api.upload(SALES)
    with api.chat(session_id) as chat:
        events = chat.ask("average price by region")
    return api, session_id, events


def export(api: Api, session_id: str, **parameters: str) -> Any:
    return api.get(f"/api/sessions/{session_id}/export", params=parameters)


def test_the_report_has_question_answer_table_chart_and_sql(told: tuple[Api, str, Any]) -> None:
    api, session_id, _ = told
    response = export(api, session_id)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert 'attachment; filename="average-price-by-region.html"' in response.headers["content-disposition"]
    page = response.text
    for part in ("average price by region", "55.875", "data:image/svg+xml;base64,", "FROM data"):
        assert part in page
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_markdown_json_and_sql_hold_the_same(told: tuple[Api, str, Any]) -> None:
    api, session_id, events = told
    text = export(api, session_id, format="markdown").text
    assert text.startswith("# Average price by region")
    assert "55.875" in text
    document = json.loads(export(api, session_id, format="json").text)
    assert document["messages"] == api.session(session_id)["messages"]
    executed = {execution["id"] for execution in document["executions"]}
    assert {result["execution_id"] for result in named(events, "query_result")} <= executed
    script = export(api, session_id, format="sql").text
    connection = duckdb.connect()
    connection.execute("CREATE TABLE data (region TEXT, product TEXT, price DOUBLE, sold_on DATE)")
    connection.execute(script)  # every statement of it parses and runs


def test_reports_show_numbers_as_people_read_them(api: Api) -> None:
    session_id = api.upload(SALES)
    values = "20554.410000000003 AS a, -32.93561209797325 AS b, 1/3 AS c, 2024 AS d, true AS e, NULL AS f, [1] AS g"
    with api.chat(session_id) as chat:
        chat.ask(f"SELECT {values}, 0.0::DOUBLE AS h, 1.5e-9::DOUBLE AS i, 3.0::DOUBLE AS j")
    shown = ["20554.41", "-32.9356", "0.3333", "2024", "true", "", "[1]", "0", "1.5e-09", "3"]
    rows = re.findall(r"<td(?: class=\"number\")?>(.*?)</td>", export(api, session_id).text)
    assert rows == shown
    lines = export(api, session_id, format="markdown").text.splitlines()
    assert lines[lines.index("| a | b | c | d | e | f | g | h | i | j |") + 2] == (
        "| " + " | ".join(shown).replace("[1]", "\\[1\\]") + " |"
    )


def test_rows_of_an_execution_as_csv(told: tuple[Api, str, Any]) -> None:
    api, session_id, events = told
    result = named(events, "query_result")[0]
    response = export(api, session_id, format="csv", execution=result["execution_id"])
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert next(list(row) for row in rows) == result["columns"]
    assert len(rows) == result["row_count"]


def test_what_strangers_wrote_into_cells_stays_text(api: Api) -> None:
    session_id = api.upload(HOSTILE)
    run = api.post(f"/api/sessions/{session_id}/executions", json={"sql": "SELECT * FROM data"}).json()
    with api.chat(session_id) as chat:
        chat.ask("SELECT * FROM data")
    page = export(api, session_id).text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert "![x](" not in export(api, session_id, format="markdown").text
    sheet = export(api, session_id, format="csv", execution=run["id"]).text
    assert "\"'=HYPERLINK(" in sheet


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({"format": "docx"}, 400, "format"),
        ({"format": "csv"}, 400, "name it in `execution`"),
        (
            {"format": "csv", "execution": "00000000-0000-0000-0000-000000000000"},
            404,
            "This session has no such execution.",
        ),
        ({"format": "csv", "execution": "x"}, 400, "execution"),
    ],
)
def test_what_cant_be_exported_is_said_in_words(
    told: tuple[Api, str, Any], parameters: dict[str, str], status: int, words: str
) -> None:
    api, session_id, _ = told
    response = export(api, session_id, **parameters)
    assert response.status_code == status
    assert words in response.json()["detail"]


def test_a_failed_execution_has_no_rows(api: Api) -> None:
    session_id = api.upload(SALES)
    api.post(f"/api/sessions/{session_id}/executions", json={"sql": "SELECT nothing FROM data"})
    failed = api.get(f"/api/sessions/{session_id}/executions").json()[0]["id"]
    response = export(api, session_id, format="csv", execution=failed)
    assert response.json()["detail"] == "This execution failed; it has no rows."


def test_a_stranger_gets_404(api: Api, stranger: Api) -> None:
    assert export(stranger, api.upload(SALES)).status_code == 404
