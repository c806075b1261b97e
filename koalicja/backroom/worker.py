"""Doing the jobs: one attempt at one job, and the loop around it."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils import timezone, translation

from koalicja.backroom import leases
from koalicja.backroom.busy import is_busy
from koalicja.backroom.context import JobCancelled, JobContext, JobFailed, JobHandedBack, JobStopped
from koalicja.backroom.models import Chore, Job
from koalicja.backroom.registry import Periodic, UnknownKind, kind_named, periodic_tasks

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.3
SECONDS_BETWEEN_CHORES = 5
SECONDS_BEFORE_RETRY = 5
SECONDS_BETWEEN_BEATS = 3
SOON = timedelta(minutes=1)  # for housekeeping that somebody else kept from its work
# Where Celery carries the jobs, `run_worker` only takes what Celery has left lying for so long.
SECONDS_OF_PATIENCE = 60
PASSING_TROUBLE = (OperationalError, InterfaceError, ConnectionError, TimeoutError)


def run_worker(*, once: bool = False, stop: Event | None = None) -> int:
    """Do jobs and housekeeping until `stop` is set; with `once` until nothing is due. Returns how many were done."""
    stop = stop or Event()
    patience = SECONDS_OF_PATIENCE if settings.JOBS_BACKEND == "celery" and not once else 0
    done, chores_at = 0, 0.0
    while not stop.is_set():
        try:
            if time.monotonic() >= chores_at:
                do_chores()
                chores_at = time.monotonic() + SECONDS_BETWEEN_CHORES
            job = leases.claim(patience=patience)
        except DatabaseError:
            log.exception("the database did not answer; trying again")
            connection.close()
            stop.wait(SECONDS_BEFORE_RETRY)
            continue
        if job:
            execute(job, stop=stop)
            done += 1
        elif once:
            break
        else:
            stop.wait(SECONDS_BETWEEN_LOOKS)
    return done


def run_job(pk: int) -> float | None:
    """One attempt at the job with this key. Returns seconds to wait where another worker may still have it."""
    job = leases.claim(pk)
    if job:
        execute(job)
        return None
    held = Job.objects.filter(pk=pk, state__in=Job.OPEN).values_list("lease_until", flat=True).first()
    return max(1.0, (held - timezone.now()).total_seconds()) if held else None


def execute(job: Job, *, stop: Event | None = None) -> None:
    """Make one attempt and note how it ended. Never raises for what the job's own function did."""
    log.info("job %s (%s): attempt %s of %s", job.pk, job.kind, job.attempts, job.max_attempts)
    try:
        attempt(job, stop)
    except JobHandedBack:
        leases.hand_back(job)
        log.info("job %s: handed back", job.pk)
    except JobCancelled as wish:
        leases.cancel(job.pk, by=wish.by)
        log.info("job %s: stopped", job.pk)
    except JobStopped as reason:
        log.warning("job %s: attempt %s ended: %s", job.pk, job.attempts, type(reason).__name__)
    except JobFailed as refusal:
        leases.fail(job, refusal.code, refusal.params)
    except UnknownKind:
        leases.fail(job, "unknown_kind", {"kind": job.kind})
    except PASSING_TROUBLE:
        log.exception("job %s: passing trouble", job.pk)
        reconnect()
        leases.retry_later(job, seconds=SECONDS_BEFORE_RETRY)
    except Exception:
        log.exception("job %s: a mistake in the program", job.pk)
        leases.fail(job, "crashed", {})


def attempt(job: Job, stop: Event | None) -> None:
    context = JobContext(job, stop)
    with heartbeat(context), translation.override(settings.LANGUAGE_CODE):
        result = kind_named(job.kind).work(context, **job.arguments)
        if not context.is_finished:
            with context.finish_in_transaction() as outcome:
                outcome.result.update(result or {})


def reconnect() -> None:
    """Drop a broken connection; one in the middle of a transaction (a test's) cannot be dropped and is left."""
    if not connection.in_atomic_block:
        connection.close()


@contextmanager
def heartbeat(context: JobContext) -> Iterator[None]:
    """Renew the lease from a thread, so that a long step without progress is not taken for a dead worker."""
    ended = Event()
    pause = min(SECONDS_BETWEEN_BEATS, leases.lease_time().total_seconds() / 3)

    def beat() -> None:
        while not ended.wait(pause):
            try:
                if not context.in_transaction and not leases.renew(context.job):
                    break
            except DatabaseError:
                log.warning("job %s: the lease could not be renewed", context.job.pk)
            finally:
                connection.close()  # this thread's own

    thread = Thread(target=beat, name=f"heartbeat-{context.job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def do_chores() -> None:
    """Do the housekeeping that is due, unless another worker was first."""
    for periodic in periodic_tasks():
        if take_turn(periodic):
            try:
                periodic.work()
            except Exception as error:
                again = _again_in(periodic) if is_busy(error) else periodic.interval
                log.exception("housekeeping %s failed; next time in %s", periodic.name, again)


def _again_in(periodic: Periodic) -> timedelta:
    """Somebody else held for too long what it needs: it comes back soon, not only after its whole interval."""
    again = min(periodic.interval, SOON)
    Chore.objects.filter(name=periodic.name).update(due_at=timezone.now() + again)
    return again


def take_turn(periodic: Periodic) -> bool:
    """Whether this worker was the one that moved the time on. What was never done is due now."""
    now = timezone.now()
    chore, _ = Chore.objects.get_or_create(name=periodic.name, defaults={"due_at": now})
    if chore.due_at > now:
        return False
    mine = Chore.objects.filter(name=periodic.name, due_at=chore.due_at)
    return bool(mine.update(due_at=now + periodic.interval))
