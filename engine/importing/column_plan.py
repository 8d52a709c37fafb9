"""What a column of text becomes, and what the report says about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.importing.date_kinds import SHORT_YEAR_KINDS
from engine.importing.kind import Kind
from engine.importing.notes import Remark, sentences
from engine.importing.report import ColumnFacts, Report

_UNITS = "The numbers in {columns} are kept without the sign that is written at each of them."
_SHORT_YEARS = (
    "The years in {columns} have two digits: 69 to 99 were read as 1969 to 1999, 00 to 68 as 2000 to 2068."
)
_MARKERS = "Some texts were read as missing values in {columns}."
_SHOWN_MARKERS = 5


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """SQL over the loaded text gives the column's values; `kind` is None where they stay text."""

    name: str
    sql: str
    kind: Kind | None
    facts: ColumnFacts
    remarks: tuple[Remark, ...] = ()


def typed_plan(
    name: str, sql: str, kind: Kind, ambiguity: str | None = None, markers: Mapping[str, int] | None = None
) -> ColumnPlan:
    """The plan of a column whose values are all of one kind."""
    remarks = [Remark(ambiguity, name)] if ambiguity else []
    if kind in SHORT_YEAR_KINDS:
        remarks.append(Remark(_SHORT_YEARS, name))
    if kind.unit:
        remarks.append(Remark(_UNITS, name, kind.unit))
    remarks += marker_remarks(name, markers or {})
    facts = ColumnFacts(f"All values are {kind.label}.", kind.unit, dict(markers or {}))
    return ColumnPlan(name, sql, kind, facts, tuple(remarks))


def marker_remarks(name: str, markers: Mapping[str, int]) -> list[Remark]:
    """At most one remark: the texts that were read as missing, and how often."""
    shown = ", ".join(f"{count:,} × {text}" for text, count in list(markers.items())[:_SHOWN_MARKERS])
    return [Remark(_MARKERS, name, shown)] if markers else []


def tell(plans: Sequence[ColumnPlan], report: Report) -> list[ColumnFacts]:
    """Put the remarks into the report; returns what is known about each column."""
    remarks: Iterable[Remark] = (remark for plan in plans for remark in plan.remarks)
    for sentence in sentences(remarks):
        report.note(sentence)
    return [plan.facts for plan in plans]
