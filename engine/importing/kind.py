"""What a kind of values is: how SQL and Python recognise it, and how SQL converts it.

One pattern serves both Python (on the sample) and DuckDB's RE2 (on every value). DuckDB's own casts
are too generous for a proof: `'1.5'::BIGINT` is 2, `'2020-01-01 00:00:00+02'::TIMESTAMP` is
midnight, `'007'::BIGINT` is 7.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from engine.importing.sql_text import literal

Sql = Callable[[str], str]
"""Maps the SQL of a text to the SQL of what is made of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """`try_sql` maps a text expression to one of `type` that is NULL where the text doesn't fit.

    `label` completes "all values are …". `pattern` must match the whole, trimmed text. `plain_sql`
    is a cheaper test, with `{x}` for the text, that is true only where the pattern matches and the
    conversion works: it spares most values the pattern. Of numbers, `marks` are the decimal mark and
    the one between thousands, if there may be any, `unit` is the sign at every value, and
    `numeral_sql` gives the text as DuckDB's casts read it. Kinds with the same `rivals` may fit the
    same texts with another meaning: they are tried together, and a choice is reported.
    """

    name: str
    type: str
    label: str
    pattern: str
    try_sql: Sql
    plain_sql: str | None = None
    marks: str = ""
    unit: str | None = None
    numeral_sql: Sql | None = None
    rivals: str = ""

    def matches(self, value: str) -> bool:
        return _compiled(self.pattern).fullmatch(value) is not None

    @property
    def is_date(self) -> bool:
        return self.type.startswith(("DATE", "TIMESTAMP"))

    def fits_sql(self, text: str) -> str:
        """SQL that is true where `text` is of this kind and converts without loss."""
        fits = f"(regexp_full_match({text}, {literal(self.pattern)}) AND {self.try_sql(text)} IS NOT NULL)"
        return f"({self.plain_sql.replace('{x}', text)} OR {fits})" if self.plain_sql else fits


def cast_to(type_name: str) -> Sql:
    """NULL where DuckDB's cast fails."""
    return lambda text: f"TRY_CAST({text} AS {type_name})"


def parsed_as(type_name: str, *formats: str) -> Sql:
    """By the first of the strptime formats that fits, NULL where none does."""
    choices = "[" + ", ".join(literal(each) for each in formats) + "]"
    return lambda text: f"CAST(try_strptime({text}, {choices}) AS {type_name})"


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
