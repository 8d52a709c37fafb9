"""How often each value of a column occurs: top values, exact distinct counts, spellings, look-alikes.

Each column is grouped once, into a temporary table that the further questions are asked of.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.importing.null_markers import MISSING_MARKERS
from engine.importing.sql_text import literal
from engine.profiling.basics import Basics, shown
from engine.profiling.columns import ValueCount
from engine.profiling.kinds import Kind
from engine.profiling.source import Source

TOP_VALUES = 10
MAX_GROUPS = 10_000
"""Up to about this many different values a column is grouped over all rows, however many there are."""
_FREQUENCY = "frequency"
_SPELLINGS = 3
_STANDS_OUT = 0.01
"""The share of rows from which on a single number or date is worth showing."""
_NUMBER_LIKE = r"TRY_CAST(v AS DOUBLE) IS NOT NULL AND NOT regexp_matches(v, '^\s*[-+]?0\d')"
"""A leading zero is part of a code: 007 is no 7."""
_DATE_LIKE = r"regexp_full_match(v, '\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ]+\d.*)?\s*')"


@dataclass(frozen=True, slots=True)
class Spelling:
    """Values that differ only in case or in spaces around them."""

    values: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class TextSigns:
    """Of a column of texts: rows whose text reads as something else, and kinds of untidiness."""

    number_like: int
    date_like: int
    missing_like: int
    padded: int
    """With spaces around it."""
    spellings: tuple[Spelling, ...]
    respelled: int
    """How many values have more than one spelling."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """`rows` were grouped, all of the file's unless `is_estimate`; `distinct` are in those."""

    rows: int
    distinct: int
    top: tuple[ValueCount, ...]
    is_estimate: bool
    signs: TextSigns | None


def count_values(source: Source, basics: Basics) -> Frequencies:
    """Group one column, over all rows where that is cheap, else over the sample."""
    is_estimate = source.is_sampled and (basics.distinct is None or basics.distinct > MAX_GROUPS)
    grouped = (
        f"SELECT {basics.quoted} AS v, count(*) AS n FROM {source.detail if is_estimate else source.table} "  # noqa: S608
        f"WHERE {basics.quoted} IS NOT NULL GROUP BY 1"
    )
    if basics.kind is not Kind.TEXT:
        return Frequencies(*_top(source, basics, f"({grouped})"), is_estimate, None)
    source.connection.execute(f"CREATE OR REPLACE TEMP TABLE {_FREQUENCY} AS {grouped}")
    return Frequencies(*_top(source, basics, _FREQUENCY), is_estimate, _signs(source))


def _top(source: Source, basics: Basics, table: str) -> tuple[int, int, tuple[ValueCount, ...]]:
    """Rows, distinct values, and the most frequent ones where any stands out."""
    select = (
        f"SELECT {shown(basics.kind, 'v')}, n, count(*) OVER (), sum(n) OVER () "  # noqa: S608
        f"FROM {table} ORDER BY n DESC, v LIMIT {TOP_VALUES}"
    )
    found = source.rows(select, TOP_VALUES)
    if not found:
        return 0, 0, ()
    _, most, distinct, rows = found[0]
    is_flat = most == 1 or (basics.kind is not Kind.TEXT and most < _STANDS_OUT * rows)
    if is_flat and distinct > TOP_VALUES:
        return rows, distinct, ()
    return rows, distinct, tuple(ValueCount(value, count, count / rows) for value, count, _, _ in found)


def _signs(source: Source) -> TextSigns:
    markers = ", ".join(literal(marker) for marker in sorted(MISSING_MARKERS))
    conditions = (_NUMBER_LIKE, _DATE_LIKE, f"lower(trim(v)) IN ({markers})", "trim(v) <> v")
    text = f"(SELECT CAST(v AS VARCHAR) AS v, n FROM {_FREQUENCY})"  # noqa: S608
    counts = source.row([f"coalesce(sum(n) FILTER (WHERE {each}), 0)::BIGINT" for each in conditions], text)
    spelled = (
        "SELECT list(v ORDER BY n DESC, v)[:4], sum(n)::BIGINT, count(*) OVER () "  # noqa: S608
        f"FROM {text} GROUP BY lower(trim(v)) HAVING count(*) > 1 ORDER BY 2 DESC, 1"
    )
    found = source.rows(spelled, _SPELLINGS)
    number_like, date_like, missing_like, padded = counts
    spellings = tuple(Spelling(tuple(values), rows) for values, rows, _ in found)
    respelled = found[0][2] if found else 0
    return TextSigns(number_like, date_like, missing_like, padded, spellings, respelled)
