"""Figures are traced in a real turn: marks in messages, counts in `done`, one chance for the model."""

from __future__ import annotations

from tests.client import SALES, Api, full_text, named
from tests.scripted_claude import ScriptedClaude, answer, for_model, http_error, use

SQL = "SELECT region, avg(price) AS average FROM data GROUP BY region ORDER BY region"
TITLE = for_model("haiku")
FINISH = use("finish", {"follow_ups": []})


def marks(api: Api, session_id: str) -> list[tuple[str, str]]:
    """Text and status of every figure of the session's texts."""
    texts = [m for m in api.session(session_id)["messages"] if m["grounding"]]
    return [(f["text"], f["status"]) for message in texts for f in message["grounding"]["figures"]]


def test_each_figure_of_an_answer_is_traced_to_its_cell(
    claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    scripted_claude.script(
        answer(use("generate_query", {"sql": SQL})),
        answer("The average price in North is 55.88, in East 9.75.", FINISH),
    )
    scripted_claude.script(answer("Prices"), when=TITLE)
    session_id = claude_api.upload(SALES)
    with claude_api.chat(session_id) as chat:
        events = chat.ask("average price by region?")
    (result,) = named(events, "query_result")
    message = claude_api.session(session_id)["messages"][-1]
    north, east = message["grounding"]["figures"]
    assert message["text"][north["start"] : north["end"]] == north["text"] == "55.88"
    assert (north["status"], north["execution_id"]) == ("verified", result["execution_id"])
    assert (north["row"], north["column"]) == (1, "average")
    assert result["result"][north["row"]] == {"region": "North", "average": 55.875}
    assert (east["row"], east["column"]) == (0, "average")
    done = events[-1]["data"]["grounding"]
    assert (done["verified"], done["derived"], done["unverified"]) == (2, 0, 0)
    assert done["messages"] == {message["id"]: message["grounding"]["figures"]}


def test_the_model_gets_one_chance_to_prove_a_figure(
    claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    scripted_claude.script(
        answer(use("generate_query", {"sql": SQL})),
        answer("The average price in North is 71.20.", FINISH),
        answer(
            use("generate_query", {"sql": "SELECT avg(price) AS average FROM data WHERE region = 'North'"})
        ),
        answer("Correction: the average price in North is 55.88.", FINISH),
    )
    scripted_claude.script(answer("Prices"), when=TITLE)
    session_id = claude_api.upload(SALES)
    with claude_api.chat(session_id) as chat:
        events = chat.ask("average price in North?")
    (told,) = scripted_claude.calls[2].tool_results
    assert told["is_error"]
    assert '"71.20"' in str(told["content"])
    assert "Correction" in full_text(events)
    assert marks(claude_api, session_id) == [("71.20", "unverified"), ("55.88", "verified")]
    done = events[-1]["data"]
    assert (done["status"], done["grounding"]["unverified"]) == ("completed", 1)


def test_a_query_that_confirms_a_figure_takes_its_mark_away(
    claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    scripted_claude.script(
        answer("The highest price is 101.25.", FINISH),
        answer(use("generate_query", {"sql": "SELECT max(price) AS highest FROM data"})),
        answer(FINISH),
    )
    scripted_claude.script(answer("Prices"), when=TITLE)
    session_id = claude_api.upload(SALES)
    with claude_api.chat(session_id) as chat:
        chat.ask("highest price?")
    assert marks(claude_api, session_id) == [("101.25", "verified")]


def test_the_mark_stays_when_the_model_insists_and_it_is_not_asked_twice(
    claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    scripted_claude.script(
        answer("Sales grew by 37.3 percent."),
        answer("They did grow by 37.3 percent."),
    )
    scripted_claude.script(answer("Growth"), when=TITLE)
    session_id = claude_api.upload(SALES)
    with claude_api.chat(session_id) as chat:
        events = chat.ask("growth?")
    statuses = [status for _, status in marks(claude_api, session_id)]
    assert statuses == ["unverified", "unverified"]
    assert events[-1]["data"]["status"] == "completed"


def test_an_answer_stays_an_answer_when_the_api_fails_at_the_second_chance(
    claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    scripted_claude.script(answer("Sales grew by 37.3 percent.", FINISH), http_error(401))
    scripted_claude.script(answer("Growth"), when=TITLE)
    session_id = claude_api.upload(SALES)
    with claude_api.chat(session_id) as chat:
        events = chat.ask("growth?")
    assert named(events, "error") == []
    assert events[-1]["data"]["status"] == "completed"
    assert events[-1]["data"]["grounding"]["unverified"] == 1


def test_results_of_earlier_turns_prove_too(claude_api: Api, scripted_claude: ScriptedClaude) -> None:
    scripted_claude.script(
        answer(use("generate_query", {"sql": SQL})),
        answer("Done.", FINISH),
        answer("As computed before, the average price in North is 55.88.", FINISH),
    )
    scripted_claude.script(answer("Prices"), when=TITLE)
    session_id = claude_api.upload(SALES)
    with claude_api.chat(session_id) as chat:
        chat.ask("average price by region?")
        chat.ask("and North again?")
    assert marks(claude_api, session_id) == [("55.88", "verified")]


def test_a_statistic_reaches_the_model_and_its_figures_are_traced(
    claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    plan = {"operation": "correlation", "x_axis": "a", "y_axis": "b"}
    rows = "\n".join(f"{n},{2 * n + n % 3}" for n in range(30))
    scripted_claude.script(
        answer(use("run_analysis", {"plan": plan})),
        answer("The correlation of a and b is 0.999, over 30 rows.", FINISH),
    )
    scripted_claude.script(answer("Correlation"), when=TITLE)
    session_id = claude_api.upload(f"a,b\n{rows}\n".encode())
    with claude_api.chat(session_id) as chat:
        events = chat.ask("are a and b correlated?")
    (result,) = named(events, "query_result")
    assert (result["kind"], result["plan"]) == ("statistic", plan)
    assert result["details"]["n"] == 30
    (block,) = scripted_claude.calls[1].tool_results
    assert "reading" in str(block["content"])
    assert {status for _, status in marks(claude_api, session_id)} <= {"verified", "derived"}


def test_a_plan_that_doesnt_fit_goes_back_to_the_model_in_words(
    claude_api: Api, scripted_claude: ScriptedClaude
) -> None:
    scripted_claude.script(
        answer(use("run_analysis", {"plan": {"operation": "mean", "target_column": "prise"}})),
        answer(use("profile_data", {"columns": ["price"]})),
        answer("The column is called price.", FINISH),
    )
    scripted_claude.script(answer("Prices"), when=TITLE)
    with claude_api.chat(claude_api.upload(SALES)) as chat:
        chat.ask("mean prise?")
    refused, profiled = (call.tool_results[0] for call in scripted_claude.calls[1:3])
    assert refused["is_error"]
    assert "price" in str(refused["content"])
    assert "<profile>" in str(profiled["content"])


def test_the_first_look_at_a_large_file_says_how_many_rows_were_sampled(api: Api) -> None:
    regions = ("North", "East", "South")
    rows = "\n".join(f"{regions[i % 3]},{i * 7919 % 10_007 / 100},{i * 31 % 97}" for i in range(400_000))
    session_id = api.upload(f"region,price,age\n{rows}\n".encode())
    api.post(f"/api/sessions/{session_id}/ask", json={"text": "__auto_analyze__"})
    texts = [message["text"] for message in api.session(session_id)["messages"]]
    assert any("sampled rows" in text for text in texts)
    assert [mark for mark in marks(api, session_id) if mark[1] == "unverified"] == []
