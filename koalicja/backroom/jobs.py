"""The one door to background work.

    @jobs.register("people.preview_file", title=gettext_lazy("Checking the file"))
    def preview_file(context: jobs.JobContext, *, batch: int) -> dict[str, int]: …

    jobs.enqueue("people.preview_file", by=user, scope="gmina:020102", batch=7)

The row is written in the caller's transaction: no commit, no job. Effects belong in `context.finish_in_transaction()`.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction

from koalicja.backroom import interim, leases
from koalicja.backroom.busy import impatient, is_busy
from koalicja.backroom.context import JobCancelled, JobContext, JobFailed, JobHandedBack, JobStopped, LeaseLost
from koalicja.backroom.models import Job
from koalicja.backroom.registry import UnknownKind, every, kind_named, register

__all__ = [
    "JobCancelled",
    "JobContext",
    "JobFailed",
    "JobHandedBack",
    "JobStopped",
    "LeaseLost",
    "Stopping",
    "UnknownKind",
    "cancel",
    "enqueue",
    "every",
    "register",
]

MILLISECONDS_TO_WAIT = 300


def enqueue(kind: str, *, by: Any, scope: str = "", begun_at: str = "", **arguments: Any) -> Job:
    """Ask for work to be done after the caller's transaction commits. `arguments` must be JSON: keys, not objects.

    `begun_at` is the address of the page where it was begun: there its pages lead, until the work says otherwise.
    """
    job = Job.objects.create(
        kind=kind,
        arguments=arguments,
        scope=scope,
        max_attempts=kind_named(kind).max_attempts,
        created_by_id=by.pk if by else None,
        result_url=begun_at,
    )
    if ring := _bell():
        transaction.on_commit(partial(ring, job.pk))
    return job


class Stopping(StrEnum):
    """What became of the wish to stop a job."""

    STOPPED = "stopped"
    ASKED = "asked"
    ENDED = "ended"


def cancel(job: Job, *, by: Any) -> Stopping:
    """Stop the job, and answer at once: STOPPED, or ENDED where it had ended before.

    A job inside a transaction is ASKED: it rolls the transaction back at its next progress, or before it commits.
    """
    key = by.pk if by else None
    try:
        with impatient(MILLISECONDS_TO_WAIT):
            return Stopping.STOPPED if leases.cancel(job.pk, by=key) else Stopping.ENDED
    except OperationalError as error:
        if not is_busy(error):
            raise
    interim.ask_to_stop(job, by=key)
    return Stopping.ASKED


def _bell() -> Callable[[int], None] | None:
    """How workers learn of a new job: embedded ones look into the table themselves, Celery's are sent its key."""
    if settings.JOBS_BACKEND != "celery":
        return None
    from koalicja.backroom.celery import ring

    return ring
