"""Does every field of a chart exist? Vega-Lite draws an empty chart instead of saying that it doesn't.

The walk follows the data: from the result's columns through each view's transforms, which add and
replace fields, to the encodings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.chart_scope import Node, Scope, check_predicate, resolve_in
from analysis.chart_transforms import scope_after

CHILD_LISTS = ("layer", "hconcat", "vconcat", "concat")


def check_fields(spec: Node, columns: list[str]) -> None:
    """Check all fields of a specification against the result's columns, escaping names in place."""
    _check_view(spec, Scope(frozenset(columns)))


def _check_view(view: Node, scope: Scope) -> None:
    for transform in view.get("transform") or []:
        scope = scope_after(transform, scope)
    for fields in _repeated(view.get("repeat")):
        fields[:] = [scope.resolve(field) for field in fields]
    _check_channels(view.get("encoding"), scope)
    _check_facet(view.get("facet"), scope)
    for param in view.get("params") or []:
        _check_selection(param, scope)
    for child in _children(view):
        _check_view(child, scope)


def _children(view: Node) -> Iterator[Node]:
    for name in CHILD_LISTS:
        yield from view.get(name) or []
    if isinstance(view.get("spec"), dict):
        yield view["spec"]


def _repeated(repeat: Any) -> Iterator[list[Any]]:
    lists = repeat.values() if isinstance(repeat, dict) else [repeat]
    yield from (fields for fields in lists if isinstance(fields, list))


def _check_channels(encoding: Any, scope: Scope) -> None:
    for definition in (encoding or {}).values():
        for part in definition if isinstance(definition, list) else [definition]:
            _check_definition(part, scope)


def _check_facet(facet: Any, scope: Scope) -> None:
    if isinstance(facet, dict) and "field" in facet:
        _check_definition(facet, scope)
    elif isinstance(facet, dict):
        _check_channels(facet, scope)


def _check_definition(definition: Any, scope: Scope) -> None:
    """A field definition with all that can name a further field: sort, condition, argmax."""
    if not isinstance(definition, dict):
        return
    resolve_in(definition, "field", scope)
    if isinstance(definition.get("aggregate"), dict):
        for name in definition["aggregate"]:
            resolve_in(definition["aggregate"], name, scope)
    if isinstance(definition.get("sort"), dict):
        resolve_in(definition["sort"], "field", scope)
    conditions = definition.get("condition")
    for condition in conditions if isinstance(conditions, list) else [conditions]:
        if isinstance(condition, dict):
            resolve_in(condition, "field", scope)
            check_predicate(condition.get("test"), scope)


def _check_selection(param: Node, scope: Scope) -> None:
    select = param.get("select")
    if isinstance(select, dict) and isinstance(select.get("fields"), list):
        select["fields"] = [scope.resolve(field) for field in select["fields"]]
