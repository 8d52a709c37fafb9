# ruff: noqa: S608 (every identifier and literal in the SQL comes through sqltext)
"""The step `bins`: a column cut into ranges, named by their place in the order and their edges.

Edges are [low, high) with the last bin closed on both sides, as NumPy's histogram has them; closed
on the right they are (low, high] with the first bin closed on both sides, as pandas' `qcut` and
`cut(…, include_lowest=True)`.
"""

from __future__ import annotations

from itertools import pairwise

from analysis.plans.kinds import NUMERIC
from analysis.plans.model import Bins
from analysis.plans.problems import Invalid
from analysis.plans.rows import Rows
from analysis.plans.sqltext import aliased, double, enum_type, literal
from engine.results import Column

DEFAULT_COUNT = 5


def apply(rows: Rows, field: str, step: Bins) -> Rows:
    """The rows with the column of bins. Raises Invalid.

    Edges and names stand in a relation of one row, computed once; a bin's place among them is the
    number of edges that the value has passed.
    """
    column = rows.column(f"{field}.column", step.column, NUMERIC)
    edges = _checked_edges(field, step)
    count = len(edges) - 1 if edges else step.count or DEFAULT_COUNT
    labels = _labels(field, step, edges, count)
    shape = enum_type(labels) if labels else "VARCHAR"
    relation = f"bins_of_{rows.relation}"
    lists = (
        f"SELECT edges, {_names(labels, count)} AS names\nFROM ({_edges(rows, step, double(column), edges)})"
    )
    text = f"{_named(step, double(column), count, relation)}::{shape}"
    rows = rows.with_cte(relation, lists)
    return rows.step(f"SELECT *, {aliased(text, step.name)}\n{rows.source}").with_column(
        Column(step.name, shape)
    )


def _checked_edges(field: str, step: Bins) -> list[float]:
    edges = step.edges or []
    if edges and (step.count is not None or step.method != "equal_width"):
        message = "Give either edges, or count with a method."
        raise Invalid(f"{field}.edges", message, "invalid_value")
    if any(low >= high for low, high in pairwise(edges)):
        raise Invalid(f"{field}.edges", "The edges must rise from one to the next.", "invalid_value")
    return edges


def _labels(field: str, step: Bins, edges: list[float], count: int) -> list[str]:
    """The names of the bins where they are known beforehand; their order is the bins'."""
    if step.labels is None:
        return [f"{_shortest(low)} to {_shortest(high)}" for low, high in pairwise(edges)]
    if len(set(step.labels)) != count or len(step.labels) != count:
        message = f"There are {count} bins; give {count} labels that differ."
        raise Invalid(f"{field}.labels", message, "invalid_value")
    return step.labels


def _shortest(number: float) -> str:
    number = float(number)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _edges(rows: Rows, step: Bins, values: str, edges: list[float]) -> str:
    """A SELECT with one row: the list of all edges, from lowest to highest."""
    if edges:
        return f"SELECT [{', '.join(f'{edge!r}::DOUBLE' for edge in edges)}] AS edges"
    count = step.count or DEFAULT_COUNT
    if step.method == "equal_frequency":
        shares = ", ".join(f"{place}/{count}" for place in range(count + 1))
        return f"SELECT quantile_cont({values}, [{shares}]) AS edges {rows.source}"
    inner = ", ".join(f"low + (high - low) * {place} / {count}" for place in range(1, count))
    ends = f"SELECT min({values}) AS low, max({values}) AS high {rows.source}"
    return f"SELECT [low, {inner}, high] AS edges FROM ({ends})"


def _names(labels: list[str], count: int) -> str:
    """The list of the bins' names; without labels as text that sorts like the bins: "2 (17 to 29.4)"."""
    if labels:
        return f"[{', '.join(map(literal, labels))}]"
    low, high = "format('{:g}', edges[place])", "format('{:g}', edges[place + 1])"
    text = f"printf('%0{len(str(count))}d', place) || ' (' || {low} || ' to ' || {high} || ')'"
    return f"list_transform(range(1, {count + 1}), lambda place: {text})"


def _named(step: Bins, values: str, count: int, relation: str) -> str:
    """The name of the value's bin; NULL outside of the edges."""
    closed = step.closed or ("right" if step.method == "equal_frequency" else "left")
    passed = ">" if closed == "right" else ">="
    edge = [f"(SELECT edges[{place}] FROM {relation})" for place in range(1, count + 2)]
    steps = " + ".join(["1", *(f"({values} {passed} {inner})::INTEGER" for inner in edge[1:-1])])
    names = f"(SELECT names FROM {relation})[{steps}]"
    return f"CASE WHEN {values} BETWEEN {edge[0]} AND {edge[-1]} THEN {names} END"
