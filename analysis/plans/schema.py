"""The JSON schema of a plan: for the tool that a model calls, and for the API's document."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from analysis.plans.model import Plan
from analysis.plans.operations import ALL, NAMES
from engine.statistics.operation import Operation, Parameter

_NOISE = frozenset({"title", "default", "minLength", "maxLength", "maxItems", "pattern", "discriminator"})
"""Keywords that cost tokens and tell a model nothing; the server checks them all the same."""


@cache
def plan_schema() -> dict[str, Any]:
    """A compact JSON schema (draft 2020-12) of a plan, fit for a tool's `input_schema`."""
    schema: dict[str, Any] = _compact(Plan.model_json_schema())
    schema["properties"]["operation"] |= {"enum": list(NAMES), "description": _signatures()}
    schema["required"] = ["operation"]
    return schema


def _signatures() -> str:
    """Every operation with the fields that fill its roles and its parameters, a line each."""
    return "What to compute: fields [optional fields]; parameters.\n" + "\n".join(
        map(_signature, ALL.values())
    )


def _signature(operation: Operation) -> str:
    needed = [role.field for role in operation.roles if role.minimum > 0]
    optional = [f"[{role.field}]" for role in operation.roles if role.minimum == 0]
    parameters = ", ".join(map(_parameter, operation.parameters))
    settings = f"; {parameters}" if parameters else ""
    return f"{operation.name}({', '.join([*needed, *optional])}{settings})"


def _parameter(parameter: Parameter) -> str:
    choices = f": {'|'.join(parameter.choices)}" if parameter.choices else ""
    default = "" if parameter.default is None else f"={json.dumps(parameter.default)}"
    return f"{parameter.name}{choices}{default}"


def _compact(node: Any) -> Any:
    if isinstance(node, list):
        return [_compact(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _properties(value) if key in ("properties", "$defs") else _compact(value)
        for key, value in _without_null(node).items()
        if key not in _NOISE
    }


def _properties(named: dict[str, Any]) -> dict[str, Any]:
    """The values are schemas, the keys are names and not keywords: one may be called title."""
    return {name: _compact(schema) for name, schema in named.items()}


def _without_null(node: dict[str, Any]) -> dict[str, Any]:
    """`anyOf: [X, null]` as X: what isn't meant is left out."""
    options = [option for option in node.get("anyOf", []) if option != {"type": "null"}]
    if len(options) != 1:
        return {**node, "anyOf": options} if options else node
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    return {**options[0], **rest}
