"""From an intent to the steps that answer it: one planner per kind of question."""

from __future__ import annotations

from collections.abc import Callable

from chat.analysts.builtin.answers.aggregates import plan_single
from chat.analysts.builtin.answers.correlation import plan_correlation
from chat.analysts.builtin.answers.describe import plan_describe, plan_duplicates, plan_missing
from chat.analysts.builtin.answers.difference import plan_difference
from chat.analysts.builtin.answers.distribution import plan_distribution
from chat.analysts.builtin.answers.grouped import plan_grouped
from chat.analysts.builtin.answers.outliers import plan_outliers
from chat.analysts.builtin.answers.rows import plan_rows, plan_values
from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.intent import Intent, Kind
from chat.analysts.builtin.step import Step


def _plan_aggregate(intent: Intent, table: Table) -> list[Step]:
    if not intent.groups:
        return plan_single(intent, table)
    return [*plan_grouped(intent, table), *(plan_difference(intent, table) if intent.difference else [])]


Planner = Callable[[Intent, Table], list[Step]]
PLANNERS: dict[Kind, Planner] = {
    Kind.AGGREGATE: _plan_aggregate,
    Kind.ROWS: plan_rows,
    Kind.VALUES: plan_values,
    Kind.DISTRIBUTION: plan_distribution,
    Kind.CORRELATION: plan_correlation,
    Kind.OUTLIERS: plan_outliers,
    Kind.MISSING: plan_missing,
    Kind.DUPLICATES: plan_duplicates,
    Kind.DESCRIBE: plan_describe,
}


def plan(intent: Intent, table: Table) -> list[Step]:
    """The steps of an answer. COLUMNS has none: the data card knows the columns already."""
    return PLANNERS[intent.kind](intent, table) if intent.kind in PLANNERS else []
