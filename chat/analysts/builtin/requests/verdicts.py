"""Yes or no: what a test's p-value says at the level that was asked for."""

from __future__ import annotations

from chat.analysts.builtin.figures import as_number
from chat.analysts.builtin.intent import Intent
from engine.results import QueryResult
from engine.statistics.catalogue import OPERATIONS

_COLUMNS = ("significant", "normality_rejected")


def verdict(intent: Intent, result: QueryResult) -> bool | None:
    """Whether there is what was asked about; for normality, whether it was not rejected. None for no test.

    Where several tests were run and disagree, there is no verdict.
    """
    statistic = intent.statistic
    if statistic is None or statistic.operation not in _TESTS or not result.rows:
        return None
    rejected = {_rejected(record, _alpha(intent)) for record in result.records()}
    if len(rejected) != 1 or (found := rejected.pop()) is None:
        return None
    return not found if statistic.operation in _ABSENT else found


_ABSENT = {"normality"}
_TESTS = {
    "correlation", "partial_correlation", "normality", "compare_groups", "compare_variances",
    "compare_columns",
    "one_sample", "contingency", "trend",
}  # fmt: skip


def _alpha(intent: Intent) -> float:
    assert intent.statistic is not None
    stated = as_number(intent.statistic.parameters.get("alpha"))
    if stated is not None:
        return stated
    parameters = {item.name: item for item in OPERATIONS[intent.statistic.operation].parameters}
    return as_number(parameters["alpha"].default) or 0.05


def _rejected(record: dict[str, object], alpha: float) -> bool | None:
    for column in _COLUMNS:
        if isinstance(record.get(column), bool):
            return bool(record[column])
    p_value = as_number(record.get("p_value"))
    return None if p_value is None else p_value < alpha
