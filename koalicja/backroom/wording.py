"""A job or a mail in words: where it is and what went wrong, from the codes in its row and its kind's sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koalicja.backroom import leases
from koalicja.backroom.jobs import Stopping
from koalicja.backroom.models import Job, Mail
from koalicja.backroom.outbox import WrongAddress
from koalicja.backroom.registry import Kind, UnknownKind, kind_named
from koalicja.ui.formats import moment, number

DONE_OF_TOTAL = _("Done: %(done)s of %(total)s")
DONE = _("Done so far: %(done)s")
WAITING = _("Waiting for its turn")
WORKING = _("Work has begun")
SILENT = _(
    "The program that was doing this does not answer. In a moment another one takes the work over by itself; there is "
    "nothing you need to do."
)

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


STOPPING = _("The work has been stopped.")
NOTHING_SAVED = _("Nothing of it was saved. You may start it again where you started it before.")

Why, State = Mail.Why, Mail.State
# Why a mail did not go, or not yet. The server's own words follow.
REASONS: Mapping[str, Promise] = {
    Why.UNREACHABLE: _("Our mail server does not answer."),
    Why.SIGN_IN: _("The mail server does not accept our sign-in: whoever runs this site has to look at its settings."),
    Why.BUSY: _("The mail server asks us to try again later."),
    Why.SENDER: _("The mail server does not take mail from our address: whoever runs this site has to look at it."),
    Why.ADDRESS: _("The mail server does not take mail for this address. Check the address, or ask another way."),
    Why.CONTENT: _("The mail server does not take this text. Change it a little, or ask another way."),
    Why.WORKER_LOST: _("Sending broke off each time. Tell the operator of the programme."),
    Why.NO_ANSWER: _("The sending broke off at the moment of handing over. Ask whether it came, then choose."),
    Why.CAME_BACK: _("The mail came back. Check the address, or ask another way."),
    Why.OUTDATED: _("Nobody looked at it in time."),
}
NEXT_TRY = _("Next try: %(when)s.")
ON_THE_PAGE = _("The demo sends no real mail: you can read it under “Mail of the demo”.")
HANDED = _("Given to the mail server: %(when)s.")
SERVER_SAID = _("The server’s words: “%(said)s”.")
WRONG_ADDRESS = _(
    "This is not an e-mail address: “%(address)s”. It should look like anna@biblioteka.pl. Nothing has been sent."
)
SENT_AGAIN = _("The mail is on its way once more.")
ARRIVED = _("Noted: the mail arrived.")
NOT_DECIDED = _("Nothing was changed: this mail has moved on meanwhile. Look at its state now.")
TONES = {State.SENT: "ok", State.IN_DOUBT: "attention", State.BOUNCED: "danger", State.REFUSED: "danger"}


class Shown(int):
    """A number that picks the plural form as an integer and is written as people write numbers."""

    def __str__(self) -> str:
        return number(int(self))


def title(job: Job) -> str:
    """What is being done, such as "Checking the file"; the plain key where the kind is unknown here."""
    kind = _kind(job)
    return str(kind.title) if kind else job.kind


def progress(job: Job, *, now: datetime | None = None) -> str:
    """How far the job is, in one sentence; of one that has ended what it has done, or nothing."""
    if job.state == Job.State.QUEUED:
        return str(WAITING)
    if not job.is_open:
        has_count = job.state == Job.State.DONE and job.total
        return _said(DONE_OF_TOTAL, {"done": job.done, "total": job.total}) if has_count else ""
    if leases.is_silent(job, now=now):
        return str(SILENT)
    kind = _kind(job)
    sentence = kind.messages.get(job.message_code) if kind else None
    if sentence is None:
        sentence = DONE_OF_TOTAL if job.total else DONE if job.done else WORKING
    return _said(sentence, {"done": job.done, "total": job.total or 0} | job.message_params)


def stop_answer(stopping: Stopping, job: Job) -> str:
    """What whoever wished to stop the job is told."""
    kind = _kind(job)
    if kind and kind.stopped and stopping != Stopping.ENDED:
        return f"{STOPPING} {kind.stopped}"
    return str(STOP_ANSWERS[stopping])


def stopped(job: Job) -> str:
    """What is left of a stopped job, and what to do."""
    kind = _kind(job)
    return str((kind.stopped if kind else "") or NOTHING_SAVED)


def error(job: Job) -> str:
    """What went wrong and what helps."""
    kind = _kind(job)
    sentence = (kind.errors if kind else {}).get(job.error_code) or ERRORS.get(job.error_code, ERRORS["crashed"])
    return _said(sentence, {"job": str(job.pk)} | job.error_params)


@dataclass(frozen=True, slots=True)
class MailShown:
    """A mail's state as pages show it beside the person: a tag, and the sentence that says more."""

    label: str
    tone: str
    sentence: str


def mail_state(mail: Mail) -> MailShown:
    parts = []
    if mail.state == State.SENT and mail.handed_at:
        parts.append(str(ON_THE_PAGE if settings.MAIL_TO_PAGE else HANDED) % {"when": moment(mail.handed_at)})
    if mail.why:
        parts.append(str(REASONS.get(mail.why, "")))
    if mail.said:
        parts.append(str(SERVER_SAID) % {"said": mail.said})
    if mail.state == State.READY and mail.tries:
        parts.append(str(NEXT_TRY) % {"when": moment(mail.not_before)})
    return MailShown(mail.get_state_display(), TONES.get(State(mail.state), "plain"), " ".join(filter(None, parts)))


def decided(is_done: bool, sentence: Promise) -> str:
    """What whoever decided about a mail is told."""
    return str(sentence if is_done else NOT_DECIDED)


def wrong_address(refusal: WrongAddress) -> str:
    """What whoever typed it is told."""
    return str(WRONG_ADDRESS) % {"address": refusal.address}


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
