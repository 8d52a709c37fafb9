"""How values stand in a report for people: short, as in the web app. JSON and CSV keep every digit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple


class Cell(NamedTuple):
    text: str
    is_number: bool


def cell(value: Any) -> Cell:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Cell(_text(value), is_number)


def heading(name: str, column: Iterable[Cell]) -> Cell:
    """Above numbers it stands where they stand."""
    filled = [cell for cell in column if cell.text]
    return Cell(name, bool(filled) and all(cell.is_number for cell in filled))


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case float():
            return _number(value)
        case bool() | list() | dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def _number(value: float) -> str:
    """20554.410000000003 → "20554.41"; below one, four digits that count."""
    size = abs(value)
    if 1 <= size < 1e15:
        return f"{value:.{2 if size >= 1000 else 4}f}".rstrip("0").rstrip(".")
    return f"{value:.{4 if size < 1 else 6}g}"
