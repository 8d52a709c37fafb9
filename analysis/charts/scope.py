"""The fields that exist at one point of a chart, and what a name must look like there.

Vega-Lite reads `a.b` as a path and copies some characters of a name unescaped into expressions it
generates. So names are checked, and escaped where that is enough.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.charts.kinds import Kind
from analysis.charts.table import UNUSABLE, Field, made
from engine.errors import ChartRefused

Node = dict[str, Any]

_PATH_SIGNS = re.compile(r"([.\[\]'])")
MAX_NAMED_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Scope:
    """The fields there are at one point of a specification."""

    fields: Mapping[str, Field]
    aliases: Mapping[str, str] = field(default_factory=dict)
    """What columns of the result are called in the chart, where that differs."""
    is_open: bool = False
    """A pivot makes fields out of values, so any name may exist."""

    def plus(self, *names: Any, kind: Kind = Kind.UNKNOWN) -> Scope:
        """New fields beside those there are, or in place of those of the same name."""
        return self.with_fields(*(made(new_name(name), kind) for name in names))

    def with_fields(self, *fields: Field) -> Scope:
        return replace(self, fields={**self.fields, **{added.name: added for added in fields}})

    def only(self, *fields: Field) -> Scope:
        """The given fields replace all others, as after an aggregation."""
        return replace(self, fields={kept.name: replace(kept, cells=None) for kept in fields}, is_open=False)

    def filtered(self) -> Scope:
        """The same fields with fewer or other rows, whose values are no longer known."""
        fields = {name: replace(known, cells=None) for name, known in self.fields.items()}
        return replace(self, fields=fields)

    def opened(self) -> Scope:
        return replace(self, is_open=True)

    def find(self, name: Any) -> Field:
        """The field as an encoding names it; one of unknown kind for a path into a nested value."""
        plain = _unescaped(name) if isinstance(name, str) else ""
        plain = self.aliases.get(plain, plain)
        return self.fields.get(plain) or made(plain)

    def resolve(self, name: Any) -> str:
        """The field as Vega has to be given it. Raises ChartRefused when there is none."""
        if not isinstance(name, str) or (not name and name not in self.aliases):
            raise ChartRefused(f"A field must be the name of a column, not {name!r}.")
        if name in self.aliases and self.aliases[name] in self.fields:
            return _escaped(self.aliases[name])
        if UNUSABLE.search(re.sub(r"\\([.\[\]'])", r"\1", name)):
            raise ChartRefused(
                f"The field {name!r} has quotes or backslashes in its name; rename it in SQL with AS."
            )
        if name in self.fields:
            return _escaped(name)
        if self.is_open or _unescaped(name) in self.fields or _head(name) in self.fields:
            return name
        raise ChartRefused(self._missing(name))

    def check(self, name: str) -> None:
        """Raise ChartRefused unless an expression can read `datum[name]`."""
        if not self.is_open and name not in self.fields:
            raise ChartRefused(self._missing(name))

    def _missing(self, name: str) -> str:
        known = sorted(self.fields)
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        near += [other for other in known if other.lower() == name.lower() and other not in near]
        hint = f"Did you mean {', '.join(map(repr, near))}? " if near else ""
        more = f" and {len(known) - MAX_NAMED_COLUMNS} more" if len(known) > MAX_NAMED_COLUMNS else ""
        listed = ", ".join(map(repr, known[:MAX_NAMED_COLUMNS]))
        return f"There is no column {name!r} in the chart's data. {hint}The columns are {listed}{more}."


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


def _escaped(name: str) -> str:
    return _PATH_SIGNS.sub(r"\\\1", name)


def _unescaped(field: str) -> str:
    return re.sub(r"\\([.\[\]'])", r"\1", field)


def _head(field: str) -> str:
    """The column of a path into a nested value, such as `address.city` or `tags[0]`."""
    return re.split(r"(?<!\\)[.\[]", field, maxsplit=1)[0]
