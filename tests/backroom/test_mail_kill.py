"""kill -9 before, during and after handing mail over: real workers, a real mail server (ADR 0003)."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.backroom.conftest import Workshop
from tests.backroom.sink import Sink

pytestmark = pytest.mark.slow

PUT = """
from koalicja.backroom import outbox
mails = [outbox.put(to=f"osoba{n}@poczta.example", subject=f"Zaproszenie {n}", text="Zapraszamy.", held=True,
                    about=f"invitation:{n}", scope="gmina:020102", by=None) for n in range(%d)]
print(outbox.release(mails, by=None).pk)
"""
ONE_BY_ONE = PUT.replace(", held=True", "").replace("print(outbox.release(mails, by=None).pk)", "print(len(mails))")
IMPORTS = """
from datetime import timedelta
from django.utils import timezone
from koalicja.backroom import jobs, outbox, posting
from koalicja.backroom.models import *
"""
SEND_AGAIN = "outbox.send_again(Mail.objects.get(state='in_doubt'), by=None)"
IT_ARRIVED = "outbox.it_arrived(Mail.objects.get(state='in_doubt'), by=None)"


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    yield sink
    sink.close()


@pytest.fixture
def post(workshop: Workshop, sink: Sink) -> Workshop:
    workshop.extra = {"KOALICJA_SMTP_HOST": "127.0.0.1", "KOALICJA_SMTP_PORT": str(sink.port)}
    return workshop


def shell(post: Workshop, expression: str) -> str:
    code = f"{IMPORTS}print({expression})"
    return post.call("shell", "--no-imports", "-c", code)


def put(post: Workshop, count: int = 3) -> int:
    return int(post.call("shell", "--no-imports", "-c", PUT % count))


def states(post: Workshop) -> list[str]:
    return [row[0] for row in post.rows("select state from backroom_mail order by id")]


def all_ended(post: Workshop) -> bool:
    return not {"held", "ready", "claimed"} & set(states(post))


def look_again(post: Workshop) -> None:
    """All that a worker looks after by itself, long after every lease and every pause."""
    later = "timezone.now() + timedelta(hours=1)"
    shell(post, f"posting.look_after({later})")
    [pk] = post.enqueue("trial.steps", count=1)
    post.wait(lambda: post.state(pk)[0] == "done")


def sent_once(sink: Sink, count: int) -> bool:
    return sorted(sink.addresses()) == sorted(f"osoba{n}@poczta.example" for n in range(count))


BEFORE = ["before_claim", "after_claim", "before_mark"]


@pytest.mark.parametrize("moment", BEFORE)
def test_killed_before_the_text_goes_all_is_sent_once_by_the_next_worker(
    moment: str, post: Workshop, sink: Sink
) -> None:
    post.extra["HALT_AT"] = moment
    first = post.start("tests.backroom.trial.halting_worker")
    put(post)
    post.wait_for_word("halted")
    post.kill(first)
    assert states(post) == ["ready" if moment == "before_claim" else "claimed", "ready", "ready"]
    assert sink.taken == []
    post.start()
    post.wait(lambda: all_ended(post))
    assert states(post) == ["sent"] * 3
    assert sent_once(sink, 3)


@pytest.mark.parametrize("moment", ["connect", "helo", "mail", "rcpt", "data"])
def test_killed_while_the_server_is_silent_before_the_text_all_is_sent_once(
    moment: str, post: Workshop, sink: Sink
) -> None:
    sink.rules, sink.times = {moment: "hang"}, 1
    first = post.start()
    put(post)
    sink.wait_for(moment)
    post.kill(first)
    post.start()
    post.wait(lambda: all_ended(post))
    assert states(post) == ["sent"] * 3
    assert sent_once(sink, 3)


@pytest.mark.parametrize("moment", ["text", "dot"])
def test_killed_while_the_text_is_at_the_server_it_waits_for_a_human_and_the_rest_goes(
    moment: str, post: Workshop, sink: Sink
) -> None:
    sink.rules, sink.times = {moment: "hang"}, 1
    first = post.start()
    put(post)
    sink.wait_for(moment)
    post.kill(first)
    post.start()
    post.wait(lambda: all_ended(post))
    assert states(post) == ["in_doubt", "sent", "sent"]
    assert sorted(sink.addresses()) == [f"osoba{n}@poczta.example" for n in range(0 if moment == "dot" else 1, 3)]
    # The mail is settled a moment before the job that sent it says so.
    post.wait(lambda: not post.rows("select 1 from backroom_job where state in ('queued', 'running')"))
    assert {row[0] for row in post.rows("select state from backroom_job")} == {"done"}


@pytest.mark.parametrize("moment", ["after_mark", "after_answer"])
def test_killed_between_the_text_and_its_note_nothing_is_sent_twice_by_itself(
    moment: str, post: Workshop, sink: Sink
) -> None:
    post.extra["HALT_AT"] = moment
    first = post.start("tests.backroom.trial.halting_worker")
    put(post)
    post.wait_for_word("halted")
    post.kill(first)
    post.start()
    post.wait(lambda: all_ended(post))
    assert states(post) == ["in_doubt", "sent", "sent"]
    look_again(post)
    assert states(post) == ["in_doubt", "sent", "sent"]
    assert len(sink.taken) == (3 if moment == "after_answer" else 2)
    if moment == "after_answer":
        assert shell(post, IT_ARRIVED) == "True"
        assert states(post) == ["sent"] * 3
        return
    assert shell(post, SEND_AGAIN) == "True"
    post.wait(lambda: all_ended(post))
    assert states(post) == ["sent"] * 3
    assert sent_once(sink, 3)


def test_a_human_who_sends_again_what_had_arrived_sends_it_under_the_same_identity(post: Workshop, sink: Sink) -> None:
    sink.rules, sink.times = {"dot": "drop"}, 1
    post.start()
    put(post, 1)
    post.wait(lambda: states(post) == ["in_doubt"])
    assert shell(post, SEND_AGAIN) == "True"
    post.wait(lambda: states(post) == ["sent"])
    first, second = sink.messages()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"] is not None


def test_a_frozen_worker_that_wakes_up_hands_nothing_over(post: Workshop, sink: Sink) -> None:
    sink.rules, sink.times = {"data": "hang"}, 1
    frozen = post.start()
    put(post, 2)
    sink.wait_for("data")
    os.kill(frozen.pid, signal.SIGSTOP)
    second = post.start()
    post.wait(lambda: all_ended(post))
    os.kill(frozen.pid, signal.SIGCONT)
    sink.cut()
    post.kill(second)
    [pk] = post.enqueue("trial.steps", count=1)  # the one that woke up does it, having left the mails behind
    post.wait(lambda: post.state(pk)[0] == "done")
    assert states(post) == ["sent", "sent"]
    assert sent_once(sink, 2)


def test_a_frozen_worker_whose_text_was_taken_settles_the_doubt_when_it_wakes_up(post: Workshop, sink: Sink) -> None:
    sink.held_after = 0
    frozen = post.start()
    put(post, 1)
    sink.wait_for("text")
    os.kill(frozen.pid, signal.SIGSTOP)
    sink.let_on()
    post.start()
    post.wait(lambda: states(post) == ["in_doubt"])
    os.kill(frozen.pid, signal.SIGCONT)
    post.wait(lambda: states(post) == ["sent"])
    assert sent_once(sink, 1)


def test_stopped_between_two_mails_the_rest_waits_for_a_human(post: Workshop, sink: Sink) -> None:
    sink.held_after = 2
    post.start()
    job = put(post, 6)
    post.wait(lambda: sink.reached.count("text") == 3)
    assert shell(post, f"jobs.cancel(Job.objects.get(pk={job}), by=None)") == "stopped"
    sink.let_on()
    post.wait(lambda: not {"ready", "claimed"} & set(states(post)))
    look_again(post)
    assert states(post) == ["sent"] * 3 + ["held"] * 3  # the third was on its way
    assert sent_once(sink, 3)


def test_a_server_that_was_away_gets_every_mail_when_it_is_back(post: Workshop, sink: Sink) -> None:
    sink.rules, sink.times = {"connect": "drop"}, 2
    post.start()
    put(post)
    post.wait(lambda: all_ended(post))
    assert states(post) == ["sent"] * 3
    assert sent_once(sink, 3)


@pytest.mark.postgres
def test_four_workers_hand_over_each_of_a_hundred_mails_once(postgres_workshop: Workshop, sink: Sink) -> None:
    post = postgres_workshop
    post.extra = {"KOALICJA_SMTP_HOST": "127.0.0.1", "KOALICJA_SMTP_PORT": str(sink.port)}
    post.extra["TRIAL_LEASE"] = "60"
    sink.seconds_per_mail = 0.02
    assert post.call("shell", "--no-imports", "-c", ONE_BY_ONE % 100) == "100"
    for _ in range(4):
        post.start()
    post.wait(lambda: all_ended(post))
    assert states(post) == ["sent"] * 100
    assert sent_once(sink, 100)


@pytest.mark.postgres
def test_two_workers_killed_again_and_again_send_each_mail_at_most_once(
    postgres_workshop: Workshop, sink: Sink
) -> None:
    post = postgres_workshop
    post.extra = {"KOALICJA_SMTP_HOST": "127.0.0.1", "KOALICJA_SMTP_PORT": str(sink.port)}
    post.extra["TRIAL_LEASE"] = "6"
    sink.seconds_per_mail = 0.05
    post.call("shell", "--no-imports", "-c", ONE_BY_ONE % 60)
    for round_ in range(4):
        pair = [post.start(), post.start()]
        wanted = min(60, len(sink.taken) + 8)
        post.wait(lambda wanted=wanted: len(sink.taken) >= wanted)
        time.sleep(0.013 * round_)
        for worker in pair:
            post.kill(worker)
    post.start()
    post.wait(lambda: all_ended(post))
    addresses = sink.addresses()
    assert len(addresses) == len(set(addresses))
    found = states(post)
    assert set(found) <= {"sent", "in_doubt"}
    assert found.count("in_doubt") <= 8
    assert len(addresses) >= found.count("sent")
