"""The gate's lists: node kinds and table functions that are allowed, functions that are not.

Written for DuckDB 2.0.0. A new version may add functions: compare `duckdb_functions()`.
"""

from __future__ import annotations

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
        "combine", "create_sort_key", "finalize", "to_aggregate_state", "variant_bytes_to_variant",
        "variant_to_parquet_variant",
    }
)  # fmt: skip

SYSTEM_PREFIXES = ("duckdb_", "information_schema", "pg_", "pragma_", "sqlite_")

SYSTEM_VIEWS = frozenset(
    {
        "character_sets", "check_constraints", "constraint_column_usage", "constraint_table_usage",
        "key_column_usage", "referential_constraints", "schemata", "table_constraints",
    }
)  # fmt: skip
"""Names of `information_schema`, which a CTE must not shadow."""
