"""Which columns tell every row from all others, and how many rows repeat an earlier one.

Small files are compared value by value. In large ones that takes more memory than a worker has, so
a 64th of all *values* is compared, chosen by their hash: every copy of a value is in the same part,
so a repetition is found there if a 64th of them suffices. A dense column of integers is proven
unique with one bit per number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

from engine.importing.sql_text import identifier
from engine.profiling.basics import Basics
from engine.profiling.columns import ColumnProfile, Meaning
from engine.profiling.kinds import Kind
from engine.profiling.results import CandidateKey, Duplicates
from engine.profiling.source import EXACT_ROWS, TABLE, Source

_NEARLY_UNIQUE = 0.75
"""An estimate of distinct values this close to the rows is worth a closer look; it may be off by 10 %."""
_PARTS = 64
_BITS_A_ROW = 16
_PAIRED = 8
_NO_KEYS = (Meaning.MEASURE, Meaning.CURRENCY, Meaning.OTHER)
"""Their values may all differ, but nobody looks a row up by them."""
_PAIR_MEANINGS = (Meaning.ID, Meaning.CATEGORY, Meaning.DATE, Meaning.GEOGRAPHIC, Meaning.BOOLEAN)


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """Distinct values among the filled cells; `proven` when all were compared."""

    distinct: int
    proven: bool


@dataclass(frozen=True, slots=True)
class _Compared:
    rows: int
    distinct: int
    proven: bool

    @property
    def repeated_share(self) -> float:
        return (self.rows - self.distinct) / self.rows if self.rows else 0.0


def closer_look(source: Source, column: Basics) -> Uniqueness | None:
    """A better count for a column of a large file that may be unique; None for all others."""
    is_candidate = column.distinct is not None and column.distinct >= _NEARLY_UNIQUE * column.filled > 0
    if not is_candidate or column.kind in (Kind.NESTED, Kind.FLOAT) or source.row_count <= EXACT_ROWS:
        return None
    if column.kind is Kind.INTEGER and (different := _counted_by_bits(source, column)) is not None:
        return Uniqueness(different, proven=True)
    compared = _compare_part(source, (column.name,))
    estimate = round(column.filled * (1 - compared.repeated_share))
    return Uniqueness(min(column.filled, estimate), proven=False)


def _counted_by_bits(source: Source, column: Basics) -> int | None:
    """Distinct integers, exactly, where their range isn't much wider than the rows."""
    low, high = int(column.low), int(column.high)
    if high - low >= _BITS_A_ROW * source.row_count:
        return None
    counted = source.row([f"bit_count(bitstring_agg({column.quoted}, {low}, {high}))"])
    return int(counted[0])


def _compare(source: Source, names: Sequence[str]) -> _Compared:
    """Rows and distinct combinations of these columns, by a 64-bit hash of them."""
    if source.row_count <= EXACT_ROWS:
        rows, distinct = source.row(["count(*)", "count(DISTINCT h)"], _hashes(names))
        return _Compared(rows, distinct, proven=True)
    about = min(source.row_count, source.row(["approx_count_distinct(h)"], _hashes(names))[0])
    if about < _NEARLY_UNIQUE * source.row_count:
        return _Compared(source.row_count, about, proven=False)
    return _compare_part(source, names)


def _compare_part(source: Source, names: Sequence[str]) -> _Compared:
    """The same for a 64th of the combinations, with all their copies."""
    rows, distinct = source.row(["count(*)", "count(DISTINCT h)"], f"{_hashes(names)} WHERE h % {_PARTS} = 0")
    return _Compared(rows, distinct, proven=False)


def _hashes(names: Sequence[str]) -> str:
    return f"(SELECT hash({', '.join(map(identifier, names))}) AS h FROM {TABLE})"  # noqa: S608


def candidate_keys(
    source: Source, columns: Sequence[ColumnProfile], proven: frozenset[str]
) -> tuple[CandidateKey, ...]:
    """Single columns that are keys; where there is none, pairs. `proven` names exact distinct counts."""
    if source.row_count < 2:
        return ()
    full = [column for column in columns if column.nulls == 0 and column.distinct]
    single = [
        CandidateKey((column.name,), column.name in proven)
        for column in sorted(full, key=lambda column: column.meaning is not Meaning.ID)
        if column.distinct == source.row_count and column.meaning not in _NO_KEYS
    ]
    return tuple(single) or tuple(_pairs(source, full))


def _pairs(source: Source, full: Sequence[ColumnProfile]) -> Iterator[CandidateKey]:
    usable = [column for column in full if column.meaning in _PAIR_MEANINGS and (column.distinct or 0) > 1]
    for pair in combinations(usable[:_PAIRED], 2):
        if prod(column.distinct or 0 for column in pair) < source.row_count:
            continue
        names = tuple(column.name for column in pair)
        compared = _compare(source, names)
        if compared.rows and compared.rows == compared.distinct:
            yield CandidateKey(names, compared.proven)


def count_duplicates(source: Source, keys: Sequence[CandidateKey]) -> Duplicates | None:
    """Rows that repeat an earlier one in every column; none where a key is proven."""
    if any(key.proven for key in keys):
        return Duplicates(0, 0.0, approximate=False)
    if source.row_count < 1:
        return None
    compared = _compare(source, [column.name for column in source.columns])
    share = compared.repeated_share
    return Duplicates(round(share * source.row_count), share, approximate=not compared.proven)
