"""Who is considered: put on the list once, with what they bring, whom they know, who should ask, what is next."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.coalitions.actions.locks import hold
from koalicja.coalitions.actions.telling import record_fact, scope_of
from koalicja.coalitions.models import Answer, Candidacy, CandidacyStep, Coalition, Invitation
from koalicja.people.actions.edits import Edit, Watched, held, save_edit
from koalicja.people.models import Organisation, Person, User
from koalicja.standing.models import Kind

State = Candidacy.State


class NobodyConsidered(Exception):
    """Neither an organisation nor a person was named."""


@transaction.atomic
def consider(
    *,
    coalition: Coalition,
    by: User,
    organisation: Organisation | None = None,
    person: Person | None = None,
    on: date | None = None,
    origin: str = Candidacy.Origin.HAND,
    origin_key: str = "",
    **known: str,
) -> Candidacy:
    """Put an organisation or a resident on the list; whoever is on it already comes back as she stands.

    `known` may hold size, brings and should_ask. Raises NobodyConsidered, and Gone where a record was merged away.
    """
    if organisation is None and person is None:
        raise NobodyConsidered
    held(coalition)
    for record in filter(None, (organisation, person)):
        held(record)
    one = {"organisation": organisation} if organisation else {"organisation": None, "person": person}
    listed = Candidacy.objects.filter(coalition=coalition, **one).first()
    if listed:
        return listed
    candidacy = Candidacy.objects.create(
        coalition=coalition,
        organisation=organisation,
        person=person,
        origin=origin,
        origin_key=origin_key,
        created_by=by,
        **known,
    )
    day = on or timezone.localdate()
    step = CandidacyStep.objects.create(candidacy=candidacy, state=State.LISTED, on=day, by=by)
    step.fact = record_fact(coalition, Kind.NAMED, by=by, on=day, subject=candidacy.subject)
    step.save(update_fields=["fact"])
    tell_of(candidacy, "candidacy.listed", by, step=step.pk)
    return candidacy


@transaction.atomic
def update_candidacy(
    candidacy: Candidacy, *, by: User, seen: Mapping[str, Any], new: Mapping[str, Any], since: int
) -> Edit:
    """Change size, brings or should_ask; see save_edit for two people at once. Raises EditConflict, Gone."""
    return save_edit(candidacy, by=by, seen=seen, new=new, since=since, watched=watched(candidacy))


def plan_next_step(
    candidacy: Candidacy, *, by: User, seen: Mapping[str, Any], new: Mapping[str, Any], since: int
) -> Edit:
    """Who does what next and when: next_step, next_who, next_on; see save_edit. Raises EditConflict, Gone."""
    return save_edit(candidacy, by=by, seen=seen, new=new, since=since, watched=watched(candidacy))


def postpone(candidacy: Candidacy, *, by: User, seen: date | None, not_before: date | None, since: int) -> Edit:
    """Not now, come back on a day; nothing takes it back. See save_edit. Raises EditConflict, Gone."""
    new, shown = {"not_before": not_before}, {"not_before": seen}
    return save_edit(candidacy, by=by, seen=shown, new=new, since=since, watched=watched(candidacy))


@transaction.atomic
def set_spokesperson(candidacy: Candidacy, *, by: User, seen: int | None, person: Person | None, since: int) -> Edit:
    """Who would speak for the organisation. Raises EditConflict, Gone, and NobodyConsidered for a resident.

    Links that somebody else was given close, and how to reach her goes: her answers are no matter of the next one.
    """
    if not candidacy.organisation_id:
        raise NobodyConsidered
    before = hold(candidacy, also=person)
    if person:
        held(person)
    new = {"person_id": person.pk if person else None}
    edit = save_edit(candidacy, by=by, seen={"person_id": seen}, new=new, since=since, watched=watched(candidacy))
    if edit.changed and before.person_id:
        _part_from(before, by)
    return edit


def _part_from(candidacy: Candidacy, by: User) -> None:
    """Nothing that whoever spoke before was sent, or wrote of herself, opens or serves any more."""
    open_ones = Invitation.objects.filter(candidacy=candidacy, revoked_at=None).exclude(sent_at=None)
    if open_ones.update(revoked_at=timezone.now(), revoked_by=by):
        tell_of(candidacy, "invitation.revoked", by)
    Answer.objects.filter(candidacy=candidacy).update(reach="", consent="", consent_on=None, replaced={})


@transaction.atomic
def know(candidacy: Candidacy, *, by: User, gained: Collection[int] = (), lost: Collection[int] = ()) -> None:
    """Whom they know among the others on the list, by key. Only what changed is written, so two people add up."""
    own = hold(candidacy)
    others = Candidacy.objects.filter(coalition=own.coalition_id).exclude(pk=own.pk)
    own.knows.add(*others.filter(pk__in=gained))
    own.knows.remove(*others.filter(pk__in=lost))
    tell_of(own, "candidacy.knows", by, gained=len(gained), lost=len(lost))


def watched(candidacy: Candidacy) -> Watched:
    """Changes of one candidacy are told under its own key: what people wrote in it is erased with it."""
    coalition = candidacy.coalition
    return Watched("candidacy.changed", candidacy.key, scope_of(coalition), coalition.get_absolute_url(), {})


def forget_changes(candidacy: Candidacy) -> None:
    """That notes about them were changed stays told, what stood in the notes does not."""
    for event in Event.objects.filter(subject=candidacy.key, code="candidacy.changed"):
        event.params = {"changes": {}}
        event.save(update_fields=["params"])


def tell_of(candidacy: Candidacy, code: str, by: User | None, **params: Any) -> None:
    events.record(code, by=by, subject=candidacy.key, scope=scope_of(candidacy.coalition), **params)
