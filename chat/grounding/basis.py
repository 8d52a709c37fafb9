"""What a figure may have been computed from: the rows and columns of one result that its sentence names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from chat.grounding.context import Sentence
from chat.grounding.index import Column, Table
from chat.grounding.lexer import Written
from chat.grounding.lexicon import MEAN, word_set
from chat.grounding.lookup import CURRENCIES, rows_of
from chat.grounding.mentions import Mention
from chat.grounding.wording import Wording, best_columns

_MAX_NAMES = 8
_NOT_ADDED = word_set("mean median std min max share p coefficient")


@dataclass
class Basis:
    """The rows and columns of one table that a figure may have been computed from."""

    table: Table
    figure: Written
    sentence: Sentence
    wording: Wording

    @cached_property
    def columns(self) -> list[int]:
        return [i for i in self.wording.columns(self.table) if self._has_unit(self.table.columns[i])]

    def _has_unit(self, column: Column) -> bool:
        """Money isn't computed from counts or shares."""
        return self.figure.unit not in CURRENCIES or not (column.is_count or column.is_share)

    @cached_property
    def summed(self) -> list[int]:
        """The columns that a sum or mean can be taken of: "average revenue" is the mean of revenue."""
        said = self.wording.said(self.table) - {"mean", "sum"}
        added = [i for i in best_columns(self.table, said) if not self.table.columns[i].words & _NOT_ADDED]
        if (whole := self.sentence.whole_after(self.figure)) is not None:
            added += Wording(self.sentence, whole).columns(self.table)
        named = [i for i in self.columns if self.table.columns[i].words <= self.wording.said(self.table)]
        return sorted({*added, *named}) or self.columns

    @property
    def asks_for_mean(self) -> bool:
        """Whether a mean is to be taken, and isn't a column already."""
        said = self.wording.said(self.table)
        columns = [self.table.columns[i].words for i in self.table.numeric]
        given = any("mean" in words and words <= said for words in columns)
        return bool(self.words & (MEAN | {"median"})) and not given

    @cached_property
    def names(self) -> list[tuple[Mention, list[int]]]:
        """The competing names of the sentence that this table knows, each with its rows."""
        groups = [[m for m in group if m.rows_in(self.table.number) is not None] for group in self._groups()]
        primary = max(groups, key=len, default=[])
        rows = self.rows_without(primary)
        return [
            (m, sorted((m.rows_in(self.table.number) or frozenset()) & rows)) for m in primary[:_MAX_NAMES]
        ]

    def _groups(self) -> list[list[Mention]]:
        own = self.sentence.groups
        if own or self.sentence.previous is None or not self.sentence.refers_back:
            return own
        return self.sentence.previous.groups

    def rows_without(self, primary: list[Mention]) -> frozenset[int]:
        """The rows that the other groups of names leave."""
        bound = [names for names in self.sentence.bound(self.figure) if not set(names) & set(primary)]
        return (
            rows_of(self.table, [n for n in bound if any(m.rows_in(self.table.number) for m in n)])
            or frozenset()
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """What the sentence says around the figure; a short sentence counts as a whole."""
        scope = self.sentence.scope(self.figure)
        if len(self.sentence.figures) <= 3 or not scope.near:
            return scope.near | frozenset(self.sentence.words)
        return scope.near | frozenset(scope.far)

    @cached_property
    def bound_rows(self) -> frozenset[int] | None:
        return rows_of(self.table, self.sentence.bound(self.figure))

    def value(self, row: int, column: int) -> float | None:
        return self.table.value(row, column)

    def column(self, index: int) -> Column:
        return self.table.columns[index]

    def pairs(self) -> Iterator[tuple[int, int, str]]:
        """(subject, reference, words) of the rows that the sentence sets against each other."""
        single = [(m, rows[0]) for m, rows in self.names if len(rows) == 1]
        order = self.table.places_in_time
        if len(single) >= 2:
            for (first, a), (second, b) in combinations(single, 2):
                if self.table.dated is not None and order[a] != order[b]:
                    first, a, second, b = (
                        (first, a, second, b) if order[a] > order[b] else (second, b, first, a)
                    )
                elif self.sentence.is_reference(first) or (
                    second in self._subjects
                    and first not in self._subjects
                    and not self.sentence.is_reference(second)
                ):
                    first, a, second, b = second, b, first, a
                yield a, b, f"{first.text} against {second.text}"
        if self.table.dated is not None and len(order) > 1:
            if len(single) == 1 and {"since", "seit"} & {*self.sentence.words}:
                yield self.table.in_time[-1], single[0][1], f"last row against {single[0][0].text}"
            bound = [(name, row) for name, row in single if name in self._bound]
            yield from self._in_time(bound[:1] if single else [], order)

    def _in_time(
        self, single: list[tuple[Mention, int]], order: dict[int, int]
    ) -> Iterator[tuple[int, int, str]]:
        rows = self.table.in_time
        if not single and not self.names:
            yield rows[-1], rows[0], "last row against the first"
        elif single and (place := order[single[0][1]]):
            yield rows[place], rows[place - 1], f"{single[0][0].text} against the row before"

    @property
    def listed(self) -> bool:
        """Whether the figure belongs to two names joined by "and"."""
        return any(len(names) == 2 for names in self.sentence.bound(self.figure))

    @cached_property
    def _subjects(self) -> list[Mention]:
        """The names before the figure that it belongs to."""
        return [name for name in self._bound if name.end <= self.figure.start]

    @cached_property
    def _bound(self) -> list[Mention]:
        return [name for names in self.sentence.bound(self.figure) for name in names]
