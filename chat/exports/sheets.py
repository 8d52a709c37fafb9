"""Rows as CSV, for spreadsheets: what would run as a formula there is disarmed."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from analysis.models import Execution

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def execution_csv(execution: Execution) -> str:
    """The recorded rows under their column names, NULL as an empty cell.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises
    ("CSV Injection"); numbers are left alone.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_cell(name) for name in execution.column_names])
    writer.writerows([_cell(value) for value in row] for row in execution.rows)
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
