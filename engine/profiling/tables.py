"""The profile as tables, so that every figure of it is a cell that a sentence can point at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from engine.results import Column, JsonValue
from engine.statistics.results import ResultTable

if TYPE_CHECKING:
    from engine.profiling.columns import ColumnProfile
    from engine.profiling.results import FileFacts, Profile

QUANTILES = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
"""The quantiles of a profile by the names of their columns."""
_MAX_ROWS = 500
"""Rows of one table; a wide file has more, and the table then says how many."""

_COLUMNS = {
    "column": "VARCHAR",
    "type": "VARCHAR",
    "meaning": "VARCHAR",
    "filled": "BIGINT",
    "nulls": "BIGINT",
    "null_share": "DOUBLE",
    "distinct": "BIGINT",
    "uniqueness": "DOUBLE",
    "minimum": "JSON",
    "maximum": "JSON",
    "mean": "DOUBLE",
    "std": "DOUBLE",
    **dict.fromkeys(QUANTILES, "DOUBLE"),
    "infinite": "BIGINT",
    "shortest": "BIGINT",
    "mean_length": "DOUBLE",
    "longest": "BIGINT",
    "outliers": "BIGINT",
    "low_fence": "DOUBLE",
    "high_fence": "DOUBLE",
    "approximate": "VARCHAR",
}
_TOP_VALUES = {
    "column": "VARCHAR",
    "value": "JSON",
    "count": "BIGINT",
    "share": "DOUBLE",
    "approximate": "BOOLEAN",
}
_HISTOGRAM = {
    "column": "VARCHAR",
    "above": "JSON",
    "up_to": "JSON",
    "count": "BIGINT",
    "approximate": "BOOLEAN",
}
_RELATIONS = {
    "first": "VARCHAR",
    "second": "VARCHAR",
    "measure": "VARCHAR",
    "value": "DOUBLE",
    "n": "BIGINT",
    "approximate": "BOOLEAN",
}
_FINDINGS = {"code": "VARCHAR", "column": "VARCHAR", "finding": "VARCHAR"}
_FILE = {
    "rows": "BIGINT",
    "columns": "BIGINT",
    "missing_cells": "BIGINT",
    "repeated_rows": "BIGINT",
    "repeated_share": "DOUBLE",
    "repeated_rows_approximate": "BOOLEAN",
    "constant_columns": "BIGINT",
    "candidate_keys": "VARCHAR",
    "sampled_rows": "BIGINT",
}


def profile_tables(profile: Profile) -> tuple[ResultTable, ...]:
    """`columns`, `top_values`, `histogram`, `relations`, `findings` and `file`, in this order."""
    columns, file = profile.columns, profile.file
    return (
        _table("columns", _COLUMNS, map(_column_row, columns)),
        _table("top_values", _TOP_VALUES, _top_value_rows(columns)),
        _table("histogram", _HISTOGRAM, _bin_rows(columns)),
        _table("relations", _RELATIONS, _relation_rows(file)),
        _table("findings", _FINDINGS, ([f.code, f.column, f.sentence] for f in file.findings)),
        _table("file", _FILE, [_file_row(profile)]),
    )


def _table(name: str, columns: dict[str, str], rows: Iterable[list[JsonValue]]) -> ResultTable:
    listed = list(rows)
    made = tuple(Column(column, kind) for column, kind in columns.items())
    return ResultTable(name, made, listed[:_MAX_ROWS], len(listed))


def _column_row(column: ColumnProfile) -> list[JsonValue]:
    lengths, outliers = column.lengths, column.outliers
    return [
        column.name,
        column.type,
        column.meaning.value,
        column.filled,
        column.nulls,
        column.null_share,
        column.distinct,
        column.uniqueness,
        column.minimum,
        column.maximum,
        column.mean,
        column.std,
        *(column.quantiles.get(name) for name in QUANTILES),
        column.infinite,
        *((lengths.shortest, lengths.mean, lengths.longest) if lengths else (None, None, None)),
        *((outliers.count, outliers.low_fence, outliers.high_fence) if outliers else (None, None, None)),
        ", ".join(column.approximate) or None,
    ]


def _top_value_rows(columns: Sequence[ColumnProfile]) -> Iterable[list[JsonValue]]:
    for column in columns:
        is_estimate = "top_values" in column.approximate
        for top in column.top_values:
            yield [column.name, top.value, top.count, top.share, is_estimate]


def _bin_rows(columns: Sequence[ColumnProfile]) -> Iterable[list[JsonValue]]:
    for column in columns:
        is_estimate = "histogram" in column.approximate
        if column.histogram is not None:
            edges, counts = column.histogram.edges, column.histogram.counts
            for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True):
                yield [column.name, low, high, count, is_estimate]


def _relation_rows(file: FileFacts) -> Iterable[list[JsonValue]]:
    return ([r.first, r.second, r.measure, r.value, r.n, r.approximate] for r in file.relations)


def _file_row(profile: Profile) -> list[JsonValue]:
    file, repeated = profile.file, profile.file.duplicates
    return [
        profile.row_count,
        profile.column_count,
        sum(column.nulls for column in profile.columns),
        repeated.rows if repeated else None,
        repeated.share if repeated else None,
        repeated.approximate if repeated else None,
        len(file.constant_columns),
        "; ".join(" + ".join(key.columns) for key in file.candidate_keys) or None,
        profile.sampled.rows if profile.sampled else None,
    ]
