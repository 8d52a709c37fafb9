"""From a JSON document to a `Plan`, with pydantic's findings as sentences about the plan's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from analysis.plans import model
from analysis.plans.model import Plan
from analysis.plans.problems import Problem, did_you_mean, shown

_FEATURES = get_args(get_args(model.FeatureStep)[0])
_STEPS = {
    name: feature for feature in _FEATURES for name in get_args(feature.model_fields["step"].annotation)
}
_ENTRIES: Mapping[str, type[model.Strict]] = {"filters": model.Filter, "group_by": model.GroupBy}
_EXPECTED = {
    "string_type": "text",
    "string_unicode": "valid Unicode text",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "finite_number": "a finite number",
    "recursion_loop": "nested less deeply",
}


def parse(document: Mapping[str, Any]) -> tuple[Plan | None, list[Problem]]:
    """The plan, or what is wrong with its shape."""
    try:
        plan = Plan.model_validate(document)
    except ValidationError as error:
        return None, _problems(error.errors(include_url=False), document)
    if "operation" not in document and plan.chart_type is None:
        message = "The plan has no operation; name one, for example mean, count or correlation."
        return None, [Problem("operation", message, "missing_field")]
    return plan, []


def _problems(errors: list[ErrorDetails], document: Mapping[str, Any]) -> list[Problem]:
    found: dict[str, Problem] = {}
    for error in errors:
        field = field_path(error["loc"])
        found.setdefault(field, _problem(field, error, document))
    return list(found.values())


def field_path(location: tuple[int | str, ...]) -> str:
    """`filters[0].column` from pydantic's location, which also names the members of unions."""
    path = ""
    location = _without_depths(location)
    for position, part in enumerate(location):
        if isinstance(part, int):
            path += f"[{part}]"
        elif not _is_union_member(location, position):
            path += f".{_plain(part)}" if path else _plain(part)
    return path


def _without_depths(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Up to the field whose value may be any JSON: where in it doesn't matter."""
    is_open = (part == "value" or location[:place] == ("parameters",) for place, part in enumerate(location))
    end = next((place for place, found in enumerate(is_open) if found), len(location))
    return location[: end + 1]


def _is_union_member(location: tuple[int | str, ...], position: int) -> bool:
    part = location[position]
    after_feature = position == 2 and location[0] == "features" and part in _STEPS
    return after_feature or part in ("float", "constrained-str") or str(part).startswith("function-")


def _plain(part: str) -> str:
    return shown(part)[1:-1]


def _problem(field: str, error: ErrorDetails, document: Mapping[str, Any]) -> Problem:
    kind, context = error["type"], error.get("ctx", {})
    name = field or "The plan"
    if kind == "extra_forbidden":
        return _unknown_field(field, error["loc"])
    if kind == "missing":
        return Problem(field, f"{name} is missing; add it.", "missing_field")
    if kind in ("literal_error", "union_tag_invalid"):
        return _not_a_choice(field, error)
    if kind == "union_tag_not_found":
        return Problem(field, f"{name}.step is missing; it says what the step does.", "missing_field")
    if kind in _EXPECTED:
        return Problem(field, f"{name} must be {_EXPECTED[kind]}.", "invalid_value")
    return Problem(field, f"{name}: {_sentence(error['msg'], context)}", "invalid_value")


def _sentence(message: str, context: Mapping[str, Any]) -> str:
    if "pattern" in context:
        return "It must have a character that can be seen."
    return message.replace("Input should", "It should").replace("List should", "It should") + "."


def _unknown_field(field: str, location: tuple[int | str, ...]) -> Problem:
    known = _fields_beside(location)
    hint = did_you_mean(str(location[-1]), known, f"Its fields are: {', '.join(known)}.")
    return Problem(field, f"There is no field {shown(location[-1])} here.{hint}", "unknown_field")


def _fields_beside(location: tuple[int | str, ...]) -> list[str]:
    if len(location) == 1:
        return list(Plan.model_fields)
    entry = _STEPS.get(str(location[2])) if location[0] == "features" else _ENTRIES.get(str(location[0]))
    fields = entry.model_fields.items() if entry else ()
    return [field.alias or name for name, field in fields]


def _not_a_choice(field: str, error: ErrorDetails) -> Problem:
    if error["type"] == "union_tag_invalid":
        field, given, choices = f"{field}.step", error["ctx"]["tag"], list(_STEPS)
    else:
        given, choices = error["input"], _choices(error)
    hint = did_you_mean(str(given), choices, f"It is one of: {', '.join(choices)}.")
    return Problem(field, f"{field} can't be {shown(given)}.{hint}", "invalid_value")


def _choices(error: ErrorDetails) -> list[str]:
    """pydantic lists them in its words: `'a', 'b' or 'c'`."""
    expected = error["ctx"]["expected"].replace(" or ", ", ")
    return [choice.strip("'") for choice in expected.split(", ")]
