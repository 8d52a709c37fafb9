"""The types that clients generate are those of the server: of each answer and of each frame."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from chat import events
from files import job_events
from tests.client import SALES, Api
from tests.files.slow_csv import csv_that_takes_seconds
from tests.server import ROOT, manage

COMMITTED = ROOT / "frontend" / "openapi.json"
MEAN = {"operation": "mean", "target_column": "price", "group_by": ["region"], "chart_type": "bar"}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The OpenAPI document as the server publishes it."""
    arguments = ("--validate", "--fail-on-warn", "--format", "openapi-json")
    done = manage(tmp_path_factory.mktemp("openapi"), "spectacular", *arguments)
    assert done.returncode == 0, done.stderr
    published: dict[str, Any] = json.loads(done.stdout)
    return published


class Contract:
    """Holds documents to the published schemas: nothing less in them, and nothing more."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.paths = document["paths"]
        self.components = json.loads(json.dumps(document["components"]))
        for schema in _schemas(self.components):
            if "properties" in schema:
                schema.setdefault("additionalProperties", False)

    def frame(self, frame: dict[str, Any]) -> None:
        """The schema of its event: a `oneOf` over all of them wouldn't say what is wrong."""
        frames = self.components["schemas"]["ServerFrame"]["oneOf"]
        (schema,) = (each for each in frames if each["properties"]["event"]["const"] == frame["event"])
        self._holds(frame, schema)

    def answer(self, body: Any, path: str, method: str = "get", status: int = 200) -> Any:
        content = self.paths[path][method]["responses"][str(status)]["content"]
        self._holds(body, content["application/json"]["schema"])
        return body

    def _holds(self, instance: Any, schema: dict[str, Any]) -> None:
        validator = Draft202012Validator({**schema, "components": self.components})
        errors = [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(instance)]
        assert not errors, "\n".join(errors[:5])


def _schemas(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _schemas(child)


@pytest.fixture(scope="module")
def contract(document: dict[str, Any]) -> Contract:
    return Contract(document)


def test_the_committed_document_is_what_the_server_publishes(document: dict[str, Any]) -> None:
    assert json.loads(COMMITTED.read_text()) == document, "The API has changed: run “make types”."


def test_every_event_is_among_the_frames(document: dict[str, Any]) -> None:
    frames = document["components"]["schemas"]["ServerFrame"]["oneOf"]
    published = [frame["properties"]["event"]["const"] for frame in frames]
    sent = [kind.name for kind in (*get_args(events.Event), *get_args(job_events.FileEvent))]
    assert sorted(published) == sorted(sent)


def test_a_conversation_keeps_to_the_types(api: Api, contract: Contract) -> None:
    session_id = api.upload(Path(ROOT / "samples" / "sales.csv"))
    with api.chat(session_id) as chat:
        chat.send("not JSON")
        frames = chat.until("error")
        for question in (
            "__auto_analyze__",
            "profile the data",
            "does revenue differ significantly between regions",
            "SELECT x",
        ):
            frames += chat.ask(question)
        api.patch(f"/api/sessions/{session_id}", json={"title": "Mine"})
        frames += chat.until("session_update")
    for frame in frames:
        contract.frame(frame)
    seen = {frame["event"] for frame in frames}
    assert seen == {"text", "plot", "query_result", "status", "error", "session_update", "done"}
    detail = contract.answer(api.session(session_id), "/api/sessions/{session_id}")
    assert {message["type"] for message in detail["messages"]} == {"text", "plot", "query_result"}
    kinds = {message["kind"] for message in detail["messages"] if message["type"] == "query_result"}
    assert kinds >= {"query", "profile", "statistic"}


def test_an_import_in_the_background_keeps_to_the_types(api: Api, contract: Contract) -> None:
    accepted = api.upload_in_background(csv_that_takes_seconds())
    contract.answer(accepted, "/api/upload", "post", 202)
    with api.chat(accepted["session_id"]) as chat:
        frames = chat.until("file_complete")
    again = api.upload_in_background(csv_that_takes_seconds())
    with api.chat(again["session_id"]) as chat:
        contract.answer(api.job(again["job_id"]), "/api/status/{job_id}")
        api.delete(f"/api/status/{again['job_id']}")
        frames += chat.until("file_error")
    for frame in frames:
        contract.frame(frame)
    assert {frame["event"] for frame in frames} == {"file_progress", "file_complete", "file_error"}
    for job in (accepted, again):
        contract.answer(api.job(job["job_id"]), "/api/status/{job_id}")


@pytest.mark.parametrize("content", [SALES, b"name\nAda\nGrace\nAda\n", b"a,b\n1,2,3\n4,\n-999,x\n"])
def test_answers_keep_to_the_types(api: Api, contract: Contract, content: bytes) -> None:
    uploaded = contract.answer(api.try_upload(content).json(), "/api/upload", "post", 201)
    address, path = f"/api/sessions/{uploaded['session_id']}", "/api/sessions/{session_id}"
    for end in ("", "/profile", "/chart-suggestions"):
        contract.answer(api.get(address + end).json(), path + end)
    contract.answer(api.get("/api/auth/me").json(), "/api/auth/me")
    contract.answer(api.get("/api/sessions").json(), "/api/sessions")
    renamed = api.patch(address, json={"title": "Mine"}).json()
    contract.answer(renamed, path, "patch")
    reread = api.reimport(uploaded["session_id"], header=True, null_values=["-999"]).json()
    contract.answer(reread, path + "/reimport", "post")


def test_executions_keep_to_the_types(api: Api, contract: Contract) -> None:
    session_id = api.upload()
    address, path = f"/api/sessions/{session_id}", "/api/sessions/{session_id}"
    correlation = {
        "operation": "correlation",
        "target_column": "price",
        "x_axis": "price",
        "y_axis": "sold_on",
    }
    for plan in (MEAN, correlation, {"operation": "no such thing"}):
        checked = api.post(f"{address}/plans/validate", json={"plan": plan}).json()
        contract.answer(checked, f"{path}/plans/validate", "post")
    api.get(f"{address}/profile")
    for body in ({"sql": "SELECT * FROM data"}, {"plan": MEAN}):
        run = api.post(f"{address}/executions", json=body)
        contract.answer(run.json(), f"{path}/executions", "post", run.status_code)
    api.post(f"{address}/executions", json={"sql": "SELECT nothing FROM data"})
    asked = api.post(f"{address}/ask", json={"text": "average price by region"}).json()
    contract.answer(asked, f"{path}/ask", "post")
    for execution in contract.answer(api.get(f"{address}/executions").json(), f"{path}/executions"):
        one = api.get(f"{address}/executions/{execution['id']}").json()
        contract.answer(one, f"{path}/executions/{{execution_id}}")
