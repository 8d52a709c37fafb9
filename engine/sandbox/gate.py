"""Which SQL may run: exactly one statement that reads `data` and nothing else.

The process and the locked connection are the wall; this gate is the second one and the one that
explains. It works on DuckDB's own parse tree and allows by list: what isn't known is refused, and
so is everything when the gate itself fails.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from typing import Any

import duckdb

from engine.errors import QueryFailed, QueryRefused
from engine.sandbox import names
from engine.sandbox.error_text import readable_error

TABLE = "data"
_READ_ONLY = (
    "Only statements that read can run here: SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, EXPLAIN."
)
_TOO_COMPLEX = "This statement is nested too deeply or of a kind that can't be checked; write it more simply."


@dataclass(frozen=True, slots=True)
class CheckedSql:
    """A statement that may run, without its trailing semicolon."""

    text: str
    is_explain: bool
    repeatable: bool
    """Whether it gives the same result again on the same data."""


def check_sql(connection: duckdb.DuckDBPyConnection, sql: str, max_bytes: int) -> CheckedSql:
    """Parse `sql` and return it when it may run.

    Raises QueryRefused with a sentence that names what isn't allowed, or QueryFailed with
    DuckDB's message when the text doesn't parse. `connection` is used for parsing only.
    """
    try:
        return _checked(connection, _plain_text(sql, max_bytes))
    except (QueryRefused, QueryFailed, MemoryError):
        raise
    except duckdb.Error as error:
        raise QueryFailed(readable_error(error)) from None
    except Exception:
        raise QueryRefused(_TOO_COMPLEX) from None


def _plain_text(sql: str, max_bytes: int) -> bytes:
    try:
        text = sql.encode()
    except UnicodeEncodeError:
        raise QueryRefused("The SQL holds characters that are no valid Unicode.") from None
    if len(text) > max_bytes:
        raise QueryRefused(f"The SQL is longer than {max_bytes:,} bytes; write a shorter statement.")
    if b"\0" in text:
        raise QueryRefused("The SQL holds a NUL character; remove it.")
    return text


def _checked(connection: duckdb.DuckDBPyConnection, sql: bytes) -> CheckedSql:
    statement = _only_statement(connection, sql.decode())
    text = _without_semicolon(sql)
    if statement.type == duckdb.StatementType.EXPLAIN:
        inner = _explained(text)
        if _only_statement(connection, inner).type != duckdb.StatementType.SELECT:
            raise QueryRefused("EXPLAIN works for statements that read: EXPLAIN SELECT ….")
        repeatable = _check_tree(connection, inner)
        return CheckedSql(f"EXPLAIN {inner}", is_explain=True, repeatable=repeatable)
    if statement.type == duckdb.StatementType.MULTI:
        raise QueryRefused(
            "PIVOT needs its values listed: PIVOT data ON column IN ('a', 'b') USING sum(value)."
        )
    if statement.type != duckdb.StatementType.SELECT:
        raise QueryRefused(_READ_ONLY)
    repeatable = _check_tree(connection, text.decode())
    return CheckedSql(text.decode(), is_explain=False, repeatable=repeatable)


def _only_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    statements = connection.extract_statements(sql)
    if not statements:
        raise QueryRefused("There is no statement in this SQL.")
    if len(statements) > 1:
        raise QueryRefused("Only one statement can run at a time; send them one by one.")
    return statements[0]


def _without_semicolon(sql: bytes) -> bytes:
    """Cut trailing semicolons, and comments after them, so that the text can be wrapped."""
    end = len(sql)
    for start, kind in reversed(duckdb.tokenize(sql.decode())):
        if sql[start : start + 1] == b";" and kind == duckdb.token_type.operator:
            end = start
        elif kind != duckdb.token_type.comment:
            break
    return sql[:end]


def _explained(sql: bytes) -> str:
    """The statement behind EXPLAIN; options and ANALYZE, which would run it, are refused."""
    starts = [start for start, kind in duckdb.tokenize(sql.decode()) if kind != duckdb.token_type.comment]
    if len(starts) < 2 or sql[starts[0] : starts[0] + 7].lower() != b"explain":
        raise QueryRefused("EXPLAIN needs a statement: EXPLAIN SELECT ….")
    rest = sql[starts[1] :].decode()
    if rest.startswith("(") or rest[:7].lower() in ("analyze", "analyse"):
        raise QueryRefused("Only EXPLAIN without ANALYZE or options can run: EXPLAIN SELECT ….")
    return rest


def _check_tree(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    """Refuse what isn't allowed; returns whether the statement is repeatable."""
    options = "skip_null := true, skip_empty := true, skip_default := true"
    row = connection.execute(f"SELECT json_serialize_sql(?, {options})", [sql]).fetchone()
    tree = json.loads(row[0]) if row else {}
    if tree.get("error") is not False or len(tree["statements"]) != 1:
        raise QueryRefused(_READ_ONLY)
    walk = _Walk()
    walk.visit(tree["statements"][0]["node"], frozenset())
    return walk.repeatable


class _Walk:
    """Visits every node; `ctes` are the names declared around it, in lower case."""

    def __init__(self) -> None:
        self.repeatable = True

    def visit(self, node: Any, ctes: frozenset[str]) -> None:
        if isinstance(node, list):
            for item in node:
                self.visit(item, ctes)
        elif isinstance(node, dict):
            self._visit_object(node, ctes)

    def _visit_object(self, node: dict[str, Any], ctes: frozenset[str]) -> None:
        if isinstance(node.get("type"), str):
            self._check_kind(node, ctes)
        if "sample" in node:
            self.repeatable = False
        if "cte_map" in node:
            ctes = self._visit_ctes(node["cte_map"], ctes)
        for key, value in node.items():
            if key != "cte_map":
                self.visit(value, ctes)

    def _visit_ctes(self, cte_map: dict[str, Any], ctes: frozenset[str]) -> frozenset[str]:
        """A CTE sees those before it and, when recursive, itself; elsewhere its name means nothing."""
        for entry in cte_map.get("map", []):
            name = entry["key"].lower()
            if name.startswith(names.SYSTEM_PREFIXES) or name in names.SYSTEM_VIEWS:
                raise QueryRefused(f"A CTE can't be called {_shown(name)}; give it another name.")
            query = entry["value"]["query_node"]
            inside = ctes | {name} if query["type"] == "RECURSIVE_CTE_NODE" else ctes
            self.visit(entry["value"], inside)
            ctes = ctes | {name}
        return ctes

    def _check_kind(self, node: dict[str, Any], ctes: frozenset[str]) -> None:
        kind = node["type"]
        if "class" in node:
            self._check_expression(node)
        elif kind == "BASE_TABLE":
            _check_table(node, ctes)
        elif kind == "TABLE_FUNCTION":
            _check_table_function(node["function"])
        elif kind == "SHOW_REF":
            _check_show(node)
        elif kind.endswith("_QUERY_NODE"):
            raise QueryRefused(f"{_READ_ONLY} A WITH clause can't change or write anything either.")
        elif kind not in names.NODES:
            raise QueryRefused(f"{_READ_ONLY} This one holds {_shown(kind)}.")

    def _check_expression(self, node: dict[str, Any]) -> None:
        kind = node["class"]
        if kind == "PARAMETER":
            raise QueryRefused("Placeholders (?, $1) have no values here; write the values into the SQL.")
        if kind not in names.EXPRESSIONS:
            raise QueryRefused(f"Expressions of the kind {_shown(kind)} can't be used here.")
        # Functions of the time of day look like columns: current_date.
        called = [node["function_name"], *_path(node)] if "function_name" in node else []
        mentioned = {name.lower() for name in (*called, *node.get("column_names", ()))}
        if not names.VOLATILE_FUNCTIONS.isdisjoint(mentioned):
            self.repeatable = False
        if called:
            _check_function(node["function_name"].lower())


def _check_table(node: dict[str, Any], ctes: frozenset[str]) -> None:
    path = [part.lower() for part in _path(node)]
    if "at_clause" in node:
        raise QueryRefused("The table has no versions; leave the AT clause out.")
    if path in ([TABLE], ["main", TABLE]) or (len(path) == 1 and path[0] in ctes):
        return
    raise QueryRefused(f"There is no table {_shown('.'.join(_path(node)))}; the only table is data.")


def _check_table_function(function: dict[str, Any]) -> None:
    name = function["function_name"].lower()
    if name not in names.TABLE_FUNCTIONS or len(_path(function)) > 1:
        allowed = ", ".join(sorted(names.TABLE_FUNCTIONS))
        raise QueryRefused(
            f"The table function {_shown(name)} is not available; the uploaded file is the table data. "
            f"Available are {allowed}."
        )


def _check_show(node: dict[str, Any]) -> None:
    """SHOW of anything but the table reads the catalog or the settings."""
    subject = ".".join(_path(node)).replace('"', "").lower()
    if ("query" in node and not subject) or subject in (TABLE, "tables"):
        return
    raise QueryRefused(
        "SHOW can't show this; DESCRIBE data lists the columns, SUMMARIZE data describes them."
    )


def _check_function(name: str) -> None:
    if name in names.ALLOWED_FUNCTIONS or name in names.TABLE_FUNCTIONS:  # SELECT unnest(…)
        return
    if names.is_forbidden(name):
        raise QueryRefused(f"The function {_shown(name)} is not available here.")
    similar = difflib.get_close_matches(name[:60], names.ALLOWED_FUNCTIONS, n=5)
    advice = f" Similar ones are {', '.join(similar)}." if similar else ""
    raise QueryRefused(f"There is no function {_shown(name)} here.{advice}")


def _path(node: dict[str, Any]) -> list[str]:
    path = node.get("qualified_name", {}).get("path", [])
    named = [node["table_name"]] if "table_name" in node else []
    if not all(isinstance(part, str) for part in path) or (named and path[-1:] != named):
        raise QueryRefused(_TOO_COMPLEX)
    return list(path)


def _shown(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:60]}…"
