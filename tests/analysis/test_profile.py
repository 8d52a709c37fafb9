"""The profile over HTTP: computed once for each reading, kept, recorded, its owner's only."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from analysis.profiles.services import FORMAT
from tests.client import SALES, Api
from tests.server import ServerProcess

DIRTY = b"""id,city,temp,seen,constant
1,Berlin,20,2024-01-01,x
2,berlin,21,2024-01-02,x
3,Paris,-999,1850-05-05,x
4,Paris,19,2024-01-04,x
5,Oslo,-999,2024-01-05,x
6,Oslo,,2024-01-06,x
7,Rome,18,2024-01-07,x
8,Rome,17,2024-01-08,x
8,Rome,17,2024-01-08,x
"""


def profile(api: Api, session_id: str, **query: Any) -> dict[str, Any]:
    response = api.get(f"/api/sessions/{session_id}/profile", params=query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def executions(api: Api, session_id: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = api.get(
        f"/api/sessions/{session_id}/executions", params={"kind": "profile"}
    ).json()
    return listed


def test_the_profile_tells_columns_and_oddities(api: Api) -> None:
    found = profile(api, api.upload(DIRTY))
    assert (found["row_count"], found["column_count"], found["sampled"]) == (9, 5, None)
    assert found["data_version"] == 1
    columns = {column["name"]: column for column in found["columns"]}
    assert list(columns) == ["id", "city", "temp", "seen", "constant"]
    assert columns["city"]["meaning"] == "geographic"
    assert (columns["temp"]["nulls"], columns["temp"]["minimum"]) == (1, -999)
    assert columns["seen"]["type"] == "DATE"
    assert found["file"]["duplicates"] == {"rows": 1, "share": 1 / 9, "approximate": False}
    assert found["file"]["constant_columns"] == ["constant"]
    codes = {(finding["code"], finding["column"]) for finding in found["file"]["findings"]}
    assert {
        ("duplicate_rows", None),
        ("mixed_spelling", "city"),
        ("sentinel_value", "temp"),
        ("early_dates", "seen"),
        ("constant_column", "constant"),
    } <= codes


def test_it_is_computed_once_and_recorded(api: Api, server: ServerProcess) -> None:
    session_id = api.upload(SALES)
    first = profile(api, session_id)
    assert profile(api, session_id) == first
    (ran,) = executions(api, session_id)
    assert ran["id"] == first["execution_id"]
    whole = api.get(f"/api/sessions/{session_id}/executions/{ran['id']}").json()
    assert [row["column"] for row in whole["result"]] == ["region", "product", "price", "sold_on"]
    tables = [table["name"] for table in whole["details"]["tables"]]
    assert tables == ["top_values", "histogram", "relations", "findings", "file"]
    kept = json.loads((server.data_dir / session_id / "profile.json").read_bytes())
    assert kept == {"format": FORMAT, **first}


def test_it_is_computed_once_also_when_many_ask_at_once(api: Api) -> None:
    session_id = api.upload(SALES)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: Api.get(api, f"/api/sessions/{session_id}/profile").json(), range(8)))
    assert all(each == found[0] for each in found)
    assert len(executions(api, session_id)) == 1


def test_a_new_reading_has_a_profile_of_its_own(api: Api) -> None:
    session_id = api.upload(SALES)
    first = profile(api, session_id)
    assert api.reimport(session_id, header=False).status_code == 200
    second = profile(api, session_id)
    assert (second["data_version"], second["row_count"]) == (2, first["row_count"] + 1)
    assert second["execution_id"] != first["execution_id"]


def test_some_columns_in_the_order_asked(api: Api) -> None:
    session_id = api.upload(SALES)
    found = profile(api, session_id, columns=["price", "region", "price"])
    assert [column["name"] for column in found["columns"]] == ["price", "region"]
    assert found["column_count"] == 4


def test_an_unknown_column_is_refused_with_the_nearest_names(api: Api) -> None:
    session_id = api.upload(SALES)
    response = api.get(f"/api/sessions/{session_id}/profile", params={"columns": "prise"})
    assert (response.status_code, response.json()["code"]) == (400, "unknown_column")
    assert response.json()["detail"] == "There is no column 'prise'. Did you mean 'price'?"
    assert response.json()["detail"] in [each["error"] for each in executions(api, session_id)]


def test_what_has_not_changed_is_not_sent_again(api: Api) -> None:
    address = f"/api/sessions/{api.upload(SALES)}/profile"
    first = api.get(address)
    again = api.http.get(address, headers={**api.headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_kept_profile_of_another_format_is_computed_anew(api: Api, server: ServerProcess) -> None:
    session_id = api.upload(SALES)
    path = server.data_dir / session_id / "profile.json"
    first = profile(api, session_id)
    path.write_text(json.dumps({**first, "format": 0}))
    second = profile(api, session_id)
    assert second["execution_id"] != first["execution_id"]
    assert second["columns"] == first["columns"]


def test_a_stranger_gets_no_profile(api: Api, stranger: Api) -> None:
    response = stranger.get(f"/api/sessions/{api.upload()}/profile")
    assert (response.status_code, response.json()["code"]) == (404, "session_not_found")


def test_lost_files_are_said(api: Api, server: ServerProcess) -> None:
    session_id = api.upload()
    (server.data_dir / session_id / "data.duckdb").unlink()
    response = api.get(f"/api/sessions/{session_id}/profile")
    assert (response.status_code, response.json()["code"]) == (410, "data_missing")
    assert "upload the file again" in response.json()["detail"]
