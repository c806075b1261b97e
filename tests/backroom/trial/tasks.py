"""Kinds of job for tests. Their effect is an event; their trace is a file that names the process."""

import os
import time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy, ngettext_lazy

from koalicja.backroom import events, jobs


def note(job: int, word: str) -> None:
    if path := os.environ.get("TRIAL_TRACE"):
        with Path(path).open("a") as trace:
            trace.write(f"{job} {os.getpid()} {word}\n")


def is_open() -> bool:
    """Whether the test has let on what stands still."""
    return Path(os.environ["TRIAL_TRACE"]).with_name("gate").exists()


@jobs.register(
    "trial.steps",
    title=gettext_lazy("Polish"),
    messages={"rows": ngettext_lazy("%(done)s of %(total)s row", "%(done)s of %(total)s rows", "total")},
    errors={"refused": "Too many rows: %(limit)s"},
)
def steps(context: jobs.JobContext, *, count: int, halt: int = 0) -> None:
    """Some steps, then one effect; at the step `halt` nothing goes on until the file `gate` is there."""
    try:
        for step in range(1, count + 1):
            context.progress(step, count, "rows")
            note(context.job.pk, f"step{step}")
            while step == halt and not is_open():
                time.sleep(0.05)
                context.progress(step, count, "rows")
        with context.finish_in_transaction() as outcome:
            events.record("trial.effect", by=None, subject=f"job:{context.job.pk}")
            outcome.result["steps"] = count
            outcome.url = "/gotowe/"
    except BaseException as reason:
        note(context.job.pk, type(reason).__name__)
        raise


@jobs.register("trial.silent", title="Silent")
def silent(context: jobs.JobContext) -> None:
    """One long step that never says how far it is, until the file `gate` is there."""
    note(context.job.pk, "step1")
    while not is_open():
        time.sleep(0.05)
    with context.finish_in_transaction():
        events.record("trial.effect", by=None, subject=f"job:{context.job.pk}")


@jobs.register("trial.answer", title="Answer")
def answer(_context: jobs.JobContext, **arguments: Any) -> dict[str, Any]:
    return {"answer": arguments}


@jobs.register("trial.refuse", title="Refuse", errors={"too_many": "Too many rows: %(limit)s."})
def refuse(_context: jobs.JobContext) -> None:
    raise jobs.JobFailed("too_many", limit=200_000)


@jobs.register("trial.crash", title="Crash")
def crash(context: jobs.JobContext) -> None:
    with context.fenced():
        events.record("trial.effect", by=None, subject=f"job:{context.job.pk}")
        raise ZeroDivisionError


@jobs.register("trial.trouble", title="Trouble", max_attempts=2)
def trouble(_context: jobs.JobContext) -> None:
    raise ConnectionError("gone")


@jobs.register("trial.inside", title="Inside")
def inside(context: jobs.JobContext) -> None:
    """Half of the work, said from inside the one transaction, then nothing more until the file `gate` is there."""
    with context.finish_in_transaction():
        events.record("trial.effect", by=None, subject=f"job:{context.job.pk}")
        context.progress(12_000, 23_147, "rows")
        note(context.job.pk, "inside")
        while not is_open():
            time.sleep(0.05)
            context.progress(12_000, 23_147, "rows")
