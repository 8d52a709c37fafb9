"""A toolbox over a plain DuckDB connection, for tests of analysts.

Charts pass the real gate and compiler, in this process; there are no workers and no audit trail.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import duckdb

from analysis.charts import prepare_chart
from analysis.plans import plan_schema
from chat.analysts.base import (
    AnalysisOutcome,
    AnalystEvent,
    AnalystRequest,
    DataCard,
    EndOfText,
    Finish,
    PastTurn,
    PlotOutcome,
    ProfileOutcome,
    QueryOutcome,
    UnprovenFigure,
)
from chat.analysts.builtin import BuiltinAnalyst
from chat.events import Plot, QueryFinished, Text
from engine.chart_compiler import compile_chart
from engine.errors import ChartRefused
from engine.profiling.results import Profile
from engine.profiling.run import profile_table
from engine.results import Column, QueryResult
from tests.chat.local_plans import run_plan

MAX_ROWS = 1_000
MAX_SQL_BYTES = 20_000
_BIG = 2**53 - 1


def json_safe(value: Any) -> Any:
    """A cell by the rules of the contract."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if -_BIG <= value <= _BIG else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {str(key): json_safe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_safe(item) for item in value]
    return str(value)


class LocalToolbox:
    """Keeps every outcome, so that tests can hold sentences against cells."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, compiles: bool = True) -> None:
        self._connection = connection
        self._compiles = compiles
        self.queries: list[QueryOutcome] = []
        self.plots: list[PlotOutcome] = []
        self.plans: list[dict[str, Any]] = []
        self.analyses: list[AnalysisOutcome] = []
        self.profiles: list[Profile] = []

    @property
    def plan_schema(self) -> dict[str, Any]:
        return plan_schema()

    async def unproven_figures(self, text: str) -> tuple[UnprovenFigure, ...]:
        """Only models are asked to prove what they wrote."""
        return ()

    async def generate_query(self, sql: str) -> QueryOutcome:
        result, error = self._run(sql)
        number = f"q{len(self.queries) + len(self.plots)}"
        outcome = QueryOutcome(number, result, error, _finished(number, sql, result, error))
        self.queries.append(outcome)
        return outcome

    async def create_plot(self, title: str, sql: str, vega_lite_spec: dict[str, Any]) -> PlotOutcome:
        result, error = self._run(sql)
        event = None
        if result is not None:
            event, error = _drawn(title, vega_lite_spec, result, compiles=self._compiles)
        outcome = PlotOutcome(f"p{len(self.plots)}", result, error, event)
        self.plots.append(outcome)
        return outcome

    async def run_analysis(self, plan: dict[str, Any]) -> AnalysisOutcome:
        self.plans.append(plan)
        outcome = run_plan(self._connection, plan, f"a{len(self.analyses)}", self._run)
        self.analyses.append(outcome)
        return outcome

    async def profile_data(self, columns: tuple[str, ...] = ()) -> ProfileOutcome:
        profile = profile_table(self._connection.cursor(), columns)
        self.profiles.append(profile)
        first = profile.tables()[0]
        result = QueryResult(first.columns, first.rows, first.truncated, first.total_rows, profile.elapsed_ms)
        return ProfileOutcome("f0", profile.as_document(), None, _finished("f0", "", result, None))

    def _run(self, sql: str) -> tuple[QueryResult | None, str | None]:
        if len(sql.encode()) > MAX_SQL_BYTES:
            return None, "The SQL is too long."
        if not re.match(r"\s*(select|with|from)\b", sql, re.IGNORECASE):
            return None, "Only SELECT may run here."
        try:
            cursor = self._connection.cursor().execute(sql)
            columns = tuple(Column(item[0], str(item[1])) for item in cursor.description or ())
            rows = cursor.fetchmany(MAX_ROWS + 1)
        except duckdb.Error as failure:
            return None, str(failure)
        kept = [[json_safe(cell) for cell in row] for row in rows[:MAX_ROWS]]
        cut = len(rows) > MAX_ROWS
        return QueryResult(columns, kept, cut, None if cut else len(kept), 0.1), None


def _drawn(
    title: str, spec: dict[str, Any], result: QueryResult, *, compiles: bool
) -> tuple[Plot | None, str | None]:
    """What the product's own gate and compiler say of a chart."""
    try:
        chart = prepare_chart(title, spec, result)
        if compiles:
            compile_chart(chart)
    except ChartRefused as refusal:
        return None, str(refusal)
    return Plot(title, chart), None


def _finished(number: str, sql: str, result: QueryResult | None, error: str | None) -> QueryFinished:
    if result is None:
        return QueryFinished([], True, sql, [], 0, False, 0.0, number, error=error)
    return QueryFinished(
        result.records(), False, sql, result.column_names, len(result.rows), result.truncated,
        result.elapsed_ms, number, result.total_rows,
    )  # fmt: skip


def card(connection: duckdb.DuckDBPyConnection, filename: str, notes: Iterable[str] = ()) -> DataCard:
    """The data card of the table `data`."""
    described = connection.execute("DESCRIBE data").fetchall()
    columns = tuple(Column(row[0], row[1]) for row in described)
    sample = connection.execute("SELECT * FROM data LIMIT 20").fetchall()
    names = [column.name for column in columns]
    rows = tuple({name: json_safe(cell) for name, cell in zip(names, row, strict=True)} for row in sample)
    counted = connection.execute("SELECT count(*) FROM data").fetchone()
    return DataCard(filename, counted[0] if counted else 0, columns, rows, tuple(notes))


@dataclass(frozen=True)
class Talk:
    """What one question brought: all events, and the toolbox with its outcomes."""

    events: tuple[AnalystEvent, ...]
    toolbox: LocalToolbox
    data: DataCard

    @property
    def text(self) -> str:
        """All prose, messages separated by blank lines."""
        return "".join(
            "\n\n" if isinstance(e, EndOfText) else e.text
            for e in self.events
            if isinstance(e, Text | EndOfText)
        )

    @property
    def shown(self) -> list[QueryFinished]:
        return [event for event in self.events if isinstance(event, QueryFinished)]

    @property
    def plots(self) -> list[Plot]:
        return [event for event in self.events if isinstance(event, Plot)]

    @property
    def follow_ups(self) -> tuple[str, ...]:
        return next(event.follow_ups for event in self.events if isinstance(event, Finish))


async def talk(
    connection: duckdb.DuckDBPyConnection,
    *questions: str | None,
    filename: str = "sales.csv",
    notes: tuple[str, ...] = (),
    compiles: bool = True,
) -> Talk:
    """Ask the questions in order and return what the last one brought; charts always pass the gate."""
    history: list[PastTurn] = []
    data = card(connection, filename, notes)
    done = None
    for question in questions:
        toolbox = LocalToolbox(connection, compiles=compiles)
        request = AnalystRequest(question, data, tuple(history))
        events = tuple([event async for event in BuiltinAnalyst().run(request, toolbox)])
        done = Talk(events, toolbox, data)
        history.append(PastTurn(question, (done.text,)))
    assert done is not None
    return done


SALES = """
    CREATE TABLE data AS SELECT
      i + 1 AS order_id, DATE '2023-01-01' + (i * 7919 % 731)::INTEGER AS order_date,
      (['North', 'South', 'East', 'West'])[1 + (i * 31 % 97) % 4] AS region,
      (['Tea', 'Coffee', 'Water', 'Juice', 'Milk'])[1 + (i * 17 % 89) % 5] AS product,
      1 + (i * 13 % 9) AS quantity, round(2.5 + (i * 37 % 101) / 4.0, 2)::DOUBLE AS unit_price,
      round((1 + (i * 13 % 9)) * (2.5 + (i * 37 % 101) / 4.0), 2)::DOUBLE AS revenue,
      i % 11 = 0 AS returned, CASE WHEN i % 13 = 0 THEN NULL ELSE 'c' || (i % 40) END AS customer_id
    FROM range(400) t(i)"""
SURVEY = """
    CREATE TABLE data AS SELECT
      i AS respondent, (['female', 'male', 'other'])[1 + (i * 7 % 31) % 3] AS gender, 18 + (i * 29 % 60) AS age,
      (['Sales', 'Engineering', 'Support', 'Human Resources'])[1 + (i * 11 % 41) % 4] AS department,
      (['agree', 'strongly agree', 'neutral', 'disagree'])[1 + (i * 3 % 23) % 4] AS "Q1 satisfied",
      CASE WHEN i % 9 = 0 THEN NULL ELSE 1 + (i * i % 5 + i % 3) % 5 END AS satisfaction,
      (['Yes', 'No'])[1 + (i % 5 = 0)::INTEGER] AS remote, strftime(DATE '2024-02-01' + (i % 50)::INTEGER, '%d/%m/%Y') AS answered,
      CASE WHEN i % 4 = 0 THEN 'long commute ' || i END AS comment
    FROM range(1, 181) t(i)"""
SENSORS = """
    CREATE TABLE data AS SELECT
      TIMESTAMP '2024-03-01 00:00:00' + INTERVAL (i) HOUR AS "Time", 'S' || (1 + i % 3) AS sensor,
      round(15 + 8 * sin(i / 12.0) + (i * 37 % 17) / 10.0 + CASE WHEN i = 500 THEN 60 ELSE 0 END, 2)::DOUBLE AS temperature,
      CASE WHEN i % 50 = 7 THEN NULL ELSE round(40 + (i * 53 % 29), 1)::DOUBLE END AS "Humidity (%)",
      (['ok', 'warning', 'error'])[1 + (i % 37 = 0)::INTEGER + (i % 74 = 0)::INTEGER] AS status
    FROM range(1000) t(i)"""
PEOPLE = """
    CREATE TABLE data AS SELECT
      i AS "PassengerId", (i * 5 % 7 < 3)::INTEGER AS "Survived", 1 + (i * 17 % 11) % 3 AS "Pclass",
      (['Smith', 'Brown', 'Olsen', 'Müller', 'O''Hara'])[1 + i % 5] || ', ' || (['Mr. ', 'Mrs. '])[1 + i % 2] || i AS "Name",
      (['male', 'female'])[1 + (i * 7 % 13) % 2] AS "Sex",
      CASE WHEN i % 6 = 0 THEN NULL ELSE 1 + (i * 23 % 71) END::DOUBLE AS "Age",
      round(7 + (i * 41 % 97) * 1.3, 4)::DOUBLE AS "Fare",
      (['Southampton', 'Cherbourg', 'Queenstown'])[1 + (i * 3 % 19) % 3] AS "Embarked",
      CASE WHEN i % 4 = 0 THEN 'C' || i END AS "Cabin"
    FROM range(1, 301) t(i)"""
WEATHER = """
    CREATE TABLE data AS SELECT
      DATE '2012-01-01' + i::INTEGER AS date, round((i * 37 % 53) * (i % 3) / 2.0, 1)::DOUBLE AS precipitation,
      round(12 + 10 * sin(i / 58.0) + i * 29 % 7, 1)::DOUBLE AS temp_max, round(4 + 8 * sin(i / 58.0) + i * 31 % 5, 1)::DOUBLE AS temp_min,
      round(0.4 + (i * 17 % 91) / 10.0, 1)::DOUBLE AS wind, (['rain', 'sun', 'fog', 'snow', 'Black Ice'])[1 + i * 7 % 23 % 5] AS weather
    FROM range(1078) t(i)"""
TABLES = {"sales": SALES, "survey": SURVEY, "sensors": SENSORS, "people": PEOPLE, "weather": WEATHER}


def connect(statement: str) -> duckdb.DuckDBPyConnection:
    """A fresh database in memory with the table `data`."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(statement)
    return connection
