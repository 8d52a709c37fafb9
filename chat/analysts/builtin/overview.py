"""What a file is, in a few lines of prose: from the data card and the profile, no further query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chat.analysts.builtin.columns import Role, Table
from chat.analysts.builtin.dateformats import spoken
from chat.analysts.builtin.figures import MAX_MESSAGE, escape, figure, listing, percent
from chat.analysts.builtin.words import name_parts

_NAMED = 12
_MAX_FOUND = 8
_TOLD_AS_FOUND = frozenset(
    ("sentinel_value", "mixed_spelling", "missing_words", "spaces_around", "numbers_as_text", "repeated_ids",
     "early_dates", "future_dates")
)  # fmt: skip
"""Findings of the profile that are told in its own words; what else it finds is summed up here."""
_PLURALS = {
    Role.MEASURE: "Numbers",
    Role.CATEGORY: "Categories",
    Role.DATE: "Dates",
    Role.BOOLEAN: "Yes/no",
    Role.ID: "Identifiers",
    Role.COORDINATE: "Coordinates",
    Role.TEXT: "Texts",
    Role.OTHER: "Other",
    Role.EMPTY: "Without any value",
}
_NEVER_NEGATIVE = {"price", "quantity", "qty", "age", "count", "weight", "height", "distance", "duration"}


def describe_file(table: Table) -> str:
    """`sales.csv` has 1,234 rows and 8 columns, then the columns by kind and the time span."""
    rows = "row" if table.row_count == 1 else "rows"
    columns = "column" if len(table.columns) == 1 else "columns"
    size = f"{figure(table.row_count)} {rows} and {figure(len(table.columns))} {columns}"
    head = f"**{escape(table.filename)}** has {size}."
    return "\n".join([head, "", *kinds(table), *_span(table)])


def kinds(table: Table) -> list[str]:
    """One line for each kind of column that there is."""
    lines = []
    for role, plural in _PLURALS.items():
        names = [escape(column.name) for column in table.with_role(role)]
        if names:
            shown = listing(names) if len(names) <= _NAMED else ", ".join(names[:_NAMED]) + " and more"
            lines.append(f"- {plural}: {shown}")
    return lines


def _span(table: Table) -> list[str]:
    return [
        f"- {escape(column.name)} runs from {_moment(low, high)} to {_moment(high, low)}"
        for column in table.dates[:2]
        if (low := column.low) and (high := column.high)
    ]


def _moment(cell: str, other: str) -> str:
    """A date; within a single day the time of day as well."""
    day, _, time = cell.partition(" ")
    return escape(cell if time and other.startswith(day) else day)


def date_notes(table: Table, names: tuple[str, ...]) -> list[str]:
    """Dates that are kept as text: which way round they were read."""
    read = [table[name] for name in names if table[name].date_formats]
    return [f"{escape(c.name)} is stored as text; I read it as {spoken(c.date_formats[0])}." for c in read]


def quality(table: Table, profile: Mapping[str, Any]) -> list[str]:
    """Remarks on the data's quality: what the import noted, then what the profile found."""
    remarks = [escape_note(note) for note in table.import_notes]
    remarks += _repeated(profile["file"]["duplicates"]) + _missing(table) + _empty(table)
    remarks += _constant(profile["file"]["constant_columns"]) + _odd(table)
    remarks += date_notes(table, tuple(column.name for column in table.dates))
    found = [item["sentence"] for item in profile["file"]["findings"] if item["code"] in _TOLD_AS_FOUND]
    remarks += [escape_note(sentence) for sentence in found[:_MAX_FOUND]]
    if len(found) > _MAX_FOUND:
        remarks.append("The profile of the file lists more of this kind.")
    if profile["sampled"]:
        rows = figure(profile["sampled"]["rows"])
        remarks.append(f"Some of these remarks rest on {rows} sampled rows; the profile says which.")
    return remarks


def _repeated(duplicates: Mapping[str, Any] | None) -> list[str]:
    if not duplicates or not duplicates["rows"]:
        return []
    about = "About " if duplicates["approximate"] else ""
    verb = "row repeats" if duplicates["rows"] == 1 else "rows repeat"
    return [f"{about}**{figure(duplicates['rows'])}** {verb} an earlier one."]


def escape_note(note: str) -> str:
    """An import note is a full sentence of ours that may quote the file."""
    return escape(note, MAX_MESSAGE)


def _missing(table: Table) -> list[str]:
    holes = [column for column in table.columns if column.missing and column.filled]
    holes.sort(key=lambda column: -(column.missing or 0))
    if not holes:
        return ["No cell is missing."] if table.profiled == len(table.columns) and not _empty(table) else []
    listed = [f"{escape(c.name)} ({figure(c.missing)}, {percent(c.missing_percent)})" for c in holes[:5]]
    more = " and other columns" if len(holes) > 5 else ""
    return [f"Missing cells: {', '.join(listed)}{more}."]


def _empty(table: Table) -> list[str]:
    names = [escape(column.name) for column in table.with_role(Role.EMPTY)]
    return [f"Without a single value: {listing(names[:_NAMED])}."] if names else []


def _constant(names: Sequence[str]) -> list[str]:
    return [f"The same value everywhere: {listing([escape(n) for n in names[:_NAMED]])}."] if names else []


def _odd(table: Table) -> list[str]:
    infinite = [column for column in table.columns if column.non_finite]
    low = [
        c for c in table.measures if set(name_parts(c.name)) & _NEVER_NEGATIVE and (c.low or "")[:1] == "-"
    ]
    return [
        *(f"{escape(column.name)} holds NaN or infinite values; I leave them out." for column in infinite),
        *(
            f"{escape(c.name)} goes down to {figure(c.low, c)}, which looks odd for such a column."
            for c in low
        ),
    ]
