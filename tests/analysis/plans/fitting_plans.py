"""Random plans that fit their table, as far as types say: roles filled, values of the column's type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from hypothesis import strategies as st

from analysis.plans import model
from analysis.plans.aggregations import AGGREGATIONS
from analysis.plans.kinds import CALENDAR, COMPARABLE, NUMERIC, Kind, kind_of
from engine.results import Column
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.operation import Kind as RoleKind
from engine.statistics.operation import Role

_DATES = st.sampled_from(["2024-01-31", "1970-01-01", "0001-01-01", "9999-12-31"])
_MOMENTS = st.one_of(_DATES, st.sampled_from(["2024-01-31T23:59:59.5", "2024-01-31T10:00:00+02:00"]))
_NUMBERS = st.one_of(
    st.integers(-(2**130), 2**130), st.integers(-10, 10), st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.1, 127, 1e300, "12", "0.5"]),
)  # fmt: skip
_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
_VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.NUMBER: _NUMBERS,
    Kind.BOOLEAN: st.booleans(),
    Kind.TEXT: _TEXTS,
    Kind.DATE: _DATES,
    Kind.MOMENT: _MOMENTS,
    Kind.TIME: st.sampled_from(["10:00", "23:59:59.999"]),
}
_ROLE_KINDS = {
    RoleKind.NUMERIC: NUMERIC,
    RoleKind.TIME: CALENDAR,
    RoleKind.CATEGORY: COMPARABLE,
    RoleKind.ANY: COMPARABLE - CALENDAR,
}
_PERIODS = ("year", "quarter", "month", "week", "day")


def _of(columns: Sequence[Column], kinds: frozenset[Kind]) -> list[str]:
    return [column.name for column in columns if kind_of(column) in kinds]


@st.composite
def fitting_plans(draw: st.DrawFn, columns: tuple[Column, ...]) -> dict[str, Any]:
    shape = draw(st.sampled_from([_aggregation, statistic_plans, _chart, _rows]))
    document: dict[str, Any] = draw(shape(columns))
    if draw(st.booleans()):
        document["filters"] = draw(st.lists(_filter(columns), max_size=2))
    if draw(st.booleans()):
        document["features"] = draw(steps(columns))
    return document


@st.composite
def _aggregation(draw: st.DrawFn, columns: tuple[Column, ...]) -> dict[str, Any]:
    aggregation = draw(st.sampled_from(list(AGGREGATIONS.values())))
    document: dict[str, Any] = {"operation": aggregation.operation.name}
    if aggregation.needs_target or draw(st.booleans()):
        document["target_column"] = draw(st.sampled_from(_of(columns, aggregation.kinds)))
    document["group_by"] = draw(st.lists(_group(columns), min_size=1, max_size=3))
    optional = {"sort": st.sampled_from(["ascending", "descending"]), "limit": st.integers(1, 5)}
    return document | draw(st.fixed_dictionaries({}, optional=optional))


def _group(columns: tuple[Column, ...]) -> st.SearchStrategy[Any]:
    dates, moments = _of(columns, CALENDAR), _of(columns, frozenset({Kind.MOMENT}))
    parts = st.sampled_from([part for part in get_args(model.DatePart) if "hour" not in part])
    options = [
        st.sampled_from(_of(columns, COMPARABLE)),
        st.fixed_dictionaries({"column": st.sampled_from(dates), "part": parts}),
    ]
    if moments:
        hours = st.sampled_from(["hour", "hour_of_day"])
        options.append(st.fixed_dictionaries({"column": st.sampled_from(moments), "part": hours}))
    return st.one_of(options)


@st.composite
def statistic_plans(draw: st.DrawFn, columns: tuple[Column, ...]) -> dict[str, Any]:
    operation = draw(st.sampled_from(list(OPERATIONS.values())))
    document: dict[str, Any] = {"operation": operation.name}
    left = list(columns)
    for role in operation.roles:
        chosen = _role(draw, role, left)
        left = [column for column in left if column.name not in chosen]
        if chosen:
            document[role.field] = chosen if role.field in ("columns", "group_by") else chosen[0]
    return document


def _role(draw: st.DrawFn, role: Role, columns: list[Column]) -> list[str]:
    names = _of(columns, _ROLE_KINDS[role.kind])
    most = min(role.maximum, len(names), role.minimum + 1)
    count = draw(st.integers(min(role.minimum, most), most))
    return names[:count]


@st.composite
def _chart(draw: st.DrawFn, columns: tuple[Column, ...]) -> dict[str, Any]:
    chart = draw(st.sampled_from(get_args(model.ChartType)))
    numbers, dates = _of(columns, NUMERIC), _of(columns, CALENDAR)
    anything = _of(columns, COMPARABLE)
    across = {"line": [*_of(columns, frozenset({Kind.NUMBER})), *dates], "histogram": numbers}
    across["scatter"] = [*numbers, *dates]
    document: dict[str, Any] = {"chart_type": chart}
    document["x_axis"] = draw(st.sampled_from(across.get(chart, anything)))
    if chart != "histogram" and (chart in ("scatter", "box", "heatmap") or draw(st.booleans())):
        document["y_axis"] = draw(st.sampled_from(anything if chart == "heatmap" else numbers))
    if draw(st.booleans()):
        document["group_by"] = [draw(_group(columns))]
    if chart == "heatmap" and draw(st.booleans()):
        document["target_column"] = draw(st.sampled_from(numbers))
    if "y_axis" in document and chart in ("line", "bar") and draw(st.booleans()):
        document["operation"] = draw(st.sampled_from(list(set(AGGREGATIONS) - {"mode"})))
    if chart == "histogram" and draw(st.booleans()):
        document |= {"operation": "chart", "parameters": {"bins": draw(st.integers(2, 30))}}
    return document


@st.composite
def _rows(draw: st.DrawFn, columns: tuple[Column, ...]) -> dict[str, Any]:
    names = st.sampled_from([column.name for column in columns])
    return {"operation": "rows", "columns": draw(st.lists(names, max_size=3)), "target_column": draw(names)}


@st.composite
def _filter(draw: st.DrawFn, columns: tuple[Column, ...]) -> dict[str, Any]:
    column = draw(st.sampled_from(columns))
    kind = kind_of(column)
    named = {"column": column.name}
    if kind is Kind.OTHER or draw(st.integers(0, 5)) == 0:
        return {**named, "operator": draw(st.sampled_from(["is_null", "is_not_null"]))}
    value = _VALUES[kind]
    operators = ["==", "!=", "in", "not_in"]
    operators += ["contains"] if kind is Kind.TEXT else []
    operators += [] if kind is Kind.BOOLEAN else [">", "<", ">=", "<=", "between"]
    operator = draw(st.sampled_from(operators))
    if operator in ("in", "not_in"):
        value = st.lists(value, min_size=1, max_size=3)
    elif operator == "between":
        value = st.lists(value, min_size=2, max_size=2)
    return {**named, "operator": operator, "value": draw(value)}


@st.composite
def steps(draw: st.DrawFn, columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    names = ["made", "MADE 2", "q\"'", "edge", "value of the step"]
    return [draw(_step(columns, name)) for name in names[: draw(st.integers(1, 4))]]


def _step(columns: tuple[Column, ...], name: str) -> st.SearchStrategy[dict[str, Any]]:
    numbers, dates = st.sampled_from(_of(columns, NUMERIC)), st.sampled_from(_of(columns, CALENDAR))
    anything = st.sampled_from([column.name for column in columns])
    parts = [part for part in get_args(model.DatePart) if "hour" not in part]

    def made(step: str | list[str], **fields: Any) -> st.SearchStrategy[dict[str, Any]]:
        steps = [step] if isinstance(step, str) else step
        return st.fixed_dictionaries({"step": st.sampled_from(steps), **fields})

    new = st.just(name)
    operand = st.one_of(numbers, st.floats(-10, 10))
    return st.one_of(
        made(["ratio", "difference", "sum", "product"], name=new, left=numbers, right=operand),
        made("difference", name=new, left=dates, right=dates),
        made(
            "bins",
            name=new,
            column=numbers,
            count=st.integers(2, 12),
            method=st.sampled_from(["equal_width", "equal_frequency"]),
        ),
        made("bins", name=new, column=numbers, edges=st.just([-1, 0.1, 5, 1e9]), closed=st.just("right")),
        made("bins", name=new, column=numbers, count=st.just(2), labels=st.just(["it's low", "high"])),
        made(["zscore", "min_max"], name=new, column=numbers),
        made(
            "log",
            name=new,
            column=numbers,
            base=st.sampled_from(["e", "10", "2"]),
            add_one=st.booleans(),
        ),
        made("date_part", name=new, column=dates, part=st.sampled_from(parts)),
        made("fill", column=numbers, **{"with": st.sampled_from(["mean", "median"])}),
        made("fill", column=anything, **{"with": st.just("mode")}),
        st.one_of([_fill_value(column) for column in columns if kind_of(column) is not Kind.OTHER]),
        made("drop_missing", columns=st.lists(anything, min_size=1, max_size=2)),
        made("drop_duplicates", columns=st.lists(anything, max_size=2)),
    )


def _fill_value(column: Column) -> st.SearchStrategy[dict[str, Any]]:
    fixed = {"step": st.just("fill"), "column": st.just(column.name), "with": st.just("value")}
    return st.fixed_dictionaries({**fixed, "value": _VALUES[kind_of(column)]})
