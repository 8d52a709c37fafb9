"""What a person may decide about the reading of a CSV file, instead of the reader."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Every field that is None (and every column that `types` doesn't name) is left to the reader.

    - `encoding`: a Python codec name, such as `windows-1252`
    - `delimiter`: one character; `quote`: one character, or "" when nothing is quoted
    - `header`: whether the first line that isn't skipped holds the names
    - `skip_lines`: physical lines above the table, whatever they hold
    - `null_values`: exactly these texts (and the empty one) mean a missing value
    - `decimal`, `thousands`: the marks in numbers; `thousands` may be "" for none
    - `date_format`: `day_first`, `month_first`, or a strptime pattern
    - `types`: DuckDB type by column name; a value that doesn't fit becomes NULL and is reported
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: bool | None = None
    skip_lines: int | None = None
    null_values: tuple[str, ...] | None = None
    decimal: str | None = None
    thousands: str | None = None
    date_format: str | None = None
    types: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Only what was decided."""
        return {name: value for name, value in asdict(self).items() if value is not None and value != {}}

    @classmethod
    def from_json(cls, decided: dict[str, Any]) -> ImportOptions:
        """The inverse of `as_json`."""
        null_values = decided.get("null_values")
        return cls(**{**decided, "null_values": None if null_values is None else tuple(null_values)})


READER_DECIDES = ImportOptions()
