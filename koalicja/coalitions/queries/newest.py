"""Which answer and which state count: by the day they are of, and on one day by the order in which they were entered.

An answer is to an invitation: once another one has gone out, it says nothing of that one.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from koalicja.coalitions.models import Answer, Candidacy, CandidacyStep, Invitation

State = Candidacy.State


def newest_sent(invitations: Iterable[Invitation]) -> Invitation | None:
    """Of these the one that went out last."""
    sent = [(each.on, each.sent_at, each) for each in invitations if each.on and each.sent_at]
    return max(sent, key=lambda one: one[:2])[2] if sent else None


def answered_on(invitations: Iterable[Invitation], on: date) -> Invitation | None:
    """The invitation an answer of this day belongs to: the newest sent until then, else the first one sent."""
    sent = sorted((each for each in invitations if each.is_sent), key=lambda each: (each.on, each.sent_at))
    until = [each for each in sent if each.on and each.on <= on]
    return next(iter(until[-1:] or sent), None)


def counts(answer: Answer, invitations: Iterable[Invitation], state: str) -> bool:
    """Whether the newest answer still says what she wants: no invitation has gone out since, and no refusal counts.

    A refusal stands until they are open again, whatever was sent meanwhile; an answer before it is over.
    """
    if state == State.DECLINED:
        return bool(answer.said == Answer.Said.NO)
    newest = newest_sent(invitations)
    if newest is None or newest.on is None or newest.sent_at is None or newest.pk == answer.invitation_id:
        return True
    return (answer.on, answer.created_at) >= (newest.on, newest.sent_at)


def answered() -> Exists:
    """The same for a queryset of invitations: an answer to this one, or of any that came since."""
    since = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), created_at__gte=OuterRef("sent_at"))
    same = Answer.objects.filter(candidacy=OuterRef("candidacy"))
    return Exists(same.filter(since | Q(invitation=OuterRef("pk"))))


def newer_answer(candidacy: Candidacy, on: date) -> Answer | None:
    """The answer that counts, where it is of a later day than this."""
    return candidacy.answers.filter(on__gt=on).first()


def newer_state(candidacy: Candidacy, answer: Answer) -> CandidacyStep | None:
    """The newest state somebody said, or presence, of a later day than the answer; None where both are a refusal.

    A call or one more invitation changes no state.
    """
    later = candidacy.steps.filter(on__gt=answer.on, undone_at=None).exclude(state__in=(State.LISTED, State.TALK))
    step = later.filter(Q(is_noted=False) | Q(state=State.ATTENDED)).first()
    is_same = bool(step and step.state == State.DECLINED and answer.said == Answer.Said.NO)
    return None if is_same else step


def answers_from(answer: Answer) -> QuerySet[Answer]:
    """This answer of the candidacy and those that are newer."""
    newer = Q(on__gt=answer.on) | Q(on=answer.on, pk__gte=answer.pk)
    return Answer.objects.filter(newer, candidacy=answer.candidacy_id)


def refused_elsewhere(invitation: Invitation) -> Answer | None:
    """The refusal that stands, where the same person gave it to another invitation; a closed link may be another's."""
    candidacy = invitation.candidacy
    answer = candidacy.answers.select_related("invitation").first()
    if answer is None or answer.said != Answer.Said.NO or candidacy.state != State.DECLINED:
        return None
    of = answer.invitation
    if of is None or of.pk == invitation.pk or (candidacy.organisation_id and of.revoked_at):
        return None
    return answer
