"""Every limit of a turn, lowered; and what a result looks like when it is cut for the model."""

from __future__ import annotations

from typing import Any

from chat.analysts.claude.prompts import LAST_STEP, OUT_OF_STEPS, OUT_OF_TOKENS
from chat.analysts.claude.results import ResultLimits, render_result
from engine.results import Column, QueryResult
from tests.chat.claude_support import (
    BAR,
    BY_REGION,
    LocalToolbox,
    error,
    finish,
    messages,
    request,
    run,
    shape,
)
from tests.scripted_claude import ScriptedClaude, Tokens, answer, use

QUERY = use("generate_query", {"sql": BY_REGION})
PLOT = use("create_plot", {"title": "T", "sql": BY_REGION, "vega_lite_spec": BAR})
GOOD = answer("South leads.", use("finish", {"follow_ups": []}))


async def test_steps_run_out(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("Looking.", QUERY), answer(PLOT))
    events = await run(scripted_claude, max_steps=2)
    assert messages(events) == ["Looking.", OUT_OF_STEPS]
    assert shape(events) == ["Text", "QueryFinished", "Plot", "Text", "Finish"]


async def test_the_last_step_is_announced(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("Looking.", QUERY), GOOD)
    finish(await run(scripted_claude, max_steps=2))
    assert LAST_STEP not in str(scripted_claude.calls[0].body)
    assert scripted_claude.calls[1].last_blocks[-1]["text"] == LAST_STEP


async def test_output_tokens_run_out(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("Looking.", QUERY, tokens=Tokens(output=900)))
    assert messages(await run(scripted_claude, max_turn_output_tokens=1_000)) == ["Looking.", OUT_OF_TOKENS]


async def test_a_call_may_use_what_the_turn_has_left(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("Looking.", QUERY, tokens=Tokens(output=400)), GOOD)
    await run(scripted_claude, max_turn_output_tokens=1_000, max_tokens=800)
    assert [call.body["max_tokens"] for call in scripted_claude.calls] == [800, 600]


async def test_text_cut_by_the_turns_limit_is_no_error(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("South le", stop_reason="max_tokens", tokens=Tokens(output=500)))
    assert messages(await run(scripted_claude, max_turn_output_tokens=500)) == ["South le", OUT_OF_TOKENS]


async def test_text_cut_by_the_calls_limit_is_an_error(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("South le", stop_reason="max_tokens", tokens=Tokens(output=500)))
    assert error(await run(scripted_claude, max_tokens=500)).code == "model_output_limit"


async def test_input_tokens_run_out_cached_or_not(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(
        answer("Looking.", QUERY, tokens=Tokens(400, 5, cache_read=400, cache_creation=200))
    )
    assert messages(await run(scripted_claude, max_turn_input_tokens=1_000)) == ["Looking.", OUT_OF_TOKENS]


def test_limit_messages_hold_no_figures() -> None:
    assert not any(sign.isdigit() for sign in OUT_OF_STEPS + OUT_OF_TOKENS)


async def test_results_for_the_model_are_bounded_by_the_configuration(
    scripted_claude: ScriptedClaude,
) -> None:
    scripted_claude.script(answer(use("generate_query", {"sql": "FROM range(500)"})), GOOD)
    await run(scripted_claude, request(), toolbox=LocalToolbox(), result_max_rows=7)
    content = scripted_claude.calls[1].tool_results[0]["content"]
    assert "showing 7 of 500 rows" in content
    assert "[6]\n</rows>" in content


async def test_a_result_cut_by_the_engine_says_so(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(use("generate_query", {"sql": "FROM range(500)"})), GOOD)
    await run(scripted_claude, toolbox=LocalToolbox(max_rows=10))
    content = scripted_claude.calls[1].tool_results[0]["content"]
    assert "showing 10 rows; the result was cut at the limit, true total unknown – count in SQL" in content


def result(rows: list[list[Any]], width: int = 1) -> QueryResult:
    columns = tuple(Column(f"c{number}", "VARCHAR") for number in range(width))
    return QueryResult(columns, rows, False, len(rows), 1.0)


def test_long_cells_are_shortened_with_their_length() -> None:
    text = render_result(result([["x" * 5_000], [{"a": "y" * 5_000}], ["short"]]), ResultLimits()).text
    assert "… (5000 characters)" in text
    assert '["short"]' in text
    assert len(text) < 1_000


def test_characters_bound_the_rows_but_one_is_always_shown() -> None:
    text = render_result(result([["x" * 150]] * 100), ResultLimits(max_rows=100, max_chars=1_000)).text
    assert "showing 6 of 100 rows" in text
    assert "showing 1 of 1 rows" in render_result(result([["x" * 150]]), ResultLimits(max_chars=10)).text


def test_wide_results_show_their_first_columns() -> None:
    text = render_result(result([["v" * 90] * 2_000] * 3, width=2_000), ResultLimits()).text
    assert "showing the first 100 of 2000 columns" in text
    assert len(text) < 20_000


def test_empty_results_are_stated() -> None:
    assert "showing 0 of 0 rows" in render_result(result([]), ResultLimits()).text
