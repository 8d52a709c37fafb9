"""The profile of a table made by SQL, for tests."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from engine.profiling.run import profile_table

Document = dict[str, Any]


def profiled(select: str, *columns: str) -> Document:
    """The document of `CREATE TABLE data AS <select>`, once through JSON without NaN."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE data AS {select}")
        profile = profile_table(connection, columns)
    for table in profile.tables():
        assert all(len(row) == len(table.columns) for row in table.rows), table.name
    document: Document = json.loads(json.dumps(profile.as_document(), allow_nan=False))
    return document


def column(select: str, name: str = "x") -> Document:
    """One column of the profile."""
    found: Document = next(each for each in profiled(select)["columns"] if each["name"] == name)
    return found


def codes(document: Document) -> set[tuple[str, str | None]]:
    return {(finding["code"], finding["column"]) for finding in document["file"]["findings"]}


def sentences(document: Document) -> list[str]:
    return [finding["sentence"] for finding in document["file"]["findings"]]
