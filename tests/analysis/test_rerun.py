"""Running a recorded execution again: the same result, or the difference in words."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.models import Execution
from analysis.rerun import compare


def execution(**fields: Any) -> Execution:
    given = {"columns": [["a", "BIGINT"]], "rows": [[1], [2]], "total_rows": 2, **fields}
    return Execution(kind=Execution.Kind.QUERY, **given)


@pytest.mark.parametrize(
    ("now", "same", "words"),
    [
        ({}, True, "The same result: 2 rows."),
        ({"rows": [[2], [1]]}, True, "another order"),
        ({"rows": [[1], [2 + 1e-12]]}, True, "The same result"),
        ({"rows": [[1], [2.001]]}, False, "Row 2: [2] became [2.001]"),
        ({"rows": [[1]], "total_rows": 1}, False, "Row 2: [2] is missing now"),
        ({"rows": [[1], [2], [3]], "total_rows": 3}, False, "Row 3: [3] is new"),
        ({"columns": [["b", "BIGINT"]]}, False, "['a'] became ['b']"),
        ({"rows": [], "error": "Gone.", "error_code": "data_missing"}, False, "Now: Gone."),
    ],
)
def test_what_changed_is_said(now: dict[str, Any], same: bool, words: str) -> None:
    before = execution(rows=[[1], [2.0]] if now.get("rows") == [[1], [2 + 1e-12]] else [[1], [2]])
    rerun = compare(before, execution(**now))
    assert rerun.same is same
    assert words in " ".join([rerun.summary, *rerun.differences])


def test_a_failure_that_fails_the_same_way_is_the_same() -> None:
    failed = {"rows": [], "error": "No such column.", "error_code": "sql_failed"}
    assert compare(execution(**failed), execution(**failed)).same
