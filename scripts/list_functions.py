"""Write the list of SQL functions that queries may call, from the DuckDB that is installed.

Run it after an upgrade of DuckDB, read the difference line by line, and move what a stranger must
not call to the lists in `engine/sandbox/names.py`: everything else becomes allowed.
"""

from __future__ import annotations

import duckdb

from engine.sandbox import names

_CALLABLE = """
    SELECT DISTINCT function_name FROM duckdb_functions()
    WHERE function_type IN ('scalar', 'aggregate', 'macro', 'window')
"""


def callable_functions() -> set[str]:
    """Names of all functions that an expression can call, in lower case."""
    with duckdb.connect(":memory:") as connection:
        return {name.lower() for (name,) in connection.execute(_CALLABLE).fetchall()}


if __name__ == "__main__":
    allowed = sorted(name for name in callable_functions() if not names.is_forbidden(name))
    names.ALLOWED_FILE.write_text("\n".join(allowed) + "\n")
    print(f"{len(allowed)} functions written to {names.ALLOWED_FILE.name}")
