"""A turn's ledger of figures: what its texts are checked against, gathered as results arrive.

A text is checked against the results of its own turn first. Only when a figure is left over are
the results of earlier turns read from the audit trail, since most answers need none of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from analysis.models import Execution
from chat.grounding import Evidence, FileFacts, Grounding, Ledger

EARLIER_EXECUTIONS = 50


class TurnLedger:
    """Collects the turn's evidence and checks its texts. Its work is done in threads."""

    def __init__(self, *, session_id: UUID, facts: FileFacts, persons_words: Sequence[str]) -> None:
        self._session_id = session_id
        self._facts = facts
        self._persons_words = tuple(persons_words)
        self._evidence: dict[UUID, list[Evidence]] = {}
        self._waiting: list[Evidence] = []
        self._own = self._new_ledger()
        self._whole: Ledger | None = None
        self._lock = asyncio.Lock()

    def add(self, execution: Execution) -> None:
        """Count a result of this turn among the evidence. Costs nothing yet: it is indexed for a check."""
        if not execution.is_error and execution.pk not in self._evidence:
            self._evidence[execution.pk] = evidence_of(execution)
            self._waiting += self._evidence[execution.pk]
            self._whole = None

    async def check(self, text: str) -> Grounding:
        """Trace every figure of a text of this turn."""
        async with self._lock:
            grounding = await asyncio.to_thread(self._check_own, text)
            if not grounding.counts["unverified"]:
                return grounding
            if self._whole is None:
                self._whole = await database_sync_to_async(self._with_earlier)()
            return await asyncio.to_thread(self._whole.check, text)

    def _check_own(self, text: str) -> Grounding:
        waiting, self._waiting = self._waiting, []
        for evidence in waiting:
            self._own.add(evidence)
        return self._own.check(text)

    def _with_earlier(self) -> Ledger:
        ledger = self._new_ledger()
        earlier = session_evidence(self._session_id, excluding=self._evidence)
        for evidence in [*earlier, *(one for listed in self._evidence.values() for one in listed)]:
            ledger.add(evidence)
        return ledger

    def _new_ledger(self) -> Ledger:
        return Ledger(self._facts, self._persons_words)


def session_evidence(session_id: UUID, *, excluding: Iterable[UUID]) -> list[Evidence]:
    """The newest results of the session, oldest first."""
    executions = (
        Execution.objects.filter(session_id=session_id, error="")
        .exclude(pk__in=list(excluding))
        .exclude(kind=Execution.Kind.IMPORT)
        .order_by("-created_at")[:EARLIER_EXECUTIONS]
    )
    return [evidence for execution in reversed(executions) for evidence in evidence_of(execution)]


def evidence_of(execution: Execution) -> list[Evidence]:
    """The tables of an execution: its result, and those behind a statistic."""
    first = Evidence(
        execution_id=str(execution.pk),
        columns=tuple(name for name, _ in execution.columns),
        types=tuple(kind for _, kind in execution.columns),
        rows=execution.rows,
        total_rows=execution.total_rows,
        truncated=execution.truncated,
        sql=execution.sql,
        sentences=_sentences(execution.details or {}),
        settings=tuple(_settings(execution.plan or {})),
    )
    tables = [*(execution.details or {}).get("tables", ()), *_about(execution.details or {})]
    return [first, *(_further(execution, table) for table in tables)]


def _sentences(details: dict[str, Any]) -> tuple[str, ...]:
    """What the server itself said of a statistic."""
    assumptions = details.get("assumptions", ())
    said = [
        details.get("reading", ""),
        details.get("missing_handling", ""),
        *details.get("conventions", ()),
        *(assumption["name"] for assumption in assumptions),
        *(assumption["detail"] for assumption in assumptions),
        *details.get("warnings", ()),
    ]
    return tuple(sentence for sentence in said if sentence)


def _settings(plan: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """The numbers that an analysis was told, by their names; a list's one by one."""
    for name, given in (plan.get("parameters") or {}).items():
        for value in given if isinstance(given, list) else [given]:
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield name, float(value)


def _about(details: dict[str, Any]) -> list[dict[str, Any]]:
    """How many rows a statistic used and left out, as a table of its own."""
    if details.get("n") is None:
        return []
    columns = [["n", "BIGINT"], ["missing", "BIGINT"]]
    row = [details["n"], details["missing"]]
    return [{"name": "about", "columns": columns, "rows": [row], "total_rows": 1}]


def _further(execution: Execution, table: dict[str, Any]) -> Evidence:
    return Evidence(
        execution_id=str(execution.pk),
        columns=tuple(name for name, _ in table["columns"]),
        types=tuple(kind for _, kind in table["columns"]),
        rows=table["rows"],
        total_rows=table["total_rows"],
        truncated=len(table["rows"]) < table["total_rows"],
        table=table["name"],
    )
