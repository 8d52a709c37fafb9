"""Trying kinds on whole columns: a kind is proven when every value that isn't missing fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import duckdb

from engine.importing.ambiguity import rivalling
from engine.importing.kind import Kind
from engine.importing.kinds import KindChoice, frequent_kinds, kinds_of_column
from engine.importing.null_markers import NullMarkers
from engine.importing.staging import TABLE

_COLUMNS_A_QUERY = 4
"""DuckDB's planning time grows faster than the number of expressions: 40 columns take 100 times 4."""
_VALUES_LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True)
class ColumnText:
    """One staged column: its name, SQL that gives its text, and its sampled cells.

    `raw` is SQL for the text as the file has it, where `text` leaves out what means "missing".
    """

    name: str
    text: str
    sampled: tuple[str, ...]
    raw: str

    @property
    def trimmed(self) -> str:
        return f"trim({self.text}, ' \t')"


@dataclass(frozen=True, slots=True)
class Best:
    """The kind that fitted most values, though not all. `row` (from 1) is that of the first other one."""

    fits: int
    kind: Kind
    row: int


@dataclass(slots=True)
class Trial:
    """One column on trial: kinds still to be tried, in groups that are told apart by all values.

    `fitting` are the kinds of the first group of which some fit all values. `filled` values aren't
    empty, `markers` of them mean "missing".
    """

    column: ColumnText
    groups: list[tuple[Kind, ...]]
    tried: list[Kind] = field(default_factory=list)
    fitting: list[Kind] = field(default_factory=list)
    filled: int = 0
    markers: int = 0
    best: Best | None = None

    @property
    def is_open(self) -> bool:
        return not self.fitting and bool(self.groups)

    def first_misfit(self, connection: duckdb.DuckDBPyConnection) -> str:
        """The text of the first value that isn't of the best kind."""
        row = self.best.row if self.best else 0
        sql = f"SELECT {self.column.text} FROM {TABLE} WHERE rowid = {row - 1}"  # noqa: S608
        found = connection.execute(sql).fetchone()
        return str(found[0]) if found else ""


def open_trial(connection: duckdb.DuckDBPyConnection, column: ColumnText, choice: KindChoice) -> Trial:
    """The kinds that the sample leaves; by the first values that there are when it holds none.

    The most frequent kind of a mixed column is tried to find out how many values are of another.
    """
    kinds = kinds_of_column(column.sampled, choice)
    if len(kinds) == len(choice.kinds):
        found = connection.execute(
            f"SELECT {column.text} FROM {TABLE} WHERE {column.trimmed} <> ''"  # noqa: S608
            f" AND NOT {choice.markers.sql(column.trimmed)} LIMIT {_VALUES_LOOKED_AT}"
        ).fetchall()
        if found:
            column = replace(column, sampled=tuple(str(row[0]) for row in found))
        kinds = kinds_of_column(column.sampled, choice) if found else ()
    return Trial(column, rivalling(kinds or frequent_kinds(column.sampled, choice)[:1]))


def run_trials(connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial], choice: KindChoice) -> None:
    """Try until each column has a kind or none is left.

    What the first value off the sample's kinds suggests is tried as well: a minus written in
    parentheses may be rare enough not to be in the sample.
    """
    _run(connection, trials, choice.markers)
    for trial in trials:
        if trial.best and trial.best.fits and not trial.fitting:
            seen = [*trial.column.sampled, trial.first_misfit(connection)]
            kinds = [kind for kind in kinds_of_column(seen, choice) if kind not in trial.tried]
            trial.groups = rivalling(kinds)
    _run(connection, trials, choice.markers)


def _run(connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial], markers: NullMarkers) -> None:
    while pending := [trial for trial in trials if trial.is_open]:
        for start in range(0, len(pending), _COLUMNS_A_QUERY):
            _try_next(connection, pending[start : start + _COLUMNS_A_QUERY], markers)


def _try_next(connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial], markers: NullMarkers) -> None:
    """Count for each trial how many values the kinds of its next group fit."""
    texts, tests, counts = ["rowid AS r"], ["r"], []
    for at, trial in enumerate(trials):
        texts.append(f"nullif({trial.column.trimmed}, '') AS t{at}")
        group = trial.groups[0]
        tests += [f"{kind.fits_sql(f't{at}')} AS f{at}_{which}" for which, kind in enumerate(group)]
        any_fit = " OR ".join(f"f{at}_{which}" for which in range(len(group)))
        is_marker = f"CASE WHEN {any_fit} THEN false ELSE {markers.sql(f't{at}')} END"
        tests += [f"t{at} IS NOT NULL AS v{at}", f"{is_marker} AS m{at}"]
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


def _judge(trial: Trial, values: Sequence[int | None]) -> None:
    group = trial.groups.pop(0)
    trial.tried += group
    trial.filled, trial.markers = values[0] or 0, values[1] or 0
    meant = trial.filled - trial.markers
    for which, kind in enumerate(group):
        fits, misfit = values[2 + 2 * which] or 0, values[3 + 2 * which]
        if meant and fits == meant:
            trial.fitting.append(kind)
        elif misfit is not None and (trial.best is None or fits > trial.best.fits):
            trial.best = Best(fits, kind, misfit + 1)
