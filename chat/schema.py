"""The socket's frames in the OpenAPI document, so that clients can generate one set of types.

OpenAPI has no words for a socket; the frames stand among its schemas as `ServerFrame` and
`ClientFrame`, taken from the same classes that the server sends.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DataclassField, ModelField, TypedDictField, WithDefaultSchema
from typing_extensions import TypedDict  # pydantic needs this one below Python 3.12

from analysis.details import ExecutionDetails, PlanDetails, ProfileDetails, StatisticDetails
from chat import events
from chat.grounding.records import Figure
from files import job_events

_REF = "#/components/schemas/{model}"


class TurnGrounding(TypedDict):
    """`done.grounding`: how many figures have which status, and each checked text's figures."""

    verified: int
    derived: int
    unverified: int
    messages: dict[str, list[Figure]]


class FigureCounts(TypedDict):
    verified: int
    derived: int
    unverified: int


class MessageGrounding(TypedDict):
    """`grounding` of a restored message."""

    figures: list[Figure]
    counts: FigureCounts


class PlotDocument(TypedDict):
    title: str
    vega_lite_spec: dict[str, Any]


class AskFrame(TypedDict):
    type: Literal["message"]
    text: str


class AutoAnalyzeFrame(TypedDict):
    type: Literal["auto_analyze"]


class StopFrame(TypedDict):
    type: Literal["stop"]


class ResumeFrame(TypedDict):
    type: Literal["resume"]
    turn_id: str
    after: int


ClientFrame = AskFrame | AutoAnalyzeFrame | StopFrame | ResumeFrame
_TYPES: dict[str, Any] = {
    "TurnGrounding": TurnGrounding,
    "MessageGrounding": MessageGrounding,
    "PlotDocument": PlotDocument,
    "StatisticDetails": StatisticDetails,
    "ProfileDetails": ProfileDetails,
    "PlanDetails": PlanDetails,
    "ExecutionDetails": ExecutionDetails,
    "ClientFrame": ClientFrame,
}


class _AsSent(GenerateJsonSchema):
    """Schemas of what `asdict` makes of an object: no field is left out, so none has a default."""

    def field_is_required(self, field: ModelField | DataclassField | TypedDictField, total: bool) -> bool:  # noqa: FBT001
        return field["type"] == "dataclass-field" or super().field_is_required(field, total)

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def add_socket_frames(result: dict[str, Any], generator: Any, request: Any, public: Any) -> dict[str, Any]:
    """A post-processing hook of drf-spectacular."""
    schemas = result["components"]["schemas"]
    for name, kind in _TYPES.items():
        _add(schemas, name, kind)
    frames = [_frame(schemas, kind) for kind in (*get_args(events.Event), *get_args(job_events.FileEvent))]
    schemas["ServerFrame"] = {"oneOf": frames}
    _say_what_is_in_json(schemas)
    _add_results(schemas)
    return result


def _add(schemas: dict[str, Any], name: str, kind: Any) -> None:
    """`kind` under `name`, with all that it refers to."""
    schema = TypeAdapter(kind).json_schema(ref_template=_REF, mode="serialization", schema_generator=_AsSent)
    for inner, definition in schema.pop("$defs", {}).items():
        schemas.setdefault(inner, definition)
    schemas[name] = schema


def _frame(schemas: dict[str, Any], kind: type[events.Event | job_events.FileEvent]) -> dict[str, Any]:
    """The frame of an event class; its data becomes a schema of its own, such as `TextData`."""
    data = "".join(word.capitalize() for word in kind.name.split("_")) + "Data"
    _add(schemas, data, kind)
    properties = {
        "event": {"const": kind.name},
        "data": _reference(data),
        "seq": {"type": ["integer", "null"]},
        "turn_id": {"type": ["string", "null"]},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _say_what_is_in_json(schemas: dict[str, Any]) -> None:
    """Name the types of properties that the code knows as JSON or text only."""
    details, plot = _nullable("ExecutionDetails"), _nullable("PlotDocument")
    grounding, status = _nullable("TurnGrounding"), _reference("ImportStatus")
    refined: dict[str, dict[str, Any]] = {
        "Answer": {"grounding": grounding},
        "DoneData": {"grounding": grounding},
        "Message": {"grounding": _nullable("MessageGrounding"), "plot_data": plot},
        "QueryResultData": {"details": details, "kind": _reference("ExecutionKind")},
        "Execution": {"details": details},
        "RunResult": {"details": details},
        "FileProgressData": {"status": status},
        "FileCompleteData": {"status": status},
        "FileErrorData": {"status": status},
    }
    for name, properties in refined.items():
        schemas[name]["properties"] |= properties


def _add_results(schemas: dict[str, Any]) -> None:
    """A restored message of type `query_result` has the fields of the event that showed it."""
    message, data = schemas["Message"]["properties"], schemas["QueryResultData"]["properties"]
    message |= {name: schema for name, schema in data.items() if name not in message and name != "message_id"}


def _reference(model: str) -> dict[str, Any]:
    return {"$ref": _REF.format(model=model)}


def _nullable(model: str) -> dict[str, Any]:
    return {"anyOf": [_reference(model), {"type": "null"}]}
