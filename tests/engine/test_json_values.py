"""DuckDB values as JSON: every type, at its edges."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.pool import Engine

VALUES: list[tuple[str, Any]] = [
    ("NULL", None),
    ("true", True),
    ("(-128)::TINYINT", -128),
    ("4294967295::UINTEGER", 4294967295),
    ("9007199254740991", 9007199254740991),
    ("9007199254740992", "9007199254740992"),
    ("-9007199254740991", -9007199254740991),
    ("-9007199254740992", "-9007199254740992"),
    ("18446744073709551615::UBIGINT", "18446744073709551615"),
    ("5::HUGEINT", 5),
    ("170141183460469231731687303715884105727::HUGEINT", "170141183460469231731687303715884105727"),
    ("5::UHUGEINT", 5),
    ("123456789012345678901234567890::BIGNUM", "123456789012345678901234567890"),
    ("1.5::DOUBLE", 1.5),
    ("1.1::FLOAT", 1.1),
    ("'nan'::DOUBLE", None),
    ("'inf'::DOUBLE", None),
    ("'-inf'::FLOAT", None),
    ("1.10::DECIMAL(9,2)", 1.1),
    ("0.1::DECIMAL(38,1)", 0.1),
    ("5::DECIMAL(38,0)", 5),
    ("12345678901234567890::DECIMAL(38,0)", "12345678901234567890"),
    ("123456789012345678.25::DECIMAL(38,2)", "123456789012345678.25"),
    ("123456789012.25::DECIMAL(38,2)", 123456789012.25),
    ("'é😀\"\\'", 'é😀"\\'),
    ("DATE '2024-02-29'", "2024-02-29"),
    ("DATE 'infinity'", "infinity"),
    ("DATE '9999-12-31'", "9999-12-31"),
    ("DATE '0044-03-15 (BC)'", "0044-03-15 (BC)"),
    ("DATE '20000-01-01'", "20000-01-01"),
    ("TIME '10:11:12.5'", "10:11:12.5"),
    ("TIME '24:00:00'", "24:00:00"),
    ("TIME_NS '10:11:12.123456789'", "10:11:12.123456789"),
    ("TIMETZ '10:11:12+02'", "10:11:12+02:00"),
    ("TIMETZ '10:11:12-02:30'", "10:11:12-02:30"),
    ("TIMESTAMP '2024-01-01 10:00:00'", "2024-01-01T10:00:00"),
    ("TIMESTAMP '2024-01-01 10:00:00.123456'", "2024-01-01T10:00:00.123456"),
    ("TIMESTAMP_NS '2024-01-01 10:00:00.123456789'", "2024-01-01T10:00:00.123456789"),
    ("TIMESTAMP_S '2024-01-01 10:00:00'", "2024-01-01T10:00:00"),
    ("TIMESTAMP '-infinity'", "-infinity"),
    ("TIMESTAMP '20000-01-01 00:00:00'", "20000-01-01T00:00:00"),
    ("TIMESTAMP '0044-03-15 (BC) 10:00:00'", "0044-03-15 (BC) 10:00:00"),
    ("TIMESTAMPTZ '2024-01-01 10:00:00.5+02'", "2024-01-01T08:00:00.5+00:00"),
    ("TIMESTAMPTZ 'infinity'", "infinity"),
    ("INTERVAL '1 year 2 months 3 days 04:05:06.789'", "1 year 2 months 3 days 04:05:06.789"),
    ("INTERVAL '1000000000 days'", "1000000000 days"),
    ("UUID '00000000-0000-0000-0000-000000000001'", "00000000-0000-0000-0000-000000000001"),
    ("'ab\\xFF'::BLOB", "YWL/"),
    ("'0101'::BIT", "0101"),
    ("'a'::ENUM('a', 'b')", "a"),
    ("'{\"a\": 1}'::JSON", '{"a": 1}'),
    ("'{\"a\": 1}'::JSON::VARIANT", '{"a":1}'),
    ("'POINT(1 2)'::GEOMETRY", "POINT (1 2)"),
    ("[1, NULL, 9007199254740992]", [1, None, "9007199254740992"]),
    ("[]", []),
    ("array_value(1.5, 2.5)", [1.5, 2.5]),
    ("[[DATE 'infinity'], NULL]", [["infinity"], None]),
    ("[INTERVAL 1 MONTH]", ["1 month"]),
    ("['a'::ENUM('a', 'b')]", ["a"]),
    ("{'a': 1, 'b c\"': [TIMESTAMP '2024-01-01 10:00:00']}", {"a": 1, 'b c"': ["2024-01-01T10:00:00"]}),
    ("{'f': 'nan'::FLOAT, 'x': 1.1::FLOAT, 'b': 'a'::BLOB}", {"f": None, "x": 1.1, "b": "YQ=="}),
    ("row(1, DATE '2024-01-01')", [1, "2024-01-01"]),
    ("MAP {'a': 1, 'b': NULL}", {"a": 1, "b": None}),
    ("MAP {DATE '2024-01-01': 1.1::FLOAT}", {"2024-01-01": 1.1}),
    ("MAP {1: 'x'}", [{"key": 1, "value": "x"}]),
    ("MAP {[1]: 2}", [{"key": [1], "value": 2}]),
    ("MAP {{'k': 1}: 2}", [{"key": {"k": 1}, "value": 2}]),
    ("MAP {}", {}),
    ("NULL::MAP(INTEGER, INTEGER)", None),
    ("NULL::STRUCT(a INTEGER)", None),
    ("NULL::DATE[]", None),
    ("union_value(a := DATE '2024-01-01')", "2024-01-01"),
    ("[union_value(a := 1)]", ["1"]),
]


@pytest.mark.parametrize(
    ("expression", "expected"), VALUES, ids=[expression[:50] for expression, _ in VALUES]
)
def test_a_value_is_json(engine: Engine, database: Path, expression: str, expected: Any) -> None:
    """Fetched through a worker, from a column and next to a NULL of its type."""
    source = f"(SELECT {expression} AS value), unnest([1, 2]) AS t(n)"
    sql = f"SELECT CASE WHEN n = 1 THEN value END FROM {source} ORDER BY n"
    rows = engine.query(database, sql).result().rows
    assert rows == [[expected], [None]]
    assert type(rows[0][0]) is type(expected)
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows


def test_column_types_are_those_of_the_query(engine: Engine, database: Path) -> None:
    result = engine.query(
        database, "SELECT DATE '2024-01-01' AS d, 1.1::FLOAT AS f, [INTERVAL 1 DAY] AS i"
    ).result()
    assert [column.type for column in result.columns] == ["DATE", "FLOAT", "INTERVAL[]"]
