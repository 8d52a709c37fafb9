"""The one table of events that a client receives over the socket, and their encoder.

Analysts yield these; the turn gives them a sequence number and publishes them. A client's types
mirror this file.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal

TurnStatus = Literal["completed", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens a turn has cost, as the model's API counts them. All zero for the built-in analyst."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_input_tokens: int = 0
    cache_creation_input_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cache_read_input_tokens + other.cache_read_input_tokens,
            self.cache_creation_input_tokens + other.cache_creation_input_tokens,
        )


@dataclass(frozen=True, slots=True)
class Text:
    """The next piece of a message; the pieces with one `message_id` concatenate to it."""

    name: ClassVar[str] = "text"
    text: str
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart, its data inlined, ready for vega-embed."""

    name: ClassVar[str] = "plot"
    title: str
    vega_lite_spec: dict[str, Any]
    execution_id: str | None = None
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class QueryFinished:
    """An executed query, plan, statistic or profile. On error `result` is empty and `error` says why.

    `kind` says which; `plan` is the plan that ran and `details` what must be known to read a
    statistic: reading, n, missing, missing_handling, conventions, assumptions, warnings, tables.
    `row_count` rows are shown of `total_rows`; `rows_seen` of them a model has read, None when none was
    asked.
    """

    name: ClassVar[str] = "query_result"
    result: list[dict[str, Any]]
    is_error: bool
    sql: str
    columns: list[str]
    row_count: int
    truncated: bool
    elapsed_ms: float
    execution_id: str
    total_rows: int | None = None
    error: str | None = None
    message_id: str = ""
    data_version: int = 1
    kind: str = "query"
    plan: dict[str, Any] | None = None
    details: dict[str, Any] | None = None
    rows_seen: int | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What is going on right now; not recorded."""

    name: ClassVar[str] = "status"
    message: str


@dataclass(frozen=True, slots=True)
class Error:
    """Something went wrong, in words a person can act on. `code` is stable."""

    name: ClassVar[str] = "error"
    message: str
    code: str


@dataclass(frozen=True, slots=True)
class SessionUpdate:
    """The session has a new title."""

    name: ClassVar[str] = "session_update"
    title: str


@dataclass(frozen=True, slots=True)
class Done:
    """The last event of every turn."""

    name: ClassVar[str] = "done"
    turn_id: str
    status: TurnStatus
    follow_ups: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    grounding: dict[str, Any] | None = None
    data_updated: bool = False


Event = Text | Plot | QueryFinished | Status | Error | SessionUpdate | Done


def encode(event: Event, *, seq: int | None = None, turn_id: str | None = None) -> dict[str, Any]:
    """The frame a client gets: `{event, data, seq, turn_id}`; `seq` counts within a turn from 1."""
    return {"event": event.name, "data": asdict(event), "seq": seq, "turn_id": turn_id}
