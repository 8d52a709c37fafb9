"""Session titles: one cheap call, tidied, and never an error."""

from __future__ import annotations

from typing import Any

import pytest

from chat.analysts.claude import ClaudeAnalyst
from chat.analysts.claude.titles import clean_title
from chat.events import Usage
from tests.chat.claude_support import config, request
from tests.scripted_claude import ScriptedClaude, Think, answer, http_error


async def ask(
    claude: ScriptedClaude, question: str | None = "Sales?", **changes: Any
) -> tuple[str | None, Usage]:
    analyst = ClaudeAnalyst(config(claude, **changes))
    try:
        return await analyst.title(request(question), "South leads.")
    finally:
        await analyst.aclose()


async def test_a_title_is_one_short_call_of_the_small_model(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer(Think("Hm"), '"Sales by region."'))
    assert await ask(scripted_claude) == ("Sales by region", Usage(100, 20))
    body = scripted_claude.calls[0].body
    assert body["model"] == "claude-haiku-5-5"
    assert body["max_tokens"] <= 500
    assert body["thinking"] == {"type": "disabled"}
    assert not body.get("stream")
    assert "Sales?" in body["messages"][0]["content"]


async def test_other_families_are_not_told_to_stop_thinking(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("Sales"))
    await ask(scripted_claude, title_model="claude-sonnet-5-5")
    assert "thinking" not in scripted_claude.calls[0].body


async def test_automatic_analyses_get_titles_too(scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(answer("Sales overview"))
    assert (await ask(scripted_claude, None))[0] == "Sales overview"


@pytest.mark.parametrize("step", [http_error(529), http_error(401), answer("  \n"), answer()])
async def test_without_a_title_there_is_none(scripted_claude: ScriptedClaude, step: Any) -> None:
    scripted_claude.script(step)
    assert (await ask(scripted_claude))[0] is None


async def test_a_slow_title_is_given_up(
    scripted_claude: ScriptedClaude, caplog: pytest.LogCaptureFixture
) -> None:
    scripted_claude.script(answer("late", before=scripted_claude.gate()))
    assert await ask(scripted_claude, title_timeout_seconds=0.1) == (None, Usage())
    assert "No session title: model_timeout" in caplog.text


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Sales by region", "Sales by region"),
        ("\n\n**Title: „Umsatz je Region“.**\nMore", "Umsatz je Region"),
        ("# Sales", "Sales"),
        ("'Sales'\n", "Sales"),
        ("Sales   by\tregion", "Sales by region"),
        ("word " * 40, "word word word word word word word word word word word…"),
        ("x" * 200, "x" * 59 + "…"),
        ("...", None),
        ("", None),
    ],
)
def test_titles_are_tidied(raw: str, title: str | None) -> None:
    assert clean_title(raw) == title
    assert title is None or len(title) <= 60
