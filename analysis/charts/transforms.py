"""What each transform of a chart does to the fields: which it reads, makes and replaces.

An allow-list: `lookup` brings data of its own, and whatever is not named here belongs into SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from analysis.charts.expressions import datum_fields
from analysis.charts.fit import check_binned, check_dated, check_numeric, check_operation, kind_after
from analysis.charts.kinds import Kind
from analysis.charts.scope import (
    Node,
    Scope,
    check_predicate,
    names_in,
    new_name,
    resolve_in,
    resolve_lists,
)
from analysis.charts.table import Field, made
from engine.errors import ChartRefused


def scope_after(transform: Any, scope: Scope) -> Scope:
    """The scope behind a transform, whose own fields are checked and escaped."""
    if not isinstance(transform, dict):
        raise ChartRefused("Each transform must be an object.")
    for key, apply in _TRANSFORMS.items():
        if key in transform:
            return apply(transform, scope)
    raise ChartRefused(
        f"The transform {sorted(transform)} is not allowed; use SQL, or one of: {', '.join(_TRANSFORMS)}."
    )


def _calculate(transform: Node, scope: Scope) -> Scope:
    _check_reads(transform["calculate"], scope)
    return scope.plus(transform.get("as"))


def _filter(transform: Node, scope: Scope) -> Scope:
    check_predicate(transform["filter"], scope)
    for expression in _expressions(transform["filter"]):
        _check_reads(expression, scope)
    return scope.filtered()


def _expressions(predicate: Any) -> Iterator[str]:
    if isinstance(predicate, str):
        yield predicate
    parts = predicate if isinstance(predicate, list) else []
    if isinstance(predicate, dict):
        parts = [predicate[name] for name in ("and", "or", "not") if name in predicate]
    for part in parts:
        yield from _expressions(part)


def _check_reads(expression: Any, scope: Scope) -> None:
    if not isinstance(expression, str):
        raise ChartRefused("An expression must be text.")
    for name in datum_fields(expression):
        scope.check(name)


def _aggregate(transform: Node, scope: Scope) -> Scope:
    groups = _groups(transform, scope)
    return scope.only(*groups, *_operations(transform, "aggregate", scope))


def _groups(transform: Node, scope: Scope) -> list[Field]:
    """The fields that rows are grouped by, checked and escaped."""
    groups = [scope.find(name) for name in names_in(transform, "groupby")]
    resolve_lists(transform, scope, "groupby")
    return groups


def _adding(key: str) -> Callable[[Node, Scope], Scope]:
    """Window and joinaggregate: what they make comes on top."""

    def apply(transform: Node, scope: Scope) -> Scope:
        added = _operations(transform, key, scope)
        resolve_lists(transform, scope, "groupby", "sort")
        return scope.with_fields(*added)

    return apply


def _operations(transform: Node, key: str, scope: Scope) -> list[Field]:
    operations = transform[key]
    if not isinstance(operations, list) or not all(isinstance(operation, dict) for operation in operations):
        raise ChartRefused(f"`{key}` must be a list of objects with op, field and as.")
    return [_operation(operation, scope) for operation in operations]


def _operation(operation: Node, scope: Scope) -> Field:
    name, source = operation.get("op"), scope.find(operation.get("field"))
    if operation.get("field") not in (None, "*"):
        resolve_in(operation, "field", scope)
        check_operation(name, source)
    return made(new_name(operation.get("as")), kind_after(name, source.kind))


def _bin(transform: Node, scope: Scope) -> Scope:
    """The start of each span and, beside it, its end."""
    source = scope.find(transform.get("field"))
    resolve_in(transform, "field", scope)
    check_binned(source)
    return scope.plus(*_start_and_end(transform), kind=Kind.NUMBER)


def _time_unit(transform: Node, scope: Scope) -> Scope:
    source = scope.find(transform.get("field"))
    resolve_in(transform, "field", scope)
    check_dated(source)
    return scope.plus(*_start_and_end(transform))


def _stack(transform: Node, scope: Scope) -> Scope:
    resolve_in(transform, "stack", scope)
    resolve_lists(transform, scope, "groupby", "sort")
    return scope.plus(*_start_and_end(transform), kind=Kind.NUMBER)


def _start_and_end(transform: Node) -> list[Any]:
    names = transform.get("as")
    return names if isinstance(names, list) else [names, f"{names}_end"]


def _fold(transform: Node, scope: Scope) -> Scope:
    resolve_lists(transform, scope, "fold")
    return scope.filtered().plus(*names_in(transform, "as", ["key", "value"]))


def _flatten(transform: Node, scope: Scope) -> Scope:
    names = names_in(transform, "as", names_in(transform, "flatten"))
    resolve_lists(transform, scope, "flatten")
    return scope.filtered().plus(*names)


def _pivot(transform: Node, scope: Scope) -> Scope:
    groups = _groups(transform, scope)
    resolve_in(transform, "pivot", scope)
    resolve_in(transform, "value", scope)
    return scope.only(*groups).opened()


def _fitted(key: str, defaults: Callable[[Node], list[Any]]) -> Callable[[Node, Scope], Scope]:
    """Regression, loess, density, quantile: new rows, which hold the groups and two fields."""

    def apply(transform: Node, scope: Scope) -> Scope:
        names = names_in(transform, "as", defaults(transform))
        for source in (key, "on"):
            field = scope.find(transform.get(source))
            resolve_in(transform, source, scope)
            check_numeric(field, key)
        extra = ["coef", "rSquared"] if transform.get("params") else []
        groups = _groups(transform, scope)
        return scope.only(*groups).plus(*names, *extra)

    return apply


def _impute(transform: Node, scope: Scope) -> Scope:
    resolve_in(transform, "impute", scope)
    resolve_in(transform, "key", scope)
    resolve_lists(transform, scope, "groupby")
    return scope.filtered()


def _sample(transform: Node, scope: Scope) -> Scope:
    return scope.filtered()


def _extent(transform: Node, scope: Scope) -> Scope:
    resolve_in(transform, "extent", scope)
    return scope


_TRANSFORMS: dict[str, Callable[[Node, Scope], Scope]] = {
    "calculate": _calculate,
    "filter": _filter,
    "aggregate": _aggregate,
    "joinaggregate": _adding("joinaggregate"),
    "window": _adding("window"),
    "bin": _bin,
    "timeUnit": _time_unit,
    "stack": _stack,
    "fold": _fold,
    "flatten": _flatten,
    "pivot": _pivot,
    "regression": _fitted("regression", lambda node: [node.get("on"), node["regression"]]),
    "loess": _fitted("loess", lambda node: [node.get("on"), node["loess"]]),
    "density": _fitted("density", lambda _: ["value", "density"]),
    "quantile": _fitted("quantile", lambda _: ["prob", "value"]),
    "impute": _impute,
    "sample": _sample,
    "extent": _extent,
}
