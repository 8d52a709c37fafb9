"""The fields that exist at one point of a chart, and what a name must look like there.

Vega-Lite reads `a.b` as a path and copies some characters of a name unescaped into expressions it
generates. So names are checked, and escaped where that is enough.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

from engine.errors import ChartRefused

Node = dict[str, Any]

UNUSABLE = re.compile(r"[\"\\\x00-\x1f]")
"""Characters that Vega-Lite copies unescaped into expressions it generates, so a name could be code."""
_PATH_SIGNS = re.compile(r"([.\[\]'])")
MAX_NAMED_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Scope:
    """The fields there are at one point of a specification."""

    names: frozenset[str]
    is_open: bool = False
    """A pivot makes fields out of values, so any name may exist."""

    def plus(self, *names: Any) -> Scope:
        return Scope(self.names | {new_name(name) for name in names}, self.is_open)

    def only(self, *names: Any) -> Scope:
        """The given fields replace all others, as after an aggregation."""
        return Scope(frozenset(new_name(name) for name in names), is_open=False)

    def resolve(self, field: Any) -> str:
        """The field as Vega has to be given it. Raises ChartRefused when there is none."""
        if not isinstance(field, str) or not field:
            raise ChartRefused(f"A field must be the name of a column, not {field!r}.")
        if UNUSABLE.search(field.replace("\\.", "").replace("\\[", "").replace("\\]", "").replace("\\'", "")):
            raise ChartRefused(
                f"The field {field!r} has quotes or backslashes in its name; rename it in SQL with AS."
            )
        if field in self.names:
            return _PATH_SIGNS.sub(r"\\\1", field)
        if self.is_open or _unescaped(field) in self.names or _head(field) in self.names:
            return field
        raise ChartRefused(self._missing(field))

    def check(self, name: str) -> None:
        """Raise ChartRefused unless an expression can read `datum[name]`."""
        if not self.is_open and name not in self.names:
            raise ChartRefused(self._missing(name))

    def _missing(self, field: str) -> str:
        known = sorted(self.names)
        near = difflib.get_close_matches(field, known, n=3, cutoff=0.5)
        near += [name for name in known if name.lower() == field.lower() and name not in near]
        hint = f"Did you mean {', '.join(map(repr, near))}? " if near else ""
        more = f" and {len(known) - MAX_NAMED_COLUMNS} more" if len(known) > MAX_NAMED_COLUMNS else ""
        listed = ", ".join(map(repr, known[:MAX_NAMED_COLUMNS]))
        return f"There is no column {field!r} in the chart's data. {hint}The columns are {listed}{more}."


def check_predicate(predicate: Any, scope: Scope) -> None:
    """A filter given as object; expressions are for the caller, who knows which fields they see."""
    if isinstance(predicate, list):
        for part in predicate:
            check_predicate(part, scope)
    elif isinstance(predicate, dict):
        resolve_in(predicate, "field", scope)
        for name in ("and", "or", "not"):
            check_predicate(predicate.get(name), scope)


def resolve_in(node: Node, key: str, scope: Scope) -> None:
    """Check and escape `node[key]` if it is there and doesn't refer to a repeat."""
    if key in node and node[key] is not None and not (isinstance(node[key], dict) and "repeat" in node[key]):
        node[key] = scope.resolve(node[key])


def resolve_lists(node: Node, scope: Scope, *keys: str) -> None:
    """Check and escape lists of fields, or of objects that may have a `field`."""
    for key in keys:
        items = node.get(key)
        if items is None:
            continue
        if not isinstance(items, list):
            raise ChartRefused(f"`{key}` must be a list.")
        node[key] = [_resolved(item, scope) for item in items]


def _resolved(item: Any, scope: Scope) -> Any:
    if not isinstance(item, dict):
        return scope.resolve(item)
    return {**item, "field": scope.resolve(item["field"])} if item.get("field") else item


def names_in(node: Node, key: str, default: list[Any] | None = None) -> list[Any]:
    """The list of field names at `key`."""
    names = node.get(key, default or [])
    if not isinstance(names, list):
        raise ChartRefused(f"`{key}` must be a list of fields.")
    return names


def new_name(name: Any) -> str:
    """The name of a field that a transform makes or keeps."""
    if not isinstance(name, str) or not name:
        raise ChartRefused("A transform that makes a field must name it with `as`.")
    if UNUSABLE.search(name):
        raise ChartRefused(f"The field name {name!r} may not have quotes or backslashes in it.")
    return name


def _unescaped(field: str) -> str:
    return re.sub(r"\\([.\[\]'])", r"\1", field)


def _head(field: str) -> str:
    """The column of a path into a nested value, such as `address.city` or `tags[0]`."""
    return re.split(r"(?<!\\)[.\[]", field, maxsplit=1)[0]
