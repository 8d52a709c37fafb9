"""What `sql_fuzz` builds its statements of; `{database}` stands for the path of the file."""

from __future__ import annotations

from engine.sandbox import names

COLUMNS = ["id", "name", "price", "day", "note", "data.id", '"name"', "c0", "x", "COLUMNS(*)"]
LITERALS = [
    *("0", "1", "-1", "9223372036854775807", "1e308", "0.1", "NULL", "true", "''", "'a'", "'%'", "'日本'"),
    *("DATE '2024-02-29'", "TIMESTAMPTZ '2024-01-01 00:00:00+02'", "INTERVAL 1 MONTH", "'\\xFF'::BLOB"),
    *("'nan'::DOUBLE", "'infinity'::DATE", "[]", "[1, NULL]", "{'a': 1}", "MAP {'k': 2}", "'{\"a\": [1]}'"),
    *("'(a*)*b'", "'/etc/passwd'", "'{database}'", "'SECRET_KEY'", "repeat('x', 100000)", "range(1000)"),
]
TYPES = [
    *("INTEGER", "HUGEINT", "DOUBLE", "DECIMAL(38, 9)", "VARCHAR", "BLOB", "DATE", "TIMESTAMPTZ", "INTERVAL"),
    *("UUID", "BIT", "JSON", "VARIANT", "INTEGER[]", "INTEGER[3]", "STRUCT(a INT, b TEXT)", "MAP(TEXT, INT)"),
    *("UNION(a INT, b TEXT)", "ENUM('a', 'b')", "TIMETZ", "BIGNUM", "GEOMETRY", "TIME", "TIMESTAMP_NS"),
]
OPERATORS = [
    *("+", "-", "*", "/", "//", "%", "**", "||", "=", "<>", "<", ">=", "AND", "OR", "LIKE", "NOT ILIKE"),
    *("GLOB", "SIMILAR TO", "IS DISTINCT FROM", "&", "|", "<<", "->", "->>", "@>", "&&", "^@", "IN", "~"),
]
FUNCTIONS = sorted(name for name in names.ALLOWED_FUNCTIONS if name.replace("_", "").isalnum())
AGGREGATES = [
    *("count", "sum", "avg", "min", "max", "list", "string_agg", "mode", "median", "histogram", "any_value"),
    *("arg_max", "quantile_cont", "approx_count_distinct", "stddev", "corr", "first", "bit_xor", "mad"),
]
WINDOWS = [
    "row_number",
    "rank",
    "lag",
    "lead",
    "ntile",
    "first_value",
    "nth_value",
    "cume_dist",
    "sum",
    "fill",
]
WELL_TYPED = [
    *("id", "name", "price", "day", "note", "id + 1", "id % 7", "price * 2", "abs(id - 500)", "upper(name)"),
    *(
        "len(note)",
        "coalesce(note, 'none')",
        "date_trunc('week', day)",
        "year(day)",
        "round(price, 1)",
        "id > 5",
    ),
    *("name LIKE 'a%'", "note IS NULL", "CASE WHEN id > 500 THEN 'high' ELSE 'low' END", "hash(name) % 3"),
    *("list_transform([id], lambda v: v + 1)", "{'a': id, 'b': name}", "[name, note]", "id::VARCHAR || name"),
    *(
        "regexp_extract(note, 'n(\\d)', 1)",
        "strftime(day, '%d.%m.')",
        "day + INTERVAL 1 MONTH",
        "id::HUGEINT ** 3",
    ),
    *(
        "(SELECT max(id) FROM data)",
        "row_number() OVER (ORDER BY id)",
        "sum(id) OVER (PARTITION BY name)",
        "random()",
    ),
]
"""Expressions that bind, so that a good part of the statements runs."""
HOSTILE_EXPRESSIONS = [
    *("getenv('SECRET_KEY')", "current_setting('temp_directory')", "current_query()", "version()"),
    *(
        "getvariable('x')",
        "nextval('s')",
        "json_execute_serialized_sql('x')",
        "json_serialize_sql('SELECT 1')",
    ),
    *(
        "finalize('\\x00'::BLOB)",
        "create_sort_key(id, 'ASC')",
        "pg_get_viewdef(1)",
        "which_secret('s3://x', 's3')",
    ),
    *(
        "current_database()",
        "user",
        "current_schemas(true)",
        "?",
        "$1",
        "sleep_ms(1)",
        "error('x')",
        "txid_current()",
    ),
    "(SELECT content FROM read_text('/etc/passwd'))",
    "levenshtein(repeat('ab', 200000), repeat('ba', 200000))",
    "length(repeat('x', 3000000000))",
]
HOSTILE_SOURCES = [
    *("read_text('{database}')", "read_csv('/etc/passwd')", "read_parquet('/tmp/*')", "glob('/**')"),
    *(
        "'{database}'",
        "'/etc/passwd'",
        "'https://example.org/x.csv'",
        "duckdb_settings()",
        "duckdb_databases()",
    ),
    *("sqlite_master", "information_schema.tables", "pg_catalog.pg_class", "duckdb_secrets()", "duckdb_logs"),
    *(
        "query('SELECT 1')",
        "query_table('data')",
        "pragma_database_list()",
        "seq_scan('data')",
        "limits",
        "sys",
    ),
    *("range(100000000000)", "test_all_types()", "data AT (VERSION => 1)", "(DELETE FROM data RETURNING *)"),
]
HOSTILE_STATEMENTS = [
    *(
        "ATTACH '{database}' AS x",
        "DETACH data",
        "USE memory",
        "COPY data TO '{database}'",
        "COPY data FROM '/etc/passwd'",
    ),
    *(
        "EXPORT DATABASE '/tmp/stolen'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 9",
        "SET VARIABLE x = 1",
    ),
    *("RESET memory_limit", "PRAGMA database_list", "CALL pragma_version()", "CHECKPOINT", "VACUUM", "BEGIN"),
    *("INSERT INTO data SELECT * FROM data", "DELETE FROM data", "UPDATE data SET id = 1", "TRUNCATE data"),
    *(
        "CREATE TEMP TABLE t AS FROM data",
        "CREATE MACRO f(a) AS a",
        "CREATE SECRET s (TYPE s3)",
        "DROP TABLE data",
    ),
    *(
        "ALTER TABLE data ADD COLUMN z INT",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "SHOW databases",
        "SHOW ALL TABLES",
    ),
    *(
        "EXPLAIN ANALYZE DELETE FROM data",
        "DESCRIBE sqlite_master",
        "SELECT 1; DROP TABLE data",
        ";",
        "SELECT 1 /*",
    ),
]
CHANGES = [
    *(
        "INSERT INTO data DEFAULT VALUES",
        "DELETE FROM data RETURNING *",
        "UPDATE data SET id = 0",
        "TRUNCATE data",
    ),
    *("COPY data TO '/tmp/stolen.csv'", "COPY (SELECT 1) TO '{database}' (USE_TMP_FILE false)"),
]
