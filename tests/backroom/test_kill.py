"""kill -9 in the middle of a job, with real worker processes (ADR 0002). The lease is two seconds here.

Nothing is decided by how fast a machine is: a job stands still at its gate until the test has done what it came for.
"""

import os
import signal

import pytest

from tests.backroom.conftest import Workshop

pytestmark = pytest.mark.slow


def test_a_killed_workers_job_is_finished_by_another_with_one_effect(workshop: Workshop) -> None:
    first = workshop.start()
    [pk] = workshop.enqueue("trial.steps", count=8, halt=3)
    workshop.wait_for_word("step3")
    workshop.kill(first)
    assert workshop.state(pk) == ("running", 1)
    workshop.open_gate()
    workshop.start()
    workshop.wait(lambda: workshop.state(pk)[0] != "running")
    assert workshop.state(pk) == ("done", 2)
    assert workshop.effects() == 1
    assert [word for _, _, word in workshop.traced()][-8:] == [f"step{n}" for n in range(1, 9)]


def test_a_frozen_worker_cannot_finish_what_another_has_taken_over(workshop: Workshop) -> None:
    frozen = workshop.start()
    [pk] = workshop.enqueue("trial.steps", count=12, halt=3)
    workshop.wait_for_word("step3")
    os.kill(frozen.pid, signal.SIGSTOP)
    workshop.open_gate()
    workshop.start()
    workshop.wait(lambda: workshop.state(pk)[0] == "done")
    os.kill(frozen.pid, signal.SIGCONT)
    assert workshop.wait_for_word("LeaseLost") == frozen.pid
    assert workshop.state(pk) == ("done", 2)
    assert workshop.effects() == 1


def test_a_silent_step_longer_than_the_lease_is_not_taken_for_a_dead_worker(workshop: Workshop) -> None:
    workshop.extra["TRIAL_LEASE"] = "6"
    workshop.start()
    workshop.start()
    [pk] = workshop.enqueue("trial.silent")
    workshop.wait_for_word("step1")
    leases = set()

    def has_outlived_its_lease() -> bool:
        """It was renewed five times, each after a third of it."""
        leases.update(workshop.rows(f"select lease_until from backroom_job where id = {pk}"))
        return len(leases) > 5

    workshop.wait(has_outlived_its_lease)
    workshop.open_gate()
    workshop.wait(lambda: workshop.state(pk)[0] == "done")
    assert workshop.state(pk) == ("done", 1)
    assert workshop.effects() == 1


def test_a_job_that_kills_every_worker_is_given_up_with_a_reason(workshop: Workshop) -> None:
    [pk] = workshop.enqueue("trial.steps", count=2, halt=1)
    for attempt in (1, 2, 3):
        worker = workshop.start()
        workshop.wait(lambda attempt=attempt: workshop.state(pk) == ("running", attempt))
        workshop.kill(worker)
    workshop.start()
    workshop.wait(lambda: workshop.state(pk)[0] == "failed")
    assert workshop.state(pk) == ("failed", 3)
    assert workshop.rows(f"select error_code from backroom_job where id = {pk}") == [("worker_lost",)]
    assert workshop.effects() == 0


def test_a_worker_asked_to_end_finishes_a_short_job(workshop: Workshop) -> None:
    worker = workshop.start()
    [pk] = workshop.enqueue("trial.steps", count=6, halt=2)
    workshop.wait_for_word("step2")
    worker.terminate()
    workshop.open_gate()
    assert worker.wait(timeout=300) == 0
    assert workshop.state(pk) == ("done", 1)
    assert workshop.effects() == 1


def test_a_worker_asked_to_end_hands_a_long_job_to_the_next(workshop: Workshop) -> None:
    worker = workshop.start()
    [pk] = workshop.enqueue("trial.steps", count=3, halt=2)
    workshop.wait_for_word("step2")
    worker.terminate()
    assert worker.wait(timeout=300) == 0
    assert workshop.state(pk) == ("queued", 1)
    workshop.open_gate()
    workshop.start()
    workshop.wait(lambda: workshop.state(pk)[0] == "done")
    assert workshop.state(pk) == ("done", 2)
    assert workshop.effects() == 1


@pytest.mark.postgres
def test_four_workers_do_two_hundred_jobs_once_each(postgres_workshop: Workshop) -> None:
    workshop = postgres_workshop
    workshop.extra["TRIAL_LEASE"] = "60"
    keys = workshop.enqueue("trial.steps", times=200, count=1, halt=1)
    for _ in range(4):
        workshop.start()
    workshop.wait(lambda: len({pid for _, pid, word in workshop.traced() if word == "step1"}) == 4)
    workshop.open_gate()
    workshop.wait(lambda: not workshop.rows("select 1 from backroom_job where state in ('queued', 'running')"))
    assert workshop.rows("select state, attempts, count(*) from backroom_job group by 1, 2") == [("done", 1, 200)]
    effects = workshop.rows("select subject, count(*) from backroom_event where code = 'trial.effect' group by 1")
    assert sorted(effects) == sorted((f"job:{pk}", 1) for pk in keys)
