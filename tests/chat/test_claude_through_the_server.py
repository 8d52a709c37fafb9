"""The Claude analyst in a real turn: real SDK, scripted Messages API, real server, real socket."""

from __future__ import annotations

import json
import time

import pytest

from tests.chat.test_turns import assert_one_turn
from tests.client import Api, full_text, named
from tests.scripted_claude import Drop, Hold, ScriptedClaude, answer, for_model, http_error, say, use
from tests.server import ServerProcess

SQL = "SELECT region, avg(price) AS average FROM data GROUP BY region ORDER BY region"
SPEC = {
    "mark": "bar",
    "encoding": {
        "x": {"field": "region", "type": "nominal"},
        "y": {"field": "average", "type": "quantitative"},
    },
}
TITLE = for_model("haiku")
FINISH = use("finish", {"follow_ups": ["And by month?"]})


def test_query_chart_text_title_and_usage(claude_api: Api, scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(
        answer("Let me look. ", use("generate_query", {"sql": SQL})),
        answer(use("create_plot", {"title": "Average price", "sql": SQL, "vega_lite_spec": SPEC})),
        answer("North is at 55.88.", FINISH),
    )
    scripted_claude.script(answer("Prices by region"), when=TITLE)
    session_id = claude_api.upload()
    with claude_api.chat(session_id) as chat:
        events = chat.ask("average price by region?")
    assert_one_turn(events)
    (result,) = named(events, "query_result")
    assert result["result"][1] == {"region": "North", "average": 55.875}
    assert (result["row_count"], result["total_rows"], result["rows_seen"]) == (3, 3, 3)
    (plot,) = named(events, "plot")
    assert plot["vega_lite_spec"]["data"]["values"][1]["average"] == 55.875
    assert full_text(events) == "Let me look. North is at 55.88."
    assert named(events, "session_update") == [{"title": "Prices by region"}]
    done = events[-1]["data"]
    assert done["follow_ups"] == ["And by month?"]
    assert done["usage"]["output_tokens"] > 0
    types = [m["type"] for m in claude_api.session(session_id)["messages"]]
    assert types == ["text", "text", "query_result", "plot", "text"]
    assert claude_api.session(session_id)["title"] == "Prices by region"


def test_a_failed_query_goes_back_to_the_model_and_is_shown(
    claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    scripted_claude.script(
        answer(use("generate_query", {"sql": "SELECT prise FROM data"})),
        answer(use("generate_query", {"sql": "DELETE FROM data"})),
        answer(use("generate_query", {"sql": "SELECT sum(price) AS s FROM data"})),
        answer("Done.", FINISH),
    )
    scripted_claude.script(answer("A title"), when=TITLE)
    with claude_api.chat(claude_api.upload()) as chat:
        events = chat.ask("sum?")
    results = named(events, "query_result")
    assert [result["is_error"] for result in results] == [True, True, False]
    assert results[0]["result"] == []
    assert "price" in results[0]["error"]
    told = [call.tool_results[0] for call in scripted_claude.calls[1:4]]
    assert [block.get("is_error", False) for block in told] == [True, True, False]


def test_stop_ends_the_model_call_and_keeps_the_partial_text(
    claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    gate = scripted_claude.gate()
    scripted_claude.script(answer(say("It begins", Hold(gate), " and never ends")))
    session_id = claude_api.upload()
    with claude_api.chat(session_id) as chat:
        chat.say("hello")
        chat.until("text")
        started = time.monotonic()
        chat.send({"type": "stop"})
        done = chat.until("done")[-1]["data"]
        assert time.monotonic() - started < 1.0
    assert done["status"] == "stopped"
    scripted_claude.calls[0].wait_disconnected()
    assert [m["text"] for m in claude_api.session(session_id)["messages"]] == ["hello", "It begins"]


def test_an_answer_outlives_its_socket_and_resumes(claude_api: Api, scripted_claude: ScriptedClaude) -> None:
    gate = scripted_claude.gate()
    scripted_claude.script(answer(say("One, ", Hold(gate), "two, ", "three."), FINISH))
    scripted_claude.script(answer("Counting"), when=TITLE)
    session_id = claude_api.upload()
    with claude_api.chat(session_id) as chat:
        chat.say("count")
        seen = chat.until("text")
    detail = claude_api.session(session_id)
    assert detail["running_turn_id"] == seen[0]["turn_id"]
    with claude_api.chat(session_id) as chat:
        gate.open()
        chat.send({"type": "resume", "turn_id": seen[0]["turn_id"], "after": seen[-1]["seq"]})
        events = seen + chat.until("done")
    assert_one_turn(events)
    assert full_text(events) == "One, two, three."


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (http_error(401), "model_auth_failed"),
        (answer("I would rather not.", stop_reason="refusal"), "model_refused"),
        (answer("Half a", stop_reason="max_tokens"), "model_output_limit"),
        (answer(say("Half a sen", Drop())), "model_stream_dropped"),
    ],
)
def test_faults_end_in_an_error_and_done_and_the_next_message_works(
    claude_api: Api, scripted_claude: ScriptedClaude, step: object, code: str
) -> None:
    scripted_claude.script(step, answer("Here again.", FINISH))  # type: ignore[arg-type]
    scripted_claude.script(answer("A title"), when=TITLE)
    session_id = claude_api.upload()
    with claude_api.chat(session_id) as chat:
        events = chat.ask("hello")
        assert_one_turn(events, "failed")
        assert named(events, "error")[0]["code"] == code
        assert "sk-ant" not in str(events)
        assert_one_turn(chat.ask("again"))
    kinds = [m["type"] for m in claude_api.session(session_id)["messages"]]
    assert "error" in kinds


def test_overload_is_retried_with_a_status(claude_api: Api, scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(http_error(529), http_error(529), answer("Here.", FINISH))
    scripted_claude.script(answer("A title"), when=TITLE)
    with claude_api.chat(claude_api.upload()) as chat:
        events = chat.ask("hello")
    assert_one_turn(events)
    assert sum("trying again" in status["message"] for status in named(events, "status")) == 2


def test_earlier_turns_are_remembered(claude_api: Api, scripted_claude: ScriptedClaude) -> None:
    wrong, many = (
        "SELECT prise FROM data",
        "SELECT i, nullif(i, 1) AS j FROM range(9) t(i), (SELECT 1 FROM data LIMIT 1)",
    )
    scripted_claude.script(
        answer(use("generate_query", {"sql": SQL})),
        answer(use("generate_query", {"sql": wrong}), use("generate_query", {"sql": many})),
        answer(use("create_plot", {"title": "Average price", "sql": SQL, "vega_lite_spec": SPEC})),
        answer("North leads.", FINISH),
        answer("Yes.", FINISH),
    )
    scripted_claude.script(answer("A title"), when=TITLE)
    with claude_api.chat(claude_api.upload()) as chat:
        chat.ask("who leads?")
        chat.ask("are you sure?")
    *_, asked, said, again = scripted_claude.calls[-1].messages
    assert (asked["content"][-1]["text"], said["content"][0]["text"]) == ("who leads?", "North leads.")
    record = again["content"][0]["text"]
    averages, failed, numbers, chart = (
        json.loads(line) for line in record.splitlines() if line.startswith("{")
    )
    assert averages["sql"] == SQL
    assert averages["columns"] == ["region", "average"]
    assert averages["rows"][1] == ["North", 55.875]
    assert "prise" in failed["error"]
    assert numbers["total_rows"] == 9
    assert numbers["rows"] == [[0, 0], [1, None], [2, 2], [3, 3], [4, 4]], "the first five"
    assert chart == {"chart": "Average price"}


def test_the_key_is_in_no_log(claude_server: ServerProcess) -> None:
    assert "sk-ant-test-key" not in "\n".join(claude_server.log)
