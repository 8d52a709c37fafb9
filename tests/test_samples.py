"""The sample files through the server: uploaded, and analysed with charts."""

from __future__ import annotations

import pytest

from tests.client import Api, named
from tests.server import ROOT

SAMPLES = ROOT / "samples"


@pytest.mark.parametrize(
    ("name", "rows", "types"),
    [
        (
            "sales.csv",
            2000,
            {"order_date": "DATE", "revenue": "DOUBLE", "quantity": "BIGINT", "order_id": "VARCHAR"},
        ),
        ("survey.csv", 300, {"Nr": "VARCHAR", "Alter": "BIGINT", "Kommentar_1": "VARCHAR"}),
        ("sensors.parquet", 5004, {"time": "TIMESTAMP WITH TIME ZONE", "temperature": "DOUBLE"}),
    ],
)
def test_each_sample_loads_and_is_analysed_with_charts(
    api: Api, name: str, rows: int, types: dict[str, str]
) -> None:
    session_id = api.upload(SAMPLES / name, name)
    file = api.session(session_id)["file"]
    assert file["row_count"] == rows
    assert types.items() <= file["column_types"].items()
    with api.chat(session_id) as chat:
        chat.send({"type": "auto_analyze"})
        events = chat.until("done")
    assert events[-1]["data"]["status"] == "completed"
    assert len(named(events, "plot")) >= 3
    assert named(events, "error") == []
    assert all(not result["is_error"] for result in named(events, "query_result"))
