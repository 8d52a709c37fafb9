"""A scripted, strict Messages API on loopback, for every test that needs a Claude.

The client under test is the real SDK over a real socket; only the model's mind is scripted:

    def test_something(scripted_claude):
        scripted_claude.script(
            answer("Let me look.", use("generate_query", {"sql": "SELECT 1"})),
            answer("It is 1.", use("finish", {"follow_ups": []})),
        )
        scripted_claude.script(answer("One"), when=for_model("haiku"))      # the title's call
        run_something(base_url=scripted_claude.url)
        assert scripted_claude.calls[1].tool_results[0]["is_error"] is False

Strict means: a request the real API would refuse gets a 400, one that no script foresees a 500;
both, and steps that nobody asked for, fail the test at its end (`assert_finished`, which the
fixture calls). `calls` has every request body, in order of arrival.

Parts of an answer, in stream order: a string or `say(…)` is text, `use(…)` a tool call, `use_raw(…)`
one with JSON as given, `Think(…)`; `Ping()`, `Raw(…)`, and the faults `Fail(…)` (an error event),
`Drop()` (the connection breaks), `CutShort()` (the stream just ends). Inside `say` and `use_raw`
they may stand between pieces: `say("Sal", Drop())`. `http_error(529)` is a whole step.

Gates replace sleeping: `gate = scripted_claude.gate()`, `say("Sales", Hold(gate), " grew")`; the
server stops there, `gate.wait_reached()` waits for that and `gate.open()` lets it go on.
`answer(…, before=gate)` waits before the first byte. `call.wait_disconnected()` waits until the
client has hung up.

Parallel conversations: `script(…, when=with_text("marker"))`. Load: `script(…, repeat=True)` and
`Pause(seconds)`. A server for another process: `python -m tests.scripted_claude script.json`.

For the fixture put `from tests.scripted_claude.fixture import *` into the conftest.
"""

from tests.scripted_claude.checks import cache_breakpoints, request_problems
from tests.scripted_claude.script import (
    Answer,
    CutShort,
    Drop,
    Fail,
    Gate,
    Hold,
    HttpError,
    Pause,
    Ping,
    Raw,
    Say,
    Step,
    Think,
    Tokens,
    Use,
    answer,
    for_model,
    http_error,
    say,
    use,
    use_raw,
    user_texts,
    with_text,
)
from tests.scripted_claude.server import Call, ScriptedClaude

__all__ = [
    "Answer",
    "Call",
    "CutShort",
    "Drop",
    "Fail",
    "Gate",
    "Hold",
    "HttpError",
    "Pause",
    "Ping",
    "Raw",
    "Say",
    "ScriptedClaude",
    "Step",
    "Think",
    "Tokens",
    "Use",
    "answer",
    "cache_breakpoints",
    "for_model",
    "http_error",
    "request_problems",
    "say",
    "use",
    "use_raw",
    "user_texts",
    "with_text",
]
