"""The scripted Claude itself: other tests are worth as much as it is strict."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.scripted_claude import (
    CutShort,
    Drop,
    Fail,
    Hold,
    Ping,
    Raw,
    ScriptedClaude,
    Think,
    answer,
    for_model,
    http_error,
    request_problems,
    say,
    use,
    use_raw,
    with_text,
)

HEADERS = {"x-api-key": "k", "anthropic-version": "2026-10-21"}
ASK: dict[str, Any] = {
    "model": "claude-test",
    "max_tokens": 100,
    "messages": [{"role": "user", "content": "Hello"}],
    "stream": True,
}
CALL = {"type": "tool_use", "id": "t1", "name": "q", "input": {}}
RESULT = {"type": "tool_result", "tool_use_id": "t1", "content": "1"}
CALLED = {"role": "assistant", "content": [CALL]}
REPLIED = {"role": "user", "content": [RESULT]}
USER: dict[str, Any] = ASK["messages"][0]


@pytest.fixture(scope="module")
def claude() -> Iterator[ScriptedClaude]:
    with ScriptedClaude() as server:
        yield server


@pytest.fixture(autouse=True)
def _fresh(claude: ScriptedClaude) -> None:
    claude.reset()


def post(claude: ScriptedClaude, **changes: Any) -> httpx2.Response:
    return httpx2.post(f"{claude.url}/v1/messages", json={**ASK, **changes}, headers=HEADERS)


def events(response: httpx2.Response) -> list[dict[str, Any]]:
    lines = response.text.splitlines()
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]


def types(response: httpx2.Response) -> list[str]:
    return [event["type"] for event in events(response)]


def test_a_streamed_answer_has_the_apis_events(claude: ScriptedClaude) -> None:
    claude.script(
        answer(Think("Hm"), Ping(), say("Hel", "lo"), use("q", {"sql": "SELECT 1"}, piece_length=8))
    )
    response = post(claude)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert types(response) == [
        "message_start",
        *["content_block_start", *["content_block_delta"] * 2, "content_block_stop", "ping"],
        *["content_block_start", *["content_block_delta"] * 2, "content_block_stop"],
        *["content_block_start", *["content_block_delta"] * 3, "content_block_stop"],
        "message_delta",
        "message_stop",
    ]
    assert events(response)[-2]["delta"]["stop_reason"] == "tool_use"
    claude.assert_finished()


def test_without_stream_the_answer_is_one_object(claude: ScriptedClaude) -> None:
    claude.script(answer("Hello", use("q", {"a": 1})))
    body = post(claude, stream=False).json()
    assert [block["type"] for block in body["content"]] == ["text", "tool_use"]
    assert body["content"][1]["input"] == {"a": 1}
    assert body["usage"]["output_tokens"] == 20


def test_errors_have_the_apis_shape(claude: ScriptedClaude) -> None:
    claude.script(http_error(429, retry_after="7", error_code="ramp_limit_exceeded"))
    response = post(claude)
    assert (response.status_code, response.headers["retry-after"]) == (429, "7")
    assert response.json()["error"]["type"] == "rate_limit_error"
    assert response.json()["error"]["details"] == {"error_code": "ramp_limit_exceeded"}


def test_a_failure_in_mid_stream_is_the_last_event(claude: ScriptedClaude) -> None:
    claude.script(answer(say("Hel", Fail(), "lo")))
    assert types(post(claude))[-2:] == ["content_block_delta", "error"]


def test_a_dropped_connection_is_one(claude: ScriptedClaude) -> None:
    claude.script(answer(say("Hel", Drop(), "lo")))
    with pytest.raises(httpx2.RemoteProtocolError):
        post(claude)


def test_a_stream_can_be_cut_short_or_carry_anything(claude: ScriptedClaude) -> None:
    claude.script(answer(use_raw("q", '{"a', CutShort())), answer(Raw("data: {\n\n")))
    assert types(post(claude))[-1] == "content_block_delta"
    assert "data: {\n\n" in post(claude).text


def test_gates_hold_the_stream_and_the_first_byte(claude: ScriptedClaude) -> None:
    before, middle = claude.gate(), claude.gate()
    claude.script(answer(say("Hel", Hold(middle), "lo"), before=before))
    texts: list[str] = []
    reader = threading.Thread(target=lambda: texts.append(post(claude).text))
    reader.start()
    before.wait_reached()
    assert not middle.reached.is_set()
    before.open()
    middle.wait_reached()
    middle.open()
    reader.join(10)
    assert "message_stop" in texts[0]
    assert claude.calls[0].finished.wait(10)


def test_a_client_that_hangs_up_is_seen(claude: ScriptedClaude) -> None:
    gate = claude.gate()
    claude.script(answer(say("Hel", Hold(gate))))
    with httpx2.stream("POST", f"{claude.url}/v1/messages", json=ASK, headers=HEADERS):
        gate.wait_reached()
    claude.calls[0].wait_disconnected()


def test_an_unscripted_call_fails_the_test(claude: ScriptedClaude) -> None:
    assert post(claude).status_code == 500
    with pytest.raises(AssertionError, match="unscripted call for claude-test"):
        claude.assert_finished()


def test_unused_steps_fail_the_test(claude: ScriptedClaude) -> None:
    claude.script(answer("Hello"), answer("Hello"))
    post(claude)
    with pytest.raises(AssertionError, match="1 scripted steps"):
        claude.assert_finished()


def test_scripts_are_matched_by_model_and_text(claude: ScriptedClaude) -> None:
    claude.script(answer("default"))
    claude.script(answer("small"), when=for_model("haiku"))
    claude.script(answer("marked"), when=with_text("<one>"))
    assert "small" in post(claude, model="claude-haiku-9").text
    assert "marked" in post(claude, messages=[{"role": "user", "content": "Hi <one>"}]).text
    assert "default" in post(claude).text
    claude.assert_finished()


def test_repeated_scripts_never_run_out(claude: ScriptedClaude) -> None:
    claude.script(answer("a"), answer("b"), repeat=True)
    assert [types(post(claude))[-1] for _ in range(5)] == ["message_stop"] * 5
    claude.assert_finished()


def test_calls_are_recorded(claude: ScriptedClaude) -> None:
    claude.script(answer("Hello"))
    post(claude, messages=[USER, CALLED, REPLIED], system="Be brief.")
    call = claude.wait_for_call(1)
    assert call.tool_results == [RESULT]
    assert call.system_texts == ["Be brief."]


def marked(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}


def tool(**changes: Any) -> dict[str, Any]:
    return {"name": "q", "input_schema": {"type": "object", "properties": {}}, **changes}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"model": ""}, "model is missing"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"messages": []}, "non-empty list"),
        ({"messages": [USER, USER]}, "expected assistant"),
        ({"messages": [CALLED]}, "expected user"),
        ({"messages": [USER, CALLED, USER]}, "without tool_result"),
        ({"messages": [USER, CALLED]}, "prefill"),
        ({"messages": [REPLIED]}, "unknown tool_use"),
        (
            {"messages": [{"role": "user", "content": [RESULT, RESULT]}]},
            "several tool_results",
        ),
        ({"messages": [{"role": "user", "content": " \n"}]}, "non-whitespace"),
        ({"messages": [{"role": "user", "content": []}]}, "content is empty"),
        (
            {
                "messages": [
                    USER,
                    CALLED,
                    {"role": "user", "content": [{"type": "text", "text": "x"}, RESULT]},
                ]
            },
            "must come first",
        ),
        ({"tools": [tool(), tool()]}, "repeat"),
        ({"tools": [tool(name="a b")]}, "bad tool name"),
        ({"tools": [tool(input_schema={})]}, "type object"),
        ({"tools": [tool(strict=True)]}, "additionalProperties"),
        ({"system": [marked(str(number)) for number in range(5)]}, "at most 4"),
        ({"system": [{"type": "text", "text": ""}]}, "non-empty text"),
    ],
)
def test_requests_the_api_would_refuse_are_refused(
    claude: ScriptedClaude, changes: dict[str, Any], problem: str
) -> None:
    claude.script(answer("Hello"))
    assert post(claude, **changes).status_code == 400
    assert problem in claude.failures[0]


def test_requests_need_their_headers() -> None:
    assert len(request_problems({}, ASK)) == 2
    assert request_problems(HEADERS, ASK) == []


def test_it_runs_as_a_process(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    steps = [["Hello"], {"status": 529}, {"model": "haiku", "steps": [[{"use": "q", "input": {"a": 1}}]]}]
    script.write_text(json.dumps(steps))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.scripted_claude", str(script)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        asked = [
            httpx2.post(f"{url}/v1/messages", json={**ASK, "model": model}, headers=HEADERS)
            for model in ("claude-haiku-9", "claude-test", "claude-test")
        ]
        assert [response.status_code for response in asked] == [200, 200, 529]
        assert "tool_use" in asked[0].text
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()
