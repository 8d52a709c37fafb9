"""The findings of an automatic analysis: one small function each, most telling first.

A finding looks at the table's roles and returns a titled step, or None where the file has nothing
of that kind. A new finding is a function here and a place in `FINDINGS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chat.analysts.builtin.answers import plan
from chat.analysts.builtin.answers.correlation import pairs_step
from chat.analysts.builtin.answers.outliers import overview_step
from chat.analysts.builtin.columns import ColumnInfo, Role, Table
from chat.analysts.builtin.intent import Aggregate, Grain, Group, Intent, Kind, Measure
from chat.analysts.builtin.parsing.measures import default_aggregate, importance
from chat.analysts.builtin.sql import parse_day
from chat.analysts.builtin.step import Step

MOST = 6
_COMPOSED_OF = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """A step with the heading it is shown under."""

    title: str
    step: Step


def _varying(columns: tuple[ColumnInfo, ...]) -> list[ColumnInfo]:
    return [column for column in columns if column.filled != 0 and (column.distinct or 2) > 1]


def main_number(table: Table) -> ColumnInfo | None:
    """The figure that the file is most likely about: money first, then other amounts, then any."""
    numbers = [column for column in _varying(table.measures) if not column.is_flag]
    return min(numbers, key=importance, default=None)


def _main_measure(table: Table) -> Measure:
    number = main_number(table)
    return (
        Measure(default_aggregate(number, ranked=False), number.name) if number else Measure(Aggregate.COUNT)
    )


def _splits(table: Table) -> list[ColumnInfo]:
    """Categories with a handful of values first: these make readable charts."""
    found = [column for column in _varying(table.categories) if not column.is_cycle]
    return sorted(found, key=lambda column: (column.distinct or 0) > _COMPOSED_OF)


def composition(table: Table) -> Finding | None:
    """What the total is made of."""
    splits = _splits(table)
    if not splits:
        return None
    measure = _main_measure(table)
    if measure.aggregate is not Aggregate.SUM or _has_negative(table, measure):
        measure = Measure(Aggregate.COUNT)
    intent = Intent(Kind.AGGREGATE, (measure,), groups=(Group(splits[0].name),), share=True)
    return Finding("Composition", plan(intent, table)[0])


def _has_negative(table: Table, measure: Measure) -> bool:
    """Shares of sums with negative parts mislead."""
    return bool(measure.column) and (table[measure.column or ""].low or "").startswith("-")


def trend(table: Table) -> Finding | None:
    """How the main figure moves over time."""
    dates = [column for column in table.dates if parse_day(column.low) and column.low != column.high]
    if not dates:
        return None
    intent = Intent(Kind.AGGREGATE, (_main_measure(table),), groups=(Group(dates[0].name, Grain.AUTO),))
    return Finding("Trend", plan(intent, table)[0])


def distribution(table: Table) -> Finding | None:
    number = main_number(table)
    if number is None:
        return None
    return Finding("Distribution", plan(Intent(Kind.DISTRIBUTION, columns=(number.name,)), table)[0])


def difference(table: Table) -> Finding | None:
    """An average by another category than the composition's."""
    flags = [column for column in table.measures if column.is_flag]
    column = next(iter(flags), main_number(table))
    splits = _splits(table)
    if not splits or column is None:
        return None
    group = splits[1] if len(splits) > 1 else splits[0]
    intent = Intent(Kind.AGGREGATE, (Measure(Aggregate.MEAN, column.name),), groups=(Group(group.name),))
    return Finding("Differences between groups", plan(intent, table)[0])


def relation(table: Table) -> Finding | None:
    """The strongest linear relation between two numbers."""
    if len([column for column in _varying(table.measures) if not column.is_flag]) < 2:
        return None
    return Finding("Relations", pairs_step(Intent(Kind.CORRELATION), table, optional=True))


def outliers(table: Table) -> Finding | None:
    if main_number(table) is None:
        return None
    return Finding("Outliers", overview_step(Intent(Kind.OUTLIERS), table))


def _values_of(position: int) -> Callable[[Table], Finding | None]:
    """For files without numbers: what the categories hold."""

    def values(table: Table) -> Finding | None:
        known = [
            c for c in table.columns if c.role in {Role.CATEGORY, Role.BOOLEAN, Role.TEXT} and c.filled != 0
        ]
        if main_number(table) is not None or len(known) <= position:
            return None
        return Finding(f"Values of {known[position].name}", _values_step(known[position], table))

    return values


def _values_step(column: ColumnInfo, table: Table) -> Step:
    return plan(Intent(Kind.VALUES, columns=(column.name,)), table)[0]


FINDINGS: tuple[Callable[[Table], Finding | None], ...] = (
    composition, trend, distribution, relation, difference, outliers,
    _values_of(0), _values_of(1), _values_of(2),
)  # fmt: skip


def findings(table: Table) -> Iterator[Finding]:
    """At most six, in the order of `FINDINGS`."""
    found = (make(table) for make in FINDINGS)
    for position, finding in enumerate(finding for finding in found if finding is not None):
        if position < MOST:
            yield finding
