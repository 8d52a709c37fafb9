"""The tools as the model sees them, and the one place where its calls become ours.

Every call is answered, a bad one with a sentence that says what to change. Data comes only from the
`Toolbox`, so whatever the model does is in the audit trail.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chat.analysts.base import AnalysisOutcome, PlotOutcome, ProfileOutcome, QueryOutcome, Toolbox
from chat.analysts.claude.answer import WRITE_TO_CHAT, ToolCall
from chat.analysts.claude.results import (
    Rendered,
    ResultLimits,
    render_analysis,
    render_profile,
    render_result,
)
from chat.events import Plot, QueryFinished

QUERY = "generate_query"
ANALYSIS = "run_analysis"
PROFILE = "profile_data"
PLOT = "create_plot"
FINISH = "finish"
READ_FIRST = (QUERY, ANALYSIS, PROFILE)
"""Calls whose results the model has to read before it can finish."""
MAX_FOLLOW_UPS = 4
MAX_FOLLOW_UP_CHARS = 200
PLOT_ROWS_SHOWN = 20

_SQL_RULES = (
    "One DuckDB SELECT (WITH is fine) over the view `data`, which is the whole uploaded file. Nothing else "
    "can be read and nothing can be changed. Quote column names with double quotes unless they are plain "
    "lower-case words; text goes in single quotes. DuckDB has date_trunc, strftime, try_cast, quantile_cont, "
    "median, corr, regr_slope, arg_max, QUALIFY, FILTER (WHERE …), GROUP BY ALL, COLUMNS('regex') and USING "
    "SAMPLE. Aggregate, bin, round and limit in SQL: a result is cut at a fixed number of rows."
)


def _schema(properties: dict[str, Any], *, closed: bool = True) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return {**schema, "additionalProperties": False} if closed else schema


_TOOLS: tuple[dict[str, Any], ...] = (
    {
        "name": QUERY,
        "description": "Run SQL over the file and get its rows. The person sees the query and its result as "
        f"a table. {_SQL_RULES} Every figure you write must stand in a result you got from a tool.",
        "input_schema": _schema({"sql": {"type": "string", "description": "The SELECT statement."}}),
        "strict": True,
    },
    {
        "name": PROFILE,
        "description": "The file's profile, computed once: for each column its type and meaning, missing and "
        "different values, range, mean, quantiles and top values; for the file duplicates, constant columns, "
        "candidate keys, sentinel values and the strongest relations. Look here before you explore with SQL.",
        "input_schema": _schema(
            {
                "columns": {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": "Names of columns; an empty list for all of them.",
                }
            }
        ),
        "strict": True,
    },
    {
        "name": PLOT,
        "description": "Show the person a chart: SQL gives the rows, a Vega-Lite 6 specification draws them. "
        "The specification has mark and encoding (or layer, facet, repeat, concat); every `field` in it is a "
        "column of the SQL's result; give columns short plain names with AS, without quotes or dots. It must "
        "not hold data, datasets, URLs, links, images, a $schema or a width: the server adds rows, schema, "
        "title and size, and, where you leave them out, axis titles, number formats, sort order and colours. "
        "State `type` for each encoding; ISO dates are `temporal`. Prefer ORDER BY and LIMIT in SQL and a "
        f"handful of categories, 20 colours at most. {_SQL_RULES}",
        # Not strict: that needs a closed schema, and Vega-Lite's own is far too large for one.
        "input_schema": _schema(
            {
                "title": {"type": "string", "description": "What the chart shows, in a few words."},
                "sql": {"type": "string", "description": "The SELECT whose rows are drawn."},
                "vega_lite_spec": {"type": "object", "description": "The specification, without data."},
            }
        ),
    },
    {
        "name": WRITE_TO_CHAT,
        "description": "Write Markdown to the person as a message of its own, for instance between queries. "
        "Plain text that you write outside of tools reaches them just the same; never write the same twice.",
        "input_schema": _schema({"text": {"type": "string", "description": "Markdown."}}),
        # Streamed without buffering, which is why it can't be strict and its JSON is checked here.
        "eager_input_streaming": True,
    },
    {
        "name": FINISH,
        "description": "End your turn, after the answer was written and all results were read.",
        "input_schema": _schema(
            {
                "follow_ups": {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": "Two to four short questions about this file worth asking next, in the "
                    "person's language and words; an empty list if none is.",
                }
            }
        ),
        "strict": True,
    },
)

_ANALYSIS_DESCRIPTION = (
    "Run a statistic, model, forecast or aggregation by tested library functions. The result has the "
    "answer's table, n, how missing values were handled, the assumptions checked and a plain reading; the "
    "person sees the table. Use it for everything that is more than SQL arithmetic; never write a statistic "
    "from memory. "
    "A plan that doesn't fit is answered with what to change."
)


def tools_with(plan_schema: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """All tools; `plan_schema` is the JSON schema of a plan."""
    plan = {name: part for name, part in plan_schema.items() if name != "$defs"}
    # Not strict: a plan has many optional fields, and the server checks it anyway.
    analysis = {
        "name": ANALYSIS,
        "description": _ANALYSIS_DESCRIPTION,
        # A reference begins at the root of the whole schema.
        "input_schema": {**_schema({"plan": plan}), "$defs": plan_schema.get("$defs", {})},
    }
    first, *others = _TOOLS
    return (first, analysis, *others)


_ARGUMENTS: Mapping[str, Mapping[str, type]] = {
    QUERY: {"sql": str},
    ANALYSIS: {"plan": dict},
    PROFILE: {"columns": list},
    PLOT: {"title": str, "sql": str, "vega_lite_spec": dict},
    WRITE_TO_CHAT: {"text": str},
    FINISH: {"follow_ups": list},
}
_JSON_NAMES = {"str": "a string", "dict": "an object", "list": "a list of strings"}


_STATUS = {
    QUERY: "Running a query",
    ANALYSIS: "Computing a statistic",
    PROFILE: "Looking at the columns",
    PLOT: "Drawing a chart",
}


@dataclass(frozen=True, slots=True)
class ToolReply:
    """What a call came to: the text for the model and, for people, the event to show."""

    content: str
    is_error: bool = False
    events: tuple[QueryFinished | Plot, ...] = ()
    malformed: bool = False
    """The call itself could not be run, whatever the data says."""


def status_for(call: ToolCall) -> str | None:
    """What a person reads while the call runs."""
    return _STATUS.get(call.name)


def problem_of(call: ToolCall) -> str | None:
    """What is wrong with the call itself, as a sentence for the model; None when it can be run."""
    expected = _ARGUMENTS.get(call.name)
    if expected is None:
        return f"There is no tool {call.name!r}. Use one of: {', '.join(_ARGUMENTS)}."
    if call.arguments is None:
        return "The arguments are not valid JSON or were cut off. Send the whole call again, shorter if long."
    for name, kind in expected.items():
        value = _argument(call.arguments, name)
        if not isinstance(value, kind) or (isinstance(value, str) and not value.strip()):
            return f"{call.name} needs `{name}` as {_JSON_NAMES[kind.__name__]}. Send the whole call again."
    return None


def follow_ups_of(call: ToolCall) -> tuple[str, ...]:
    """The questions a `finish` call proposes, tidied: at most four, short, on one line each."""
    raw = (call.arguments or {}).get("follow_ups", [])
    lines = [" ".join(item.split()) for item in raw if isinstance(item, str)]
    return tuple(line for line in lines if 0 < len(line) <= MAX_FOLLOW_UP_CHARS)[:MAX_FOLLOW_UPS]


async def run_tool(call: ToolCall, toolbox: Toolbox, limits: ResultLimits) -> ToolReply:
    """Run one call except `finish`, which ends the turn and is the turn's to decide."""
    if problem := problem_of(call):
        return ToolReply(problem, is_error=True, malformed=True)
    arguments = call.arguments or {}
    if call.name == QUERY:
        return _query_reply(await toolbox.generate_query(arguments["sql"]), limits)
    if call.name == ANALYSIS:
        return _analysis_reply(await toolbox.run_analysis(_argument(arguments, "plan")), limits)
    if call.name == PROFILE:
        columns = tuple(str(name) for name in arguments["columns"])
        return _profile_reply(await toolbox.profile_data(columns), limits)
    if call.name == PLOT:
        spec = _argument(arguments, "vega_lite_spec")
        return _plot_reply(await toolbox.create_plot(arguments["title"], arguments["sql"], spec), limits)
    return ToolReply("Shown to the person.")


def _argument(arguments: Mapping[str, Any], name: str) -> Any:
    """The argument; a specification or plan that came as JSON text is taken as what it says."""
    value = arguments.get(name)
    if name in ("vega_lite_spec", "plan") and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return None
    return value


def _query_reply(outcome: QueryOutcome, limits: ResultLimits) -> ToolReply:
    if outcome.result is None:
        return ToolReply(f"The query failed: {outcome.error}", is_error=True, events=(outcome.event,))
    return _read(render_result(outcome.result, limits), outcome.event)


def _analysis_reply(outcome: AnalysisOutcome, limits: ResultLimits) -> ToolReply:
    if outcome.result is None:
        failure = f"The analysis did not run: {outcome.error}"
        return ToolReply(failure, is_error=True, events=(outcome.event,))
    reply = _read(render_analysis(outcome.result, outcome.details, limits), outcome.event)
    return reply if outcome.plot is None else replace(reply, events=(*reply.events, outcome.plot))


def _read(rendered: Rendered, event: QueryFinished) -> ToolReply:
    """People are told how much of a result the model has read."""
    return ToolReply(rendered.text, events=(replace(event, rows_seen=rendered.rows_seen),))


def _profile_reply(outcome: ProfileOutcome, limits: ResultLimits) -> ToolReply:
    if outcome.profile is None:
        return ToolReply(f"There is no profile: {outcome.error}", is_error=True, events=(outcome.event,))
    return ToolReply(render_profile(outcome.profile, limits), events=(outcome.event,))


def _plot_reply(outcome: PlotOutcome, limits: ResultLimits) -> ToolReply:
    if outcome.event is None:
        return ToolReply(f"The chart was not shown: {outcome.error}", is_error=True)
    rows = render_result(outcome.result, limits.with_rows(PLOT_ROWS_SHOWN)).text if outcome.result else ""
    return ToolReply(f"The chart is shown to the person. Its rows:\n{rows}", events=(outcome.event,))
