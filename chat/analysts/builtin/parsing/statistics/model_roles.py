"""Roles of models: what is explained, and what explains it."""

from __future__ import annotations

import re

from chat.analysts.builtin.columns import ColumnInfo, Role
from chat.analysts.builtin.parsing.statistics.roles import COLUMN, COLUMNS, Roles

_TARGET_WORD = (
    r"(?:dependent|target|response|outcome|predicted|explained)(?: (?:variable|column|feature|value))?"
)
_TARGETS = tuple(
    re.compile(rule)
    for rule in (
        rf"\b(?:predict|predicting|predicts|forecast|classify|classifying|estimate|estimating|model|"
        rf"modelling|modeling|explain|explaining)"
        rf"(?: the| whether| if| a| an| values?| level| of| passenger| passengers)* {COLUMN}",
        rf"{_TARGET_WORD}(?: (?:is|as|should be|being|will be|of|the|=|:|column))* {COLUMN}",
        rf"{COLUMN}(?: (?:as|is|being|will be|to be|should be|the|an|a|our|your))+ {_TARGET_WORD}",
        rf"{COLUMN} as (?:the |a )?(?:dependent|target|response|outcome|y)\b",
        rf"{COLUMN} (?:depends?|depending|explained|predicted|be predicted|is explained|is predicted|"
        rf"as a function of|~)",
        rf"\bof {COLUMN} (?:on|against|onto|from|by|using|with)\b",
        rf"{COLUMN} (?:on|onto|~|vs|versus|against) <\d+>",
        rf"(?:effect|influence|impact|effects) of {COLUMNS} on (?:the )?<(?P<t>\d+)>",
        rf"(?:does|do|is|are) {COLUMNS} (?:affect|influence|drive|predict|determine|explain|"
        rf"impact)s? (?:the )?<(?P<t>\d+)>",
        rf"{COLUMNS} to (?:predict|explain|model|estimate) (?:the )?<(?P<t>\d+)>",
        rf"for (?:the )?{COLUMN} (?:using|based|with|from|given|as)\b",
        rf"^(?:\W|the|a|of|for|on)*{COLUMN} (?:using|based|with|from|given|by|against)\b",
    )
)  # fmt: skip
_OF_CLASSES = {"accuracy", "precision", "recall", "f1", "roc_auc"}


def model(roles: Roles) -> None:
    """The target by its words; everything else named predicts it."""
    names = roles.names
    target = _target(roles)
    predictors = [name for name in names if name != target]
    if target is None and len(names) == 2:
        target, predictors = names[1], names[:1]
        roles.board.note(f"I took {names[1]} as what is explained and {names[0]} as what explains it.")
    if target is None:
        roles.problem("I can't tell which column is to be explained. Say “… of A on B and C”.")
        return
    if not predictors:
        predictors = _all_others(roles, target)
    if not predictors:
        roles.problem(f"Name the columns that {target} is explained by.")
        return
    _check_target(roles, target)
    roles.filled = {"target_column": (target,), "columns": tuple(predictors)}


def _check_target(roles: Roles, target: str) -> None:
    info = roles.info(target)
    category = not info.is_number and info.role is not Role.BOOLEAN
    if roles.operation == "linear_regression" and category:
        roles.problem(f"A linear regression explains a number, and {target} is none.")
    if roles.operation == "predict" and "task" not in roles.parameters:
        _task(roles, info)
    if roles.operation == "logistic_regression" and not (info.is_flag or (info.distinct or 0) <= 2):
        roles.problem(f"A logistic regression explains a column with two values, and {target} has more.")


def _task(roles: Roles, info: ColumnInfo) -> None:
    """A yes/no column kept as 0 and 1 is a category, unless the metrics asked for are those of numbers."""
    metrics = roles.parameters.get("metrics")
    named = {str(name) for name in metrics} if isinstance(metrics, list) else set()
    numeric_model = roles.parameters.get("model") in {"linear", "ridge"}
    if info.is_number and not numeric_model and (named & _OF_CLASSES or (info.is_flag and not named)):
        roles.parameters["task"] = "classification"


def _target(roles: Roles) -> str | None:
    line = roles.line()
    for rule in _TARGETS:
        match = rule.search(line)
        if match:
            return roles.name(int(match.groupdict().get("t") or match[1]))
    return None


def _all_others(roles: Roles, target: str) -> list[str]:
    """“using all other columns”: what can be a predictor without being a name or an id."""
    line = roles.line()
    if not re.search(r"\b(?:all|every|remaining|rest|other)\b", line):
        return []
    only_numbers = "numeric" in line or "numerical" in line
    usable = (Role.MEASURE,) if only_numbers else (Role.MEASURE, Role.CATEGORY, Role.BOOLEAN)
    found = [column.name for column in roles.board.table.with_role(*usable) if column.name != target]
    roles.board.note(f"As predictors I used {', '.join(found[:12])}.")
    return found[:50]
