"""The way of a profile through the worker: cheap scans of all rows first, then closer looks.

Import this module in worker processes only: it loads DuckDB.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from engine.limits import AnalysisLimits
from engine.profiling.basics import Basics, is_grouped, read_basics
from engine.profiling.columns import ColumnProfile, Meaning
from engine.profiling.distributions import count_outliers, distributions
from engine.profiling.findings import find
from engine.profiling.frequencies import count_values
from engine.profiling.keys import candidate_keys, closer_look, count_duplicates
from engine.profiling.looked import Looked, distinct_of
from engine.profiling.meaning import meaning_of
from engine.profiling.relations import strongest_relations
from engine.profiling.results import FileFacts, Profile, Sampled
from engine.profiling.source import COLUMNS_A_PART, Source, batches, open_source
from engine.sandbox.reading import reading
from engine.sandbox.wording import PROFILE

_MEASURED = (Meaning.MEASURE, Meaning.CURRENCY)


def profile_file(path: Path, columns: tuple[str, ...], limits: AnalysisLimits) -> Profile:
    """Describe these columns of the DuckDB file at `path`, all of them when none is named.

    Names that the table doesn't have are left out. Raises QueryFailed, QueryTimedOut,
    QueryOutOfMemory, DataMissing.
    """
    with reading(path, limits, PROFILE) as opened:
        return profile_table(opened.connection, columns)


def profile_table(connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...] = ()) -> Profile:
    """The profile of the table `data` of a connection. Makes temporary tables on it."""
    started = time.perf_counter()
    source = open_source(connection)
    wanted = [column for column in source.columns if not columns or column.name in columns]
    basics = read_basics(source, wanted)
    small = [each for each in basics if each.can_be_grouped]
    source = source.sampled([each.name for each in small], sum(each.width for each in small))
    looked = _measured(source, list(_looked(source, basics)))
    profiles = tuple(each.profile(is_sampled=source.is_sampled) for each in looked)
    file = _file_facts(source, looked, profiles)
    elapsed = round((time.perf_counter() - started) * 1000, 3)
    return Profile(source.row_count, len(source.columns), _sampled(source), profiles, file, elapsed)


def _looked(source: Source, columns: Sequence[Basics]) -> Iterator[Looked]:
    for some in batches(columns, COLUMNS_A_PART):
        part = source.narrowed([each.name for each in some if is_grouped(source, each)])
        yield from (_looked_at(part, each) for each in some)


def _looked_at(source: Source, basics: Basics) -> Looked:
    frequencies = count_values(source, basics) if is_grouped(source, basics) else None
    uniqueness = closer_look(source, basics)
    meaning, reason = meaning_of(basics, distinct_of(basics, frequencies, uniqueness), frequencies)
    return Looked(basics, meaning, reason, frequencies, uniqueness)


def _measured(source: Source, columns: Sequence[Looked]) -> list[Looked]:
    """The columns with their distributions, and with outliers where distance means something."""
    spread = dict(distributions(source, [each.basics for each in columns]))
    measures = [each.basics for each in columns if each.meaning in _MEASURED]
    quantiles = {name: each.quantiles for name, each in spread.items()}
    outliers = dict(count_outliers(source, measures, quantiles))
    return [
        replace(each, distribution=spread.get(each.basics.name), outliers=outliers.get(each.basics.name))
        for each in columns
    ]


def _file_facts(source: Source, columns: Sequence[Looked], profiles: Sequence[ColumnProfile]) -> FileFacts:
    counted = frozenset(each.basics.name for each in columns if each.is_counted)
    keys = candidate_keys(source, profiles, counted)
    duplicates = count_duplicates(source, keys)
    basics = [each.basics for each in columns]
    return FileFacts(
        duplicates=duplicates,
        constant_columns=tuple(each.name for each in profiles if each.distinct == 1 and each.filled > 1),
        candidate_keys=keys,
        relations=strongest_relations(source, list(zip(profiles, basics, strict=True))),
        findings=find(source, columns, duplicates),
    )


def _sampled(source: Source) -> Sampled | None:
    if not source.is_sampled:
        return None
    method = (
        "Rows chosen by a hash of their number. Distinct values of large columns are estimated over all rows "
        "(HyperLogLog), repeated rows from the 64th part of all rows whose hash falls into it."
    )
    return Sampled(source.detail_rows, source.row_count, method)
