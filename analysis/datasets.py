"""What an execution runs on: one reading of a session's file, and on whose behalf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from analysis.charts.units import column_units
from engine.results import Column
from files import storage
from files.models import EarlierReading, File


@dataclass(frozen=True, slots=True)
class Dataset:
    """One reading of a session's file. `owner` is the id of the user for whom it is read."""

    session_id: UUID
    version: int
    owner: str
    columns: tuple[Column, ...] = ()
    row_count: int = 0
    units: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The signs that stood at all numbers of a column ("€", "%"), by the column's name."""

    @property
    def database(self) -> Path:
        return storage.database_path(self.session_id, self.version)

    def read_by(self, user_id: object) -> Dataset:
        """The same data, read on behalf of somebody else (an operator who checks a result)."""
        return replace(self, owner=str(user_id))


def dataset_of(file: File) -> Dataset:
    """The current reading of a session's file. The file comes with its session."""
    return _dataset(file, file)


def dataset_version(*, session_id: UUID, version: int) -> Dataset:
    """A reading by its number, current or replaced. Raises File.DoesNotExist, EarlierReading.DoesNotExist."""
    file = File.objects.select_related("session").get(session_id=session_id)
    if file.version == version:
        return dataset_of(file)
    earlier = EarlierReading.objects.get(file=file, version=version)
    return _dataset(file, earlier)


def _dataset(file: File, reading: File | EarlierReading) -> Dataset:
    return Dataset(
        file.session_id,
        reading.version,
        str(file.session.user_id),
        reading.table_columns,
        reading.row_count,
        column_units(reading.import_report),
    )
