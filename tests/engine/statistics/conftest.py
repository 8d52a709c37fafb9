"""A real engine for statistics, and a file with what statistics must not stumble over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.limits import AnalysisLimits, EngineConfig, ImportLimits
from engine.pool import Engine

TABLE = """
    CREATE TABLE data AS
    SELECT range AS id,
        (range % 7)::DOUBLE AS x,
        (range % 7 * 2 + range % 3)::DECIMAL(10, 2) AS "price ""net"" EUR",
        ['north', 'south', 'east'][range % 3 + 1] AS region,
        (10 - range % 10)::TINYINT AS grade,
        range % 2 = 0 AS even,
        DATE '2024-01-01' + range::INTEGER AS day,
        if(range % 4 = 0, NULL, range * 1.5) AS gaps,
        CASE range WHEN 1 THEN 'inf'::DOUBLE WHEN 2 THEN 'nan'::DOUBLE ELSE range END AS wild,
        NULL::DOUBLE AS nothing,
        5.0::DOUBLE AS same,
        'text ' || range AS note
    FROM range(1000)
"""


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand rows of every kind of column, as the importer leaves them."""
    from engine.connections import open_for_import

    path = tmp_path_factory.mktemp("statistics") / "data.duckdb"
    with open_for_import(path, ImportLimits()) as connection:
        connection.execute(TABLE)
    return path


@pytest.fixture(scope="package")
def engine() -> Iterator[Engine]:
    """One worker for analyses."""
    running = Engine(EngineConfig(analysis_workers=1))
    yield running
    running.close()


@pytest.fixture
def lowered() -> Iterator[Callable[..., Engine]]:
    """Engines with lowered limits of analyses: `lowered(max_cells=100)`."""
    running: list[Engine] = []

    def start(**limits: Any) -> Engine:
        running.append(Engine(EngineConfig(analysis_workers=1, analysis=AnalysisLimits(**limits))))
        return running[-1]

    yield start
    for started in running:
        started.close()
