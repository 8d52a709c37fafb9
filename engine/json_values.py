"""DuckDB values as JSON values: exact where JSON can be, text where it can't.

The rules, by DuckDB type:

- NULL, NaN and infinities are None.
- Integers beyond ±(2^53−1) are strings; so are decimals that a double doesn't hold exactly.
- DATE, TIME, TIMESTAMP are ISO 8601, TIMESTAMPTZ in UTC with `+00:00`, nanoseconds kept. What
  ISO can't express plainly (`infinity`, years before 1 or after 9999) stays DuckDB's own text.
- INTERVAL is DuckDB's text (`1 year 2 months 3 days 04:05:06`): months have no length in seconds.
- UUID, BIT, ENUM, BIGNUM, JSON, and GEOMETRY (as WKT) are strings, BLOB is base64.
- LIST, ARRAY and TUPLE are arrays, STRUCT is an object. MAP is an object when its keys are text,
  else an array of `{"key": …, "value": …}`. UNION is its text, VARIANT the text of its JSON.

DuckDB's Python values can't carry all of that (an infinite date becomes 9999-12-31, an interval
loses its months, nanoseconds are cut, a huge interval raises). Such types are therefore cast to
text in the SELECT that fetches them; `transport_type` names the cast and `converter_for` gives
the function that turns the fetched value into JSON. Both are chosen once per column.

Import this module in worker processes only: it loads DuckDB.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from duckdb.sqltypes import DuckDBPyType

from engine.results import JsonValue

Converter = Callable[[Any], JsonValue]

MAX_SAFE_INTEGER = 2**53 - 1
"""The largest integer that JavaScript and every other reader of doubles gets right."""

_EXACT_DECIMAL_DIGITS = 15
"""A double holds every decimal of this many digits."""

_AS_IS = frozenset({"boolean", "tinyint", "smallint", "integer", "utinyint", "usmallint", "uinteger"})
_AS_IS_TEXT = frozenset({"varchar", "enum", "bit", "null"})
_TEXT_IS_FINE = frozenset(
    {"date", "time", "time_ns", "interval", "uuid", "geometry", "bignum", "union", "type"}
)
_TIMESTAMPS = frozenset({"timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"})
_ZONED = frozenset({"timestamp with time zone", "timestamp_ns with time zone", "time with time zone"})
_BIG_INTEGERS = frozenset({"bigint", "ubigint", "hugeint", "uhugeint"})
_NATIVE = _AS_IS | _AS_IS_TEXT | _BIG_INTEGERS | {"double", "decimal", "blob"}


def transport_type(kind: DuckDBPyType) -> str | None:
    """The SQL type to cast a column to before fetching it, or None to fetch it as it is."""
    if kind.id == "variant":
        return "JSON"
    wanted = _transported(kind)
    return None if wanted == str(kind) else wanted


def converter_for(kind: DuckDBPyType) -> Converter | None:
    """The function that makes a fetched value of this column JSON, or None if it is already."""
    name = kind.id
    if name in _CONVERTERS:
        return _CONVERTERS[name]
    if name == "decimal":
        return _decimal_converter(kind)
    if name in ("list", "array"):
        return _list_converter(_children(kind)[0][1])
    if name == "tuple":
        return _tuple_converter([child for _, child in _children(kind)])
    if name == "struct":
        return _struct_converter(_children(kind))
    if name == "map":
        return _map_converter(_children(kind)[0][1], _children(kind)[1][1])
    return None


def _transported(kind: DuckDBPyType) -> str:
    name = kind.id
    if name in _NATIVE:
        return "VARCHAR" if name == "enum" else str(kind)
    if name == "list":
        return f"{_transported(_children(kind)[0][1])}[]"
    if name == "array":
        return f"{_transported(_children(kind)[0][1])}[{_children(kind)[1][1]}]"
    if name == "tuple":
        return f"TUPLE({', '.join(_transported(child) for _, child in _children(kind))})"
    if name == "struct":
        fields = (f"{_quoted(field)} {_transported(child)}" for field, child in _children(kind))
        return f"STRUCT({', '.join(fields)})"
    if name == "map":
        return f"MAP({_transported(_children(kind)[0][1])}, {_transported(_children(kind)[1][1])})"
    return "VARCHAR"


def _children(kind: DuckDBPyType) -> list[tuple[str, Any]]:
    """Parts of a type: types, but also the length of an array and the digits of a decimal."""
    return list(kind.children)


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _from_integer(value: int | None) -> JsonValue:
    if value is None or -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
        return value
    return str(value)


def _from_double(value: float | None) -> JsonValue:
    return value if value is not None and math.isfinite(value) else None


def _from_float_text(value: str | None) -> JsonValue:
    """FLOAT travels as text: 1.1 stays 1.1 instead of 1.100000023841858."""
    return None if value is None else _from_double(float(value))


def _from_timestamp_text(value: str | None) -> JsonValue:
    if value is None or "(" in value:
        return value
    return value.replace(" ", "T", 1)


def _from_zoned_text(value: str | None) -> JsonValue:
    """DuckDB writes a whole-hour offset as `+00`; ISO's extended format wants `+00:00`."""
    if value is None or "(" in value:
        return value
    text = value.replace(" ", "T", 1)
    return f"{text}:00" if text[-3:-2] in ("+", "-") else text


def _from_blob(value: bytes | None) -> JsonValue:
    return None if value is None else base64.b64encode(value).decode("ascii")


def _from_narrow_decimal(value: Decimal | None) -> JsonValue:
    return None if value is None else float(value)


def _from_wide_decimal(value: Decimal | None) -> JsonValue:
    if value is None:
        return None
    number = float(value)
    return number if Decimal(repr(number)) == value else str(value)


def _from_whole_decimal(value: Decimal | None) -> JsonValue:
    return None if value is None else _from_integer(int(value))


def _decimal_converter(kind: DuckDBPyType) -> Converter:
    (_, digits), (_, scale) = _children(kind)
    if scale == 0:
        return _from_whole_decimal
    return _from_narrow_decimal if digits <= _EXACT_DECIMAL_DIGITS else _from_wide_decimal


def _list_converter(element: DuckDBPyType) -> Converter:
    convert = converter_for(element)
    if convert is None:
        return lambda values: None if values is None else list(values)
    return lambda values: None if values is None else [convert(value) for value in values]


def _tuple_converter(elements: list[DuckDBPyType]) -> Converter:
    converters = [converter_for(element) or _identity for element in elements]

    def convert(values: tuple[Any, ...] | None) -> JsonValue:
        if values is None:
            return None
        return [convert(value) for convert, value in zip(converters, values, strict=True)]

    return convert


def _struct_converter(fields: list[tuple[str, Any]]) -> Converter:
    converters = {name: converter_for(child) or _identity for name, child in fields}

    def convert(values: dict[str, Any] | None) -> JsonValue:
        if values is None:
            return None
        return {name: converters[name](value) for name, value in values.items()}

    return convert


def _map_converter(key: DuckDBPyType, value: DuckDBPyType) -> Converter:
    convert_key, convert_value = converter_for(key) or _identity, converter_for(value) or _identity

    def convert(entries: dict[Any, Any] | None) -> JsonValue:
        if entries is None:
            return None
        pairs = [(convert_key(k), convert_value(v)) for k, v in _map_pairs(entries, key)]
        if key.id in _AS_IS_TEXT or key.id in _TEXT_KEYS:
            return dict(pairs)
        return [{"key": k, "value": v} for k, v in pairs]

    return convert


def _map_pairs(entries: dict[Any, Any], key: DuckDBPyType) -> list[tuple[Any, Any]]:
    """DuckDB gives maps whose keys Python can't hash as `{"key": […], "value": […]}`."""
    if key.id in ("list", "array", "struct", "map", "tuple") and _is_split(entries):
        return list(zip(entries["key"], entries["value"], strict=True))
    return list(entries.items())


def _is_split(entries: dict[Any, Any]) -> bool:
    return set(entries) == {"key", "value"} and isinstance(entries["key"], list)


def _identity(value: JsonValue) -> JsonValue:
    return value


_TEXT_KEYS = _TEXT_IS_FINE | _TIMESTAMPS | _ZONED
_CONVERTERS: dict[str, Converter] = {
    **dict.fromkeys(_BIG_INTEGERS, _from_integer),
    **dict.fromkeys(_TIMESTAMPS, _from_timestamp_text),
    **dict.fromkeys(_ZONED, _from_zoned_text),
    "double": _from_double,
    "float": _from_float_text,
    "blob": _from_blob,
}
