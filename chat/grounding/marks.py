"""What is said of a figure once its source is known, or known to be missing."""

from __future__ import annotations

from chat.grounding.index import Table
from chat.grounding.lexer import Written
from chat.grounding.lookup import Cell
from chat.grounding.mentions import Mention
from chat.grounding.records import Figure, Status


def plain(
    figure: Written, status: Status, *, derivation: str | None = None, reason: str | None = None
) -> Figure:
    """A figure with no place in a result."""
    return Figure(figure.text, figure.start, figure.end, status, derivation=derivation, reason=reason)


def from_table(
    span: Written | Mention, status: Status, table: Table, *, row: int | None = None,
    column: str | None = None, derivation: str | None = None, reason: str | None = None,
) -> Figure:  # fmt: skip
    """A figure that comes from, or is held against, this result."""
    source = table.evidence
    return Figure(
        span.text, span.start, span.end, status, source.execution_id, row, column, source.table,
        derivation, reason,
    )  # fmt: skip


def from_cell(figure: Written, cell: Cell) -> Figure:
    """A figure that is this cell, rounded or not."""
    shown = abs(cell.value) * (100 if figure.kind == "percent" and cell.info.is_fraction else 1)
    rounded = "rounded" if abs(shown - abs(figure.value)) > 1e-9 * max(shown, 1.0) else None
    return from_table(figure, "verified", cell.table, row=cell.row, column=cell.info.name, derivation=rounded)


def counted(figure: Written, table: Table, words: str, *, proven: bool) -> Figure:
    """A count of a result's rows or groups; `proven` only if the result is whole."""
    if proven:
        return from_table(figure, "derived", table, derivation=words)
    reason = "the result was cut off, so this counts only the rows shown; count in the query"
    return from_table(figure, "unverified", table, reason=reason)


def cut_off(figure: Written) -> str:
    """Why a figure computed from a part of the rows proves nothing."""
    return f"the result was cut off, so {figure.text} can't be computed from it; count or sum in the query"
