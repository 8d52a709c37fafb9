"""Results to chart, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts import prepare_chart
from engine.chart_compiler import compile_chart
from engine.results import Column, QueryResult

Spec = dict[str, Any]


def table(*columns: tuple[str, str], rows: Sequence[Sequence[Any]]) -> QueryResult:
    """A complete result with the given (name, DuckDB type) columns."""
    return QueryResult(
        tuple(Column(*column) for column in columns), [list(row) for row in rows], False, len(rows), 1.0
    )


def single(name: str, duckdb_type: str, *values: Any) -> QueryResult:
    """A result of a column, and of a second one `n` that counts from 1."""
    rows = [[value, number] for number, value in enumerate(values, 1)]
    return table((name, duckdb_type), ("n", "BIGINT"), rows=rows)


def unit(mark: Any, **encoding: Any) -> Spec:
    return {"mark": mark, "encoding": encoding}


def field(name: str, vega_type: str | None = None, **more: Any) -> Spec:
    return {"field": name, **({"type": vega_type} if vega_type else {}), **more}


def drawn(spec: Spec, result: QueryResult, units: dict[str, str] | None = None) -> Spec:
    """Through the gate and the compiler, as every chart goes."""
    chart = prepare_chart("A title", spec, result, units)
    compile_chart(chart)
    return chart


def encoding(spec: Spec, result: QueryResult, units: dict[str, str] | None = None) -> Spec:
    finished: Spec = drawn(spec, result, units)["encoding"]
    return finished
