"""Facts set right or struck out by hand; every record that points at one, or that it is about, follows."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from koalicja.coalitions.actions.answers import wait_again
from koalicja.coalitions.actions.locks import hold_all
from koalicja.coalitions.actions.next_meeting import follow_meetings, next_of
from koalicja.coalitions.actions.steps import settle, take_back, unlist
from koalicja.coalitions.actions.telling import scope_of
from koalicja.coalitions.actions.texts_waiting import refill
from koalicja.coalitions.actions.undoing import forget_wrong_answers
from koalicja.coalitions.models import (
    Answer,
    Area,
    Candidacy,
    CandidacyStep,
    Coalition,
    Leadership,
    NamingSession,
    Statement,
)
from koalicja.coalitions.queries.facts_together import facts_with
from koalicja.coalitions.queries.purpose import said_in
from koalicja.coalitions.queries.undoing import is_only_listed
from koalicja.people.actions.edits import held
from koalicja.people.models import User
from koalicja.standing import actions as ledger
from koalicja.standing.models import Fact, Kind
from koalicja.standing.refusals import DateRefused
from koalicja.standing.told import Told

ABOUT = {"statement": Statement, "leadership": Leadership, "area": Area}  # what a fact points at by its key
AREAS = (Kind.AREA_CHOSEN, Kind.AREA_DROPPED)


@transaction.atomic
def correct_fact(coalition: Coalition, fact: Fact, *, by: User, right: Told, reason: str) -> Fact:
    """See standing.actions.correct for what it raises; what was written with it moves to its new day.

    Raises DateRefused, too, where a talk about whom to invite would come to the day of another one.
    """
    scope = scope_of(coalition)
    with_it = _held_with(coalition, fact)
    new = ledger.correct(fact, by=by, right=right, reason=reason, scope=scope)
    _follow(coalition, fact, new)
    if (new.on, new.precision) == (fact.on, fact.precision):
        return new
    for each in with_it:
        moved = replace(Told.of(each), on=new.on, precision=new.precision)
        _follow(coalition, each, ledger.correct(each, by=by, right=moved, reason=reason, scope=scope, tell=False))
    return new


@transaction.atomic
def strike_fact(coalition: Coalition, fact: Fact, *, by: User, reason: str) -> Fact:
    """See standing.actions.strike for what it raises; its step or answer is taken back, and what came with it."""
    scope = scope_of(coalition)
    with_it = _held_with(coalition, fact)
    struck = ledger.strike(fact, by=by, reason=reason, scope=scope)
    _let_go(coalition, struck, by, reason)
    for each in with_it:
        if Fact.objects.filter(pk=each.pk, struck_at=None).exists():
            ledger.strike(each, by=by, reason=reason, scope=scope, tell=False)
        _let_go(coalition, each, by, reason)
    refill(coalition)
    return struck


def _held_with(coalition: Coalition, fact: Fact) -> list[Fact]:
    """Coalition and candidacies before the facts, as everybody who writes to steps; what was written with this one."""
    held(coalition)
    with_it = facts_with(fact)
    keys = [each.pk for each in (fact, *with_it)]
    steps, answers = CandidacyStep.objects.filter(fact__in=keys), Answer.objects.filter(fact__in=keys)
    hold_all(coalition.pk, {pk for rows in (steps, answers) for pk in rows.values_list("candidacy", flat=True)})
    return with_it


def _follow(coalition: Coalition, old: Fact, new: Fact) -> None:
    """Records of the old version point at the new one, and say its day."""
    if new.pk == old.pk:
        return
    _move_talk(coalition, old, new)
    Answer.objects.filter(fact=old.pk, candidacy__coalition=coalition).update(fact=new.pk, on=new.on)
    for step in _steps_of(coalition, old):
        step.fact, step.on = new.pk, new.on
        step.save(update_fields=["fact", "on"])
        settle(held(step.candidacy))
    if new.kind == Kind.MET:
        follow_meetings(coalition, told=None if next_of(old) == next_of(new) else new)
    kind, _colon, key = said_in(old).partition(":")
    if kind in ABOUT and new.kind != Kind.AREA_DROPPED:
        ABOUT[kind]._default_manager.filter(coalition=coalition, pk=key).update(on=new.on)


def _move_talk(coalition: Coalition, old: Fact, new: Fact) -> None:
    talk = NamingSession.objects.filter(coalition=coalition, fact=old.pk).first()
    if talk is None:
        return
    if NamingSession.objects.filter(coalition=coalition, on=new.on).exclude(pk=talk.pk).exists():
        raise DateRefused("talk_twice", new.on)
    talk.fact, talk.on = new.pk, new.on
    talk.save(update_fields=["fact", "on"])


def _let_go(coalition: Coalition, struck: Fact, by: User, reason: str) -> None:
    """What only said this fact is taken back; texts and leadership are read by what stands (queries.purpose)."""
    NamingSession.objects.filter(coalition=coalition, fact=struck.pk).update(fact=None)
    for answer in Answer.objects.filter(fact=struck.pk, candidacy__coalition=coalition):
        forget_wrong_answers(held(Candidacy(pk=answer.candidacy_id)), [answer], by=by, reason=reason)
    for step in _steps_of(coalition, struck):
        _take_back(step, by, reason)
    if struck.kind in AREAS:
        _settle_area(coalition, struck, by)
    if struck.kind == Kind.MET:
        follow_meetings(coalition)


def _take_back(step: CandidacyStep, by: User, reason: str) -> None:
    """Whoever is on the list only because of what was struck leaves it; all others stay, as the other steps say."""
    candidacy = held(step.candidacy)
    if step.state == Candidacy.State.LISTED and is_only_listed(candidacy):
        unlist(candidacy, by=by, reason=reason)
    elif step.undone_at is None:
        take_back(step, by=by)
        settle(candidacy)
        wait_again(candidacy, step)


def _settle_area(coalition: Coalition, struck: Fact, by: User) -> None:
    """Chosen or given up as the last fact about it that stands says; without any it was never chosen."""
    told = Fact.objects.in_force().filter(coalition=coalition.pk, subject=struck.subject, kind__in=AREAS)
    last = told.order_by("on", "pk").last()
    areas = Area.objects.filter(coalition=coalition, pk=struck.subject.partition(":")[2])
    if last and last.kind == Kind.AREA_CHOSEN:
        areas.update(dropped_at=None, dropped_by=None)
    else:
        areas.filter(dropped_at=None).update(dropped_at=timezone.now(), dropped_by=by)


def _steps_of(coalition: Coalition, fact: Fact) -> list[CandidacyStep]:
    steps = CandidacyStep.objects.select_related("candidacy__coalition__edition")
    return list(steps.filter(fact=fact.pk, candidacy__coalition=coalition))
