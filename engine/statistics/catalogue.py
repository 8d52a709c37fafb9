"""Every statistic by name: what columns it needs, what parameters it takes, with their defaults.

Declarations only, so that the web process can validate a plan, describe the tools to a model and
document the API without loading SciPy. A role's name is the plan's field that fills it.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.statistics.operation import Operation
from engine.statistics.operations import comparing, describing, modelling, over_time

_DECLARED = (
    *describing.OPERATIONS,
    *comparing.OPERATIONS,
    *modelling.OPERATIONS,
    *over_time.OPERATIONS,
)

OPERATIONS: Mapping[str, Operation] = {operation.name: operation for operation in _DECLARED}
