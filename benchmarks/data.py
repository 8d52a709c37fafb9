"""The files that are measured: orders with texts, numbers and dates, and wide tables of numbers."""

from __future__ import annotations

from pathlib import Path

import duckdb

_BYTES_PER_ROW = 80


def make_csv(path: Path, megabytes: int) -> None:
    """Write a clean CSV of about the given size, the same at each run."""
    rows = megabytes * 1_000_000 // _BYTES_PER_ROW
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute(
        f"""
        COPY (
            SELECT
                i AS order_id,
                ['North', 'South', 'East', 'West'][CAST(1 + hash(i) % 4 AS BIGINT)] AS region,
                'Product ' || hash(i * 7) % 500 AS product,
                1 + hash(i * 3) % 20 AS quantity,
                round((hash(i * 5) % 100000) / 100.0, 2) AS price,
                round((hash(i * 11) % 1000000) / 1000.0, 3) AS weight,
                DATE '2020-01-01' + CAST(hash(i * 13) % 1500 AS INTEGER) AS sold_on,
                TIMESTAMP '2020-01-01' + to_seconds(CAST(hash(i * 17) % 100000000 AS BIGINT)) AS paid_at
            FROM range({rows}) t(i)
        ) TO '{path}' (HEADER)
        """
    )


def make_wide_csv(path: Path, columns: int, rows: int) -> None:
    """Write a CSV of one text and otherwise numeric columns, the same at each run."""
    measures = ", ".join(
        f"(hash(i * {columns} + {number}) % 100000) / 100.0 AS measure_{number}"
        for number in range(1, columns)
    )
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute(
        f"""
        COPY (
            SELECT 'g' || (hash(i) % 9) AS group_1, {measures}
            FROM range({rows}) t(i)
        ) TO '{path}' (HEADER)
        """
    )
