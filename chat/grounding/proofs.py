"""Holding a figure in the notation of statistics against the columns that its symbol stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from chat.grounding.index import Table
from chat.grounding.lexer import Written
from chat.grounding.lookup import fits
from chat.grounding.notation import CORRELATION, FREEDOM, KINDS, SQUARED, Notation, Relation


@dataclass(frozen=True, slots=True)
class Proof:
    """What bears a figure out: a cell, or what was computed from one."""

    table: Table
    row: int
    column: int
    derivation: str | None = None


def proof(
    figure: Written, notation: Notation, tables: Sequence[tuple[Table, frozenset[int]]]
) -> Proof | Literal[False] | None:
    """The cell behind a figure in notation, among these rows; False if none is, None if none could be."""
    asked: Literal[False] | None = None
    for table, rows in tables:
        for found, value in _values(notation.kind, table, rows):
            asked = False
            if _holds(figure, notation.relation, value):
                return found
    return asked


def _holds(figure: Written, relation: Relation, value: float) -> bool:
    if relation in ("=", "df"):
        signed = figure.negative == (value < 0) or fits(figure, 0.0)
        return signed and fits(figure, value)
    return value < figure.value if relation == "<" else value > figure.value


def _values(kind: str, table: Table, rows: frozenset[int]) -> Iterator[tuple[Proof, float]]:
    """Every value that the symbol can stand for."""
    if kind == "variance":
        yield from (
            (Proof(table, row, column, "explained variance"), value * 100)
            for row, column, value in _named(SQUARED, table, rows)
        )
        yield from ((found, value * 100) for found, value in _squares(table, rows))
    elif kind == "freedom":
        yield from _freedom(table, rows)
    else:
        names = KINDS[kind][1]
        yield from ((Proof(table, row, column), value) for row, column, value in _named(names, table, rows))
        if kind == "squared":
            yield from _squares(table, rows)


def _named(names: Sequence[str], table: Table, rows: frozenset[int]) -> Iterator[tuple[int, int, float]]:
    for index, column in enumerate(table.columns):
        if column.name.casefold() in names and not _is_another(column.name, table, rows):
            for row in sorted(rows):
                if (value := table.value(row, index)) is not None:
                    yield row, index, value


def _is_another(name: str, table: Table, rows: frozenset[int]) -> bool:
    """Of many corrected p-values of pairs only one whose pair is named is "the p"."""
    return name == "p_adjusted" and len(rows) > 1 and rows == table.everything


def _squares(table: Table, rows: frozenset[int]) -> Iterator[tuple[Proof, float]]:
    """r²: only of a correlation, which is never beyond 1."""
    if not {"method", "p_value"} <= {column.name for column in table.columns}:
        return
    for row, column, value in _named(CORRELATION, table, rows):
        yield Proof(table, row, column, "square of the correlation"), value * value


def _freedom(table: Table, rows: frozenset[int]) -> Iterator[tuple[Proof, float]]:
    """Degrees of freedom as given; n, n − 1 and n − 2; and the terms of a regression."""
    for row, column, value in _named(FREEDOM, table, rows):
        yield Proof(table, row, column), value
    for row, column, n in _named(("n",), table, rows):
        for less in (0, 1, 2):
            yield Proof(table, row, column, f"n − {less}"), n - less
        for _, _, residual in _named(("residual_degrees_of_freedom",), table, frozenset((row,))):
            yield Proof(table, row, column, "n − 1 − residual degrees of freedom"), n - 1 - residual
