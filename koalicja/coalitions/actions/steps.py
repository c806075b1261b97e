"""How far a candidacy has come: states in any order, contacts, presence, refusal, and taking the last step back."""

from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.utils import timezone

from koalicja.coalitions.actions.candidacies import forget_changes, tell_of
from koalicja.coalitions.actions.locks import hold
from koalicja.coalitions.actions.telling import record_fact, scope_of
from koalicja.coalitions.models import Candidacy, CandidacyStep
from koalicja.coalitions.queries.leaving import entries_taken_back
from koalicja.coalitions.queries.undoing import is_only_listed
from koalicja.people.actions.contacts import add_log_entry
from koalicja.people.actions.edits import Gone
from koalicja.people.actions.erasing import erase_log_entries
from koalicja.people.models import ContactEntry, User
from koalicja.standing import actions as ledger
from koalicja.standing.models import Fact, Kind, Source

State = Candidacy.State
FACTS: dict[str, Kind] = {
    State.LISTED: Kind.NAMED,
    State.TALK: Kind.CONTACTED,
    State.INVITED: Kind.INVITED,
    State.ATTENDED: Kind.ATTENDED,
    State.DECLARED: Kind.DECLARED,
    State.SIGNED: Kind.SIGNED,
    State.DECLINED: Kind.DECLINED,
    State.WITHDRAWN: Kind.WITHDRAWN,
    State.LEFT: Kind.LEFT,
}
WAYS = {"call": "phone", "talk": "talk", "mail": "email", "letter": "letter"}
ORDER = list(State.values)


class StepOutdated(Exception):
    """Somebody has written a further step, or taken this one back, in the meantime; nothing was changed."""


@transaction.atomic
def move(
    candidacy: Candidacy,
    *,
    by: User | None,
    to: str,
    on: date,
    note: str = "",
    source: str = Source.PAGE,
    about: str = "",
) -> CandidacyStep:
    """Say that it came to a state on a day, in any order; the latest day counts, on one day what was said last.

    The same said twice in a row is one step. Raises Gone, and FactRefused for a day that has not come.
    """
    locked = hold(candidacy)
    last = last_step(locked)
    if last and not last.is_noted and (last.state, last.on, last.note) == (to, on, note):
        return last
    return _step(locked, by, State(to), on, note=note, source=source, detail={"about": about})


@transaction.atomic
def attend(
    candidacy: Candidacy, *, by: User | None, on: date, source: str = Source.PRESENCE, about: str = ""
) -> CandidacyStep:
    """Note that they came to a meeting, `about`. It makes nobody a member, and no member less of one. Once a day."""
    locked = hold(candidacy)
    known = locked.steps.filter(state=State.ATTENDED, on=on, undone_at=None).first()
    detail = {"about": about}
    return known or _step(locked, by, State.ATTENDED, on, source=source, is_noted=True, detail=detail)


@transaction.atomic
def note_contact(
    candidacy: Candidacy, *, by: User, kind: str, on: date, text: str = "", next_step: str = ""
) -> CandidacyStep:
    """Note a call, talk, e-mail or letter, also in the register's log of whom it was with, where that is ours."""
    locked = hold(candidacy)
    owner, entry = locked.owner, None
    if owner.gmina_id == locked.coalition.gmina_id:
        entry = add_log_entry(owner, by=by, kind=kind, on=on, text=text, next_step=next_step)
    detail = {"way": WAYS[kind]} if kind in WAYS else {}
    return _step(locked, by, State.TALK, on, note="" if entry else text, is_noted=True, entry=entry, detail=detail)


@transaction.atomic
def say_no(
    candidacy: Candidacy,
    *,
    by: User | None,
    on: date,
    not_before: date | None = None,
    note: str = "",
    source: str = Source.PAGE,
) -> CandidacyStep:
    """They do not want to. Personal data is erased on the edition's schedule; of an organisation `not_before` stays."""
    step = move(candidacy, by=by, to=State.DECLINED, on=on, note=note, source=source)
    if not_before and candidacy.organisation_id:
        Candidacy.objects.filter(pk=candidacy.pk).update(not_before=not_before)
    return step


@transaction.atomic
def invite(
    candidacy: Candidacy, *, by: User, on: date, way: str, about: str, entry: ContactEntry | None = None
) -> CandidacyStep:
    """An invitation went out. It makes no member less of one; only after a refusal or a parting it begins anew."""
    locked = hold(candidacy)
    is_noted = locked.state not in Candidacy.PARTED
    detail = {"way": way, "about": about}
    return _step(locked, by, State.INVITED, on, is_noted=is_noted, entry=entry, detail=detail)


@transaction.atomic
def come_back(candidacy: Candidacy, *, by: User | None, on: date, source: str, detail: dict[str, Any]) -> CandidacyStep:
    """Whoever refused an invitation answers it otherwise: it is open again, and nothing is to be erased.

    The day to come back is over; the step remembers it for whoever takes it back.
    """
    locked = hold(candidacy)
    step = _step(locked, by, State.INVITED, on, source=source, detail=detail, kind=Kind.ANSWERED)
    step.not_before = locked.not_before
    step.save(update_fields=["not_before"])
    Candidacy.objects.filter(pk=locked.pk).update(not_before=None)
    return step


@transaction.atomic
def unlist(candidacy: Candidacy, *, by: User, reason: str) -> None:
    """Put on the list by mistake: gone, with the fact struck. Raises StepOutdated where anything has come of it.

    Of the register's log only lines of steps that were taken back go; an attempt to reach them stays known there. Words
    of notes go from the history, too.
    """
    locked = hold(candidacy)
    if not is_only_listed(locked):
        raise StepOutdated
    for step in locked.steps.filter(undone_at=None):
        strike_fact_of(locked, step.fact, by=by, reason=reason)
    erase_log_entries(entries_taken_back(locked))
    forget_changes(locked)
    tell_of(locked, "candidacy.unlisted", by)
    locked.delete()


def strike_fact_of(candidacy: Candidacy, key: int | None, *, by: User, reason: str) -> None:
    """Say in the ledger that it did not happen, unless that was said before."""
    fact = Fact.objects.filter(pk=key or 0, struck_at=None).first()
    if fact:
        ledger.strike(fact, by=by, reason=reason, scope=scope_of(candidacy.coalition), tell=False)


def last_step(candidacy: Candidacy) -> CandidacyStep | None:
    """The step that was written last and stands, whatever day it is about."""
    return candidacy.steps.filter(undone_at=None).order_by("-pk").first()


def take_back(step: CandidacyStep, *, by: User) -> None:
    """The step counts no longer; a day to come back that it took away is set again. The caller settles."""
    step.undone_at, step.undone_by = timezone.now(), by
    step.save(update_fields=["undone_at", "undone_by"])
    if step.not_before:
        Candidacy.objects.filter(pk=step.candidacy_id).update(not_before=step.not_before)


def state_after(steps: list[CandidacyStep]) -> str:
    """The state these steps lead to, from the oldest: those said set it, those noted only raise it."""
    state = str(State.LISTED)
    for step in steps:
        if not step.is_noted or ORDER.index(state) < ORDER.index(step.state):
            state = step.state
    return state


def _step(
    candidacy: Candidacy,
    by: User | None,
    state: State,
    on: date,
    *,
    note: str = "",
    source: str = Source.PAGE,
    is_noted: bool = False,
    entry: ContactEntry | None = None,
    detail: dict[str, Any] | None = None,
    kind: Kind | None = None,
) -> CandidacyStep:
    if candidacy.erased_at and not candidacy.organisation_id:
        raise Gone(candidacy.key)
    kind = kind or FACTS[state]
    fact = record_fact(candidacy.coalition, kind, by=by, on=on, subject=candidacy.subject, detail=detail, source=source)
    step = CandidacyStep.objects.create(
        candidacy=candidacy, state=state, is_noted=is_noted, on=on, note=note, entry=entry, fact=fact, by=by
    )
    settle(candidacy)
    tell_of(candidacy, "candidacy.noted" if is_noted else "candidacy.moved", by, step=step.pk, state=state)
    return step


def settle(candidacy: Candidacy) -> None:
    """The state as the steps have it, and when what is written of a refusal goes, also after it was erased once.

    Whoever was put on the list today may have signed long ago: the step by which they came to it is always the first,
    also where its fact was struck and the others stay. No later call or invitation moves the day of erasing.
    """
    first = candidacy.steps.order_by("pk").values_list("pk", flat=True).first()
    standing = candidacy.steps.filter(undone_at=None)
    steps = sorted(standing, key=lambda step: (step.pk != first, step.on, step.pk))
    candidacy.state = state_after(steps)
    candidacy.erase_on = candidacy.erased_at = None
    if candidacy.state == State.DECLINED:
        candidacy.erase_on = _erased_on(steps, candidacy.coalition.edition.erase_declined_after_days)
    candidacy.version += 1
    candidacy.updated_at = timezone.now()
    candidacy.save(update_fields=["state", "erase_on", "erased_at", "version", "updated_at"])


def _erased_on(steps: list[CandidacyStep], days: int) -> date:
    """So many days after the refusal that set the state; what is written once that day is over goes as many days later.

    `steps`, in the order in which they count, end in a refusal.
    """
    said = [step for step in steps if not step.is_noted]
    refusals = list(takewhile(lambda step: step.state == State.DECLINED, reversed(said)))
    refusal = refusals[-1]
    erase_on, known = refusal.on + timedelta(days=days), timezone.localdate(refusal.created_at)
    for step in sorted(steps, key=lambda step: step.pk):
        written = timezone.localdate(step.created_at)
        if step.pk > refusal.pk and written > max(erase_on, known):
            erase_on = written + timedelta(days=days)
    return erase_on
