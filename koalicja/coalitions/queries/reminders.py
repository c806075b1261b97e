"""Of whom one reminder goes by itself, and when: invited by e-mail, silent since, and not yet reminded by anybody."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from koalicja.coalitions.models import Candidacy, CandidacyStep, Coalition, Invitation
from koalicja.coalitions.queries.newest import answered

State, Way = Candidacy.State, Invitation.Way


def awaited() -> QuerySet[Invitation]:
    """Invitations of which a reminder goes by itself on `remind_on`, if nothing comes between.

    What comes between: its answer, a talk noted since, another invitation, presence, a refusal, "not now", erasing, a
    closed link, a reminder by hand, also of an invitation before this one, the day of the meeting.
    """
    same = {"candidacy": OuterRef("candidacy")}
    others = Invitation.objects.filter(**same, sent_at__isnull=False)
    newer, reminded = others.filter(pk__gt=OuterRef("pk")), others.exclude(reminded_at=None)
    talk = CandidacyStep.objects.filter(**same, state=State.TALK, undone_at=None, created_at__gt=OuterRef("sent_at"))
    no_later = Q(candidacy__not_before=None) | Q(candidacy__not_before__lte=F("remind_on"))
    meets_on = "candidacy__coalition__invitation_plan__meets_on"
    before_meeting = Q(**{meets_on: None}) | Q(**{f"{meets_on}__gt": F("remind_on")})
    return Invitation.objects.filter(
        ~Exists(newer),
        ~Exists(reminded),
        ~Exists(talk),
        ~answered(),
        no_later,
        before_meeting,
        way=Way.EMAIL,
        sent_at__isnull=False,
        remind_on__isnull=False,
        remind_on__lte=F("expires_on"),
        revoked_at=None,
        erased_at=None,
        candidacy__state=State.INVITED,
    ).exclude(site="")


def may_still_remind(sent: Sequence[Invitation], invitation: Invitation) -> bool:
    """Whether somebody with these invitations, newest first, may be reminded of this one: once, and of the newest."""
    return not any(each.reminded_at for each in sent) and bool(sent) and sent[0].pk == invitation.pk


def due(today: date) -> QuerySet[Invitation]:
    """Those whose day has come, while the link works and the meeting is still ahead."""
    meets_on = "candidacy__coalition__invitation_plan__meets_on"
    ahead = Q(**{meets_on: None}) | Q(**{f"{meets_on}__gt": today})
    return awaited().filter(ahead, remind_on__lte=today, expires_on__gte=today)


def awaited_in(coalition: Coalition) -> dict[int, date]:
    """The day of the reminder by key of the invitation."""
    rows = awaited().filter(candidacy__coalition=coalition).values_list("pk", "remind_on")
    return {pk: on for pk, on in rows if on}


def day_of_reminder(coalition: Coalition, sent: date) -> date | None:
    """When one goes about an invitation of this day; None where the edition leaves it to people."""
    days = coalition.edition.remind_after_days
    return sent + timedelta(days=days) if days else None
