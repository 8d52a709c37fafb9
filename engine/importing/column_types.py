"""Each column's type, from all of its values: a type is given only when every value fits it.

Columns are tried one kind at a time, all columns in one scan, since most fit the first kind that
the sample leaves. Columns that the sample already shows to be text cost nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from engine.importing.dates import DateReading, settle_date_order
from engine.importing.kinds import (
    COMMA_NUMBER,
    GROUPED_NUMBER,
    KINDS,
    MISSING_MARKERS,
    ORDERED_DATES,
    Kind,
    kinds_of_column,
    text_reason,
)
from engine.importing.sql_text import identifier, literal
from engine.importing.staging import TABLE

_COLUMNS_A_QUERY = 4
"""DuckDB's planning time grows faster than the number of expressions: 40 columns take 100 times 4."""
_VALUES_LOOKED_AT = 1_000
_LONGEST_MARKER = max(len(marker) for marker in MISSING_MARKERS)
_MARKERS = "(" + ", ".join(literal(marker) for marker in sorted(MISSING_MARKERS)) + ")"


@dataclass(frozen=True, slots=True)
class ColumnText:
    """One staged column: its name, SQL that gives its text, and its sampled cells."""

    name: str
    text: str
    sampled: tuple[str, ...]

    @property
    def trimmed(self) -> str:
        return f"trim({self.text}, ' \t')"


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What a staged column becomes, with the reason and a remark for the report, if one is due."""

    name: str
    sql: str
    reason: str
    remark: str | None = None


@dataclass(slots=True)
class _Trial:
    """One column on trial: kinds still to be tried, in groups that are told apart by all values.

    `fitting` are the kinds of the first group of which some fit all values. `best` is the kind
    that fitted most values though not all, with their number and the row (from 1) of the first
    other one.
    """

    column: ColumnText
    groups: list[tuple[Kind, ...]]
    fitting: list[Kind] = field(default_factory=list)
    filled: int = 0
    markers: int = 0
    best: tuple[int, Kind, int] | None = None

    @property
    def is_open(self) -> bool:
        return not self.fitting and bool(self.groups)


def plan_columns(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[ColumnText], delimiter: str
) -> list[ColumnPlan]:
    """Choose each column's type by counting, over all staged rows, what fits."""
    trials = [_Trial(column, _groups(_candidates(connection, column), delimiter)) for column in columns]
    while pending := [trial for trial in trials if trial.is_open]:
        for start in range(0, len(pending), _COLUMNS_A_QUERY):
            _try_next(connection, pending[start : start + _COLUMNS_A_QUERY])
    readings = settle_date_order([trial.fitting for trial in trials], delimiter)
    return [_plan(connection, trial, reading) for trial, reading in zip(trials, readings, strict=True)]


def convert(connection: duckdb.DuckDBPyConnection, plans: Sequence[ColumnPlan]) -> None:
    """Create the table `data` from the staged text."""
    select = ", ".join(f"{plan.sql} AS {identifier(plan.name)}" for plan in plans)
    connection.execute(f"CREATE TABLE data AS SELECT {select} FROM {TABLE}")  # noqa: S608


def _candidates(connection: duckdb.DuckDBPyConnection, column: ColumnText) -> Sequence[Kind]:
    kinds = kinds_of_column(column.sampled)
    if len(kinds) < len(KINDS):
        return kinds
    # Nothing in the sample: look at the first values that there are.
    found = connection.execute(
        f"SELECT {column.text} FROM {TABLE} WHERE {column.trimmed} <> ''"  # noqa: S608
        f" AND lower({column.trimmed}) NOT IN {_MARKERS} LIMIT {_VALUES_LOOKED_AT}"
    ).fetchall()
    return kinds_of_column(str(row[0]) for row in found) if found else ()


def _groups(kinds: Sequence[Kind], delimiter: str) -> list[tuple[Kind, ...]]:
    """A comma is a decimal comma where it doesn't separate values, else it groups thousands."""
    twins = {pair.day_first: pair.month_first for pair in ORDERED_DATES}
    ordered = list(KINDS)
    if delimiter == ",":
        first, second = ordered.index(COMMA_NUMBER), ordered.index(GROUPED_NUMBER)
        ordered[first], ordered[second] = GROUPED_NUMBER, COMMA_NUMBER
    groups = []
    for kind in ordered:
        if kind in twins:
            groups.append(tuple(each for each in (kind, twins[kind]) if each in kinds))
        elif kind in kinds and kind not in twins.values():
            groups.append((kind,))
    return [group for group in groups if group]


def _try_next(connection: duckdb.DuckDBPyConnection, trials: Sequence[_Trial]) -> None:
    """Count for each trial how many values the kinds of its next group fit."""
    texts, tests, counts = ["rowid AS r"], ["r"], []
    for at, trial in enumerate(trials):
        texts.append(f"nullif({trial.column.trimmed}, '') AS t{at}")
        group = trial.groups[0]
        tests += [f"{kind.fits_sql(f't{at}')} AS f{at}_{which}" for which, kind in enumerate(group)]
        any_fit = " OR ".join(f"f{at}_{which}" for which in range(len(group)))
        tests += [f"t{at} IS NOT NULL AS v{at}", _is_marker(f"t{at}", any_fit) + f" AS m{at}"]
        counts += [f"count(*) FILTER (v{at})", f"count(*) FILTER (m{at})"]
        for which in range(len(group)):
            counts.append(f"count(*) FILTER (f{at}_{which})")
            counts.append(f"min(r) FILTER (v{at} AND NOT m{at} AND f{at}_{which} IS NOT TRUE)")
    sql = (
        f"SELECT {', '.join(counts)} FROM"  # noqa: S608
        f" (SELECT {', '.join(tests)} FROM (SELECT {', '.join(texts)} FROM {TABLE}))"
    )
    values = list(connection.execute(sql).fetchone() or ())
    for trial in trials:
        used = 2 + 2 * len(trial.groups[0])
        _judge(trial, values[:used])
        del values[:used]


def _is_marker(text: str, fits: str) -> str:
    marker = f"strlen({text}) <= {_LONGEST_MARKER} AND lower({text}) IN {_MARKERS}"
    return f"CASE WHEN {fits} THEN false ELSE coalesce({marker}, false) END"


def _judge(trial: _Trial, values: Sequence[int | None]) -> None:
    group = trial.groups.pop(0)
    trial.filled, trial.markers = values[0] or 0, values[1] or 0
    meant = trial.filled - trial.markers
    for which, kind in enumerate(group):
        fits, misfit = values[2 + 2 * which] or 0, values[3 + 2 * which]
        if meant and fits == meant:
            trial.fitting.append(kind)
        elif misfit is not None and (trial.best is None or fits > trial.best[0]):
            trial.best = (fits, kind, misfit + 1)


def _plan(connection: duckdb.DuckDBPyConnection, trial: _Trial, reading: DateReading) -> ColumnPlan:
    column, kind = trial.column, reading.kind
    if kind is None:
        return ColumnPlan(column.name, column.text, _text_reason(connection, trial))
    text = column.trimmed
    # What doesn't fit the kind is known to be blank or a marker: it becomes NULL.
    remark = reading.remark.format(name=column.name) if reading.remark else None
    if trial.markers:
        markers = _used_markers(connection, column)
        found = f"In the column “{column.name}”, {trial.markers:,} values ({markers}) were read as missing."
        remark = f"{remark} {found}" if remark else found
    return ColumnPlan(column.name, kind.try_sql(text), f"All values are {kind.label}.", remark)


def _used_markers(connection: duckdb.DuckDBPyConnection, column: ColumnText) -> str:
    text = column.trimmed
    sql = (
        f"SELECT DISTINCT {text} FROM {TABLE}"  # noqa: S608
        f" WHERE strlen({text}) <= {_LONGEST_MARKER} AND lower({text}) IN {_MARKERS} ORDER BY 1 LIMIT 5"
    )
    return ", ".join(f"“{row[0]}”" for row in connection.execute(sql).fetchall())


def _text_reason(connection: duckdb.DuckDBPyConnection, trial: _Trial) -> str:
    if trial.best is None or trial.best[0] == 0:
        return "Holds text." if trial.filled else text_reason(trial.column.sampled)
    fits, kind, row = trial.best
    sql = f"SELECT left({trial.column.text}, 60) FROM {TABLE} WHERE rowid = {row - 1}"  # noqa: S608
    found = connection.execute(sql).fetchone()
    first = found[0] if found else ""
    others = trial.filled - trial.markers - fits
    values = "1 value is not" if others == 1 else f"{others:,} values are not"
    return f"Text, because {values} among {kind.label}; the first is “{first}” in row {row:,}."
