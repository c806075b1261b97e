"""Invitations: prepared, looked at by a human, sent once; revoked.

What a human looked at goes out as one effect: the steps, the facts and the mail of all, or nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from koalicja.backroom import events, outbox
from koalicja.backroom.models import Mail
from koalicja.coalitions.actions.answers import ask_anew
from koalicja.coalitions.actions.locks import hold, hold_all
from koalicja.coalitions.actions.steps import invite
from koalicja.coalitions.actions.telling import scope_of
from koalicja.coalitions.actions.texts_waiting import Looked, as_shown, refill
from koalicja.coalitions.inviting.words import foot_of_mail
from koalicja.coalitions.models import Candidacy, Coalition, Invitation, InvitationPlan, InvitationText
from koalicja.coalitions.models.invitations import hash_of
from koalicja.coalitions.queries.candidates import library_contact, library_of
from koalicja.coalitions.queries.reaching import Reach, reach_one, replies_go_to
from koalicja.coalitions.queries.reminders import day_of_reminder
from koalicja.people.access import gmina_scope
from koalicja.people.actions.contacts import add_log_entry
from koalicja.people.actions.edits import Edit, Watched, held, save_edit
from koalicja.people.models import User

Way = Invitation.Way
ISSUED = (
    *("subject", "text", "remind_on", "site", "on", "sent_at", "sent_by", "expires_on"),
    *("version", "updated_at"),
)
LINK_DAYS = 60  # how long a link takes answers, and at least to the day of the meeting


class InvitedBefore(Exception):
    """An invitation went out by this very way already, and nobody asked for another one."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(str(invitation))
        self.invitation = invitation


class TextOutdated(Exception):
    """Somebody else has written another wording in the meantime; nothing was saved. `now` is theirs."""

    def __init__(self, now: InvitationText) -> None:
        super().__init__(str(now))
        self.now = now


@dataclass(frozen=True, slots=True)
class Sender:
    """What mail says of who writes, and where the links lead: `site` is the address of this product."""

    site: str
    name: str = ""
    reply_to: str = ""
    contact: str = ""


def sender_of(coalition: Coalition, site: str) -> Sender:
    """Mail comes from the library, and answers go to it."""
    return Sender(site, str(library_of(coalition)), replies_go_to(coalition), library_contact(coalition))


@dataclass(frozen=True, slots=True)
class Sending:
    """What went out, and who was left: no e-mail any more, or a refusal in the meantime."""

    sent: tuple[Invitation, ...] = ()
    left: tuple[Invitation, ...] = ()


@transaction.atomic
def plan_invitations(
    coalition: Coalition, *, by: User, seen: Mapping[str, Any] | None = None, since: int = 0, **said: Any
) -> Edit:
    """When and where you meet, how long it takes, who asks, until when: each field that is given.

    Texts that wait untouched say so at once.
    `seen` is what the form showed; see save_edit for two people at once. Raises EditConflict.
    """
    held(coalition)
    plan, _is_new = InvitationPlan.objects.get_or_create(coalition=coalition)
    watched = Watched(
        "invitation.planned", coalition.key, scope_of(coalition), coalition.get_absolute_url(), {}, silent=tuple(said)
    )
    edit = save_edit(plan, by=by, seen=seen or {}, new=said, since=since, watched=watched)
    if edit.changed:
        refill(coalition)
    return edit


@transaction.atomic
def word_invitation(
    coalition: Coalition, *, by: User, group: str, subject: str, text: str, seen: int
) -> InvitationText | None:
    """The coalition's own wording for one group; with no text the product's template counts again.

    `seen` is the version that was shown, 0 where there was none; no two wordings share one, also where the product's
    template counted between them. Raises TextOutdated.
    """
    held(coalition)
    now = InvitationText.objects.filter(coalition=coalition, group=group).first()
    if (now.subject, now.text) == (subject, text) if now else not text:
        return now
    if now and now.version != seen:
        raise TextOutdated(now)
    event = events.record("invitation.worded", by=by, subject=coalition.key, scope=scope_of(coalition), group=group)
    if not text:
        InvitationText.objects.filter(coalition=coalition, group=group).delete()
        refill(coalition)
        return None
    row = now or InvitationText(coalition=coalition, group=group)
    row.subject, row.text, row.by = subject, text, by
    row.version, row.updated_at = event.pk, timezone.now()
    row.save()
    refill(coalition)
    return row


@transaction.atomic
def prepare_invitation(
    candidacy: Candidacy, *, by: User, way: str, subject: str, text: str, again: bool = False
) -> Invitation:
    """Put a text beside a person, to be looked at; one that waits already comes back. Raises InvitedBefore, Gone."""
    hold(candidacy)
    waiting = _waiting(candidacy, way)
    if waiting:
        return waiting
    prepared = _prepared(candidacy, by=by, way=way, subject=subject, text=text, again=again)
    events.record("invitation.prepared", by=by, subject=candidacy.key, scope=scope_of(candidacy.coalition))
    return prepared


def _waiting(candidacy: Candidacy, way: str) -> Invitation | None:
    return Invitation.objects.filter(candidacy=candidacy, way=way, sent_at=None).first()


def _prepared(candidacy: Candidacy, *, by: User, way: str, subject: str, text: str, again: bool) -> Invitation:
    sent = Invitation.objects.filter(candidacy=candidacy, way=way).exclude(sent_at=None).first()
    if sent and not again:
        raise InvitedBefore(sent)
    prepared = Invitation(
        candidacy=candidacy, way=way, subject=subject, text=text, is_again=sent is not None, prepared_by=by
    )
    prepared.token_hash = hash_of(prepared.token)
    prepared.save()
    return prepared


@transaction.atomic
def drop_prepared(invitation: Invitation, *, by: User) -> bool:
    """Take a text back that has not gone out; False where it has. Raises Gone."""
    candidacy = hold(Candidacy(pk=invitation.candidacy_id))
    deleted, _rows = Invitation.objects.filter(pk=invitation.pk, sent_at=None).delete()
    if deleted:
        events.record("invitation.dropped", by=by, subject=candidacy.key, scope=scope_of(candidacy.coalition))
    return bool(deleted)


@transaction.atomic
def send_invitations(
    coalition: Coalition, *, by: User, looked: Mapping[int, Looked], on: date, sender: Sender, begun_at: str = ""
) -> Sending:
    """Let the texts go that a human looked at, by key of their invitations; those already sent are left alone.

    Mail goes as one piece of background work after the commit. Letters are printed, talks are noted. Holding the
    coalition makes a second press at the same moment find nothing to send. Raises TextsChanged, and nothing goes.
    """
    held(coalition)
    waiting = Invitation.objects.filter(pk__in=looked, candidacy__coalition=coalition, sent_at=None)
    hold_all(coalition.pk, list(waiting.values_list("candidacy", flat=True)))
    sent, left, mails = [], [], []
    related = waiting.select_related("candidacy__organisation", "candidacy__person")
    found = list(related.select_for_update(of=("self",)).order_by("pk"))
    as_shown(found, looked)
    for invitation in found:
        reach = reach_one(invitation.candidacy)
        if _has_parted_since(invitation) or (invitation.way == Way.EMAIL and not reach.email):
            left.append(invitation)
            continue
        invitation.subject, invitation.text = looked[invitation.pk].subject, looked[invitation.pk].text
        if invitation.way == Way.EMAIL:
            invitation.remind_on, invitation.site = day_of_reminder(coalition, on), sender.site
        _issue(invitation, by, on)
        invite(invitation.candidacy, by=by, on=on, way=invitation.way, about=invitation.key)
        ask_anew(invitation.candidacy)
        if invitation.way == Way.EMAIL:
            mails.append(mail_to(invitation, reach, by, sender))
        sent.append(invitation)
    outbox.release(mails, by=by, scope=gmina_scope(coalition.gmina_id), begun_at=begun_at)
    return Sending(tuple(sent), tuple(left))


@transaction.atomic
def log_talk(candidacy: Candidacy, *, by: User, on: date, kind: str, text: str = "", again: bool = False) -> Invitation:
    """They were asked in a talk or by phone: noted as their invitation, and in the register's log where it is ours.

    Twice on one day is one. Raises Gone, and FactRefused for a day that has not come.
    """
    candidacy = hold(candidacy)
    told = Invitation.objects.filter(candidacy=candidacy, way=Way.TALK, on=on).first()
    if told:
        return told
    waiting = _waiting(candidacy, Way.TALK)
    invitation = waiting or _prepared(candidacy, by=by, way=Way.TALK, subject="", text="", again=again)
    owner, entry = candidacy.owner, None
    if owner.gmina_id == candidacy.coalition.gmina_id:
        entry = add_log_entry(owner, by=by, kind=kind, on=on, text=text)
    _issue(invitation, by, on)
    invite(candidacy, by=by, on=on, way="phone" if kind == "call" else "talk", about=invitation.key, entry=entry)
    ask_anew(candidacy)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> bool:
    """Close its link for good; False where it was closed already, or never opened."""
    open_ones = Invitation.objects.filter(pk=invitation.pk, revoked_at=None).exclude(sent_at=None)
    if not open_ones.update(revoked_at=timezone.now(), revoked_by=by):
        return False
    coalition = invitation.candidacy.coalition
    events.record("invitation.revoked", by=by, subject=invitation.candidacy.key, scope=scope_of(coalition))
    return True


def forget_invitations(candidacy: Candidacy, *, by: User | None = None) -> None:
    """Erase texts, links and mail of this candidacy's invitations; that they were sent, and when, stays."""
    for invitation in candidacy.invitations.all():
        outbox.forget(invitation.key, by=by)
    candidacy.invitations.filter(sent_at=None).delete()
    candidacy.invitations.filter(revoked_at=None).update(revoked_at=timezone.now())
    candidacy.invitations.filter(erased_at=None).update(subject="", text="", erased_at=timezone.now())


def link_of(invitation: Invitation, site: str) -> str:
    """The address at which this one person answers. Only mail and paper may hold it."""
    return f"{site.rstrip('/')}/z/{invitation.token}/"


def _has_parted_since(prepared: Invitation) -> bool:
    """Whether they have refused, or gone, after the text was prepared."""
    candidacy = prepared.candidacy
    return candidacy.state in Candidacy.PARTED and candidacy.updated_at > prepared.created_at


def _issue(invitation: Invitation, by: User, on: date) -> None:
    plan = InvitationPlan.objects.filter(coalition=invitation.candidacy.coalition_id).first()
    last = on + timedelta(days=LINK_DAYS)
    invitation.on, invitation.sent_at, invitation.sent_by = on, timezone.now(), by
    invitation.expires_on = max(last, plan.meets_on) if plan and plan.meets_on else last
    invitation.version += 1
    invitation.updated_at = timezone.now()
    invitation.save(update_fields=ISSUED)  # one that is gone is not written anew


def mail_to(invitation: Invitation, reach: Reach, by: User | None, sender: Sender, *, held: bool = True) -> Mail:
    """Put its text, with the link, into the outbox; held until it is released with the others."""
    candidacy, link = invitation.candidacy, link_of(invitation, sender.site)
    foot = foot_of_mail(
        link,
        expires_on=invitation.expires_on,
        contact=sender.contact,
        source=reach.source,
        is_member=candidacy.is_member,
    )
    return outbox.put(
        to=reach.email,
        to_name=str(candidacy.person or candidacy.organisation),
        from_name=sender.name,
        reply_to=sender.reply_to,
        subject=invitation.subject,
        text=f"{invitation.text}\n\n{foot}\n",
        about=invitation.key,
        scope=gmina_scope(candidacy.coalition.gmina_id),
        by=by,
        held=held,
    )
