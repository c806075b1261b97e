"""kill -9 in the middle of a job, with real worker processes (ADR 0002). The lease is two seconds here."""

import os
import signal
import time

import pytest

from tests.backroom.conftest import Workshop

pytestmark = pytest.mark.slow


def test_a_killed_workers_job_is_finished_by_another_with_one_effect(workshop: Workshop) -> None:
    first = workshop.start()
    [pk] = workshop.enqueue("trial.steps", count=8, seconds=0.25)
    workshop.wait_for_word("step3")
    workshop.kill(first)
    assert workshop.state(pk) == ("running", 1)
    workshop.start()
    workshop.wait(lambda: workshop.state(pk)[0] != "running")
    assert workshop.state(pk) == ("done", 2)
    assert workshop.effects() == 1
    assert [word for _, _, word in workshop.traced()][-8:] == [f"step{n}" for n in range(1, 9)]


def test_a_frozen_worker_cannot_finish_what_another_has_taken_over(workshop: Workshop) -> None:
    frozen = workshop.start()
    [pk] = workshop.enqueue("trial.steps", count=12, seconds=0.2)
    workshop.wait_for_word("step3")
    os.kill(frozen.pid, signal.SIGSTOP)
    workshop.start()
    workshop.wait(lambda: workshop.state(pk)[0] == "done")
    os.kill(frozen.pid, signal.SIGCONT)
    assert workshop.wait_for_word("LeaseLost") == frozen.pid
    assert workshop.state(pk) == ("done", 2)
    assert workshop.effects() == 1


def test_a_silent_step_longer_than_the_lease_is_not_taken_for_a_dead_worker(workshop: Workshop) -> None:
    workshop.start()
    workshop.start()
    [pk] = workshop.enqueue("trial.silent", seconds=5)
    workshop.wait(lambda: workshop.state(pk)[0] == "done")
    assert workshop.state(pk) == ("done", 1)
    assert workshop.effects() == 1


def test_a_job_that_kills_every_worker_is_given_up_with_a_reason(workshop: Workshop) -> None:
    [pk] = workshop.enqueue("trial.steps", count=100, seconds=0.2)
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
    [pk] = workshop.enqueue("trial.steps", count=6, seconds=0.25)
    workshop.wait_for_word("step2")
    worker.terminate()
    assert worker.wait(timeout=10) == 0
    assert workshop.state(pk) == ("done", 1)
    assert workshop.effects() == 1


def test_a_worker_asked_to_end_hands_a_long_job_to_the_next(workshop: Workshop) -> None:
    worker = workshop.start()
    [pk] = workshop.enqueue("trial.steps", count=28, seconds=0.25)
    workshop.wait_for_word("step2")
    worker.terminate()
    assert worker.wait(timeout=10) == 0
    assert workshop.state(pk) == ("queued", 1)
    workshop.start()
    workshop.wait(lambda: workshop.state(pk)[0] == "done")
    assert workshop.state(pk) == ("done", 2)
    assert workshop.effects() == 1


def test_a_waiting_worker_picks_a_job_up_within_half_a_second(workshop: Workshop) -> None:
    workshop.start()
    workshop.enqueue("trial.steps", count=1)
    workshop.wait(lambda: workshop.effects() == 1)
    for _ in range(5):
        workshop.enqueue("trial.steps", count=1)
    workshop.wait(lambda: workshop.effects() == 6)
    moments = "extract(epoch from started_at - created_at)"
    if workshop.url.startswith("sqlite"):
        moments = "(julianday(started_at) - julianday(created_at)) * 86400"
    waits = sorted(float(row[0]) for row in workshop.rows(f"select {moments} from backroom_job"))
    assert waits[len(waits) // 2] <= 0.5, waits


@pytest.mark.postgres
def test_four_workers_do_two_hundred_jobs_once_each(postgres_workshop: Workshop) -> None:
    workshop = postgres_workshop
    keys = workshop.enqueue("trial.steps", times=200, count=1, seconds=0.02)
    for _ in range(4):
        workshop.start()
    workshop.wait(lambda: workshop.effects() >= 200, seconds=60)
    time.sleep(1)
    assert workshop.rows("select state, attempts, count(*) from backroom_job group by 1, 2") == [("done", 1, 200)]
    effects = workshop.rows("select subject, count(*) from backroom_event where code = 'trial.effect' group by 1")
    assert sorted(effects) == sorted((f"job:{pk}", 1) for pk in keys)
    assert len({pid for _, pid, word in workshop.traced() if word == "step1"}) == 4
