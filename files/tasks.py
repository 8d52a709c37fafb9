"""What runs in the background, through Django's tasks interface."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from files import jobs


@task()
def run_import(job_id: str) -> None:
    """Do the import of a queued job. Its outcome, good or bad, is in the job's row."""
    jobs.job_run(UUID(job_id))
