"""Getting the profile of a file: computed by the engine once, then read from disk.

Whoever asks while it is computed waits for that computation. The computing run leaves an execution;
its id is kept with the profile, so that figures taken from it can be traced to what ran.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from analysis.datasets import Dataset
from analysis.models import Execution
from analysis.plans.problems import did_you_mean, shown
from analysis.profiles.single_flight import SingleFlight
from analysis.recording import Recorder
from config.engine import get_engine
from engine.errors import EngineError
from files import storage

Document = dict[str, Any]
Found = tuple[Execution, Document | None]

FORMAT = 1
"""Counts up when the document changes: a kept profile of another format is computed anew."""
_log = logging.getLogger(__name__)
_flights: SingleFlight[tuple[UUID, int], Found] = SingleFlight()


class UnknownColumns(EngineError):
    """The profile was asked for columns that the file doesn't have."""

    code = "unknown_column"


async def profile_get(
    *, dataset: Dataset, turn_id: UUID | None = None, columns: tuple[str, ...] = ()
) -> Found:
    """The profile of the file, or of some of its columns, with the execution that computed it.

    The document is None when the execution failed. Cancelling it ends what it computes, unless
    others wait for that too: one of them then begins anew.
    """
    execution, document = await _flights.run(
        (dataset.session_id, dataset.version), lambda: _kept_or_computed(dataset, turn_id)
    )
    if document is None or not columns:
        return execution, document
    known = {column["name"]: column for column in document["columns"]}
    if refusal := _refusal(columns, list(known)):
        return await _recorder(dataset, turn_id).failed(refusal), None
    chosen = [known[name] for name in dict.fromkeys(columns)]
    return execution, {**document, "columns": chosen}


def _refusal(columns: Sequence[str], known: Sequence[str]) -> UnknownColumns | None:
    unknown = [name for name in columns if name not in known]
    sentences = [f"There is no column {shown(name)}.{did_you_mean(name, known)}" for name in unknown[:3]]
    return UnknownColumns(" ".join(sentences)) if unknown else None


async def _kept_or_computed(dataset: Dataset, turn_id: UUID | None) -> Found:
    return await _kept(dataset) or await profile_compute(dataset=dataset, turn_id=turn_id)


async def _kept(dataset: Dataset) -> Found | None:
    """The profile on disk, where it is of this format and the execution behind it is still recorded."""
    document = await asyncio.to_thread(storage.read_profile, dataset.session_id, dataset.version)
    if document is None or document.pop("format", None) != FORMAT:
        return None
    execution = await Execution.objects.filter(
        session_id=dataset.session_id, pk=document["execution_id"]
    ).afirst()
    return (execution, document) if execution else None


async def profile_compute(*, dataset: Dataset, turn_id: UUID | None = None) -> Found:
    """Compute the profile of the file, record it and keep it, whatever was kept before."""
    recorder = _recorder(dataset, turn_id)
    async with recorder.records_a_stop():
        future = get_engine().profile(dataset.database, owner=dataset.owner)
        try:
            profile = await asyncio.wrap_future(future)
        except EngineError as error:
            return await recorder.failed(error), None
        details = {"sampled": profile.as_document()["sampled"], "row_count": profile.row_count}
        execution = await recorder.succeeded_with_tables(profile.tables(), details, profile.elapsed_ms)
        document = {
            "execution_id": str(execution.pk),
            "data_version": dataset.version,
            **profile.as_document(),
        }
    await asyncio.to_thread(_keep, dataset, document)
    return execution, document


def _keep(dataset: Dataset, document: Document) -> None:
    """Without room on disk the profile is only not kept."""
    try:
        storage.write_profile(dataset.session_id, dataset.version, {"format": FORMAT, **document})
    except OSError as error:
        _log.warning("A profile could not be kept: %s", error.strerror)


def _recorder(dataset: Dataset, turn_id: UUID | None) -> Recorder:
    return Recorder(dataset=dataset, turn_id=turn_id, kind=Execution.Kind.PROFILE)
