"""What a job's function holds in its hands: progress, the fence around its effects, the reasons to stop."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from django.db import transaction

from koalicja.backroom import interim, leases
from koalicja.backroom.models import Job

SECONDS_BETWEEN_WRITES = 0.5
SECONDS_TO_FINISH_AFTER_STOP = 5


class JobStopped(BaseException):
    """The function must unwind now. Not an `Exception`, so that no `except Exception` around a row keeps it alive."""


class JobCancelled(JobStopped):
    """Somebody stopped the job: `by`, the key of the user, where its row does not say so yet."""

    def __init__(self, by: int | None = None) -> None:
        super().__init__()
        self.by = by


class LeaseLost(JobStopped):
    """Another worker has taken the job over; this attempt may have no effect any more."""


class JobHandedBack(JobStopped):
    """The worker is ending; the job goes back to the queue."""


class JobFailed(Exception):
    """The job cannot be done, and trying again would not help. The kind's `errors` turn the code into a sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass
class Outcome:
    """What a finished job leaves: JSON for whoever asks, and the address of the page that shows the result."""

    result: dict[str, Any] = field(default_factory=dict)
    url: str = ""


class JobContext:
    """One attempt at one job."""

    def __init__(self, job: Job, stop: Event | None = None) -> None:
        self.job = job
        self.is_finished = False
        self.in_transaction = False
        self._stop = stop or Event()
        self._stop_seen_at: float | None = None
        self._written_at = float("-inf")
        self._notes: interim.Notes | None = None

    def progress(self, done: int, total: int | None = None, code: str = "", **params: Any) -> None:
        """Say how far the work is (`total` None: nobody knows yet). Cheap: call it for every row.

        Writes at most twice a second and renews the lease. Raises `JobCancelled`, `LeaseLost` or `JobHandedBack`;
        let them pass. Inside a fenced transaction it says how far the work is beside the job's row, and raises
        `JobCancelled` alone, which rolls the transaction back: nobody else can have the job then.
        """
        self.job.total = total
        self._hand_back_if_asked()
        now = time.monotonic()
        if now - self._written_at < SECONDS_BETWEEN_WRITES:
            return
        self._written_at = now
        said = {"done": done, "total": total, "message_code": code, "message_params": params}
        if self._notes:
            self._stop_if_asked()
            self._notes.say(**said)
        elif not leases.renew(self.job, **said):
            raise self._why_lost()
        elif not interim.is_in_rows():  # SQLite: all the while another job is writing, no row can be told to stop
            self._stop_if_asked()

    @contextmanager
    def fenced(self) -> Iterator[None]:
        """A transaction that only the attempt holding the job can commit: for steps on the way, each idempotent.

        The row is locked first, so neither another worker nor a cancellation comes between the check and the commit.
        """
        notes = interim.Notes(self.job)
        try:
            with transaction.atomic():
                if not leases.lock(self.job):
                    raise self._why_lost()
                self._stop_if_asked()
                self.in_transaction, self._notes = True, notes
                try:
                    yield
                finally:
                    self.in_transaction, self._notes = False, None
                leases.renew(self.job)
        finally:
            notes.forget()

    @contextmanager
    def finish_in_transaction(self) -> Iterator[Outcome]:
        """The one transaction in which the job has its effect and is marked done: both happen, once, or neither."""
        with self.fenced():
            outcome = Outcome()
            yield outcome
            self._stop_if_asked()
            if not leases.finish(self.job, result=outcome.result, url=outcome.url):
                raise self._why_lost()
        self.is_finished = True

    def _hand_back_if_asked(self) -> None:
        if not self._stop.is_set():
            return
        now = time.monotonic()
        self._stop_seen_at = self._stop_seen_at or now
        if now - self._stop_seen_at >= SECONDS_TO_FINISH_AFTER_STOP and not self.in_transaction:
            raise JobHandedBack

    def _stop_if_asked(self) -> None:
        if wish := interim.stop_asked(self.job):
            raise JobCancelled(wish.by)

    def _why_lost(self) -> JobStopped:
        state = Job.objects.filter(pk=self.job.pk).values_list("state", flat=True).first()
        return JobCancelled() if state == Job.State.CANCELLED else LeaseLost()
