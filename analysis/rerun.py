"""Running a recorded execution again on the data it ran on: the same result is expected."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from channels.db import database_sync_to_async
from django.conf import settings

from analysis.datasets import Dataset, dataset_version
from analysis.models import Execution
from analysis.plans.services import execute_plan
from analysis.profiles.services import profile_compute
from analysis.services import execute_query

MAX_DIFFERENCES = 20
_RELATIVE_TOLERANCE = 1e-9
"""Sums of doubles depend on the order in which threads add; more than their last digits is a difference."""


class NotRepeatable(Exception):
    """This kind of execution can't be run again."""


@dataclass(frozen=True, slots=True)
class Rerun:
    """The execution that was made, whether it says the same, and where it doesn't, line by line."""

    execution: Execution
    same: bool
    summary: str
    differences: tuple[str, ...] = ()


async def execution_rerun(*, execution: Execution, user_id: object) -> Rerun:
    """Run the same SQL, plan or profile again, on behalf of `user_id`, and compare.

    Raises NotRepeatable for an import, and the DoesNotExist errors of `dataset_version`.
    """
    dataset = await database_sync_to_async(dataset_version)(
        session_id=execution.session_id, version=execution.data_version
    )
    return compare(execution, await _run(execution, dataset.read_by(user_id)))


async def _run(execution: Execution, dataset: Dataset) -> Execution:
    match execution.kind:
        case Execution.Kind.QUERY:
            return (await execute_query(dataset=dataset, sql=execution.sql))[0]
        case Execution.Kind.PLOT:  # of its rows, not of its drawing; a chart may have more than a query
            rows = settings.CHART_MAX_ROWS
            return (await execute_query(dataset=dataset, sql=execution.sql, max_rows=rows))[0]
        case Execution.Kind.PLAN | Execution.Kind.STATISTIC:
            return (await execute_plan(dataset=dataset, document=execution.plan or {})).execution
        case Execution.Kind.PROFILE:
            return (await profile_compute(dataset=dataset))[0]
    raise NotRepeatable("An import is repeated by reading the file again: POST reimport.")


def compare(before: Execution, now: Execution) -> Rerun:
    """What differs between two executions of the same thing."""
    if before.error or now.error:
        return _compare_errors(before, now)
    if before.columns != now.columns:
        names = f"{before.column_names} became {now.column_names}"
        return Rerun(now, same=False, summary="The columns differ.", differences=(names,))
    different = _different_rows(before.rows, now.rows)
    if not different and before.total_rows == now.total_rows:
        return Rerun(now, same=True, summary=f"The same result: {len(now.rows)} rows.")
    if _as_bag(before.rows) == _as_bag(now.rows):
        return Rerun(now, same=True, summary="The same rows in another order; the SQL doesn't fix one.")
    summary = f"{len(different)} rows differ; {len(before.rows)} rows before, {len(now.rows)} now."
    return Rerun(now, same=False, summary=summary, differences=tuple(different[:MAX_DIFFERENCES]))


def _compare_errors(before: Execution, now: Execution) -> Rerun:
    if (before.error_code, before.error) == (now.error_code, now.error):
        return Rerun(now, same=True, summary=f"The same error: {now.error}")
    told = (f"Before: {before.error or 'it succeeded'}", f"Now: {now.error or 'it succeeded'}")
    return Rerun(now, same=False, summary="It ended differently.", differences=told)


def _different_rows(before: list[list[Any]], now: list[list[Any]]) -> list[str]:
    pairs = zip(before, now, strict=False)
    changed = [f"Row {n}: {a} became {b}" for n, (a, b) in enumerate(pairs, 1) if not _equal(a, b)]
    shorter = min(len(before), len(now))
    missing = [f"Row {n}: {row} is missing now" for n, row in enumerate(before[shorter:], shorter + 1)]
    added = [f"Row {n}: {row} is new" for n, row in enumerate(now[shorter:], shorter + 1)]
    return [*changed, *missing, *added]


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float | int):
        return math.isclose(a, b, rel_tol=_RELATIVE_TOLERANCE)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_equal, a, b))
    return bool(a == b)


def _as_bag(rows: list[list[Any]]) -> Counter[str]:
    return Counter(repr([f"{cell:.9g}" if isinstance(cell, float) else cell for cell in row]) for row in rows)
