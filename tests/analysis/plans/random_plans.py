"""Random plans over a table: most of their parts fit, some don't."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from analysis.plans import model
from analysis.plans.aggregations import AGGREGATIONS
from engine.results import Column
from engine.statistics.catalogue import OPERATIONS

_JSON = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**130), 2**130), st.floats(), st.text(max_size=5),
    st.sampled_from(["2024-01-31", "2024-01-31T10:00:00", "2024-01-31T10:00:00+02:00", "0001-01-01", "10:30"]),
)  # fmt: skip
_VALUES = st.one_of(_JSON, st.lists(_JSON, max_size=3))
_NEW_NAMES = ["made", "Made", "rows", "made 'up'", 'q"', "value", "edges", "low"]


@st.composite
def plans(
    draw: st.DrawFn, columns: tuple[Column, ...], operations: list[str] | None = None
) -> dict[str, Any]:
    """A document with fields of a plan; `operations` to choose from."""
    names = [column.name for column in columns]
    features = draw(st.lists(_steps(names), max_size=3))
    known = st.sampled_from([*names, *(step["name"] for step in features if "name" in step)])
    document: dict[str, Any] = {"operation": draw(st.sampled_from(operations or _operations()))}
    optional = {
        "target_column": known,
        "x_axis": known,
        "y_axis": known,
        "time_column": known,
        "columns": st.lists(known, max_size=3),
        "filters": st.lists(_filters(known), max_size=2),
        "group_by": st.lists(st.one_of(known, _groups(known)), max_size=2),
        "chart_type": st.sampled_from(get_args(model.ChartType)),
        "sort": st.sampled_from(["ascending", "descending"]),
        "limit": st.integers(1, 5),
    }
    document |= draw(st.fixed_dictionaries({}, optional=optional))
    return {**document, "features": features} if features else document


def _operations() -> list[str]:
    return ["chart", "rows", "regression", *AGGREGATIONS, *OPERATIONS]


def _filters(known: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    operators = st.sampled_from(get_args(model.Operator))
    return st.fixed_dictionaries({"column": known, "operator": operators}, optional={"value": _VALUES})


def _groups(known: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    parts = st.sampled_from(get_args(model.DatePart))
    return st.fixed_dictionaries({"column": known}, optional={"part": parts})


def _steps(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    column, name = st.sampled_from(names), st.sampled_from(_NEW_NAMES)
    operand = st.one_of(column, st.floats(-10, 10))
    made = st.fixed_dictionaries
    return st.one_of(
        made(
            {
                "step": st.sampled_from(["ratio", "difference", "sum", "product"]),
                "name": name,
                "left": operand,
                "right": operand,
            }
        ),
        made({"step": st.just("bins"), "name": name, "column": column, "count": st.integers(2, 12)}),
        made(
            {
                "step": st.just("bins"),
                "name": name,
                "column": column,
                "count": st.just(3),
                "method": st.just("equal_frequency"),
            }
        ),
        made(
            {"step": st.just("bins"), "name": name, "column": column},
            optional={"edges": st.just([-1, 0.1, 5, 1e9]), "closed": st.sampled_from(["left", "right"])},
        ),
        made({"step": st.sampled_from(["zscore", "min_max"]), "name": name, "column": column}),
        made(
            {"step": st.just("log"), "name": name, "column": column},
            optional={"base": st.sampled_from(["e", "10", "2"]), "add_one": st.booleans()},
        ),
        made(
            {
                "step": st.just("date_part"),
                "name": name,
                "column": column,
                "part": st.sampled_from(get_args(model.DatePart)),
            }
        ),
        made(
            {"step": st.just("fill"), "column": column, "with": st.sampled_from(["mean", "median", "mode"])}
        ),
        made({"step": st.just("fill"), "column": column, "with": st.just("value"), "value": _JSON}),
        made({"step": st.just("drop_missing"), "columns": st.lists(column, min_size=1, max_size=2)}),
        made({"step": st.just("drop_duplicates")}, optional={"columns": st.lists(column, max_size=2)}),
    )
