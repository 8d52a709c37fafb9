"""Names and values that try to be SQL, Markdown or HTML, and files of odd shapes."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from chat.analysts.base import AnalystRequest, Finish, ProfileOutcome
from chat.analysts.builtin import BuiltinAnalyst
from chat.analysts.builtin.figures import escape, number, percent
from chat.analysts.builtin.sqltext import alias, identifier, literal
from chat.events import Error, QueryFinished
from tests.chat.local_toolbox import LocalToolbox, card, connect, talk

NASTY_NAMES = [
    'a"; DROP TABLE data; --', "it's", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "a.b", "a[0]",
    "back\\slash", "new\nline", "count", "average", "group", "2023", "select", "%", "é à ü", "价格", "x" * 300, " ", "by", "in",
]  # fmt: skip


def one_column(name: str) -> duckdb.DuckDBPyConnection:
    kind = identifier("region" if name != "region" else "kind")
    return connect(
        f"CREATE TABLE data AS SELECT (i % 17 + 0.5)::DOUBLE AS {identifier(name)}, "
        f"(['A<b>', '**bold**', 'x`y', '[l](u)'])[1 + i % 4] AS {kind} FROM range(60) t(i)"
    )


@pytest.mark.parametrize("name", NASTY_NAMES, ids=range(len(NASTY_NAMES)))
async def test_hostile_column_names_are_only_names(name: str) -> None:
    connection = one_column(name)
    for question in (
        None,
        f'average of "{name}" by region',
        f"{name} by region",
        "missing values",
        "describe the data",
    ):
        done = await talk(connection, question, filename="odd.csv")
        assert not any(isinstance(event, Error) for event in done.events)
        assert not any(event.is_error for event in done.shown), [event.error for event in done.shown]
        assert all(plot.error is None for plot in done.toolbox.plots), [
            plot.error for plot in done.toolbox.plots
        ]
        assert sum(isinstance(event, Finish) for event in done.events) == 1
    assert connection.execute("SELECT count(*) FROM data").fetchone() == (60,)


@pytest.mark.parametrize("name", ["count", "average", "group", "2023", "total", "it's", "a.b", "select"])
async def test_a_column_with_an_awkward_name_can_be_averaged(name: str) -> None:
    connection = one_column(name)
    done = await talk(connection, f'average of "{name}" by region', filename="odd.csv")
    expected = connection.execute(f"SELECT region, avg({identifier(name)}) FROM data GROUP BY 1").fetchall()
    found = {tuple(list(row.values())[:2]) for row in done.shown[-1].result}
    assert {row[0]: pytest.approx(row[1]) for row in expected} == dict(found)


async def test_markup_in_cells_is_inert() -> None:
    done = await talk(one_column("price"), "average price by region", filename="odd.csv")
    assert "\\*\\*bold\\*\\*" in done.text
    assert "A\\<b\\>" in done.text
    assert "<b>" not in done.text
    assert "\\[l\\](u)" in done.text


async def test_values_with_quotes_are_found_and_escaped() -> None:
    connection = connect(
        "CREATE TABLE data AS SELECT (['O''Hara', 'x''; DROP TABLE data; --', 'plain'])[1 + i % 3] AS name, i AS score FROM range(30) t(i)"
    )
    done = await talk(connection, "total score of O'Hara", filename="odd.csv")
    assert next(iter(done.shown[-1].result[0].values())) == sum(range(0, 30, 3))
    done = await talk(connection, 'total score of "x\'; DROP TABLE data; --"', filename="odd.csv")
    assert next(iter(done.shown[-1].result[0].values())) == sum(range(1, 30, 3))
    done = await talk(connection, 'rows where name contains "\' OR 1=1 --"', filename="odd.csv")
    assert "No rows match" in done.text


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM nowhere",
        "select count(*) from data; drop table data",
        "SELECT read_text('/etc/passwd') FROM data",
    ],
)
async def test_own_sql_that_fails_is_told(question: str) -> None:
    done = await talk(one_column("price"), question, filename="odd.csv")
    if done.shown[0].is_error:
        assert "did not run" in done.text


ODD_TABLES = {
    "no numbers": "SELECT (['a', 'b', 'c'])[1 + i % 3] AS kind, 'text ' || i AS note FROM range(50) t(i)",
    "no dates": "SELECT i % 5 AS a, i * 1.5 AS b FROM range(50) t(i)",
    "one column": "SELECT i * 2.5 AS price FROM range(50) t(i)",
    "one text column": "SELECT 'line ' || i AS line FROM range(50) t(i)",
    "one row": "SELECT 1 AS a, 'x' AS b, DATE '2024-01-01' AS c, TRUE AS d",
    "all NULL": "SELECT NULL::INTEGER AS a, NULL::VARCHAR AS b, NULL::DATE AS c FROM range(10)",
    "a NULL column": "SELECT i AS id, NULL::DOUBLE AS score, (['x', 'y'])[1 + i % 2] AS kind FROM range(40) t(i)",
    "constants": "SELECT 5 AS five, 'same' AS word, i * 1.1 AS v FROM range(40) t(i)",
    "NaN": "SELECT CASE WHEN i % 7 = 0 THEN 'nan'::DOUBLE WHEN i = 3 THEN 'inf'::DOUBLE ELSE i END AS v, (['x', 'y'])[1 + i % 2] AS kind FROM range(60) t(i)",
    "huge integers": "SELECT (9007199254740993 + i)::HUGEINT * 1000003 AS big, i % 4 AS g FROM range(40) t(i)",
    "decimals": "SELECT (i / 3)::DECIMAL(38, 10) AS v, (['x', 'y'])[1 + i % 2] AS kind FROM range(40) t(i)",
    "booleans": "SELECT i % 2 = 0 AS yes, i % 3 = 0 AS maybe FROM range(40) t(i)",
    "nested": "SELECT [i, i + 1] AS list, {'a': i} AS struct, MAP {'k': i} AS m, i * 1.0 AS v FROM range(40) t(i)",
    "times and blobs": "SELECT TIME '10:00:00' + INTERVAL (i) MINUTE AS t, ('\\xAA')::BLOB AS b, uuid() AS u, INTERVAL (i) DAY AS d FROM range(40) t(i)",
    "time zone": "SELECT TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL (i) DAY AS at, i * 1.5 AS v FROM range(100) t(i)",
    "text dates": "SELECT strftime(DATE '2024-01-01' + i::INTEGER, '%m/%d/%Y') AS day, i AS sales FROM range(90) t(i)",
    "year columns": "SELECT 'c' || i AS country, i AS \"2022\", i * 2 AS \"2023\", i * 3 AS \"2024\" FROM range(40) t(i)",
    "year as number": "SELECT 2000 + i % 20 AS year, i * 1.5 AS amount FROM range(200) t(i)",
    "keyword columns": "SELECT i AS count, i * 2 AS total, (['a', 'b'])[1 + i % 2] AS \"group\", i % 3 AS average FROM range(50) t(i)",
    "enum": "SELECT (['a', 'b'])[1 + i % 2]::ENUM('a', 'b') AS kind, i AS v FROM range(50) t(i)",
    "empty strings": "SELECT (['', ' ', 'x'])[1 + i % 3] AS kind, i AS v FROM range(50) t(i)",
    "zeros": "SELECT 0 AS v, 0.0 AS w, (['a', 'b'])[1 + i % 2] AS kind FROM range(50) t(i)",
    "old dates": "SELECT DATE '0001-01-01' + (i * 3650)::INTEGER AS day, i AS v FROM range(200) t(i)",
    "infinite dates": "SELECT CASE WHEN i = 3 THEN 'infinity'::DATE ELSE DATE '2024-01-01' + i::INTEGER END AS day, i AS v FROM range(50) t(i)",
}  # fmt: skip
QUESTIONS = (
    None, "how many rows", "missing values", "describe the data", "what columns are there", "show the first rows",
    "outliers", "what is the strongest correlation", "trend", "in 2023", "average", "duplicates", "top 3", "by",
)  # fmt: skip


@pytest.mark.parametrize("shape", ODD_TABLES)
async def test_odd_tables_end_well(shape: str) -> None:
    connection = connect(f"CREATE TABLE data AS {ODD_TABLES[shape]}")
    columns = [row[0] for row in connection.execute("DESCRIBE data").fetchall()]
    asked: list[str | None] = [*QUESTIONS]
    for name in columns:
        asked += [
            f'distribution of "{name}"',
            f'average "{name}" by "{columns[-1]}"',
            f'how many rows by "{name}"',
            f'"{name}" over time',
        ]
    for question in asked:
        done = await talk(connection, question, filename="odd.csv")
        check_well_formed(done, question)


def check_well_formed(done: Any, question: str | None) -> None:
    assert not any(isinstance(event, Error) for event in done.events), question
    assert [type(event) for event in done.events].count(Finish) == 1
    assert isinstance(done.events[-1], Finish)
    assert done.text.strip(), question
    failed = [(query.event.sql, query.error) for query in done.toolbox.queries if query.error]
    assert not failed, (question, failed)
    assert all(plot.error is None for plot in done.toolbox.plots), (
        question,
        [plot.error for plot in done.toolbox.plots],
    )


async def test_two_thousand_columns_are_bounded_work() -> None:
    columns = ", ".join(f"i * {n} % 7 AS column_{n}" for n in range(2000))
    connection = connect(f"CREATE TABLE data AS SELECT {columns} FROM range(20) t(i)")
    for question in (
        None,
        "missing values",
        "how many rows",
        "describe the data",
        "show the first rows",
        "average column_1999",
    ):
        done = await talk(connection, question, filename="wide.csv")
        check_well_formed(done, question)
        assert len(done.toolbox.queries) <= 12
    expected = connection.execute("SELECT avg(column_1999) FROM data").fetchone()
    assert next(iter(done.shown[-1].result[0].values())) == pytest.approx(expected[0] if expected else None)


class BrokenToolbox(LocalToolbox):
    """Every query fails, as with a lost file or a timeout."""

    async def generate_query(self, sql: str) -> Any:
        return await super().generate_query("SELECT * FROM not_there")


class UnprofiledToolbox(LocalToolbox):
    async def profile_data(self, columns: tuple[str, ...] = ()) -> ProfileOutcome:
        error = "The profile took longer than 120 seconds and was ended; ask for fewer columns."
        event = QueryFinished([], True, "", [], 0, False, 0.0, "f0", error=error)
        return ProfileOutcome("f0", None, error, event)


class RaisingToolbox(LocalToolbox):
    async def generate_query(self, sql: str) -> Any:
        raise RuntimeError("unexpected")


@pytest.mark.parametrize(
    "question", [None, "average price by region", "SELECT 1 FROM data", "how many rows", "outliers"]
)
async def test_failing_queries_are_told(question: str | None) -> None:
    connection = one_column("price")
    request = AnalystRequest(question, card(connection, "odd.csv"))
    events = [event async for event in BuiltinAnalyst().run(request, BrokenToolbox(connection))]
    texts = "".join(getattr(event, "text", "") for event in events)
    assert isinstance(events[-1], Finish)
    assert "did not run" in texts


async def test_a_failing_profile_is_told() -> None:
    connection = one_column("price")
    request = AnalystRequest(None, card(connection, "odd.csv"))
    events = [event async for event in BuiltinAnalyst().run(request, UnprofiledToolbox(connection))]
    texts = "".join(getattr(event, "text", "") for event in events)
    assert "The profile of the file did not run: The profile took longer than 120 seconds" in texts
    assert isinstance(events[-1], Finish)


async def test_an_unexpected_failure_ends_with_an_error_event() -> None:
    connection = one_column("price")
    request = AnalystRequest("how many rows", card(connection, "odd.csv"))
    events = [event async for event in BuiltinAnalyst().run(request, RaisingToolbox(connection))]
    assert isinstance(events[-1], Error)


async def test_titles() -> None:
    data = card(one_column("price"), "odd.csv")
    analyst = BuiltinAnalyst()
    assert (await analyst.title(AnalystRequest("What is the average price?", data), "…"))[
        0
    ] == "What is the average price"
    assert (await analyst.title(AnalystRequest(None, data), "…"))[0] is None
    long = (await analyst.title(AnalystRequest("word " * 50, data), "…"))[0]
    assert long is not None
    assert len(long) <= 60


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1234567.0, "1,234,567"),
        (1234.5, "1,234.5"),
        (2.675, "2.68"),
        (0.012345, "0.0123"),
        (-3.0, "-3"),
        (1e20, "1e+20"),
        (9.995, "10"),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_percentages_round_half_up() -> None:
    assert percent(9.25) == "9.3 %"
    assert percent(0.04) == "0.04 %"
    assert percent(None) == "no share"


def test_sql_text() -> None:
    assert identifier('a"b') == '"a""b"'
    assert literal("it's\0") == "'it''s'"
    assert alias("a.b[0]", ["a_b_0"]) == "a_b_0 2"
    assert escape("*a*\n<b>") == "\\*a\\* \\<b\\>"
