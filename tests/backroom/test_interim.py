"""How far a job is inside its one transaction, read by others while it is there; all or nothing all the same."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from koalicja.backroom import context as contexts
from koalicja.backroom import interim, jobs, leases
from koalicja.backroom.context import JobContext
from koalicja.backroom.models import Event, Interim, Job
from koalicja.backroom.worker import execute
from tests.backroom.conftest import Workshop

TOLD = """
import json
from koalicja.backroom.interim import fresh, path_of
from koalicja.backroom.models import Interim, Job
[job] = fresh(Job.objects.all())
left = Interim.objects.count() + path_of(job.pk).exists()
print(json.dumps([job.state, job.attempts, job.done, job.total, left]))
"""


def told(workshop: Workshop) -> list[Any]:
    """State, attempt, rows done and of how many, as another process reads them; how many notes lie about."""
    answer: list[Any] = json.loads(workshop.call("shell", "--no-imports", "-c", TOLD))
    return answer


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def job(db: None, folder: Path) -> Job:
    jobs.enqueue("trial.steps", by=None, count=1)
    found = leases.claim()
    assert found is not None
    return found


def shown(job: Job) -> tuple[int, int | None]:
    [found] = interim.fresh([Job.objects.get(pk=job.pk)])
    return found.done, found.total


@pytest.mark.slow
def test_others_read_how_far_a_transaction_is_and_a_killed_one_has_no_effect(workshop: Workshop) -> None:
    workshop.extra["KOALICJA_VAR"] = str(workshop.folder)
    first = workshop.start()
    [pk] = workshop.enqueue("trial.inside")
    workshop.wait_for_word("inside")
    assert told(workshop) == ["running", 1, 12_000, 23_147, 1]
    assert workshop.rows(f"select done, total from backroom_job where id = {pk}") == [(0, None)]
    assert workshop.effects() == 0
    workshop.kill(first)
    assert workshop.effects() == 0
    second = workshop.start()
    workshop.wait(lambda: [pid for _, pid, word in workshop.traced() if word == "inside"][1:] == [second.pid])
    assert told(workshop) == ["running", 2, 12_000, 23_147, 1]
    workshop.open_gate()
    workshop.wait(lambda: workshop.state(pk) == ("done", 2))
    workshop.wait(lambda: told(workshop)[4] == 0)
    assert told(workshop) == ["done", 2, 23_147, 23_147, 0]
    assert workshop.effects() == 1


CANCEL = """
from koalicja.backroom import jobs
from koalicja.backroom.models import Job
print(jobs.cancel(Job.objects.get(), by=None))
"""


@pytest.mark.slow
def test_a_job_inside_its_transaction_is_stopped_at_once_and_leaves_nothing(workshop: Workshop) -> None:
    workshop.extra["KOALICJA_VAR"] = str(workshop.folder)
    workshop.start()
    [pk] = workshop.enqueue("trial.inside")
    workshop.wait_for_word("inside")
    # The transaction stays open until its gate is: whoever is answered has not waited for its end.
    assert workshop.call("shell", "--no-imports", "-c", CANCEL) == "asked"
    workshop.wait(lambda: workshop.state(pk) == ("cancelled", 1))
    assert workshop.effects() == 0
    [again] = workshop.enqueue("trial.answer")
    workshop.wait(lambda: workshop.state(again) == ("done", 1))


def test_a_wish_to_stop_waits_for_the_next_attempt_where_the_worker_was_lost(job: Job, anna: Any) -> None:
    interim.ask_to_stop(job, by=anna.pk)
    execute(job)
    job.refresh_from_db()
    assert (job.state, job.cancelled_by, Event.objects.filter(code="trial.effect").count()) == ("cancelled", anna, 0)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL keeps it in a row")
def test_what_a_job_of_the_same_number_said_in_an_older_database_is_passed_over(job: Job) -> None:
    notes = interim.Notes(job)
    notes.say(done=4, total=9)
    interim.ask_to_stop(job, by=None)
    assert (shown(job), interim.stop_asked(job)) == ((4, 9), interim.StopWish(None))
    Job.objects.filter(pk=job.pk).update(created_at=job.created_at + timedelta(seconds=1))
    later = Job.objects.get(pk=job.pk)
    assert (shown(later), interim.stop_asked(later)) == ((0, None), None)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL keeps it in a row")
def test_housekeeping_removes_half_written_files_and_wishes_of_jobs_that_have_ended(job: Job, folder: Path) -> None:
    interim.ask_to_stop(job, by=None)
    (folder / "jobs" / f"{job.pk}.json.new").write_text("half")
    interim.sweep()
    assert [path.name for path in (folder / "jobs").iterdir()] == [f"{job.pk}.stop"]
    Job.objects.update(state="done")
    interim.sweep()
    assert list((folder / "jobs").iterdir()) == []


def test_what_a_transaction_says_is_shown_until_it_ends(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "SECONDS_BETWEEN_WRITES", 0)
    context = JobContext(job)
    context.progress(0, 9)
    with context.fenced():
        context.progress(4, 9)
        assert shown(job) == (4, 9)
        context.progress(7, 9)
        assert shown(job) == (7, 9)
    assert shown(job) == (0, 9)


def test_what_a_transaction_said_is_gone_when_it_fails(job: Job) -> None:
    context = JobContext(job)

    def fail_inside() -> None:
        with context.fenced():
            context.progress(4, 9)
            assert shown(job) == (4, 9)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_inside()
    assert shown(job) == (0, None)


def test_what_an_earlier_attempt_said_is_passed_over(job: Job) -> None:
    notes = interim.Notes(job)
    notes.say(done=4, total=9)
    assert shown(job) == (4, 9)
    Job.objects.filter(pk=job.pk).update(attempts=2)
    assert shown(job) == (0, None)
    notes.forget()


def test_a_job_that_does_not_run_says_what_its_row_says(job: Job) -> None:
    notes = interim.Notes(job)
    notes.say(done=4, total=9)
    Job.objects.filter(pk=job.pk).update(state=Job.State.CANCELLED)
    assert shown(job) == (0, None)
    notes.forget()


@pytest.mark.django_db(transaction=True)
def test_housekeeping_removes_what_a_killed_worker_left(job: Job) -> None:
    notes = interim.Notes(job)
    notes.say(done=4, total=9)
    interim.sweep()
    assert shown(job) == (4, 9)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED)
    interim.sweep()
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    assert shown(job) == (0, None)
    notes.forget()  # its connection


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL keeps it in a row")
def test_where_nothing_can_be_written_the_work_goes_on(job: Job, folder: Path) -> None:
    (folder / "jobs").write_text("in the way")
    context = JobContext(job)
    with context.finish_in_transaction():
        context.progress(4, 9)
        assert shown(job) == (0, None)
    assert Job.objects.get(pk=job.pk).state == "done"


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL keeps it in a row")
def test_half_a_file_says_nothing(job: Job) -> None:
    path = interim.path_of(job.pk)
    path.parent.mkdir()
    path.write_text('{"attempt": 1, "sa')
    assert shown(job) == (0, None)


@pytest.mark.postgres
def test_the_row_beside_a_locked_job_is_written_at_once(job: Job) -> None:
    with JobContext(job).fenced():
        notes = interim.Notes(job)
        notes.say(done=4, total=9)
        notes.say(done=5, total=9)
        assert list(Interim.objects.values_list("job", "attempt", "said")) == [(job.pk, 1, {"done": 5, "total": 9})]
        notes.forget()
        assert Interim.objects.count() == 0
