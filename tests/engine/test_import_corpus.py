"""Every file of the corpus: the exact table or the exact refusal, and a report that accounts for it."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from engine.errors import ImportRefused
from engine.importing.importer import import_file
from engine.limits import ImportLimits
from tests.engine.corpus import CSV_CASES, Case
from tests.engine.corpus_structure import STRUCTURE_CASES


@pytest.mark.parametrize("case", [*CSV_CASES, *STRUCTURE_CASES], ids=lambda case: case.name)
def test_corpus(case: Case, tmp_path: Path) -> None:
    source, target = tmp_path / "original.csv", tmp_path / "target"
    source.write_bytes(case.data)
    target.mkdir()
    if case.refusal is not None:
        with pytest.raises(ImportRefused) as refusal:
            import_file(source, target, "csv", ImportLimits())
        assert refusal.value.code == case.refusal
        assert str(tmp_path) not in refusal.value.message
        assert list(target.iterdir()) == []
        return
    result = import_file(source, target, "csv", ImportLimits())
    assert source.read_bytes() == case.data
    assert tuple(column.name for column in result.columns) == case.columns
    assert _rows(target / "data.duckdb") == list(case.rows)
    if case.types is not None:
        assert tuple(column.type for column in result.columns) == case.types
    report = result.report
    assert (report["rows_repaired"], report["rows_rejected"]) == (case.repaired, case.rejected), report
    assert result.row_count == report["rows_read"] == len(case.rows)
    if case.encoding is not None:
        assert report["encoding"] == case.encoding
    json.dumps(report, allow_nan=False)
    assert sorted(path.name for path in target.iterdir()) == ["data.duckdb", "preview.json"]


def _rows(database: Path) -> list[tuple[str | None, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute("SELECT COLUMNS(*)::VARCHAR FROM data ORDER BY rowid").fetchall()
