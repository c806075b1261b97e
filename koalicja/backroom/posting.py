"""Moving mail from the table to the server: the only code that claims, hands over and notes. ADR 0003 says why so."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from koalicja.backroom import carriers, jobs, outbox
from koalicja.backroom.models import Job, Mail

log = logging.getLogger(__name__)
# A job that was stopped or given up may still be waiting for the server's last answer to one mail.
TIME_FOR_LATE_NOTES = timedelta(minutes=10)
State = Mail.State


class ClaimLost(Exception):
    """Another worker has taken the mail over, or a human has: this one says nothing to the server."""


def send_all(context: jobs.JobContext) -> dict[str, int]:
    """Hand over every mail of the job that is due, one by one; between two of them the job can be stopped."""
    mine = Mail.objects.filter(job=context.job)
    recover(mine.filter(state=State.CLAIMED))
    waiting = list(mine.due(timezone.now()).values_list("pk", flat=True))
    total = mine.count()
    try:
        with carriers.opened() as carrier:
            for number, pk in enumerate(waiting):
                context.progress(total - len(waiting) + number, total, "mails")
                if not send(context, carrier, pk):
                    break
        context.progress(total, total, "mails")
    except jobs.JobCancelled:
        hold(mine)
        raise
    return {state: mine.filter(state=state).count() for state in (*Mail.ENDED, State.READY, State.IN_DOUBT)}


def send(context: jobs.JobContext, carrier: carriers.Carrier, pk: int) -> bool:
    """One mail from the table to the server. False where there is no server to be had: the rest waits too."""
    try:
        carrier.connect()
    except carriers.NotTaken as refusal:
        for mail in Mail.objects.due(timezone.now()).filter(job=context.job):
            note_refusal(mail, refusal)
        return False
    with context.fenced():
        claimed = claim(pk, context.job)
    if claimed:
        hand_over(claimed, carrier)
    return True


def hand_over(mail: Mail, carrier: carriers.Carrier) -> None:
    """Tell the server of a claimed mail, and note what it said."""
    message = outbox.message_of(mail)
    try:
        carrier.offer(message)
        carrier.hand(message, before_text=lambda: mark_handed(mail))
    except carriers.NotTaken as refusal:
        note_refusal(mail, refusal)
    except carriers.Unknown:
        log.warning("mail %s: no answer after its text; a human has to decide", mail.pk)
        note(mail, State.IN_DOUBT, why=Mail.Why.NO_ANSWER)
    except ClaimLost:
        log.warning("mail %s: claim %s was taken over", mail.pk, mail.claims)
    else:
        note_sent(mail)


def claim(pk: int, job: Job) -> Mail | None:
    """Take the mail before the server hears of it; None where it is no longer waiting. Inside the job's fence."""
    waiting = Mail.objects.due(timezone.now()).filter(pk=pk)
    fields = {"state": State.CLAIMED, "job": job, "claimed_at": timezone.now()}
    if not waiting.order_by().update(claims=F("claims") + 1, handed_at=None, why="", said="", **fields):
        return None
    return Mail.objects.get(pk=pk)


def mark_handed(mail: Mail) -> None:
    """The last word before the text: from here on nobody but a human sends this mail again. Commits at once."""
    claimed = Mail.objects.filter(pk=mail.pk, claims=mail.claims, state=State.CLAIMED, handed_at=None)
    if not claimed.update(handed_at=timezone.now()):
        raise ClaimLost


def note_sent(mail: Mail) -> None:
    note(mail, State.SENT, ended_at=timezone.now(), why="", tries=F("tries") + 1)


def note(mail: Mail, state: Mail.State, **fields: Any) -> None:
    """What became of this claim; nothing where the mail was claimed again. A late answer settles a doubt."""
    Mail.objects.claimed_as(mail.pk, mail.claims).update(state=state, **fields)


def note_refusal(mail: Mail, refusal: carriers.NotTaken, **fields: Any) -> None:
    """Try again after a pause, longer each time; after the last pause, or for good, it ends with the server's words."""
    fields |= {"why": refusal.why, "said": refusal.said, "tries": mail.tries + 1}
    pauses = settings.MAIL_PAUSES_MINUTES
    if refusal.is_final or mail.tries >= len(pauses):
        fields["state"] = State.BOUNCED if refusal.why == Mail.Why.ADDRESS else State.REFUSED
        fields["ended_at"] = timezone.now()
    else:
        later = timezone.now() + timedelta(minutes=float(pauses[mail.tries]))
        fields |= {"state": State.READY, "not_before": later, "claimed_at": None, "handed_at": None}
    still = Mail.objects.claimed_as(mail.pk, mail.claims)
    if mail.state == State.READY:  # the server could not be reached: nothing was claimed
        still = Mail.objects.filter(pk=mail.pk, claims=mail.claims, state=State.READY)
    still.update(**fields)


def recover(claimed: QuerySet[Mail]) -> None:
    """Mails whose worker is dead: without its last word they wait again, with it they may have been sent."""
    for mail in claimed:  # rows are read first: housekeeping that finds nothing takes no lock
        if mail.handed_at:
            note(mail, State.IN_DOUBT, why=Mail.Why.NO_ANSWER)
            continue
        if mail.tries >= len(settings.MAIL_PAUSES_MINUTES):  # perhaps this very mail kills its workers
            ended = {"state": State.REFUSED, "why": Mail.Why.WORKER_LOST, "ended_at": timezone.now()}
        else:
            ended = {"state": State.READY, "claimed_at": None, "tries": mail.tries + 1}
        Mail.objects.filter(pk=mail.pk, claims=mail.claims, state=State.CLAIMED, handed_at=None).update(**ended)


def hold(mails: QuerySet[Mail]) -> None:
    """What was not on its way when the work was stopped waits for a human again."""
    mails.filter(state=State.READY).update(state=State.HELD)


def look_after(now: datetime) -> Job | None:
    """Housekeeping: whatever no job will do any more is taken up again, so that nothing is forgotten."""
    open_jobs = Q(job__state__in=Job.OPEN)
    recover(Mail.objects.filter(~open_jobs, state=State.CLAIMED, claimed_at__lt=now - TIME_FOR_LATE_NOTES))
    stopped = Mail.objects.filter(state=State.READY, job__state=Job.State.CANCELLED)
    if stopped.exists():
        hold(stopped)
    for mail in Mail.objects.filter(state=State.READY, job__state=Job.State.FAILED):
        note_refusal(mail, carriers.NotTaken(Mail.Why.WORKER_LOST), job=None)
    lying = Mail.objects.due(now).filter(~open_jobs)
    if not lying.exists():
        return None
    with transaction.atomic():
        keys = list(lying.select_for_update(of=("self",)).values_list("pk", flat=True))
        if not keys:
            return None
        job = jobs.enqueue(outbox.KIND, by=None)
        Mail.objects.filter(pk__in=keys, state=State.READY).update(job=job)
    return job


def erase_old(now: datetime) -> None:
    """Who and what is erased on schedule; what nobody looked at for as long is called off."""
    before = now - timedelta(days=settings.MAIL_KEPT_DAYS)
    outdated = {"state": State.CANCELLED, "why": Mail.Why.OUTDATED, "ended_at": now}
    Mail.objects.filter(state=State.HELD, created_at__lt=before).update(**outdated)
    outbox.erase(Mail.objects.filter(state__in=Mail.ENDED).filter(Q(ended_at__lt=before) | Q(why=Mail.Why.OUTDATED)))
    outbox.erase(Mail.objects.filter(state=State.IN_DOUBT, claimed_at__lt=before))
