"""Taking the last step back, with everything that an answer wrote together with it."""

from django.db import transaction
from django.utils import timezone

from koalicja.coalitions.actions.answers import is_ours, plan_after, wait_again
from koalicja.coalitions.actions.candidacies import tell_of
from koalicja.coalitions.actions.locks import hold
from koalicja.coalitions.actions.steps import StepOutdated, last_step, settle, strike_fact_of, take_back
from koalicja.coalitions.models import Answer, Candidacy, CandidacyStep, Invitation
from koalicja.coalitions.queries.newest import answers_from
from koalicja.coalitions.queries.undoing import answers_with
from koalicja.people.actions.contacts import delete_log_entry
from koalicja.people.models import User

WAYS_TO_REACH = ("reach", "consent", "consent_on")


class GivenByLink(Exception):
    """An answer given by link would be taken back as though somebody had typed it wrong; nothing was changed."""


@transaction.atomic
def undo_step(step: CandidacyStep, *, by: User, reason: str, of_link: bool = False) -> Candidacy:
    """Take the last step back; it stays readable and its fact is struck. Raises StepOutdated.

    Where an answer made the step, the answer goes too: its fact is struck, the next step it asked for and the day to
    come back are taken away, and the answer before it counts again. What somebody answered by link herself goes only
    where `of_link` says so, with a reason of its own; else raises GivenByLink. `unlist` takes the first step back.
    """
    locked = hold(step.candidacy)
    last = last_step(locked)
    first = locked.steps.order_by("pk").first()
    if last is None or last.pk != step.pk or last == first:
        raise StepOutdated
    wrong = answers_with(last)
    if not of_link and any(each.how == Answer.By.LINK for each in wrong):
        raise GivenByLink
    if wrong:
        forget_wrong_answers(locked, wrong, by=by, reason=reason)
    take_back(last, by=by)
    strike_fact_of(locked, last.fact, by=by, reason=reason)
    entry = last.entry_id  # the audit remembers its words until the candidacy is erased
    if last.entry:
        delete_log_entry(last.entry, by=by)
    settle(locked)
    wait_again(locked, last)
    tell_of(locked, "candidacy.undone", by, step=last.pk, state=last.state, entry=entry)
    return locked


@transaction.atomic
def undo_answer(answer: Answer, *, by: User, reason: str, of_link: bool = False) -> Candidacy:
    """Take the newest answer back where it is no refusal, which goes with its step; the one before it counts again.

    With it goes the step of whoever had refused before. Raises StepOutdated, and GivenByLink as undo_step does.
    """
    locked = hold(answer.candidacy)
    newest = locked.answers.first()
    if newest is None or newest.pk != answer.pk or newest.said == Answer.Said.NO:
        raise StepOutdated
    if newest.how == Answer.By.LINK and not of_link:
        raise GivenByLink
    forget_wrong_answers(locked, [newest], by=by, reason=reason)
    steps = list(locked.steps.filter(fact=newest.fact, undone_at=None)) if newest.fact else []
    for step in steps:
        take_back(step, by=by)
    if steps:
        settle(locked)
    tell_of(locked, "candidacy.answer_undone", by, answer=newest.said)
    return locked


def forget_wrong_answers(candidacy: Candidacy, wrong: list[Answer], *, by: User, reason: str) -> None:
    """Answers, newest first, that nobody gave: their facts are struck, and the one before them counts again."""
    _tell_their_links(wrong)
    for answer in wrong:
        strike_fact_of(candidacy, answer.fact, by=by, reason=reason)
    newer = answers_from(wrong[0])
    candidacy.answers.filter(pk__in=[each.pk for each in wrong]).delete()
    later, before = newer.last(), candidacy.answers.exclude(pk__in=newer).first()
    if later:
        if later.pk > wrong[-1].pk:  # it knew of them; one of an older day that was typed after it said nothing to it
            later.replaced = wrong[-1].replaced if later.replaced else {}
            later.save(update_fields=["replaced"])
        return
    if before:
        _give_back(wrong, before)
    if any(each.said == Answer.Said.NO for each in wrong):
        candidacy.not_before = None
    if is_ours(candidacy.next_step):
        candidacy.next_step, candidacy.next_on = plan_after(candidacy, before) if before else ("", None)
    candidacy.save(update_fields=["next_step", "next_on", "not_before"])


def _give_back(wrong: list[Answer], before: Answer) -> None:
    """How to reach her goes back to the answer that said it, and nothing that only a wrong answer said."""
    if known := wrong[-1].replaced:
        Answer.objects.filter(pk=before.pk).update(**known)
        return
    if not all("reach" in each.carried for each in wrong):
        return
    is_agreed = all("consent" in each.carried for each in wrong)
    names = WAYS_TO_REACH if is_agreed else WAYS_TO_REACH[:1]
    for name in names:
        setattr(before, name, getattr(wrong[0], name))
    before.save(update_fields=names)


def _tell_their_links(wrong: list[Answer]) -> None:
    """Whoever answered by link reads on the page of that link that, and when, the answer was taken back."""
    for answer in reversed(wrong):
        if answer.how == Answer.By.LINK and answer.invitation_id:
            link = Invitation.objects.filter(pk=answer.invitation_id)
            link.update(undone_on=timezone.localdate(), undone_said=answer.said)
