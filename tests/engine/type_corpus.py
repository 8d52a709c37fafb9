"""Columns of every way to write a value, each with the type, values and remarks that must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ColumnCase:
    """A column's cells, and what they become as text; None is a missing value. `type` is DuckDB's."""

    name: str
    cells: tuple[str, ...]
    type: str
    values: tuple[str | None, ...]
    unit: str | None = None
    markers: dict[str, int] = field(default_factory=dict)
    reason: str = ""
    note: str = ""


def _case(name: str, cells: str, type_name: str, values: str, **more: object) -> ColumnCase:
    """Cells and values are written with `|` between them; `~` stands for a missing value."""
    expected = tuple(None if value == "~" else value for value in values.split("|"))
    return ColumnCase(name, tuple(cells.split("|")), type_name, expected, **more)  # type: ignore[arg-type]


def _text(name: str, cells: str, **more: object) -> ColumnCase:
    return _case(name, cells, "VARCHAR", cells, **more)


_NEXT = "read as the mark between thousands"

NUMBERS = (
    _case("commas between thousands", "1,234.5|12|-1,234,567", "DOUBLE", "1234.5|12.0|-1234567.0"),
    _case("points between thousands", "1.234,5|12|-1.234.567", "DOUBLE", "1234.5|12.0|-1234567.0"),
    _case("spaces between thousands", "1 234,5|12|-1 234 567", "DOUBLE", "1234.5|12.0|-1234567.0"),
    _case("no-break spaces", "1\u00a0234|12\u00a0500", "DOUBLE", "1234.0|12500.0"),
    _case("narrow spaces", "1\u202f234,5|12\u2009500,5", "DOUBLE", "1234.5|12500.5"),
    _case("apostrophes", "1'234.5|12", "DOUBLE", "1234.5|12.0"),
    _case("typographic apostrophes", "1’234.5|12", "DOUBLE", "1234.5|12.0"),
    _case("real minus", "\u22125,5|7", "DOUBLE", "-5.5|7.0"),
    _case("negative in parentheses", "(1,234.50)|7", "DOUBLE", "-1234.5|7.0", reason="parentheses"),
    _case("minus behind", "5.25-|7", "DOUBLE", "-5.25|7.0", reason="minus behind"),
    _text("two kinds of minus", "(5.25)|-7", reason="1 value is not"),
    _text("groups of two digits", "1,23,456.5|1,2", reason="not among"),
    _text("two marks of thousands", "1,234.5|1 234.5", reason="not among"),
    _case("all with three digits behind the comma", "1,234|5,678", "DOUBLE", "1234.0|5678.0", note=_NEXT),
    _text("leading zeros", "007|1,5", reason="not among"),
)
UNITS = (
    _case("dollars", "$5|$7", "BIGINT", "5|7", unit="$"),
    _case("dollars and cents", "$1,234.50|-$5|$-.5", "DOUBLE", "1234.5|-5.0|-0.5", unit="$"),
    _case("dollars in parentheses", "($5.50)|$(6)|$7", "DOUBLE", "-5.5|-6.0|7.0", unit="$"),
    _case("dollars, minus behind", "$5.50-|$7", "DOUBLE", "-5.5|7.0", unit="$"),
    _case("euros behind", "1.234,50 €|-5\u00a0€|7€", "DOUBLE", "1234.5|-5.0|7.0", unit="€"),
    _case("euros before", "€ 1.234,50|€ 7", "DOUBLE", "1234.5|7.0", unit="€"),
    _case("pounds", "£1.50|£2", "DOUBLE", "1.5|2.0", unit="£"),
    _case("yen", "¥1,200,000|¥2", "DOUBLE", "1200000.0|2.0", unit="¥"),
    _case("code before", "USD 1,234.50|USD 7", "DOUBLE", "1234.5|7.0", unit="USD"),
    _case("code behind", "1.234,50 EUR|7 EUR", "DOUBLE", "1234.5|7.0", unit="EUR"),
    _case("francs with apostrophes", "CHF 1'234.50|CHF 7", "DOUBLE", "1234.5|7.0", unit="CHF"),
    _case("crowns", "12,50 kr|7 kr", "DOUBLE", "12.5|7.0", unit="kr"),
    _case("a point in the sign", "Rs. 5.50|Rs. 7", "DOUBLE", "5.5|7.0", unit="Rs."),
    _case("a dollar of somewhere", "US$5.5|US$7", "DOUBLE", "5.5|7.0", unit="US$"),
    _case("percent", "12.5%|-7%", "DOUBLE", "12.5|-7.0", unit="%"),
    _case("percent with a space", "12,5 %|7 %", "DOUBLE", "12.5|7.0", unit="%"),
    _case("missing among amounts", "$5|N/A|$7", "BIGINT", "5|~|7", unit="$", markers={"N/A": 1}),
    _text(
        "a sign in some rows only",
        "$5|6|7",
        reason="1 value is not among whole numbers; the first is “$5” in row 1",
    ),
    _text("two currencies", "$5|$6|€7", reason="the first is “€7” in row 3"),
    _text("before and behind", "$5|$6|7$", reason="the first is “7$” in row 3"),
    _text("amount and percent", "$5|$6|7%", reason="1 value is not"),
    _text("a word that is no currency", "ABC 5|ABC 6"),
    _text("room numbers", "R5|R6"),
)
BOOLEANS = (
    _case("yes and no", "yes|No|YES", "BOOLEAN", "true|false|true", reason="“yes” or “no”"),
    _case("letters", "y|n", "BOOLEAN", "true|false"),
    _case("true and false as letters", "T|F", "BOOLEAN", "true|false"),
    _case("on and off", "on|off", "BOOLEAN", "true|false"),
    _case("ja and nein", "ja|nein|-", "BOOLEAN", "true|false|~", markers={"-": 1}),
    _case("oui and non", "oui|non", "BOOLEAN", "true|false"),
    _case("si and no", "si|no", "BOOLEAN", "true|false"),
    _case("sí and no", "Sí|No", "BOOLEAN", "true|false"),
    _case("ones and zeros are numbers", "1|0", "BIGINT", "1|0"),
    _text("only yes", "yes|yes"),
    _text("only F", "F|F"),
    _text("two pairs", "yes|no|ja"),
    _text("a third answer", "yes|no|maybe"),
)
_CENTURY = "have two digits"
DATES = (
    _case("two-digit years", "13/01/24|05/06/99", "DATE", "2024-01-13|1999-06-05", note=_CENTURY),
    _case("two-digit years, month first", "01/13/24|05/06/68", "DATE", "2024-01-13|2068-05-06", note=_CENTURY),
    _case("two-digit years with points", "13.01.24|05.06.99", "DATE", "2024-01-13|1999-06-05", note=_CENTURY),
    _case("two-digit years, month named", "13-Jan-24|5-Jun-99", "DATE", "2024-01-13|1999-06-05", note=_CENTURY),
    _case("morning and afternoon", "1/31/2024 3:04 PM|2/1/2024 12:00 AM", "TIMESTAMP",
          "2024-01-31 15:04:00|2024-02-01 00:00:00"),
    _case("slashes, year first", "2024/01/31 10:00|2024/02/01 00:00:30", "TIMESTAMP",
          "2024-01-31 10:00:00|2024-02-01 00:00:30"),
    _case("ambiguous order", "01/02/2024|03/04/2024", "DATE", "2024-01-02|2024-03-04", note="which is a guess"),
    _case("zoned", "2024-01-31T12:30:00Z|2024-02-01T00:00:00+02", "TIMESTAMP WITH TIME ZONE",
          "2024-01-31 12:30:00+00|2024-01-31 22:00:00+00"),
    _text("both orders", "13/01/2024|01/13/2024", reason="not among dates"),
    _text("versions", "1.2.10|1.2.11"),
)  # fmt: skip
MARKERS = (
    _case("markers of many kinds", "1|NA|n/a|null|-|?|NA", "BIGINT", "1|~|~|~|~|~|~",
          markers={"NA": 2, "-": 1, "?": 1, "n/a": 1, "null": 1}, note="read as missing"),
    _text("markers among words", "soon|NA|later"),
    _text("a few words among numbers", "1|2|soon|3", reason="1 value is not among whole numbers; the first is “soon” in row 3"),
)  # fmt: skip

COLUMN_CASES = (*NUMBERS, *UNITS, *BOOLEANS, *DATES, *MARKERS)
