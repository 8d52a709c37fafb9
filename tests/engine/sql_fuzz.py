"""A seeded generator of SQL over the table of `conftest.py`, a good part of it hostile.

It follows the grammar, not the types: many statements fail to bind, which is as well, since what
must hold holds for every statement. `{database}` stands for the path of the file.
"""

from __future__ import annotations

import random

from tests.engine.sql_fuzz_words import (
    AGGREGATES,
    CHANGES,
    COLUMNS,
    FUNCTIONS,
    HOSTILE_EXPRESSIONS,
    HOSTILE_SOURCES,
    HOSTILE_STATEMENTS,
    LITERALS,
    OPERATORS,
    TYPES,
    WELL_TYPED,
    WINDOWS,
)


class SqlFuzzer:
    """An endless supply of statements; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._mild = False

    def statement(self) -> str:
        kind = self._random.random()
        self._mild = kind > 0.6
        if kind < 0.06:
            return self._of(HOSTILE_STATEMENTS)
        if kind < 0.08:
            return self._damaged(self._query(3))
        if kind < 0.10:
            return self._deep()
        if kind < 0.14:
            return f"{self._of(['EXPLAIN', 'DESCRIBE', 'SUMMARIZE'])} {self._query(2)}"
        return self._query(3)

    def _of(self, choices: list[str]) -> str:
        return self._random.choice(choices)

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def _list(self, item: object, least: int, most: int, depth: int) -> str:
        assert callable(item)
        return ", ".join(item(depth) for _ in range(self._random.randint(least, most)))

    def _damaged(self, sql: str) -> str:
        """As a cut-off or garbled answer of a model would be."""
        at = self._random.randrange(len(sql))
        return (
            sql[:at]
            + self._of(["", ")", "'", '"', ";", "\0", "--", "/*", "$$", "\ud800", "🙂"])
            + sql[at + 1 :]
        )

    def _deep(self) -> str:
        count = self._random.choice([10, 100, 400, 1_000])
        left, right = self._random.choice(
            [
                ("(", ")"),
                ("[", "]"),
                ("abs(", ")"),
                ("(SELECT ", ")"),
                ("NOT ", ""),
                ("{'a': ", "}"),
                ("-", " "),
            ]
        )
        return f"SELECT {left * count}1{right * count}"

    def _query(self, depth: int) -> str:
        kind = self._random.random()
        if depth > 0 and kind < 0.10:
            return f"{self._query(depth - 1)} {self._of(['UNION ALL', 'UNION', 'EXCEPT', 'INTERSECT', 'UNION BY NAME'])} {self._query(depth - 1)}"
        if depth > 0 and kind < 0.22:
            return self._with(depth)
        if kind < 0.27:
            return self._pivot(depth)
        if kind < 0.30:
            return f"VALUES ({self._list(self._expression, 1, 3, 1)})"
        return self._select(depth)

    def _with(self, depth: int) -> str:
        name = self._of(["x", "t", "data", "sqlite_master", "pg_class", "read_text"])
        if self._chance(0.2):
            return f"WITH {name} AS ({self._of(CHANGES)}) {self._query(depth - 1)}"
        if self._chance(0.2):
            step = f"SELECT c0 + 1 FROM {name} WHERE c0 < {self._of(['5', '500', '1e9'])}"
            return f"WITH RECURSIVE {name}(c0) AS (SELECT 1 UNION ALL {step}) {self._query(depth - 1)}"
        materialized = self._of(["", " MATERIALIZED", " NOT MATERIALIZED"])
        return f"WITH {name} AS{materialized} ({self._query(depth - 1)}) {self._query(depth - 1)}"

    def _pivot(self, depth: int) -> str:
        if self._chance(0.4):
            return f"UNPIVOT {self._source(depth - 1)} ON {self._list(self._expression, 1, 2, 0)}"
        values = f" IN ({self._list(self._expression, 1, 3, 0)})" if self._chance(0.8) else ""
        return f"PIVOT {self._source(depth - 1)} ON {self._expression(0)}{values} USING {self._aggregate(1)}"

    def _select(self, depth: int) -> str:
        if self._mild and self._chance(0.4):
            key = self._of(WELL_TYPED[:5])
            return (
                f"SELECT {key}, {self._of(AGGREGATES)}(id) FROM {self._source(0)} GROUP BY {key} ORDER BY ALL"
            )
        parts = [f"SELECT {self._of(['', '', '', 'DISTINCT '])}{self._list(self._item, 1, 4, depth)}"]
        if self._chance(0.9):
            parts.append(f"FROM {self._joined(depth)}")
        for clause, probability in (("WHERE", 0.4), ("GROUP BY", 0.2), ("HAVING", 0.05), ("QUALIFY", 0.05)):
            if self._chance(probability):
                parts.append(f"{clause} {self._expression(depth)}")
        if self._chance(0.3):
            parts.append(f"ORDER BY {self._of(['ALL', self._expression(1), '1 DESC NULLS FIRST'])}")
        if self._chance(0.5):
            parts.append(f"LIMIT {self._of(['1', '10', '5%', '(SELECT 3)', self._expression(0)])}")
        if self._chance(0.03):
            parts.append(f"USING SAMPLE {self._of(['5', '10%', 'reservoir(3)', 'bernoulli(10%)'])}")
        return " ".join(parts)

    def _item(self, depth: int) -> str:
        if self._chance(0.15):
            return self._of(["*", "* EXCLUDE (id)", "* REPLACE (1 AS id)", "COLUMNS('i.*')", "data.*"])
        return self._expression(depth) + self._of(["", "", " AS c0", ' AS "a b"'])

    def _joined(self, depth: int) -> str:
        source = self._source(depth)
        while depth > 0 and self._chance(0.2):
            depth -= 1
            join = self._of(["JOIN", "LEFT JOIN", "FULL JOIN", "SEMI JOIN", "ASOF JOIN"])
            source += self._of(
                [
                    f" AS a {join} {self._source(depth)} AS b ON a.id = b.id",
                    f", LATERAL ({self._query(0)}) AS l",
                    " POSITIONAL JOIN data AS p",
                ]
            )
        return source

    def _source(self, depth: int) -> str:
        kind = self._random.random()
        if self._mild:
            return "data" if depth <= 0 or kind < 0.8 else f"({self._query(depth - 1)}) AS x"
        if kind < 0.08:
            return self._of(HOSTILE_SOURCES)
        if kind < 0.20:
            return self._of(
                ["range(5)", "generate_series(1, 3)", "unnest([1, 2])", "json_each('{}')", "range(100000)"]
            )
        if depth > 0 and kind < 0.35:
            return f"({self._query(depth - 1)})"
        return self._of(["data", "data", "data", "main.data", "x", "t"])

    def _expression(self, depth: int) -> str:
        kind = self._random.random()
        if self._mild and kind < 0.95:
            return self._of(WELL_TYPED)
        if depth <= 0 or kind < 0.25:
            return self._of(COLUMNS) if self._chance(0.6) else self._of(LITERALS)
        if kind < 0.28:
            return self._of(HOSTILE_EXPRESSIONS)
        if kind < 0.45:
            return f"({self._expression(depth - 1)} {self._of(OPERATORS)} {self._expression(depth - 1)})"
        if kind < 0.62:
            return f"{self._of(FUNCTIONS)}({self._list(self._expression, 0, 3, depth - 1)})"
        if kind < 0.72:
            return self._aggregate(depth)
        return self._special(depth - 1)

    def _aggregate(self, depth: int) -> str:
        call = f"{self._of(AGGREGATES)}({self._of(['', 'DISTINCT '])}{self._list(self._expression, 1, 2, depth - 1)})"
        return call + (f" FILTER (WHERE {self._expression(depth - 1)})" if self._chance(0.1) else "")

    def _special(self, depth: int) -> str:
        inner, other = self._expression(depth), self._expression(depth)
        frame = self._of(["", " ROWS BETWEEN 1 PRECEDING AND CURRENT ROW", " RANGE UNBOUNDED PRECEDING"])
        return self._of(
            [
                f"CAST({inner} AS {self._of(TYPES)})",
                f"TRY_CAST({inner} AS {self._of(TYPES)})",
                f"CASE WHEN {inner} THEN {other} ELSE {inner} END",
                f"{self._of(WINDOWS)}({inner}) OVER (PARTITION BY {other} ORDER BY {inner}{frame})",
                f"[{inner}, {other}]",
                f"{{'k': {inner}}}",
                f"list_transform([{inner}], lambda v: {other})",
                f"[v FOR v IN [{inner}] IF {other}]",
                f"({inner})[{other}]",
                f"{inner} BETWEEN {other} AND {inner}",
                f"{inner} IS NOT NULL",
                f"EXISTS ({self._query(0)})",
                f"({self._query(0)})",
                f"unnest({inner})",
                f"TRY({inner})",
            ]
        )
