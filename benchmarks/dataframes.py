"""Loading a CSV and one GROUP BY over it, by pandas and by polars, each in a process of its own."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.bare import seconds_in_process
from benchmarks.report import Row


def measure(source: Path, ours: float) -> list[Row]:
    """`ours` are the seconds that the server takes for the upload and the same GROUP BY."""
    rows = []
    for name, function in (("pandas", with_pandas), ("polars", with_polars)):
        theirs = seconds_in_process(function, source)
        detail = f"{ours:.2f} s against {theirs:.2f} s"
        rows.append(Row(f"upload + GROUP BY ÷ load + GROUP BY in {name}", ours / theirs, "", detail))
    return rows


def with_pandas(source: Path) -> float:
    """Seconds of `read_csv` and the GROUP BY, without importing the library."""
    import pandas as pd

    started = time.perf_counter()
    pd.read_csv(source).groupby("region")["price"].agg(["size", "sum"]).reset_index()
    return time.perf_counter() - started


def with_polars(source: Path) -> float:
    """Seconds of `read_csv` and the GROUP BY, without importing the library."""
    import polars as pl

    started = time.perf_counter()
    pl.read_csv(source, try_parse_dates=True).group_by("region").agg(
        pl.len().alias("n"), pl.col("price").sum().alias("total")
    ).sort("region")
    return time.perf_counter() - started
