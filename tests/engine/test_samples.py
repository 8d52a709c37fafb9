"""The sample files: reproducible to the byte, and read as what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing.importer import import_file
from engine.limits import ImportLimits
from engine.results import ImportResult
from scripts.make_samples import SAMPLES, make_samples

_NAMES = ("sales.csv", "survey.csv", "sensors.parquet")


def _import(name: str, target: Path) -> ImportResult:
    source = SAMPLES / name
    return import_file(source, target, "parquet" if name.endswith(".parquet") else "csv", ImportLimits())


@pytest.mark.parametrize("name", _NAMES)
def test_samples_are_what_the_script_makes(name: str, tmp_path: Path) -> None:
    make_samples(tmp_path)
    assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes()


def test_sales(tmp_path: Path) -> None:
    result = _import("sales.csv", tmp_path)
    assert {column.name: column.type for column in result.columns} == {
        "order_id": "VARCHAR", "order_date": "DATE", "region": "VARCHAR", "category": "VARCHAR",
        "product": "VARCHAR", "quantity": "BIGINT", "unit_price": "DOUBLE", "revenue": "DOUBLE",
        "discount": "DOUBLE", "customer_type": "VARCHAR",
    }  # fmt: skip
    assert (result.row_count, result.report["path"], result.report["problems"]) == (2000, "fast", [])


def test_survey(tmp_path: Path) -> None:
    result = _import("survey.csv", tmp_path)
    assert {column.name: column.type for column in result.columns} == {
        "Nr": "VARCHAR", "Datum": "DATE", "Stadt": "VARCHAR", "Alter": "BIGINT", "Einkommen (€)": "DOUBLE",
        "Zufriedenheit": "DOUBLE", "Kommentar": "VARCHAR", "Kommentar_1": "VARCHAR",
    }  # fmt: skip
    assert "leading zeros" in result.report["columns"][0]["reason"]
    assert (result.row_count, result.report["encoding"]) == (300, "windows-1252")
    assert (result.report["rows_repaired"], result.report["rows_rejected"]) == (0, 0)


def test_sensors(tmp_path: Path) -> None:
    result = _import("sensors.parquet", tmp_path)
    assert {column.name: column.type for column in result.columns} == {
        "time": "TIMESTAMP WITH TIME ZONE", "station": "VARCHAR", "temperature": "DOUBLE", "humidity": "DOUBLE",
        "status": "VARCHAR",
    }  # fmt: skip
    assert result.row_count == 5004
