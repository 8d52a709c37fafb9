"""What an operation of the catalogue is made of: roles for columns, and parameters that are checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from engine.results import JsonValue


class Kind(StrEnum):
    """What a role's column must be."""

    NUMERIC = "numeric"
    CATEGORY = "category"
    """Any type with few different values: text, booleans, whole numbers."""
    TIME = "time"
    """DATE or TIMESTAMP."""
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Role:
    """A place for columns: how many, and of which kind."""

    field: str
    kind: Kind
    minimum: int = 1
    maximum: int = 1
    description: str = ""


ParameterType = Literal["number", "integer", "boolean", "text", "choice", "texts", "numbers", "choices"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A setting of an operation. A default of None means that the operation decides, and says how."""

    name: str
    type: ParameterType
    default: JsonValue
    description: str
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


class ParameterRefused(ValueError):
    """A parameter is unknown or has a value that doesn't fit; the message names it and what would."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True)
class Operation:
    """One statistic: `minimum_rows` complete rows are needed before it says anything."""

    name: str
    title: str
    description: str
    roles: tuple[Role, ...]
    parameters: tuple[Parameter, ...] = ()
    minimum_rows: int = 2

    def role(self, field: str) -> Role | None:
        return next((role for role in self.roles if role.field == field), None)

    def complete(self, given: Mapping[str, Any]) -> dict[str, JsonValue]:
        """The parameters with defaults filled in. Raises ParameterRefused."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                names = ", ".join(known) or "none"
                raise ParameterRefused(name, f"{self.name} has no parameter {name!r}; it has: {names}.")
        return {
            name: parameter.default if given.get(name) is None else _checked(parameter, given[name])
            for name, parameter in known.items()
        }


def _checked(parameter: Parameter, value: Any) -> JsonValue:
    if parameter.type in ("texts", "numbers", "choices"):
        if not isinstance(value, list) or not value:
            raise ParameterRefused(parameter.name, f"{parameter.name} must be a list with an entry or more.")
        return [_checked_one(parameter, parameter.type[:-1], item) for item in value]
    return _checked_one(parameter, parameter.type, value)


def _checked_one(parameter: Parameter, kind: str, value: Any) -> JsonValue:
    if kind in ("number", "integer"):
        return _number(parameter, kind, value)
    if kind == "boolean" and not isinstance(value, bool):
        raise ParameterRefused(parameter.name, f"{parameter.name} must be true or false.")
    if kind == "text" and not isinstance(value, str | int | float | bool):
        raise ParameterRefused(parameter.name, f"{parameter.name} must be text.")
    if kind == "choice" and value not in parameter.choices:
        choices = ", ".join(parameter.choices)
        raise ParameterRefused(parameter.name, f"{parameter.name} must be one of: {choices}.")
    return value


def _number(parameter: Parameter, kind: str, value: Any) -> JsonValue:
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not isinstance(value, int | float) or (kind == "integer" and not is_whole):
        what = "a whole number" if kind == "integer" else "a number"
        raise ParameterRefused(parameter.name, f"{parameter.name} must be {what}.")
    low, high = parameter.minimum, parameter.maximum
    if not ((low is None or value >= low) and (high is None or value <= high)):
        bounds = " and ".join(
            text
            for text in (
                f"at least {low:g}" if low is not None else "",
                f"at most {high:g}" if high is not None else "",
            )
            if text
        )
        raise ParameterRefused(parameter.name, f"{parameter.name} must be {bounds}.")
    return int(value) if kind == "integer" else value
