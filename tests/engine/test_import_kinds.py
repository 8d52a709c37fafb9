"""The kinds of values: cheap and thorough tests agree, and no marker for "missing" is a value."""

from __future__ import annotations

import duckdb
import pytest

from engine.importing.kind import Kind
from engine.importing.kinds import KINDS
from engine.importing.null_markers import MISSING_MARKERS

_TEXTS = (
    "0", "7", "-7", "+7", "007", "-0", "1.5", "1.", ".5", "-.5", "1e3", "1E-3", "1e400", "1_000", "0x1F", "1,5",
    "1.234,5", "1,234", "1,234.5", "12345678901234567890", "1" * 39, "9007199254740993", "nan", "inf", "-inf",
    "true", "TRUE", "t", "yes", "2024-01-31", "2024-1-3", "2024/01/31", "2023-02-29", "-024-01-31", "epoch",
    "infinity", "2024-01-31 10:00:00", "2024-01-31T10:00", "2024-01-31 10:00:00.5", "2024-01-31 10:00:00Z",
    "2024-01-31 10:00+02", "2024-01-31 10:00:00.123456789", "31/01/2024", "01/31/2024", "01.02.2024", "1-2-24",
    "31/01/2024 10:00", "12:30", "12:30:15.5", "25:00", "text", "",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_markers_convert_to_nothing(kind: Kind) -> None:
    with duckdb.connect() as connection:
        for marker in sorted(MISSING_MARKERS | {marker.upper() for marker in MISSING_MARKERS}):
            sql = f"SELECT {kind.try_sql('x')}, {kind.fits_sql('x')} FROM (SELECT $1 AS x)"
            converted, fits = connection.execute(sql, [marker]).fetchone() or ()
            assert (converted, bool(fits)) == (None, False), marker


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.plain_sql], ids=lambda kind: kind.name)
def test_the_cheap_test_admits_nothing_more(kind: Kind) -> None:
    with duckdb.connect() as connection:
        for text in _TEXTS:
            plain = str(kind.plain_sql).replace("{x}", "x")
            sql = f"SELECT {plain}, {kind.try_sql('x')} IS NOT NULL FROM (SELECT $1 AS x)"
            cheap, converts = connection.execute(sql, [text]).fetchone() or ()
            assert not cheap or (kind.matches(text) and converts), text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_python_and_duckdb_read_the_pattern_alike(kind: Kind) -> None:
    with duckdb.connect() as connection:
        for text in _TEXTS:
            found = connection.execute("SELECT regexp_full_match($1, $2)", [text, kind.pattern]).fetchone()
            assert found == (kind.matches(text),), text
