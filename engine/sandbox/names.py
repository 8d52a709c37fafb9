"""The gate's lists: node kinds and functions that are allowed, and functions that never may be.

Written for DuckDB 2.0.0. A test fails when another version has functions that are in no list:
then run `python -m scripts.list_functions` and read what it changes.
"""

from __future__ import annotations

from pathlib import Path

NODES = frozenset(
    {
        # query nodes
        "SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE",
        # where rows come from; BASE_TABLE, TABLE_FUNCTION and SHOW_REF are checked one by one
        "EMPTY", "SUBQUERY", "JOIN", "EXPRESSION_LIST", "PIVOT",
        # what is done with them
        "ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER",
        "ORDER_DEFAULT", "ASCENDING", "DESCENDING",
    }
)  # fmt: skip

EXPRESSIONS = frozenset(
    {
        "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT",
        "FUNCTION", "LAMBDA", "LAMBDA_REF", "OPERATOR", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY",
        "TYPE", "WINDOW",
    }
)  # fmt: skip

TABLE_FUNCTIONS = frozenset({"generate_series", "json_each", "json_tree", "range", "unnest"})

HARMLESS_FUNCTIONS = frozenset({"pg_typeof", "pg_size_pretty"})
"""Exceptions from the prefixes below."""

FORBIDDEN_PREFIXES = (
    "__", "duckdb_", "has_", "inet_", "json_deserialize", "json_execute", "json_serialize", "parquet_",
    "pg_", "pragma_", "query", "read_", "sqlite_",
)  # fmt: skip

FORBIDDEN_FUNCTIONS = frozenset(
    {
        # the server, its settings, its catalog
        "col_description", "current_connection_id", "current_query", "current_query_id", "current_setting",
        "current_transaction_id", "getenv", "getvariable", "glob", "in_search_path", "obj_description",
        "shobj_description", "stats", "txid_current", "version", "which_secret",
        # state and side effects
        "currval", "nextval", "parse_duckdb_log_message", "setseed", "setval", "sleep_ms", "write_log",
        # take raw bytes of internal values, which they trust
        "combine", "combine_aggr", "create_sort_key", "finalize", "index_key", "to_aggregate_state",
        "variant_bytes_to_variant", "variant_to_parquet_variant",
    }
)  # fmt: skip

ALLOWED_FILE = Path(__file__).with_name("allowed_functions.txt")
ALLOWED_FUNCTIONS = frozenset(ALLOWED_FILE.read_text().splitlines())

VOLATILE_FUNCTIONS = frozenset(
    {
        # another answer each time
        "gen_random_uuid", "random", "uuid", "uuidv4", "uuidv7",
        # the time of day; some of them are written without parentheses
        "age", "ago", "current_date", "current_localtime", "current_localtimestamp", "current_time",
        "current_timestamp", "get_current_time", "get_current_timestamp", "localtime", "localtimestamp",
        "now", "today", "transaction_timestamp",
        # what depends on how DuckDB happens to hold the values
        "error", "vector_type",
    }
)  # fmt: skip
"""Queries with them are never answered from the cache."""

SYSTEM_PREFIXES = ("duckdb_", "information_schema", "pg_", "pragma_", "sqlite_")

SYSTEM_VIEWS = frozenset(
    {
        "character_sets", "check_constraints", "constraint_column_usage", "constraint_table_usage",
        "key_column_usage", "referential_constraints", "schemata", "table_constraints",
    }
)  # fmt: skip
"""Names of `information_schema`, which a CTE must not shadow."""


def is_forbidden(function: str) -> bool:
    """Whether a function, in lower case, must never be allowed."""
    if function in HARMLESS_FUNCTIONS:
        return False
    return function in FORBIDDEN_FUNCTIONS or function.startswith(FORBIDDEN_PREFIXES)
