"""Suggested charts, drawn: each one's plan compiled, its SQL run and recorded, its chart through the gate."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.charts.suggestions.columns import MAX_CATEGORIES, cast_of
from analysis.charts.suggestions.ranking import ranked
from analysis.charts.suggestions.rules import Suggestion, suggestions_for
from analysis.datasets import Dataset
from analysis.models import Execution
from analysis.plans import TableFacts, check_plan
from analysis.profiles.services import profile_get
from analysis.services import execute_plot
from engine.errors import EngineError

_SPARE = 6
"""Candidates beyond those asked for, to take the place of any that the data makes undrawable."""
_AT_ONCE = 2
"""Charts of one request under way at a time, so that it doesn't keep every worker busy."""
NOTHING_TO_SHOW = (
    "No chart suggests itself: a chart needs a column of quantities, of dates, or of categories with 2 to "
    f"{MAX_CATEGORIES} values."
)


_MOST_UPRIGHT_BARS = 8
_NO_FAULT_OF_THE_CHART = frozenset({"data_missing", "worker_crashed"})


class SuggestionsFailed(EngineError):
    """The file couldn't be read; message and code are those of the execution that found out."""

    def __init__(self, execution: Execution) -> None:
        super().__init__(execution.error)
        self.code = execution.error_code


@dataclass(frozen=True, slots=True)
class DrawnSuggestion:
    """A suggestion whose chart passed the gate, with its rows inlined."""

    suggestion: Suggestion
    sql: str
    vega_lite_spec: dict[str, Any]
    execution_id: str


async def suggest_charts(*, dataset: Dataset, columns: Sequence[str], limit: int) -> list[DrawnSuggestion]:
    """At most `limit` charts of the file, best first; of those columns where any are named.

    Names are the file's own. Raises SuggestionsFailed when the file can't be profiled or read.
    """
    execution, profile = await profile_get(dataset=dataset)
    if profile is None:
        raise SuggestionsFailed(execution)
    focus = frozenset(columns)
    found = ranked(suggestions_for(cast_of(profile, focus)), focus, limit + _SPARE)
    facts = TableFacts(dataset.columns, dataset.row_count, profile)
    drawn: list[DrawnSuggestion] = []
    async for each in _drawn(dataset, facts, found):
        drawn.append(each)
        if len(drawn) == limit:
            break
    return drawn


async def _drawn(
    dataset: Dataset, facts: TableFacts, suggestions: Sequence[Suggestion]
) -> AsyncIterator[DrawnSuggestion]:
    """Those that can be drawn, in their order."""
    for start in range(0, len(suggestions), _AT_ONCE):
        some = suggestions[start : start + _AT_ONCE]
        for drawn in await asyncio.gather(*(_draw(dataset, facts, each) for each in some)):
            if drawn is not None:
                yield drawn


async def _draw(dataset: Dataset, facts: TableFacts, suggestion: Suggestion) -> DrawnSuggestion | None:
    compiled = (await asyncio.to_thread(check_plan, suggestion.plan, facts)).compiled
    if compiled is None or compiled.chart is None:
        return None
    request = compiled.chart
    execution, _, chart = await execute_plot(
        dataset=dataset, title=suggestion.title, sql=request.sql, spec=_laid_out(request.spec, suggestion)
    )
    if execution.error_code in _NO_FAULT_OF_THE_CHART:
        raise SuggestionsFailed(execution)
    if chart is None:
        return None
    return DrawnSuggestion(suggestion, request.sql, chart, str(execution.pk))


def _laid_out(spec: dict[str, Any], suggestion: Suggestion) -> dict[str, Any]:
    """Many bars lie, so that their names can be read without turning one's head."""
    encoding = spec.get("encoding", {})
    is_upright = suggestion.chart_type == "bar" and encoding.get("x", {}).get("type") == "nominal"
    if not is_upright or suggestion.categories <= _MOST_UPRIGHT_BARS:
        return spec
    return {**spec, "encoding": {**encoding, "x": encoding["y"], "y": encoding["x"]}}
