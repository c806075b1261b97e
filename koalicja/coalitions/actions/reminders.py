"""One reminder of an invitation nobody answered: by hand, or by itself after the edition's delay. Never two."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from koalicja.backroom import events, outbox
from koalicja.backroom.models import Mail
from koalicja.backroom.queries import newest_mail
from koalicja.coalitions.actions.invitations import Sender, mail_to, sender_of
from koalicja.coalitions.actions.locks import hold, hold_all
from koalicja.coalitions.actions.telling import scope_of
from koalicja.coalitions.actions.texts_waiting import Looked
from koalicja.coalitions.inviting.words import reminder_of
from koalicja.coalitions.models import Candidacy, Coalition, Invitation
from koalicja.coalitions.queries import reminders
from koalicja.coalitions.queries.invitations import frame_of
from koalicja.coalitions.queries.newest import counts
from koalicja.coalitions.queries.reaching import reach_of, reach_one
from koalicja.people.access import gmina_scope
from koalicja.people.actions.edits import held
from koalicja.people.models import User

Way = Invitation.Way
HOURS = range(8, 20)  # nobody's phone rings with our mail at night
log = logging.getLogger(__name__)


@transaction.atomic
def remind(invitation: Invitation, *, by: User, looked: Looked, sender: Sender) -> Mail | None:
    """One more mail about an invitation nobody answered, looked at before; None where it was sent, answered or closed.

    Whoever has refused or gone is not written to, however that was said; nobody is reminded twice, also not of another
    invitation, nor of any but the newest.
    """
    candidacy, locked = hold(invitation.candidacy), held(invitation)
    reach = reach_one(candidacy)
    last = candidacy.answers.first()
    is_open = locked.has_its_link and not locked.erased_at and locked.takes_answers(timezone.localdate())
    sent = list(candidacy.invitations.exclude(sent_at=None))
    is_silent = candidacy.state not in Candidacy.PARTED and not (last and counts(last, sent, candidacy.state))
    is_first = reminders.may_still_remind(sent, locked)
    if locked.way != Way.EMAIL or not is_first or not reach.email or not is_silent or not is_open:
        return None
    locked.candidacy = candidacy
    _note(locked, by)
    locked.subject, locked.text = looked.subject, looked.text
    return mail_to(locked, reach, by, sender, held=False)


@transaction.atomic
def keep_from_reminding(invitation: Invitation, *, by: User) -> bool:
    """No reminder goes by itself to this one; False where none would."""
    waiting = Invitation.objects.filter(pk=invitation.pk, reminded_at=None, remind_on__isnull=False)
    return _told(invitation, "invitation.reminder_off", by, waiting.update(remind_on=None))


@transaction.atomic
def let_remind(invitation: Invitation, *, by: User, today: date) -> bool:
    """The reminder goes by itself after all, tomorrow at the earliest; False where the edition leaves it to people."""
    coalition = invitation.candidacy.coalition
    on = reminders.day_of_reminder(coalition, invitation.on) if invitation.on else None
    if on is None:
        return False
    silent = Invitation.objects.filter(
        pk=invitation.pk, way=Way.EMAIL, reminded_at=None, remind_on=None, erased_at=None
    )
    changed = silent.update(remind_on=max(on, today + timedelta(days=1)))
    return _told(invitation, "invitation.reminder_on", by, changed)


def remind_due(now: datetime) -> int:
    """Send the reminders whose day has come, by day; says how many. What fails for one coalition stops no other."""
    here = timezone.localtime(now)
    if here.hour not in HOURS:
        return 0
    due = reminders.due(here.date()).values("candidacy__coalition")
    sent = 0
    for coalition in Coalition.objects.filter(pk__in=due).select_related("edition").order_by("pk"):
        try:
            sent += _remind_those_of(coalition, here.date())
        except Exception:
            log.exception("coalition %s: reminders were not sent; next time again", coalition.pk)
    return sent


@transaction.atomic
def _remind_those_of(coalition: Coalition, today: date) -> int:
    """One coalition's reminders and their mail as one effect; a second worker waits here and then finds none due."""
    held(coalition)
    waiting = reminders.due(today).filter(candidacy__coalition=coalition)
    keys = list(waiting.values_list("candidacy", flat=True))
    hold_all(coalition.pk, keys)  # answers wait, or were first
    locked = list(waiting.filter(candidacy__in=keys).select_for_update(of=("self",)).order_by("pk"))
    first = newest_mail(each.key for each in locked)
    arrived = [each for each in locked if each.key in first and first[each.key].state == Mail.State.SENT]
    mails = _reminders(coalition, arrived)
    outbox.release(mails, by=None, scope=gmina_scope(coalition.gmina_id))
    return len(mails)


def _reminders(coalition: Coalition, arrived: Sequence[Invitation]) -> list[Mail]:
    """Held mail to all whom the first one reached. One in doubt waits until somebody has decided about it."""
    related = ("organisation", "person")
    found = Candidacy.objects.filter(pk__in=[each.candidacy_id for each in arrived]).select_related(*related)
    candidacies = {each.pk: each for each in found}
    reach, frame = reach_of(list(candidacies.values())), frame_of(coalition)
    mails = []
    for invitation in arrived:
        candidacy = candidacies[invitation.candidacy_id]
        if not reach[candidacy.pk].email or not invitation.has_its_link:
            continue
        candidacy.coalition, invitation.candidacy = coalition, candidacy
        words, author = reminder_of(frame, invitation.on), invitation.sent_by
        _note(invitation, None)
        invitation.subject, invitation.text = words.subject, words.text
        mails.append(mail_to(invitation, reach[candidacy.pk], author, sender_of(coalition, invitation.site)))
    return mails


def _note(invitation: Invitation, by: User | None) -> None:
    """It was reminded of: before any mail, in the same effect."""
    invitation.reminded_at = timezone.now()
    invitation.save(update_fields=["reminded_at"])
    candidacy = invitation.candidacy
    code = "invitation.reminded" if by else "invitation.reminded_alone"
    events.record(code, by=by, subject=candidacy.key, scope=scope_of(candidacy.coalition))


def _told(invitation: Invitation, code: str, by: User, changed: int) -> bool:
    if changed:
        candidacy = invitation.candidacy
        events.record(code, by=by, subject=candidacy.key, scope=scope_of(candidacy.coalition))
    return bool(changed)
