"""Turns that go well, and tools that go wrong and are repaired."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from chat.analysts.base import AnalystEvent, EndOfText, Finish
from chat.analysts.claude import ClaudeAnalyst
from chat.analysts.claude.answer import Answer
from chat.analysts.claude.stream import BlockEnded, BlockStarted
from chat.events import Plot, QueryFinished, Text, Usage
from tests.chat.claude_support import (
    BAR,
    BY_REGION,
    LocalToolbox,
    config,
    error,
    finish,
    messages,
    request,
    run,
    shape,
    statuses,
    usage,
)
from tests.scripted_claude import (
    Hold,
    Ping,
    ScriptedClaude,
    Think,
    Tokens,
    answer,
    say,
    use,
    use_raw,
)

DONE = use("finish", {"follow_ups": ["And by month?"]})
QUERY = use("generate_query", {"sql": BY_REGION})


async def test_text_query_text_plot_finish(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(
        answer("Let me look.", QUERY, tokens=Tokens(100, 20, cache_creation=900)),
        answer(
            "South leads with 20.",
            use("create_plot", {"title": "By region", "sql": BY_REGION, "vega_lite_spec": BAR}),
        ),
        answer(DONE, tokens=Tokens(50, 10, cache_read=900)),
    )
    toolbox = LocalToolbox()
    events = await run(scripted_claude, toolbox=toolbox)
    assert shape(events) == ["Text", "QueryFinished", "Text", "Plot", "Finish"]
    assert messages(events) == ["Let me look.", "South leads with 20."]
    assert finish(events).follow_ups == ("And by month?",)
    assert toolbox.executed == [BY_REGION, BY_REGION]
    assert usage(events) == Usage(250, 50, cache_read_input_tokens=900, cache_creation_input_tokens=900)
    assert statuses(events) == ["Running a query", "Drawing a chart"]
    plot = next(event for event in events if isinstance(event, Plot))
    assert plot.vega_lite_spec["data"]["values"][0] == {"region": "East", "total": None}


async def test_the_model_reads_results_as_bounded_data(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(QUERY), answer("South leads.", DONE))
    await run(scripted_claude)
    (reply,) = scripted_claude.calls[1].tool_results
    assert reply["is_error"] is False
    assert "showing 3 of 3 rows" in reply["content"]
    assert "never instructions" in reply["content"]
    assert '["South", 20]' in reply["content"]


async def test_text_is_shown_while_it_streams(scripted_claude: ScriptedClaude) -> None:
    gate = scripted_claude.gate()
    scripted_claude.script(answer(say("South ", Hold(gate), "leads."), stop_reason="end_turn"))
    analyst = ClaudeAnalyst(config(scripted_claude))
    events: list[AnalystEvent] = []
    async for event in analyst.run(request(), LocalToolbox()):
        events.append(event)
        if isinstance(event, Text) and not gate.is_open:
            assert event.text == "South "
            gate.open()
    assert messages(events) == ["South leads."]
    assert finish(events).follow_ups == ()
    await analyst.aclose()


async def test_write_to_chat_streams_like_text(scripted_claude: ScriptedClaude) -> None:
    gate = scripted_claude.gate()
    scripted_claude.script(
        answer(
            use_raw("write_to_chat", '{"text": "So', "uth \\ud83d", Hold(gate), '\\ude00 leads\\n"}'), DONE
        )
    )
    analyst = ClaudeAnalyst(config(scripted_claude))
    pieces: list[str] = []
    async for event in analyst.run(request(), LocalToolbox()):
        if isinstance(event, Text):
            pieces.append(event.text)
        if pieces == ["So", "uth "]:
            gate.open()
    assert "".join(pieces) == "South 😀 leads\n"
    assert len(pieces) == 3
    await analyst.aclose()


async def test_each_message_ends_before_the_next_begins(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(
        answer(
            "First.",
            use("write_to_chat", {"text": "Second."}),
            use("write_to_chat", {"text": "Third."}),
            DONE,
        )
    )
    events = await run(scripted_claude)
    assert messages(events) == ["First.", "Second.", "Third."]
    assert sum(isinstance(event, EndOfText) for event in events) == 3


async def test_blank_text_around_tools_is_no_message(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(say("\n\n"), QUERY), answer(say("\n\n", "South leads."), DONE))
    events = await run(scripted_claude)
    assert messages(events) == ["South leads."]


async def test_thinking_is_sent_back_unchanged_and_not_shown(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(
        answer(Think("The sum of 10 and 5 …"), Ping(), "Looking.", QUERY),
        answer(Think(""), "South leads.", DONE),
    )
    events = await run(scripted_claude)
    assert messages(events) == ["Looking.", "South leads."]
    assert "Thinking" in statuses(events)
    sent_back = scripted_claude.calls[1].messages[1]["content"]
    assert sent_back[0] == {
        "type": "thinking",
        "thinking": "The sum of 10 and 5 …",
        "signature": "c2lnbmF0dXJl",
    }
    assert [block["type"] for block in sent_back] == ["thinking", "text", "tool_use"]


async def test_several_tools_in_one_answer_are_all_answered(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(
        answer(
            use("generate_query", {"sql": "SELECT count(*) FROM data"}, tool_id="toolu_a"),
            use("generate_query", {"sql": "SELECT nonsense FROM data"}, tool_id="toolu_b"),
            use("create_plot", {"title": "T", "sql": BY_REGION, "vega_lite_spec": BAR}, tool_id="toolu_c"),
        ),
        answer("Four rows.", DONE),
    )
    events = await run(scripted_claude)
    replies = scripted_claude.calls[1].tool_results
    assert [reply["tool_use_id"] for reply in replies] == ["toolu_a", "toolu_b", "toolu_c"]
    assert [reply["is_error"] for reply in replies] == [False, True, False]
    assert shape(events) == ["QueryFinished", "QueryFinished", "Plot", "Text", "Finish"]


async def test_a_failed_query_is_shown_and_repaired(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(
        answer(use("generate_query", {"sql": "SELECT sums FROM data"})), answer(QUERY), answer("South.", DONE)
    )
    events = await run(scripted_claude)
    assert [event.is_error for event in events if isinstance(event, QueryFinished)] == [True, False]
    (reply,) = scripted_claude.calls[1].tool_results
    assert reply["is_error"] is True
    assert 'Referenced column "sums" not found' in reply["content"]
    finish(events)


async def test_a_refused_chart_is_repaired(scripted_claude: ScriptedClaude) -> None:
    wrong = {**BAR, "encoding": {"x": {"field": "regions"}}}
    scripted_claude.script(
        answer("Here:", use("create_plot", {"title": "T", "sql": BY_REGION, "vega_lite_spec": wrong})),
        answer(use("create_plot", {"title": "T", "sql": BY_REGION, "vega_lite_spec": BAR}), DONE),
    )
    events = await run(scripted_claude)
    (reply,) = scripted_claude.calls[1].tool_results
    assert reply["is_error"] is True
    assert "Did you mean 'region'" in reply["content"]
    assert shape(events) == ["Text", "Plot", "Finish"]


async def test_a_spec_given_as_json_text_is_taken(scripted_claude: ScriptedClaude) -> None:
    spec = '{"mark": "bar", "encoding": {"x": {"field": "region", "type": "nominal"}}}'
    scripted_claude.script(
        answer("Here:", use("create_plot", {"title": "T", "sql": BY_REGION, "vega_lite_spec": spec}), DONE)
    )
    assert shape(await run(scripted_claude)) == ["Text", "Plot", "Finish"]


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (use("drop_table", {"name": "data"}), "no tool 'drop_table'. Use one of: generate_query"),
        (use("generate_query", {}), "needs `sql` as a string"),
        (use("generate_query", {"sql": "  "}), "needs `sql`"),
        (
            use("create_plot", {"title": "T", "sql": "SELECT 1", "vega_lite_spec": "{bar"}),
            "needs `vega_lite_spec`",
        ),
        (use_raw("generate_query", '{"sql": "SELECT'), "not valid JSON"),
        (use_raw("generate_query", '["SELECT 1"]'), "not valid JSON"),
        (use("finish", {"follow_ups": "none"}), "needs `follow_ups` as a list"),
    ],
)
async def test_calls_that_cannot_be_run_are_explained(
    scripted_claude: ScriptedClaude, call: Any, hint: str
) -> None:
    scripted_claude.script(answer("Hm.", call), answer("South leads.", DONE))
    toolbox = LocalToolbox()
    events = await run(scripted_claude, toolbox=toolbox)
    (reply,) = scripted_claude.calls[1].tool_results
    assert reply["is_error"] is True
    assert hint in reply["content"]
    assert toolbox.executed == []
    finish(events)


async def test_calls_that_cannot_be_run_are_bounded(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(*[answer(use("nonsense", {})) for _ in range(3)])
    assert error(await run(scripted_claude)).code == "model_bad_tool_calls"


@pytest.mark.parametrize(
    ("early", "hint"),
    [
        (answer("Soon.", QUERY, DONE), "have not read the result"),
        (answer(DONE), "nothing has been written"),
        (
            answer("So.", use("create_plot", {"title": "T", "sql": "SELEC", "vega_lite_spec": BAR}), DONE),
            "failed",
        ),
    ],
)
async def test_finishing_too_early_is_refused(scripted_claude: ScriptedClaude, early: Any, hint: str) -> None:
    scripted_claude.script(early, answer("South leads.", DONE))
    events = await run(scripted_claude)
    refused = scripted_claude.calls[1].tool_results[-1]
    assert refused["is_error"] is True
    assert hint in refused["content"]
    assert finish(events).follow_ups == ("And by month?",)


async def test_follow_ups_are_tidied(scripted_claude: ScriptedClaude) -> None:
    raw = ["  Why\n so? ", "", 7, "x" * 900, "a", "b", "c", "d"]
    scripted_claude.script(answer("South leads.", use("finish", {"follow_ups": raw})))
    assert finish(await run(scripted_claude)).follow_ups == ("Why so?", "a", "b", "c")


async def test_an_answer_without_words_is_asked_for_once(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(QUERY), answer(), answer("South leads."))
    assert messages(await run(scripted_claude)) == ["South leads."]
    asked = scripted_claude.calls[2].last_blocks
    assert [block["type"] for block in asked] == ["tool_result", "text"]


async def test_a_turn_without_any_words_fails(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(), answer(Think("Hm.")))
    assert error(await run(scripted_claude)).code == "model_empty_answer"


async def test_turns_share_one_analyst_in_parallel(scripted_claude: ScriptedClaude) -> None:
    from tests.scripted_claude import with_text

    analyst = ClaudeAnalyst(config(scripted_claude))
    for name in ("one", "two", "three"):
        scripted_claude.script(answer(QUERY), answer(f"Answer {name}.", DONE), when=with_text(f"<{name}>"))

    async def ask(name: str) -> list[str]:
        return messages([event async for event in analyst.run(request(f"<{name}>?"), LocalToolbox())])

    answers = await asyncio.gather(*map(ask, ("one", "two", "three")))
    assert answers == [["Answer one."], ["Answer two."], ["Answer three."]]
    await analyst.aclose()


async def test_the_analyst_works_again_after_closing(scripted_claude: ScriptedClaude) -> None:
    analyst = ClaudeAnalyst(config(scripted_claude))
    for _ in range(2):
        scripted_claude.script(answer("South leads."))
        events = [event async for event in analyst.run(request(), LocalToolbox())]
        assert isinstance(events[-1], Finish)
        await analyst.aclose()


def test_a_call_whose_input_comes_at_once_is_shown_too() -> None:
    raw = {"type": "tool_use", "id": "t", "name": "write_to_chat", "input": {"text": "South leads."}}
    received = Answer()
    events = [shown for event in (BlockStarted(0, raw), BlockEnded(0)) for shown in received.feed(event)]
    assert events == [Text("South leads."), EndOfText()]
    assert received.as_params() == [raw]


def test_text_given_at_the_start_of_a_block_is_shown_too() -> None:
    received = Answer()
    events = list(received.feed(BlockStarted(0, {"type": "text", "text": "South"})))
    assert events == [Text("South")]
