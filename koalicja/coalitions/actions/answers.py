"""Answers to invitations: by link, slip, phone or at the counter. The newest counts, by its day; each is one effect.

An answer proposes, people decide: nobody comes onto the list or into the register because somebody was named here.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koalicja.coalitions.actions.candidacies import consider, tell_of
from koalicja.coalitions.actions.locks import hold
from koalicja.coalitions.actions.steps import come_back, say_no
from koalicja.coalitions.actions.telling import record_fact
from koalicja.coalitions.models import Answer, Candidacy, CandidacyStep, Invitation, InvitationPlan
from koalicja.coalitions.queries.instead import naming_of
from koalicja.coalitions.queries.newest import counts, newer_answer, newer_state
from koalicja.engine.matching.text import fold
from koalicja.people.actions.edits import Gone, held
from koalicja.people.actions.persons import add_person
from koalicja.people.models import User
from koalicja.standing.models import Kind

Said, By, State = Answer.Said, Answer.By, Candidacy.State
# Who says no while nothing binds her has refused, also once she came or parted; a member who cannot come stays one.
REFUSING = (State.LISTED, State.TALK, State.INVITED, State.ATTENDED, State.WITHDRAWN, State.LEFT)
WORDS = ("how", "by_id", "invitation_id", "said", "question", "gives", "reach", "other_name", "other_reach", "consent")
KEPT = ("gives", "reach", "consent", "consent_on")  # what a second-hand answer of the same person does not take away
NEXT: dict[str, Promise] = {
    Said.YES: _("Comes. Remind of the day before the meeting"),
    Said.MAYBE: _("Does not know yet. Call"),
    Said.OTHER: _("Ask the person named in the answer"),
    Said.NO: _("Look for somebody else of this group"),
}
MEMBER_NO = _("Does not come. Ask whether only this time, or for good")
QUESTION = _("Answer the question asked by:")
LONGEST_STEP = 300
CALL_AFTER_DAYS = 7
MOST_BY_LINK = 40  # changes of one answer by its link: more is no human


class LinkClosed(Exception):
    """The link takes no answers any more: its time is over, it was closed, or it was used too often."""


@transaction.atomic
def answer_by_link(invitation: Invitation, **said: Any) -> Answer:
    """The answer of whoever holds the link; it may be changed until the link closes. Raises LinkClosed."""
    candidacy = hold(Candidacy(pk=invitation.candidacy_id))
    locked = held(invitation)
    if not locked.takes_answers(timezone.localdate()):
        raise LinkClosed
    if locked.answers.filter(how=By.LINK).count() >= MOST_BY_LINK:
        raise LinkClosed
    Invitation.objects.filter(pk=locked.pk).update(undone_on=None, undone_said="")
    return take_answer(candidacy, invitation=locked, how=By.LINK, by=None, on=timezone.localdate(), **said)


@transaction.atomic
def take_answer(
    candidacy: Candidacy,
    *,
    invitation: Invitation | None,
    how: str,
    by: User | None,
    on: date,
    said: str,
    not_before: date | None = None,
    **words: str,
) -> Answer:
    """Keep an answer, and let board, ledger and next step follow it; the same one twice is one, if it still stands.

    An organisation's "no" may say from when on to ask again, `not_before`. Older answers lose the ways to reach her:
    only the newest holds any, and what a second-hand one replaced. One typed late, of a day before another answer or
    a state, is kept as the older one it is and changes nothing newer. Raises Gone, and FactRefused for a day to come.
    """
    locked = hold(candidacy)
    if locked.erased_at and not locked.organisation_id:
        raise Gone(locked.key)
    last = locked.answers.filter(on__lte=on).first()
    answer = Answer(candidacy=locked, invitation=invitation, how=how, by=by, on=on, said=said, **words)
    answer.consent_on = on if answer.consent else None
    if newer_answer(locked, on):
        return _keep_older(locked, last, answer)
    is_hers = bool(last and _is_hers(last, answer))
    if last and is_hers:
        _carry_over(last, answer)
    if last and _same(last, answer) and not _refuses_anew(locked, answer):
        _come_back_on(locked, answer, not_before)
        return last
    if how == By.LINK or not is_hers:
        locked.answers.update(replaced={})
    locked.answers.update(reach="", other_reach="", consent="", consent_on=None)
    answer.save()
    answer.fact = _follow(locked, answer)
    answer.save(update_fields=["fact"])
    _come_back_on(locked, answer, not_before)
    return answer


@transaction.atomic
def withdraw_consent(candidacy: Candidacy, *, by: User) -> bool:
    """We may not keep how to reach her any more: it goes, and the trace says only that. False where nothing was kept.

    What was answered stays. Raises Gone.
    """
    locked = hold(candidacy)
    locked.answers.update(replaced={})
    kept = locked.answers.exclude(reach="", consent="")
    if not kept.update(reach="", consent="", consent_on=None):
        return False
    tell_of(locked, "candidacy.consent_withdrawn", by)
    return True


@transaction.atomic
def deal_with(answer: Answer, *, by: User) -> bool:
    """Somebody has seen to what the answer asks for, so that the next step asks no more; False where it was before."""
    candidacy = hold(answer.candidacy)
    if not candidacy.answers.filter(pk=answer.pk, done_at=None).update(done_at=timezone.now(), done_by=by):
        return False
    if is_ours(candidacy.next_step) and candidacy.answers.latest("on", "pk").pk == answer.pk:
        answer.refresh_from_db()
        _plan(candidacy, answer)
    tell_of(candidacy, "candidacy.dealt", by)
    return True


@transaction.atomic
def deal_with_parting(candidacy: Candidacy, *, by: User) -> None:
    """Somebody has seen to it that they cannot, though no answer says so."""
    tell_of(hold(candidacy), "candidacy.dealt", by)


@transaction.atomic
def consider_instead(answer: Answer, *, by: User, name: str, distinct: bool = False) -> Candidacy:
    """Put whoever was named instead on the list, as a resident of the register. Raises PersonLooksAlike.

    A human decided so; how to reach the person stays in the answer until she was asked. Once more it is the same one.
    """
    candidacy = hold(answer.candidacy, with_register=True)
    coalition = candidacy.coalition
    if listed := _listed_instead(candidacy, answer, name):
        return listed
    source = str(_("named instead of somebody, in an answer"))
    person = add_person(coalition.gmina, by=by, name=name, source=source, distinct=distinct)
    origin = Candidacy.Origin.INSTEAD
    listed = consider(coalition=coalition, by=by, person=person, origin=origin, origin_key=candidacy.key)
    deal_with(answer, by=by)
    return listed


def _listed_instead(candidacy: Candidacy, answer: Answer, name: str) -> Candidacy | None:
    """Whom somebody put on the list for this answer before, by this name or as answered, and so dealt with it."""
    is_done = candidacy.answers.filter(pk=answer.pk, done_at__isnull=False).exists()
    named = Candidacy.objects.filter(coalition=candidacy.coalition_id, origin=Candidacy.Origin.INSTEAD)
    since = named.filter(origin_key=candidacy.key, created_at__gte=answer.created_at).select_related("person")
    meant = {fold(name), fold(answer.other_name)}
    listed = (each for each in since.order_by("pk") if each.person and fold(each.person.name) in meant)
    return next(listed, None) if is_done else None


def forget_answers(candidacy: Candidacy) -> None:
    """Erase what was typed, also of whoever was named instead; that there was an answer, and which, stays."""
    if naming := naming_of(candidacy):
        _forget_the_named(candidacy, naming)
    candidacy.answers.update(
        question="", gives="", reach="", other_name="", other_reach="", consent="", consent_on=None, replaced={}
    )


def _forget_the_named(candidacy: Candidacy, naming: Answer) -> None:
    """Whoever answers once more names the same person once more: she goes from all of their answers."""
    names = {fold(naming.other_name)} | ({fold(candidacy.person.name)} if candidacy.person else set())
    answers = Answer.objects.filter(candidacy=naming.candidacy_id).exclude(other_name="", other_reach="")
    hers = [each.pk for each in answers if each.pk == naming.pk or fold(each.other_name) in names]
    Answer.objects.filter(pk__in=hers).update(other_name="", other_reach="")


def _keep_older(candidacy: Candidacy, before: Answer | None, answer: Answer) -> Answer:
    """What she said before she answered otherwise: history, without ways to reach her, as every older answer."""
    answer.reach = answer.other_reach = answer.consent = ""
    answer.consent_on = None
    if before and _same(before, answer):
        return before
    answer.fact = _written(candidacy, answer)
    answer.save()
    tell_of(candidacy, "candidacy.answered", answer.by, answer=answer.said, how=answer.how)
    return answer


def _carry_over(before: Answer, now: Answer) -> None:
    """A second-hand answer takes nothing away. Whoever takes this one back reads there what was known."""
    if now.how != By.LINK:
        for name in KEPT:
            setattr(now, name, getattr(now, name) or getattr(before, name))
        said_on = before.consent_on.isoformat() if before.consent_on else None
        now.replaced = {"reach": before.reach, "consent": before.consent, "consent_on": said_on}
    now.carried = [name for name in KEPT if getattr(before, name) and getattr(now, name) == getattr(before, name)]


def _same(before: Answer, now: Answer) -> bool:
    return all(getattr(before, name) == getattr(now, name) for name in WORDS)


def _refuses_anew(candidacy: Candidacy, answer: Answer) -> bool:
    """Somebody wrote down that she comes after all, and she says once more that she does not."""
    return bool(answer.said == Said.NO and candidacy.state in REFUSING)


def _is_hers(before: Answer, now: Answer) -> bool:
    """Whether both answers are one person's: another spokesperson closes the links of the one before."""
    if not now.candidacy.organisation_id or before.invitation_id == now.invitation_id:
        return True
    return before.invitation is not None and before.invitation.revoked_at is None


def _come_back_on(candidacy: Candidacy, answer: Answer, day: date | None) -> None:
    """Keep from when on an organisation that refused may be asked again."""
    if candidacy.organisation_id and answer.said == Said.NO and day and not newer_state(candidacy, answer):
        Candidacy.objects.filter(pk=candidacy.pk).update(not_before=day)


def _follow(candidacy: Candidacy, answer: Answer) -> int | None:
    """The fact, the state and the next step that follow, unless a newer state stands; one event tells of all."""
    told: dict[str, Any] = {"by": answer.by, "on": answer.on, "source": answer.how}
    is_late = newer_state(candidacy, answer) is not None
    if not is_late:
        _plan(candidacy, answer)
        if answer.said != Said.NO and candidacy.state == State.DECLINED:
            return come_back(candidacy, detail=_detail(answer), **told).fact
    fact = _written(candidacy, answer)
    if answer.said == Said.NO and candidacy.state in REFUSING and not is_late:
        say_no(candidacy, **told)
    else:
        tell_of(candidacy, "candidacy.answered", answer.by, answer=answer.said, how=answer.how)
    return fact


def _written(candidacy: Candidacy, answer: Answer) -> int:
    """The fact that this was answered."""
    told: dict[str, Any] = {"by": answer.by, "on": answer.on, "source": answer.how}
    coalition, subject = candidacy.coalition, candidacy.subject
    return record_fact(coalition, Kind.ANSWERED, subject=subject, detail=_detail(answer), **told)


def _detail(answer: Answer) -> dict[str, str]:
    return {"answer": answer.said, "about": answer.invitation.key if answer.invitation else ""}


def _plan(candidacy: Candidacy, answer: Answer) -> None:
    """The next step the answer asks for, unless somebody has planned one in other words."""
    if candidacy.next_step and not is_ours(candidacy.next_step):
        return
    candidacy.next_step, candidacy.next_on = plan_after(candidacy, answer)
    candidacy.version += 1
    candidacy.updated_at = timezone.now()
    candidacy.save(update_fields=["next_step", "next_on", "version", "updated_at"])


def plan_after(candidacy: Candidacy, answer: Answer) -> tuple[str, date | None]:
    """The next step an answer asks for, and its day; where it was dealt with, what is left of it."""
    asks = bool(answer.question) and not answer.done_at
    if answer.done_at and answer.said in (Said.OTHER, Said.NO):
        return "", None
    plan = InvitationPlan.objects.filter(coalition=candidacy.coalition_id).first()
    meets_on = plan.meets_on if plan else None
    when = answer.on + timedelta(days=CALL_AFTER_DAYS)
    if meets_on and meets_on > answer.on:
        when = meets_on - timedelta(days=1) if answer.said == Said.YES else min(when, meets_on)
    if asks or answer.said in (Said.OTHER, Said.NO):
        when = answer.on
    if not asks:
        is_member_away = answer.said == Said.NO and candidacy.is_member
        return str(MEMBER_NO if is_member_away else NEXT[answer.said]), when
    return f"{QUESTION} {candidacy.owner}"[:LONGEST_STEP], when


def wait_again(candidacy: Candidacy, presence: CandidacyStep) -> None:
    """They were not there after all: what the answer asked for before that meeting is asked for again."""
    answer = candidacy.answers.filter(created_at__lt=presence.created_at).first()
    if presence.state != State.ATTENDED or candidacy.next_step or answer is None or candidacy.state in Candidacy.PARTED:
        return
    came = candidacy.steps.filter(state=State.ATTENDED, undone_at=None, created_at__gt=answer.created_at)
    if not came.exists():
        _plan(candidacy, answer)


def ask_anew(candidacy: Candidacy) -> None:
    """Another invitation has gone out: what the answer before it led to is over; what a human is to see to stays."""
    locked = hold(candidacy)
    last, sent = locked.answers.first(), locked.invitations.exclude(sent_at=None)
    if last is None or counts(last, sent, locked.state) or not is_ours(locked.next_step):
        return
    if asks_of_answer(locked.next_step):
        return
    locked.next_step, locked.next_who, locked.next_on = "", "", None
    locked.version += 1
    locked.updated_at = timezone.now()
    locked.save(update_fields=["next_step", "next_who", "next_on", "version", "updated_at"])


def is_ours(step: str) -> bool:
    """Whether an answer wrote this next step, in whichever language."""
    return _ours(step) is not None


def asks_of_answer(step: str) -> bool:
    """Whether this next step is done on the page of the answer: its question, or whom it names."""
    found = _ours(step)
    return found is not None and found[0] in (QUESTION, NEXT[Said.OTHER])


def step_in_words(step: str) -> str:
    """A next step in the language of whoever reads it, where an answer wrote it; what people wrote stays theirs."""
    found = _ours(step)
    return f"{found[0]}{found[1]}" if found else step


def _ours(step: str) -> tuple[Promise, str] | None:
    """The sentence that an answer wrote, and what stands behind it."""
    for language in ("pl", "en"):
        with translation.override(language):
            for each in (*NEXT.values(), MEMBER_NO):
                if step == str(each):
                    return each, ""
            if step.startswith(str(QUESTION)):
                return QUESTION, step.removeprefix(str(QUESTION))
    return None
