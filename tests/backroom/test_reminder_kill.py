"""kill -9 while a reminder goes by itself: before it is noted, before the commit, before and during the hand-over."""

from collections.abc import Iterator

import pytest

from tests.backroom.conftest import Workshop
from tests.backroom.sink import Sink

pytestmark = pytest.mark.slow
WORKER = "tests.backroom.trial.reminding_worker"
NOTED = {"before_note": 0, "before_commit": 0, "before_claim": 1, "before_mark": 1}


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    yield sink
    sink.close()


def silent(post: Workshop, call: str) -> str:
    return post.call("shell", "--no-imports", "-c", f"from tests.coalitions.silent import *; print({call})")


@pytest.mark.parametrize("moment", NOTED)
def test_killed_at_any_moment_exactly_one_reminder_goes_after_the_restart(
    moment: str, workshop: Workshop, sink: Sink
) -> None:
    post = workshop
    post.extra = {"KOALICJA_SMTP_HOST": "127.0.0.1", "KOALICJA_SMTP_PORT": str(sink.port), "HALT_AT": moment}
    about = silent(post, f"invite({moment!r})")

    def noted() -> int:
        key = about.partition(":")[2]
        return int(
            post.rows(f"select count(*) from coalitions_invitation where id={key} and reminded_at is not null")[0][0]
        )

    def reminders() -> list[str]:
        mails = f"select state from backroom_mail where about = '{about}' order by id"
        return [row[0] for row in post.rows(mails)][1:]

    first = post.start(WORKER)
    post.wait_for_word("halted")
    post.kill(first)
    assert (noted(), len(reminders()), sink.taken) == (NOTED[moment], NOTED[moment], [])
    silent(post, "look_again()")
    post.extra["HALT_AT"] = ""
    post.start(WORKER)
    post.wait(lambda: reminders() == ["sent"])
    silent(post, "look_again()")
    [pk] = post.enqueue("trial.steps", count=1)
    post.wait(lambda: post.state(pk)[0] == "done")
    assert (noted(), reminders(), sink.addresses()) == (1, ["sent"], [f"{moment}@poczta.example"])
