"""The fence under real concurrency: SQLite would hide these races."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from koalicja.backroom import jobs, leases
from koalicja.backroom.context import JobContext
from koalicja.backroom.models import Event, Job

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def in_thread(work: Any) -> tuple[Thread, list[Any]]:
    """Run in another thread with a connection of its own; the list holds what it returned."""
    returned: list[Any] = []

    def run() -> None:
        try:
            returned.append(work())
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, returned


def claimed() -> Job:
    jobs.enqueue("trial.steps", by=None, count=1)
    job = leases.claim()
    assert job is not None
    return job


def test_a_cancellation_is_answered_at_once_and_the_final_transaction_is_rolled_back(anna: Any) -> None:
    job = claimed()
    context = JobContext(job)

    def stopped_inside() -> None:
        with context.finish_in_transaction():
            Event.objects.create(code="trial.effect")
            thread, answers = in_thread(lambda: jobs.cancel(job, by=anna))
            thread.join(timeout=300)  # the transaction is open all the while: nobody waits for its end
            assert answers == ["asked"]

    with pytest.raises(jobs.JobCancelled) as stop:
        stopped_inside()
    assert (stop.value.by, Event.objects.count()) == (anna.pk, 0)


def test_a_cancellation_that_came_first_leaves_no_effect() -> None:
    job = claimed()
    context = JobContext(job)
    thread, answers = in_thread(lambda: jobs.cancel(job, by=None))
    thread.join(timeout=300)
    with pytest.raises(jobs.JobCancelled), context.finish_in_transaction():
        Event.objects.create(code="trial.effect")
    assert answers == ["stopped"]
    assert (Job.objects.get(pk=job.pk).state, Event.objects.count()) == ("cancelled", 0)


def test_nobody_takes_a_job_over_while_its_last_transaction_runs_past_the_lease() -> None:
    job = claimed()
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    with JobContext(job).finish_in_transaction():
        thread, taken = in_thread(leases.claim)
        thread.join(timeout=300)
        assert taken == [None]
    assert leases.claim() is None
    row = Job.objects.get(pk=job.pk)
    assert (row.state, row.attempts) == ("done", 1)


def test_eight_claims_at_once_take_eight_jobs() -> None:
    keys = {jobs.enqueue("trial.steps", by=None, count=1).pk for _ in range(8)}
    threads = [in_thread(leases.claim) for _ in range(8)]
    for thread, _ in threads:
        thread.join(timeout=300)
    taken = [job.pk for _, answers in threads for job in answers if job]
    while job := leases.claim():  # one that looked at a locked row may have gone home empty-handed
        taken.append(job.pk)
    assert sorted(taken) == sorted(keys)
