"""What columns are meant as, whatever they are stored as."""

from __future__ import annotations

import pytest

from tests.engine.profiling.profiled import column

CASES = [
    ("order_id", "i * 3 + 1", "id"),
    ("OrderID", "'A' || (1000 + i)", "id"),
    ("row", "i", "id"),
    ("token", "md5(i::VARCHAR)", "id"),
    ("Nr", "lpad(i::VARCHAR, 3, '0')", "id"),
    ("anything", "uuid()", "id"),
    ("colour", "['red', 'blue'][1 + i % 2]", "category"),
    ("pclass", "1 + i % 3", "category"),
    ("month", "1 + i % 12", "category"),
    ("store_code", "1 + i % 4", "category"),
    ("height", "150 + i / 3.0", "measure"),
    ("item_count", "i * i % 37", "measure"),
    ("reading", "(i % 17) || '.5'", "measure"),
    ("unit price", "i / 4.0", "currency"),
    ("Umsatz", "(i * 13 % 97)::DECIMAL(10, 2)", "currency"),
    ("Betrag (€)", "i * 13 % 97", "currency"),
    ("price_rank", "i * 13 % 97", "measure"),
    ("sold_on", "DATE '2024-01-01' + i::INTEGER", "date"),
    ("at", "TIMESTAMPTZ '2024-01-01 00:00:00+00'", "date"),
    ("day", "strftime(DATE '2024-01-01' + i::INTEGER, '%d/%m/%Y')", "date"),
    ("year", "1990 + i % 30", "date"),
    ("comment", "'a remark of some length, number ' || i", "text"),
    ("ok", "i % 2 = 0", "boolean"),
    ("survived", "i % 2", "boolean"),
    ("remote", "['Yes', 'No'][1 + i % 2]", "boolean"),
    ("latitude", "40 + i / 100.0", "geographic"),
    ("Country", "['DE', 'FR'][1 + i % 2]", "geographic"),
    ("zip", "10000 + i", "geographic"),
    ("hole", "NULL::INTEGER", "empty"),
    ("tags", "[i]", "other"),
    ("waited", "INTERVAL (i) SECOND", "other"),
]


@pytest.mark.parametrize(("name", "value", "meaning"), CASES)
def test_meaning(name: str, value: str, meaning: str) -> None:
    found = column(f'SELECT {value} AS "{name}" FROM range(120) t(i)', name)
    assert found["meaning"] == meaning, found["reason"]
    assert found["reason"]


def test_a_latitude_out_of_range_is_a_number() -> None:
    assert column("SELECT i * 1000.5 AS lat FROM range(50) t(i)", "lat")["meaning"] == "measure"
