"""Does every field of a chart exist? Vega-Lite draws an empty chart instead of saying that it doesn't.

The walk follows the data: from the result's columns through each view's transforms, which add and
replace fields, to the encodings. It hands back the views that draw, each with the fields it sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.charts.kinds import VEGA_TYPES, Kind
from analysis.charts.scope import Node, Scope, check_predicate, resolve_in
from analysis.charts.table import Field, Table
from analysis.charts.transforms import scope_after

CHILD_LISTS = ("layer", "hconcat", "vconcat", "concat")
_TYPED_CHANNELS = frozenset(
    ["x", "y", "theta", "radius", "color", "fill", "stroke", "size", "opacity", "text", "tooltip"]
)
"""Where a definition without a type means what its column holds. Elsewhere Vega-Lite's own default
is right, or no type may be given."""


@dataclass(frozen=True, slots=True)
class View:
    """A part of a chart that holds a mark or, as facets do, shared encodings."""

    node: Node
    scope: Scope
    inherited: Mapping[str, Any]
    """The encoding of the views around it."""
    is_layer: bool
    repeats: Mapping[str, list[Field]]
    """The fields that a repeat around it puts in, by the name of the repeat."""

    @property
    def mark(self) -> str:
        mark = self.node.get("mark")
        return str(mark.get("type") if isinstance(mark, dict) else mark or "")

    @property
    def encoding(self) -> dict[str, Any]:
        """The encoding that holds in this view."""
        return {**self.inherited, **(self.node.get("encoding") or {})}

    def definitions(self) -> Iterator[tuple[str, Node, Field]]:
        """Channel, definition and field of all that this view itself encodes by one field."""
        for channel, part in self._parts():
            if isinstance(part.get("field"), str):
                yield channel, part, self.scope.find(part["field"])

    def repeated_definitions(self) -> Iterator[tuple[Node, Field]]:
        """Definition and field, once for each field that a repeat puts into the definition."""
        for _, part in self._parts():
            if isinstance(part.get("field"), dict):
                for field in self.repeats.get(str(part["field"].get("repeat")), []):
                    yield part, field

    def _parts(self) -> Iterator[tuple[str, Node]]:
        channels = {**(self.node.get("encoding") or {}), **_facet_channels(self.node.get("facet"))}
        for channel, definition in channels.items():
            for part in definition if isinstance(definition, list) else [definition]:
                if isinstance(part, dict):
                    yield channel, part


def placed_views(spec: Node, table: Table) -> list[View]:
    """Check all fields of a specification and return its views, outermost first.

    Names are escaped and missing types set in place. Raises ChartRefused for a field that isn't there.
    """
    scope = Scope(table.fields, {old: new for old, new in table.names.items() if old != new})
    return list(_views(spec, scope, {}, {}, is_layer=False))


def _views(
    view: Node,
    scope: Scope,
    inherited: Mapping[str, Any],
    repeats: Mapping[str, list[Field]],
    *,
    is_layer: bool,
) -> Iterator[View]:
    for transform in view.get("transform") or []:
        scope = scope_after(transform, scope)
    repeats = {**repeats, **_repeats(view.get("repeat"), scope)}
    _check_channels(view.get("encoding"), scope)
    _check_facet(view.get("facet"), scope)
    for param in view.get("params") or []:
        _check_selection(param, scope)
    placed = View(view, scope, inherited, is_layer, repeats)
    yield placed
    for name, child in _children(view):
        yield from _views(child, scope, placed.encoding, repeats, is_layer=name == "layer")


def _children(view: Node) -> Iterator[tuple[str, Node]]:
    for name in CHILD_LISTS:
        for child in view.get(name) or []:
            yield name, child
    if isinstance(view.get("spec"), dict):
        yield "spec", view["spec"]


def _repeats(repeat: Any, scope: Scope) -> dict[str, list[Field]]:
    """The fields of a repeat, checked and escaped in place; a bare list repeats as "repeat"."""
    named = repeat if isinstance(repeat, dict) else {"repeat": repeat}
    lists = {name: names for name, names in named.items() if isinstance(names, list)}
    found = {name: [scope.find(each) for each in names] for name, names in lists.items()}
    for names in lists.values():
        names[:] = [scope.resolve(each) for each in names]
    return found


def _check_channels(encoding: Any, scope: Scope) -> None:
    for channel, definition in (encoding or {}).items():
        for part in definition if isinstance(definition, list) else [definition]:
            _check_definition(part, scope)
            if channel in _TYPED_CHANNELS and isinstance(part, dict):
                _set_type(part, scope)


def _set_type(definition: Node, scope: Scope) -> None:
    says_so = definition.keys() & {"type", "aggregate", "bin", "timeUnit"}
    if not says_so and isinstance(definition.get("field"), str):
        kind = scope.find(definition["field"]).kind
        if kind is not Kind.UNKNOWN:
            definition["type"] = VEGA_TYPES.get(kind, "nominal")


def _facet_channels(facet: Any) -> dict[str, Any]:
    if not isinstance(facet, dict):
        return {}
    return {"facet": facet} if "field" in facet else facet


def _check_facet(facet: Any, scope: Scope) -> None:
    for definition in _facet_channels(facet).values():
        _check_definition(definition, scope)


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
