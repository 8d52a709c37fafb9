"""Every limit the engine works under, in one place, each with its unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may cost."""

    timeout_seconds: float = 30.0
    max_rows: int = 1_000
    max_result_bytes: int = 4_000_000
    max_sql_bytes: int = 20_000
    memory_bytes: int = 512 * 1024**2
    """DuckDB's own `memory_limit`; covers its operators, not scalar results."""
    address_space_bytes: int = 2_560 * 1024**2
    """RLIMIT_AS of the worker process: the wall behind `memory_bytes`."""
    threads: int = 2


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """What importing one file may cost."""

    timeout_seconds: float = 600.0
    memory_bytes: int = 1024**3
    address_space_bytes: int = 4 * 1024**3
    temp_bytes: int = 8 * 1024**3
    """Disk that sorting and the like may use beside the copy while it is written."""
    threads: int = 2
    preview_rows: int = 500
    preview_bytes: int = 8_000_000
    reported_rows: int = 100
    """How many repaired or rejected rows the import report quotes in full."""
    max_columns: int = 5_000
    max_line_bytes: int = 16 * 1024**2
    """Longest line of a CSV file; DuckDB's reader buffers several of them per thread."""
    max_cells: int = 4_000_000_000
    """Rows × columns that a Parquet file may declare."""
    max_unpacked_bytes: int = 16 * 1024**3
    """Text and binary values of a Parquet file, unpacked: a few KB can declare terabytes."""


@dataclass(frozen=True, slots=True)
class ChartLimits:
    """What compiling one chart may cost."""

    timeout_seconds: float = 20.0
    data_bytes: int = 2 * 1024**3
    """RLIMIT_DATA of the worker process."""


@dataclass(frozen=True, slots=True)
class AnalysisLimits:
    """What one statistic or profile may cost."""

    timeout_seconds: float = 120.0
    max_sql_bytes: int = 20_000
    max_cells: int = 50_000_000
    """Values that a statistic reads at most, 8 bytes each and a few times that while it computes."""
    max_table_rows: int = 5_000
    """Of one table in a result."""
    memory_bytes: int = 1024**3
    """DuckDB's own `memory_limit`."""
    address_space_bytes: int = 4 * 1024**3
    """RLIMIT_AS of the worker process; its libraries take some 1.6 GiB of it."""
    threads: int = 2
    """DuckDB's. The libraries use one, so that a figure doesn't depend on the machine."""


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """Sizes of the worker pools and the limits of what runs in them."""

    query_workers: int = 3
    import_workers: int = 1
    chart_workers: int = 1
    analysis_workers: int = 2
    analysis_warm_up: bool = True
    """Whether `warm_up` starts the analysis workers too, or the first analysis does and waits for them."""
    query: QueryLimits = field(default_factory=QueryLimits)
    imports: ImportLimits = field(default_factory=ImportLimits)
    charts: ChartLimits = field(default_factory=ChartLimits)
    analysis: AnalysisLimits = field(default_factory=AnalysisLimits)
    cache_bytes: int = 64 * 1024**2
    """Results kept for repeated queries; 0 for none."""
    data_dir: Path | None = None
    """The only folder whose files a worker may open, where the kernel has Landlock; None for any."""
