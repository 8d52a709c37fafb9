"""Clean-up: sessions nobody used for long, and files or rows that lost each other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from chat.selectors import running_turn
from config.liveness import is_alive, oldest_start
from files import storage
from files.jobs import close_dead_jobs, forget_finished_jobs
from files.models import File, ImportJob
from sessions_app.models import Session
from sessions_app.services import session_delete

# A folder is moved to its place just before the transaction that makes its row is committed.
_COMMIT_MAY_TAKE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Report:
    """What a clean-up removed, or would remove."""

    count: int
    bytes: int


@dataclass(frozen=True, slots=True)
class OrphanReport:
    """By kind: folders without rows, rows without files, imports that never came to an end."""

    folders: Report
    rows: Report
    uploads: Report


def sessions_clean_up(
    *, older_than: timedelta, email: str | None = None, dry_run: bool
) -> tuple[Report, int]:
    """Delete sessions unused for `older_than`; also says how many were skipped as they answer right now."""
    sessions = Session.objects.filter(updated_at__lt=timezone.now() - older_than).select_related("file")
    if email is not None:
        sessions = sessions.filter(user__email__iexact=email)
    if not dry_run:
        forget_finished_jobs(older_than=older_than)
    count = freed = skipped = 0
    for session in sessions:
        if _is_answering(session):
            skipped += 1
            continue
        freed += storage.size_of(storage.session_dir(session.pk))
        count += 1
        if not dry_run:
            session_delete(session)
    return Report(count, freed), skipped


def orphans_clean_up(*, dry_run: bool) -> OrphanReport:
    """Remove what crashes can leave behind. A second run right after finds nothing."""
    if not dry_run:
        close_dead_jobs()
    report = OrphanReport(
        folders=_remove(chain(_folders_without_rows(), _readings_without_rows()), dry_run=dry_run),
        rows=_delete_rows_without_files(dry_run=dry_run),
        uploads=_remove(chain(storage.abandoned_uploads(), _queued_without_jobs()), dry_run=dry_run),
    )
    if not dry_run:
        storage.remove_dead_folders()
    return report


def _is_answering(session: Session) -> bool:
    turn = running_turn(session.pk)
    return turn is not None and is_alive(turn.process)


def _folders_without_rows() -> Iterator[Path]:
    for session_id, path in storage.session_folders():
        if _is_old(path) and not Session.objects.filter(pk=session_id).exists():
            yield path


def _readings_without_rows() -> Iterator[Path]:
    """Readings that were published by a process that died before it could record them."""
    versions = dict(File.objects.values_list("session_id", "version"))
    for session_id, path in storage.session_folders():
        for folder in storage.later_readings(path):
            if session_id in versions and int(folder.name[1:]) > versions[session_id] and _is_old(folder):
                yield folder


def _queued_without_jobs() -> Iterator[Path]:
    unfinished = ImportJob.objects.filter(status__in=ImportJob.UNFINISHED).values_list("pk", flat=True)
    awaited = {str(pk) for pk in unfinished}
    for path in sorted(Path(settings.QUEUED_DIR).iterdir()):
        if path.name not in awaited and _is_old(path):
            yield path


def _is_old(path: Path) -> bool:
    """Whether nobody is about to record it: whoever made it is dead, or had its time."""
    a_commit_ago = timezone.now() - _COMMIT_MAY_TAKE
    try:
        return path.stat().st_mtime < max(a_commit_ago.timestamp(), oldest_start())
    except FileNotFoundError:
        return False


def _delete_rows_without_files(*, dry_run: bool) -> Report:
    lost = [
        session
        for session in Session.objects.select_related("file").iterator()
        if not storage.database_path(session.pk, session.file.version).exists()
    ]
    for session in lost:
        if not dry_run:
            session_delete(session)
    return Report(len(lost), 0)


def _remove(paths: Iterator[Path], *, dry_run: bool) -> Report:
    count = freed = 0
    for path in paths:
        freed += storage.size_of(path)
        count += 1
        if not dry_run:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return Report(count, freed)
