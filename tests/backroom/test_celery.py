"""The same over Celery and Redis: its child killed, its whole worker killed, its message lost. Lease: two seconds."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.db import transaction
from kombu.exceptions import OperationalError

from koalicja.backroom import celery, jobs
from koalicja.backroom.models import Job
from tests.backroom.conftest import Workshop, opened

REDIS = "redis://127.0.0.1:6379/14"
CELERY = ("celery", "-A", "koalicja.backroom.celery", "worker", "--concurrency", "2", "--loglevel", "INFO")


@pytest.fixture
def celery_workshop(postgres_url: str, tmp_path: Path) -> Iterator[Workshop]:
    redis.Redis.from_url(REDIS).flushdb()
    for workshop in opened(postgres_url, tmp_path):
        workshop.extra = {"KOALICJA_JOBS": "celery", "KOALICJA_REDIS_URL": REDIS}
        yield workshop


@pytest.mark.slow
@pytest.mark.redis
@pytest.mark.postgres
def test_a_killed_child_of_celery_is_followed_by_another_with_one_effect(celery_workshop: Workshop) -> None:
    celery_workshop.start(*CELERY)
    [pk] = celery_workshop.enqueue("trial.steps", count=8, halt=3)
    os.kill(celery_workshop.wait_for_word("step3"), signal.SIGKILL)
    celery_workshop.open_gate()
    celery_workshop.wait(lambda: celery_workshop.state(pk)[0] == "done")
    assert celery_workshop.state(pk) == ("done", 2)
    assert celery_workshop.effects() == 1


@pytest.mark.slow
@pytest.mark.redis
@pytest.mark.postgres
def test_a_killed_worker_of_celery_is_followed_by_another_with_one_effect(celery_workshop: Workshop) -> None:
    first = celery_workshop.start(*CELERY)
    [pk] = celery_workshop.enqueue("trial.steps", count=8, halt=3)
    celery_workshop.wait_for_word("step3")
    celery_workshop.kill(first)
    celery_workshop.open_gate()
    celery_workshop.start(*CELERY)
    celery_workshop.wait(lambda: celery_workshop.state(pk)[0] == "done")
    assert celery_workshop.state(pk) == ("done", 2)
    assert celery_workshop.effects() == 1


@pytest.mark.slow
@pytest.mark.redis
@pytest.mark.postgres
def test_a_message_delivered_again_and_again_does_a_long_job_once(celery_workshop: Workshop) -> None:
    celery_workshop.extra["TRIAL_LEASE"] = "6"
    celery_workshop.start(*CELERY)
    celery_workshop.start(*CELERY)
    [pk] = celery_workshop.enqueue("trial.steps", count=2, halt=1)
    celery_workshop.wait(lambda: "retry: Retry in" in celery_workshop.logs())  # the message was delivered again
    celery_workshop.open_gate()
    celery_workshop.wait(lambda: celery_workshop.state(pk)[0] == "done")
    assert celery_workshop.state(pk) == ("done", 1)
    assert celery_workshop.effects() == 1


@pytest.mark.slow
@pytest.mark.redis
@pytest.mark.postgres
def test_a_job_whose_message_was_lost_is_done_by_the_keeper(celery_workshop: Workshop) -> None:
    [pk] = celery_workshop.enqueue("trial.steps", count=1)
    redis.Redis.from_url(REDIS).flushdb()
    celery_workshop.start("tests.backroom.trial.impatient_worker")
    celery_workshop.wait(lambda: celery_workshop.state(pk)[0] == "done")
    assert celery_workshop.state(pk) == ("done", 1)
    assert celery_workshop.effects() == 1


@pytest.mark.django_db(transaction=True)
class TestRinging:
    """Enqueueing with Celery as the back end; the broker is the network edge."""

    @pytest.fixture
    def sent(self, monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[tuple[str, list[int]]]:
        messages: list[tuple[str, list[int]]] = []
        settings.JOBS_BACKEND = "celery"
        monkeypatch.setattr(
            celery.app, "send_task", lambda name, args, retry: messages.append((name, args)), raising=True
        )
        return messages

    def test_the_broker_is_told_only_after_the_commit(self, sent: list[tuple[str, list[int]]]) -> None:
        with transaction.atomic():
            job = jobs.enqueue("trial.answer", by=None)
            assert sent == []
        assert sent == [("koalicja.run_job", [job.pk])]

    def test_a_rolled_back_job_is_never_told(self, sent: list[tuple[str, list[int]]]) -> None:
        with transaction.atomic():
            jobs.enqueue("trial.answer", by=None)
            transaction.set_rollback(True)
        assert (sent, Job.objects.count()) == ([], 0)

    def test_a_silent_broker_does_not_lose_the_job(
        self, sent: list[tuple[str, list[int]]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_args: object, **_kwargs: object) -> None:
            raise OperationalError("no broker")

        monkeypatch.setattr(celery.app, "send_task", refuse)
        job = jobs.enqueue("trial.answer", by=None)
        assert Job.objects.get(pk=job.pk).state == Job.State.QUEUED
