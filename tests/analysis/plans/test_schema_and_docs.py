"""What is written about plans is what the code does: the tool's schema and docs/plans.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from analysis.plans import Plan, model, plan_schema
from analysis.plans.operations import ALIASES, ALL, NAMES
from engine.statistics.operation import Operation, Parameter, Role

DOCS = (Path(__file__).resolve().parents[3] / "docs" / "plans.md").read_text()


def test_the_schema_is_compact_and_names_everything() -> None:
    schema = plan_schema()
    assert set(schema["properties"]) == set(Plan.model_fields)
    assert schema["properties"]["operation"]["enum"] == list(NAMES)
    operations = schema["properties"]["operation"]["description"]
    assert "mean(target_column, [group_by])" in operations
    assert "one_sample(target_column; value=0.0, method: t|wilcoxon" in operations
    assert schema["additionalProperties"] is False
    assert len(json.dumps(schema)) < 12_000
    references = json.dumps(schema).count('"$ref"')
    assert references >= len(schema["$defs"]) - 1


def test_the_schema_is_valid_json_schema_for_good_plans() -> None:
    """Every keyword in it is one that the models enforce, so that a plan that fits also parses."""
    steps: list[dict[str, Any]] = [
        {"step": "ratio", "name": "r", "left": "a", "right": 2.0},
        {"step": "fill", "column": "a", "with": "value", "value": 0},
    ]
    document = {
        "operation": "mean",
        "target_column": "a",
        "group_by": ["b", {"column": "c", "part": "month"}],
    }
    plan = Plan.model_validate({**document, "features": steps, "limit": None})
    assert [group.column for group in plan.group_by] == ["b", "c"]


def test_the_docs_hold_the_operations_as_they_are() -> None:
    missing = [row for row in map(row_of, ALL.values()) if row not in DOCS]
    assert not missing, "docs/plans.md lacks these rows:\n" + "\n".join(missing)
    assert DOCS.count("\n| `") >= len(ALL)
    for alias, name in ALIASES.items():
        assert f"`{alias}` is `{name}`" in DOCS


def test_the_docs_name_every_field_operator_step_and_part() -> None:
    steps = [name for feature in get_args(get_args(model.FeatureStep)[0]) for name in step_names(feature)]
    words = (
        *Plan.model_fields, *get_args(model.Operator), *steps, *get_args(model.DatePart), *get_args(model.ChartType),
    )  # fmt: skip
    assert [word for word in words if f"`{word}`" not in DOCS] == []


def step_names(feature: type[model.Strict]) -> tuple[str, ...]:
    return get_args(feature.model_fields["step"].annotation)


def row_of(operation: Operation) -> str:
    """An operation's row in the table of docs/plans.md."""
    roles = ", ".join(map(role_text, operation.roles))
    parameters = ", ".join(map(parameter_text, operation.parameters)) or "–"
    needs = f"{operation.minimum_rows} row{'s' if operation.minimum_rows > 1 else ''}"
    return f"| `{operation.name}` | {operation.description} | {roles} | {parameters} | {needs} |"


def role_text(role: Role) -> str:
    optional = " (optional)" if role.minimum == 0 else ""
    return f"`{role.field}`{optional}"


def parameter_text(parameter: Parameter) -> str:
    choices = f" ({', '.join(parameter.choices)})" if parameter.choices else ""
    default = "" if parameter.default is None else f" = {json.dumps(parameter.default)}"
    return f"`{parameter.name}`{default}{choices}"
