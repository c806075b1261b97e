"""The leased table: the only code that moves a job from state to state. ADR 0002 says why it is ours.

A worker *claims* a job for a while (the lease) and keeps it by renewing. A worker that is killed renews no more, so the
job is claimed again by any other, as the next attempt. Every write names its attempt: one that has lost the job
changes nothing. On PostgreSQL a claim locks its row and skips rows locked by others; on SQLite a write transaction
(BEGIN IMMEDIATE) is alone anyway.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from koalicja.backroom.models import Job

# A worker renews every few seconds (worker.heartbeat); after so many without a word the page says that it is silent.
SECONDS_OF_SILENCE = 10


def lease_time() -> timedelta:
    """How long a worker may stay silent before its job is given to another."""
    return timedelta(seconds=getattr(settings, "JOBS_LEASE_SECONDS", 30))


def is_silent(job: Job, *, now: datetime | None = None) -> bool:
    """Whether the worker of a running job has missed several renewals: it was killed, or hangs.

    A job that tells from inside its transaction how far it is renews nothing meanwhile, and is not silent.
    """
    if job.state != Job.State.RUNNING or job.lease_until is None or job.tells_from_inside:
        return False
    heard_at = job.lease_until - lease_time()
    return (now or timezone.now()) - heard_at > timedelta(seconds=SECONDS_OF_SILENCE)


def claim(pk: int | None = None, *, patience: float = 0) -> Job | None:
    """Take the job with this key, or the one that waits longest; None where nothing is to be had.

    With `patience` (seconds) only what has been left lying that long is taken. A job that has used up its attempts
    is marked failed here and not returned.
    """
    now = timezone.now()
    due = Job.objects.due(now - timedelta(seconds=patience)).filter(created_at__lte=now - timedelta(seconds=patience))
    if pk is not None:
        due = due.filter(pk=pk)
    if not due.exists():  # idle polling takes no lock
        return None
    with transaction.atomic():
        job = due.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        if job.attempts >= job.max_attempts:
            _end(job, Job.State.FAILED, error_code="worker_lost", error_params={"attempts": job.attempts})
            return None
        return _take(job)


def _take(job: Job) -> Job | None:
    """Begin the next attempt, unless somebody else did in between (databases without row locks)."""
    now = timezone.now()
    fields = {
        "state": Job.State.RUNNING,
        "attempts": job.attempts + 1,
        "lease_until": now + lease_time(),
        "started_at": job.started_at or now,
        "done": 0,
        "total": None,
        "message_code": "",
        "message_params": {},
    }
    if not Job.objects.filter(pk=job.pk, attempts=job.attempts, state=job.state).update(**fields):
        return None
    for name, value in fields.items():
        setattr(job, name, value)
    return job


def _end(job: Job, state: Job.State, **fields: Any) -> bool:
    rows = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=job.state)
    return bool(rows.update(state=state, lease_until=None, finished_at=timezone.now(), **fields))


def renew(job: Job, **progress: Any) -> bool:
    """Keep the job for another lease and note its progress; False where this attempt does not hold it any more."""
    return bool(Job.objects.held(job.pk, job.attempts).update(lease_until=timezone.now() + lease_time(), **progress))


def lock(job: Job) -> bool:
    """Inside a transaction: lock the row and say whether this attempt still holds it (the fence)."""
    return Job.objects.held(job.pk, job.attempts).select_for_update().exists()


def finish(job: Job, *, result: Mapping[str, Any], url: str) -> bool:
    """Mark the job done, with its result and the page that shows it."""
    fields: dict[str, Any] = {"result": dict(result), "result_url": url or job.result_url}
    if job.total is not None:
        fields |= {"done": job.total, "total": job.total}
    return _end(job, Job.State.DONE, **fields)


def fail(job: Job, code: str, params: Mapping[str, Any]) -> bool:
    """Mark the job failed for a reason that another attempt would not change."""
    return _end(job, Job.State.FAILED, error_code=code, error_params=dict(params))


def retry_later(job: Job, *, seconds: float) -> bool:
    """After a passing trouble (a lost connection): another attempt in a while; the last one fails for good."""
    if job.attempts >= job.max_attempts:
        return fail(job, "trouble", {"attempts": job.attempts})
    later = timezone.now() + timedelta(seconds=seconds)
    return bool(Job.objects.held(job.pk, job.attempts).update(state=Job.State.QUEUED, lease_until=later))


def hand_back(job: Job) -> bool:
    """A worker that ends gives the job to the next one; this attempt does not count against the limit."""
    return bool(
        Job.objects.held(job.pk, job.attempts).update(
            state=Job.State.QUEUED, lease_until=None, max_attempts=job.max_attempts + 1
        )
    )


def cancel(pk: int, *, by: int | None) -> bool:
    """Stop a waiting or running job at once; False where it had ended. Its worker notices at its next progress."""
    rows = Job.objects.filter(pk=pk, state__in=Job.OPEN)
    return bool(
        rows.update(
            state=Job.State.CANCELLED,
            lease_until=None,
            finished_at=timezone.now(),
            cancelled_by_id=by,
        )
    )
