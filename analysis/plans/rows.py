"""The rows a plan works on, step by step: a chain of named SELECTs and the columns they have."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.plans.facts import TableFacts
from analysis.plans.kinds import Kind, kind_of
from analysis.plans.problems import Invalid, did_you_mean, shown
from analysis.plans.sqltext import fold
from engine.results import Column


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of `relation` for which every one of `conditions` holds; `ctes` define the relation.

    `made` names the columns that aren't the file's own any more: the profile says nothing of them.
    """

    facts: TableFacts
    columns: tuple[Column, ...]
    relation: str = "data"
    ctes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    made: frozenset[str] = frozenset()
    are_all: bool = True
    """Whether no step or filter leaves rows out."""

    @classmethod
    def of_file(cls, facts: TableFacts) -> Rows:
        return cls(facts, facts.columns)

    def find(self, name: str) -> Column | None:
        wanted = fold(name)
        return next((column for column in self.columns if fold(column.name) == wanted), None)

    def column(self, field: str, name: str, kinds: frozenset[Kind] | None = None) -> Column:
        """The column of this name. Raises Invalid when there is none or it is of another kind."""
        column = self.find(name)
        if column is None:
            hint = did_you_mean(name, [column.name for column in self.columns])
            raise Invalid(field, f"There is no column {shown(name)}.{hint}", "unknown_column")
        if kinds is not None and kind_of(column) not in kinds:
            self.refuse_empty(field, column)  # a column without values is stored as text
            raise Invalid(field, _wrong_kind(column, kinds), "wrong_type")
        return column

    def refuse_empty(self, field: str, column: Column) -> None:
        """Raises Invalid when the profile knows that the column has no value in any row."""
        if self.distinct(column) == 0:
            message = f"{shown(column.name)} has no values at all; choose another column."
            raise Invalid(field, message, "empty_column")

    def free_name(self, wanted: str) -> str:
        """A name that none of the columns has, for what a step needs on its way."""
        name = wanted
        while self.find(name) is not None:
            name += "_"
        return name

    def distinct(self, column: Column) -> int | None:
        """How many different values a column may have at most, where the profile knows."""
        return None if fold(column.name) in self.made else self.facts.distinct(column.name)

    def is_constant(self, column: Column) -> bool:
        """Whether it is certain that all values of the column are the same."""
        return self.distinct(column) == 1 and not self.facts.is_estimate(column.name)

    def has_missing(self, column: Column) -> bool:
        """Whether the profile knows of rows without a value in this column."""
        return fold(column.name) not in self.made and bool(self.facts.missing(column.name))

    def step(self, select: str, *, keeps_rows: bool = True) -> Rows:
        """The rows of a SELECT over this relation, as the next one of the chain."""
        number = 1 + sum(cte.startswith("step_") for cte in self.ctes)
        rows = self.with_cte(f"step_{number}", select)
        are_all = self.are_all and keeps_rows
        return replace(rows, relation=f"step_{number}", conditions=(), are_all=are_all)

    def with_cte(self, name: str, select: str, *, inlined: bool = False) -> Rows:
        """The same rows, with a further relation at hand.

        `inlined` ones are computed where they are read: millions of rows then need no memory, and
        columns that nobody reads aren't touched.
        """
        how = "AS NOT MATERIALIZED" if inlined else "AS"
        return replace(self, ctes=(*self.ctes, f"{name} {how} (\n{select}\n)"))

    def with_column(self, column: Column) -> Rows:
        """The same rows as having this column, in the place of one of the same name or at the end."""
        kept = tuple(column if fold(own.name) == fold(column.name) else own for own in self.columns)
        columns = kept if self.find(column.name) else (*self.columns, column)
        return replace(self, columns=columns, made=self.made | {fold(column.name)})

    def where(self, conditions: tuple[str, ...]) -> Rows:
        return replace(self, conditions=conditions, are_all=self.are_all and not conditions)

    def as_relation(self) -> Rows:
        """The same rows with the conditions in a relation of their own, to be read more than once."""
        if not self.conditions:
            return self
        rows = self.with_cte("filtered", f"SELECT *\n{self.source}", inlined=True)
        return replace(rows, relation="filtered", conditions=())

    @property
    def source(self) -> str:
        """The FROM clause, with WHERE where rows are left out."""
        conditions = "\n  AND ".join(self.conditions)
        return f"FROM {self.relation}" + (f"\nWHERE {conditions}" if conditions else "")

    def select(self, select: str) -> str:
        """A complete statement: `select` with the relations it reads in front of it."""
        return f"WITH {', '.join(self.ctes)}\n{select}" if self.ctes else select


def _wrong_kind(column: Column, kinds: frozenset[Kind]) -> str:
    needed = " or ".join(sorted(kind.value for kind in kinds))
    return (
        f"{shown(column.name)} holds {kind_of(column).value} ({column.type[:60]}); "
        f"a column with {needed} is needed here."
    )
