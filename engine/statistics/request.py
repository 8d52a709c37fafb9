"""What is asked of a statistics worker: an operation of the catalogue over the rows of a SELECT."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.results import JsonValue


@dataclass(frozen=True, slots=True)
class StatisticRequest:
    """An operation, the SELECT that gives its data, and which result column plays which role.

    `roles` maps a role of the operation (`target_column`, `x_axis`, `columns` …) to names of the
    SELECT's columns, in order. `parameters` are complete: `catalogue.Operation.complete` fills in
    defaults and refuses what doesn't fit.
    """

    operation: str
    sql: str
    roles: Mapping[str, tuple[str, ...]]
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)
