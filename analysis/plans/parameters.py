"""A plan's parameters against those that its operation declares."""

from __future__ import annotations

from analysis.plans.model import Plan
from analysis.plans.problems import Invalid, shown
from engine.results import JsonValue
from engine.statistics.operation import Operation, ParameterRefused


def complete(operation: Operation, plan: Plan) -> dict[str, JsonValue]:
    """The parameters with defaults filled in. Raises Invalid for one that is unknown or doesn't fit."""
    try:
        return operation.complete(plan.parameters)
    except ParameterRefused as error:
        field = f"parameters.{shown(error.name)[1:-1]}"
        raise Invalid(field, _printable(str(error)), "invalid_parameter") from None


def _printable(sentence: str) -> str:
    return "".join(char if char.isprintable() else " " for char in sentence)[:500]
