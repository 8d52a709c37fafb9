"""Each column's type, from all of its values: a type is given only when every value fits it.

Columns are tried one kind at a time, all columns in one scan, since most fit the first kind that
the sample leaves. Columns that the sample already shows to be text cost nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from engine.importing.ambiguity import Reading, settle
from engine.importing.column_plan import ColumnPlan, marker_remarks, typed_plan
from engine.importing.column_trials import ColumnText, Trial, open_trial, run_trials
from engine.importing.forced_types import forced_sql, report_unfit
from engine.importing.kinds import text_reason
from engine.importing.notes import Remark
from engine.importing.null_markers import NullMarkers
from engine.importing.report import ColumnFacts, Report
from engine.importing.sentinels import zero_dates
from engine.importing.sql_text import identifier
from engine.importing.staging import TABLE
from engine.importing.type_rules import TypeRules

_COUNTED_MARKERS = 20
_UNFIT = "Values that don't fit the type that was asked for became NULL in {columns}."


def plan_columns(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[ColumnText],
    delimiter: str,
    rules: TypeRules,
    report: Report,
) -> list[ColumnPlan]:
    """Choose each column's type by counting, over all staged rows, what fits.

    Raises `ImportRefused` when the rules name a column that there isn't. The report learns of the
    values that don't fit a type which the rules prescribe.
    """
    rules.check_columns([column.name for column in columns])
    markers = rules.choice.markers
    if markers.everywhere:
        columns = [replace(column, text=_without(markers, column)) for column in columns]
    free = [column for column in columns if column.name not in rules.types]
    trials = [open_trial(connection, column, rules.choice) for column in free]
    run_trials(connection, trials, rules.choice)
    readings = settle([trial.fitting for trial in trials], delimiter)
    settled = {trial.column.name: (trial, reading) for trial, reading in zip(trials, readings, strict=True)}
    return [
        _plan(connection, *settled[column.name], markers)
        if column.name in settled
        else _forced(connection, column, rules, report)
        for column in columns
    ]


def convert(connection: duckdb.DuckDBPyConnection, plans: Sequence[ColumnPlan]) -> None:
    """Create the table `data` from the staged text."""
    select = ", ".join(f"{plan.sql} AS {identifier(plan.name)}" for plan in plans)
    connection.execute(f"CREATE TABLE data AS SELECT {select} FROM {TABLE}")  # noqa: S608


def _without(markers: NullMarkers, column: ColumnText) -> str:
    return f"CASE WHEN NOT {markers.sql(column.trimmed)} THEN {column.text} END"


def _plan(
    connection: duckdb.DuckDBPyConnection, trial: Trial, reading: Reading, markers: NullMarkers
) -> ColumnPlan:
    column = trial.column
    found = _markers_in(connection, column, markers) if trial.markers or markers.everywhere else {}
    if reading.kind is not None:
        # What doesn't fit the kind is known to be blank or a marker: it becomes NULL.
        sql = reading.kind.try_sql(column.trimmed)
        return typed_plan(column.name, sql, reading.kind, reading.remark, found)
    if not markers.everywhere:
        found = {}
    suspects = zero_dates(connection, column.trimmed) if trial.best and trial.best.kind.is_date else ()
    facts = ColumnFacts(_text_reason(connection, trial), null_markers=found, suspects=suspects)
    return ColumnPlan(column.name, column.text, None, facts, tuple(marker_remarks(column.name, found)))


def _forced(
    connection: duckdb.DuckDBPyConnection, column: ColumnText, rules: TypeRules, report: Report
) -> ColumnPlan:
    type_name, markers = rules.types[column.name], rules.choice.markers
    reason = f"{type_name}, as it was asked for"
    if type_name == "VARCHAR":
        found = _markers_in(connection, column, markers) if markers.everywhere else {}
        facts = ColumnFacts(f"{reason}.", null_markers=found)
        return ColumnPlan(column.name, column.text, None, facts, tuple(marker_remarks(column.name, found)))
    text = column.trimmed
    sql = forced_sql(type_name, text, column.sampled, rules.choice)
    misfits = f"{text} <> '' AND NOT {markers.sql(text)} AND {sql} IS NULL"
    explanation = f"the value in the column “{column.name}” is no {type_name}; it became NULL"
    unfit = report_unfit(connection, misfits, column.raw, explanation, report)
    remarks = []
    if unfit:
        values = "1 value" if unfit == 1 else f"{unfit:,} values"
        reason += f"; {values} of another kind became NULL"
        remarks.append(Remark(_UNFIT, column.name, values))
    found = _markers_in(connection, column, markers)
    facts = ColumnFacts(f"{reason}.", null_markers=found)
    remarks += marker_remarks(column.name, found)
    return ColumnPlan(column.name, sql, None, facts, tuple(remarks))


def _markers_in(
    connection: duckdb.DuckDBPyConnection, column: ColumnText, markers: NullMarkers
) -> dict[str, int]:
    """The texts that were read as missing and how often each occurs, the most frequent first."""
    text = f"trim({column.raw}, ' \t')"
    rows = connection.execute(
        f"SELECT {text}, count(*) FROM {TABLE} WHERE {text} <> '' AND {markers.sql(text)}"  # noqa: S608
        f" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_COUNTED_MARKERS}"
    ).fetchall()
    return {str(marker): int(count) for marker, count in rows}


def _text_reason(connection: duckdb.DuckDBPyConnection, trial: Trial) -> str:
    if trial.best is None or trial.best.fits == 0:
        return "Holds text." if trial.filled else text_reason(trial.column.sampled)
    others = trial.filled - trial.markers - trial.best.fits
    values = "1 value is not" if others == 1 else f"{others:,} values are not"
    first = f"the first is “{trial.first_misfit(connection)[:60]}” in row {trial.best.row:,}"
    return f"Text, because {values} among {trial.best.kind.label}; {first}."
