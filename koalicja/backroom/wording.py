"""A job in words: title, progress and what went wrong, from the codes in its row and its kind's sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koalicja.backroom.jobs import Stopping
from koalicja.backroom.models import Job
from koalicja.backroom.registry import Kind, UnknownKind, kind_named
from koalicja.ui.formats import number

DONE_OF_TOTAL = _("Done: %(done)s of %(total)s")
DONE = _("Done so far: %(done)s")
WAITING = _("Waiting for its turn")
WORKING = _("Work has begun")

# What can go wrong with any job; a kind's own errors stand in its registration.
ERRORS: Mapping[str, str | Promise] = {
    "worker_lost": _(
        "The work broke off and we no longer repeat it (attempts: %(attempts)s). The server was restarted or ran out "
        "of memory. Nothing was saved by halves. Start it again; if it breaks off again, try a smaller file."
    ),
    "trouble": _(
        "The server could not reach its database (attempts: %(attempts)s). Nothing was saved by halves. Start it "
        "again in a few minutes."
    ),
    "crashed": _(
        "The work stopped because of a mistake in our program, not in your data. Nothing was saved by halves. Send "
        "the operator of the programme this number: %(job)s. It leads to the reason in the server's log."
    ),
    "unknown_kind": _(
        "The server does not know this kind of work (%(kind)s), because it is just being updated. Nothing was saved. "
        "Start it again in a few minutes."
    ),
}

STOP_ANSWERS: Mapping[Stopping, Promise] = {
    Stopping.STOPPED: _("The work has been stopped. Nothing of it was saved."),
    Stopping.ASKED: _(
        "The work is being stopped and nothing of it will be saved. If its last step is over already, this page will "
        "say that it has ended."
    ),
    Stopping.ENDED: _("There was nothing to stop: the work had already ended."),
}


class Shown(int):
    """A number that picks the plural form as an integer and is written as people write numbers."""

    def __str__(self) -> str:
        return number(int(self))


def title(job: Job) -> str:
    """What is being done, such as "Checking the file"; the plain key where the kind is unknown here."""
    kind = _kind(job)
    return str(kind.title) if kind else job.kind


def progress(job: Job) -> str:
    """How far the job is, in one sentence; of one that has ended what it has done, or nothing."""
    if job.state == Job.State.QUEUED:
        return str(WAITING)
    if not job.is_open:
        has_count = job.state == Job.State.DONE and job.total
        return _said(DONE_OF_TOTAL, {"done": job.done, "total": job.total}) if has_count else ""
    kind = _kind(job)
    sentence = kind.messages.get(job.message_code) if kind else None
    if sentence is None:
        sentence = DONE_OF_TOTAL if job.total else DONE if job.done else WORKING
    return _said(sentence, {"done": job.done, "total": job.total or 0} | job.message_params)


def stop_answer(stopping: Stopping) -> str:
    """What whoever wished to stop a job is told."""
    return str(STOP_ANSWERS[stopping])


def error(job: Job) -> str:
    """What went wrong and what helps."""
    kind = _kind(job)
    sentence = (kind.errors if kind else {}).get(job.error_code) or ERRORS.get(job.error_code, ERRORS["crashed"])
    return _said(sentence, {"job": str(job.pk)} | job.error_params)


def _kind(job: Job) -> Kind | None:
    try:
        return kind_named(job.kind)
    except UnknownKind:
        return None


def _said(sentence: str | Promise, params: Mapping[str, Any]) -> str:
    shown = {key: Shown(value) if type(value) is int else value for key, value in params.items()}
    try:
        return str(sentence % shown)
    except (KeyError, TypeError, ValueError):  # a row written by another version of the program
        return str(sentence)
