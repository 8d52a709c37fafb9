"""What a person decided about types, checked and turned into a choice of kinds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from engine.errors import ImportRefused
from engine.import_options import ImportOptions
from engine.importing.date_kinds import ORDERED_DATES, ORDERED_KINDS, YEAR_FIRST_KINDS, given_format
from engine.importing.kind import Kind
from engine.importing.kinds import ALL_KINDS, KINDS, KindChoice
from engine.importing.null_markers import markers_given
from engine.importing.numbers import MARKS, Marks, marks_of, number_kind

INVALID = "option_invalid"
DECIMAL_MARKS = (".", ",")
THOUSANDS_MARKS = ("", ",", ".", " ", "'")
_PLAIN_TYPES = {
    "VARCHAR": "VARCHAR",
    "BOOLEAN": "BOOLEAN",
    "BIGINT": "BIGINT",
    "HUGEINT": "HUGEINT",
    "DOUBLE": "DOUBLE",
    "DATE": "DATE",
    "TIME": "TIME",
    "TIMESTAMP": "TIMESTAMP",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMP WITH TIME ZONE",
    "TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE",
}
_DECIMAL = re.compile(r"DECIMAL\s*\(\s*([0-9]{1,2})\s*,\s*([0-9]{1,2})\s*\)")
_LARGEST_PRECISION = 38


@dataclass(frozen=True, slots=True)
class TypeRules:
    """`types` has DuckDB's name of the type by column; `given` says whether anything was decided."""

    choice: KindChoice = ALL_KINDS
    types: dict[str, str] = field(default_factory=dict)
    given: bool = False

    def check_columns(self, names: Sequence[str]) -> None:
        """Raises `ImportRefused` for a type of a column that the file doesn't have."""
        unknown = [name for name in self.types if name not in names]
        if unknown:
            raise ImportRefused(f"There is no column “{unknown[0]}” that could get a type.", INVALID)


def type_rules(options: ImportOptions, connection: duckdb.DuckDBPyConnection) -> TypeRules:
    """Raises `ImportRefused` with the code `option_invalid` and a sentence that says what is allowed."""
    marks = _marks(options.decimal, options.thousands)
    kinds = KINDS if options.date_format is None else _with_format(options.date_format, connection)
    if marks != MARKS:
        others = tuple(kind for kind in kinds if not kind.marks)
        kinds = (*others, *(number_kind(each) for each in marks))
    types = {name: _duckdb_type(name, given) for name, given in options.types.items()}
    decisions = (options.null_values, options.decimal, options.thousands, options.date_format)
    given = bool(types) or any(decision is not None for decision in decisions)
    return TypeRules(KindChoice(kinds, marks, markers_given(options.null_values)), types, given)


def _marks(decimal: str | None, thousands: str | None) -> tuple[Marks, ...]:
    if decimal is None and thousands is None:
        return MARKS
    if decimal not in (None, *DECIMAL_MARKS):
        raise ImportRefused("The decimal mark can be a point or a comma.", INVALID)
    if thousands not in (None, *THOUSANDS_MARKS):
        raise ImportRefused(
            "The mark between thousands can be a point, a comma, a space, an apostrophe or nothing.", INVALID
        )
    if decimal == thousands:
        raise ImportRefused("The decimal mark and the mark between thousands must differ.", INVALID)
    return tuple(
        marks_of(mark, between)
        for mark in ((decimal,) if decimal else DECIMAL_MARKS)
        for between in (THOUSANDS_MARKS if thousands is None else (thousands,))
        if mark != between
    )


def _with_format(date_format: str, connection: duckdb.DuckDBPyConnection) -> tuple[Kind, ...]:
    """The kinds without those dates that would be read in another way than the person decided."""
    if date_format in ("day_first", "month_first"):
        dropped = [
            getattr(pair, "month_first" if date_format == "day_first" else "day_first")
            for pair in ORDERED_DATES
        ]
        return tuple(kind for kind in KINDS if kind not in dropped)
    try:
        connection.execute("SELECT try_strptime('', $1)", [date_format])
    except duckdb.Error:
        known = False
    else:
        known = "%" in date_format.replace("%%", "")
    if not known:
        raise ImportRefused(
            "The date format can be day_first, month_first or a strptime pattern such as %d.%m.%Y.", INVALID
        )
    rivals = YEAR_FIRST_KINDS if date_format.startswith(("%Y", "%x")) else ORDERED_KINDS
    return (given_format(date_format), *(kind for kind in KINDS if kind not in rivals))


def _duckdb_type(column: str, given: str) -> str:
    name = " ".join(given.upper().split())
    if name in _PLAIN_TYPES:
        return _PLAIN_TYPES[name]
    sizes = _DECIMAL.fullmatch(name)
    if sizes:
        precision, scale = int(sizes[1]), int(sizes[2])
        if 1 <= precision <= _LARGEST_PRECISION and scale <= precision:
            return f"DECIMAL({precision},{scale})"
    allowed = ", ".join(_PLAIN_TYPES)
    raise ImportRefused(
        f"“{given}” can't be the type of the column “{column}”; allowed are {allowed} and DECIMAL(p,s) "
        f"with at most {_LARGEST_PRECISION} digits.",
        INVALID,
    )
