"""The lists of functions against the DuckDB that is installed: an upgrade can't open a hole unseen."""

from __future__ import annotations

import duckdb

from engine.sandbox import names
from scripts.list_functions import callable_functions


def test_every_function_is_allowed_or_forbidden() -> None:
    installed = callable_functions()
    unknown = {name for name in installed - names.ALLOWED_FUNCTIONS if not names.is_forbidden(name)}
    assert unknown == set(), "run `python -m scripts.list_functions` and read what it changes"
    assert installed >= names.ALLOWED_FUNCTIONS
    assert not {name for name in names.ALLOWED_FUNCTIONS if names.is_forbidden(name)}


def test_functions_that_change_by_themselves_are_known() -> None:
    query = """
        SELECT DISTINCT lower(function_name) FROM duckdb_functions()
        WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')
            OR regexp_matches(macro_definition, 'now\\(|current_(date|time)|random|uuid')
    """
    with duckdb.connect(":memory:") as connection:
        changing = {name for (name,) in connection.execute(query).fetchall()}
    same_for_a_file = {"current_database", "current_schema", "current_schemas"}
    assert changing & names.ALLOWED_FUNCTIONS - names.VOLATILE_FUNCTIONS == same_for_a_file


def test_every_list_names_what_exists() -> None:
    with duckdb.connect(":memory:") as connection:
        rows = connection.execute("SELECT DISTINCT lower(function_name) FROM duckdb_functions()").fetchall()
    installed = {name for (name,) in rows}
    assert installed >= names.TABLE_FUNCTIONS | names.HARMLESS_FUNCTIONS
