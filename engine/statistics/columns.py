"""What a column can be used for, by its DuckDB type: the rules by which roles take columns.

Works on type names alone, so that the web process can say the same before anything runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.errors import StatisticRefused
from engine.statistics.operation import Kind, Operation, Role

_NUMERIC = {
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER"),
    *("UBIGINT", "UHUGEINT", "BIGNUM", "FLOAT", "DOUBLE", "DECIMAL"),
}
_WANTED = {Kind.NUMERIC: "numbers", Kind.TIME: "dates or times"}


def kind_of(duckdb_type: str) -> Kind:
    """What a column of this type is where a role takes anything: NUMERIC, TIME or CATEGORY."""
    if duckdb_type.split("(")[0] in _NUMERIC and not duckdb_type.endswith("]"):
        return Kind.NUMERIC
    is_time = duckdb_type == "DATE" or duckdb_type.startswith("TIMESTAMP")
    return Kind.TIME if is_time and not duckdb_type.endswith("]") else Kind.CATEGORY


def fits(duckdb_type: str, kind: Kind) -> bool:
    """Whether a column of this type can play a role of this kind; a boolean also counts as 0 and 1."""
    natural = kind_of(duckdb_type)
    return kind in (natural, Kind.CATEGORY, Kind.ANY) or (kind is Kind.NUMERIC and duckdb_type == "BOOLEAN")


def column_kinds(
    operation: Operation, roles: Mapping[str, Sequence[str]], types: Mapping[str, str]
) -> dict[str, Kind]:
    """The kind of each column that plays a role, in the order of the roles.

    Raises StatisticRefused when a role lacks columns, a column isn't among `types`, has a type
    that doesn't fit, or plays two roles that don't go together.
    """
    kinds: dict[str, Kind] = {}
    for role in operation.roles:
        names = roles.get(role.field, ())
        _check_count(operation, role, len(names))
        for name in names:
            kind = _kind_in_role(operation, role, name, types)
            if name in kinds and kinds[name] is not kind and role.kind is not Kind.ANY:
                raise StatisticRefused(f"{operation.title} can't use the column {name} in two ways.")
            kinds.setdefault(name, kind)
    return kinds


def _check_count(operation: Operation, role: Role, count: int) -> None:
    if role.minimum <= count <= role.maximum:
        return
    bounds = str(role.minimum) if role.minimum == role.maximum else f"{role.minimum} to {role.maximum}"
    plural = "" if bounds == "1" else "s"
    raise StatisticRefused(f"{operation.title} takes {bounds} column{plural} as {role.field}, not {count}.")


def _kind_in_role(operation: Operation, role: Role, name: str, types: Mapping[str, str]) -> Kind:
    if name not in types:
        listed = ", ".join(list(types)[:20])
        raise StatisticRefused(f"There is no column {name}; there are {listed}.")
    if not fits(types[name], role.kind):
        raise StatisticRefused(
            f"{operation.title} needs {_WANTED[role.kind]} in {name}, but the column is {types[name]}."
        )
    return kind_of(types[name]) if role.kind is Kind.ANY else role.kind
