"""What each column is for: a measure to add up, a category to group by, a date, an id, a text.

Roles follow from the declared type, the name and one profiling query. Nothing else in the package
looks at types.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from chat.analysts.base import DataCard
from chat.analysts.builtin.dateformats import date_formats
from chat.analysts.builtin.intent import Grain
from chat.analysts.builtin.sqltext import identifier, literal
from chat.analysts.builtin.words import name_parts
from engine.results import Column


class Role(StrEnum):
    """What a column can be used for in an answer."""

    MEASURE = "number"
    CATEGORY = "category"
    DATE = "date"
    BOOLEAN = "yes/no"
    ID = "identifier"
    COORDINATE = "coordinate"
    """A latitude or longitude: neither added up nor grouped by."""
    TEXT = "text"
    OTHER = "other"
    EMPTY = "empty"


_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"}
_INTEGERS |= {"U" + name for name in _INTEGERS} | {"BIGNUM", "VARINT"}
_ID_WORDS = {"id", "uuid", "guid", "key", "code", "zip", "zipcode", "postcode", "phone", "isbn", "ean", "sku"}
_ID_WORDS |= {"ticket"}
_COORDINATES = {"latitude", "longitude", "lat", "lon", "lng"}
_CYCLE_WORDS = {"year", "month", "quarter", "week", "weekday", "hour", "yr"}
_YEAR_NAMES = {("year",), ("yr",)}
_YEARS = range(1900, 2101)
_FLAG_PAIRS = {
    (True, *pair) for pair in (("0", "1"), ("no", "yes"), ("n", "y"), ("false", "true"), ("f", "t"))
}
CATEGORY_LIMIT = 1_000
FEW_VALUES = 30


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column with what the profile said of it; counts are None where it was not profiled."""

    name: str
    type: str
    role: Role
    filled: int | None = None
    missing: int | None = None
    missing_percent: float | None = None
    distinct: int | None = None
    """Approximate (HyperLogLog)."""
    low: str | None = None
    high: str | None = None
    date_formats: tuple[str, ...] = ()
    """Formats of a date kept as text; empty for everything else."""
    left_out: tuple[float, ...] = ()
    """Values read as missing, where an analysis takes them for marks of missing ones (-999)."""

    @property
    def is_number(self) -> bool:
        return is_number(self.type)

    @property
    def is_integer(self) -> bool:
        return base_type(self.type) in _INTEGERS

    @property
    def is_text(self) -> bool:
        return base_type(self.type) in {"VARCHAR", "ENUM"}

    @property
    def has_time(self) -> bool:
        return base_type(self.type).startswith("TIMESTAMP")

    @property
    def knows_hours(self) -> bool:
        return self.has_time or any("%H" in item for item in self.date_formats)

    @property
    def is_flag(self) -> bool:
        """True for booleans, integers that are only ever 0 or 1, and texts that are only yes or no."""
        return self.role is Role.BOOLEAN or self._pair in _FLAG_PAIRS

    @property
    def _pair(self) -> tuple[bool, str, str]:
        few = self.is_integer or (self.is_text and (self.distinct or 3) <= 2)
        return few, (self.low or "").casefold(), (self.high or "").casefold()

    def flag_value(self, *, wanted: bool) -> bool | int | str:
        """The cell that means yes or no in this column."""
        if self.role is Role.BOOLEAN:
            return wanted
        cell = (self.high if wanted else self.low) or ""
        return int(cell) if self.is_integer else cell

    @property
    def is_cycle(self) -> bool:
        """A number that names a period (year, month, hour): grouped by, never summed."""
        return self.is_number and is_cycle_name(self.name)

    @property
    def is_year(self) -> bool:
        """Whole numbers called years that lie where years do: as good as a date to go over time by."""
        ends = [text for text in (self.low, self.high) if text is not None]
        within = all(text.isdigit() and int(text) in _YEARS for text in ends)
        return self.is_integer and name_parts(self.name)[-1:] in _YEAR_NAMES and bool(ends) and within

    @property
    def groupable(self) -> bool:
        few = self.distinct is not None and self.distinct <= FEW_VALUES
        return self.role in {Role.CATEGORY, Role.BOOLEAN} or (self.role is Role.MEASURE and few)

    @property
    def non_finite(self) -> bool:
        """Holds NaN or infinities, which would turn every average into nothing."""
        return {self.low, self.high} & {"nan", "inf", "-inf", "-nan"} != set()

    @property
    def sql(self) -> str:
        """The expression that reads this column in the type its role promises."""
        quoted = identifier(self.name)
        if self.date_formats:
            formats = ", ".join(literal(item) for item in self.date_formats)
            return f"try_strptime({quoted}, [{formats}])"
        if base_type(self.type).startswith("TIMESTAMP WITH"):
            return f"CAST({quoted} AS TIMESTAMP)"
        if self.left_out:
            return f"CASE WHEN {quoted} NOT IN ({', '.join(map(literal, self.left_out))}) THEN {quoted} END"
        if self.non_finite:
            return f"CASE WHEN isfinite({quoted}) THEN {quoted} END"
        return quoted


@dataclass(frozen=True, slots=True)
class Table:
    """The file as the analyst sees it."""

    filename: str
    row_count: int
    columns: tuple[ColumnInfo, ...]
    profiled: int
    """How many of the columns were looked at; the rest have roles by type and name only."""
    import_notes: tuple[str, ...] = ()
    row_unit: Grain | None = None
    """The longest period of which every row of the first date column has one of its own."""
    index: dict[str, ColumnInfo] = field(default_factory=dict)

    def __getitem__(self, name: str) -> ColumnInfo:
        return self.index[name]

    def with_role(self, *roles: Role) -> tuple[ColumnInfo, ...]:
        return tuple(column for column in self.columns if column.role in roles)

    @property
    def measures(self) -> tuple[ColumnInfo, ...]:
        """Numbers worth averaging: flags come last, they make dull examples."""
        found = self.with_role(Role.MEASURE)
        return tuple(sorted(found, key=lambda column: column.is_flag))

    @property
    def categories(self) -> tuple[ColumnInfo, ...]:
        """Columns worth grouping by: more than one value, few of them first."""
        found = [c for c in self.columns if c.role in {Role.CATEGORY, Role.BOOLEAN} and (c.distinct or 2) > 1]
        return tuple(sorted(found, key=lambda column: (column.distinct or 0) > FEW_VALUES))

    @property
    def dates(self) -> tuple[ColumnInfo, ...]:
        return self.with_role(Role.DATE)


def base_type(type_name: str) -> str:
    """`DECIMAL(18,2)` is a `DECIMAL`; lists and other nested types stay as they are."""
    return type_name if type_name.endswith("]") else type_name.split("(")[0].strip().upper()


def is_number(type_name: str) -> bool:
    return base_type(type_name) in _INTEGERS | {"DECIMAL", "DOUBLE", "FLOAT", "REAL", "NUMERIC"}


def is_cycle_name(name: str) -> bool:
    parts = name_parts(name)
    return bool(parts) and parts[-1] in _CYCLE_WORDS and "per" not in parts


def first_guess(column: Column, card: DataCard) -> ColumnInfo:
    """The role by type, name and the card's sample rows, before any query."""
    samples = [row.get(column.name) for row in card.sample_rows]
    formats = date_formats(samples) if base_type(column.type) == "VARCHAR" else ()
    return ColumnInfo(
        column.name, column.type, _type_role(column, has_formats=bool(formats)), date_formats=formats
    )


def _type_role(column: Column, *, has_formats: bool) -> Role:
    kind = base_type(column.type)
    if kind == "DATE" or kind.startswith("TIMESTAMP") or has_formats:
        return Role.DATE
    if is_number(kind):
        return _number_role(column.name)
    fixed = {"BOOLEAN": Role.BOOLEAN, "UUID": Role.ID, "ENUM": Role.CATEGORY, "VARCHAR": Role.TEXT}
    return fixed.get(kind, Role.OTHER)


def _number_role(name: str) -> Role:
    parts = name_parts(name)
    if parts and parts[-1] in _COORDINATES:
        return Role.COORDINATE
    if parts and (parts[-1] in _ID_WORDS or parts[0] in {"id", "uuid"}):
        return Role.ID
    return Role.CATEGORY if is_cycle_name(name) else Role.MEASURE


def settle(guess: ColumnInfo, rows: int) -> ColumnInfo:
    """The final role, once the profile has counted the column's values."""
    if guess.filled == 0:
        return replace(guess, role=Role.EMPTY, date_formats=())
    if guess.role is Role.TEXT and guess.distinct is not None:
        return replace(guess, role=_text_role(guess, rows))
    if guess.role is Role.MEASURE and _counts_rows(guess, rows):
        return replace(guess, role=Role.ID)
    return guess


def _text_role(column: ColumnInfo, rows: int) -> Role:
    distinct, filled = column.distinct or 0, column.filled or 0
    parts = name_parts(column.name)
    nearly_unique = distinct > 0.9 * filled and filled > FEW_VALUES
    if parts and parts[-1] in _ID_WORDS and (nearly_unique or distinct > CATEGORY_LIMIT):
        return Role.ID
    few = distinct <= FEW_VALUES or (distinct <= CATEGORY_LIMIT and distinct <= filled / 2)
    return Role.CATEGORY if few and rows > 0 else Role.TEXT


def _counts_rows(column: ColumnInfo, rows: int) -> bool:
    """An integer that runs 0 … n-1 or 1 … n is a row number, whatever it is called."""
    whole = column.is_integer and rows > FEW_VALUES and column.filled == rows
    return whole and (column.low, column.high) in {("1", str(rows)), ("0", str(rows - 1))}
