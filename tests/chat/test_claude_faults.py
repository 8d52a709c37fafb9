"""Everything that can go wrong between us and Claude, and what a person is told about it."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import aclosing
from itertools import pairwise
from typing import Any

import pytest

from chat.analysts.base import AnalystEvent, EndOfText
from chat.analysts.claude import ClaudeAnalyst
from chat.analysts.claude.client import ModelClient
from chat.analysts.claude.failures import KINDS, seconds_of
from chat.events import Text, Usage
from tests.chat.claude_support import (
    BY_REGION,
    KEY,
    LocalToolbox,
    config,
    error,
    finish,
    messages,
    request,
    run,
    statuses,
    usage,
    without_cache_marks,
)
from tests.scripted_claude import (
    CutShort,
    Drop,
    Fail,
    Hold,
    HttpError,
    Raw,
    ScriptedClaude,
    Think,
    Tokens,
    answer,
    http_error,
    say,
    use,
    use_raw,
)

QUERY = use("generate_query", {"sql": BY_REGION})
GOOD = answer("South leads.", use("finish", {"follow_ups": []}))


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (http_error(400), "model_bad_request"),
        (http_error(400, "prompt is too long: 210000 tokens > 200000 maximum"), "model_context_exceeded"),
        (http_error(400, "Your credit balance is too low to access the API"), "model_billing"),
        (http_error(401), "model_auth_failed"),
        (http_error(402), "model_billing"),
        (http_error(403), "model_permission_denied"),
        (http_error(404), "model_not_found"),
        (http_error(413), "model_request_too_large"),
        (http_error(429, error_code="enforced_spend_limit_reached"), "model_billing"),
        (answer(stop_reason="refusal"), "model_refused"),
        (answer("Well", stop_reason="model_context_window_exceeded"), "model_context_exceeded"),
        (answer("The first", stop_reason="max_tokens"), "model_output_limit"),
        (answer(Think("Hm"), stop_reason="max_tokens"), "model_output_limit"),
        (answer(stop_reason="max_tokens"), "model_output_limit"),
        (
            answer(use_raw("write_to_chat", '{"text": "The fir'), stop_reason="max_tokens"),
            "model_output_limit",
        ),
    ],
)
async def test_lasting_failures_end_the_turn_at_once(
    scripted_claude: ScriptedClaude, step: Any, code: str
) -> None:
    scripted_claude.script(step)
    failed = error(await run(scripted_claude))
    assert failed.code == code
    assert failed.message.startswith(KINDS[code].message)


async def test_a_refused_key_is_named_but_never_shown(
    scripted_claude: ScriptedClaude, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="chat")
    scripted_claude.script(http_error(401, "invalid x-api-key"))
    failed = error(await run(scripted_claude))
    assert "API key was refused; tell the operator" in failed.message
    assert KEY not in failed.message + caplog.text + repr(config(scripted_claude))


async def test_the_explanation_of_a_refusal_is_passed_on(scripted_claude: ScriptedClaude) -> None:
    details = {"type": "refusal", "category": "cyber", "explanation": "This could help an attack."}
    scripted_claude.script(answer("I", stop_reason="refusal", stop_details=details))
    events = await run(scripted_claude)
    assert error(events).message.endswith("This could help an attack.")
    assert messages(events) == ["I"]


PASSING = [
    (http_error(529), "Claude is overloaded", "model_overloaded"),
    (http_error(429), "Claude's rate limit is reached", "model_rate_limited"),
    (http_error(500), "Claude has an internal problem", "model_unavailable"),
    (http_error(503), "Claude has an internal problem", "model_unavailable"),
    (http_error(504), "Claude took too long", "model_timeout"),
    (answer(Think("Hm"), Fail()), "Claude is overloaded", "model_overloaded"),
    (answer(Fail("rate_limit_error")), "Claude's rate limit is reached", "model_rate_limited"),
    (answer(Fail("api_error")), "Claude has an internal problem", "model_unavailable"),
    (
        answer(use_raw("generate_query", '{"sql"', Drop())),
        "The connection to Claude broke off",
        "model_stream_dropped",
    ),
    (answer(Think("Hm"), CutShort()), "The connection to Claude broke off", "model_stream_dropped"),
    (
        answer(Raw("event: message_delta\ndata: {no\n\n")),
        "The connection to Claude broke off",
        "model_stream_dropped",
    ),
    (answer(say("\n", Drop())), "The connection to Claude broke off", "model_stream_dropped"),
]


@pytest.mark.parametrize(("step", "reason", "code"), PASSING)
async def test_passing_failures_are_tried_again(
    scripted_claude: ScriptedClaude, step: Any, reason: str, code: str
) -> None:
    scripted_claude.script(step, step, GOOD)
    events = await run(scripted_claude)
    assert [status for status in statuses(events) if status != "Thinking"] == [
        f"{reason}; trying again at once (attempt 2 of 4).",
        f"{reason}; trying again at once (attempt 3 of 4).",
    ]
    assert messages(events) == ["South leads."]
    finish(events)
    bodies = [call.body for call in scripted_claude.calls]
    assert bodies[0] == bodies[1] == bodies[2]


@pytest.mark.parametrize(("step", "reason", "code"), PASSING)
async def test_failures_that_do_not_pass_end_the_turn(
    scripted_claude: ScriptedClaude, step: Any, reason: str, code: str
) -> None:
    scripted_claude.script(step, step)
    assert error(await run(scripted_claude, max_retries=1)).code == code


async def test_attempts_are_counted_anew_after_a_success(scripted_claude: ScriptedClaude) -> None:
    busy = http_error(529)
    scripted_claude.script(busy, answer("Looking.", QUERY), busy, GOOD)
    events = await run(scripted_claude, max_retries=1)
    assert messages(events) == ["Looking.", "South leads."]


async def test_retry_after_is_honoured(
    scripted_claude: ScriptedClaude, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("chat.analysts.claude.turn.sleep", note)
    scripted_claude.script(http_error(429, retry_after="7"), http_error(529), GOOD)
    events = await run(scripted_claude, retry_base_seconds=2.0)
    assert statuses(events)[0] == "Claude's rate limit is reached; trying again in 7 s (attempt 2 of 4)."
    assert waits[0] == 7.0
    assert 4.0 <= waits[1] <= 5.0


async def test_a_long_retry_after_ends_the_turn(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(http_error(429, retry_after="3600"))
    assert error(await run(scripted_claude)).code == "model_rate_limited"


async def test_the_api_can_forbid_a_retry(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(HttpError(500, "api_error", "no", {"x-should-retry": "false"}))
    assert error(await run(scripted_claude)).code == "model_unavailable"


@pytest.mark.parametrize(
    ("fault", "code"),
    [(Drop(), "model_stream_dropped"), (Fail(), "model_overloaded"), (CutShort(), "model_stream_dropped")],
)
async def test_a_message_cut_in_the_middle_ends_the_turn(
    scripted_claude: ScriptedClaude, fault: Any, code: str
) -> None:
    scripted_claude.script(answer(say("South has ", fault)))
    events = await run(scripted_claude)
    assert error(events).code == code
    assert messages(events) == ["South has "]
    assert any(isinstance(event, EndOfText) for event in events)


async def test_a_cut_write_to_chat_ends_the_turn(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(use_raw("write_to_chat", '{"text": "South has ', Drop())))
    events = await run(scripted_claude)
    assert error(events).code == "model_stream_dropped"
    assert messages(events) == ["South has "]


async def test_whole_messages_are_kept_when_the_stream_breaks_after_them(
    scripted_claude: ScriptedClaude,
) -> None:
    scripted_claude.script(answer("Looking.", use_raw("generate_query", '{"sql": "SEL', Drop())), GOOD)
    events = await run(scripted_claude)
    assert messages(events) == ["Looking.", "South leads."]
    finish(events)
    spoken, note = scripted_claude.calls[1].messages[1:]
    assert spoken["content"] == [{"type": "text", "text": "Looking."}]
    assert "connection broke" in note["content"][0]["text"]


async def test_whole_calls_are_run_when_the_stream_breaks_after_them(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("Looking.", QUERY, Fail()), GOOD)
    toolbox = LocalToolbox()
    events = await run(scripted_claude, toolbox=toolbox)
    assert messages(events) == ["Looking.", "South leads."]
    assert toolbox.executed == [BY_REGION]
    assert "showing 3 of 3 rows" in scripted_claude.calls[1].tool_results[0]["content"]


async def test_an_answer_is_whole_once_its_stop_reason_is_known(scripted_claude: ScriptedClaude) -> None:
    ending = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 9}}
    scripted_claude.script(
        answer("South leads.", Raw(f"event: message_delta\ndata: {json.dumps(ending)}\n\n"), Drop())
    )
    events = await run(scripted_claude)
    assert messages(events) == ["South leads."]
    assert usage(events).output_tokens == 9
    finish(events)


async def test_tool_json_cut_by_the_limit_is_explained_a_bounded_number_of_times(
    scripted_claude: ScriptedClaude,
) -> None:
    cut = answer("Hm.", use_raw("generate_query", '{"sql": "SELECT'), stop_reason="max_tokens")
    scripted_claude.script(cut, cut, cut)
    events = await run(scripted_claude)
    assert error(events).code == "model_output_limit"
    assert "cut off" in scripted_claude.calls[1].tool_results[0]["content"]


async def test_whole_tool_calls_at_the_limit_are_run(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(QUERY, stop_reason="max_tokens"), GOOD)
    assert messages(await run(scripted_claude)) == ["South leads."]


async def test_a_paused_turn_goes_on(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("Wait.", stop_reason="pause_turn"), GOOD)
    assert messages(await run(scripted_claude)) == ["Wait.", "South leads."]


async def test_silence_before_the_first_byte_times_out(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("late", before=scripted_claude.gate()))
    failed = error(await run(scripted_claude, request_timeout_seconds=0.1, max_retries=0))
    assert failed.code == "model_timeout"


async def test_silence_in_mid_stream_times_out(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(say("South ", Hold(scripted_claude.gate()))))
    events = await run(scripted_claude, request_timeout_seconds=0.1)
    assert error(events).code == "model_timeout"
    assert messages(events) == ["South "]


async def test_a_call_may_not_take_for_ever(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(say("South ", Hold(scripted_claude.gate()))))
    assert error(await run(scripted_claude, call_timeout_seconds=0.1)).code == "model_timeout"


async def test_a_server_that_is_not_there(scripted_claude: ScriptedClaude) -> None:
    events = await run(scripted_claude, base_url="http://127.0.0.1:9", max_retries=1)
    assert error(events).code == "model_unreachable"
    assert statuses(events) == ["Claude can't be reached; trying again at once (attempt 2 of 2)."]


async def test_an_unforeseen_error_is_reported_not_raised(
    scripted_claude: ScriptedClaude, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(_: ModelClient) -> None:
        raise RuntimeError(KEY)

    monkeypatch.setattr(ModelClient, "_client", explode)
    failed = error(await run(scripted_claude))
    assert failed.code == "model_failed"
    assert KEY not in failed.message


async def test_failed_calls_report_the_tokens_known(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(
        answer(Think("Hm"), Drop(), tokens=Tokens(300, 50, cache_read=7)), http_error(529), GOOD
    )
    assert usage(await run(scripted_claude)) == Usage(400, 21, cache_read_input_tokens=7)


async def test_cancelling_closes_the_stream(scripted_claude: ScriptedClaude) -> None:
    gate = scripted_claude.gate()
    scripted_claude.script(answer(say("South ", Hold(gate), "leads.")))
    analyst = ClaudeAnalyst(config(scripted_claude))
    seen: list[AnalystEvent] = []

    async def turn() -> None:
        seen.extend([event async for event in analyst.run(request(), LocalToolbox())])

    task = asyncio.create_task(turn())
    await asyncio.to_thread(gate.wait_reached)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(scripted_claude.calls[0].wait_disconnected)
    assert not scripted_claude.calls[0].finished.is_set()
    await analyst.aclose()


async def test_closing_the_iteration_closes_the_stream(scripted_claude: ScriptedClaude) -> None:
    gate = scripted_claude.gate()
    scripted_claude.script(answer(say("South ", Hold(gate), "leads.")))
    analyst = ClaudeAnalyst(config(scripted_claude))
    async with aclosing(analyst.run(request(), LocalToolbox())) as events:  # type: ignore[type-var]
        async for event in events:
            if isinstance(event, Text):
                break
    await asyncio.to_thread(scripted_claude.calls[0].wait_disconnected)
    await analyst.aclose()


async def test_cancelling_while_waiting_for_a_retry(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(http_error(529))
    analyst = ClaudeAnalyst(config(scripted_claude, retry_base_seconds=30.0))
    waiting = asyncio.Event()

    async def turn() -> None:
        async for _ in analyst.run(request(), LocalToolbox()):
            waiting.set()

    task = asyncio.create_task(turn())
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await analyst.aclose()


async def test_what_was_sent_is_never_changed_later(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(Think("Hm"), "Looking.", QUERY), answer(QUERY), answer("So.", Drop()), GOOD)
    await run(scripted_claude)
    histories = [without_cache_marks(call.messages) for call in scripted_claude.calls]
    for earlier, later in pairwise(histories):
        assert later[: len(earlier) - 1] == earlier[:-1]
        assert later[len(earlier) - 1]["content"][: len(earlier[-1]["content"])] == earlier[-1]["content"]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert seconds_of(header) == seconds


def test_every_failure_names_something_to_do() -> None:
    for kind in KINDS.values():
        assert any(word in kind.message for word in ("Try again", "Ask", "tell the operator", "Start a new"))
