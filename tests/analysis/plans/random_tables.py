"""Random tables for property tests: every type DuckDB imports, filthy names, edge values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from analysis.plans.kinds import CALENDAR, Kind, kind_of
from engine.connections import open_for_import
from engine.limits import ImportLimits
from engine.results import Column

VALUES: dict[str, list[str]] = {
    "TINYINT": ["-128", "127", "0", "5"],
    "INTEGER": ["0", "1", "2", "-2147483648", "2147483647"],
    "BIGINT": ["-9223372036854775808", "9223372036854775807", "3"],
    "UBIGINT": ["18446744073709551615", "0", "7"],
    "HUGEINT": ["170141183460469231731687303715884105727", "-1", "2"],
    "UHUGEINT": ["340282366920938463463374607431768211455", "0", "2"],
    "DOUBLE": ["0.1", "-2.5", "1e308", "-1e308", "1e-300", "'nan'", "'inf'", "'-inf'", "0.3", "0"],
    "FLOAT": ["0.1", "3.4e38", "'nan'", "'inf'", "-1"],
    "DECIMAL(4,2)": ["99.99", "-99.99", "0.01"],
    "DECIMAL(18,3)": ["999999999999999.999", "0.1", "-1"],
    "DECIMAL(38,0)": ["99999999999999999999999999999999999999", "1"],
    "DECIMAL(38,30)": ["99999999.1", "0.000000000000000000000000000001"],
    "BIGNUM": ["123456789012345678901234567890123456789012345678901234567890", "1"],
    "BOOLEAN": ["TRUE", "FALSE"],
    "VARCHAR": ["'a'", "'A'", "''", "'(other)'", "'it''s'", "'<b>'", "'5'", "'2024-01-01'", "'x\ny'"],
    "ENUM('b', 'a')": ["'a'", "'b'"],
    "UUID": ["'00000000-0000-0000-0000-000000000001'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"],
    "DATE": ["'2024-01-31'", "'1999-12-31'", "'infinity'", "'0001-01-01'", "'9999-12-31'"],
    "TIMESTAMP": ["'2024-01-31 10:00:01.5'", "'2024-02-01'", "'infinity'", "'-infinity'", "'1970-01-01'"],
    "TIMESTAMP WITH TIME ZONE": ["'2024-01-31 23:30:00-05'", "'2024-02-01 00:00:00+00'", "'infinity'"],
    "TIMESTAMP_S": ["'2024-01-31 10:00:01'", "'2020-02-29'"],
    "TIMESTAMP_NS": ["'2024-01-31 10:00:01.123456789'", "'2020-02-29'"],
    "TIME": ["'10:00:00'", "'23:59:59.999999'"],
    "TIME WITH TIME ZONE": ["'10:00:00+02'"],
    "INTERVAL": ["'1 month'", "'3 days 04:00:00'"],
    "BLOB": ["'\\xAA'", "'b'"],
    "INTEGER[]": ["[1, 2]", "[]"],
    "STRUCT(a INTEGER)": ["{'a': 1}", "{'a': NULL}"],
    "MAP(VARCHAR, INTEGER)": ["MAP {'k': 1}"],
    "BIT": ["'101'"],
    "JSON": ["'{\"a\": 1}'"],
}
"""A few values of each type; NULL comes on top."""

NAMES = (
    "price", "Region", "rows", "count", "value", "data", "low", "median", "width", "edges", "label",
    'say "hi"', "line\nbreak", "a.b[0]", "SELECT", "x' OR 1=1 --", "mean of price", "Größe €", "é", "step_1",
    "filtered", "period", "place", "start", "high", "n", "raw", "category", "(other)", "100", " ", "l" * 300,
)  # fmt: skip


@dataclass(frozen=True)
class RandomTable:
    columns: tuple[Column, ...]
    rows: list[list[str]]
    """As SQL literals."""


_NUMBERS = [kind for kind in VALUES if kind_of(Column("", kind)) is Kind.NUMBER]
_DATES = [kind for kind in VALUES if kind_of(Column("", kind)) in CALENDAR]
_CATEGORIES = ["VARCHAR", "ENUM('b', 'a')", "BOOLEAN", "UUID"]


@st.composite
def tables(draw: st.DrawFn) -> RandomTable:
    """Two columns of numbers, a category and a date at least, and up to three of any type."""
    wanted = [_NUMBERS, _NUMBERS, _CATEGORIES, _DATES, *[list(VALUES)] * draw(st.integers(0, 3))]
    types = [draw(st.sampled_from(kinds)) for kinds in wanted]
    names = draw(st.permutations(NAMES))[: len(types)]
    cells = [st.sampled_from(["NULL", *VALUES[kind]]) for kind in types]
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=12))
    columns = tuple(Column(name, kind) for name, kind in zip(names, types, strict=True))
    return RandomTable(columns, [list(row) for row in rows])


@contextmanager
def stored(table: RandomTable) -> Iterator[Path]:
    """The table in a DuckDB file, as an import leaves it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.duckdb"
        with open_for_import(path, ImportLimits()) as connection:
            connection.execute(f"CREATE TABLE data ({', '.join(map(_definition, table.columns))})")
            values = ", ".join(f"({', '.join(row)})" for row in table.rows)
            connection.execute(f"INSERT INTO data VALUES {values}")
        yield path


def _definition(column: Column) -> str:
    name = column.name.replace('"', '""')
    return f'"{name}" {column.type}'
