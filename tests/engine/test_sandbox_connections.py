"""Connections: locked for strangers' SQL, also when cloned, and not kept for ever."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.engine.conftest import wait_until

duckdb = pytest.importorskip("duckdb")

from engine import connections  # noqa: E402
from engine.limits import ImportLimits, QueryLimits  # noqa: E402
from engine.sandbox import connection_cache  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
ESCAPES = [
    "SET threads = 8",
    "SET GLOBAL python_enable_replacements = true",
    "RESET pivot_limit",
    "SET disabled_filesystems = ''",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_text('{database}')",
    "SELECT * FROM glob('/*')",
    "ATTACH '/tmp/other.duckdb'",
    "ATTACH '{database}' AS again",
    "COPY data TO '/tmp/stolen.csv'",
    "COPY (SELECT 1) TO '{database}' (USE_TMP_FILE false)",
    "WITH x AS (COPY (SELECT 1) TO '{database}' (USE_TMP_FILE false)) SELECT 1",
    "WITH x AS (DELETE FROM data) SELECT 1",
    "DELETE FROM data",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM a_python_variable",
]


@pytest.mark.parametrize("sql", ESCAPES)
@pytest.mark.parametrize("cloned", [False, True], ids=["opened", "cloned"])
def test_the_connection_alone_holds(database: Path, sql: str, cloned: bool) -> None:
    """Without the gate and without the process limits."""
    a_python_variable = [1, 2]  # noqa: F841
    with connections.open_locked(database, QueryLimits()) as opened:
        connection = opened.cursor() if cloned else opened
        with pytest.raises(duckdb.Error):
            connection.execute(sql.replace("{database}", str(database))).fetchall()
        assert connection.execute("SELECT count(*) FROM data").fetchone() == (1000,)


def test_settings_reach_the_clones(database: Path) -> None:
    limits = QueryLimits(memory_bytes=300 * 1024**2, threads=1)
    names = (
        "memory_limit",
        "threads",
        "TimeZone",
        "python_enable_replacements",
        "pivot_limit",
        "temp_directory",
    )
    with connections.open_locked(database, limits) as opened, opened.cursor() as clone:
        rows = [clone.execute("SELECT current_setting(?)", [name]).fetchone() for name in names]
    values = [row[0] for row in rows if row]
    assert values == ["300.0 MiB", 1, "UTC", False, connections.PIVOT_COLUMN_LIMIT, ""]


def test_an_import_connection_reads_files_but_loads_no_extensions(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a\n1\n")
    with connections.open_for_import(tmp_path / "new.duckdb", ImportLimits()) as connection:
        connection.execute("CREATE TABLE data AS FROM read_csv(?)", [str(tmp_path / "x.csv")])
        assert connection.execute("FROM data").fetchall() == [(1,)]
        with pytest.raises(duckdb.Error):
            connection.execute("SELECT * FROM read_csv('https://example.org/x.csv')")


def test_an_idle_connection_is_closed(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_cache, "IDLE_SECONDS", 0.05)
    cache = connection_cache.ConnectionCache()
    with cache.clone(database, QueryLimits()) as clone:
        assert clone.execute("SELECT count(*) FROM data").fetchone() == (1000,)
    assert _open_files(database) == 1
    cache.idle()
    wait_until(lambda: _open_files(database) == 0, "the file to be closed")


def _open_files(path: Path) -> int:
    descriptors = Path("/proc/self/fd").iterdir()
    return sum(os.path.realpath(descriptor) == str(path) for descriptor in descriptors)


def test_one_module_opens_duckdb() -> None:
    aside = {"tests", "benchmarks", "scripts"}
    modules = [path for path in ROOT.glob("[a-z]*/**/*.py") if path.relative_to(ROOT).parts[0] not in aside]
    opening = [path for path in modules if "duckdb.connect(" in path.read_text()]
    assert opening == [Path(connections.__file__)]
