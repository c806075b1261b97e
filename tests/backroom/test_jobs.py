"""The door to background work, one attempt at a time, in this process."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event as StopEvent
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from koalicja.backroom import jobs, leases, registry, wording, worker
from koalicja.backroom.context import JobContext
from koalicja.backroom.models import Chore, Event, Job
from koalicja.backroom.queries import recent_jobs
from koalicja.backroom.worker import execute, run_job, run_worker, take_turn

pytestmark = pytest.mark.django_db


def effects() -> int:
    return Event.objects.filter(code="trial.effect").count()


def silence(job: Job) -> None:
    """The worker of this job has not been heard of for longer than its lease."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def claimed(kind: str = "trial.steps", **arguments: Any) -> Job:
    jobs.enqueue(kind, by=None, **arguments)
    job = leases.claim()
    assert job is not None
    return job


def test_a_job_is_done_with_its_effect_result_and_page() -> None:
    job = jobs.enqueue("trial.steps", by=None, scope="gmina:020102", count=3)
    assert run_worker(once=True) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result, job.result_url) == ("done", 1, {"steps": 3}, "/gotowe/")
    assert (job.done, job.total, job.scope, effects()) == (3, 3, "gmina:020102", 1)
    assert job.created_at <= job.started_at <= job.finished_at
    assert job.lease_until is None


def test_what_a_function_returns_is_its_result() -> None:
    job = jobs.enqueue("trial.answer", by=None, batch=7, name="Żółw")
    run_worker(once=True)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"answer": {"batch": 7, "name": "Żółw"}})


def test_enqueue_remembers_who_asked(anna: Any) -> None:
    assert jobs.enqueue("trial.answer", by=anna).created_by == anna


def test_enqueue_rolls_back_with_its_transaction() -> None:
    with transaction.atomic():
        jobs.enqueue("trial.steps", by=None, count=1)
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


def test_enqueue_refuses_a_kind_nobody_registered() -> None:
    with pytest.raises(jobs.UnknownKind):
        jobs.enqueue("trial.nobody", by=None)


def test_jobs_are_taken_in_the_order_they_came() -> None:
    keys = [jobs.enqueue("trial.answer", by=None).pk for _ in range(3)]
    assert [leases.claim().pk for _ in keys] == keys  # type: ignore[union-attr]
    assert leases.claim() is None


def test_a_job_is_not_taken_while_its_lease_lasts() -> None:
    job = claimed(count=1)
    assert leases.claim() is None
    silence(job)
    taken = leases.claim()
    assert taken is not None
    assert (taken.pk, taken.attempts) == (job.pk, 2)


def test_patience_leaves_fresh_jobs_alone() -> None:
    job = jobs.enqueue("trial.answer", by=None)
    assert leases.claim(patience=60) is None
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(seconds=61))
    taken = leases.claim(patience=60)
    assert taken is not None
    assert taken.pk == job.pk


def test_a_zombie_neither_finishes_nor_has_an_effect() -> None:
    zombie = claimed(count=1)
    silence(zombie)
    heir = leases.claim()
    assert heir is not None
    context = JobContext(zombie)
    with pytest.raises(jobs.LeaseLost), context.finish_in_transaction():
        Event.objects.create(code="trial.effect")
    assert effects() == 0
    with pytest.raises(jobs.LeaseLost):
        context.progress(1, 2)
    with pytest.raises(jobs.LeaseLost), context.fenced():
        pytest.fail("the body of a lost fence must not run")
    execute(heir)
    assert effects() == 1


def test_a_zombie_cannot_mark_the_heirs_job_failed_or_waiting() -> None:
    zombie = claimed(count=1)
    silence(zombie)
    assert leases.claim() is not None
    assert not leases.fail(zombie, "crashed", {})
    assert not leases.hand_back(zombie)
    assert not leases.retry_later(zombie, seconds=1)
    assert not leases.renew(zombie)
    row = Job.objects.get(pk=zombie.pk)
    assert (row.state, row.attempts, row.error_code) == ("running", 2, "")


def test_a_job_lost_too_often_is_given_up_with_a_sentence() -> None:
    job = claimed(count=1)
    for _ in range(2):
        silence(job)
        assert leases.claim() is not None
    silence(job)
    assert leases.claim() is None
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error_code, job.error_params) == ("failed", 3, "worker_lost", {"attempts": 3})
    assert wording.error(job) == (
        "Praca urwała się i już jej nie powtarzamy (liczba prób: 3). Serwer został uruchomiony ponownie albo zabrakło "
        "mu pamięci. Nic nie zostało zapisane w połowie. Zacznij jeszcze raz; jeśli praca znów się urwie, spróbuj "
        "z mniejszym plikiem."
    )


def test_a_refused_job_fails_at_once_with_its_reason() -> None:
    job = jobs.enqueue("trial.refuse", by=None)
    run_worker(once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error_code, job.error_params) == ("failed", 1, "too_many", {"limit": 200_000})
    assert wording.error(job) == "Too many rows: 200\N{NO-BREAK SPACE}000."


def test_housekeeping_that_somebody_held_up_comes_back_within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    def held_up() -> None:
        raise OperationalError("database is locked")

    def mistaken() -> None:
        raise ZeroDivisionError

    works = [registry.Periodic(work.__name__, work, timedelta(hours=6)) for work in (held_up, mistaken)]
    monkeypatch.setattr(worker, "periodic_tasks", lambda: works)
    begun = timezone.now()
    worker.do_chores()
    due = dict(Chore.objects.filter(name__in=["held_up", "mistaken"]).values_list("name", "due_at"))
    soon, late = due["held_up"] - begun, due["mistaken"] - begun
    assert (soon < timedelta(minutes=2), late >= timedelta(hours=6)) == (True, True)


def test_a_mistake_in_the_program_fails_once_and_rolls_its_effect_back() -> None:
    job = jobs.enqueue("trial.crash", by=None)
    run_worker(once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error_code, effects()) == ("failed", 1, "crashed", 0)
    assert f"numer: {job.pk}." in wording.error(job)


def test_passing_trouble_is_tried_again_later_and_then_given_up() -> None:
    job = jobs.enqueue("trial.trouble", by=None)
    assert run_worker(once=True) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 1)
    assert job.lease_until is not None
    silence(job)
    run_worker(once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error_code) == ("failed", 2, "trouble")


def test_a_kind_unknown_to_the_worker_fails_with_a_reason() -> None:
    job = Job.objects.create(kind="trial.from_tomorrow")
    run_worker(once=True)
    job.refresh_from_db()
    assert (job.state, job.error_code, job.error_params) == ("failed", "unknown_kind", {"kind": "trial.from_tomorrow"})
    assert "trial.from_tomorrow" in wording.error(job)


def test_progress_is_written_read_in_words_and_renews_the_lease() -> None:
    job = claimed(count=1)
    silence(job)
    JobContext(job).progress(1200, 27_408, "rows")
    row = Job.objects.get(pk=job.pk)
    assert (row.done, row.total, row.message_code) == (1200, 27_408, "rows")
    assert row.lease_until > timezone.now()
    assert wording.progress(row) == "1200 of 27\N{NO-BREAK SPACE}408 rows"


def test_progress_without_a_message_counts() -> None:
    job = claimed(count=1)
    assert wording.progress(job) == "Praca się zaczęła"
    JobContext(job).progress(5)
    assert wording.progress(Job.objects.get(pk=job.pk)) == "Zrobiono: 5"
    JobContext(job).progress(5, 9)
    assert wording.progress(Job.objects.get(pk=job.pk)) == "Zrobiono: 5 z 9"


def test_progress_writes_at_most_twice_a_second(django_assert_num_queries: Callable[..., Any]) -> None:
    context = JobContext(claimed(count=1))
    with django_assert_num_queries(1):
        for row in range(1000):
            context.progress(row, 1000)


def test_a_waiting_job_says_that_it_waits() -> None:
    assert wording.progress(jobs.enqueue("trial.answer", by=None)) == "Czeka na swoją kolej"


def test_a_worker_that_does_not_answer_is_said_before_another_takes_its_job_over() -> None:
    job = claimed(count=1)
    assert job.lease_until is not None
    heard_at = job.lease_until - leases.lease_time()
    told = [wording.progress(job, now=heard_at + timedelta(seconds=after)) for after in (3, 10, 11, 29)]
    silent = str(wording.SILENT)
    assert told == ["Praca się zaczęła", "Praca się zaczęła", silent, silent]
    job.tells_from_inside = True  # inside a transaction nothing can be renewed
    assert wording.progress(job, now=heard_at + timedelta(seconds=29)) == "Praca się zaczęła"


@pytest.mark.parametrize(("state", "sentence"), [("done", "Zrobiono: 3 z 3"), ("failed", ""), ("cancelled", "")])
def test_a_job_that_has_ended_says_no_more_what_it_was_doing(state: str, sentence: str) -> None:
    job = Job(kind="trial.steps", state=state, done=3, total=3, message_code="rows", attempts=1)
    assert wording.progress(job) == sentence


def test_a_waiting_job_can_be_cancelled_and_is_never_done(anna: Any) -> None:
    job = jobs.enqueue("trial.steps", by=anna, count=1)
    assert jobs.cancel(job, by=anna) == "stopped"
    assert run_worker(once=True) == 0
    job.refresh_from_db()
    assert (job.state, job.cancelled_by, effects()) == ("cancelled", anna, 0)


def test_a_running_job_notices_that_it_was_cancelled(anna: Any) -> None:
    job = claimed(count=1)
    assert jobs.cancel(job, by=anna) == "stopped"
    execute(job)
    job.refresh_from_db()
    assert (job.state, effects()) == ("cancelled", 0)


def test_a_cancelled_job_cannot_reach_its_effect(anna: Any) -> None:
    job = claimed(count=1)
    jobs.cancel(job, by=anna)
    with pytest.raises(jobs.JobCancelled), JobContext(job).finish_in_transaction():
        Event.objects.create(code="trial.effect")
    assert effects() == 0


def test_a_job_that_has_ended_cannot_be_cancelled(anna: Any) -> None:
    job = jobs.enqueue("trial.answer", by=anna)
    run_worker(once=True)
    assert jobs.cancel(job, by=anna) == "ended"
    assert Job.objects.get(pk=job.pk).state == "done"


def test_except_exception_does_not_swallow_a_stop() -> None:
    assert not issubclass(jobs.JobStopped, Exception)


def test_run_job_asks_for_patience_while_another_worker_has_the_job() -> None:
    job = claimed(count=1)
    seconds = run_job(job.pk)
    assert seconds is not None
    assert 0 < seconds <= leases.lease_time().total_seconds()
    silence(job)
    assert run_job(job.pk) is None
    assert run_job(job.pk) is None
    assert effects() == 1


def test_recent_jobs_are_those_of_the_scope_newest_first() -> None:
    first = jobs.enqueue("trial.answer", by=None, scope="gmina:020102")
    jobs.enqueue("trial.answer", by=None, scope="gmina:101801")
    last = jobs.enqueue("trial.refuse", by=None, scope="edition:1")
    run_worker(once=True)
    scopes = ["gmina:020102", "edition:1"]
    assert list(recent_jobs(scopes=scopes)) == [last, first]
    assert list(recent_jobs(scopes=scopes, state="failed")) == [last]
    assert recent_jobs().count() == 3


def test_housekeeping_is_due_at_once_and_then_after_its_interval() -> None:
    periodic = registry.Periodic("trial.sweep", list, timedelta(minutes=10))
    assert [take_turn(periodic), take_turn(periodic)] == [True, False]
    Chore.objects.filter(name="trial.sweep").update(due_at=timezone.now())
    assert [take_turn(periodic), take_turn(periodic)] == [True, False]


def test_a_worker_does_the_housekeeping_of_every_room() -> None:
    run_worker(once=True)
    names = set(Chore.objects.values_list("name", flat=True))
    assert names == {periodic.name for periodic in registry.periodic_tasks()}
    assert {"backroom.delete_expired_uploads", "backroom.forget_old_jobs"} <= names


def test_old_jobs_are_forgotten_and_open_ones_kept() -> None:
    waiting, ended = (jobs.enqueue("trial.answer", by=None) for _ in range(2))
    long_ago = timezone.now() - timedelta(days=181)
    Job.objects.filter(pk=waiting.pk).update(created_at=long_ago)
    Job.objects.filter(pk=ended.pk).update(state="done", finished_at=long_ago)
    from koalicja.backroom.tasks import forget_old_jobs

    forget_old_jobs()
    assert list(Job.objects.values_list("pk", flat=True)) == [waiting.pk]


class Looking(StopEvent):
    """A worker's wish to end that never comes until the job is done; it keeps for how long the worker waited."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        if len(self.waits) == 1:
            jobs.enqueue("trial.steps", by=None, count=1)
        if effects():
            self.set()
        return self.is_set()


def test_a_waiting_worker_looks_for_jobs_twice_a_second_or_oftener() -> None:
    stop = Looking()
    assert run_worker(stop=stop) == 1
    assert effects() == 1
    assert [wait for wait in stop.waits if wait is None or wait > 0.5] == []
    assert len(stop.waits) == 2
