"""The profile through the engine: in a worker, behind the walls, with errors in sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.connections import open_for_import
from engine.errors import DataMissing, QueryTimedOut
from engine.limits import AnalysisLimits, EngineConfig, ImportLimits
from engine.pool import Engine


def make(**limits: float) -> Engine:
    lowered = dataclasses.replace(AnalysisLimits(), **limits)  # type: ignore[arg-type]
    return Engine(EngineConfig(analysis_workers=1, analysis=lowered))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    running = make()
    yield running
    running.close()


def test_a_profile_comes_out_of_a_worker(engine: Engine, database: Path) -> None:
    profile = engine.profile(database).result(60)
    assert [column.name for column in profile.columns] == ["id", "name", "price", "day", "note"]
    assert profile.tables()[0].name == "columns"
    assert profile.columns[4].nulls == 500


def test_the_same_connection_serves_again(engine: Engine, database: Path) -> None:
    first, second = (engine.profile(database, ("id",)).result(60) for _ in range(2))
    assert first.columns == second.columns


def test_a_lost_file_is_said(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="upload the file again"):
        engine.profile(tmp_path / "data.duckdb").result(60)


def test_a_late_profile_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "data.duckdb"
    with open_for_import(path, ImportLimits()) as connection:
        connection.execute("CREATE TABLE data AS SELECT i, hash(i) AS h, i / 7 AS x FROM range(5000000) t(i)")
    engine = make(timeout_seconds=0.05)
    try:
        with pytest.raises(QueryTimedOut, match=r"The profile took longer than 0\.05 seconds and was ended"):
            engine.profile(path).result(60)
    finally:
        engine.close()
